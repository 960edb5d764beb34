"""What one fills in while an agenda is arranged: items in short, days, where something goes."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TimeField, VersionedModelForm, laid_out
from dialogues.agenda import minutes_of
from dialogues.agenda_checks import short_day
from dialogues.agenda_editing import MIDNIGHT, clock_of, seconds_of
from dialogues.models import AgendaDay, AgendaItem
from dialogues.parts.forms import tidy

LONGEST = 10_000  # characters of a note about transport
PUSH = _("What follows moves along")


class QuickItemForm(VersionedModelForm):
    """An item in short: what, when, and how long, in minutes or by its end."""

    start = TimeField(label=_("Start"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=24 * 60 - 1,
        widget=forms.NumberInput({"class": "is-short", "step": 5, "inputmode": "numeric"}),
    )
    end = TimeField(label=_("or its end"), required=False)
    push = forms.BooleanField(label=PUSH, required=False, initial=True)

    class Meta:
        model = AgendaItem
        fields = ["title", "start", "end", "parallel"]
        help_texts = {"parallel": ""}

    field_order = ["title", "start", "minutes", "end", "parallel", "push"]

    def __init__(self, data=None, **options):
        super().__init__(tidy(data) if data is not None else None, **options)
        self.fields["parallel"].widget.attrs["placeholder"] = _("such as Room B")
        self.helper = laid_out(
            "title",
            Row(Column("start"), Column("minutes"), Column("end"), Column("parallel")),
            "push",
        )

    def current_values(self, instance):
        return {**super().current_values(instance), "minutes": minutes_of(instance)}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not {"start", "minutes", "end"} & set(self.errors):
            self._clean_times(cleaned)
        return cleaned

    def _clean_times(self, cleaned):
        start, end, minutes = (cleaned.get(name) for name in ("start", "end", "minutes"))
        if start is None and (end is not None or minutes is not None):
            self.add_error("start", _("Say when it starts, too."))
        elif minutes is not None and self._says_minutes(end, minutes):
            until = seconds_of(start) + minutes * 60
            if until >= MIDNIGHT:
                self.add_error("minutes", _("It would run past midnight."))
            else:
                cleaned["end"] = clock_of(until)
        elif end is not None and end < start:
            self.add_error("end", _("The end lies before the start."))

    def _says_minutes(self, end, minutes):
        """The minutes count, unless the end alone was changed, or is all that there is."""
        is_new_end = end != self.initial.get("end")
        return end is None or not (is_new_end and minutes == self.initial.get("minutes"))


class NewItemForm(QuickItemForm):
    """A new item of a day, in short."""

    part = forms.TypedChoiceField(label=_("Part"), required=False, coerce=int, empty_value=None)

    field_order = ["title", "start", "minutes", "end", "parallel", "part", "push"]

    def __init__(self, data=None, *, parts, **options):
        super().__init__(data, **options)
        self.fields["part"].choices = [
            (part.pk, part.title or _("Part without a title")) for part in parts
        ]
        times = Row(Column("start"), Column("minutes"), Column("end"))
        where = Row(Column("parallel"), Column("part"))
        if len(parts) < 2:
            del self.fields["part"]
            where = Row(Column("parallel"))
        self.helper = laid_out("title", times, where, "push")


class DayForm(VersionedModelForm):
    """A day of the agenda."""

    date = DateField(label=_("Date"))

    class Meta:
        model = AgendaDay
        fields = ["date", "title", "place", "transport"]
        labels = {"title": _("What it is called"), "place": _("Where")}
        help_texts = {
            "title": _("If it has a name, such as “First site”."),
            "place": _("Town, site or hall, if not the dialogue’s own."),
            "transport": _("When and where what leaves, and comes back."),
        }
        widgets = {"transport": forms.Textarea({"rows": 3})}

    def __init__(self, data=None, **options):
        super().__init__(tidy(data) if data is not None else None, **options)
        self.helper = laid_out(Row(Column("date"), Column("title")), "place", "transport")

    def clean_transport(self):
        text = self.cleaned_data["transport"]
        if len(text) > LONGEST:
            raise forms.ValidationError(_("At most %(most)d characters."), params={"most": LONGEST})
        return text

    def validate_unique(self):
        """Whether the date is free is for the service to say, under its lock."""


class SeenForm(forms.Form):
    """What a page carries of the order that it showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)


class RemoveDayForm(SeenForm):
    """Where the items of a day go when it goes."""

    REMOVE = "remove"
    to = forms.ChoiceField(label=_("Its items"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, others, number, **options):
        super().__init__(data, **options)
        moves = [
            (day.key, _("Move them to %(day)s") % {"day": short_day(day)})
            for day in others
            if day.key
        ]
        self.fields["to"].choices = [*moves, (self.REMOVE, _("Remove them with it"))]
        if not number:
            del self.fields["to"]

    @property
    def goes_to(self):
        """The key of the day to which the items go; empty if they are removed."""
        chosen = self.cleaned_data.get("to", self.REMOVE)
        return "" if chosen == self.REMOVE else chosen


def _in_words(day, part):
    return f"{short_day(day)} · {part.title or _('Part without a title')}"


class MoveForm(SeenForm):
    """Where an item goes: to a part of a day, to its beginning or its end."""

    where = forms.ChoiceField(label=_("Day and part"))
    place = forms.ChoiceField(
        label=_("Place"),
        widget=forms.RadioSelect,
        choices=[("last", _("After what is there")), ("first", _("Before what is there"))],
        initial="last",
    )
    push = forms.BooleanField(label=PUSH, required=False, initial=True)

    def __init__(self, data=None, *, days, parts, **options):
        super().__init__(data, **options)
        many = len(parts) > 1
        self.fields["where"].label = _("Day and part") if many else _("Day")
        self.fields["where"].choices = [
            (f"{day.key} {part.pk}", _in_words(day, part) if many else short_day(day))
            for day in days
            for part in parts
        ]

    @property
    def goes_to(self):
        """The key of the day and the id of the part."""
        key, _space, part = self.cleaned_data["where"].partition(" ")
        return key, int(part)


class RemoveItemForm(forms.Form):
    """What happens to what follows an item that is removed."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    push = forms.BooleanField(
        label=_("What follows moves up into its time"), required=False, initial=True
    )


class TakeOverForm(forms.Form):
    """What is taken over of an earlier agenda."""

    with_people = forms.BooleanField(
        label=_("Take its presenters and discussants along"),
        required=False,
        help_text=_(
            "With the perspective they spoke for. Those who are not coming are pointed out."
        ),
    )

    def __init__(self, data=None, *, may_bring_people, **options):
        super().__init__(data, **options)
        if not may_bring_people:
            del self.fields["with_people"]
