"""Forms of sheets on their way into the register."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.sheets.sheet import MOST_BYTES, column_letters
from core.text import as_key
from stakeholders.imports.columns import FIELDS, NAMES
from stakeholders.models import ImportRow

Decision = ImportRow.Decision


class SheetForm(forms.Form):
    """The sheet, and whose people they are. `targets`: pairs of value and label."""

    target = forms.ChoiceField(label=_("For"))
    file = forms.FileField(
        label=_("Sheet"),
        help_text=_("CSV or XLSX, up to 10 MB and 20,000 rows, with headings above the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets
        if len(targets) == 1:
            # There is nothing to choose.
            self.fields["target"].widget = forms.HiddenInput()
            self.initial["target"] = targets[0][0]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(most)s can be read. Divide it in two."),
                params={"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)},
            )
        return file


class ColumnsForm(forms.Form):
    """A field of the register for each column, or none. `proposed`: index -> field's key."""

    def __init__(self, *args, headings, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Leave out")), *((field.key, field.label) for field in FIELDS)]
        for index, heading in enumerate(headings):
            letters = column_letters(index)
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=f"{letters}: {heading}" if heading else letters,
                choices=choices,
                required=False,
                initial=proposed.get(index, ""),
                widget=forms.Select(attrs={"class": "form-select import-field"}),
            )

    def clean(self):
        cleaned = super().clean()
        columns = {}
        for name, key in list(cleaned.items()):
            if not key:
                continue
            if key in columns:
                self.add_error(name, _("Another column is this field already: choose one of them."))
            columns.setdefault(key, int(name.removeprefix("column-")))
        if not self.errors and not set(NAMES) & columns.keys():
            raise forms.ValidationError(_("Say in which column the names are."))
        self.columns = columns
        return cleaned


def decisions_of(data):
    """What was chosen on a page of the preview: row's id -> (decision, id of the person it is). What is no
    decision is passed over."""
    decisions = {}
    for name, value in data.items():
        pk = as_key(name.removeprefix("row-")) if name.startswith("row-") else None
        decision, _dash, person = value.partition("-")
        if pk is not None and decision in Decision.values:
            decisions[pk] = (decision, as_key(person))
    return decisions
