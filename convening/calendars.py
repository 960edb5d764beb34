"""Released agendas as calendar files: the whole of one, somebody's own items, what changed for somebody.

A calendar file leaves the house, so nobody is named in it, whoever asks for it, and its free text is
veiled as it is for strangers. An item keeps its UID in whatever calendar it comes; SEQUENCE is the number
of the release, so that a later one replaces an earlier one.
"""

from datetime import date
from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from convening.facts_now import facts_of
from convening.released import clock
from convening.releases import CANCELLED, Plan
from dialogues.ical import AgendaEvent, write_agenda
from dialogues.veil import veil_for


def calendar_of(release, *, own=None, url=""):
    """The text of the calendar of a release; with `own`, ids of somebody's entries in the register, of
    the items alone in which they appear."""
    title = release.dialogue.title
    plan = Plan(facts_of(release))
    veil = cache(veil_for(AnonymousUser()))
    items = [
        item
        for item in plan.items.values()
        if plan.date(item) and (own is None or any(row["person"] in own for row in item["people"]))
    ]
    return write_agenda(
        [_event(item, plan, release, veil) for item in items],
        zone=plan.zone,
        name=veil(title),
        organizer=_organizer(),
        url=url,
    )


def calendar_of_days(dialogue):
    """The text of the calendar of the days of `dialogue` as they were last released, for who has a place
    now and was told of no release; empty where none is."""
    release = dialogue.agenda_releases.first()
    if release is None:
        return ""
    plan = Plan(facts_of(release))
    veil = cache(veil_for(AnonymousUser()))
    events = [_event_of_day(day, plan, release, veil) for day in plan.days.values() if day["date"]]
    return write_agenda(events, zone=plan.zone, organizer=_organizer()) if events else ""


def calendar_of_changes(found, release, *, to_email, veil, url=""):
    """The text that goes with a mail about the changes `found`: one calendar of all that is new or has
    moved, and one for each thing that is cancelled (RFC 5546 allows no more than one UID in such a one).

    `veil` takes out protected names. Empty where nothing has a date.
    """
    options = {"organizer": _organizer(), "url": url}
    texts = []
    stands = [each for each in found if each["stands"] and _dated(each["change"])]
    for zone in dict.fromkeys(each["change"].plan.zone for each in stands):
        rows = [each for each in stands if each["change"].plan.zone == zone]
        events = [_event_of(each["change"], release, veil) for each in rows]
        texts.append(write_agenda(events, zone=zone, **options))
    for each in found:
        change = each["change"]
        if each["stands"] or not _dated(change):
            continue
        event = _event_of(change, release, veil)
        method = {"method": "CANCEL", "attendee": to_email}
        texts.append(write_agenda([event], zone=change.plan.zone, **method, **options))
    return "".join(texts)


def _dated(change):
    facts = change.facts
    return bool(facts["date"] if change.is_day else change.plan.date(facts))


def _event_of(change, release, veil):
    if change.is_day:
        return _event_of_day(change.facts, change.plan, release, veil)
    return _event(change.facts, change.plan, release, veil)


def _event(item, plan, release, veil):
    parts = (item["presentation"], item["text"], release.dialogue.title)
    return AgendaEvent(
        uid=f"item-{item['id']}.{release.dialogue.calendar_uid}",
        sequence=release.number,
        stamp=release.created_at,
        day=date.fromisoformat(plan.date(item)),
        start=clock(item["start"]),
        end=clock(item["end"]),
        title=veil(item["title"]),
        place=veil(plan.place(item)),
        description=veil("\n\n".join(filter(None, parts))),
        is_break=item["format"] == "break",
    )


def _event_of_day(day, plan, release, veil):
    start, end = plan.span(day)
    title = day["title"] or _("Day of “%(dialogue)s”") % {"dialogue": release.dialogue.title}
    parts = (release.dialogue.title if day["title"] else "", day["transport"])
    return AgendaEvent(
        uid=f"day-{day['date']}.{release.dialogue.calendar_uid}",
        sequence=release.number,
        stamp=release.created_at,
        day=date.fromisoformat(day["date"]),
        start=clock(start),
        end=clock(end),
        title=veil(title),
        place=veil(plan.place_of_day(day)),
        description=veil("\n\n".join(filter(None, parts))),
    )


def _organizer():
    return parseaddr(settings.DEFAULT_FROM_EMAIL)


def stands_for(change, person):
    """True if what changed still stands in the calendar of `person`."""
    return change.kind != CANCELLED and person not in change.left
