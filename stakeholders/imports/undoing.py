"""An import is taken back: what it made goes, what it changed gets back what stood there."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.finding import make_searchable
from stakeholders.imports.writing import ADDED, BATCH, CHANGED, PARTS, SAVED, parts_of, write_over
from stakeholders.models import Affiliation, Consent, ImportRow, Organisation, Person
from stakeholders.naming import name_for

MOST_NAMED = 10
# Looked at by themselves, or no obstacle.
OWN_MODELS = (ImportRow, Affiliation, Consent)


class Undoing:
    """Taking back `import_`, which is done. `reasons(user)` says why it cannot be, else `undo()` does it;
    both within the caller's transaction."""

    def __init__(self, import_):
        self.import_ = import_
        self.rows = list(import_.rows.filter(outcome__in=(ADDED, CHANGED)).order_by("-number"))
        touched = import_.rows.filter(outcome__in=(ADDED, CHANGED))
        self.touched = Person.objects.filter(pk__in=touched.values("person"))
        self.made = Person.objects.filter(pk__in=touched.filter(outcome=ADDED).values("person"))
        self.people = self.touched.select_for_update().in_bulk()
        body_ids = [pk for row in self.rows for pk in row.before["bodies"]]
        self.bodies = Organisation.objects.filter(pk__in=body_ids)

    # Why not -------------------------------------------------------------------------------------
    def reasons(self, user):
        """Sentences that say whom or what somebody changed or used since; empty if all may go back."""
        gone = sum(row.person_id not in self.people for row in self.rows)
        reasons = []
        if gone:
            reasons.append(
                ngettext(
                    "%(count)d person has been erased or merged since.",
                    "%(count)d people have been erased or merged since.",
                    gone,
                )
                % {"count": gone}
            )
        changed = {
            row.person_id for row in self.rows if self._was_changed(row)
        } | self._joined_since()
        for pk in sorted(changed)[:MOST_NAMED]:
            name = name_for(user, self.people[pk])
            reasons.append(_("%(name)s has been changed since.") % {"name": name})
        if len(changed) > MOST_NAMED:
            more = len(changed) - MOST_NAMED
            reasons.append(
                ngettext(
                    "And %(count)d more person has been changed since.",
                    "And %(count)d more people have been changed since.",
                    more,
                )
                % {"count": more}
            )
        return reasons + self._references(user) + self._bodies_used()

    def _was_changed(self, row):
        person, before = self.people.get(row.person_id), row.before
        if person is None:
            return False
        return (person.version, person.updated_at.isoformat()) != (
            before["version"],
            before["stamp"],
        )

    def _joined_since(self):
        """People who got or lost an affiliation or a consent, or had one changed, since."""
        wrote = {made[0]: made[1:] for row in self.rows for made in row.before["affiliations"]}
        owners = {
            made[0]: row.person_id for row in self.rows for made in row.before["affiliations"]
        }
        # Of one person the later row has the last word, and rows come in the order of undoing.
        stands = {
            row.pk: row for row in Affiliation.objects.filter(person__in=self.touched.order_by())
        }
        moved = {
            owners[pk]
            for pk, parts in wrote.items()
            if pk not in stands or parts_of(stands[pk]) != parts
        }
        last = self.import_.counts.get("last_affiliation", 0)
        moved |= {row.person_id for pk, row in stands.items() if pk > last}
        last = self.import_.counts.get("last_consent", 0)
        asked = Consent.objects.filter(person__in=self.touched.order_by(), pk__gt=last)
        moved |= set(asked.values_list("person_id", flat=True))
        return {pk for pk in moved if pk in self.people}

    def _references(self, user):
        reasons = []
        for relation in _relations(Person, OWN_MODELS):
            model, name = relation.related_model, relation.field.name
            rows = model._base_manager.filter(**{f"{name}__in": self.made.order_by()})
            pks = list(rows.values_list(name, flat=True)[:1])
            if pks:
                person = self.people.get(pks[0])
                reasons.append(
                    _("%(name)s is needed elsewhere by now (%(what)s).")
                    % {"name": name_for(user, person), "what": model._meta.verbose_name}
                )
        return reasons

    def _bodies_used(self):
        reasons = []
        known = self.touched.order_by()
        people = Person.objects.filter(organisation__in=self.bodies).exclude(pk__in=known)
        roles = Affiliation.objects.filter(organisation__in=self.bodies).exclude(person__in=known)
        used = set(people.values_list("organisation", flat=True))
        used |= set(roles.values_list("organisation", flat=True))
        used |= set(self.bodies.exclude(version=1).values_list("pk", flat=True))
        for relation in _relations(Organisation, (ImportRow, Affiliation)):
            model, name = relation.related_model, relation.field.name
            if (model, name) != (Person, "organisation"):
                rows = model._base_manager.filter(**{f"{name}__in": self.bodies})
                used |= set(rows.values_list(name, flat=True))
        for body in self.bodies.filter(pk__in=used)[:MOST_NAMED]:
            reasons.append(
                _("The organisation %(name)s is needed elsewhere by now.") % {"name": body.name}
            )
        return reasons

    # Taking back ---------------------------------------------------------------------------------
    def undo(self):
        """Take everything back."""
        changed = [row for row in self.rows if row.outcome == CHANGED]
        self._restore_parts(changed)
        for row in changed:
            self._restore_fields(row)
        self.made.delete()
        people = [self.people[pk] for pk in {row.person_id for row in changed}]
        for person in people:
            person.version += 1
            make_searchable(person)
        write_over(Person, people, SAVED)
        self.bodies.delete()
        self.import_.rows.update(person=None, before=None)

    def _restore_parts(self, changed):
        """Affiliations and consents of people who were there before; what was made goes first."""
        traces = [row.before for row in changed]
        made = [affiliation[0] for trace in traces for affiliation in trace["affiliations"]]
        _delete(Affiliation, made)
        _delete(Consent, [pk for trace in traces for pk in trace["consents"]])
        parts = {
            int(pk): was for trace in traces for pk, was in trace["affiliations_before"].items()
        }
        for batch in batched(parts, BATCH):
            rows = list(Affiliation.objects.filter(pk__in=batch))
            for row in rows:
                for name, value in _from_parts(parts[row.pk]).items():
                    setattr(row, name, value)
            write_over(Affiliation, rows, PARTS)
        held = [pk for trace in traces for pk in trace["consents_held"]]
        for batch in batched(held, BATCH):
            Consent.objects.filter(pk__in=batch).update(is_current=True)

    def _restore_fields(self, row):
        """Put back what one row changed; rows come last one first."""
        person, before = self.people[row.person_id], row.before
        for key, value in before["fields"].items():
            setattr(person, f"{key}_id" if key in ("organisation", "group") else key, value)
        # None says that the register knew nothing of it.
        person.protected = bool(person.protected)
        if before["categories"]:
            person.categories.remove(*before["categories"])


def batched(pks, size):
    """`pks` in lists of `size` at most: a statement holds only so many parameters."""
    pks = list(pks)
    return [pks[start : start + size] for start in range(0, len(pks), size)]


def _delete(model, pks):
    for batch in batched(pks, BATCH):
        model.objects.filter(pk__in=batch).delete()


def _from_parts(parts):
    values = dict(zip(PARTS, parts, strict=True))
    for name in ("since", "until"):
        values[name] = datetime.date.fromisoformat(values[name]) if values[name] else None
    return values


def _relations(model, without):
    """What refers to rows of `model`, tables of `without` and bare links between tables aside."""
    for field in model._meta.get_fields(include_hidden=True):
        if not (field.auto_created and not field.concrete) or field.many_to_many:
            continue
        own = field.related_model._meta.auto_created is model
        if not own and field.related_model not in without:
            yield field
