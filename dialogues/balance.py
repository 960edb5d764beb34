"""The balance of a dialogue or an initiative as a viewer may read it: counts beside targets.

Counted in the database (`balance_tally.py`), in a number of queries that depends on nothing; what of it is
told is decided in `balance_counts.py`, and nothing else leaves this module.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.balance_counts import (
    Count,
    Dimension,
    Measure,
    Sight,
    Told,
    Verdict,
    in_all,
    over,
    told_of,
    verdict_of,
)
from dialogues.balance_tally import (
    PLACES,
    STATUSES,
    Viewer,
    counted,
    mapped_on,
    sum_of,
    viewer_at,
    viewer_over,
)
from dialogues.models import Dialogue, Participation, Target
from stakeholders.models import Category, Gender, Group

GENDERS = {
    Gender.WOMAN: gettext_lazy("Women"),
    Gender.MAN: gettext_lazy("Men"),
    Gender.OTHER: gettext_lazy("Another gender"),
}


# Those who fall under no row.
RESTS = {
    Dimension.GROUP: gettext_lazy("No group"),
    Dimension.GENDER: gettext_lazy("Gender not said"),
}


@dataclass(frozen=True)
class Line:
    """A group, gender or category with what is told of it. `places` counts who came twice twice."""

    key: str
    label: str
    told: dict
    group: Group | None = None
    target: int | None = None
    bodies: int = 0  # organisations on the map, for who is told numbers
    places: dict = field(default_factory=dict)

    def verdict(self, measure):
        """How the count stands to the target; None without a target."""
        return verdict_of(self.told[measure], self.target) if self.target else None

    @property
    def has_any(self):
        return bool(self.target) or any(told.least for told in self.told.values())


@dataclass(frozen=True)
class Section:
    """The lines of one dimension."""

    dimension: Dimension
    title: str
    lines: list


@dataclass(frozen=True)
class Balance:
    """All that one viewer is told."""

    viewer: Viewer
    sections: list
    total: Line
    has_map: bool
    offered: dict  # the initiative's targets, for a dialogue that has none
    is_over: bool  # of meetings that were held: what counts is who attended

    @property
    def lines(self):
        return [line for section in self.sections for line in section.lines]

    @property
    def measure(self):
        """What the targets are held against."""
        return Measure.ATTENDED if self.is_over else Measure.ACCEPTED

    @property
    def measures(self):
        """What the figures show, in order."""
        wanted = [Measure.INVITED, Measure.ACCEPTED, Measure.ATTENDED]
        return [Measure.MAPPED, *wanted] if self.has_map else wanted

    @property
    def with_target(self):
        return [line for line in self.lines if line.target]

    @property
    def reached(self):
        """How many of the targets are."""
        return sum(line.verdict(self.measure) == Verdict.REACHED for line in self.with_target)


# What is there -----------------------------------------------------------------------------------
def balance_at(user, dialogue, *, is_over, groups=None, in_short=False):
    """The Balance of `dialogue`, which has its initiative selected, as `user` may read it.

    At most eight queries. `groups` are the programme's, if they are at hand. `in_short` leaves out the map
    and those categories that have no target; then it takes at most four.
    """
    viewer = viewer_at(user, dialogue)
    both = Q(dialogue=dialogue) | Q(initiative=dialogue.initiative_id)
    found = list(Target.objects.filter(both).select_related("category"))
    targets = [target for target in found if target.dialogue_id]
    offered = [target for target in found if not target.dialogue_id and not targets]
    categories = [target.category for target in targets if target.category] if in_short else None
    parts = rows_of(dialogue.initiative.programme_id, groups=groups, categories=categories)
    counts = counted(dialogue.participations.order_by(), viewer, _dimensions(parts))

    def told(dimension, key, measure):
        count = counts[dimension].get(key, {}).get(measure, Count())
        return told_of(count, viewer.sight, dimension, measure)

    return _balance(
        viewer,
        dialogue.initiative,
        parts,
        told=told,
        sums=lambda measure: sum_of(counts[Dimension.GENDER], measure),
        targets=_by_row(targets),
        offered=_by_row(offered),
        with_map=not in_short,
        is_over=is_over,
    )


def balance_over(user, initiative, *, is_over=False):
    """The Balance of `initiative` over its dialogues that were not cancelled, as `user` may read it, in at
    most nine queries. Who takes part in several is one person."""
    viewer = viewer_over(user, initiative)
    parts = rows_of(initiative.programme_id)
    rows = Participation.objects.filter(
        dialogue__initiative=initiative, dialogue__cancelled_at__isnull=True
    ).order_by()
    read = _each_once if viewer.sight is Sight.WHOLE else _from_bands
    return _balance(
        viewer,
        initiative,
        parts,
        **read(rows, viewer, initiative, parts),
        targets=targets_of(initiative),
        is_over=is_over,
        is_series=True,
    )


def _each_once(rows, viewer, _initiative, parts):
    """How to read numbers of people over several dialogues, and their places."""
    counts = counted(rows, viewer, _dimensions(parts), once=True)
    return {
        "told": lambda dimension, key, measure: Told(
            counts[dimension].get(key, {}).get(measure, Count()).all
        ),
        "sums": lambda measure: sum_of(counts[Dimension.GENDER], measure),
        "places": lambda dimension, key: counts[dimension].get(key, {}),
    }


def _from_bands(rows, viewer, initiative, parts):
    """How to read what follows for several dialogues from what is told of each."""
    dialogues = Dialogue.objects.filter(initiative=initiative, cancelled_at__isnull=True)
    keys = list(dialogues.order_by().values_list("pk", flat=True))
    counts = counted(rows, viewer, _dimensions(parts), apart=True)

    def told(dimension, key, measure):
        cells = (counts[dimension].get((pk, key), {}).get(measure, Count()) for pk in keys)
        return over([told_of(count, Sight.BANDS, dimension, measure) for count in cells])

    return {"told": told, "sums": lambda measure: Count()}


def targets_of(owner):
    """`{(dimension, key): at least}` of an initiative or a dialogue, in one query."""
    return _by_row(owner.targets.all())


def _by_row(targets):
    return {_key_of(target): target.least for target in targets}


def _key_of(target):
    if target.group_id:
        return Dimension.GROUP, target.group_id
    if target.category_id:
        return Dimension.CATEGORY, target.category_id
    return Dimension.GENDER, target.gender


def rows_of(programme_id, *, groups=None, categories=None):
    """`[(dimension, title, [(key, label, group)])]`: what is counted in a programme, in a query each for
    groups and categories that are not at hand."""
    if groups is None:
        groups = Group.objects.filter(programme=programme_id)
    if categories is None:
        categories = Category.objects.filter(programme=programme_id)
    return [
        (
            Dimension.GROUP,
            _("By stakeholder group"),
            [(group.pk, group.full_name, group) for group in groups],
        ),
        (
            Dimension.GENDER,
            _("By gender"),
            [(str(key), str(label), None) for key, label in GENDERS.items()],
        ),
        (Dimension.CATEGORY, _("By category"), [(row.pk, row.name, None) for row in categories]),
    ]


def _dimensions(parts):
    return [dimension for dimension, _title, rows in parts if rows]


# Put together ------------------------------------------------------------------------------------
def _balance(
    viewer,
    initiative,
    parts,
    *,
    told,
    sums,
    targets,
    is_over,
    is_series=False,
    with_map=True,
    offered=None,
    places=None,
):
    has_map = with_map and initiative.stakeholder_map_id is not None
    mapped, bodies = mapped_on(initiative, viewer, _dimensions(parts)) if has_map else ({}, {})
    measures = [Measure.MAPPED, *STATUSES] if has_map else list(STATUSES)

    def cell(dimension, key, measure):
        if measure == Measure.MAPPED:
            count = mapped[dimension].get(key, Count())
            return told_of(count, viewer.sight, dimension, measure)
        return told(dimension, key, measure)

    def line(dimension, key, label, group=None):
        shows_bodies = viewer.is_exact and dimension is Dimension.GROUP
        cells = {measure: cell(dimension, key, measure) for measure in measures}
        return Line(
            key=f"{dimension}-{key}",
            label=label,
            told=cells,
            group=group,
            target=targets.get((dimension, key)),
            bodies=bodies.get(key, 0) if shows_bodies else 0,
            places=_places(places(dimension, key)) if places else {},
        )

    sections = []
    for dimension, title, rows in parts:
        lines = [line(dimension, *row) for row in rows]
        # Those who fall under no row are told to those alone who are told numbers: beside bands they would
        # tie groups and genders together, and numbers could be worked out.
        if viewer.is_exact and dimension in RESTS:
            rest = line(dimension, None, str(RESTS[dimension]))
            lines += [rest] if rest.has_any else []
        sections.append(Section(dimension, title, lines))
    total = _total(viewer, sections, measures, sums, mapped, is_series=is_series)
    return Balance(viewer, sections, total, has_map, offered or {}, is_over)


def _places(cells):
    return {measure: cells[PLACES + measure] for measure in STATUSES if PLACES + measure in cells}


def _total(viewer, sections, measures, sums, mapped, *, is_series):
    """What is told of everybody: numbers, or what follows from the bands of the rows and no more."""
    # Over several dialogues somebody may have stood for two groups; nobody has two genders.
    once = (Dimension.GENDER,) if is_series else tuple(RESTS)
    once = [section.lines for section in sections if section.dimension in once]
    told = {}
    for measure in measures:
        is_mapped = measure == Measure.MAPPED
        count = sum(mapped[Dimension.GENDER].values(), Count()) if is_mapped else sums(measure)
        if viewer.is_exact:
            told[measure] = told_of(count, viewer.sight, Dimension.GROUP, measure)
        else:
            own = count.own if viewer.sight is Sight.OWN and not is_mapped else None
            rows = [[line.told[measure] for line in lines] for lines in once]
            told[measure] = in_all(own, *rows)
    return Line(key="total", label=_("In all"), told=told)
