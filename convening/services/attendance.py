"""Check-in: entries from the desk, from the sign-in sheet, and from phones that were off line for days.

Each entry is answered by itself, so that one that cannot be taken does not hold up the others, and a
device may send the same entry as often as it likes.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from convening.attendance import days_of
from convening.exceptions import ApprovalNeeded, EntriesUnreadable, LimitReached
from convening.models import CheckIn, Registration
from convening.services import places
from core.text import as_key, fold, one_line
from dialogues.models import Participation
from dialogues.naming import Naming
from dialogues.services.people import register_person
from dialogues.standing import standing_of
from stakeholders.models import Group

Status = Participation.Status
MOST_ENTRIES = 500
LONGEST_NAME, LONGEST_ORGANISATION = 200, 300


@dataclass(frozen=True)
class Answer:
    """What became of an entry. `outcome`: "done", "known" (it was here already), "alike" (a walk-in has
    the name of somebody on the list: `participation`), "full" (no place; may be meant all the same) or
    "refused"; `reason` says why in words."""

    key: str
    outcome: str
    reason: str = ""
    participation: int | None = None

    @property
    def is_taken(self):
        return self.outcome in ("done", "known")


class _Refused(Exception):
    def __init__(self, reason, outcome="refused", participation=None):
        super().__init__(reason)
        self.reason, self.outcome, self.participation = reason, outcome, participation


def entry(participation, day, *, is_present=True, at=None):
    """An entry about somebody as `take_in` reads it, with a key of its own."""
    return {
        "key": str(uuid.uuid4()),
        "participation": participation,
        "day": day.isoformat(),
        "is_present": is_present,
        "at": (at or timezone.now()).isoformat(),
    }


@transaction.atomic
def take_in(dialogue, entries, *, by, via):
    """Take `entries` in, in their order; an Answer for each, in the same order.

    An entry is a mapping of `key` (UUID), `day` (ISO), `at` (ISO with its zone) and either
    `participation` (id) and `is_present`, or `walk_in`: a mapping of `name`, `organisation`, `group` (id)
    and, where it is meant, `another` (somebody else of that name is on the list) and `over` (though every
    place is taken). Of somebody whom a note taker adds, name and group alone are kept. What `by` may not
    see is answered as what is not there. An `at` that is yet to come counts as now. Idempotent by key.
    Atomic, under the lock of the places; raises EntriesUnreadable for what is no list of at most
    MOST_ENTRIES mappings.
    """
    if not isinstance(entries, list) or not all(isinstance(row, dict) for row in entries):
        raise EntriesUnreadable(_("No list of entries."))
    if len(entries) > MOST_ENTRIES:
        raise EntriesUnreadable(_("Too many entries at once."))
    places.lock(dialogue.pk)
    taking = _Taking(dialogue, by, via)
    return [taking.answer(row) for row in entries]


def walk_in(dialogue, *, by, day, name, organisation="", group=None, another=False, over=False):
    """Add somebody who was not on the list and is here; the Answer, as `take_in` gives it."""
    row = entry(None, day)
    row["walk_in"] = {
        "name": name,
        "organisation": organisation,
        "group": group.pk if group is not None else None,
        "another": another,
        "over": over,
    }
    return take_in(dialogue, [row], by=by, via=CheckIn.Via.DESK)[0]


class _Taking:
    """One call of `take_in`: what is the same for all of its entries is read once."""

    def __init__(self, dialogue, by, via):
        self.dialogue, self.by, self.via = dialogue, by, via
        self.now = timezone.now()
        self.days = set(days_of(dialogue))
        rows = Participation.objects.visible_to(by, dialogue).select_related("person__organisation")
        self.people = {row.pk: row for row in rows}
        self.naming = Naming(dialogue, by)

    def answer(self, row):
        key = row.get("key")
        shown = key[:36] if isinstance(key, str) else ""
        try:
            return self._taken(shown, row)
        except _Refused as refused:
            return Answer(shown, refused.outcome, refused.reason, refused.participation)

    def _taken(self, shown, row):
        key, day, at, reason = self._frame(shown, row)
        known = CheckIn.objects.filter(key=key).first()
        if known is not None:
            if known.participation_id in self.people:
                return Answer(shown, "known", participation=known.participation_id)
            raise _Refused(_("This entry cannot be taken."))
        if row.get("walk_in") is not None:
            participation, before = self._walked_in(row["walk_in"]), Status.INVITED
            is_present = True
        else:
            participation, before = self._somebody(row), ""
            is_present = row.get("is_present")
            if not isinstance(is_present, bool):
                raise _Refused(_("It is not said whether they are here."))
        check_in = CheckIn(
            key=key, participation=participation, day=day, is_present=is_present, at=at
        )
        check_in.by, check_in.via = self.by, self.via
        check_in.status_before = before or self._move(participation, day, at, is_present)
        check_in.save()
        self._settle(participation)
        return Answer(shown, "done", reason, participation.pk)

    def _frame(self, shown, row):
        """Key, day, moment, and what is to be said about the moment."""
        try:
            key = uuid.UUID(shown)
        except ValueError:
            raise _Refused(_("The entry has no key.")) from None
        try:
            day = date.fromisoformat(row.get("day"))
        except (TypeError, ValueError):
            raise _Refused(_("The entry names no day.")) from None
        if day not in self.days:
            raise _Refused(_("This is no longer a day of the dialogue."))
        at = _moment(row.get("at"))
        if at > self.now:
            said = _("The clock of the device is ahead: the time of arrival here was kept instead.")
            return key, day, self.now, said
        return key, day, at, ""

    def _somebody(self, row):
        value = row.get("participation")
        known = self.people.get(as_key(value)) if isinstance(value, int | str) else None
        if known is None or isinstance(value, bool):
            raise _Refused(_("This person is not on the list any more."))
        return known

    # Status --------------------------------------------------------------------------------------
    def _move(self, participation, day, at, is_present):
        """Make who is here for the first time one of those who attended; where they stood before."""
        participation.refresh_from_db(fields=["status"])
        before = participation.status
        if not is_present or before == Status.ATTENDED:
            return ""
        newer = participation.check_ins.filter(day=day, at__gt=at)
        if newer.exists():
            return ""  # It was taken back meanwhile, on another device.
        participation.status = Status.ATTENDED
        participation.save(update_fields=["status", "updated_at"])
        return before

    def _settle(self, participation):
        """Back to where they stood, if every presence was taken back and it was check-in that moved them."""
        if participation.status != Status.ATTENDED:
            return
        latest, before = {}, ""
        for row in participation.check_ins.order_by("at", "pk"):
            latest[row.day] = row.is_present
            before = row.status_before or before
        if before and not any(latest.values()):
            participation.status = before
            participation.save(update_fields=["status", "updated_at"])

    # Walk-ins ------------------------------------------------------------------------------------
    def _walked_in(self, fields):
        name, organisation, group = self._read(fields)
        if not self.by.has_perm("convening.check_in", self.dialogue):
            raise _Refused(_("Only who checks people in can add somebody: ask one of them."))
        if not self.by.has_perm("dialogues.register_people", self.dialogue):
            # Who takes the notes does not write to the register of organisations, nor look into it.
            organisation = ""
        if fields.get("another") is not True:
            self._require_new(name)
        convenes = self.by.has_perm("convening.convene", self.dialogue)
        partner = None if convenes else standing_of(self.by).partner_of.get(self.dialogue.pk)
        person = {"name": name, "new_organisation": organisation, "group": group}
        try:
            with transaction.atomic():
                added = register_person(
                    self.dialogue,
                    person=person | {"held_by_id": partner},
                    participation={"status": Status.ATTENDED, "group": group},
                    by=self.by,
                    over_limit=fields.get("over") is True,
                )
        except LimitReached:
            raise _Refused(_("Every place is taken."), "full") from None
        except ApprovalNeeded:
            raise _Refused(_("A convenor must let in who is not on the list.")) from None
        registration = places.registration_of(added)
        registration.via = Registration.Via.WALK_IN
        registration.answered_at, registration.answered_by = self.now, self.by
        registration.save(update_fields=["via", "answered_at", "answered_by", "updated_at"])
        self.people[added.pk] = added
        return added

    def _read(self, fields):
        if not isinstance(fields, dict):
            raise _Refused(_("The entry does not say who came."))
        name, organisation = fields.get("name", ""), fields.get("organisation") or ""
        if not isinstance(name, str) or not isinstance(organisation, str):
            raise _Refused(_("The entry does not say who came."))
        name, organisation = one_line(name), one_line(organisation)
        if not name:
            raise _Refused(_("The entry does not say who came."))
        if len(name) > LONGEST_NAME or len(organisation) > LONGEST_ORGANISATION:
            raise _Refused(_("The name is too long."))
        group = as_key(fields.get("group")) if fields.get("group") else None
        if group is not None:
            programme = self.dialogue.initiative.programme_id
            group = Group.objects.filter(programme=programme, pk=group).first()
        return name, organisation, group

    def _require_new(self, name):
        """Refuse if somebody of that name is on the list, as far as `by` knows them by name."""
        asked = fold(name)
        for row in self.people.values():
            if self.naming.knows(row.person) and fold(row.person.name) == asked:
                said = _("Somebody of this name is on the list.")
                raise _Refused(said, "alike", row.pk)


def _moment(value):
    try:
        at = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or timezone.is_naive(at):
        raise _Refused(_("The entry does not say when."))
    return at
