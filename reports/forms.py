"""Validation of what is entered about reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TextListField, VersionedModelForm
from reports.models import Edition, Report
from stakeholders.models import Person


class PrintForm(forms.Form):
    """Which edition to print."""

    edition = forms.ChoiceField(label=_("Edition"), choices=Edition)


class ReportForm(VersionedModelForm):
    """The title page of a report: what no other page of the application holds."""

    authors = forms.ModelMultipleChoiceField(
        label=_("Authors"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("They are named in the order of the list."),
    )
    keywords = TextListField(label=_("Keywords"), required=False)

    class Meta:
        model = Report
        fields = ["title", "subtitle", "acknowledgements", "theme", "keywords"]
        help_texts = {
            "title": _("What the cover says; without it, the dialogue’s own title."),
            "acknowledgements": _("Whom to thank. Markdown."),
            "theme": _("The line of work that this belongs to, for example Sustainable Markets."),
        }

    def __init__(self, *args, naming, **kwargs):
        super().__init__(*args, **kwargs)
        report = self.instance
        people = Person.objects.filter(programme=report.dialogue.initiative.programme)
        self.fields["authors"].queryset = people
        self.fields["authors"].label_from_instance = naming.name
        if not self.is_bound:
            written = report.authorships.values_list("person_id", flat=True)
            self.initial["authors"] = list(written)
