"""What of convening waits on *My work* (core.work)."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convening.models import AgendaRelease, Mailing, Proposal, Sponsorship
from core.work import WorkItem
from dialogues.models import AgendaItem, Dialogue, Participation
from dialogues.standing import standing_of

Status = Participation.Status
# So long before the first day an agenda should have been released.
RELEASED_BEFORE = timedelta(days=30)


def convening_work(user):
    """For each dialogue ahead that the user convenes: who waits for an answer of theirs."""
    today = timezone.localdate()
    rows = Dialogue.objects.run_by(user).filter(cancelled_at__isnull=True, ends_on__gte=today)
    people = Participation.objects.filter(dialogue=OuterRef("pk"))
    rows = rows.select_related("plan").annotate(
        requested=_number(people.filter(status=Status.REQUESTED), "dialogue"),
        silent=_number(people.filter(status=Status.INVITED), "dialogue"),
        proposed=_number(
            Proposal.objects.filter(
                state=Proposal.State.OPEN, registration__participation__dialogue=OuterRef("pk")
            ),
            "registration__participation__dialogue",
        ),
        asked_for=_number(
            Sponsorship.objects.filter(
                state=Sponsorship.State.REQUESTED, participation__dialogue=OuterRef("pk")
            ),
            "participation__dialogue",
        ),
        drafts=_number(
            Mailing.objects.filter(state=Mailing.State.DRAFT, dialogue=OuterRef("pk")), "dialogue"
        ),
        items=_number(AgendaItem.objects.filter(part__dialogue=OuterRef("pk")), "part__dialogue"),
        releases=_number(AgendaRelease.objects.filter(dialogue=OuterRef("pk")), "dialogue"),
    )
    for dialogue in rows:
        yield from _waiting_at(dialogue, today)


def _number(rows, parent):
    """How many `rows` there are, by a subquery so that they do not multiply one another."""
    counted = rows.order_by().values(parent).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _waiting_at(dialogue, today):
    plan = getattr(dialogue, "plan", None)
    told = (
        ("places", dialogue.requested, *_asks_for_approval(dialogue.requested)),
        ("answers", dialogue.proposed, *_is_proposed(dialogue.proposed)),
        ("sponsorship", dialogue.asked_for, *_asks_for_sponsorship(dialogue.asked_for)),
        ("mail", dialogue.drafts, *_is_drafted(dialogue.drafts)),
    )
    for page, number, kind, detail in told:
        if number:
            yield _item(dialogue, page, kind, detail, due=dialogue.starts_on, tone="warn")
    if dialogue.silent and plan and plan.answer_by:
        words = ngettext(
            "%(number)d person has not answered yet",
            "%(number)d people have not answered yet",
            dialogue.silent,
        )
        detail = words % {"number": dialogue.silent}
        yield _item(dialogue, "answers", _("Invitations"), detail, due=plan.answer_by)
    is_near = dialogue.starts_on - today <= RELEASED_BEFORE
    if dialogue.items and not dialogue.releases and is_near:
        detail = _("drawn up, and told to nobody yet")
        yield _item(
            dialogue,
            "releases",
            _("Agenda not released"),
            detail,
            due=dialogue.starts_on,
            tone="warn",
        )


def _asks_for_approval(number):
    words = ngettext(
        "%(number)d registration awaits your approval",
        "%(number)d registrations await your approval",
        number,
    )
    return _("Approval"), words % {"number": number}


def _is_proposed(number):
    words = ngettext(
        "somebody else is proposed %(number)d time",
        "somebody else is proposed %(number)d times",
        number,
    )
    return _("Proposals"), words % {"number": number}


def _asks_for_sponsorship(number):
    words = ngettext(
        "%(number)d request for sponsorship",
        "%(number)d requests for sponsorship",
        number,
    )
    return _("Sponsorship"), words % {"number": number}


def _is_drafted(number):
    words = ngettext(
        "%(number)d mailing was drafted and not sent",
        "%(number)d mailings were drafted and not sent",
        number,
    )
    return _("Mail"), words % {"number": number}


def _item(dialogue, page, kind, detail, *, due, tone="quiet"):
    return WorkItem(
        title=dialogue.title,
        url=reverse(f"convening:{page}", args=[dialogue.slug]),
        kind=kind,
        detail=detail,
        due=due if due >= timezone.localdate() else None,
        tone=tone,
    )


def invited_work(user):
    """Invitations to the user in person that they have not answered, and places offered to them."""
    own = Participation.objects.filter(
        person__in=standing_of(user).people,
        status__in=(Status.INVITED, Status.OFFERED),
        dialogue__cancelled_at__isnull=True,
        dialogue__ends_on__gte=timezone.localdate(),
    ).select_related("dialogue__plan")
    for participation in own:
        dialogue = participation.dialogue
        plan = getattr(dialogue, "plan", None)
        offered = participation.status == Status.OFFERED
        yield WorkItem(
            title=dialogue.title,
            url=reverse("convening:mine", args=[dialogue.slug]),
            kind=_("A place is offered to you") if offered else _("You are invited"),
            detail=_("take it or let it go") if offered else _("say whether you come"),
            due=plan.answer_by if plan else None,
            tone="warn",
        )


PROVIDERS = (convening_work, invited_work)
