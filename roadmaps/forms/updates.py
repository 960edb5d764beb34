"""What is filled in to move an action: signed in, by personal link, at a meeting."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, laid_out
from core.text import without_control
from core.uploads import UploadField
from roadmaps.models import Action, ActionUpdate, Blockage

LONGEST = 4000


class UpdateForm(forms.Form):
    """An update of one action. What is left empty stays as it was; something has to be said."""

    status = forms.ChoiceField(
        label=_("How does it stand?"),
        required=False,
        choices=[("", _("As before")), *Action.Status.choices],
    )
    progress = forms.IntegerField(
        label=_("Progress, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "min_value": _("Progress is between 0 and 100 per cent."),
            "max_value": _("Progress is between 0 and 100 per cent."),
            "invalid": _("Give a whole number between 0 and 100."),
        },
        widget=forms.NumberInput(attrs={"class": "is-short", "inputmode": "numeric"}),
    )
    text = forms.CharField(
        label=_("What happened?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    milestones = forms.MultipleChoiceField(
        label=_("Milestones that were reached"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due = DateField(label=_("A new due date, if it changes"), required=False)
    evidence = forms.CharField(
        label=_("How can it be seen?"),
        required=False,
        max_length=LONGEST,
        help_text=_("A paper, a place, a person who saw it."),
    )
    file = UploadField(label=_("A photo or a document (PDF)"), required=False)
    caption = forms.CharField(label=_("What it shows"), required=False, max_length=300)
    blocked = forms.CharField(
        label=_("What stops it, if something does"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unblocker = forms.CharField(label=_("Who can unblock it?"), required=False, max_length=300)
    resolved = forms.MultipleChoiceField(
        label=_("No longer stops it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    must_say = True

    def __init__(self, *args, action, parts_open=0, correcting=None, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.action, self.parts_open, self.correcting = action, parts_open, correcting
        steps = [row for row in action.milestones.all() if not row.done]
        stops = [row for row in action.blockages.all() if row.resolved_on is None]
        self._offer("milestones", [(str(row.pk), row.title) for row in steps])
        self._offer("resolved", [(str(row.pk), row.text) for row in stops])
        if correcting is not None:
            for name in ("blocked", "unblocker"):
                del self.fields[name]
        self.fields["progress"].help_text = (
            _("Its parts make up its progress; what you write here stands in the update only.")
            if action.parts.all()
            else ""
        )
        self.helper = laid_out(*self.fields)

    def _offer(self, name, choices):
        if choices:
            self.fields[name].choices = choices
        else:
            del self.fields[name]

    def clean(self):
        cleaned = {
            name: without_control(value).strip() if isinstance(value, str) else value
            for name, value in super().clean().items()
        }
        self._judge(cleaned)
        said = [name for name in cleaned if name not in ("token", "caption", "unblocker")]
        is_empty = not any(cleaned[name] not in ("", None, []) for name in said)
        if self.must_say and is_empty and not self.errors:
            self.add_error(
                "text", _("Say something: how it stands, how far it is, or what happened.")
            )
        return cleaned

    def _judge(self, cleaned):
        due, status, progress = (cleaned.get(name) for name in ("due", "status", "progress"))
        if due and self.action.start and due < self.action.start:
            self.add_error("due", _("It would be due before it starts."))
        if status == Action.Status.DONE and progress is not None and progress < 100:
            self.add_error("progress", _("What is done has come all of the way: 100 per cent."))
        if status == Action.Status.DONE and self.parts_open:
            self.add_error(
                "status", _("It has parts that are not done. They are done, or dropped, first.")
            )
        if status == Action.Status.PLANNED and progress:
            self.add_error("status", _("Something has been done: it is not only planned any more."))
        if cleaned.get("unblocker") and not cleaned.get("blocked"):
            self.add_error("blocked", _("Say what stops it."))

    def update(self, **signed):
        """The unsaved update that was filled in; `signed` says by whom and how."""
        cleaned = self.cleaned_data
        return ActionUpdate(
            action=self.action,
            corrects=self.correcting,
            status=cleaned["status"],
            progress=cleaned["progress"],
            due=cleaned["due"],
            text=cleaned["text"],
            evidence=cleaned.get("evidence", ""),
            token=cleaned["token"],
            date=timezone.localdate(),
            **signed,
        )

    def further(self):
        """What goes with it: files, milestones, what stops it, what stops it no longer."""
        cleaned = self.cleaned_data
        stops = cleaned.get("blocked")
        return {
            "files": [(cleaned["file"], cleaned["caption"])] if cleaned.get("file") else [],
            "milestones": [int(key) for key in cleaned.get("milestones", ())],
            "resolved": [int(key) for key in cleaned.get("resolved", ())],
            "blockage": Blockage(text=stops, unblocker_text=cleaned.get("unblocker", ""))
            if stops
            else None,
        }


class ReviewForm(UpdateForm):
    """What a meeting says of an action, and how the action stands after it. Nothing need be said."""

    must_say = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("evidence", "file", "caption"):
            del self.fields[name]
        self.fields["text"].label = _("What was said")
        self.fields["text"].help_text = _("Goes into the minutes.")
        self.helper = laid_out(
            *(name for name in ("text", "status", "progress", "due") if name in self.fields),
            *(name for name in ("blocked", "unblocker", "resolved") if name in self.fields),
            *(name for name in ("milestones", "token") if name in self.fields),
        )

    @property
    def moves(self):
        """True if the action itself is moved, not only talked about."""
        names = ("status", "progress", "due", "milestones", "resolved", "blocked")
        return any(self.cleaned_data.get(name) not in ("", None, []) for name in names)
