"""What is filled in about an action: in one row under its theme, or all of it."""

from functools import cached_property

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.forms import DateField, VersionedModelForm, laid_out
from core.text import as_key, one_line
from dialogues.parts.forms import MARKDOWN
from dialogues.parts.somebody import MOST, PersonField
from roadmaps.cycles import circle_from
from roadmaps.forms.rows import Row as Cells
from roadmaps.forms.rows import TableField, TableFormMixin
from roadmaps.models import Action, Payment, Theme
from roadmaps.ties import BELONGS, WAITS, circle_in_words, needs_of, parents_of

AMOUNT = {"max_digits": 14, "decimal_places": 2, "min_value": 0}
TOLD = 5


class ActionOffer:
    """The actions of a roadmap to choose from, read once however many fields offer them.

    Where there are many, one writes a title, or the number that is shown behind it.
    """

    def __init__(self, roadmap, *, but=None):
        self.people = Action.objects.filter(theme__roadmap=roadmap)
        if but:
            self.people = self.people.exclude(pk=but)

    @cached_property
    def _rows(self):
        rows = self.people.order_by("theme__position", "theme", "position", "pk")
        return {key: f"{title} #{key}" for key, title in rows.values_list("pk", "title")}

    @property
    def is_long(self):
        return len(self._rows) > MOST

    @property
    def choices(self):
        """Pairs of id and title; of many the first, with their numbers."""
        rows = list(self._rows.items())
        if self.is_long:
            return rows[:MOST]
        return [(key, label.rpartition(" #")[0]) for key, label in rows]

    def label_of(self, key):
        label = self._rows.get(as_key(key), "")
        return label if self.is_long else label.rpartition(" #")[0]

    def find(self, words):
        wanted = words.casefold().strip()
        rows = [(key, label.rpartition(" #")[0]) for key, label in self._rows.items()]
        same = [row for row in rows if row[1].casefold() == wanted]
        return same or [row for row in rows if wanted in row[1].casefold()]


class ActionField(PersonField):
    """An action of the same roadmap."""

    default_error_messages = {
        "nobody": _("No other action of this roadmap is called “%(words)s”."),
        "several": ngettext_lazy(
            "%(number)d action is meant by “%(words)s”: %(names)s. Write more of it, or its number.",
            "%(number)d actions are meant by “%(words)s”: %(names)s. Write more of it, or its number.",
            "number",
        ),
        "invalid_choice": _("This is no other action of this roadmap."),
    }


def _key():
    return forms.IntegerField(required=False, widget=forms.HiddenInput)


def _needs():
    return TableField(
        {"action": ActionField(queryset=None, label=_("Action"), empty_label=_("None"))},
        label=_("Waits for"),
        help_text=_("What has to be done first, of the same roadmap."),
    )


def _supporters():
    return TableField(
        {
            "person": PersonField(
                queryset=None, required=False, label=_("Person"), empty_label=_("Nobody")
            ),
            "organisation": forms.ModelChoiceField(
                queryset=None, required=False, label=_("or organisation"), empty_label=_("None")
            ),
        },
        label=_("Supporters"),
        help_text=_("A person or a body in each row."),
    )


def _milestones():
    return TableField(
        {
            "key": _key(),
            "title": forms.CharField(
                max_length=500, label=_("Step"), widget=forms.TextInput(attrs={"data-wide": True})
            ),
            "due": DateField(required=False, label=_("Due")),
            "done": forms.BooleanField(required=False, label=_("Done")),
        },
        label=_("Milestones"),
        help_text=_("Steps that can be seen to be done. Empty a row to take it out."),
    )


def _payments():
    state = forms.ChoiceField(choices=Payment.State, label=_("State"), initial=Payment.State.SOUGHT)
    state.preset = Payment.State.SOUGHT
    return TableField(
        {
            "key": _key(),
            "organisation": forms.ModelChoiceField(
                queryset=None, required=False, label=_("Who pays"), empty_label=_("None")
            ),
            "payer": forms.CharField(required=False, max_length=300, label=_("or in words")),
            "amount": forms.DecimalField(required=False, label=_("Amount"), **AMOUNT),
            "state": state,
        },
        label=_("Who pays"),
        help_text=_("Amounts are in the currency of the cost."),
    )


