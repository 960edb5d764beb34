"""What is filled in about fault lines: their text, groups' positions, what became of them, what they are
tied to. No side effects: services write."""

from crispy_forms.layout import Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.days import day_somewhere
from core.forms import DateField, RowsField, laid_out
from core.text import as_key
from dialogues.models import FaultLine, GroupPosition
from dialogues.parts.choices import GroupField
from dialogues.parts.forms import MARKDOWN, VersionedPartForm, tidy

LONGEST_WORD = 10_000  # characters on what changed: some five printed pages


class FaultLineForm(VersionedPartForm):
    """A question around which opinions are divided. Its status is set here only when it is new: later
    each change of it is a moment of its history, with a day and words."""

    class Meta:
        model = FaultLine
        fields = ["title", "text", "evidence_gaps", "status"]
        labels = {"title": _("Question in dispute"), "text": _("What is in dispute")}
        help_texts = {
            "title": _("As a question, for example “Who decides where mining may begin?”."),
            "text": MARKDOWN,
            "evidence_gaps": _("What nobody knows yet and would have to, to settle it."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["status"]

    def layout(self):
        names = ["title", "text", "evidence_gaps"]
        return names if self.instance.pk else [*names, "status"]


class PositionForm(VersionedPartForm):
    """Where a group stands on a fault line, how firmly, and what lies beneath."""

    rows = 4
    group = GroupField(queryset=None, label=_("Stakeholder group"), empty_label=_("Choose a group"))

    class Meta:
        model = GroupPosition
        fields = ["group", "stance", "strength", "text", "interests", "sources"]
        widgets = {"stance": forms.RadioSelect, "strength": forms.RadioSelect}
        help_texts = {
            "stance": _("On the question as it is put above."),
            "text": MARKDOWN,
            "interests": _(
                "What they need, behind what they ask for. Only those who prepare read this."
            ),
            "sources": _("Where this was said or written. Only those who prepare read this."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["stance"].choices = [
            *GroupPosition.Stance.choices,
            ("", _("Not noted")),
        ]
        self.fields["strength"].choices = [
            *GroupPosition.Strength.choices,
            ("", _("Not noted")),
        ]

    def layout(self):
        return [
            "group",
            Row(Column("stance"), Column("strength")),
            "text",
            "interests",
            "sources",
        ]

    def clean_group(self):
        group = self.cleaned_data["group"]
        others = GroupPosition.objects.filter(fault_line=self.instance.fault_line_id, group=group)
        if others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("%(group)s has a position on this fault line already: edit that one."),
                params={"group": group.full_name},
            )
        return group

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("strength") and not cleaned.get("stance") and "stance" not in self.errors:
            self.add_error("stance", _("Say what they hold so firmly, or leave the strength out."))
        return cleaned


class DialogueField(forms.ModelChoiceField):
    """A dialogue of the initiative, with its day."""

    def label_from_instance(self, dialogue):
        return f"{dialogue.title} ({date_format(dialogue.starts_on, 'j F Y')})"


class MomentForm(forms.Form):
    """What became of a fault line: the only way in which its status changes. `seen` is the status that
    the form was based on."""

    status = forms.ChoiceField(
        label=_("Status from then on"), choices=FaultLine.Status, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What changed"),
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        max_length=LONGEST_WORD,
        help_text=_("Who moved, and why; or why nothing did. You may use Markdown."),
    )
    on = DateField(label=_("Day"))
    dialogue = DialogueField(
        queryset=None,
        required=False,
        label=_("Dialogue"),
        empty_label=_("Between dialogues"),
    )
    seen = forms.ChoiceField(choices=FaultLine.Status, widget=forms.HiddenInput)

    def __init__(self, data=None, *, fault_line, dialogues):
        now = fault_line.status
        initial = {"status": now, "seen": now, "on": timezone.localdate()}
        super().__init__(tidy(data) if data is not None else None, initial=initial)
        self.fields["dialogue"].queryset = dialogues
        self.helper = laid_out("status", "text", Row(Column("on"), Column("dialogue")))
        self.conflict = False

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > day_somewhere():
            raise ValidationError(
                _("This day lies ahead. Note what changed once it has; until then it is a plan.")
            )
        return on

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        dialogue, on = cleaned.get("dialogue"), cleaned.get("on")
        if dialogue and on and on < dialogue.starts_on:
            self.add_error(
                "on",
                _("That dialogue began on %(day)s: choose that day or a later one.")
                % {"day": date_format(dialogue.starts_on, "j F Y")},
            )
        return cleaned

    def meet(self, fault_line, message):
        """Show that the status was changed meanwhile; the next save is based on what it is now."""
        self.data = self.data.copy()
        self.data["seen"] = fault_line.status
        self.add_error("status", message)
        self.conflict = True


class DividesFilter(forms.Form):
    """What the matrix is narrowed to, and in which order it stands."""

    SHOW = [("", _("All")), ("divided", _("Where views divide")), ("unheard", _("With silence"))]
    SORT = [
        ("", _("As arranged")),
        ("divided", _("Most divided first")),
        ("silent", _("Least heard first")),
    ]
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *FaultLine.Status.choices]
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOW)
    silent = forms.ChoiceField(label=_("Group not yet heard"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORT)

    def __init__(self, *args, groups, **options):
        super().__init__(*args, **options)
        named = [(str(group.pk), group.full_name) for group in groups]
        self.fields["silent"].choices = [("", _("Any")), *named]

    @property
    def asked(self):
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, fault_lines):
        """Those of the queryset `fault_lines` that have the status asked for."""
        status = self.asked.get("status")
        return fault_lines.filter(status=status) if status else fault_lines

    def arrange(self, lines):
        """Those of `lines` (dialogues.divides.Line) that are asked for, in the order asked for."""
        asked = self.asked
        if asked.get("show") == "divided":
            lines = [line for line in lines if line.divides]
        elif asked.get("show") == "unheard":
            lines = [line for line in lines if line.unheard]
        if pk := as_key(asked.get("silent")):
            lines = [line for line in lines if any(group.pk == pk for group in line.unheard)]
        if asked.get("sort") == "divided":
            lines = sorted(lines, key=lambda line: -line.weight)
        elif asked.get("sort") == "silent":
            lines = sorted(lines, key=lambda line: -len(line.unheard))
        return lines


class TieFilter(forms.Form):
    """What the notes of a dialogue are narrowed to while one ties them."""

    q = forms.CharField(label=_("Words in the notes"), required=False, max_length=200)
    session = forms.ChoiceField(label=_("Session"), required=False)
    tied = forms.BooleanField(label=_("Tied only"), required=False)

    def __init__(self, *args, sessions, **options):
        super().__init__(*args, **options)
        named = [(str(pk), title) for pk, title in sessions]
        self.fields["session"].choices = [("", _("All")), *named]

    @property
    def asked(self):
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, notes, fault_line):
        """Those of the queryset `notes` that are asked for."""
        asked = self.asked
        if words := asked.get("q"):
            notes = notes.filter(text__icontains=words)
        if session := as_key(asked.get("session")):
            notes = notes.filter(session=session)
        if asked.get("tied"):
            notes = notes.filter(fault_lines=fault_line)
        return notes


