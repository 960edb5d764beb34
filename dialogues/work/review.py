"""What waits on *My work*: papers to review, and comments to answer."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import PersonalLink
from core.work import WorkItem
from dialogues.models import Comment, Initiative, Paper, ReviewRequest
from dialogues.querysets import prepared_by


def review_work(user):
    """Papers that the user was asked to review and is not through with."""
    # A request that came with a package has no personal link; advisers review in their account then.
    with_account = Q(link__isnull=True) & prepared_by(user, "round__version__paper__initiative__")
    rows = ReviewRequest.objects.of(user).open()
    rows = rows.filter(Q(link__in=PersonalLink.objects.valid()) | with_account)
    rows = rows.select_related("link", "round__version__paper__initiative")
    today = timezone.localdate()
    for request in rows.defer("round__version__body", "round__version__blocks"):
        due = request.round.due_on
        yield WorkItem(
            title=request.round.version.title,
            url=_review_address(request),
            kind=_("To review"),
            detail=request.round.version.paper.get_kind_display(),
            due=due,
            tone="warn" if due < today else "active",
        )


def _review_address(request):
    if request.link:
        return reverse("dialogues:review_by_link", args=[request.link.key])
    version = request.round.version
    paper = version.paper
    arguments = [paper.initiative.slug, paper.kind, version.number]
    return reverse("dialogues:paper_review", args=arguments)


def answer_work(user):
    """Papers of the user's initiatives with comments that wait for an answer."""
    rows = Paper.objects.filter(initiative__in=Initiative.objects.run_by(user))
    rows = rows.select_related("initiative").defer("sections", "scores")
    waiting = Count("comments", Q(comments__disposition=Comment.Disposition.OPEN))
    for paper in rows.annotate(waiting=waiting).filter(waiting__gt=0):
        address = reverse("dialogues:comment_list", args=[paper.initiative.slug, paper.kind])
        yield WorkItem(
            title=paper.title,
            url=f"{address}?disposition=open",
            kind=_("Comments to answer"),
            detail=ngettext(
                "%(number)d comment has no answer yet",
                "%(number)d comments have no answer yet",
                paper.waiting,
            )
            % {"number": paper.waiting},
            tone="warn",
        )


PROVIDERS = (review_work, answer_work)
