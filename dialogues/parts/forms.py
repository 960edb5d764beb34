"""What one fills in for each kind of part. No side effects: dialogues.parts.services write."""

from functools import cached_property

from crispy_forms.layout import Column, Row
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.forms import DateField, TimeField, VersionedModelForm, laid_out
from core.text import without_control
from dialogues.exceptions import SpeakerDidNotAgree
from dialogues.models import (
    ActionPoint,
    AgendaItem,
    AgendaPart,
    Annex,
    Appearance,
    Background,
    Contribution,
    KeyMessage,
    Material,
    Question,
    Session,
)
from dialogues.parts.choices import (
    GroupField,
    QuestionField,
    SessionsField,
    WordField,
)
from dialogues.parts.somebody import PersonField
from dialogues.vocabulary import ACTS_AS, FORMATS
from dialogues.when import days_in_words

LONGEST = 50_000  # characters of one text: some thirty printed pages
TOO_LONG = ngettext_lazy(
    "One text may hold %(limit_value)d character; this one has %(show_value)d.",
    "One text may hold %(limit_value)d characters; this one has %(show_value)d. Divide it in two.",
    "limit_value",
)
MARKDOWN = _("You may use Markdown: **bold**, *italic*, lists with hyphens, [links](https://…).")


def tidy(data):
    """A copy of what was sent without control characters, which no page and no PDF may carry, and
    with the line ends that packages have (browsers send two characters)."""
    clean = data.copy()
    for name in clean:
        values = [value.replace("\r\n", "\n") for value in clean.getlist(name)]
        clean.setlist(name, [without_control(value) for value in values])
    return clean


def typed(request):
    """What was sent with a POST, be it nothing at all; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


class WrittenForm:
    """What all forms of parts share: a setting, tidy texts of bounded length, choices of this place."""

    rows = 6

    def __init__(self, data=None, *, setting, **options):
        self.setting = setting
        super().__init__(tidy(data) if data is not None else None, **options)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.validators.append(MaxLengthValidator(LONGEST, TOO_LONG))
                field.widget.attrs.update(rows=self.rows, cols=60)
            self.limit(name, field)
        layout = self.layout()
        self.helper = laid_out(*layout)

    def limit(self, name, field):
        """Limit what can be chosen to the dialogue or programme at hand."""
        if isinstance(field, GroupField):
            field.queryset = self.setting.groups
        elif isinstance(field, QuestionField):
            field.queryset = self.setting.dialogue.questions.all()
        elif isinstance(field, PersonField):
            field.offer(self._offer)

    @cached_property
    def _offer(self):
        names = [name for name, field in self.fields.items() if isinstance(field, PersonField)]
        return self.setting.offer(self.people, chosen=[self.initial.get(name) for name in names])

    @property
    def people(self):
        """Whom the form's person fields offer."""
        return self.setting.people

    def layout(self):
        """The fields in the order of the page; hidden ones are added by the helper."""
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]


class VersionedPartForm(WrittenForm, VersionedModelForm):
    """A part whose text two people may edit at once."""


class PlainPartForm(WrittenForm, forms.ModelForm):
    """A part of a line or two, without versions."""

    conflict = False
    based_on = None

    @property
    def model_fields(self):
        """Names of the model's fields that this form holds."""
        return [name for name in self._meta.fields if name in self.cleaned_data]


# What a dialogue prepares ------------------------------------------------------------------------
class QuestionForm(VersionedPartForm):
    """A question that a dialogue asks."""

    rows = 3

    class Meta:
        model = Question
        fields = ["text", "short"]
        help_texts = {"short": _("As it stands in a table's head, for example “Who takes part?”.")}


class BackgroundForm(VersionedPartForm):
    """A section of the background."""

    rows = 14

    class Meta:
        model = Background
        fields = ["heading", "body", "box"]
        help_texts = {
            "body": MARKDOWN,
            "box": _("Set apart from the running text, as reports print boxes."),
        }

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("heading") and not cleaned.get("body"):
            self.add_error("body", _("Give the section a heading or a text."))
        return cleaned


class MaterialForm(PlainPartForm):
    """Something handed out or shown."""

    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where it can be read, if it can."),
    )

    class Meta:
        model = Material
        fields = ["title", "kind", "url"]
        help_texts = {"kind": _("For example flyer, presentation, map.")}


# What a dialogue comes to ------------------------------------------------------------------------
class KeyMessageForm(VersionedPartForm):
    """One statement of what was heard."""

    rows = 4

    class Meta:
        model = KeyMessage
        fields = ["text"]
        help_texts = {"text": MARKDOWN}


