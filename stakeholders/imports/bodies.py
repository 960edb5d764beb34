"""Which organisation a sheet means, among those that whoever brought it may know of."""

from collections import defaultdict

from django.db.models import Q

from core.text import fold
from stakeholders.models import Organisation, Person


class Bodies:
    """The organisations that an import may refer to, found by name or acronym, accents aside.

    A partner's import knows of the partner, of what it brought itself, and of those that stand on the
    entries of its people; so a name that another partner registered is made anew, and nobody learns of
    the other one.
    """

    def __init__(self, import_):
        rows = Organisation.objects.filter(programme_id=import_.programme_id)
        if import_.held_by_id:
            own = Person.objects.filter(held_by=import_.held_by_id, protected=False)
            rows = rows.filter(
                Q(pk=import_.held_by_id)
                | Q(held_by=import_.held_by_id)
                | Q(pk__in=own.values("organisation"))
            )
        self.rows = {}
        self._by_name = defaultdict(list)
        self._by_acronym = defaultdict(list)
        for pk, name, acronym, country in rows.order_by("pk").values_list(
            "pk", "name", "acronym", "country"
        ):
            self.add(pk, name, acronym, country)

    def add(self, key, name, acronym="", country=""):
        """Take one more into account, which the caller knows by `key`."""
        self.rows[key] = (name, acronym, country)
        self._by_name[fold(name)].append(key)
        if acronym:
            self._by_acronym[fold(acronym)].append(key)

    def find(self, name, acronym="", country=""):
        """The key of the organisation called `name`, in `country` where there are several; or None."""
        called = fold(name)
        found = self._by_name.get(called) or self._by_acronym.get(called)
        if not found and acronym:
            found = self._by_acronym.get(fold(acronym)) if not name else None
        if not found:
            return None
        at_home = [key for key in found if self.rows[key][2] == country]
        return (at_home or found)[0]
