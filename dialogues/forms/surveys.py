"""What one fills in about a survey: its words, whom to ask, until when, and the answers themselves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.days import day_everywhere
from core.forms import DateField, VersionedModelForm
from core.text import as_key, several_lines, without_control
from dialogues.models import Dialogue, Statement, Survey, Vote
from dialogues.survey_languages import choices, name
from dialogues.survey_results import ORDERS
from dialogues.where_groups_stand import Verdict
from stakeholders.models import Group

LONGEST_STATEMENT = 300
LONGEST_INTRODUCTION = 2000
LONGEST_COMMENT = 2000
LONGEST_OPEN = 366  # days
AT_ONCE = 12  # statements on one page of a phone


class _InLanguages(VersionedModelForm):
    """A form with one text for each language of a survey, kept together in a JSON field of the model."""

    kept_in = ""
    longest = 0
    rows = 3

    def __init__(self, *args, languages, labels, **options):
        self.languages = languages
        super().__init__(*args, **options)
        for code in languages:
            label = labels % {"language": name(code)} if len(languages) > 1 else self.only_label
            self.fields[f"text_{code}"] = forms.CharField(
                label=label,
                required=False,
                max_length=self.longest,
                widget=forms.Textarea({"rows": self.rows, "lang": code, "dir": "auto"}),
            )
        if self.instance.pk is not None:
            values = self.current_values(self.instance)
            self.initial |= values
            self.initial["base"] = self._marks(values)

    def current_values(self, instance):
        texts = getattr(instance, self.kept_in) or {}
        values = super().current_values(instance)
        return values | {f"text_{code}": texts.get(code, "") for code in self.languages}

    def clean(self):
        cleaned = super().clean()
        texts = dict(getattr(self.instance, self.kept_in) or {})
        texts |= {code: cleaned.get(f"text_{code}", "").strip() for code in self.languages}
        setattr(self.instance, self.kept_in, {code: text for code, text in texts.items() if text})
        return cleaned

    @property
    def model_fields(self):
        return [*super().model_fields, self.kept_in]


class SurveyForm(_InLanguages):
    """What a survey is called, the languages it can be answered in, and the words above it."""

    kept_in = "introductions"
    longest = LONGEST_INTRODUCTION
    rows = 4
    only_label = _("Introduction")

    languages_asked = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "In these it can be answered. Where a translation is missing, the text stands in the first "
            "language that has one."
        ),
        error_messages={"required": _("Choose at least one language.")},
    )

    class Meta:
        model = Survey
        fields = ["title", "dialogue"]

    def __init__(self, *args, initiative, **options):
        instance = options.get("instance")
        languages = instance.languages if instance and instance.pk else []
        labels = _("Introduction in %(language)s")
        super().__init__(*args, languages=languages, labels=labels, **options)
        dialogue = self.fields["dialogue"]
        dialogue.queryset = Dialogue.objects.filter(initiative=initiative)
        dialogue.empty_label = _("No dialogue in particular")
        dialogue.label = _("Before or during the dialogue")
        self.fields["title"].help_text = _("Those who are asked read it too.")
        order = ["title", "dialogue", "languages_asked"]
        self.order_fields([*order, *(f"text_{code}" for code in languages)])
        for code in languages:
            self.fields[f"text_{code}"].help_text = _(
                "Two or three sentences: what it is about, and what comes of the answers."
            )

    def current_values(self, instance):
        return super().current_values(instance) | {"languages_asked": instance.languages}

    def clean(self):
        cleaned = super().clean()
        # In the order in which Baraza lists them, whatever the order they were sent in.
        wanted = cleaned.get("languages_asked", [])
        self.instance.languages = [code for code, _name in choices() if code in wanted]
        return cleaned

    @property
    def model_fields(self):
        return [*super().model_fields, "languages"]


class StatementForm(_InLanguages):
    """A statement in each language of its survey; the first is required."""

    kept_in = "texts"
    longest = LONGEST_STATEMENT
    rows = 2
    only_label = _("Statement")

    class Meta:
        model = Statement
        fields = []

    def __init__(self, *args, survey, **options):
        labels = _("Statement in %(language)s")
        super().__init__(*args, languages=survey.languages, labels=labels, **options)
        first = self.fields[f"text_{survey.languages[0]}"]
        first.required = True
        first.help_text = _(
            "One sentence with one thought in it, in the words of somebody who means it: “Half of the "
            "royalties should stay in the district.”"
        )


class OpenForm(forms.Form):
    """Until when answers are taken."""

    closes_on = DateField(
        label=_("Answers until"),
        help_text=_("The last day, to its end everywhere. Reminders can be sent until then."),
    )

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        today = day_everywhere()
        if day < today:
            raise ValidationError(_("This day has passed. Choose one that is still to come."))
        if (day - today).days > LONGEST_OPEN:
            raise ValidationError(_("That is more than a year away. Choose an earlier day."))
        return day


class PeopleFilter(forms.Form):
    """Whom to ask: people by group, from a dialogue, by name."""

    NO_GROUP = "none"

    groups = forms.MultipleChoiceField(
        label=_("Of these groups"), required=False, widget=forms.CheckboxSelectMultiple
    )
    dialogue = forms.ModelChoiceField(
        label=_("Expected at"), required=False, queryset=None, empty_label=_("Any dialogue or none")
    )
    q = forms.CharField(label=_("Name"), required=False, max_length=200)

    def __init__(self, *args, initiative, dialogues, **options):
        super().__init__(*args, **options)
        groups = Group.objects.filter(programme=initiative.programme_id)
        self.fields["groups"].choices = [
            *((str(group.pk), group.full_name) for group in groups),
            (self.NO_GROUP, _("In no group")),
        ]
        self.fields["dialogue"].queryset = dialogues.filter(initiative=initiative)

    def narrowing(self):
        """Keyword arguments for `survey_people.narrowed`; what cannot be understood is left out."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        groups = chosen.get("groups", [])
        return {
            "groups": [int(key) for key in groups if key != self.NO_GROUP],
            "no_group": self.NO_GROUP in groups,
            "dialogue": chosen.get("dialogue"),
            "words": without_control(chosen.get("q", "")),
        }


