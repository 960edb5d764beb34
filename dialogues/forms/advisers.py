"""What is filled in about seats in the advisory group, by convenors and by those who are asked."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.days import day_somewhere
from core.forms import DateField, VersionedModelForm, laid_out
from core.text import several_lines
from dialogues.forms.person_choice import PersonChoiceField, offer_of, people_of
from dialogues.models import Seat
from dialogues.parts.choices import GroupField
from stakeholders.models import Group

LONGEST_TERM = 10  # years
LONGEST_ANSWER = 4000  # characters


class TextAnswer(forms.CharField):
    """A few sentences, as they are kept: without control characters."""

    def __init__(self, **options):
        options.setdefault("max_length", LONGEST_ANSWER)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**options)

    def to_python(self, value):
        return several_lines(super().to_python(value))


class SeatForm(VersionedModelForm):
    """A seat, new or known; only a new one chooses whose it is."""

    person = PersonChoiceField(
        label=_("Person"),
        empty_label=_("Choose somebody"),
        help_text=_("Somebody of the programme’s register who has no seat here yet."),
    )
    group = GroupField(
        queryset=Group.objects.none(),
        label=_("Constituency"),
        required=False,
        empty_label=_("The group that the register gives them"),
        help_text=_("The group whose view they bring to the advisory group."),
    )
    starts_on = DateField(label=_("Term begins"), required=False)
    ends_on = DateField(
        label=_("Term ends"),
        required=False,
        help_text=_("The last day. Their personal link stops with it."),
    )

    class Meta:
        model = Seat
        fields = ["person", "group", "role", "starts_on", "ends_on", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        labels = {"message": _("What they are asked to do")}
        help_texts = {
            "message": _("Stands in the invitation, in your own words: how much work, how often.")
        }

    def __init__(self, *args, initiative, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.filter(programme=initiative.programme_id)
        first = []
        if self.instance.pk is None:
            self._offer_people(initiative, user)
            first = ["person"]
        else:
            del self.fields["person"]
            self.fields["group"].empty_label = _("No group in particular")
        self.helper = laid_out(
            *first,
            Row(Column("group"), Column("role")),
            Row(Column("starts_on"), Column("ends_on")),
            "message",
        )

    def _offer_people(self, initiative, user):
        people = people_of(initiative.programme_id, user)
        people = people.exclude(pk__in=initiative.seats.values("person"))
        chosen = [self["person"].value()]
        self.fields["person"].offer(offer_of(people, user, chosen=chosen))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if last and "ends_on" in self.changed_data:
            self._judge_end(first, last)
        elif first and last and last < first:
            self.add_error("starts_on", _("The term would begin after it ends."))
        return cleaned

    def _judge_end(self, first, last):
        today = timezone.localdate()
        if first and last < first:
            self.add_error("ends_on", _("The term would end before it begins."))
        elif last < today:
            self.add_error("ends_on", _("This day has passed: nobody could answer any more."))
        elif last.year > today.year + LONGEST_TERM:
            self.add_error(
                "ends_on", _("This is more than ten years ahead. Is the year the right one?")
            )


class AnswerForm(forms.Form):
    """What somebody answered to an invitation, as it was told to a convenor."""

    accepts = forms.TypedChoiceField(
        label=_("They say"),
        choices=[("yes", _("Yes, they serve")), ("no", _("No, they do not"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what they answered.")},
    )
    answer = TextAnswer(
        label=_("In their words"),
        required=False,
        help_text=_("Read by convenors only. A reason helps to find somebody else."),
    )


class OwnAnswerForm(forms.Form):
    """What somebody answers themselves: the button that they press says yes or no."""

    accepts = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        error_messages={"required": _("Press one of the two buttons below.")},
    )
    answer = TextAnswer(
        label=_("Anything to add?"),
        required=False,
        help_text=_("If you cannot: a reason, or somebody else we might ask. Convenors read it."),
    )


class LeaveForm(forms.Form):
    """When and why somebody left the advisory group."""

    left_on = DateField(label=_("Their last day"))
    reason = TextAnswer(
        label=_("Reason"),
        help_text=_("Read by convenors only."),
        error_messages={"required": _("Say why, so that others understand it later.")},
    )

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.seat = seat
        self.initial["left_on"] = timezone.localdate()

    def clean_left_on(self):
        day = self.cleaned_data["left_on"]
        if day > day_somewhere():
            raise forms.ValidationError(
                _("This day has not come yet. Set the end of the term instead.")
            )
        if self.seat.starts_on and day < self.seat.starts_on:
            raise forms.ValidationError(_("Their term had not begun on this day."))
        return day


class InvitationsForm(forms.Form):
    """Whom to invite, of `seats`: each is sent with when it was last invited, as the page showed it."""

    seats = forms.MultipleChoiceField(
        label=_("Whom to invite"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _(
                "Somebody has invited one of them meanwhile, or they have answered. Look again."
            ),
        },
    )

    def __init__(self, *args, seats, label_of, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {self.mark_of(seat): seat for seat in seats}
        self.fields["seats"].choices = [(mark, label_of(seat)) for mark, seat in self.rows.items()]
        self.initial["seats"] = list(self.rows)

    @staticmethod
    def mark_of(seat):
        """What stands for `seat` as it is now: another one as soon as somebody invites them."""
        invited = seat.invited_at.isoformat() if seat.invited_at else ""
        return f"{seat.pk}@{invited}"

    @property
    def chosen(self):
        """The seats that were chosen."""
        return [self.rows[mark] for mark in self.cleaned_data["seats"]]
