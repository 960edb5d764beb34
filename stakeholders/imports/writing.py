"""The rows of an import become people of the register, all of them or none.

`prepare()` thinks everything out in memory, so that it can tell how far it is; `save()` then writes
within the caller's transaction, in bulk. What stood there before goes into the rows, for undoing.
"""

import datetime
from collections import defaultdict

from django.utils import timezone

from core.text import unique_slug
from stakeholders.consents import take_back
from stakeholders.finding import make_searchable
from stakeholders.imports.bodies import Bodies
from stakeholders.imports.changes import compare
from stakeholders.imports.columns import CONSENTS
from stakeholders.imports.reading import comparable
from stakeholders.models import Affiliation, Consent, ImportRow, Organisation, Person

Decision = ImportRow.Decision
ADDED, CHANGED, SAME, SKIPPED, GONE = "added", "changed", "same", "skipped", "gone"
BATCH = 500
COPIED = ("title", "name", "role", "country", "email", "phone", "gender", "languages", "protected")
SAVED = (*COPIED, "organisation", "group", "version", "search", "sounds", "updated_at")
PARTS = ("organisation_id", "role", "since", "until")


class RegisterMoved(Exception):
    """Somebody changed the register between preparing and saving: prepare anew."""


def day_of(text):
    """The day that a cleaned value stands for; None for none."""
    return datetime.date.fromisoformat(text) if text else None


class _Trace:
    """What one row made and changed, to be undone."""

    def __init__(self, *, made):
        self.made = made
        self.fields = {}
        self.categories = []
        self.bodies, self.affiliations, self.consents = [], [], []
        self.affiliations_before, self.consents_held = {}, []

    def as_json(self, person):
        return {
            "made": self.made,
            "version": person.version,
            "stamp": person.updated_at.isoformat(),
            "fields": self.fields,
            "categories": self.categories,
            "bodies": [body.pk for body in self.bodies],
            "affiliations": [[row.pk, *parts_of(row)] for row in self.affiliations],
            "affiliations_before": self.affiliations_before,
            "consents": [row.pk for row in self.consents],
            "consents_held": self.consents_held,
        }


def parts_of(affiliation):
    """The values of a role at an organisation, fit for JSON."""
    values = [getattr(affiliation, name) for name in PARTS]
    return [value.isoformat() if isinstance(value, datetime.date) else value for value in values]


