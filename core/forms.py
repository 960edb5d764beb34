"""Form fields that several applications share, and the form of a text that two people may edit at once.

Editing a Versioned model, in a view:

    form = ThingForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        try:
            change_thing(thing, based_on=form.based_on, fields=form.model_fields)   # a service
        except StaleVersion as stale:
            form.meet(stale.current)             # both texts are shown, and the next save may pass
        else:
            return redirect(…)
    return render(request, …, {"form": form}, status=409 if form.conflict else 200)

and in its template `{% include "components/conflicts.html" with form=form only %}` above the form.
"""

import datetime
import hashlib
import json
import re
from decimal import Decimal
from functools import cache
from importlib import resources

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from core.countries import COUNTRIES
from core.text import several_lines, without_control

DATE_FORMATS = ["%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M", "%I:%M %p", "%I.%M %p"]
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
LONGEST_KEY = 18  # digits that fit a 64-bit number, whatever they are
LANGUAGES = ("en", "es", "fr", "id", "pt", "sw", "am", "hi", "ar", "zh", "ru")


def laid_out(*parts):
    """A crispy helper for a form inside `components/form.html`, with `parts` as its layout."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = Layout(*parts)
    return helper


# Several short texts ----------------------------------------------------------------------------
class TextListWidget(forms.Widget):
    """Several text areas under one name, two of them empty; usable without script."""

    template_name = "components/text_list.html"
    spare = 2

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["lines"] = [*(value or []), *[""] * self.spare]
        # A template cannot read a key with a hyphen.
        widget["attrs"]["aria_describedby"] = widget["attrs"].get("aria-describedby")
        return context

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        if hasattr(data, "getlist"):
            return [line for line in data.getlist(name) if line.strip()]
        return data.get(name)

    def value_omitted_from_data(self, data, files, name):
        # A form of empty lines is an answer: all of them were taken out.
        return False


class TextListField(forms.Field):
    """A list of short texts, empty ones left out, in the order in which they were sent."""

    widget = TextListWidget
    most = 200
    longest = 5000

    def to_python(self, value):
        return [line for line in (several_lines(str(line)) for line in value or []) if line]

    def validate(self, value):
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                _("At most %(most)d lines can be kept."), params={"most": self.most}
            )
        for number, line in enumerate(value, start=1):
            if len(line) > self.longest:
                raise ValidationError(
                    _("Line %(number)d is longer than %(longest)d characters."),
                    params={"number": number, "longest": self.longest},
                )

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


# Days, hours, places, languages -----------------------------------------------------------------
class _Picked:
    """A browser's picker for days and hours, which gives way to plain text where it would drop what was
    typed: a picker shows nothing of “31 February”."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not self.pattern.fullmatch(str(shown)):
            context["widget"]["type"] = context["widget"]["attrs"]["type"] = "text"
        return context


class DatePicker(_Picked, forms.DateInput):
    """A day, as browsers pick it."""

    pattern = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class TimePicker(_Picked, forms.TimeInput):
    """A time of the day, as browsers pick it."""

    pattern = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


class DateField(forms.DateField):
    """A day, picked or typed: 2014-02-05, 5 February 2014, 5/2/2014."""

    default_error_messages = {
        "invalid": _("Give a day that exists, for example 2014-02-05 or 5 February 2014.")
    }

    def __init__(self, **options):
        options.setdefault("input_formats", DATE_FORMATS)
        attrs = {"type": "date", "class": "is-short"}
        options.setdefault("widget", DatePicker(format="%Y-%m-%d", attrs=attrs))
        super().__init__(**options)

    def to_python(self, value):
        if isinstance(value, str):
            value = " ".join(value.replace(",", " ").split())
        return super().to_python(value)


class TimeField(forms.TimeField):
    """A time of the day, picked or typed: 14:30, 2:30 pm."""

    default_error_messages = {
        "invalid": _("Give a time between 00:00 and 23:59, for example 14:30.")
    }

    def __init__(self, **options):
        options.setdefault("input_formats", TIME_FORMATS)
        attrs = {"type": "time", "class": "is-short"}
        options.setdefault("widget", TimePicker(format="%H:%M", attrs=attrs))
        super().__init__(**options)


