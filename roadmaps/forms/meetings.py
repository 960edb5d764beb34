"""What is filled in about a group's meetings: when, agenda, who was there, what was decided."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TimeField, VersionedModelForm, laid_out
from core.text import without_control
from roadmaps.models import Action, Decision, Meeting, MeetingItem, Membership, Presence


class MemberField(forms.ModelChoiceField):
    """A member of the group, under the name by which the reader may know them."""

    def __init__(self, **options):
        options.setdefault("queryset", Membership.objects.none())
        options.setdefault("required", False)
        super().__init__(**options)
        self.names = None

    def offer(self, members, names):
        """Offer `members` under what `names` calls them."""
        self.names = names
        self.queryset = members

    def label_from_instance(self, member):
        return self.names.of(member.person)


class MeetingForm(VersionedModelForm):
    """A meeting: when and where, who chairs it and who writes."""

    on = DateField(label=_("Date"))
    starts_at = TimeField(label=_("Begins at"), required=False)
    ends_at = TimeField(label=_("Ends at"), required=False)
    chair = MemberField(label=_("Chair"), empty_label=_("Not settled yet"))
    secretary = MemberField(label=_("Who takes the minutes"), empty_label=_("Not settled yet"))

    class Meta:
        model = Meeting
        fields = ["title", "on", "starts_at", "ends_at", "place", "chair", "secretary"]
        help_texts = {"title": _("Its number stands for it if you give none.")}

    def __init__(self, *args, members, names, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("chair", "secretary"):
            self.fields[name].offer(members, names)
        self.helper = laid_out(
            "title",
            Row(Column("on"), Column("starts_at"), Column("ends_at")),
            "place",
            Row(Column("chair"), Column("secretary")),
        )

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The meeting would end before it begins."))
        if ends and not begins and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Say when it begins too."))
        return cleaned


class ItemForm(VersionedModelForm):
    """A point of the agenda and what was said about it."""

    class Meta:
        model = MeetingItem
        fields = ["title", "text", "minutes_allotted", "minutes", "is_dealt_with"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "minutes": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("title", "text", "minutes_allotted", "minutes", "is_dealt_with")


class ClosingForm(VersionedModelForm):
    """What stands at the end of the minutes: others who were there, closing words, the next date."""

    next_on = DateField(label=_("Next meeting"), required=False)

    class Meta:
        model = Meeting
        fields = ["others", "closing", "next_on"]
        widgets = {
            "others": forms.Textarea(attrs={"rows": 2}),
            "closing": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"others": _("Others who were there")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("others", "closing", "next_on")

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day <= self.instance.on:
            raise forms.ValidationError(_("The next meeting would not be after this one."))
        return day


class DecisionForm(VersionedModelForm):
    """What was decided, how, and who sees to it."""

    item = forms.ModelChoiceField(
        queryset=MeetingItem.objects.none(),
        label=_("Under which point"),
        required=False,
        empty_label=_("None in particular"),
    )
    action = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        label=_("About which action"),
        required=False,
        empty_label=_("None in particular"),
    )
    owner = MemberField(label=_("Who sees to it"), empty_label=_("Nobody in particular"))
    due = DateField(label=_("Until when"), required=False)

    class Meta:
        model = Decision
        fields = [
            *("text", "how", "in_favour", "against", "abstained"),
            *("item", "action", "owner", "due", "is_settled"),
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"is_settled": _("Nothing more is to be done about it")}
        help_texts = {
            "is_settled": _("Otherwise it comes back at the next meeting as a matter arising.")
        }

    def __init__(self, *args, meeting, members, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.all()
        actions = Action.objects.filter(theme__roadmap__learning_group=meeting.learning_group_id)
        self.fields["action"].queryset = actions.order_by("theme__position", "position", "pk")
        self.fields["owner"].offer(members, names)
        self.helper = laid_out(
            "text",
            "how",
            Row(Column("in_favour"), Column("against"), Column("abstained")),
            Row(Column("item"), Column("action")),
            Row(Column("owner"), Column("due")),
            "is_settled",
        )

    def clean(self):
        cleaned = super().clean()
        voted = any(cleaned.get(name) for name in ("in_favour", "against", "abstained"))
        if cleaned.get("how") == Decision.How.CONSENSUS and cleaned.get("against"):
            self.add_error("how", _("Somebody was against it: this was no consensus."))
        if (
            cleaned.get("how") == Decision.How.MAJORITY
            and voted
            and (cleaned.get("in_favour") or 0) <= (cleaned.get("against") or 0)
        ):
            self.add_error("in_favour", _("These votes are no majority."))
        return cleaned


class DissentForm(forms.Form):
    """Somebody's dissent from a decision, in their words."""

    text = forms.CharField(
        label=_("Dissent"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    member = MemberField(label=_("Whose"), empty_label=_("They do not want to be named"))

    def __init__(self, *args, members, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].offer(members, names)
        self.helper = laid_out("text", "member")

    def clean_text(self):
        return without_control(self.cleaned_data["text"]).strip()


class PresenceForm(forms.Form):
    """Who was there: a choice and a word for each member, all on one page."""

    def __init__(self, data=None, *, members, names, known):
        super().__init__(data)
        self.members = list(members)
        self.rows = []
        for member in self.members:
            was = known.get(member.pk)
            state, note = f"state-{member.pk}", f"note-{member.pk}"
            self.fields[state] = forms.ChoiceField(
                label=names.of(member.person),
                choices=Presence.State.choices,
                initial=was.state if was else Presence.State.ABSENT,
                widget=forms.RadioSelect,
            )
            self.fields[note] = forms.CharField(
                label=_("Who came, or why not"),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"class": "form-control"}),
                initial=was.note if was else "",
            )
            self.rows.append({"member": member, "state": self[state], "note": self[note]})

    @property
    def entries(self):
        """(member, state, note) of everybody."""
        return [
            (
                member,
                self.cleaned_data[f"state-{member.pk}"],
                without_control(self.cleaned_data[f"note-{member.pk}"]).strip(),
            )
            for member in self.members
        ]
