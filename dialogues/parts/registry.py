"""The registry of parts: what each stands under, who may change it, what goes with it, where one returns.

A new kind of part needs a model, a form and an entry here; its pages are there then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from dialogues import said
from dialogues.agenda_checks import moved_along
from dialogues.forms.fault_lines import FaultLineForm, PositionForm
from dialogues.parts import forms, services

CHANGE_DIALOGUE = "dialogues.change_dialogue"
TAKE_NOTES = "dialogues.take_notes"
CHANGE_INITIATIVE = "dialogues.change_initiative"


def nothing_else(part):
    """What goes with a part under which nothing stands."""
    return []


def nothing_to_tell(answered):
    """What is said besides that a part is saved."""
    return ""


@dataclass(frozen=True)
class PartKind:
    """A kind of part.

    `paths` are the lookups from it to the dialogue or initiative (`scope`); `field` is the foreign key
    that names what it stands under, a part of the kind `under` or, without one, the dialogue or
    initiative itself. `beside` are the fields that parts share with those they are ordered among.
    `back` is the page that lists parts; `page`, for those that have one, the page of a part itself.
    `prefilled` are the fields of a new part that its address may fill in. `passes` are the fields of its
    form that are no field of the model and that `change` is given; `tells` puts into words what `change`
    answered.
    """

    key: str
    form: type
    name: str
    paths: tuple
    field: str
    back: Callable
    under: str = ""
    beside: tuple = ()
    scope: str = "dialogue"
    permission: str = CHANGE_DIALOGUE
    anchor: str = ""
    only: Q = field(default_factory=Q)
    carries: tuple = ()
    page: Callable | None = None
    prefilled: tuple = ()
    add: Callable = services.add_part
    change: Callable = services.change_part
    passes: tuple = ()
    tells: Callable = nothing_to_tell
    goes_with: Callable = nothing_else

    @property
    def model(self):
        return self.form._meta.model

    def rows(self, root):
        """All parts of this kind in `root`, and none of anywhere else."""
        inside = reduce(or_, (Q(**{path: root}) for path in self.paths))
        return self.model._default_manager.filter(inside & self.only)

    def siblings(self, part):
        """The parts among which `part` has its place."""
        shared = {name: getattr(part, f"{name}_id") for name in self.beside or (self.field,)}
        return self.model._default_manager.filter(**shared)

    def new(self, parent):
        """A part under `parent`, not stored yet."""
        values = {name: getattr(parent, name) for name in self.carries}
        return self.model(**{self.field: parent}, **values)

    def mark(self, part):
        """The id of `part` in its page."""
        return f"{self.anchor or self.key}-{part.pk}"

    def url_back(self, root, part):
        """The page on which `part` is read, at its place."""
        page = self.page or self.back
        return f"{page(root, part)}#{self.mark(part)}"

    def url_among(self, root, part):
        """The page on which `part` stands among its siblings, at its place."""
        return f"{self.back(root, part)}#{self.mark(part)}"


def tab(name):
    """Back to the tab `name` of the dialogue or initiative."""
    return lambda root, part: reverse(f"dialogues:{name}", args=[root.slug])


def session_page(root, part):
    """Back to the page of the session that holds `part`, where it pages to it."""
    address = reverse("dialogues:session", args=[root.slug, part.session_id])
    page = said.page_of(part)
    return f"{address}?page={page}" if page > 1 else address


def fault_line_page(root, part):
    """To the page of a fault line, from it or from a position on it."""
    return reverse(
        "dialogues:fault_line", args=[root.slug, getattr(part, "fault_line_id", part.pk)]
    )


# What goes with a part, in words -----------------------------------------------------------------
def with_question(question):
    number = question.agenda_items.count() + question.sessions.count()
    number += question.contributions.count()
    if not number:
        return []
    return [
        ngettext(
            "%(number)d agenda item, session or note refers to it and stays, without the question.",
            "%(number)d agenda items, sessions and notes refer to it and stay, without the question.",
            number,
        )
        % {"number": number}
    ]


def with_items(parent):
    """For a part of the agenda or an annex."""
    number = parent.items.count()
    words = ngettext("The %(number)d item under it.", "The %(number)d items under it.", number)
    return _number(words, number)


def with_appearances(item):
    number = item.appearances.count()
    words = ngettext(
        "The entry of %(number)d person in it.", "The entries of %(number)d people in it.", number
    )
    return _number(words, number)


def with_session(session):
    number = session.contributions.count()
    words = ngettext(
        "The %(number)d note taken down in it.", "The %(number)d notes taken down in it.", number
    )
    return _number(words, number)


def with_contribution(contribution):
    number = len(said.descendants(contribution))
    words = ngettext("The %(number)d point under it.", "The %(number)d points under it.", number)
    return _number(words, number)


def with_fault_line(fault_line):
    number = fault_line.positions.count()
    words = ngettext(
        "The position of %(number)d group on it.",
        "The positions of %(number)d groups on it.",
        number,
    )
    moments = fault_line.moments.count()
    noted = ngettext(
        "Its history: what was noted at %(number)d moment.",
        "Its history: what was noted at %(number)d moments.",
        moments,
    )
    return [*_number(words, number), *_number(noted, moments)]


def _number(words, number):
    return [words % {"number": number}] if number else []


# The kinds ---------------------------------------------------------------------------------------
def _dialogue_part(key, form, name, back, **more):
    return PartKind(key, form, name, ("dialogue",), "dialogue", back, **more)


KINDS = {
    kind.key: kind
    for kind in (
        _dialogue_part(
            "questions",
            forms.QuestionForm,
            gettext_lazy("question"),
            tab("dialogue"),
            add=services.add_question,
            goes_with=with_question,
        ),
        _dialogue_part(
            "background",
            forms.BackgroundForm,
            gettext_lazy("background section"),
            tab("dialogue"),
        ),
        _dialogue_part("materials", forms.MaterialForm, gettext_lazy("material"), tab("dialogue")),
        _dialogue_part(
            "key-messages",
            forms.KeyMessageForm,
            gettext_lazy("key message"),
            tab("dialogue_outcomes"),
        ),
        _dialogue_part(
            "action-points",
            forms.ActionPointForm,
            gettext_lazy("action point"),
            tab("dialogue_outcomes"),
        ),
        _dialogue_part(
            "agenda-parts",
            forms.AgendaPartForm,
            gettext_lazy("part of the agenda"),
            tab("agenda_edit"),
            goes_with=with_items,
        ),
        PartKind(
            "agenda-items",
            forms.AgendaItemForm,
            gettext_lazy("agenda item"),
            ("part__dialogue",),
            "part",
            tab("agenda_edit"),
            under="agenda-parts",
            prefilled=("date",),
            change=services.change_agenda_item,
            passes=("push",),
            tells=moved_along,
            goes_with=with_appearances,
        ),
        PartKind(
            "appearances",
            forms.AppearanceForm,
            gettext_lazy("person in this item"),
            ("item__part__dialogue",),
            "item",
            tab("agenda_edit"),
            under="agenda-items",
        ),
        _dialogue_part(
            "annexes",
            forms.AnnexForm,
            gettext_lazy("annex"),
            tab("dialogue_annexes"),
            goes_with=with_items,
        ),
        PartKind(
            "annex-items",
            forms.AgendaItemForm,
            gettext_lazy("item of the annex"),
            ("annex__dialogue",),
            "annex",
            tab("dialogue_annexes"),
            under="annexes",
            goes_with=with_appearances,
        ),
        PartKind(
            "annex-people",
            forms.AppearanceForm,
            gettext_lazy("person in this item"),
            ("item__annex__dialogue",),
            "item",
            tab("dialogue_annexes"),
            under="annex-items",
        ),
        _dialogue_part(
            "sessions",
            forms.SessionForm,
            gettext_lazy("session"),
            tab("dialogue_said"),
            permission=TAKE_NOTES,
            goes_with=with_session,
        ),
        PartKind(
            "contributions",
            forms.ContributionForm,
            gettext_lazy("note"),
            ("session__dialogue",),
            "session",
            session_page,
            under="sessions",
            beside=("session", "parent"),
            permission=TAKE_NOTES,
            add=services.add_contribution,
            change=services.change_contribution,
            goes_with=with_contribution,
        ),
        PartKind(
            "points",
            forms.ContributionForm,
            gettext_lazy("point"),
            ("session__dialogue",),
            "parent",
            session_page,
            under="contributions",
            beside=("session", "parent"),
            permission=TAKE_NOTES,
            anchor="contributions",
            only=Q(parent__isnull=False),
            carries=("session",),
            add=services.add_contribution,
            change=services.change_contribution,
            goes_with=with_contribution,
        ),
        PartKind(
            "fault-lines",
            FaultLineForm,
            gettext_lazy("fault line"),
            ("initiative",),
            "initiative",
            tab("fault_lines"),
            page=fault_line_page,
            scope="initiative",
            permission=CHANGE_INITIATIVE,
            goes_with=with_fault_line,
        ),
        PartKind(
            "positions",
            PositionForm,
            gettext_lazy("position of a group"),
            ("fault_line__initiative",),
            "fault_line",
            fault_line_page,
            under="fault-lines",
            prefilled=("group",),
            scope="initiative",
            permission=CHANGE_INITIATIVE,
        ),
    )
}


def kind_of(key, scope):
    """The kind of part under `key` in dialogues or initiatives; KeyError if there is none."""
    kind = KINDS[key]
    if kind.scope != scope:
        raise KeyError(key)
    return kind
