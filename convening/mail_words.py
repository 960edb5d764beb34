"""What pages say of mails: how reminders stand, which counts stand where, a mail as one person gets it."""

from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convening import due
from convening.models import Audience
from convening.recipients import HOLDS, STATE_WORDS, STATES, state_of, why
from dialogues.models import Participation
from stakeholders.consents import refuses_contact

TONES = {
    "to-send": "quiet",
    "waiting": "active",
    "sent": "good",
    "bounced": "bad",
    "failed": "bad",
    "cancelled": "quiet",
    "left-out": "warn",
}
REMINDER_STATES = {
    due.OFF: (gettext_lazy("Off"), "quiet"),
    due.CANCELLED: (gettext_lazy("Dialogue cancelled"), "quiet"),
    due.NO_DATE: (gettext_lazy("No date yet"), "warn"),
    due.SENT: (gettext_lazy("Sent"), "good"),
    due.AHEAD: (gettext_lazy("Ahead"), "active"),
    due.NOW: (gettext_lazy("Goes now"), "active"),
    due.MISSED: (gettext_lazy("Not sent"), "bad"),
}
OWN_LINK = gettext_lazy("[their own link stands here]")


def wall(moment, dialogue):
    """A moment as the clocks at the dialogue show it."""
    shown = moment.astimezone(ZoneInfo(dialogue.timezone))
    return date_format(shown, "D j F Y, H:i")


def rule_in_words(reminder):
    """“7 days before the first day, at 09:00”."""
    at = time_format(reminder.at, "H:i")
    day = reminder.get_anchor_display()
    if not reminder.days:
        return _("on %(day)s, at %(at)s") % {"day": day, "at": at}
    number = abs(reminder.days)
    if reminder.days < 0:
        words = ngettext(
            "%(number)d day before %(day)s, at %(at)s",
            "%(number)d days before %(day)s, at %(at)s",
            number,
        )
    else:
        words = ngettext(
            "%(number)d day after %(day)s, at %(at)s",
            "%(number)d days after %(day)s, at %(at)s",
            number,
        )
    return words % {"number": number, "day": day, "at": at}


def reachable_by_status(dialogue):
    """How many people of each status can be written to, in one query."""
    rows = dialogue.participations.exclude(person__email="").exclude(refuses_contact("person_id"))
    return dict(rows.order_by().values_list("status").annotate(number=Count("pk")))


def number_of(audience, by_status):
    """How many of an audience there are, given `reachable_by_status`."""
    if audience == Audience.EVERYBODY:
        return sum(by_status.values()) - by_status.get(Participation.Status.DECLINED, 0)
    return sum(by_status.get(status, 0) for status in HOLDS[audience])


def reminder_rows(dialogue, reminders, *, at=None):
    """What the page of mail says of each reminder; one query for all."""
    by_status = reachable_by_status(dialogue)
    rows = []
    for reminder in reminders:
        found = due.due_of(reminder, dialogue, at=at)
        label, tone = REMINDER_STATES[found.state]
        rows.append(
            {
                "reminder": reminder,
                "rule": rule_in_words(reminder),
                "label": label,
                "tone": tone,
                "when": when_it_goes(reminder, dialogue, found, by_status),
                "is_open": found.state != due.SENT,
            }
        )
    return rows


def when_it_goes(reminder, dialogue, found, by_status):
    """When a reminder goes and to how many as things are, or why it does not go."""
    if found.state == due.SENT:
        return _("Sent %(when)s.") % {"when": wall(reminder.sent_at, dialogue)}
    if found.at is None:
        return _("Goes once there is a last day for answers.")
    when = wall(found.at, dialogue)
    if found.state == due.MISSED:
        return _(
            "Would have been due %(when)s, more than a day ago: not sent. Give it another date, "
            "or write by hand."
        ) % {"when": when}
    if found.state in (due.OFF, due.CANCELLED):
        return _("Would be due %(when)s.") % {"when": when}
    number = number_of(reminder.audience, by_status)
    words = ngettext(
        "Goes %(when)s, to %(number)d person as of now.",
        "Goes %(when)s, to %(number)d people as of now.",
        number,
    )
    return words % {"when": when, "number": number}


def count_links(counts, current, url):
    """The states that some messages stand at, with how many, as links that narrow the list."""
    return [
        {
            "label": STATE_WORDS[state],
            "number": counts[state.replace("-", "_")],
            "url": f"{url}?state={state}",
            "current": state == current,
            "tone": TONES[state],
        }
        for state in STATES
        if counts[state.replace("-", "_")]
    ]


def annotated_counts(mailings):
    """Mailings with how many of their messages reached whom, for a list."""
    sent = Q(messages__mail__state="sent", messages__mail__bounced_at__isnull=True)
    lost = Q(messages__mail__state="failed") | Q(messages__mail__bounced_at__isnull=False)
    return mailings.annotate(
        people=Count("messages"),
        arrived=Count("messages", filter=sent),
        lost=Count("messages", filter=lost),
        waiting=Count("messages", filter=Q(messages__mail__state="waiting")),
    )


def message_rows(messages, naming):
    """What a list says of each message; the caller selects person, organisation and mail."""
    rows = []
    for message in messages:
        person, state = message.participation.person, state_of(message)
        rows.append(
            {
                "message": message,
                "name": naming.name(person),
                "organisation": naming.organisation(person),
                "is_pseudonym": not naming.knows(person),
                "state": state,
                "label": STATE_WORDS[state],
                "tone": TONES[state],
                "why": why(message),
            }
        )
    return rows


def preview(writer, participation):
    """A mail as one person gets it: subject, body and the language it is in."""
    subject, body = writer.write(participation)
    return {
        "subject": subject,
        "body": body.replace("{link}", str(OWN_LINK)),
        "language": writer.language_for(participation.person),
        "participation": participation,
        "empty": ", ".join(f"{{{name}}}" for name in writer.empty_for(participation)),
    }