class Writing:
    """One attempt at writing `import_` into the register, on behalf of its `by`."""

    def __init__(self, import_):
        self.import_ = import_
        self.today = timezone.localdate()
        self.rows = list(import_.rows.order_by("number"))
        self.bodies = Bodies(import_)
        self.made_bodies = {}
        self._read_known()
        keys = Person.objects.filter(programme_id=import_.programme_id).values_list(
            "key", flat=True
        )
        self.keys = set(keys)
        keys = Organisation.objects.filter(programme_id=import_.programme_id)
        self.body_keys = set(keys.values_list("key", flat=True))
        self.added, self.changed = [], {}
        self.affiliations, self.closed = [], {}
        self.consents, self.past_consents = [], {}
        self.links = []
        self.traces = []

    def _read_known(self):
        matched = self.import_.rows.filter(decision__in=(Decision.SAME, Decision.TAKE))
        known = comparable(self.import_).filter(pk__in=matched.values("match"))
        self.known = known.in_bulk()
        self.versions = {pk: person.version for pk, person in self.known.items()}
        present = Affiliation.objects.filter(person__in=known, until=None)
        self.present = {row.person_id: row for row in present}
        held = Consent.objects.filter(person__in=known, is_current=True)
        self.held = {(row.person_id, row.kind): row for row in held}
        links = Person.categories.through.objects.filter(person__in=known)
        self.categories = defaultdict(set)
        for person_id, category_id in links.values_list("person_id", "category_id"):
            self.categories[person_id].add(category_id)

    # Thinking it out -----------------------------------------------------------------------------
    def prepare(self):
        """Think out what each row makes; yields after each how many rows are done."""
        for number, row in enumerate(self.rows, start=1):
            self._prepare(row)
            yield number

    def _prepare(self, row):
        if row.decision == Decision.NEW:
            trace = self._add(row)
        elif row.decision in (Decision.SAME, Decision.TAKE) and row.match_id in self.known:
            trace = self._change(row, self.known[row.match_id])
        else:
            row.outcome = SKIPPED if row.decision == Decision.SKIP else GONE
            return
        self.traces.append((row, trace))

    def _body(self, values, trace):
        name, acronym = values.get("organisation", ""), values.get("organisation_acronym", "")
        if not name and not acronym:
            return None
        known = self.bodies.find(name, acronym, values.get("country", ""))
        if known is None:
            made = Organisation(
                programme_id=self.import_.programme_id,
                key=self._free(acronym or name, self.body_keys, "organisation"),
                name=name or acronym,
                acronym=acronym,
                held_by_id=self.import_.held_by_id,
            )
            make_searchable(made)
            known = -len(self.made_bodies) - 1
            self.made_bodies[known] = made
            self.bodies.add(known, made.name, acronym)
            trace.bodies.append(made)
        return known

    @staticmethod
    def _free(text, taken, fallback):
        key = unique_slug(text, taken.__contains__, fallback=fallback)
        taken.add(key)
        return key

    def _place(self, row, key):
        """Set the organisation `key` on a person or an affiliation: one that is or one being made."""
        if key is not None and key < 0:
            row.organisation = self.made_bodies[key]
        else:
            row.organisation_id = key

    def _add(self, row):
        values, trace = row.values, _Trace(made=True)
        person = Person(
            programme_id=self.import_.programme_id,
            key=self._free(values["name"], self.keys, "person"),
            group_id=values.get("group"),
            held_by_id=self.import_.held_by_id,
            **{name: values[name] for name in COPIED if name in values},
        )
        make_searchable(person)
        body = self._body(values, trace)
        self._place(person, body)
        row.person, row.outcome = person, ADDED
        self.added.append(person)
        if body is not None:
            self._affiliate(person, body, day_of(values.get("since")), trace)
        self._agree(person, values, trace, takes=True)
        self._link(person, values, set(), trace)
        return trace

    def _affiliate(self, person, body, since, trace):
        row = Affiliation(person=person, role=person.role, since=since)
        self._place(row, body)
        self.affiliations.append(row)
        trace.affiliations.append(row)
        self.present[id(person)] = row

    def _change(self, row, person):
        values, trace = row.values, _Trace(made=False)
        takes = row.decision == Decision.TAKE
        body = self._body(values, trace) if takes or not person.organisation_id else None
        comparison = compare(values, person, body)
        wanted = comparison.fills + (comparison.conflicts if takes else [])
        was = (self._where(person), person.role, person.organisation_id)
        for difference in wanted:
            trace.fields[difference.key] = self._set(person, difference)
        if was[:2] != (self._where(person), person.role) or values.get("since"):
            self._move(person, was, day_of(values.get("since")), trace)
        self._agree(person, values, trace, takes=takes)
        self._link(person, values, self.categories[person.pk], trace)
        touched = wanted or trace.affiliations or trace.affiliations_before
        if touched or trace.consents or trace.categories:
            if person.pk not in self.changed:
                person.version += 1
                self.changed[person.pk] = person
            make_searchable(person)
            row.outcome = CHANGED
        else:
            row.outcome = SAME
        row.person = person
        return trace

    def _where(self, person):
        made = person.organisation
        return person.organisation_id or (id(made) if made is not None else None)

    def _set(self, person, difference):
        key, says = difference.key, difference.says
        if key == "organisation":
            before = person.organisation_id
            self._place(person, says)
        elif key == "group":
            before, person.group_id = person.group_id, says
        elif key == "languages":
            before = list(person.languages or [])
            person.languages = before + [code for code in says if code not in before]
        else:
            before = getattr(person, key)
            setattr(person, key, says)
        return before

    def _move(self, person, was, since, trace):
        """Keep the dated affiliations in step with the present organisation and role."""
        present = self.present.get(id(person)) or self.present.get(person.pk)
        where, role, was_at = was
        if present is not None and where == self._where(person) and role in ("", person.role):
            # No move: more is known of where they are already.
            if present.role != person.role or (since and not present.since):
                self._remember(present, trace)
                present.role = person.role
                present.since = present.since or since
            return
        if was[:2] == (self._where(person), person.role) or self._where(person) is None:
            return
        day = since or self.today
        if present is not None:
            self._remember(present, trace)
            present.until = max(day, present.since or day)
        elif was_at:
            # Known from before affiliations were kept: its beginning is not known.
            past = Affiliation(person=person, organisation_id=was_at, role=role, until=day)
            self.affiliations.append(past)
            trace.affiliations.append(past)
        row = Affiliation(person=person, role=person.role, since=day)
        if person.organisation_id:
            row.organisation_id = person.organisation_id
        else:
            row.organisation = person.organisation
        self.affiliations.append(row)
        trace.affiliations.append(row)
        self.present[id(person)] = row

    def _remember(self, affiliation, trace):
        if affiliation.pk and affiliation.pk not in self.closed:
            trace.affiliations_before[str(affiliation.pk)] = parts_of(affiliation)
            self.closed[affiliation.pk] = affiliation

    def _agree(self, person, values, trace, *, takes):
        for kind in CONSENTS:
            if kind in values:
                self._agree_to(person, kind, values, trace, takes=takes)

    def _agree_to(self, person, kind, values, trace, *, takes):
        asked, given = day_of(values.get("consent_date")), values[kind]
        held = self.held.get((person.pk, kind)) or self.held.get((id(person), kind))
        if held is not None:
            later = asked is not None and asked > held.asked_on
            if not (later or (takes and asked is None and given != held.given)):
                return
            held.is_current = False
            if held.pk:
                self.past_consents[held.pk] = held
                trace.consents_held.append(held.pk)
        row = Consent(
            person=person,
            kind=kind,
            given=given,
            wording=values.get("consent_wording", ""),
            asked_by_id=self.import_.by_id,
            asked_on=asked or self.today,
        )
        self.consents.append(row)
        trace.consents.append(row)
        self.held[(id(person), kind)] = row
        self.held.pop((person.pk, kind), None)

    def _link(self, person, values, linked, trace):
        for category in values.get("categories", ()):
            if category not in linked:
                linked.add(category)
                trace.categories.append(category)
                self.links.append((person, category))

    # Writing it down -----------------------------------------------------------------------------
    def save(self):
        """Write all that was prepared. Within the caller's transaction; raises RegisterMoved."""
        self._check()
        Organisation.objects.bulk_create(self.made_bodies.values(), batch_size=BATCH)
        Person.objects.bulk_create(self.added, batch_size=BATCH)
        write_over(Person, self.changed.values(), SAVED)
        write_over(Affiliation, self.closed.values(), ("role", "since", "until"))
        Affiliation.objects.bulk_create(self.affiliations, batch_size=BATCH)
        write_over(Consent, self.past_consents.values(), ("is_current",))
        Consent.objects.bulk_create(self.consents, batch_size=BATCH)
        for kind in CONSENTS:
            refused = [row.person for row in self.consents if row.kind == kind and not row.given]
            take_back(refused, kind)
        through = Person.categories.through
        links = [through(person=person, category_id=category) for person, category in self.links]
        through.objects.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)
        for row, trace in self.traces:
            row.before = trace.as_json(row.person)
        write_over(ImportRow, self.rows, ("person", "before", "outcome"))

    def _check(self):
        rows = Person.objects.filter(programme_id=self.import_.programme_id)
        matched = self.import_.rows.exclude(match=None).values("match")
        now = dict(rows.filter(pk__in=matched).select_for_update().values_list("pk", "version"))
        if any(now.get(pk) != version for pk, version in self.versions.items()):
            raise RegisterMoved

    def people(self):
        """Everybody whom a row became, once each, in the order of the rows."""
        return list({row.person_id: row.person for row in self.rows if row.person_id}.values())

    def counts(self):
        """How many rows came to what."""
        counts = dict.fromkeys((ADDED, CHANGED, SAME, SKIPPED, GONE), 0)
        for row in self.rows:
            counts[row.outcome] += 1
        return counts | {"bodies": len(self.made_bodies)}


def write_over(model, rows, fields):
    """Update many rows at once: far faster than bulk_update, whose statements grow with each row."""
    rows = list(rows)
    if rows:
        model.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=fields,
        )
