"""What one fills in to say how many of whom are to come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import without_control

MOST = 9999


class LeastField(forms.IntegerField):
    """How many at the least; nothing says that there is no target."""

    default_error_messages = {
        "invalid": _("Give a whole number, or nothing for no target."),
        "min_value": _("At least 1; leave it empty for no target."),
        "max_value": _("At most 9999."),
    }

    def __init__(self, **options):
        attrs = {"class": "is-short", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            required=False,
            min_value=1,
            max_value=MOST,
            widget=forms.TextInput(attrs=attrs),
            **options,
        )

    def to_python(self, value):
        if isinstance(value, str):
            value = without_control(value).strip()
            # Longer than any number of people: databases and `int` need not see it.
            if len(value) > 12:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class TargetsForm(forms.Form):
    """A target for each group, gender and category of a programme; each carries what stood there."""

    def __init__(self, data=None, *, sections, targets, **options):
        super().__init__(data, **options)
        self.keys = {}
        self.layout = []
        self.moved = {}
        for dimension, title, rows in sections:
            names = []
            for key, label, group in rows:
                name = f"{dimension}-{key}"
                self.keys[name] = (dimension, key)
                least = targets.get((dimension, key))
                self.fields[name] = LeastField(label=label, initial=least)
                self.fields[f"was-{name}"] = forms.CharField(
                    required=False, initial=least, widget=forms.HiddenInput
                )
                names.append((name, group))
            self.layout.append((title, names))

    @property
    def sections(self):
        """Title and rows of each part, for the template."""
        return [
            {
                "title": title,
                "rows": [
                    {
                        "field": self[name],
                        "was": self[f"was-{name}"],
                        "group": group,
                        "is_moved": name in self.moved,
                        "theirs": self.moved.get(name),
                    }
                    for name, group in names
                ],
            }
            for title, names in self.layout
            if names
        ]

    @property
    def wanted(self):
        """`{(dimension, key): at least or None}` as it was filled in."""
        return {row: self.cleaned_data.get(name) for name, row in self.keys.items()}

    @property
    def seen(self):
        """What stood there when the form was opened."""
        return {
            row: _number(self.cleaned_data.get(f"was-{name}")) for name, row in self.keys.items()
        }

    def meet(self, current, moved):
        """Show what somebody else set meanwhile; what was typed stays, the rest takes over theirs."""
        wanted, seen = self.wanted, self.seen
        self.data = self.data.copy()
        for name, row in self.keys.items():
            theirs = current.get(row)
            if row in moved:
                self.moved[name] = theirs
            elif wanted[row] == seen[row]:
                self.data[name] = "" if theirs is None else str(theirs)
            self.data[f"was-{name}"] = "" if theirs is None else str(theirs)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 5 else None
