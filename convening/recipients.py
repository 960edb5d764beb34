"""Who gets a mail of a dialogue, and who does not and why."""

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _

from convening.models import Audience, MailKind
from core.models import Mail
from dialogues.models import Participation
from stakeholders.consents import refuses_contact
from stakeholders.models import Person

Status = Participation.Status
NO_ADDRESS, REFUSED, BOUNCES, DECLINED, ANSWERED = (
    *("no-address", "refused", "bounces"),
    *("declined", "answered"),
)
# What `Message.problem` says.
PROBLEMS = {
    NO_ADDRESS: _("has no e-mail address"),
    REFUSED: _("does not want to be contacted"),
    BOUNCES: _("the last mail to this address came back"),
    DECLINED: _("has declined"),
    ANSWERED: _("has answered already"),
}
# These go to people who declined as well.
TO_WHO_DECLINED = (MailKind.DECLINED, MailKind.REFUSED)
HOLDS = {
    Audience.INVITED: (Status.INVITED,),
    Audience.COMING: (Status.REGISTERED,),
    Audience.WAITING: (Status.WAITING,),
    Audience.ATTENDED: (Status.ATTENDED,),
}


def audience_of(dialogue, audience, *, group=None):
    """The participations of `dialogue` that fit `audience` now; only those who stand for `group`, if any."""
    rows = dialogue.participations.all()
    if audience == Audience.EVERYBODY:
        rows = rows.exclude(status=Status.DECLINED)
    else:
        rows = rows.filter(status__in=HOLDS[audience])
    return rows if group is None else rows.filter(group=group)


def with_people(participations, dialogue):
    """Rows with all that a mail to each asks for, in one query; `refuses` says that they want none."""
    rows = participations.select_related("person__organisation", "registration__link")
    found = list(rows.annotate(refuses=refuses_contact("person_id")).order_by("position", "pk"))
    for row in found:
        # One dialogue for all: what it holds is read once.
        row.dialogue = dialogue
    return found


def bouncing(dialogue):
    """The addresses of people of `dialogue` from which the last mail that was sent came back."""
    people = Person.objects.filter(participations__dialogue=dialogue).exclude(email="")
    rows = Mail.objects.filter(to_email__in=people.values("email"), sent_at__isnull=False)
    rows = (
        rows.order_by()
        .values("to_email")
        .annotate(last=Max("sent_at"), back=Max("sent_at", filter=Q(bounced_at__isnull=False)))
    )
    return set(rows.filter(back=F("last")).values_list("to_email", flat=True))


def problem_of(participation, kind, *, bounced=()):
    """Why a mail of `kind` does not go to somebody of `with_people`; empty if it does."""
    person = participation.person
    if not person.email:
        return NO_ADDRESS
    if participation.refuses:
        return REFUSED
    if participation.status == Status.DECLINED and kind not in TO_WHO_DECLINED:
        return DECLINED
    if kind == MailKind.REMINDER and participation.status != Status.INVITED:
        return ANSWERED
    return BOUNCES if person.email in bounced else ""


# What became of each message, in the order in which a page lists them.
STATES = ("to-send", "waiting", "sent", "bounced", "failed", "cancelled", "left-out")
STATE_WORDS = {
    "to-send": _("Gets it"),
    "waiting": _("Waiting"),
    "sent": _("Sent"),
    "bounced": _("Came back"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "left-out": _("Does not get it"),
}
_CONDITIONS = {
    "to-send": Q(mail__isnull=True, problem=""),
    "waiting": Q(mail__state="waiting"),
    "sent": Q(mail__state="sent", mail__bounced_at__isnull=True),
    "bounced": Q(mail__state="sent", mail__bounced_at__isnull=False),
    "failed": Q(mail__state="failed"),
    "cancelled": Q(mail__state="cancelled"),
    "left-out": Q(mail__isnull=True) & ~Q(problem=""),
}


def in_state(messages, state):
    """Those of `messages` that stand at `state` (of STATES)."""
    return messages.filter(_CONDITIONS[state])


def counts_of(messages):
    """How many of `messages` stand at each of STATES, in one query."""
    return messages.order_by().aggregate(
        **{state.replace("-", "_"): Count("pk", filter=q) for state, q in _CONDITIONS.items()}
    )


def state_of(message):
    """The state of STATES at which one message stands."""
    mail = message.mail
    if mail is None:
        return "left-out" if message.problem else "to-send"
    return "bounced" if mail.bounced_at else mail.state


def why(message):
    """What went wrong with one message, in words; empty if nothing did."""
    if message.mail is not None:
        return message.mail.failure
    return str(PROBLEMS.get(message.problem, message.problem))
