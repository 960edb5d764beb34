"""What is filled in to send a paper for review, to comment on it, and to answer a comment."""

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VersionedModelForm, laid_out
from core.text import several_lines
from dialogues.forms.person_choice import PersonChoiceField, RegisterNaming, offer_of, people_of
from dialogues.models import Comment, Seat
from dialogues.parts.choices import PeopleField
from stakeholders.models import Person

LONGEST_MESSAGE = 5000
LONGEST_COMMENT = 20_000
MOST_PAGES = 5000
LONGEST_OPEN = 366  # days
OTHERS = ("other_1", "other_2", "other_3")


def _due_day():
    required = _("Give the day by which comments are due.")
    return DateField(label=_("Comments are due by"), error_messages={"required": required})


def _refuse_past(day):
    if day < timezone.localdate():
        raise ValidationError(_("This day has passed. Choose today or a later day."), code="past")
    if (day - timezone.localdate()).days > LONGEST_OPEN:
        raise ValidationError(
            _("That is more than a year away. Choose an earlier day."), code="far"
        )
    return day


class ReviewersForm(forms.Form):
    """Who is asked: those who serve on the advisory group, and others of the register."""

    advisers = PeopleField(
        label=_("Advisory group"), queryset=Person.objects.none(), required=False
    )
    other_1 = PersonChoiceField(
        label=_("Somebody else"),
        required=False,
        help_text=_("Anybody of the programme’s register; more can be added later."),
    )
    other_2 = PersonChoiceField(label=_("and"), required=False)
    other_3 = PersonChoiceField(label=_("and"), required=False)

    def __init__(self, *args, initiative, user, review=None, **kwargs):
        super().__init__(*args, **kwargs)
        asked = review.requests.values("person") if review else ()
        seats = Seat.objects.serving().filter(initiative=initiative)
        advisers = Person.objects.filter(pk__in=seats.values("person")).exclude(pk__in=asked)
        self.fields["advisers"].queryset = advisers
        self.fields["advisers"].naming = RegisterNaming(user)
        if review is None:
            self.fields["advisers"].initial = list(advisers.values_list("pk", flat=True))
        others = people_of(initiative.programme_id, user).exclude(pk__in=asked)
        others = others.exclude(pk__in=seats.values("person"))
        offer = offer_of(others, user, chosen=[self[name].value() for name in OTHERS])
        for name in OTHERS:
            self.fields[name].offer(offer)
        if not advisers.exists():
            del self.fields["advisers"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.chosen:
            raise ValidationError(_("Choose at least one reviewer."), code="nobody")
        return cleaned

    @property
    def chosen(self):
        """Ids of the people who are chosen, each once."""
        given = self.cleaned_data
        people = [*given.get("advisers", ()), *(given.get(name) for name in OTHERS)]
        return {person.pk for person in people if person}


class SendForm(ReviewersForm):
    """A version to be sent for review."""

    due_on = _due_day()
    message = forms.CharField(
        label=_("Message to the reviewers"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What they should look at. It stands in the mail and above the paper."),
    )
    field_order = ("due_on", "message", "advisers", *OTHERS)

    def clean_due_on(self):
        return _refuse_past(self.cleaned_data["due_on"])

    def clean_message(self):
        return several_lines(self.cleaned_data["message"])


class DueDayForm(forms.Form):
    """Another due day."""

    due_on = _due_day()

    def clean_due_on(self):
        return _refuse_past(self.cleaned_data["due_on"])


class CommentForm(forms.Form):
    """A comment on a paragraph, on a page of a file, or on the whole."""

    block = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    page = forms.IntegerField(
        label=_("Page"),
        required=False,
        min_value=1,
        max_value=MOST_PAGES,
        widget=forms.NumberInput(attrs={"class": "is-short"}),
        help_text=_("Leave it empty for a comment on the whole."),
    )
    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to say.")},
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        self.place = None
        if not version.file_id:
            del self.fields["page"]
        self.helper = laid_out(*(Field(name) for name in self.fields))

    def clean_text(self):
        text = several_lines(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write what you want to say."), code="required")
        return text

    def clean_block(self):
        key = self.cleaned_data["block"]
        self.place = next((block for block in self.version.blocks if block["id"] == key), None)
        if key and self.place is None:
            raise ValidationError(
                _("That paragraph is not in this version. Your words are kept here."), code="gone"
            )
        return key


class OwnCommentForm(VersionedModelForm):
    """One's own comment, reworded."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you want to say, or withdraw the comment.")},
    )

    class Meta:
        model = Comment
        fields = ("text",)


class AnswerForm(VersionedModelForm):
    """What was done about a comment, and why."""

    disposition = forms.ChoiceField(
        label=_("What was done"),
        choices=[choice for choice in Comment.Disposition.choices if choice[0] != "open"],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what was done about it.")},
    )
    response = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The reviewer reads it, and it stands in the table of comments."),
        error_messages={"required": _("Give the reason: the reviewer will want to know.")},
    )

    class Meta:
        model = Comment
        fields = ("disposition", "response")


class CommentFilterForm(forms.Form):
    """Which comments a list shows."""

    disposition = forms.ChoiceField(label=_("State"), required=False)
    who = forms.ChoiceField(label=_("Reviewer"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(self, *args, rows, names, **kwargs):
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        self.fields["disposition"].choices = everything + list(Comment.Disposition.choices)
        if names:
            people = {author_key(row["comment"]): row["who"] for row in rows}
            self.fields["who"].choices = everything + sorted(people.items(), key=lambda one: one[1])
        else:
            del self.fields["who"]
        # By number: a heading may hold a name, and what a field holds is taken out by nobody.
        self.sections = list(dict.fromkeys(row["section"] for row in rows))
        numbered = [(str(number), name) for number, name in enumerate(self.sections, start=1)]
        self.fields["section"].choices = everything + numbered

    def narrowed(self, rows):
        """Those of `rows` (dialogues.reviewing.comment_rows) that were asked for."""
        asked = dict(self.cleaned_data) if self.is_valid() else {}
        if asked.get("section"):
            asked["section"] = self.sections[int(asked["section"]) - 1]
        for name, value_of in FILTERS.items():
            if asked.get(name):
                rows = [row for row in rows if value_of(row) == asked[name]]
        return rows


def author_key(comment):
    """What stands for the author of `comment` in an address: no name."""
    return (
        f"p{comment.author_person_id}" if comment.author_person_id else f"u{comment.author_user_id}"
    )


FILTERS = {
    "disposition": lambda row: row["disposition"],
    "who": lambda row: author_key(row["comment"]),
    "section": lambda row: row["section"],
}