class TieForm(forms.Form):
    """What was ticked among the rows of one dialogue. `was-NAME` are those that were tied when the page
    was made: only the difference is a change."""

    def __init__(self, data=None, *, rows):
        super().__init__(data)
        self.rows = rows
        for name, queryset in rows.items():
            self.fields[name] = RowsField(queryset=queryset, required=False)

    def changes(self):
        """For each name the rows to tie and the rows to untie."""
        return {name: self._change(name) for name in self.rows}

    def _change(self, name):
        keys = (as_key(value) for value in self.data.getlist(f"was-{name}"))
        were = {key for key in keys if key is not None}
        ticked = list(self.cleaned_data[name])
        add = [row for row in ticked if row.pk not in were]
        gone = were - {row.pk for row in ticked}
        return add, list(self.rows[name].filter(pk__in=gone)) if gone else []


class PassageForm(forms.Form):
    """To which fault line a paragraph is tied: one that is there, or a new one."""

    fault_line = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Fault line"), empty_label=_("A new one, see below")
    )
    title = forms.CharField(
        label=_("New fault line: the question in dispute"),
        required=False,
        max_length=300,
        help_text=_("The paragraph becomes its text, which can be edited afterwards."),
    )

    def __init__(self, data=None, *, fault_lines):
        super().__init__(tidy(data) if data is not None else None)
        self.fields["fault_line"].queryset = fault_lines
        self.helper = laid_out("fault_line", "title")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "fault_line" in self.errors or "title" in self.errors:
            return cleaned
        if cleaned.get("fault_line") and cleaned.get("title"):
            self.add_error("title", _("Choose a fault line above, or name a new one; not both."))
        elif not cleaned.get("fault_line") and not cleaned.get("title"):
            self.add_error("fault_line", _("Choose a fault line, or name a new one below."))
        return cleaned
