"""Validation of what is entered about reports."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crispy_forms.layout import Column, Row
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextListField, TimeField, VersionedModelForm, laid_out
from core.text import as_key, one_line, without_control
from dialogues.parts.choices import PeopleField, Setting
from reports.composer.registry import COMPOSED
from reports.contexts.day import people
from reports.house import is_isbn
from reports.kinds import KINDS
from reports.models import Edition, Format, Report, ReportKind
from reports.wording import weekday
from stakeholders.models import Person

DOI = re.compile(r"10\.\d{4,9}/\S+")
LAST_YEAR = 2099  # a later one is a slip of the finger, and databases disagree about year 9999


def editions_of(kind):
    """The editions of a kind of report, as choices."""
    return [(each, Edition(each).label) for each in KINDS[kind].editions]


def formats_of(kind):
    """The formats in which a kind of report is printed, as choices."""
    return [(each, Format(each).label) for each in KINDS[kind].formats]


class PrintForm(forms.Form):
    """Which edition to print of a report of the kind `of`, as PDF if nothing else is said; of what is
    composed of a dialogue, which kind."""

    edition = forms.ChoiceField(label=_("Edition"))
    format = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in COMPOSED], required=False)

    def __init__(self, *args, of=ReportKind.MEETING_REPORT, **kwargs):
        super().__init__(*args, **kwargs)
        editions = KINDS[of].editions
        self.only = editions[0] if len(editions) == 1 else ""
        self.fields["edition"].choices = editions_of(of)
        self.fields["edition"].required = not self.only
        self.fields["format"].choices = formats_of(of)

    def clean_edition(self):
        return self.cleaned_data["edition"] or self.only

    def clean_kind(self):
        return self.cleaned_data["kind"] or ReportKind.MEETING_REPORT

    def clean_format(self):
        return self.cleaned_data["format"] or Format.PDF


class GiveOutForm(forms.Form):
    """When an edition opens: at once, or under an embargo at a moment to come in `zone` (of a place)."""

    day = DateField(label=_("Not before"), required=False, help_text=_("Empty: at once."))
    at = TimeField(label=_("At"), required=False)

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        place = zone.rpartition("/")[2].replace("_", " ")
        self.fields["at"].help_text = _("%(place)s time.") % {"place": place}
        self.helper = laid_out(Row(Column("day"), Column("at")))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say on which day."))
        elif cleaned.get("day") and cleaned["day"].year > LAST_YEAR:
            self.add_error("day", _("Give a year up to %(year)d.") % {"year": LAST_YEAR})
        elif cleaned.get("day") and self.moment <= timezone.now():
            self.add_error("day", _("This moment is over. Leave it empty to publish at once."))
        return cleaned

    @property
    def moment(self):
        """The moment at which it opens; None for at once."""
        day = self.cleaned_data.get("day")
        if day is None:
            return None
        return datetime.combine(day, self.cleaned_data.get("at") or time.min, self.zone)


class WithdrawForm(forms.Form):
    """Why a report is withdrawn: told to who comes back to its address."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever opens its address reads this, with the day."),
    )

    def clean_reason(self):
        return without_control(self.cleaned_data["reason"]).strip()


class PaperPrintForm(forms.Form):
    """What to print of a version of a paper, for whom and in which format."""

    PAPER, COMMENTS = "paper", "comments"

    what = forms.ChoiceField(choices=[(PAPER, _("The paper")), (COMMENTS, _("The comments"))])
    format = forms.ChoiceField()
    edition = forms.ChoiceField(choices=Edition, required=False)

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        asks_for_paper = data.get("what") != self.COMMENTS
        kind = ReportKind.CONCEPT_NOTE if asks_for_paper else ReportKind.COMMENTS
        self.fields["format"].choices = formats_of(kind)
        self.fields["edition"].choices = editions_of(kind)

    def clean_edition(self):
        return self.cleaned_data["edition"] or Edition.INTERNAL


class MapPrintForm(forms.Form):
    """A stakeholder map as PDF or as a picture, and as of which day."""

    format = forms.ChoiceField(choices=formats_of(ReportKind.STAKEHOLDER_MAP))
    on = DateField(label=_("As of"), required=False)


class BriefingPrintForm(forms.Form):
    """A version of a briefing, and in which format."""

    format = forms.ChoiceField(choices=formats_of(ReportKind.BRIEFING))


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
    """Which edition of the participants' list, and in which format."""

    edition = forms.ChoiceField(label=_("Edition"), choices=list(reversed(Edition.choices)))
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=formats_of(ReportKind.PARTICIPANTS)
    )


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
        fields = ["title", "subtitle", "acknowledgements", "theme", "keywords", "isbn", "doi"]
        help_texts = {
            "title": _("What the cover says; without it, the dialogue’s own title."),
            "acknowledgements": _("Whom to thank. Markdown."),
            "isbn": _("If it has one: its digits are checked."),
            "doi": _("If it has one, for example 10.1000/182."),
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

    def clean_isbn(self):
        isbn = one_line(self.cleaned_data["isbn"])
        if isbn and not is_isbn(isbn):
            raise forms.ValidationError(
                _("This is no ISBN: a digit is wrong, or there are too few of them.")
            )
        return isbn

    def clean_doi(self):
        doi = one_line(self.cleaned_data["doi"])
        doi = doi.removeprefix("https://doi.org/").removeprefix("doi:").strip()
        if doi and not DOI.fullmatch(doi):
            raise forms.ValidationError(
                _("Give a DOI as it begins with 10., for example 10.1000/182.")
            )
        return doi

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