class SuggestingInput(forms.TextInput):
    """A text input that suggests what others write there; anything may be typed."""

    template_name = "core/widgets/suggesting_input.html"

    def __init__(self, attrs=None, *, suggestions=()):
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["suggestions"] = (
            self.suggestions() if callable(self.suggestions) else self.suggestions
        )
        widget["list_id"] = widget["attrs"]["list"] = f"{widget['attrs'].get('id', name)}_list"
        return context


@cache
def _time_zones():
    """The zones of today's places, without the aliases that the IANA database keeps of old ones."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return [(zone, "") for zone in sorted(line[2] for line in lines)]


def _country_names():
    return [(name, "") for name in COUNTRIES.values()]


class CountryField(forms.CharField):
    """A country as its two capital letters; a name in full is understood too."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Two letters, for example GH for Ghana; or its name."))
        widget = SuggestingInput({"class": "is-short"}, suggestions=_country_names)
        options.setdefault("widget", widget)
        super().__init__(**options)

    def to_python(self, value):
        value = super().to_python(value)
        code = value.upper()
        if not value or code in COUNTRIES:
            return code
        for known, name in COUNTRIES.items():
            if str(name).casefold() == value.casefold():
                return known
        raise ValidationError(
            _("“%(value)s” is no country we know; give its two letters, for example GH."),
            params={"value": value},
        )


class TimeZoneField(forms.CharField):
    """A time zone of the IANA database, such as Africa/Accra."""

    def __init__(self, **options):
        options.setdefault("help_text", _("The zone of the place, for example Africa/Accra."))
        options.setdefault("widget", SuggestingInput(suggestions=_time_zones))
        super().__init__(**options)

    def to_python(self, value):
        return super().to_python(value).replace(" ", "_")


class LanguageField(forms.CharField):
    """A language as a BCP 47 tag, such as en or pt-BR."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Its code, for example en, fr, sw or pt-BR."))
        suggestions = [(code, "") for code in LANGUAGES]
        options.setdefault(
            "widget", SuggestingInput({"class": "is-short"}, suggestions=suggestions)
        )
        super().__init__(**options)

    def validate(self, value):
        super().validate(value)
        if value and not LANGUAGE.match(value):
            raise ValidationError(
                _("“%(value)s” is no language code; give one such as en or pt-BR."),
                params={"value": value},
            )


# Texts that two people may edit at once ---------------------------------------------------------
def _digest(field, value):
    """A short mark of a field's value, equal for values that a person would call the same."""
    value = field.prepare_value(value)
    if isinstance(value, Decimal):
        value = value.normalize()
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    if isinstance(value, (list, tuple)):
        value = [str(part) for part in value]
    if isinstance(value, datetime.time):
        value = value.strftime("%H:%M")
    text = "" if value is None else json.dumps(value, default=str)
    return hashlib.sha256(text.strip('"').encode()).hexdigest()[:10]


