"""The filters of a roadmap's pages. They change nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roadmaps.models import Action

LOOKS = (
    ("", _("Any")),
    ("late", _("Overdue")),
    ("soon", _("Due within two weeks")),
    ("silent", _("No word for long")),
    ("blocked", _("Blocked")),
)


class LineFilter(forms.Form):
    """Narrows the actions of a roadmap by words, theme, lead, status and how they stand."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    theme = forms.TypedChoiceField(label=_("Theme"), required=False, coerce=int, empty_value=None)
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    look = forms.ChoiceField(label=_("Stands"), required=False, choices=LOOKS)

    def __init__(self, data, *, view):
        super().__init__(data)
        self.use_required_attribute = False
        anyone = [("", _("Any"))]
        leads = sorted({line.lead for line in view.lines if line.lead}, key=str.casefold)
        self.fields["theme"].choices = anyone + [(row.pk, row.title) for row in view.themes]
        self.fields["lead"].choices = [
            *anyone,
            *((name, name) for name in leads),
            ("none", _("Nobody yet")),
        ]
        self.fields["status"].choices = [*anyone, *Action.Status.choices]

    @property
    def chosen(self):
        """What is asked for and can be; what is not among the choices counts as not asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, lines):
        """Those of `lines` that the filters let through."""
        asked = self.chosen
        tests = [_TESTS[name](value) for name, value in asked.items()]
        return [line for line in lines if all(test(line) for test in tests)]


def _holds(words):
    parts = words.casefold().split()
    return lambda line: all(part in line.title.casefold() for part in parts)


def _stands(look):
    name = {
        "late": "is_late",
        "soon": "is_due_soon",
        "silent": "is_silent",
        "blocked": "is_blocked",
    }
    return lambda line: getattr(line.standing, name[look])


_TESTS = {
    "q": _holds,
    "theme": lambda pk: lambda line: line.theme_id == pk,
    "lead": lambda name: lambda line: line.lead == ("" if name == "none" else name),
    "status": lambda status: lambda line: line.status == status,
    "look": _stands,
}
