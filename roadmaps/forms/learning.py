"""What is filled in in the learning space: lessons, what others say to them, shared themes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowsField, VersionedModelForm, laid_out
from core.text import without_control
from roadmaps.models import Action, Lesson, LessonNote, Topic


class LessonForm(VersionedModelForm):
    """A lesson, tactic or challenge of a group."""

    topics = RowsField(
        queryset=Topic.objects.none(),
        label=_("Shared themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    actions = RowsField(
        queryset=Action.objects.none(),
        label=_("Actions it comes from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Lesson
        fields = ["kind", "title", "tried", "happened", "useful_for", "reach"]
        widgets = {
            "kind": forms.RadioSelect,
            "reach": forms.RadioSelect,
            "tried": forms.Textarea(attrs={"rows": 4}),
            "happened": forms.Textarea(attrs={"rows": 4}),
            "useful_for": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": _("In one line, as you would tell a colleague."),
            "useful_for": _("Which groups, under which circumstances."),
            "reach": _("Begin with your own group if you are not sure."),
        }

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.filter(programme=group.programme_id)
        actions = Action.objects.filter(theme__roadmap__learning_group=group)
        self.fields["actions"].queryset = actions.order_by("theme__position", "position", "pk")
        ties = [name for name in ("topics", "actions") if self.fields[name].queryset.exists()]
        if self.instance.pk:
            for name in ties:
                self.initial[name] = list(getattr(self.instance, name).all())
        for name in {"topics", "actions"} - set(ties):
            del self.fields[name]
        self.helper = laid_out(
            *("kind", "title", "tried", "happened", "useful_for"), *ties, "reach"
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned is not None and not any(cleaned.get(name) for name in ("tried", "happened")):
            self.add_error("tried", _("Say what was tried, or what happened."))
        return cleaned


class NoteForm(forms.ModelForm):
    """What somebody of another group, or the same, says to a lesson."""

    class Meta:
        model = LessonNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Does it work for you too? A question?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("text")

    def clean_text(self):
        return without_control(self.cleaned_data["text"]).strip()


class LessonFilter(forms.Form):
    """Narrows lessons by words, kind and shared theme."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), *Lesson.Kind.choices]
    )
    topic = forms.ModelChoiceField(
        queryset=Topic.objects.none(),
        label=_("Shared theme"),
        required=False,
        empty_label=_("Any"),
    )

    def __init__(self, data, *, topics):
        super().__init__(data)
        self.fields["topic"].queryset = topics
        self.use_required_attribute = False

    @property
    def chosen(self):
        """What is asked for and can be; what cannot counts as not asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
