"""What is filled in about stages: which one is added, its plan, decisions at its gate, attestations."""

from crispy_forms.layout import Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from core.forms import DateField, VersionedModelForm, laid_out
from core.text import one_line, several_lines
from dialogues.course import stage_label
from dialogues.criteria import mark_of, unmet_of
from dialogues.exceptions import CriteriaMoved, StageMoved
from dialogues.models import Appointment, Stage
from dialogues.services.stages import MOVES, attestation_mark, moves_from, seen_of
from dialogues.stages import PHASES, REGISTRY

LONGEST = 2000


class ReasonField(forms.CharField):
    """Why something was decided: a few sentences, never nothing."""

    default_error_messages = {"required": _("Say why. Without a reason nothing is recorded.")}

    def __init__(self, **options):
        options.setdefault("label", _("Reason"))
        options.setdefault("max_length", LONGEST)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        options.setdefault("help_text", _("Kept with your name and today’s date."))
        super().__init__(**options)

    def to_python(self, value):
        return several_lines(super().to_python(value))


class DecisionForm(forms.Form):
    """A decision about a stage: which move, and why.

    `seen` and `mark` carry what the stage and its criteria looked like when the form was shown;
    whether that still holds is for the service to say.
    """

    move = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    although = forms.BooleanField(required=False)
    reason = ReasonField()
    opens = forms.TypedMultipleChoiceField(
        label=_("With a go, open as well"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only if you decide on go."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)

    def __init__(self, *args, stage, last, criteria, others, **kwargs):
        """`last` is the last decision about the stage, `criteria` how its gate is judged now, `others`
        the initiative's stages."""
        now = {"seen": seen_of(stage, last), "mark": mark_of(criteria)}
        super().__init__(*args, initial=now, **kwargs)
        self.stage, self.now = stage, now
        self.conflict = False
        self.unmet = len(unmet_of(criteria))
        # All of them when something was sent: whether the stage is still there is the service's answer.
        self._offer(MOVES.values() if self.is_bound else moves_from(stage.state))
        if stage.state == Stage.State.OPEN or self.is_bound:
            self._offer_next(others)
        else:
            del self.fields["opens"], self.fields["although"]

    def _offer(self, moves):
        moves = list(moves)
        self.fields["move"].choices = [(move.key, move.label) for move in moves]
        if len(moves) == 1:
            self.initial["move"] = moves[0].key

    def _offer_next(self, others):
        words = ngettext(
            "Go although %(number)d criterion is not met",
            "Go although %(number)d criteria are not met",
            self.unmet,
        )
        self.fields["although"].label = words % {"number": self.unmet}
        self.fields["although"].help_text = _(
            "Say in the reason why this can wait, or need not be met at all."
        )
        if not self.unmet:
            self.fields["although"].widget = forms.HiddenInput()
        kind = REGISTRY.get(self.stage.kind)
        usual = kind.opens if kind else ()
        ahead = [row for row in others if row.state == Stage.State.AHEAD and row != self.stage]
        ahead.sort(key=lambda row: row.kind not in usual)
        self.fields["opens"].choices = [(row.pk, stage_label(row)) for row in ahead]
        if not ahead:
            self.fields["opens"].widget = forms.MultipleHiddenInput()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("move") == "go" and self.unmet and not cleaned.get("although"):
            self.add_error(
                "although",
                _("Criteria are not met. Tick this if it is meant, or decide on “not yet”."),
            )
        # What was sent has been read; what is shown again offers only what can be done now.
        self._offer(moves_from(self.stage.state))
        if self.stage.state != Stage.State.OPEN:
            for name in ("opens", "although"):
                self.fields[name].widget = self.fields[name].hidden_widget()
        return cleaned

    @property
    def refusal(self):
        """Why the form cannot count, if what it was shown for has changed since; else None."""
        sent = {name: self.cleaned_data.get(name, "") for name in ("seen", "mark", "move")}
        if sent["seen"] != self.now["seen"]:
            return StageMoved(self.stage)
        if sent["move"] == "go" and sent["mark"] != self.now["mark"]:
            return CriteriaMoved()
        return None

    @property
    def decision(self):
        """What `services.stages.decide` is asked for."""
        names = ("move", "reason", "although", "opens", "seen", "mark")
        return {name: self.cleaned_data[name] for name in names}

    def meet(self, message):
        """Show what stands now, of which `message` tells, and keep what was typed."""
        self.add_error(None, message)
        self.data = self.data.copy()
        self.data.update(self.now)
        # What was agreed to before was something else.
        self.data.pop("although", None)
        if self.stage.state != Stage.State.OPEN:
            self.fields.pop("opens", None)
            self.fields.pop("although", None)
        self.conflict = True


class AttestationForm(forms.Form):
    """Whether a criterion is met, and why one thinks so."""

    met = forms.TypedChoiceField(
        label=_("Is it so?"),
        choices=[("yes", _("Yes, it is met")), ("no", _("No, not yet"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = ReasonField(label=_("How do you know?"))
    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args, attestation, **kwargs):
        initial = {"seen": attestation_mark(attestation)}
        if attestation:
            initial |= {"met": "yes" if attestation.met else "no", "reason": attestation.reason}
        super().__init__(*args, initial=initial, **kwargs)
        self.conflict = False

    def meet(self, current, message):
        """Show that `current` was attested meanwhile; the next save takes its place."""
        self.add_error(None, message)
        self.data = self.data.copy()
        self.data["seen"] = attestation_mark(current)
        self.conflict = True


class StagePlanForm(VersionedModelForm):
    """How a stage is called, when it is planned, and who has to act; `kind` only for a new one."""

    planned_from = DateField(label=_("Planned from"), required=False)
    planned_until = DateField(
        label=_("Decision planned by"),
        required=False,
        help_text=_("The day by which its gate should be decided."),
    )
    lead = forms.ModelChoiceField(
        label=_("Who has to act"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The convenors"),
        help_text=_("A convenor or adviser; it stands on their work list."),
    )

    class Meta:
        model = Stage
        fields = ["title", "planned_from", "planned_until", "lead"]
        labels = {"title": _("Name")}

    def __init__(self, *args, initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = _who_may_lead(initiative, self.instance.lead_id)
        self.fields["title"].help_text = self._called()
        first = [] if self.instance.pk else ["kind"]
        self.helper = laid_out(
            *first, "title", Row(Column("planned_from"), Column("planned_until")), "lead"
        )

    def _called(self):
        kind = REGISTRY.get(self.instance.kind)
        if kind is None:
            return _("Left empty, it is called after its kind.")
        return _("Left empty, it is called “%(kind)s”.") % {"kind": kind.label}

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_planned_until(self):
        day = self.cleaned_data["planned_until"]
        if day and "planned_until" in self.changed_data and day < timezone.localdate():
            raise ValidationError(_("This day has passed. Give one that is still to come."))
        return day

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("planned_from"), cleaned.get("planned_until")
        if begins and ends and ends < begins:
            self.add_error("planned_until", _("This is before the day on which it begins."))
        return cleaned


class StageAddForm(StagePlanForm):
    """A further stage of an initiative, of a kind that the registry knows."""

    kind = forms.ChoiceField(
        label=_("Kind"), help_text=_("A kind may come more than once; then give each a name.")
    )

    def __init__(self, *args, initiative, **kwargs):
        super().__init__(*args, initiative=initiative, **kwargs)
        self.initiative = initiative
        of_phase = [
            (phase, [(row.key, row.label) for row in REGISTRY.values() if row.phase is phase])
            for phase in PHASES
        ]
        self.fields["kind"].choices = [("", _("Choose a kind")), *of_phase]

    def clean(self):
        cleaned = super().clean()
        kind, title = cleaned.get("kind"), cleaned.get("title")
        if kind and not title and self.initiative.stages.filter(kind=kind, title="").exists():
            message = _("There is a stage of this kind already. Give this one a name of its own.")
            self.add_error("title", message)
        return cleaned

    @property
    def stage(self):
        """What `services.stages.add_stage` is asked for."""
        asked = {name: self.cleaned_data[name] for name in ("kind", "title")}
        names = ("planned_from", "planned_until", "lead")
        return asked | {"fields": {name: self.cleaned_data[name] for name in names}}


def _who_may_lead(initiative, current):
    """Convenors and advisers of the initiative or its programme, and who leads it now."""
    appointed = Appointment.objects.filter(
        Q(initiative=initiative) | Q(programme=initiative.programme_id),
        role__in=(Role.CONVENOR, Role.ADVISER),
    )
    rows = User.objects.filter(Q(pk__in=appointed.values("user"), is_active=True) | Q(pk=current))
    return rows.order_by("name", "email")
