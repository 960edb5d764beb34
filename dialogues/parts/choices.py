"""What forms of a dialogue offer to choose from: never anything of another dialogue or programme."""

from functools import cached_property

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from core.forms import RowsField, SuggestingInput
from core.text import as_key, fold
from dialogues.models import Appearance, Contribution, Participation, Session
from dialogues.naming import Naming
from dialogues.parts.somebody import Offer
from stakeholders.models import Group, Organisation, Person


class Setting:
    """Where a form stands: who fills it in, and the dialogue or initiative that it belongs to."""

    def __init__(self, root, user):
        self.root = root
        self.user = user
        self.dialogue = root if hasattr(root, "initiative_id") else None
        self.programme_id = (root.initiative if self.dialogue else root).programme_id

    @cached_property
    def naming(self):
        """How this user is told of the people of the dialogue."""
        return Naming(self.dialogue, self.user)

    @property
    def groups(self):
        """The stakeholder groups of the programme."""
        return Group.objects.filter(programme=self.programme_id)

    def organisations_with(self, stored):
        """The programme's organisations that the user may know of, and the one already `stored`."""
        seen = Organisation.objects.visible_to(self.user).values("pk")
        rows = Organisation.objects.filter(programme=self.programme_id)
        return rows.filter(Q(pk__in=seen) | Q(pk=stored))

    @property
    def people_in_the_room(self):
        """Everybody who has to do with the dialogue: participants, speakers of the agenda, its roles."""
        dialogue = self.dialogue
        sessions = Session.objects.filter(dialogue=dialogue)
        places = (
            Participation.objects.filter(dialogue=dialogue).values("person"),
            Appearance.objects.filter(item__part__dialogue=dialogue).values("person"),
            Contribution.objects.filter(session__dialogue=dialogue).values("speaker"),
            sessions.values("facilitator"),
            sessions.values("rapporteur"),
        )
        there = Q(pk__in=[key for key in (dialogue.chair_id, dialogue.facilitator_id) if key])
        for rows in places:
            there |= Q(pk__in=rows)
        return Person.objects.filter(there, programme=self.programme_id)

    @property
    def people(self):
        """Those in the room, and whom else of the register the user may see."""
        there = self.people_in_the_room.values("pk")
        seen = Person.objects.visible_to(self.user).filter(programme=self.programme_id).values("pk")
        return Person.objects.filter(Q(pk__in=there) | Q(pk__in=seen))

    def offer(self, people, *, chosen=()):
        """An Offer of `people` under the names that the user may know, those in the room suggested first.

        `chosen` are ids as a form holds them: numbers, digits or nothing.
        """
        first = {as_key(value) for value in chosen} - {None}
        return Offer(people, self.naming, first=first, near=self.people_in_the_room)


class _ByLabel(ModelChoiceIterator):
    """Choices in the order of what is shown: the order of names would tell who a pseudonym is."""

    def __iter__(self):
        choices = (self.choice(row) for row in self.queryset.select_related("organisation"))
        yield from sorted(choices, key=lambda choice: fold(choice[1]))


class PeopleField(RowsField):
    """Several people, each offered under the name by which the user may know them."""

    iterator = _ByLabel
    widget = forms.CheckboxSelectMultiple
    naming = None

    def label_from_instance(self, person):
        return self.naming.label(person)


class GroupField(forms.ModelChoiceField):
    """A stakeholder group, with its name in full."""

    def label_from_instance(self, group):
        return group.full_name


class QuestionField(forms.ModelChoiceField):
    """A question of the dialogue, in short."""

    def label_from_instance(self, question):
        words = str(question)
        return words if len(words) <= 90 else f"{words[:89]}…"


class SessionsField(RowsField):
    """Sessions of the same dialogue."""

    widget = forms.CheckboxSelectMultiple


class WordField(forms.CharField):
    """A word of an open vocabulary: known ones are suggested by their labels, any other may be typed."""

    def __init__(self, *, vocabulary, **options):
        self.vocabulary = vocabulary
        widget = SuggestingInput({"class": "is-short"}, suggestions=self._suggestions)
        options.setdefault("widget", widget)
        options.setdefault("help_text", _("Choose one that is offered, or write your own."))
        super().__init__(**options)

    def prepare_value(self, value):
        return str(self.vocabulary.get(value, value)) if value else value

    def to_python(self, value):
        value = super().to_python(value)
        for word, label in self.vocabulary.items():
            if value.casefold() in (word, str(label).casefold()):
                return word
        return value

    def _suggestions(self):
        return [(str(label), "") for label in self.vocabulary.values()]
