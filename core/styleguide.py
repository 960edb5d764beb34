"""What the style guide shows: an example of every component's data, in the states that matter."""

from datetime import date
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe
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


_REMARK = SimpleNamespace(
    who=_("Rehema Juma"),
    old=True,
    changed=False,
    tone="good",
    edit_url="",
    answer_url="#",
    comment=SimpleNamespace(
        pk="example",
        created_at=date(2027, 2, 5),
        page=4,
        version_of=SimpleNamespace(number=1),
        quote=_("The office is two days away."),
        text=_("Three days, in the rains."),
        disposition="accepted",
        get_disposition_display=_("Accepted"),
        response=_("It says so now."),
    ),
)

_MET = SimpleNamespace(
    conflict=True,
    taken_over=[_("Title")],
    conflicts=[
        {
            "label": _("Summary"),
            "theirs": _("The office opens once a month."),
            "mine": _("The office opens on market day."),
        }
    ],
)

_COMPARED = [
    {"kind": "folded", "number": 12},
    {
        "kind": "changed",
        "html": mark_safe("The office opens <del>once a month</del> <ins>on market day</ins>."),
    },
    {"kind": "added", "html": mark_safe("<ins>It takes fees by phone.</ins>")},
]

_PROFILE = {
    "width": 640,
    "height": 110,
    "ticks": [{"x": x} for x in (2, 81, 160, 239, 318)],
    "groups": [
        {
            "label": _("Why now"),
            "y": 14,
            "rows": [
                {
                    "label": _("Urgency"),
                    "score": 3,
                    "word": _("high"),
                    "length": 237,
                    "y": 48,
                    "text_y": 36,
                },
                {"label": _("Will"), "score": None, "length": None, "y": 92, "text_y": 80},
            ],
        }
    ],
}


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
        "compared": Paginator(_COMPARED, 50).page(1),
        "compared_counts": {"changed": 1, "added": 1, "removed": 0, "same": 12},
        "met": _MET,
        "profile": _PROFILE,
        "remark": _REMARK,
        "matrix_groups": range(1, 9),
    }