class ActionPointForm(VersionedPartForm):
    """What somebody undertook to do."""

    owner_person = PersonField(
        queryset=None, required=False, label=_("Owner: a person"), empty_label=_("Nobody named")
    )
    owner_organisation = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_("Owner: an organisation"),
        empty_label=_("None named"),
    )
    due = DateField(label=_("Due"), required=False)

    class Meta:
        model = ActionPoint
        fields = ["title", "text", "owner_person", "owner_organisation", "owner_text", "due"]
        labels = {"owner_text": _("Owner: in words")}
        help_texts = {
            "text": MARKDOWN,
            "owner_text": _("For an owner who is in no register, such as “all who were there”."),
        }

    def limit(self, name, field):
        super().limit(name, field)
        if name == "owner_organisation":
            field.queryset = self.setting.organisations_with(self.instance.owner_organisation_id)

    def layout(self):
        return [
            "title",
            "text",
            Row(Column("owner_person"), Column("owner_organisation")),
            "owner_text",
            "due",
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("title") and not cleaned.get("text"):
            self.add_error("title", _("Say what is to be done."))
        return cleaned


# The agenda and the annexes ----------------------------------------------------------------------
class AgendaPartForm(PlainPartForm):
    """A part of the agenda."""

    class Meta:
        model = AgendaPart
        fields = ["title"]
        help_texts = {"title": _("May stay empty: the first part often has no title.")}


class AnnexForm(VersionedPartForm):
    """An annex."""

    rows = 12

    class Meta:
        model = Annex
        fields = ["title", "heading", "when", "where", "body"]
        help_texts = {
            "heading": _("Printed above its text, if it differs from the title."),
            "when": _("In words, for example Wednesday, 5 February 2014."),
            "body": MARKDOWN,
        }

    def layout(self):
        return ["title", "heading", Row(Column("when"), Column("where")), "body"]


class AgendaItemForm(VersionedPartForm):
    """An item of the agenda, or of the agenda that an annex reproduces."""

    date = DateField(label=_("Date"), required=False)
    start = TimeField(label=_("Start"), required=False)
    end = TimeField(label=_("End"), required=False)
    push = forms.BooleanField(
        label=_("What follows moves along"),
        required=False,
        initial=True,
        help_text=_("If its times change; on another day, nothing else moves."),
    )
    format = WordField(vocabulary=FORMATS, label=_("Format"), required=False, max_length=60)
    question = QuestionField(
        queryset=None, required=False, label=_("Question"), empty_label=_("None in particular")
    )

    class Meta:
        model = AgendaItem
        fields = [
            *("title", "date", "day_number", "start", "end", "format", "place", "parallel"),
            *("question", "presentation", "text", "moderator_notes"),
        ]
        help_texts = {
            "text": MARKDOWN,
            "day_number": _("While the dates are not fixed: 1 for the first day, and so on."),
            "presentation": _("The title of what is presented."),
            "moderator_notes": _("Seen by the team only."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dialogue = self.setting.dialogue
        if not self._has_followers:
            del self.fields["push"]
        lasts_a_day = dialogue.starts_on == dialogue.ends_on
        if lasts_a_day and self.instance.pk is None and self.instance.part_id:
            self.initial["date"] = dialogue.starts_on
        self.fields["day_number"].widget.attrs["class"] = "is-short"

    @property
    def _has_followers(self):
        """True for what stands on the agenda already; an annex reproduces times as they were."""
        return self.instance.pk is not None and self.instance.part_id is not None

    def layout(self):
        return [
            "title",
            Row(Column("date"), Column("day_number")),
            Row(Column("start"), Column("end")),
            *(["push"] if self._has_followers else []),
            Row(Column("format"), Column("place")),
            "parallel",
            "question",
            "presentation",
            "text",
            "moderator_notes",
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The end lies before the start."))
        dialogue, day = self.setting.dialogue, cleaned.get("date")
        # An annex may reproduce the agenda of a larger event, which has other days.
        inside = day is None or dialogue.starts_on <= day <= dialogue.ends_on
        if not inside and self.instance.part_id and not self._is_planned(day):
            self.add_error(
                "date",
                _(
                    "The dialogue is on %(days)s: change its dates first, or this one, or add a day to "
                    "the agenda."
                )
                % {"days": days_in_words(dialogue.starts_on, dialogue.ends_on)},
            )
        return cleaned

    def _is_planned(self, day):
        """True for a day that the agenda has, wherever it lies, and for the one that the item is on."""
        return (
            day == self.initial.get("date")
            or self.setting.dialogue.agenda_days.filter(date=day).exists()
        )


class AppearanceForm(VersionedPartForm):
    """Somebody in an item: a person of the register, or the name of one who is in none."""

    rows = 4
    person = PersonField(
        queryset=None,
        required=False,
        label=_("Person"),
        empty_label=_("Somebody who is not in the register"),
    )
    acts_as = WordField(vocabulary=ACTS_AS, label=_("As"), required=False, max_length=100)

    class Meta:
        model = Appearance
        fields = [
            *("person", "name", "affiliation", "acts_as", "perspective", "presentation"),
            "moderator_notes",
        ]
        help_texts = {
            "name": _("Only for somebody who is not in the register."),
            "affiliation": _("Of somebody who is not in the register."),
            "perspective": _("Whom they speak for here, for example the view of small mines."),
            "presentation": _("The title of what they present."),
            "moderator_notes": _("Seen by the team only."),
        }

    def layout(self):
        return [
            "person",
            Row(Column("name"), Column("affiliation")),
            Row(Column("acts_as"), Column("perspective")),
            "presentation",
            "moderator_notes",
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        person, name = cleaned.get("person"), cleaned.get("name")
        if not person and not name and "person" not in self.errors:
            self.add_error("person", _("Choose a person, or give the name of somebody else."))
        elif person and name:
            self.add_error("name", _("Leave the name empty for a person of the register."))
        return cleaned


# What was said -----------------------------------------------------------------------------------
class SessionForm(VersionedPartForm):
    """A stretch of the dialogue that notes are taken of."""

    question = QuestionField(
        queryset=None, required=False, label=_("Question"), empty_label=_("None in particular")
    )
    facilitator = PersonField(
        queryset=None, required=False, label=_("Facilitator"), empty_label=_("Nobody named")
    )
    rapporteur = PersonField(
        queryset=None, required=False, label=_("Rapporteur"), empty_label=_("Nobody named")
    )
    synthesises = SessionsField(
        queryset=None,
        required=False,
        label=_("Draws together"),
        help_text=_("For a session that drew others together: which ones."),
    )

    class Meta:
        model = Session
        fields = ["title", "question", "facilitator", "rapporteur", "parallel", "synthesises"]

    def limit(self, name, field):
        super().limit(name, field)
        if name == "synthesises":
            field.queryset = self.setting.dialogue.sessions.exclude(pk=self.instance.pk)

    def clean_title(self):
        title = self.cleaned_data["title"]
        others = self.setting.dialogue.sessions.exclude(pk=self.instance.pk)
        # Sessions that draw others together name them by their titles.
        if others.filter(title=title).exists():
            raise forms.ValidationError(
                _("Another session of this dialogue has this title; add what tells them apart.")
            )
        return title

    def layout(self):
        return [
            "title",
            "question",
            Row(Column("facilitator"), Column("rapporteur")),
            "parallel",
            "synthesises",
        ]


class ContributionForm(VersionedPartForm):
    """One thing that was said, or a point under it."""

    question = QuestionField(
        queryset=None, required=False, label=_("Question"), empty_label=_("That of the session")
    )
    group = GroupField(
        queryset=None,
        required=False,
        label=_("Whose view"),
        empty_label=_("Nobody’s in particular"),
    )
    speaker = PersonField(
        queryset=None, required=False, label=_("Speaker"), empty_label=_("Not named")
    )

    class Meta:
        model = Contribution
        fields = ["text", "kind", "group", "table", "question", "speaker", "attributed"]
        help_texts = {"text": MARKDOWN}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["table"].widget.attrs["class"] = "is-short"
        if self.setting.dialogue.is_chatham_house:
            self.fields["speaker"].help_text = _(
                "The Chatham House Rule holds here: name a speaker only if they agreed to be named for "
                "these words."
            )

    def layout(self):
        return [
            "text",
            Row(Column("kind"), Column("group")),
            Row(Column("question"), Column("table")),
            "speaker",
            "attributed",
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("speaker") and not cleaned.get("attributed")
        if named and self.setting.dialogue.is_chatham_house:
            self.add_error("speaker", str(SpeakerDidNotAgree()))
        return cleaned


class NextNoteForm(ContributionForm):
    """A note taken while people speak: it offers those in the room, not the whole register."""

    rows = 5

    @property
    def people(self):
        return self.setting.people_in_the_room
