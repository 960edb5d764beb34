"""What one fills in to invite people, to find their answers, and to note those of who phoned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convening import answers_list
from convening.inviting import QUADRANTS
from convening.services.invitations import ACCEPTED, DECLINED, UNDONE
from core.forms import laid_out
from core.text import as_key, one_line, without_control
from dialogues.models import Participation
from dialogues.parts.choices import GroupField

Status = Participation.Status
NONE = answers_list.NONE
NEW = "new"
MOST_AT_ONCE = 5000


def _search(label):
    widget = forms.TextInput(attrs={"type": "search"})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget)


class _Filter(forms.Form):
    """Choices that live in an address; one that asks for what is not there is left out."""

    def clean_q(self):
        return one_line(self.cleaned_data["q"])

    def chosen(self):
        """The filters that are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AnswersFilter(_Filter):
    """What narrows the list of answers."""

    q = _search(_("Words in the name"))
    group = forms.ChoiceField(label=_("Group"), required=False)
    partner = forms.ChoiceField(label=_("Registered by"), required=False)
    only = forms.ChoiceField(
        label=_("Only who"),
        required=False,
        choices=[
            ("", _("Everybody")),
            (answers_list.NOT_WRITTEN, _("is invited and was not written to")),
            (answers_list.NO_MAIL, _("gets no mail")),
            (answers_list.NO_FORM, _("comes and has not filled in the form")),
            (answers_list.MISSING, _("comes and left something of the form open")),
            (answers_list.SPONSORED, _("has a sponsored place")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("As on the list")),
            ("name", _("By name")),
            ("answered", _("Latest answers first")),
            ("waiting", _("By the waiting list")),
            ("group", _("By group")),
            ("status", _("By status")),
        ],
    )
    status = forms.ChoiceField(
        choices=[("", ""), *Status.choices], required=False, widget=forms.HiddenInput
    )

    def __init__(self, data, *, groups, partners):
        super().__init__(data)
        names = [(str(group.pk), group.full_name) for group in groups]
        self.fields["group"].choices = [("", _("Any")), *names, (NONE, _("No group"))]
        if partners is None:
            del self.fields["partner"]
        else:
            names = [(str(body.pk), body.name) for body in partners]
            self.fields["partner"].choices = [("", _("Any")), *names, (NONE, _("The team"))]


class WhomFilter(_Filter):
    """Whom of the register to show for inviting: by name, by group, or those who stand on the map."""

    q = _search(_("Name"))
    group = forms.ChoiceField(label=_("Group"), required=False)
    on_map = forms.ChoiceField(label=_("On the stakeholder map"), required=False)
    kept = forms.CharField(required=False, max_length=3000, widget=forms.HiddenInput)

    def __init__(self, data, *, groups, has_map):
        super().__init__(data)
        names = [(str(group.pk), group.full_name) for group in groups]
        self.fields["group"].choices = [("", _("Any")), *names, (NONE, _("No group"))]
        if not has_map:
            del self.fields["on_map"]
            return
        quadrants = [(key, words) for key, (words, _condition) in QUADRANTS.items()]
        self.fields["on_map"].choices = [
            ("", _("On it or not")),
            ("any", _("Everybody on it")),
            *quadrants,
        ]

    def keys(self):
        """Ids of those who were ticked before, and are kept while others are looked for."""
        self.is_valid()
        return {as_key(each) for each in self.cleaned_data.get("kept", "").split(",")} - {None}

    def chosen(self):
        return {name: value for name, value in super().chosen().items() if name != "kept"}


class KeysField(forms.CharField):
    """Ids in one field: more of them than fields that a form may have."""

    widget = forms.HiddenInput

    def clean(self, value):
        keys = {as_key(each) for each in super().clean(value).split(",")}
        if len(keys) > MOST_AT_ONCE:
            raise forms.ValidationError(_("That are too many at once."))
        return keys - {None}


class InviteForm(forms.Form):
    """The people who were looked at, and the group that they are to stand for."""

    people = KeysField()
    group = GroupField(
        queryset=None,
        required=False,
        label=_("Stand for"),
        empty_label=_("Each for their own group"),
        help_text=_("For whom they speak at this dialogue. It can be changed for each later."),
    )

    def __init__(self, data=None, *, groups, **options):
        super().__init__(data, **options)
        self.fields["group"].queryset = groups
        self.helper = laid_out("people", "group")


class RecordForm(forms.Form):
    """What somebody said on the telephone. `seen` is where they stood when the page was read."""

    LABELS = {
        ACCEPTED: _("They come"),
        DECLINED: _("They do not come"),
        UNDONE: _("They have not answered yet"),
    }

    answer = forms.ChoiceField(label=_("What did they say?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why not"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("If they said so; kept for the team."),
    )
    seen = forms.ChoiceField(choices=Status.choices, widget=forms.HiddenInput)

    def __init__(self, data=None, *, status, **options):
        super().__init__(data, initial={"seen": status}, **options)
        # What is possible is asked of where they stood when the page was read: whether they stand there
        # still is for the service to say.
        seen = (data or {}).get("seen")
        self.seen = seen if seen in Status.values else status
        self.fields["answer"].choices = [(key, self.LABELS[key]) for key in possible(self.seen)]
        self.helper = laid_out("answer", "reason", "seen")

    def clean_reason(self):
        return without_control(self.cleaned_data["reason"]).strip()


def noted_again(form, status):
    """The RecordForm of who stands at `status` by now, with what was typed into the stale `form`."""
    fresh = RecordForm(status=status)
    typed = form.cleaned_data
    fresh.initial["reason"] = typed["reason"]
    if typed["answer"] in possible(status):
        fresh.initial["answer"] = typed["answer"]
    return fresh


def possible(status):
    """Which answers can be noted for somebody at `status`."""
    if status == Status.ATTENDED:
        return ()
    if status == Status.INVITED:
        return (ACCEPTED, DECLINED)
    if status == Status.DECLINED:
        return (ACCEPTED, UNDONE)
    if status == Status.OFFERED:
        return (ACCEPTED, DECLINED, UNDONE)
    return (DECLINED, UNDONE)


class GroupForm(forms.Form):
    """For which group somebody stands at this dialogue."""

    group = GroupField(
        queryset=None, required=False, label=_("Stands for"), empty_label=_("No group")
    )

    def __init__(self, data=None, *, groups, **options):
        super().__init__(data, **options)
        self.fields["group"].queryset = groups
        self.helper = laid_out("group")


class ProposalDecisionForm(forms.Form):
    """Who the proposed person is, and for whom they would stand."""

    same = forms.ChoiceField(label=_("In the register"), widget=forms.RadioSelect)
    group = GroupField(
        queryset=None, required=False, label=_("Stands for"), empty_label=_("No group")
    )

    def __init__(self, data=None, *, found, groups, **options):
        super().__init__(data, **options)
        self.fields["same"].choices = [
            *((str(key), words) for key, words in found),
            (NEW, _("Somebody new")),
        ]
        self.fields["group"].queryset = groups
        self.helper = laid_out("same", "group")
