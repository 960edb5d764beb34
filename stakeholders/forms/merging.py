"""Which of two entries gives what to the one that is kept."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.countries import country_name
from stakeholders.models import Group, Organisation
from stakeholders.services.merging import chosen_fields, stamp_of

KEPT, GONE = "kept", "gone"


class MergeForm(forms.Form):
    """A choice for each field in which two entries differ, and what they looked like when shown."""

    seen_kept = forms.CharField(widget=forms.HiddenInput)
    seen_gone = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data, *, kept, gone):
        stamps = {"seen_kept": stamp_of(kept), "seen_gone": stamp_of(gone)}
        super().__init__(data, initial=stamps)
        names = _names_for(kept, gone)
        self.filled = []  # pairs of label and value: what is blank in one of them
        for column in chosen_fields(type(kept)):
            mine, theirs = getattr(kept, column.attname), getattr(gone, column.attname)
            if mine == theirs:
                continue
            label = str(column.verbose_name).capitalize()
            shown = [_shown(column, value, names) for value in (mine, theirs)]
            decides = column.name == "held_by"  # who sees the entry: nothing to fill in by itself
            if not decides and _is_blank(theirs):
                continue
            if not decides and _is_blank(mine):
                self.filled.append((label, shown[1]))
                continue
            self.fields[column.name] = forms.ChoiceField(
                label=label,
                choices=[(KEPT, shown[0]), (GONE, shown[1])],
                widget=forms.RadioSelect,
                required=False,
                initial=KEPT,
                help_text=HELP.get(column.name, ""),
            )

    @property
    def taken(self):
        """The names of the fields that come from the entry that goes."""
        return [name for name, choice in self.cleaned_data.items() if choice == GONE]

    @property
    def seen(self):
        """What the two entries looked like when they were shown, the kept one first."""
        return self.cleaned_data["seen_kept"], self.cleaned_data["seen_gone"]


HELP = {
    "held_by": _(
        "The partner that is named here sees the entry with all that it then holds; another one "
        "loses sight of it. “The team” means that no partner sees it."
    ),
    "name": _("The spelling that is not chosen is not kept for searching."),
}


def _is_blank(value):
    return value in (None, "", [])


def _names_for(*rows):
    """The organisations and groups that the two entries name, by model and id, in two queries."""
    bodies, groups = set(), set()
    for row in rows:
        bodies |= {getattr(row, name, None) for name in ("organisation_id", "held_by_id")}
        groups.add(row.group_id)
    found = {}
    for model, keys in ((Organisation, bodies), (Group, groups)):
        named = model.objects.filter(Q(pk__in=keys - {None}))
        found |= {(model, row.pk): row.full_name for row in named}
    return found


def _shown(column, value, names):
    if column.name == "held_by" and value is None:
        return _("The team")
    if column.is_relation and value is not None:
        return names.get((column.related_model, value), "")
    if column.name == "country" and value:
        return country_name(value)
    if isinstance(value, list):
        return ", ".join(value)
    return value if not _is_blank(value) else _("Nothing")
