"""Forms of a programme's vocabularies: its stakeholder groups and categories."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import one_line, without_control
from stakeholders.models import Category, Group

COLOURS = (
    (1, _("Slate")),
    (2, _("Olive")),
    (3, _("Sky")),
    (4, _("Wine")),
    (5, _("Apricot")),
    (6, _("Teal")),
    (7, _("Earth")),
    (8, _("Ice")),
)
PATTERNS = (
    (1, _("Plain")),
    (2, _("Rising lines")),
    (3, _("Dots")),
    (4, _("Level lines")),
    (5, _("Lattice")),
    (6, _("Upright lines")),
    (7, _("Falling lines")),
    (8, _("Grid")),
)


class SwatchSelect(forms.RadioSelect):
    """Radio buttons, each beside the colour or the pattern that it stands for."""

    template_name = "stakeholders/swatch_select.html"

    def __init__(self, *, kind, **options):
        self.kind = kind
        super().__init__(**options)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["kind"] = self.kind
        return context


def _number(kind, label, choices):
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=SwatchSelect(kind=kind),
    )


class GroupForm(forms.ModelForm):
    """A stakeholder group."""

    colour = _number("colour", _("Colour"), COLOURS)
    pattern = _number("pattern", _("Pattern"), PATTERNS)

    class Meta:
        model = Group
        fields = ["name", "acronym", "colour", "pattern"]
        widgets = {"acronym": forms.TextInput(attrs={"class": "is-short"})}
        help_texts = {
            "name": _("Those who share a position in the issue, for example “Artisanal miners”."),
            "acronym": _("Shown instead of the name where there is little room."),
        }

    def __init__(self, *args, look=None, **kwargs):
        """`look`: the colour and pattern that are offered for a new group."""
        super().__init__(*args, **kwargs)
        known = self.instance.pk is not None
        tone, weave = (self.instance.tone, self.instance.weave) if known else look
        self.initial |= {"colour": tone, "pattern": weave}
        self.fields["pattern"].help_text = _(
            "Colour and pattern together tell groups apart, in grey print and for those who do not see "
            "all colours. The group keeps both, wherever it stands in the list."
        )

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_acronym(self):
        return one_line(self.cleaned_data["acronym"])


class CategoryForm(forms.ModelForm):
    """A category that a programme counts people by."""

    class Meta:
        model = Category
        fields = ["name", "description"]
        help_texts = {
            "name": _("For example “Young people” or “Women who mine or process”."),
            "description": _("So that everybody counts alike: “under 35 at the first dialogue”."),
        }

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_description(self):
        return without_control(self.cleaned_data["description"])
