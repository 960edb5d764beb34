"""What is filled in about papers: their text, scores, versions, decisions and figures."""

from crispy_forms.layout import HTML, Column, Div, Fieldset, Row
from django import forms
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.diff import SAME, compare
from core.forms import VersionedModelForm, laid_out
from core.text import several_lines
from core.uploads import UploadField
from dialogues.models import Figure, Paper
from dialogues.outlines import CRITERIA, CRITERIA_GROUPS, OUTLINES, SCALE

LONG = 20_000  # letters from which a conflict shows the paragraphs that differ, not the whole text
LARGEST = 2**31 - 1


class PaperForm(VersionedModelForm):
    """The draft of a paper: its title and a field for each of its sections."""

    class Meta:
        model = Paper
        fields = ["title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.outline = OUTLINES[self.instance.kind]
        for section in self.outline:
            self.fields[section.key] = forms.CharField(
                label=section.label,
                help_text=section.help,
                required=False,
                max_length=section.most,
                widget=forms.Textarea(attrs={"rows": section.rows}),
            )
        self.initial |= {**self.current_values(self.instance), **(kwargs.get("initial") or {})}
        self.initial["base"] = self._marks(self.current_values(self.instance))

    def current_values(self, instance):
        values = super().current_values(instance)
        return values | {
            section.key: instance.sections.get(section.key, "")
            for section in OUTLINES[instance.kind]
        }

    def clean(self):
        cleaned = super().clean()
        written = {
            section.key: cleaned[section.key] for section in self.outline if section.key in cleaned
        }
        self.instance.sections = {**self.instance.sections, **written}
        return cleaned

    @property
    def model_fields(self):
        return ["title", "sections"]

    def meet(self, current):
        super().meet(current)
        for row in self.conflicts:
            if len(row["mine"]) + len(row["theirs"]) > LONG:
                row["theirs"], row["mine"] = _where_they_differ(row["theirs"], row["mine"])


def _where_they_differ(before, after):
    """Two long texts, of each only the paragraphs that the other has not."""
    old, new, skipped = [], [], 0
    for change in compare(before, after):
        if change.kind == SAME:
            skipped += 1
            continue
        if skipped:
            words = ngettext(
                "[%(number)d paragraph that is the same in both]",
                "[%(number)d paragraphs that are the same in both]",
                skipped,
            ) % {"number": skipped}
            old.append(words)
            new.append(words)
            skipped = 0
        old += [change.before] if change.before else []
        new += [change.after] if change.after else []
    return "\n\n".join(old), "\n\n".join(new)


class ScoresForm(VersionedModelForm):
    """What a concept note's preconditions and criteria were given, each with its reason."""

    class Meta:
        model = Paper
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("not scored yet"))]
        choices += [(str(score), f"{score} – {word}") for score, word in SCALE.items()]
        for criterion in CRITERIA.values():
            self.fields[f"score_{criterion.key}"] = forms.ChoiceField(
                label=_label_of(criterion, gettext("Score")),
                required=False,
                choices=choices,
            )
            self.fields[f"reason_{criterion.key}"] = forms.CharField(
                label=_label_of(criterion, gettext("Reason")),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.initial |= self.current_values(self.instance)
        self.initial["base"] = self._marks(self.current_values(self.instance))
        self.helper = laid_out(
            "version",
            "base",
            *(
                Fieldset(label, *map(_weighed, criteria.values()), css_class="form-group")
                for label, criteria in CRITERIA_GROUPS
            ),
        )

    def current_values(self, instance):
        values = {}
        for key in CRITERIA:
            given = instance.scores.get(key) or {}
            score = given.get("score")
            values[f"score_{key}"] = "" if score is None else str(score)
            values[f"reason_{key}"] = given.get("reason") or ""
        return values

    def clean(self):
        cleaned = super().clean()
        scores = dict(self.instance.scores)
        for key in CRITERIA:
            score, reason = cleaned.get(f"score_{key}"), cleaned.get(f"reason_{key}")
            if score and not reason and f"reason_{key}" not in self.errors:
                message = gettext("Say why “%(criterion)s” is scored so.")
                self.add_error(f"reason_{key}", message % {"criterion": CRITERIA[key].label})
            if score or reason:
                scores[key] = {"score": int(score) if score else None, "reason": reason or ""}
            else:
                scores.pop(key, None)
        self.instance.scores = scores
        return cleaned

    @property
    def model_fields(self):
        return ["scores"]

    def meet(self, current):
        super().meet(current)
        for row in self.conflicts:
            row["label"] = strip_tags(row["label"])
        self.taken_over = [strip_tags(label) for label in self.taken_over]


def _label_of(criterion, word):
    """Beside the criterion's name one word is enough to see; heard, it needs the name."""
    return format_html('<span class="visually-hidden">{}: </span>{}', criterion.label, word)


def _weighed(criterion):
    about = format_html(
        '<p class="weighed__name">{}</p><p class="small quiet">{}</p>',
        criterion.label,
        criterion.question,
    )
    return Div(
        HTML(about),
        Row(
            Column(f"score_{criterion.key}", css_class="col-md-4"),
            Column(f"reason_{criterion.key}", css_class="col-md-8"),
        ),
        css_class="weighed",
    )


class Cleaned:
    """Of forms whose texts are kept without control characters and with one character at a line's end."""

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = several_lines(value)
        for name, value in list(cleaned.items()):
            if value == "" and self.fields[name].required:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class CleanForm(Cleaned, forms.Form):
    """A form with clean texts that changes no text that others edit."""


def _note_field(*, is_first):
    return forms.CharField(
        label=_("What changed"),
        required=not is_first,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a few words, for those who read the version before."),
        error_messages={"required": _("Say what changed since the last version.")},
    )


class ReleaseForm(CleanForm):
    """A new version of the draft that was seen."""

    seen = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args, paper, is_first, may_submit, **kwargs):
        super().__init__(*args, initial={"seen": paper.version}, **kwargs)
        self.fields["note"] = _note_field(is_first=is_first)
        if may_submit:
            self.fields["submit"] = forms.BooleanField(
                label=_("Submit it for approval at once"),
                required=False,
                help_text=_("Whoever runs the programme is asked to approve it."),
            )


