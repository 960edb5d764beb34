"""What is filled in about groups, their members, and who convenes them."""

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import (
    CountryField,
    DateField,
    LanguageField,
    TimeZoneField,
    VersionedModelForm,
    laid_out,
)
from core.text import without_control
from dialogues.forms.person_choice import PersonChoiceField, offer_of, people_of
from dialogues.models import Dialogue
from dialogues.models.dialogue import known_timezone
from dialogues.parts.choices import GroupField
from roadmaps.exceptions import LearningGroupNameTaken
from roadmaps.models import HandOver, LearningGroup, Membership
from stakeholders.models import Group, Organisation, Programme
from stakeholders.naming import name_for

# How a member came.
CAME = ("nominated_at", "nominated_by", "endorsed_at", "succeeds")


class GroupForm(VersionedModelForm):
    """A group's constitution, and what of it everybody may read. Only a new one chooses its programme."""

    programme = forms.ModelChoiceField(queryset=Programme.objects.none(), label=_("Programme"))
    country = CountryField(label=_("Country"), required=False)
    timezone = TimeZoneField(label=_("Time zone"), validators=[known_timezone])
    language = LanguageField(
        label=_("Language of its mail"),
        help_text=_("The language in which its members get reminders, for example en, fr or sw."),
    )
    endorsed = DateField(label=_("Endorsed on"), required=False)
    convenor_person = PersonChoiceField(
        label=_("Convenor (person)"), empty_label=_("Nobody in particular"), required=False
    )

    class Meta:
        model = LearningGroup
        fields = [
            *("programme", "name", "country", "host", "convenor_person"),
            *("convenor_organisation", "convenor_text", "dialogue", "endorsed", "terms"),
            *("quorum", "quorum_groups", "timezone", "language", "digest", "is_public"),
            *("shows_members", "shows_meetings", "shows_terms"),
        ]
        widgets = {"terms": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "terms": _("What the group is for, how it works, how long members serve."),
            "quorum": _("How many members must be there for it to decide."),
            "quorum_groups": _("How many different constituencies must be among them."),
            "shows_members": _("Only those who agreed to be listed; nobody protected."),
            "is_public": _("A page that everybody can read, with name, country and host."),
            "convenor_text": _("If the convenor is neither in the register."),
        }

    def __init__(self, *args, user, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        is_new = self.instance.pk is None
        if not is_new:
            del self.fields["programme"]
        ids = list(programmes.values_list("pk", flat=True)) if is_new else []
        if len(ids) == 1:
            self.initial.setdefault("programme", ids[0])
        of = {"programme__in": ids} if is_new else {"programme": self.instance.programme_id}
        standing = [self.instance.host_id, self.instance.convenor_organisation_id]
        bodies = bodies_of(user, standing).filter(**of)
        for name in ("host", "convenor_organisation"):
            self.fields[name].queryset = bodies
        chosen = self["convenor_person"].value()
        if is_new and len(ids) != 1:
            # Whose register it is comes with the programme: the person is chosen once it is known.
            del self.fields["convenor_person"]
        else:
            people = people_of(ids[0] if is_new else self.instance.programme_id, user)
            self.fields["convenor_person"].offer(offer_of(people, user, chosen=[chosen]))
        scope = {f"initiative__{name}": value for name, value in of.items()}
        dialogues = Dialogue.objects.visible_to(user).filter(**scope)
        _offer_dialogues(self, ["dialogue"], dialogues)
        if is_new:
            self.initial |= _as_its_dialogues(dialogues)
        self.helper = laid_out(*self._layout())

    def _layout(self):
        have = [name for name in ("programme",) if name in self.fields]
        person = [name for name in ("convenor_person",) if name in self.fields]
        endorsed = [name for name in ("dialogue", "endorsed") if name in self.fields]
        return [
            *have,
            Row(Column("name"), Column("country")),
            Row(*map(Column, endorsed)),
            Fieldset(
                str(_("Host and convenor")),
                "host",
                *person,
                "convenor_organisation",
                "convenor_text",
                css_class="form-group",
            ),
            "terms",
            Row(Column("quorum"), Column("quorum_groups")),
            Row(Column("timezone"), Column("language"), Column("digest")),
            Fieldset(
                str(_("What everybody may read")),
                *("is_public", "shows_members", "shows_meetings", "shows_terms"),
                css_class="form-group",
            ),
        ]

    def clean_name(self):
        name = self.cleaned_data["name"]
        programme = self.instance.programme_id or self.cleaned_data.get("programme")
        same = LearningGroup.objects.filter(programme=programme, name=name)
        if programme and same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(str(LearningGroupNameTaken()))
        return name

    def clean(self):
        cleaned = super().clean()
        programme = cleaned.get("programme")
        if programme:
            for name in ("host", "convenor_organisation", "dialogue"):
                row = cleaned.get(name)
                of = getattr(row, "initiative", row)
                if row and of.programme_id != programme.pk:
                    self.add_error(name, _("This belongs to another programme."))
        most = cleaned.get("quorum")
        groups = cleaned.get("quorum_groups")
        if most and groups and groups > most:
            self.add_error(
                "quorum_groups", _("So many constituencies need at least as many members.")
            )
        return cleaned


def bodies_of(user, standing):
    """The organisations that `user` may see, and those that stand there already, whose ids are in `standing`:
    the group's page names them."""
    rows = Organisation.objects
    seen = rows.visible_to(user).order_by().values("pk")
    return rows.filter(Q(pk__in=seen) | Q(pk__in=[key for key in standing if key]))


def _as_its_dialogues(dialogues):
    """Where a new group most likely sits, and how it speaks: as the newest of its programme's dialogues."""
    names = ("country", "timezone", "language")
    return dialogues.order_by("-starts_on", "-pk").values(*names).first() or {}


def _offer_dialogues(form, names, dialogues):
    """Offer `dialogues` in the fields `names`. Where one stands that is not among them, which the viewer may
    not know of, the field is left out: it stays as it is."""
    for name in names:
        standing = getattr(form.instance, f"{name}_id")
        if standing and not dialogues.filter(pk=standing).exists():
            del form.fields[name]
        else:
            form.fields[name].queryset = dialogues
            form.fields[name].required = False


class MemberForm(VersionedModelForm):
    """A seat in a group; only a new one chooses whose it is."""

    person = PersonChoiceField(label=_("Person"), empty_label=_("Choose somebody"))
    represents = GroupField(
        queryset=Group.objects.none(),
        label=_("Constituency"),
        required=False,
        empty_label=_("No stakeholder group in particular"),
        help_text=_("The stakeholder group that they stand for."),
    )
    since = DateField(label=_("Since"), required=False)
    until = DateField(label=_("Term ends"), required=False, help_text=_("The last day of it."))

    class Meta:
        model = Membership
        fields = [
            *("person", "role", "represents", "represents_text", "since", "until"),
            *("nominated_at", "nominated_by", "endorsed_at", "succeeds"),
            *("keeps_roadmap", "wants_digest"),
        ]
        help_texts = {
            "nominated_by": _("Who put them forward, if it was not a dialogue."),
            "represents_text": _("More closely: an association, a district."),
            "keeps_roadmap": _("May change themes and actions, and take the minutes of meetings."),
        }

    def __init__(self, *args, group, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group
        fields = self.fields
        fields["represents"].queryset = Group.objects.filter(programme=group.programme_id)
        dialogues = Dialogue.objects.visible_to(user)
        dialogues = dialogues.filter(initiative__programme=group.programme_id)
        _offer_dialogues(self, ["nominated_at", "endorsed_at"], dialogues)
        former = Membership.objects.filter(learning_group=group).exclude(pk=self.instance.pk)
        over = Q(left_on__isnull=False) | Q(until__lt=timezone.localdate())
        # Whoever they succeed stays to be chosen, though that seat's term was made longer since.
        fields["succeeds"].queryset = former.filter(
            over | Q(pk=self.instance.succeeds_id)
        ).select_related("person")
        fields["succeeds"].label_from_instance = lambda row: offer_name(row, user)
        first = []
        if self.instance.pk is None:
            people = people_of(group.programme_id, user)
            seated = group.members.filter(left_on__isnull=True)
            people = people.exclude(pk__in=seated.values("person"))
            fields["person"].offer(offer_of(people, user, chosen=[self["person"].value()]))
            first = ["person"]
        else:
            del fields["person"]
        self.helper = laid_out(
            *first,
            "role",
            Row(Column("represents"), Column("represents_text")),
            Row(Column("since"), Column("until")),
            Fieldset(
                str(_("How they came")),
                *(name for name in CAME if name in fields),
                css_class="form-group",
            ),
            *("keeps_roadmap", "wants_digest"),
        )

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The term would end before it begins."))
        left = self.instance.left_on
        if since and left and left < since:
            self.add_error("since", _("They left before this day."))
        return cleaned


def offer_name(membership, user):
    """A former member as a choice: their name as far as the user may know it."""
    return name_for(user, membership.person)


class LeaveForm(forms.Form):
    """A member leaves: when, and why."""

    left_on = DateField(label=_("Last day"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Why they leave"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read inside the group only."),
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.helper = laid_out("left_on", "reason")

    def clean_reason(self):
        return without_control(self.cleaned_data["reason"]).strip()

    def clean_left_on(self):
        day, since = self.cleaned_data["left_on"], self.membership.since
        if since and day < since:
            raise forms.ValidationError(_("They came only after this day."))
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is still ahead: set the end of their term instead.")
            )
        return day


class HandOverForm(forms.ModelForm):
    """To which body, and to whom there, a group's convening rights are offered."""

    to_person = PersonChoiceField(
        label=_("Who convenes for it"),
        empty_label=_("Choose somebody"),
        help_text=_("Somebody of the register who has an account here."),
    )

    class Meta:
        model = HandOver
        fields = ["to_organisation", "to_person", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"note": _("What they should know: kept with the history.")}

    def __init__(self, *args, group, user, **kwargs):
        super().__init__(*args, **kwargs)
        of_members = group.members.values_list("person__organisation", flat=True)
        bodies = bodies_of(user, [group.host_id, *of_members])
        self.fields["to_organisation"].queryset = bodies.filter(programme=group.programme_id)
        self.fields["to_organisation"].required = True
        if group.host_id and not self.is_bound:
            self.initial["to_organisation"] = group.host_id
        people = people_of(group.programme_id, user).filter(user__is_active=True)
        self.fields["to_person"].offer(offer_of(people, user, chosen=[self["to_person"].value()]))
        self.helper = laid_out("to_organisation", "to_person", "note")

    def clean_note(self):
        return without_control(self.cleaned_data["note"]).strip()


class ConvenorForm(forms.Form):
    """Somebody else who convenes the group beside those who do."""

    person = PersonChoiceField(label=_("Person"), empty_label=_("Choose somebody"))

    def __init__(self, *args, group, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_of(group.programme_id, user).filter(user__is_active=True)
        convening = group.convenors.filter(ended_at__isnull=True).values("user")
        people = people.exclude(user__in=convening)
        self.fields["person"].offer(offer_of(people, user, chosen=[self["person"].value()]))
        self.helper = laid_out("person")


class WordsForm(forms.Form):
    """A reason, in words, where one may be given."""

    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("words")

    def clean_words(self):
        return without_control(self.cleaned_data["words"]).strip()
