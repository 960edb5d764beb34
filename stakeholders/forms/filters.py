"""What narrows the lists of the register, all of it in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import without_control


class RegisterFilter(forms.Form):
    """What narrows a list of the register.

    Each argument but `data` is a list of choices for the field of its name; a field with fewer than
    two choices (one, for those in `alone`) narrows nothing and is left out. The fields of `first` are
    always shown, the others on demand.
    """

    first = ("q", "group", "country")
    alone = ()
    sorts = ()

    q = forms.CharField(
        label=_("Words in the name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True}),
    )
    group = forms.ChoiceField(label=_("Stakeholder group"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    held_by = forms.ChoiceField(label=_("Registered by"), required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False)

    def __init__(self, data, **choices):
        super().__init__(data)
        self.fields["sort"].choices = [("", _("Name")), *self.sorts]
        # Last, whatever a subclass adds.
        self.fields["sort"] = self.fields.pop("sort")
        for name, field in list(self.fields.items()):
            if name == "sort" or not isinstance(field, forms.ChoiceField):
                continue
            least = 1 if name in self.alone else 2
            if len(choices.get(name, ())) < least:
                del self.fields[name]
            else:
                field.choices = [("", _("Any")), *choices[name]]

    def chosen(self):
        """The filters that are set; one that asks for what is not there is left out."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("q", "organisation"):
            if name in chosen:
                chosen[name] = without_control(chosen[name])
        return {name: value for name, value in chosen.items() if value}

    @property
    def is_filtered(self):
        """True if the list is narrowed; its order alone narrows nothing."""
        return bool(self.chosen().keys() - {"sort"})

    @property
    def fields_at_first(self):
        return [field for field in self if field.name in self.first]

    @property
    def further_fields(self):
        return [field for field in self if field.name not in self.first]

    @property
    def shows_further(self):
        """True if one of the further fields is set, so that it must not hide."""
        return bool(self.chosen().keys() - set(self.first))


class OrganisationFilter(RegisterFilter):
    """What narrows the list of organisations."""

    sorts = (("changed", _("Last change")),)


class PeopleFilter(RegisterFilter):
    """What narrows the list of people. `organisation` takes words of its name or, from a link, its id."""

    first = ("q", "group", "country", "organisation")
    alone = ("category",)
    sorts = (("organisation", _("Organisation")), ("changed", _("Last change")))

    organisation = forms.CharField(
        label=_("Words in the organisation’s name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    consent = forms.ChoiceField(label=_("Consent"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    protected = forms.ChoiceField(label=_("Protection"), required=False)