class InviteForm(forms.Form):
    """The people who are asked, chosen among those of a list."""

    person = forms.MultipleChoiceField(
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _(
                "Somebody of your choice is not in this list any more. Look again."
            ),
        }
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["person"].choices = [(str(person.pk), "") for person in people]

    def clean_person(self):
        return [as_key(value) for value in self.cleaned_data["person"]]


class ResultsFilter(forms.Form):
    """How results are sorted and which are shown; what it does not know is as if it were not asked."""

    SORTS = (
        ("divides", _("What divides first")),
        ("unites", _("What unites first")),
        ("asked", _("As they were asked")),
    )
    SHOWN = (
        ("", _("All statements")),
        (Verdict.DIVIDES.value, _("Those that divide")),
        (Verdict.UNITES.value, _("Those that unite")),
        (Verdict.UNCLEAR.value, _("Unclear ones")),
        (Verdict.UNHEARD.value, _("Not heard enough")),
    )

    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)

    @property
    def order(self):
        self.is_valid()
        sort = self.cleaned_data.get("sort")
        return sort if sort in ORDERS else "divides"

    def shows(self, verdict):
        """True if a statement of this verdict is to be shown."""
        self.is_valid()
        show = self.cleaned_data.get("show")
        united = (Verdict.UNITES, Verdict.REJECTED)
        return not show or verdict == show or (show == Verdict.UNITES and verdict in united)


class AnswerForm(forms.Form):
    """What one says to the statements of one page of a survey, and for which group.

    `statements` are ids with text and the text's language; `earlier` holds what was said before, as
    `votes` does. The first page asks for the group. Nothing is required but the group, and that a
    comment comes with a choice.
    """

    NO_GROUP = "none"

    group = forms.ChoiceField(
        label=_("Which group do you speak for?"),
        help_text=_("Answers are added up by group. Choose the one whose interest you share most."),
        error_messages={"required": _("Please choose a group, or say that it is none of these.")},
    )

    def __init__(self, data=None, *, statements, groups, is_first, earlier, **options):
        super().__init__(data, **options)
        self.is_first = is_first
        self.groups = {str(group.pk): group for group in groups}
        if is_first:
            self.fields["group"].choices = [
                ("", _("Please choose …")),
                *((key, group.full_name) for key, group in self.groups.items()),
                (self.NO_GROUP, _("Another group, or none of these")),
            ]
            self.fields["group"].widget.attrs["class"] = "form-select"
        else:
            del self.fields["group"]
        self.statements = statements
        for pk, _text, _language in statements:
            choice, comment = earlier.get(pk, ("", ""))
            self.fields[f"choice_{pk}"] = forms.ChoiceField(
                choices=Vote.Choice.choices, required=False, initial=choice
            )
            self.fields[f"comment_{pk}"] = forms.CharField(
                required=False, max_length=LONGEST_COMMENT, initial=comment
            )

    def clean(self):
        cleaned = super().clean()
        for pk, _text, _language in self.statements:
            comment = cleaned[f"comment_{pk}"] = several_lines(cleaned.get(f"comment_{pk}", ""))
            if comment and not self._typed_choice(pk):
                self.add_error(
                    f"choice_{pk}", _t("To send your comment, choose one of the three answers too.")
                )
        if self.is_first and not self.errors and not any(said[0] for said in self.votes.values()):
            raise ValidationError(
                _t("You have not chosen any answer yet. One is enough; the others can stay empty.")
            )
        return cleaned

    def _typed_choice(self, pk):
        return self.cleaned_data.get(f"choice_{pk}") or f"choice_{pk}" in self.errors

    @property
    def votes(self):
        """`{statement id: (choice, comment)}` for `services.surveys.answer`."""
        return {
            pk: (self.cleaned_data[f"choice_{pk}"], self.cleaned_data[f"comment_{pk}"])
            for pk, _text, _language in self.statements
        }

    @property
    def chosen_group(self):
        """The group, or None for those of no group."""
        return self.groups.get(self.cleaned_data["group"])

    @property
    def cards(self):
        """What the template shows of each statement; what was typed stays, right or wrong."""
        return [
            {
                "pk": pk,
                "text": text,
                "language": language,
                "choice": self[f"choice_{pk}"],
                "chosen": self[f"choice_{pk}"].value() or "",
                "comment": self[f"comment_{pk}"],
                "errors": [*self[f"choice_{pk}"].errors, *self[f"comment_{pk}"].errors],
            }
            for pk, text, language in self.statements
        ]