class BringForm(CleanForm):
    """A file as the next version of a paper."""

    file = UploadField(
        label=_("PDF"), kinds=("pdf",), help_text=_("At most 5 MB. It is kept as it is.")
    )

    def __init__(self, *args, is_first, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"] = _note_field(is_first=is_first)


class StepForm(CleanForm):
    """A step with the version that was seen."""

    number = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class ReasonedForm(StepForm):
    """A step that is not taken without reasons."""

    reason = forms.CharField(
        label=_("Reasons"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What has to change before it can be approved. Its authors read this."),
        error_messages={"required": _("Say why it is returned and what has to change.")},
    )


class ApprovalForm(StepForm):
    """An approval, with a word on it or without."""

    reason = forms.CharField(
        label=_("A word on it"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the approval, for example what to watch."),
    )


class FigureForm(Cleaned, forms.ModelForm):
    """What is said of a figure."""

    class Meta:
        model = Figure
        fields = ["alternative", "caption", "credit"]
        help_texts = {
            "alternative": _(
                "In words, for those who cannot see it: what a reader should take from it."
            ),
            "caption": _("Stands under the figure."),
            "credit": _("Whose picture or drawing it is."),
        }
        error_messages = {
            "alternative": {"required": _("Say what it shows, for those who cannot see it.")}
        }


class NewFigureForm(FigureForm):
    """A figure that is added: its image too."""

    image = UploadField(
        label=_("Image"),
        kinds=("image",),
        help_text=_(
            "PNG, JPEG or WebP, at most 5 MB and 25 million pixels. Where and with what it was taken is "
            "left out."
        ),
    )
    field_order = ["image", "alternative", "caption", "credit"]


class CompareForm(forms.Form):
    """Which two versions are compared."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("From")), ("to", _("To"))):
            # Not marked as required: there is always something chosen.
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def both(self):
        """True if two are chosen that there are."""
        return self.is_valid() and all(self.cleaned_data.values())
