"""What the calendar is narrowed by, what a calendar address holds, and why a dialogue is cancelled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import one_line, several_lines
from dialogues.almanac import DUE_LABELS
from dialogues.models import Initiative, Kind
from stakeholders.models import Programme

MOST_OFFERED = 500  # more than these nobody looks through


class CalendarFilter(forms.Form):
    """What the calendar is narrowed to; it offers only what the viewer may know of."""

    month = forms.CharField(required=False, widget=forms.HiddenInput)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    initiative = forms.ChoiceField(label=_("Initiative"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Initiative.objects.visible_to(user).select_related("programme")
        initiatives = list(rows.order_by("title", "pk")[:MOST_OFFERED])
        programmes = {row.programme.slug: row.programme for row in initiatives}
        self._rows = {
            "programme": programmes,
            "initiative": {row.slug: row for row in initiatives},
        }
        for name, known in self._rows.items():
            titles = sorted(known.items(), key=lambda pair: pair[1].title.casefold())
            self.fields[name].choices = [
                ("", _("All")),
                *((slug, row.title) for slug, row in titles),
            ]
        due = list(DUE_LABELS.items()) if user.is_authenticated else []
        self.fields["kind"].choices = [("", _("All")), *Kind.choices, *due]
        if len(programmes) < 2 and not self.data.get("programme"):
            del self.fields["programme"]

    def narrowing(self):
        """`programme`, `initiative` and `kind` that were asked for; what makes no sense is left out."""
        self.is_valid()
        asked = self.cleaned_data
        found = {name: known.get(asked.get(name) or "") for name, known in self._rows.items()}
        return found | {"kind": asked.get("kind") or ""}


class FeedForm(forms.Form):
    """A new calendar address: a name to know it by, and what it holds."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        help_text=_("To know it by, for example “My phone”. The calendar shows it too."),
    )
    holds = forms.ChoiceField(label=_("What it holds"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.visible_to(user).order_by("title", "pk")[:MOST_OFFERED]
        initiatives = Initiative.objects.visible_to(user).order_by("title", "pk")[:MOST_OFFERED]
        self._rows = {f"programme-{row.pk}": row for row in programmes}
        self._rows |= {f"initiative-{row.pk}": row for row in initiatives}
        self.fields["holds"].choices = [
            ("", _("Every dialogue that I may see")),
            *self._group(_("A programme"), "programme-"),
            *self._group(_("An initiative"), "initiative-"),
        ]

    def _group(self, label, prefix):
        rows = [(key, row.title) for key, row in self._rows.items() if key.startswith(prefix)]
        return [(label, rows)] if rows else []

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    @property
    def feed(self):
        """What `add_feed` is to make."""
        name, row = self.cleaned_data["name"], self._rows.get(self.cleaned_data["holds"])
        return {
            "name": name,
            "programme": row if isinstance(row, Programme) else None,
            "initiative": row if isinstance(row, Initiative) else None,
        }


class CancelForm(forms.Form):
    """Why a dialogue is cancelled."""

    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who have a part in the dialogue read this; the public does not."),
        error_messages={"required": _("Give the reason, in a sentence: people will ask.")},
    )

    def clean_reason(self):
        reason = several_lines(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(self.fields["reason"].error_messages["required"])
        return reason