class VersionedModelForm(forms.ModelForm):
    """The form of a Versioned model: it carries the version that was edited, and refuses to go without.

    It writes nothing; a service does, through `core.services.save_version`, with `based_on` and
    `model_fields`. When that raises StaleVersion, `meet(current)` brings both texts together:
    fields that only the other person changed take over what they saved (`taken_over`), those that
    both changed are in `conflicts` as (label, mine, theirs), and the form, still holding what was
    typed, is now based on what was saved meanwhile. Override `current_values` for further fields.
    """

    version = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict = False
        self.conflicts = []
        self.taken_over = []
        if self.instance.pk is None:
            del self.fields["version"], self.fields["base"]
        else:
            values = self.current_values(self.instance)
            for name, value in values.items():
                self.initial.setdefault(name, value)
            self.initial["version"] = self.instance.version
            self.initial["base"] = self._marks(values)

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                # Browsers send two characters at a line's end; neither PDF nor XML carries controls.
                cleaned[name] = without_control(value.replace("\r\n", "\n"))
        if "version" in self.fields and not cleaned.get("version"):
            raise ValidationError(
                _("This form came without the version it was based on. Open the page again."),
                code="no-version",
            )
        return cleaned

    def save(self, commit=True):
        if self.instance.pk is not None:
            raise TypeError("A Versioned model is saved by core.services.save_version.")
        return super().save(commit)

    @property
    def based_on(self):
        """The version that was edited."""
        return self.cleaned_data["version"]

    @property
    def model_fields(self):
        """Names of the model's fields that this form holds: what save_version is to write."""
        return [name for name in self._meta.fields if name in self.cleaned_data]

    @property
    def editable(self):
        """The fields that people fill in, by name."""
        return {
            name: field for name, field in self.fields.items() if name not in ("version", "base")
        }

    def current_values(self, instance):
        """What `instance` holds for each field, as initial values."""
        return model_to_dict(instance, fields=list(self.editable))

    def meet(self, current):
        """Show what `current`, saved meanwhile, holds beside what was typed; the next save is based on it."""
        base = self._marks_sent()
        theirs = self.current_values(current)
        self.data = self.data.copy()
        for name, field in self.editable.items():
            mine = _digest(field, self.cleaned_data.get(name))
            saved = _digest(field, theirs.get(name))
            if mine == saved:
                continue
            if mine == base.get(name):
                self._take_over(name, field, theirs.get(name))
            elif saved != base.get(name):
                self._oppose(name, field, theirs.get(name))
        self.data[self.add_prefix("version")] = str(current.version)
        self.data[self.add_prefix("base")] = self._marks(theirs)
        self.conflict = True

    def _marks_sent(self):
        try:
            base = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            base = {}
        return base if isinstance(base, dict) else {}

    def _marks(self, values):
        return json.dumps(
            {name: _digest(field, values.get(name)) for name, field in self.editable.items()}
        )

    def _take_over(self, name, field, value):
        value = field.prepare_value(value)
        key = self.add_prefix(name)
        if isinstance(value, (list, tuple)) and hasattr(self.data, "setlist"):
            self.data.setlist(key, [str(part) for part in value])
        elif isinstance(field, forms.BooleanField):
            self.data.pop(key, None)
            if value:
                self.data[key] = "on"
        else:
            self.data[key] = "" if value is None else field.widget.format_value(value) or ""
        self.taken_over.append(field.label)

    def _oppose(self, name, field, value):
        self.conflicts.append(
            {
                "label": field.label,
                "mine": self.in_words(name, field, self.cleaned_data.get(name)),
                "theirs": self.in_words(name, field, value),
            }
        )

    def in_words(self, name, field, value):
        """A value of the field `name` as people read it."""
        if value is None or value == "":
            return _("(empty)")
        if isinstance(field, forms.ModelMultipleChoiceField):
            keys = [getattr(row, "pk", row) for row in value]
            rows = field.queryset.in_bulk(keys)
            return "\n".join(str(rows[key]) for key in keys if key in rows)
        if isinstance(field, forms.ModelChoiceField):
            key = getattr(value, "pk", value)
            return dict(field.choices).get(key) or str(field.queryset.filter(pk=key).first())
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices).get(value, value)
        if isinstance(field, forms.BooleanField):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return "\n".join(str(part) for part in value)
        return value


# One of many, several in order ------------------------------------------------------------------
class OrderedChoiceWidget(forms.SelectMultiple):
    """Several selects under one name, the first choice first, with spare ones; usable without script."""

    template_name = "core/widgets/ordered_choice.html"
    spare = 2

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        chosen = [str(key) for key in value or []]
        widget["rows"] = [*chosen, *[""] * self.spare]
        # Read once: each select offers the same.
        widget["options"] = [(str(key), label) for key, label in self.choices]
        return context

    def optgroups(self, name, value, attrs=None):
        return []

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        return [key for key in super().value_from_datadict(data, files, name) or [] if key]


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a table. A number longer than any row's is refused here: databases raise on it."""

    def clean(self, value):
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)


class OrderedChoiceField(RowsField):
    """Rows of a table in the order in which they were chosen, each once."""

    widget = OrderedChoiceWidget

    def clean(self, value):
        found = {str(row.pk): row for row in super().clean(value)}
        return [found[key] for key in dict.fromkeys(str(key) for key in value or [])]

    def has_changed(self, initial, data):
        before = [str(key) for key in self.prepare_value(initial or [])]
        return before != [str(key) for key in data or []]
