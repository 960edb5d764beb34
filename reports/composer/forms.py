"""What is filled in about the parts of a report, their notes, photographs and templates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VersionedModelForm
from core.text import one_line
from core.uploads import UploadField
from dialogues.parts.forms import MARKDOWN
from reports.composer.notation import NotationError, read
from reports.composer.registry import PARTS
from reports.models import Photograph, Remark, ReportPart, ReportTemplate

LONGEST = 100_000  # characters of one part
Source = ReportPart.Source


class PartForm(VersionedModelForm):
    """A part: its heading, whether it holds data, a text or both, and for whom it is. `data` is what the
    data say, with which a text begins that takes their place."""

    class Meta:
        model = ReportPart
        fields = ["heading", "source", "text", "audience"]
        widgets = {
            "source": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 18, "maxlength": LONGEST}),
        }
        help_texts = {
            "text": MARKDOWN,
            "audience": _("In the editions that fewer people read it stands too."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = PARTS[self.instance.key]
        self.fields["heading"].widget.attrs["placeholder"] = kind.label
        self.fields["heading"].help_text = _("Empty: “%(label)s”.") % {"label": kind.label}
        choices = Source.choices
        if kind.written:
            del self.fields["source"]
        elif kind.drawn:
            choices = [choice for choice in choices if choice[0] != Source.BOTH]
        if "source" in self.fields:
            self.fields["source"].choices = choices
        if kind.drawn:
            self.fields["text"].label = _("Notation")
            self.fields["text"].help_text = _(
                "A line for each thing: [Column] begins a column, a name alone is a box, “Name: words” "
                "puts words below it, “A -> B” draws an arrow. Before a name + says done, > under way, "
                "- ahead."
            )
            self.fields["text"].widget.attrs |= {"class": "is-code", "spellcheck": "false"}

    def clean_heading(self):
        return one_line(self.cleaned_data["heading"])

    def clean_text(self):
        text = self.cleaned_data["text"]
        if PARTS[self.instance.key].drawn and text.strip():
            try:
                read(text)
            except NotationError as error:
                raise forms.ValidationError(str(error)) from error
        return text

    def clean(self):
        cleaned = super().clean()
        is_written = cleaned.get("source") in (Source.WRITTEN, Source.BOTH)
        if is_written and "text" not in self.errors and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Write the text, or let the part hold what the data say."))
        return cleaned


class RemarkForm(forms.ModelForm):
    """A note to the team, or a task for one of them."""

    due_on = DateField(label=_("By"), required=False)

    class Meta:
        model = Remark
        fields = ["text", "assigned_to", "due_on"]
        labels = {"text": _("Note to the team"), "assigned_to": _("A task for")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 4000})}

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        field.queryset = team
        field.empty_label = _("Nobody: a note")
        field.label_from_instance = lambda user: user.get_full_name() or user.email

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("due_on") and not cleaned.get("assigned_to"):
            self.add_error("assigned_to", _("Say who is to do it by then."))
        return cleaned


class PhotographForm(forms.ModelForm):
    """What is said of a photograph, and who of those on it agreed to what."""

    class Meta:
        model = Photograph
        fields = ["alternative", "caption", "credit", "consent"]
        widgets = {
            "alternative": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "caption": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "consent": forms.RadioSelect,
        }
        help_texts = {
            "alternative": _("For those who do not see it: who does what, where."),
            "credit": _("Who took it, and whose it is."),
            "consent": _("Of everybody who can be recognised on it."),
        }


class NewPhotographForm(PhotographForm):
    """A photograph that is brought."""

    image = UploadField(label=_("Photograph"), kinds=("image",))
    field_order = ["image", "alternative", "caption", "credit", "consent"]


class TemplateForm(forms.Form):
    """Under which title the parts of a report are kept as a template."""

    title = forms.CharField(
        label=_("Title"), max_length=ReportTemplate._meta.get_field("title").max_length
    )

    def clean_title(self):
        return one_line(self.cleaned_data["title"])
