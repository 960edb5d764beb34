"""What the style guide shows: an example of every component's data, in the states that matter."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextListField


class ExampleForm(forms.Form):
    """Every kind of field once."""

    title = forms.CharField(label=_("Title"), help_text=_("As it will stand on the cover."))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("field", _("Field dialogue")), ("thematic", _("Thematic dialogue"))],
    )
    starts_on = DateField(
        label=_("First day"), help_text=_("For example 5 February 2014 or 2014-02-05.")
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    objectives = TextListField(
        label=_("Objectives"),
        required=False,
        initial=["Hear what keeps small mines informal.", "Agree who does what next."],
    )
    rule = forms.ChoiceField(
        label=_("Attribution"),
        widget=forms.RadioSelect,
        choices=[("open", _("Speakers may be named")), ("chatham-house", _("Chatham House Rule"))],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", _("English")), ("sw", _("Swahili")), ("fr", _("French"))],
    )
    public = forms.BooleanField(
        label=_("Show on the public page"),
        required=False,
        help_text=_("Title, place and dates only."),
    )


class ExampleFilter(forms.Form):
    """A filter bar."""

    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), ("open", _("Open"))]
    )


class _Group(SimpleNamespace):
    def __str__(self):
        return str(self.name)


_GROUPS = [
    _Group(name=name, tone=tone, weave=tone)
    for tone, name in enumerate(
        [
            _("Artisanal miners"),
            _("Large-scale mining"),
            _("Government"),
            _("Donors"),
            _("Landholders"),
            _("Traders"),
            _("Civil society"),
            _("Researchers"),
        ],
        start=1,
    )
]

_CONTRIBUTIONS = [
    {
        "kind": "narrative",
        "html": _("Licences came up at all three tables, each time with the cost of the journey."),
        "children": [
            {
                "kind": "point",
                "kind_label": _("Point"),
                "group": _GROUPS[0],
                "text": _(
                    "The office is **two days away**, and the form has to be filed in person."
                ),
                "url": "#",
                "children": [
                    {
                        "kind": "obstacle",
                        "kind_label": _("Obstacle"),
                        "group": _GROUPS[2],
                        "text": _("The district has one officer for four hundred sites."),
                    }
                ],
            },
            {
                "kind": "quote",
                "kind_label": _("Quote"),
                "group": _GROUPS[0],
                "by": _("A miner, with her agreement"),
                "text": _("We are asked to be legal in a building we cannot reach."),
            },
        ],
    }
]


_ICONS = [
    *("plus", "minus", "close", "check", "up", "down", "previous", "next", "menu"),
    *("search", "person", "people", "calendar", "place", "clock", "edit", "delete", "download"),
    *("document", "print", "lock", "link", "retry", "info", "good", "warn", "bad"),
]


def _steps(*states):
    labels = (_("Queued"), _("Composing"), _("Printing"), _("Ready"))
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def examples():
    """Fresh examples for one page."""
    return {
        "crumbs": [
            {"label": _("Initiatives"), "url": "#"},
            {"label": _("Mining and land in the northern districts"), "url": "#"},
        ],
        "tabs": [
            {"label": _("Overview"), "url": "#", "current": True},
            {"label": _("Agenda"), "url": "#", "count": 12},
            {"label": _("People"), "url": "#", "count": 48},
            {"label": _("What was said"), "url": "#", "count": 0},
            {"label": _("Outcomes"), "url": "#"},
            {"label": _("Reports"), "url": "#"},
        ],
        "badges": [
            ("draft", _("Draft")),
            ("open", _("Open")),
            ("printing", _("Printing")),
            ("published", _("Published")),
            ("delayed", _("Delayed")),
            ("failed", _("Failed")),
        ],
        "facts": [
            (_("When"), _("5 and 6 February 2027")),
            (_("Where"), _("Council hall, Geita, Tanzania")),
            (_("Chair"), ""),
            (_("Languages"), _("Swahili and English, interpreted")),
            (_("Registered"), 0),
        ],
        "stats": [
            {"label": _("took part"), "value": 48, "note": _("of 50 invited")},
            {"label": _("women"), "value": "42 %"},
            {"label": _("groups heard"), "value": "7 / 8"},
            {"label": _("actions agreed"), "value": 11},
        ],
        "page": Paginator(range(312), 50).page(3),
        "form": ExampleForm(),
        "form_with_errors": ExampleForm(
            {"wrong-kind": "field", "wrong-starts_on": ""}, prefix="wrong"
        ),
        "filter": ExampleFilter({"q": "land", "state": "open"}),
        "filter_empty": ExampleFilter(prefix="empty"),
        "groups": _GROUPS,
        "contributions": _CONTRIBUTIONS,
        "steps_moving": _steps("done", "current", "todo", "todo"),
        "steps_failed": _steps("done", "done", "failed", "todo"),
        "printings": ["queued", "composing", "printing", "ready", "failed"],
        "agenda": [
            {"time": "09:00–09:30", "title": _("Welcome"), "people": [_("Chair: Grace Mollel")]},
            {"part": _("Part I: what we see")},
            {
                "time": "09:30–10:30",
                "title": _("Two sides of one licence"),
                "format": _("Presentation and discussants"),
                "people": [
                    _("Peter Okello, for the cooperatives"),
                    _("Anna Bright, for the ministry"),
                ],
                "text": _("Each speaks for *ten minutes*; the floor has the rest."),
                "url": "#",
            },
            {"time": "10:30–11:00", "title": _("Coffee"), "is_break": True},
            {"time": "11:00–12:30", "title": _("Buzz groups: what would make it work?")},
        ],
        "stages": [
            {
                "phase": _("Engage"),
                "title": _("Concept note"),
                "state": "done",
                "state_label": _("Go, with two conditions"),
                "when": _("12 January 2026"),
                "url": "#",
            },
            {
                "phase": _("Engage"),
                "title": _("Advisory group"),
                "state": "skipped",
                "state_label": _("Left out"),
            },
            {
                "phase": _("Explore"),
                "title": _("Scoping dialogue"),
                "state": "current",
                "state_label": _("Under way"),
                "text": _("Two of five criteria of its gate are met."),
            },
            {"phase": _("Explore"), "title": _("Field dialogues"), "state": "todo"},
            {"phase": _("Change"), "title": _("Roadmap"), "state": "todo"},
        ],
        "icons": _ICONS,
        "consequences": [
            _("Thirty-one people get the agenda by mail."),
            _("Later changes make a new version, and those affected are told."),
        ],
        "matrix_groups": range(1, 9),
    }
