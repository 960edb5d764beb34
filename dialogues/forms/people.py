"""What one fills in about the people at a dialogue."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.forms import laid_out
from core.text import one_line
from dialogues.models import Participation
from dialogues.parts.choices import GroupField, WordField
from dialogues.parts.forms import tidy
from dialogues.vocabulary import ACTS_AS
from stakeholders.forms.register import PersonForm
from stakeholders.models import Consent, Person


class ParticipantForm(PersonForm):
    """Who somebody is, as far as a dialogue's list asks for it.

    The group is asked for once, with the participation. A partner chooses among the organisations it
    may know of and types any other; it cannot lift the protection of somebody.
    """

    new_organisation = forms.CharField(
        label=_("Another organisation"),
        required=False,
        max_length=300,
        help_text=_("If it is not among those offered: its name."),
    )

    class Meta(PersonForm.Meta):
        fields = [name for name in PersonForm.Meta.fields if name != "group"]

    def __init__(self, data=None, **options):
        super().__init__(tidy(data) if data is not None else None, prefix="person", **options)
        # Who brought them is settled by who adds them, and is changed in the register.
        self.fields.pop("held_by", None)
        # And what else they count in is said there too.
        self.fields.pop("categories", None)
        if not self.runs_register:
            self.fields["protected"].disabled = self.instance.protected
            self.fields.pop("lifted", None)
        self.helper = laid_out(
            Row(Column("title", css_class="col-4"), Column("name", css_class="col-8")),
            "role",
            Row(Column("organisation"), Column("new_organisation")),
            Row(Column("email"), Column("phone")),
            Row(Column("country"), Column("gender")),
            "languages",
            "protected",
            *(["lifted"] if "lifted" in self.fields else []),
        )

    def clean_new_organisation(self):
        return one_line(self.cleaned_data["new_organisation"])

    def clean_email(self):
        email = super().clean_email()
        if email and not self.runs_register:
            # Only among those whom the partner brought: of the others it is not told that they exist.
            own = Person.objects.filter(programme=self.programme, email__iexact=email)
            own = own.visible_to(self.user).exclude(pk=self.instance.pk)
            if own.exists():
                raise forms.ValidationError(
                    _("You have registered somebody with this e-mail address already: choose them.")
                )
        return email

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("organisation") and cleaned.get("new_organisation"):
            self.add_error(
                "new_organisation", _("Choose an organisation or type another one, not both.")
            )
        return cleaned


class ParticipationForm(forms.ModelForm):
    """How somebody takes part in this dialogue."""

    acts_as = WordField(vocabulary=ACTS_AS, label=_("As"), required=False, max_length=100)
    group = GroupField(
        queryset=None,
        required=False,
        label=_("Stands for"),
        empty_label=_("No group in particular"),
        help_text=_("The stakeholder group whose view they bring to this dialogue."),
    )

    class Meta:
        model = Participation
        fields = ["status", "acts_as", "group", "table", "sponsored", "listed"]

    def __init__(self, data=None, *, groups, person=None, **options):
        """`person`: who is added, if they are in the register already."""
        super().__init__(tidy(data) if data is not None else None, **options)
        self.person_id = person.pk if person else self.instance.person_id
        self.fields["group"].queryset = groups
        self.fields["table"].widget.attrs["class"] = "is-short"
        # What stood there when the form was opened: who answered meanwhile is not set back by it.
        self.fields[self.SEEN] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self.instance.status
        )
        self.helper = laid_out(
            Row(Column("status"), Column("acts_as")),
            Row(Column("group"), Column("table")),
            "sponsored",
            "listed",
            self.SEEN,
        )

    # When every place is taken, a convenor may mean it all the same: only then it is asked.
    LIMIT, SEEN = "over_limit", "seen_status"

    def meet_limit(self, refusal, user, dialogue):
        """Say that there is no place, and let who convenes the dialogue go over the limit knowingly."""
        self.add_error("status", str(refusal))
        if user.has_perm("dialogues.change_dialogue", dialogue):
            self.fields[self.LIMIT] = forms.BooleanField(
                required=False, label=_("Give them a place all the same, over the limit")
            )
            self.helper.layout.append(self.LIMIT)

    def over_limit(self, user, dialogue):
        """True if who convenes the dialogue said that they mean to go over the limit."""
        asked = self.data.get(self.LIMIT) == "on"
        return asked and user.has_perm("dialogues.change_dialogue", dialogue)

    def changes(self):
        """Values of the participation as it was filled in; the status only where it was changed."""
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        if self.instance.pk and values["status"] == self.cleaned_data.get(self.SEEN):
            del values["status"]
        return values

    def clean_listed(self):
        listed = self.cleaned_data["listed"]
        if listed and self.person_id:
            answers = Consent.objects.filter(person=self.person_id, kind=Consent.Kind.LISTED)
            refusal = answers.filter(is_current=True, given=False).first()
            if refusal is not None:
                raise forms.ValidationError(
                    _(
                        "They refused to be listed on %(day)s. If they think otherwise now, record "
                        "that answer on their page first."
                    ),
                    params={"day": date_format(refusal.asked_on)},
                )
        return listed


class ParticipantFilter(forms.Form):
    """What narrows the list of people, all of it in the address."""

    q = forms.CharField(
        label=_("Words in the name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True}),
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Any")), *Participation.Status.choices]
    )

    def __init__(self, data, *, groups):
        super().__init__(data)
        names = [(str(group.pk), group.full_name) for group in groups]
        self.fields["group"].choices = [("", _("Any")), *names, ("none", _("No group"))]

    def chosen(self):
        """The filters that are set; one that asks for what is not there is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
