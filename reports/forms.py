"""Validation of what is entered about reports."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextListField, VersionedModelForm
from dialogues.parts.choices import PeopleField, Setting
from reports.models import Edition, Format, Report
from stakeholders.models import Person

AS_PAGES = [(each.value, each.label) for each in (Format.PDF, Format.WORD)]
AS_DRAWING = [(each.value, each.label) for each in (Format.PDF, Format.PICTURE)]


class PrintForm(forms.Form):
    """Which edition to print."""

    edition = forms.ChoiceField(label=_("Edition"), choices=Edition)


class PaperPrintForm(forms.Form):
    """What to print of a version of a paper, and in which format."""

    PAPER, COMMENTS = "paper", "comments"

    what = forms.ChoiceField(choices=[(PAPER, _("The paper")), (COMMENTS, _("The comments"))])
    format = forms.ChoiceField(choices=AS_PAGES)


class MapPrintForm(forms.Form):
    """A stakeholder map as PDF or as a picture, and as of which day."""

    format = forms.ChoiceField(choices=AS_DRAWING)
    on = DateField(label=_("As of"), required=False)


class BriefingPrintForm(forms.Form):
    """A version of a briefing as PDF or Word."""

    format = forms.ChoiceField(choices=AS_PAGES)


class ReportForm(VersionedModelForm):
    """The title page of a report: what no other page of the application holds.

    Authors are chosen among those who had to do with the dialogue and the people of its convenors.
    """

    keywords = TextListField(label=_("Keywords"), required=False)
    authors = PeopleField(
        label=_("Authors"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Whoever was named first stays first; those who are added follow."),
    )

    class Meta:
        model = Report
        fields = ["title", "subtitle", "acknowledgements", "theme", "keywords"]
        help_texts = {
            "title": _("What the cover says; without it, the dialogue’s own title."),
            "acknowledgements": _("Whom to thank. Markdown."),
            "theme": _("The line of work that this belongs to, for example Sustainable Markets."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        setting = Setting(self.instance.dialogue, user)
        written = self.instance.authorships.values("person")
        convenors = self.instance.dialogue.convenings.values("organisation")
        possible = Person.objects.filter(programme=setting.programme_id, organisation__in=convenors)
        authors = self.fields["authors"]
        authors.naming = setting.naming
        authors.queryset = Person.objects.filter(
            Q(pk__in=setting.people_in_the_room.values("pk"))
            | Q(pk__in=possible.values("pk"))
            | Q(pk__in=written)
        )

    def current_values(self, instance):
        """What the report holds, its authors in their order."""
        authors = [row.person_id for row in instance.authorships.all()]
        return super().current_values(instance) | {"authors": authors}

    @property
    def authors_in_order(self):
        """The chosen people: those who stood there already in their order, then the others."""
        chosen = {person.pk: person for person in self.cleaned_data["authors"]}
        before = [row.person_id for row in self.instance.authorships.all()]
        order = [pk for pk in before if pk in chosen] + [pk for pk in chosen if pk not in before]
        return [chosen[pk] for pk in order]
