"""Validation of what is entered about reports."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextListField, VersionedModelForm
from core.text import as_key, one_line, without_control
from dialogues.parts.choices import PeopleField, Setting
from reports.contexts.day import people
from reports.models import Edition, Format, Report
from reports.wording import weekday
from stakeholders.models import Person

AS_PAGES = [(each.value, each.label) for each in (Format.PDF, Format.WORD)]
AS_DRAWING = [(each.value, each.label) for each in (Format.PDF, Format.PICTURE)]


class PrintForm(forms.Form):
    """Which edition to print, as PDF if nothing else is said."""

    edition = forms.ChoiceField(label=_("Edition"), choices=Edition)
    format = forms.ChoiceField(choices=AS_PAGES, required=False)

    def clean_format(self):
        return self.cleaned_data["format"] or Format.PDF


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


class DayPaperForm(forms.Form):
    """What is chosen for one of the papers of a dialogue's day. `days` are those of the dialogue; with
    `tally` the choices say of how many people they are."""

    def __init__(self, *args, dialogue, days=(), tally=None, naming=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.dialogue, self.days, self.tally, self.naming = dialogue, days, tally, naming

    @property
    def choices(self):
        """What a printing keeps of it: what is as it is offered is left out."""
        return {}


class WhoForm(DayPaperForm):
    """For whom a paper is printed."""

    who = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [
            (key, f"{label} ({self.tally.number(statuses)})" if self.tally else label)
            for key, (label, statuses) in people.WHO.items()
        ]

    @property
    def choices(self):
        who = self.cleaned_data["who"]
        return {"who": who} if who not in ("", "coming") else {}


class SignInForm(WhoForm):
    """A sign-in sheet of one day or of all, with or without a column for telephone numbers."""

    day = forms.TypedChoiceField(
        label=_("Day"), required=False, coerce=date.fromisoformat, empty_value=None
    )
    telephone = forms.BooleanField(label=_("With a column for telephone numbers"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = [day.isoformat() for day in self.days]
        self.fields["day"].choices = [("", _("Every day")), *((day, weekday(day)) for day in days)]

    @property
    def choices(self):
        telephone = {"telephone": True} if self.cleaned_data["telephone"] else {}
        return super().choices | telephone


class CertificateForm(DayPaperForm):
    """Certificates of all who attended, or of one of them."""

    participation = forms.TypedChoiceField(
        label=_("For whom"), required=False, coerce=as_key, empty_value=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = people.certified(self.dialogue, {})
        self.fields["participation"].choices = [
            ("", _("All who attended")),
            *((row.pk, self.naming.name(row.person)) for row in rows if not row.person.protected),
        ]

    @property
    def choices(self):
        one = self.cleaned_data["participation"]
        return {"participation": one} if one else {}


class ParticipantsForm(DayPaperForm):
    """Which edition of the participants' list."""

    edition = forms.ChoiceField(label=_("Edition"), choices=list(reversed(Edition.choices)))


class LetterForm(forms.Form):
    """Whom an invitation letter is addressed to, and who signs it. What is chosen for a printing stands in
    an index, in which PostgreSQL takes 2,700 bytes: that is why the texts are short."""

    to = forms.CharField(
        label=_("Addressed to"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The embassy, for example. Empty: “To whom it may concern”."),
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    signed_as = forms.CharField(label=_("As"), required=False, max_length=100)

    def clean_to(self):
        return without_control(self.cleaned_data["to"]).strip()

    def clean_signed_by(self):
        return one_line(self.cleaned_data["signed_by"])

    def clean_signed_as(self):
        return one_line(self.cleaned_data["signed_as"])


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
