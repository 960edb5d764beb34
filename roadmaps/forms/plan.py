"""What is filled in about a roadmap: its head, its vision, themes and recommendations."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowsField, SuggestingInput, VersionedModelForm, laid_out
from core.text import one_line, without_control
from dialogues.models import Contribution, Dialogue
from dialogues.parts.forms import MARKDOWN
from roadmaps.forms.rows import Row as Cells
from roadmaps.forms.rows import TableField, TableFormMixin
from roadmaps.models import LearningGroup, Recommendation, Roadmap, Theme, Topic

LONGEST = 20_000  # characters of one text


class RoadmapForm(VersionedModelForm):
    """The head of a roadmap. Only a new one chooses its dialogue; only who convenes hands it to a group
    or makes it public."""

    agreed = DateField(label=_("Agreed on"), required=False)

    class Meta:
        model = Roadmap
        fields = ["dialogue", "title", "summary", "learning_group", "agreed", "is_public"]
        labels = {"learning_group": _("Learning and Leadership Group"), "dialogue": _("Dialogue")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST})}
        help_texts = {
            "summary": MARKDOWN,
            "is_public": _("Everybody who has an account can read it; nobody protected is named."),
            "learning_group": _("Its members read the roadmap, report on it, and endorse it."),
        }

    def __init__(self, *args, dialogues=None, groups=None, **kwargs):
        super().__init__(*args, **kwargs)
        if dialogues is None:
            del self.fields["dialogue"]
        else:
            self.fields["dialogue"].queryset = dialogues
        if groups is None:
            del self.fields["learning_group"], self.fields["is_public"]
        else:
            self.fields["learning_group"].queryset = groups
        order = ["title", "dialogue", "learning_group", "agreed", "summary", "is_public"]
        self.helper = laid_out(*(name for name in order if name in self.fields))

    def clean(self):
        cleaned = super().clean()
        dialogue, group = cleaned.get("dialogue"), cleaned.get("learning_group")
        if dialogue and group and dialogue.initiative.programme_id != group.programme_id:
            self.add_error("learning_group", _("This group belongs to another programme."))
        return cleaned


def dialogue_choices(user, programme_ids):
    """Dialogues of the programmes whose roadmaps `user` may begin, as far as they may see them."""
    rows = Dialogue.objects.visible_to(user).filter(initiative__programme__in=programme_ids)
    return rows.select_related("initiative").order_by("-starts_on", "-pk")


def group_choices(user, programme_id, *, chosen=None):
    """The groups of a programme to which `user` may hand a roadmap, and the one `chosen` already."""
    rows = LearningGroup.objects.inside(user).filter(programme=programme_id)
    return rows | LearningGroup.objects.filter(pk=chosen)


def _text(rows=2):
    return forms.Textarea(attrs={"rows": rows, "cols": 40})


class VisionForm(TableFormMixin, VersionedModelForm):
    """The vision, line by line: from what is to what should be."""

    vision = TableField(
        {
            "key": forms.IntegerField(required=False, widget=forms.HiddenInput),
            "order": forms.IntegerField(
                required=False,
                min_value=1,
                max_value=999,
                label=_("Place"),
                widget=forms.NumberInput(attrs={"class": "is-short", "min": 1, "max": 999}),
            ),
            "was": forms.CharField(
                required=False, max_length=2000, label=_("From"), widget=_text()
            ),
            "becomes": forms.CharField(
                required=False, max_length=2000, label=_("To"), widget=_text()
            ),
        },
        label=_("Lines"),
        help_text=_(
            "Lines are ordered by their place; an empty place comes last. Empty both texts of a line "
            "to take it out."
        ),
    )

    class Meta:
        model = Roadmap
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("vision")

    def current_values(self, instance):
        lines = instance.vision.values("pk", "was", "becomes")
        return {
            "vision": [
                Cells(key=line["pk"], order=number, was=line["was"], becomes=line["becomes"])
                for number, line in enumerate(lines, start=1)
            ]
        }


class ThemeForm(VersionedModelForm):
    """A theme, and the shared theme under which roadmaps of several countries are read side by side."""

    topic_name = forms.CharField(
        label=_("Shared theme"),
        required=False,
        max_length=120,
        help_text=_(
            "By it the roadmaps of several countries can be read side by side. Choose one that is "
            "offered, or write a new one."
        ),
    )

    class Meta:
        model = Theme
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": MARKDOWN}

    def __init__(self, *args, programme_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme_id = programme_id
        self.fields["topic_name"].widget = SuggestingInput(suggestions=self._topics)
        self.helper = laid_out("title", "topic_name", "text")

    def _topics(self):
        rows = Topic.objects.filter(programme=self.programme_id).values_list("name", flat=True)
        return [(name, "") for name in rows]

    def current_values(self, instance):
        known = super().current_values(instance)
        return known | {"topic_name": instance.topic.name if instance.topic else ""}

    def clean_topic_name(self):
        return one_line(self.cleaned_data["topic_name"])


class DropThemeForm(forms.Form):
    """What one looked at before a theme was deleted."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)


class RecommendationForm(VersionedModelForm):
    """A recommendation of an initiative, with what it rests on."""

    contributions = RowsField(
        queryset=Contribution.objects.none(),
        required=False,
        label=_("Rests on what was said"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Recommendation
        fields = ["text", "addressed_to", "dialogue"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "text": MARKDOWN,
            "addressed_to": _("Who should act on it, for example the Minerals Commission."),
        }

    fault_lines = RowsField(
        queryset=None,
        required=False,
        label=_("Fault lines that it answers"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, initiative, dialogues, notes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dialogue"].queryset = dialogues
        self.fields["dialogue"].empty_label = _("No dialogue in particular")
        self.fields["fault_lines"].queryset = initiative.fault_lines.all()
        self.fields["contributions"].queryset = notes
        self.fields["contributions"].label_from_instance = _note_in_short
        names = ["text", Row(Column("addressed_to"), Column("dialogue")), "fault_lines"]
        if notes.exists():
            names.append("contributions")
        else:
            del self.fields["contributions"]
        self.helper = laid_out(*names)

    def current_values(self, instance):
        known = super().current_values(instance)
        for name in ("contributions", "fault_lines"):
            if name in self.fields:
                known[name] = list(getattr(instance, name).values_list("pk", flat=True))
        return known

    def clean_text(self):
        return without_control(self.cleaned_data["text"]).strip()


def _note_in_short(note):
    words = note.text if len(note.text) <= 200 else f"{note.text[:199]}…"
    return f"{words} ({note.session})" if note.session_id else words
