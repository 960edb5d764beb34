"""The registration form of a dialogue, made of its sections and questions.

Answers are JSON by the keys of questions: text, list of texts, true or false, number, "YYYY-MM-DD". Nothing
here writes. A question that is asked no more keeps its answers, and they stay readable.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convening.known import SENSITIVE, TEXTS, in_words, masked
from convening.models import FormQuestion, FormSection
from core.countries import COUNTRIES
from core.forms import LANGUAGES, DateField
from core.text import several_lines
from stakeholders.words import language_name

Kind = FormQuestion.Kind
YES, NO = "yes", "no"
PREFIX = "q-"
LONGEST = {Kind.SHORT: 300, Kind.LONG: 4000}
EMPTY = (None, "", [])
OPAQUE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?|yes|no")  # codes of languages, yes and no


@dataclass
class Question:
    """A question as it is asked. With `depends_on`, the key of an earlier one, it is asked only of who
    answered that with one of `depends_values` (for yes or no: "yes", "no")."""

    pk: int
    key: str
    label: str
    help: str
    kind: str
    options: list
    required: bool
    depends_on: str = ""
    depends_values: list = field(default_factory=list)
    depends_label: str = ""

    @property
    def name(self):
        """The name of its field."""
        return PREFIX + self.key

    @property
    def depends_codes(self):
        """The values it hangs on as they stand in the page."""
        return [code_of(value) for value in self.depends_values]

    @property
    def condition(self):
        """When it is asked, in words; empty if it always is."""
        if not self.depends_on:
            return ""
        words = {YES: _("Yes"), NO: _("No")}
        values = ", ".join(words.get(value) or in_words(value) for value in self.depends_values)
        return _("Only if “%(question)s” is: %(answers)s") % {
            "question": self.depends_label,
            "answers": values,
        }

    def is_asked(self, answers):
        """True if it is asked of who gave `answers`."""
        if not self.depends_on:
            return True
        given = answers.get(self.depends_on)
        if isinstance(given, bool):
            given = YES if given else NO
        given = given if isinstance(given, list) else [given]
        return any(str(each) in self.depends_values for each in given if each is not None)


@dataclass
class Section:
    """A section of the form: one step of it on a phone."""

    pk: int
    title: str
    text: str
    questions: list


def questions_of(dialogue):
    """The sections of the form of `dialogue` with their questions, in order; two queries."""
    sections = [
        Section(row.pk, in_words(row.title), row.text, [])
        for row in FormSection.objects.filter(dialogue=dialogue, is_asked=True)
    ]
    by_pk = {section.pk: section for section in sections}
    rows = FormQuestion.objects.filter(section__dialogue=dialogue, is_asked=True)
    rows = list(rows.order_by("section__position", "section__pk", "position", "pk"))
    asked = {row.pk: row for row in rows}
    for row in rows:
        if row.section_id in by_pk:
            by_pk[row.section_id].questions.append(_question(row, asked.get(row.depends_on_id)))
    return sections


def _question(row, earlier):
    question = Question(
        row.pk,
        row.key,
        in_words(row.label),
        in_words(row.help),
        row.kind,
        row.options,
        row.required,
    )
    if earlier is not None:
        question.depends_on, question.depends_label = earlier.key, in_words(earlier.label)
        question.depends_values = row.depends_values
    return question


def all_questions(sections):
    """Every question of `sections`."""
    return [question for section in sections for question in section.questions]


def kept(sections, answers):
    """`answers` without those to questions that are not asked of who gave them. What is no longer part of
    the form is kept."""
    result = dict(answers)
    for question in all_questions(sections):
        # In order: what depends on a question that is not asked is not asked either.
        if not question.is_asked(result):
            result.pop(question.key, None)
    return result


def missing_of(sections, answers):
    """The Questions of `sections` that must be answered, are asked, and are not answered."""
    answers = kept(sections, answers)
    return [
        question
        for question in all_questions(sections)
        if question.required and question.is_asked(answers) and answers.get(question.key) in EMPTY
    ]


def missing(dialogue, answers):
    """The required Questions that `answers` leave open."""
    return missing_of(questions_of(dialogue), answers)


# The form ----------------------------------------------------------------------------------------
DELETES = "-"  # what is written to take back an answer that is not shown


class EngineForm(forms.Form):
    """A form of questions. `values` is what was typed rightly, as answers; nothing is required here, since
    what is typed is saved as one goes (see `missing_of`)."""

    questions = ()

    @property
    def values(self):
        """The answers that were sent and are valid. A sensitive one that is left empty stays as it was."""
        values = {}
        for question in self.questions:
            if question.name not in self.cleaned_data:
                continue
            value = _stored(self.cleaned_data[question.name])
            if question.key in SENSITIVE and value == DELETES:
                values[question.key] = ""
            elif question.key not in SENSITIVE or value not in EMPTY:
                values[question.key] = value
        return values

    @property
    def rows(self):
        """Pairs of a Question and its bound field."""
        return [(question, self[question.name]) for question in self.questions]

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = several_lines(value)
        return cleaned


def form_for(sections, data, answers):
    """An EngineForm for a Section, or several, bound to `data` unless it is None, showing `answers`."""
    sections = [sections] if isinstance(sections, Section) else list(sections)
    form = EngineForm(data)
    form.questions = all_questions(sections)
    for question in form.questions:
        value = answers.get(question.key)
        built = _field(question, value)
        built.initial = _shown(question, value)
        if question.key in SENSITIVE and value not in EMPTY:
            built.initial = None
            text = _(
                "You have given %(end)s. Leave this empty to keep it; write a hyphen (-) to delete it."
            )
            built.help_text = text % {"end": masked(value)}
        form.fields[question.name] = built
    return form


def _field(question, value):
    kind = question.kind
    common = {"label": question.label, "help_text": question.help, "required": False}
    if kind in LONGEST:
        attrs = {"class": "form-control"}
        widget = (
            forms.Textarea({**attrs, "rows": 4}) if kind == Kind.LONG else forms.TextInput(attrs)
        )
        return forms.CharField(max_length=LONGEST[kind], widget=widget, **common)
    if kind in (Kind.YES_NO, Kind.CONSENT):
        choices = [(YES, _("Yes")), (NO, _("No"))]
        return forms.TypedChoiceField(
            choices=choices,
            coerce=lambda text: text == YES,
            empty_value=None,
            widget=forms.RadioSelect,
            **common,
        )
    if kind == Kind.NUMBER:
        widget = forms.NumberInput({"class": "form-control is-short"})
        return forms.FloatField(min_value=-1e12, max_value=1e12, widget=widget, **common)
    if kind == Kind.DATE:
        return DateField(**common)
    if kind == Kind.COUNTRY:
        choices = [("", "—"), *COUNTRIES.items()]
        widget = forms.Select({"class": "form-select"})
        return forms.ChoiceField(choices=choices, widget=widget, **common)
    offered = _choices(question, value)
    options = {code: option for code, _words, option in offered}
    choices = [(code, words) for code, words, _option in offered]
    if kind == Kind.CHOICE:
        return forms.TypedChoiceField(
            choices=choices,
            coerce=lambda code: options.get(code, code),
            widget=forms.RadioSelect,
            **common,
        )
    return forms.TypedMultipleChoiceField(
        choices=choices,
        coerce=lambda code: options.get(code, code),
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        **common,
    )


def code_of(option):
    """What stands in the page for an option: a ready-made one as it is, somebody's own words by a mark.
    Names of protected people are taken out of what a page says, not of what its fields send."""
    if option in TEXTS or OPAQUE.fullmatch(option):
        return option
    return f"o-{hashlib.sha256(option.encode()).hexdigest()[:12]}"


def _choices(question, value):
    """What there is to choose, with what was chosen before and is offered no more: code, words, answer."""
    if question.kind == Kind.LANGUAGES:
        choices = [(code, language_name(code)) for code in LANGUAGES]
    else:
        choices = [(option, in_words(option)) for option in question.options]
    known = {code for code, _name in choices}
    given = value if isinstance(value, list) else [value]
    choices += [
        (each, each) for each in given if isinstance(each, str) and each and each not in known
    ]
    return [(code_of(option), words, option) for option, words in choices]


def _stored(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _shown(question, value):
    if isinstance(value, bool):
        return YES if value else NO
    if question.kind in (Kind.CHOICES, Kind.LANGUAGES):
        given = value if isinstance(value, list) else [value] if value else []
        return [code_of(str(each)) for each in given]
    if question.kind == Kind.CHOICE and isinstance(value, str):
        return code_of(value)
    return value


# In words ----------------------------------------------------------------------------------------
def in_words_of(question, value, *, mask=False):
    """An answer as people read it; "" if there is none."""
    if value in EMPTY:
        return ""
    if mask and question.key in SENSITIVE:
        return masked(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_one(question.kind, each) for each in value)
    return _one(question.kind, value)


def _one(kind, value):
    if kind == Kind.LANGUAGES:
        return language_name(value) if value in LANGUAGES else str(value)
    if kind == Kind.COUNTRY:
        return str(COUNTRIES.get(value, value))
    if kind == Kind.DATE:
        try:
            return date_format(date.fromisoformat(value), "j F Y")
        except (TypeError, ValueError):
            return str(value)
    return in_words(str(value))


def answers_in_words(dialogue, answers, *, mask=False):
    """Pairs of a question and its answer in words, in the order of the form; at the end those that are no
    longer asked, said to be so. With `mask`, of a sensitive answer only its end."""
    sections = questions_of(dialogue)
    result = []
    for question in all_questions(sections):
        words = in_words_of(question, answers.get(question.key), mask=mask)
        if words and question.is_asked(answers):
            result.append((question.label, words))
    asked = {question.key for question in all_questions(sections)}
    if set(answers) - asked:
        retired = FormQuestion.objects.filter(section__dialogue=dialogue).exclude(key__in=asked)
        for row in retired:
            words = in_words_of(_question(row, None), answers.get(row.key), mask=mask)
            if words:
                label = _("%(question)s (no longer asked)") % {"question": in_words(row.label)}
                result.append((label, words))
    return result