class ActionForm(TableFormMixin, VersionedModelForm):
    """All of an action. Status, progress and, once there is an update, the due date move by updates."""

    lead_person = PersonField(
        queryset=None, required=False, label=_("Lead: a person"), empty_label=_("Nobody named")
    )
    start = DateField(label=_("Start"), required=False)
    due = DateField(label=_("Due"), required=False)
    parent = ActionField(
        queryset=None,
        required=False,
        label=_("Part of"),
        empty_label=_("Stands by itself"),
        help_text=_("An action with parts has the progress that they add up to."),
    )
    needs = _needs()
    supporters = _supporters()
    milestones = _milestones()
    payments = _payments()

    class Meta:
        model = Action
        fields = [
            *("theme", "title", "text", "lead_person", "lead_organisation", "start", "due"),
            *("status", "progress", "parent", "weight", "result", "cost", "currency"),
        ]
        labels = {"lead_organisation": _("Lead: an organisation"), "cost": _("Cost")}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "currency": forms.TextInput(attrs={"class": "is-short", "maxlength": 3}),
        }
        help_texts = {
            "text": MARKDOWN,
            "currency": _("Three letters, for example GHS, GBP or USD."),
            "weight": _("How much it counts for in what it is part of, beside the other parts."),
            "result": _("The line of the logical framework to which it contributes."),
        }

    def __init__(self, *args, roadmap, leads, has_updates=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.roadmap = roadmap
        self._moved_by_updates(has_updates)
        fields, offer = self.fields, ActionOffer(roadmap, but=self.instance.pk)
        fields["theme"].queryset = Theme.objects.filter(roadmap=roadmap)
        fields["theme"].empty_label = None
        fields["result"].queryset = roadmap.results.all()
        fields["parent"].offer(offer)
        fields["needs"].columns["action"].offer(offer)
        self._offer_people(leads)
        self._limit_numbers()
        self.helper = laid_out(*self._layout())

    def _moved_by_updates(self, has_updates):
        gone = ("status", "progress") if self.instance.pk else ()
        for name in (*gone, *(["due"] if has_updates else ())):
            del self.fields[name]

    def _offer_people(self, leads):
        fields = self.fields
        stored = [row.get("person") for row in self.initial.get("supporters") or []]
        people = leads.offer(keep=[self.instance.lead_person_id, *stored])
        fields["lead_person"].offer(people)
        fields["supporters"].columns["person"].offer(people)
        known = [self.instance.lead_organisation_id]
        for name in ("supporters", "payments"):
            known += [row.get("organisation") for row in self.initial.get(name) or []]
        bodies = leads.organisations.model.objects.filter(programme=leads.programme_id)
        bodies = bodies.filter(
            Q(pk__in=leads.organisations.values("pk")) | Q(pk__in=[key for key in known if key])
        )
        fields["lead_organisation"].queryset = bodies
        for name in ("supporters", "payments"):
            fields[name].columns["organisation"].queryset = bodies

    def _limit_numbers(self):
        for name, most in (("progress", 100), ("weight", 1000)):
            if name in self.fields:
                self.fields[name].widget.attrs.update({"class": "is-short", "max": most})
        self.fields["cost"].widget.attrs["class"] = "is-short"

    def _layout(self):
        have = self.fields
        when = [Column(name) for name in ("start", "due") if name in have]
        state = [Column(name) for name in ("status", "progress") if name in have]
        return [
            "title",
            "theme",
            Row(Column("lead_person"), Column("lead_organisation")),
            Row(*when),
            *([Row(*state)] if state else []),
            "text",
            Fieldset(str(_("Steps and order")), "milestones", "needs", css_class="form-group"),
            Fieldset(str(_("Who helps")), "supporters", css_class="form-group"),
            Fieldset(
                str(_("What it costs")),
                Row(Column("cost"), Column("currency")),
                "payments",
                css_class="form-group",
            ),
            Fieldset(
                str(_("What it belongs to")),
                Row(Column("parent"), Column("weight")),
                "result",
                css_class="form-group",
            ),
        ]

    def current_values(self, instance):
        known = super().current_values(instance)
        known["needs"] = [
            Cells(action=key) for key in instance.needs.order_by("pk").values_list("pk", flat=True)
        ]
        known["supporters"] = [
            Cells(person=row.person_id, organisation=row.organisation_id)
            for row in instance.supporters.all()
        ]
        known["milestones"] = [
            Cells(key=row.pk, title=row.title, due=row.due, done=row.done)
            for row in instance.milestones.all()
        ]
        known["payments"] = [
            Cells(
                key=row.pk,
                organisation=row.organisation_id,
                payer=row.payer,
                amount=row.amount,
                state=row.state,
            )
            for row in instance.payments.all()
        ]
        return known

    # What cannot be ------------------------------------------------------------------------------
    def clean_currency(self):
        currency = one_line(self.cleaned_data["currency"]).upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise ValidationError(_("Give the three letters of a currency, for example GHS."))
        return currency

    def clean_progress(self):
        progress = self.cleaned_data["progress"]
        if progress is not None and progress > 100:
            raise ValidationError(_("At most 100 per cent of it can be done."))
        return progress

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight is not None and weight > 1000:
            raise ValidationError(_("Give a weight between 1 and 1,000."))
        return weight

    def clean_needs(self):
        rows = self.cleaned_data["needs"]
        seen = {row["action"].pk for row in rows or []}
        if rows and len(seen) < len(rows):
            raise ValidationError(_("The same action stands here twice."))
        if rows and self.instance.pk:
            edges = needs_of(self.roadmap)
            edges[self.instance.pk] = sorted(seen)
            _refuse_circle(circle_from(self.instance.pk, edges), WAITS)
        return rows

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk:
            edges = parents_of(self.roadmap)
            edges[self.instance.pk] = [parent.pk]
            _refuse_circle(circle_from(self.instance.pk, edges), BELONGS)
        return parent

    def clean_supporters(self):
        rows, seen = self.cleaned_data["supporters"], set()
        for number, row in enumerate(rows or [], start=1):
            if row["person"] and row["organisation"]:
                raise ValidationError(
                    _now("Row %(number)d: a person or an organisation, not both.")
                    % {"number": number}
                )
            if str(row) in seen:
                raise ValidationError(
                    _now("Row %(number)d: this supporter stands here already.") % {"number": number}
                )
            seen.add(str(row))
        return rows

    def clean_payments(self):
        rows = self.cleaned_data["payments"]
        for number, row in enumerate(rows or [], start=1):
            if not row["organisation"] and not row["payer"]:
                raise ValidationError(_now("Row %(number)d: say who pays.") % {"number": number})
            if row["organisation"] and row["payer"]:
                raise ValidationError(
                    _now("Row %(number)d: an organisation or words, not both.") % {"number": number}
                )
        return rows

    def clean(self):
        cleaned = super().clean()
        self._check_dates(cleaned)
        cost, currency = cleaned.get("cost"), cleaned.get("currency")
        paid = any(row["amount"] is not None for row in cleaned.get("payments") or [])
        if (cost is not None or paid) and not currency and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency."))
        if cleaned.get("lead_person") and cleaned.get("lead_organisation"):
            self.add_error(
                "lead_organisation", _("One of them leads: a person or an organisation.")
            )
        return cleaned

    def _check_dates(self, cleaned):
        start = cleaned.get("start")
        due = cleaned.get("due") if "due" in self.fields else self.instance.due
        if start and due and due < start:
            field = "due" if "due" in self.fields else "start"
            self.add_error(
                field,
                _("It would be due before its start, %(start)s.") % {"start": start}
                if field == "due"
                else _("It is due on %(due)s, before this day.") % {"due": due},
            )


def _refuse_circle(circle, kind):
    if circle is not None:
        raise ValidationError(circle_in_words(circle, kind))


class QuickActionForm(forms.Form):
    """An action in one row: what, who, until when."""

    title = forms.CharField(label=_("Action"), max_length=500)
    lead = forms.CharField(label=_("Lead"), required=False, max_length=400)
    due = DateField(label=_("Due"), required=False)

    def __init__(self, *args, leads, **kwargs):
        super().__init__(*args, **kwargs)
        self.leads = leads
        self.lead_person = self.lead_organisation = None

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_lead(self):
        words = one_line(self.cleaned_data["lead"])
        if not words:
            return words
        people, bodies = self.leads.meant_by(words)
        if len(people) + len(bodies) > 1:
            names = ", ".join(label for _key, label in [*people, *bodies][:TOLD])
            raise ValidationError(
                _now("Several are meant by “%(words)s”: %(names)s. Write more of the name.")
                % {"words": words, "names": names}
            )
        if not people and not bodies:
            raise ValidationError(
                _now("Nobody who can be chosen here is called “%(words)s”.") % {"words": words}
            )
        self.lead_person = people[0][0] if people else None
        self.lead_organisation = bodies[0][0] if bodies else None
        return words
