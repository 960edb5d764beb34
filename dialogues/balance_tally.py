"""People at dialogues and on maps, counted in the database for who looks at a balance."""

from dataclasses import dataclass

from django.db.models import Count as CountOf
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from dialogues.balance_counts import Count, Dimension, Measure, Sight
from dialogues.models import Participation
from dialogues.standing import standing_of
from stakeholders.models import Gender, Stakeholder

Status = Participation.Status
STATUSES = {
    Measure.INVITED: Q(),
    Measure.ACCEPTED: Q(status__in=(Status.REGISTERED, Status.ATTENDED)),
    Measure.ATTENDED: Q(status=Status.ATTENDED),
    Measure.DECLINED: Q(status=Status.DECLINED),
}
GROUP_OF_PERSON = ("person__group", "person__organisation__group")
KEYS = {
    Dimension.GROUP: Coalesce("group", *GROUP_OF_PERSON),
    Dimension.GENDER: F("person__gender"),
    Dimension.CATEGORY: F("person__categories"),
}
KEYS_ON_MAP = KEYS | {Dimension.GROUP: Coalesce(*GROUP_OF_PERSON, "organisation__group")}
# Groups and genders are what everybody has once; categories there may be none of.
ALWAYS = (Dimension.GROUP, Dimension.GENDER)
PLACES = "places_"


@dataclass(frozen=True)
class Viewer:
    """How somebody may look, and whom of the others they may count."""

    sight: Sight
    own: Q | None = None

    @property
    def is_exact(self):
        return self.sight in (Sight.WHOLE, Sight.TEAM)

    @property
    def watches(self):
        """True for who invites, or takes the notes: theirs is the balance that moves by itself."""
        return self.sight is not Sight.BANDS


# Who looks ---------------------------------------------------------------------------------------
def viewer_at(user, dialogue):
    """How `user` reads the balance of a dialogue."""
    if user.has_perm("dialogues.see_identities", dialogue):
        return Viewer(Sight.WHOLE)
    if user.has_perm("dialogues.take_notes", dialogue):
        return Viewer(Sight.TEAM, Q(person__protected=False))
    bodies = _bodies_of(user)
    if dialogue.pk in standing_of(user).partner_of:
        return Viewer(Sight.OWN, bodies)
    return Viewer(Sight.BANDS, bodies)


def viewer_over(user, initiative):
    """How `user` reads the balance of an initiative."""
    if user.has_perm("dialogues.see_identities", initiative):
        return Viewer(Sight.WHOLE)
    return Viewer(Sight.BANDS, _bodies_of(user))


def _bodies_of(user):
    """The people that the organisations brought for which `user` acts; None if there are none.

    Wherever `user` looks, these are kept apart from the others: a band that held both would tell of the
    others, once its own are taken away. Protected ones are never among them.
    """
    bodies = sorted(set(standing_of(user).partner_of.values()))
    return Q(person__held_by__in=bodies, person__protected=False) if bodies else None


# Counting ----------------------------------------------------------------------------------------
def counted(rows, viewer, dimensions, *, once=False, apart=False):
    """`{dimension: {key: {measure: Count}}}` of `dimensions`, which have categories only if there are any.

    With `apart` keys are pairs of dialogue and key. With `once` everybody is counted once, and the places
    besides; that takes a query for each dimension, otherwise groups and genders are read in one.
    """
    together = [[name] for name in ALWAYS] if once else [list(ALWAYS)]
    if Dimension.CATEGORY in dimensions:
        together.append([Dimension.CATEGORY])
    found = {dimension: {} for dimension in Dimension}
    for names in together:
        keys = {f"key_{name}": KEYS[name] for name in names}
        grouped = [*keys, *(["dialogue_id"] if apart else [])]
        for row in rows.annotate(**keys).values(*grouped).annotate(**_columns(viewer, once)):
            for name in names:
                key = _tidy(row[f"key_{name}"], name)
                place = (row["dialogue_id"], key) if apart else key
                _add(found[name].setdefault(place, {}), row)
    return found


def _columns(viewer, once):
    columns = {}
    for measure, status in STATUSES.items():
        columns[f"{measure}_all"] = CountOf("person", filter=status, distinct=once)
        if viewer.own is not None:
            columns[f"{measure}_own"] = CountOf("person", filter=status & viewer.own)
        if once:
            columns[PLACES + measure] = CountOf("person", filter=status)
    return columns


def _add(cells, row):
    """Add a row that was read to the `cells` of one line."""
    for measure in STATUSES:
        add = Count(row[f"{measure}_all"], row.get(f"{measure}_own", 0))
        cells[measure] = cells.get(measure, Count()) + add
        name = PLACES + measure
        if name in row:
            cells[name] = cells.get(name, 0) + row[name]


def _tidy(key, dimension):
    """A row's key: the words that people wrote for a gender before there was a choice are another one."""
    if dimension is Dimension.GENDER:
        return key if key in Gender.values else str(Gender.OTHER) if key else None
    return key


def sum_of(cells, measure):
    return sum((cell.get(measure, Count()) for cell in cells.values()), Count())


def mapped_on(initiative, viewer, dimensions):
    """`{dimension: {key: Count}}` of the people on the initiative's map, and `{group: organisations}`; a
    query, and another one for categories if there are any."""
    on_map = Stakeholder.objects.filter(map=initiative.stakeholder_map_id).order_by()
    columns = {"all": CountOf("person"), "bodies": CountOf("organisation")}
    if viewer.own is not None:
        columns["own"] = CountOf("person", filter=viewer.own)
    found, bodies = {dimension: {} for dimension in Dimension}, {}
    together = [list(ALWAYS), *([[Dimension.CATEGORY]] if Dimension.CATEGORY in dimensions else [])]
    for names in together:
        keys = {f"key_{name}": KEYS_ON_MAP[name] for name in names}
        for row in on_map.annotate(**keys).values(*keys).annotate(**columns):
            for name in names:
                key = _tidy(row[f"key_{name}"], name)
                add = Count(row["all"], row.get("own", 0))
                found[name][key] = found[name].get(key, Count()) + add
                if name is Dimension.GROUP:
                    bodies[key] = bodies.get(key, 0) + row["bodies"]
    return found, bodies
