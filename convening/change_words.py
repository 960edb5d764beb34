"""What has changed in an agenda, in words: for the team's page, and for the mail to one person."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convening.released import label_of_day, time_in_words
from convening.releases import ADDED, CANCELLED, CHANGED, MOVED, NOTES

KINDS = {
    ADDED: (gettext_lazy("Added"), "good"),
    MOVED: (gettext_lazy("Moved"), "warn"),
    CHANGED: (gettext_lazy("Changed"), "active"),
    CANCELLED: (gettext_lazy("Cancelled"), "bad"),
}
# Only what does not say where or when: that is told by what it was and what it is.
FIELDS = {
    "title": gettext_lazy("title"),
    "format": gettext_lazy("format"),
    "question": gettext_lazy("question"),
    "presentation": gettext_lazy("presentation"),
    "text": gettext_lazy("text"),
    "part": gettext_lazy("part of the agenda"),
    "transport": gettext_lazy("transport"),
    "people": gettext_lazy("who appears in it"),
    NOTES: gettext_lazy("moderator notes"),
}
MOVES = {"day", "time", "place", "zone"}


def title_of(change):
    """What the changed item or day is called."""
    if not change.is_day:
        return change.facts["title"]
    return change.facts["title"] or label_of_day(change.facts)


def when_and_where(change, *, before=False, with_day=True):
    """“Monday 12 January 2026, 09:00–10:00, Town hall”, as it is or as it was before."""
    facts = change.before if before else change.facts
    plan = change.plans[0] if before else change.plan
    if change.is_day:
        hours = "–".join(filter(None, dict.fromkeys(plan.span(facts))))
        words = (label_of_day(facts), hours, plan.place_of_day(facts))
    else:
        words = (label_of_day(plan.days[facts["day"]]), time_in_words(facts), plan.place(facts))
    zone = plan.zone if "zone" in change.fields else ""
    words = words if with_day else words[1:]
    return ", ".join(filter(None, (*words, zone))) or _("no time yet")


def moved_words(change, *, with_day=True):
    """Where and when it was, for what has moved; else empty. The day only where it was another one, unless
    it is told `with_day`."""
    if not MOVES & {*change.fields}:
        return ""
    return when_and_where(change, before=True, with_day=with_day or "day" in change.fields)


def other_fields(change, *, personal=False):
    """What else is different, as words; for one person what concerns all, and their own part."""
    names = [name for name in change.fields if name in FIELDS]
    if personal:
        names = [name for name in names if name not in (NOTES, "people")]
    return [str(FIELDS[name]) for name in names]


def for_person(change, person):
    """A change in a sentence for the person with this id, whom it concerns."""
    facts = {"title": title_of(change), "when": when_and_where(change)}
    if change.is_day:
        return _day_for_person(change, facts)
    if change.kind == CANCELLED:
        return _("Cancelled: “%(title)s”, %(when)s") % facts
    if person in change.left:
        return _("You are no longer part of: “%(title)s”, %(when)s") % facts
    if person in change.joined:
        return _("You are now part of: “%(title)s”, %(when)s") % facts
    what = other_fields(change, personal=True)
    if person in change.altered:
        what.append(_("your part in it"))
    before = moved_words(change)
    words = _("Moved: “%(title)s” is now %(when)s; it was %(before)s")
    if not before:
        words = _("Changed: “%(title)s”, %(when)s")
    told = words % (facts | {"before": before})
    if what:
        told += ". " + _("New is: %(what)s") % {"what": get_text_list(what, _("and"))}
    return told


def _day_for_person(change, facts):
    if change.kind == ADDED:
        return _("Day of the dialogue: %(when)s") % facts
    if change.kind == CANCELLED:
        return _("No longer a day of the dialogue: %(when)s") % facts
    before = when_and_where(change, before=True)
    return _("Day changed: it is now %(when)s; it was %(before)s") % (facts | {"before": before})


def rows_of(found, *, names=lambda _ids: []):
    """The changes `found` day by day, for a page: `[(day in words, [row])]`. `names(ids)` says how people
    are called."""
    days = {}
    for change in found:
        plan, facts = change.plan, change.facts
        day = facts if change.is_day else plan.days[facts["day"]]
        days.setdefault(label_of_day(day) or _("No day yet"), []).append(_row(change, names))
    return list(days.items())


def _row(change, names):
    label, tone = KINDS[change.kind]
    return {
        "kind": change.kind,
        "label": label,
        "tone": tone,
        "title": _("The whole day") if change.is_day else title_of(change),
        "when": when_and_where(change, with_day=False),
        "before": moved_words(change, with_day=False),
        "what": get_text_list(other_fields(change), _("and")),
        "joined": names(change.joined) if change.kind not in (ADDED, CANCELLED) else [],
        "left": names(change.left) if change.kind not in (ADDED, CANCELLED) else [],
    }
