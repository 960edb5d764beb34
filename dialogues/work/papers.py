"""What waits on *My work*: papers that came back, and papers that wait for a decision."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.work import WorkItem
from dialogues.models import Initiative, Paper, PaperVersion
from dialogues.standing import standing_of


def papers_to_move(user):
    """Papers returned to those who write them, and papers submitted to those who may approve."""
    newest = PaperVersion.objects.filter(paper=OuterRef("pk")).order_by("-number")
    programmes = standing_of(user).ids("programme", Role.CONVENOR)
    rows = Paper.objects.filter(
        state__in=(Paper.State.RETURNED, Paper.State.SUBMITTED),
        initiative__in=Initiative.objects.run_by(user),
    )
    rows = rows.select_related("initiative").annotate(number=Subquery(newest.values("number")[:1]))
    for paper in rows.order_by("pk"):
        if paper.state == Paper.State.RETURNED:
            yield WorkItem(
                title=paper.title,
                url=paper.get_absolute_url(),
                kind=_("Returned to you"),
                detail=_("Version %(number)s came back with reasons.") % {"number": paper.number},
                tone="warn",
            )
        elif paper.initiative.programme_id in programmes:
            yield WorkItem(
                title=paper.title,
                url=reverse("dialogues:paper_approve", args=[paper.initiative.slug, paper.kind]),
                kind=_("To approve"),
                detail=_("Version %(number)s was submitted.") % {"number": paper.number},
                tone="active",
            )


PROVIDERS = (papers_to_move,)
