"""What waits on *My work*: invitations to serve, one's own and those without an answer, and groups
without an adviser."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role
from core.work import WorkItem
from dialogues.models import Initiative, Seat, Stage
from dialogues.standing import standing_of
from stakeholders.models import Group

PATIENCE = timedelta(days=7)


def own_invitations(user):
    """Invitations to serve that the user has not answered."""
    if not standing_of(user).people:
        return
    waiting = Seat.objects.of(user).current().filter(state=Seat.State.INVITED)
    for seat in waiting.select_related("initiative"):
        yield WorkItem(
            title=seat.initiative.title,
            url=reverse("dialogues:adviser_mine", args=[seat.initiative.slug]),
            kind=_("Invitation to serve"),
            detail=_("it waits for your answer"),
            tone="warn",
        )


def groups_to_fill(user):
    """Advisory groups that the user convenes: who has not answered for a week, and, while that stage is
    open, which groups nobody serves for."""
    if not convenes(user):
        return
    for initiative in _with_gaps(Initiative.objects.run_by(user)):
        details = []
        if initiative.unanswered:
            details.append(
                ngettext(
                    "%(count)d invitation without an answer for more than a week",
                    "%(count)d invitations without an answer for more than a week",
                    initiative.unanswered,
                )
                % {"count": initiative.unanswered}
            )
        if initiative.is_filling and initiative.silent:
            details.append(
                ngettext(
                    "%(count)d group has no adviser yet",
                    "%(count)d groups have no adviser yet",
                    initiative.silent,
                )
                % {"count": initiative.silent}
            )
        if details:
            yield WorkItem(
                title=initiative.title,
                url=reverse("dialogues:advisers", args=[initiative.slug]),
                kind=_("Advisory group"),
                detail="; ".join(details),
                tone="warn",
            )


def convenes(user):
    """True if the user convenes a programme or an initiative."""
    standing = standing_of(user)
    return bool(
        standing.ids("programme", Role.CONVENOR) | standing.ids("initiative", Role.CONVENOR)
    )


def _with_gaps(initiatives):
    """With `unanswered` and `silent`, two counts, and `is_filling`: the stage of that name is open."""
    seats = Seat.objects.filter(initiative=OuterRef("pk"))
    late = seats.current().filter(
        state=Seat.State.INVITED, invited_at__lt=timezone.now() - PATIENCE
    )
    heard = Seat.objects.serving().filter(initiative=OuterRef(OuterRef("pk")), group=OuterRef("pk"))
    silent = Group.objects.filter(~Exists(heard), programme=OuterRef("programme"))
    filling = Stage.objects.open().filter(initiative=OuterRef("pk"), kind="advisory-group")
    return initiatives.annotate(
        unanswered=_count(late, "initiative"),
        silent=_count(silent, "programme"),
        is_filling=Exists(filling),
    ).filter(Q(unanswered__gt=0) | Q(is_filling=True))


def _count(rows, by):
    return Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number"))


PROVIDERS = (own_invitations, groups_to_fill)
