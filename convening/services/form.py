"""Writes of the registration form of a dialogue. Answers that were given are never lost by them."""

from django.db import transaction
from django.utils.text import slugify

from convening.exceptions import FormOrder
from convening.known import KNOWN, SECTIONS
from convening.models import FormQuestion, FormSection
from core.services import move, next_position, save_version
from dialogues.models import Dialogue

LONGEST_KEY = 60


def _lock(dialogue):
    Dialogue.objects.select_for_update().get(pk=dialogue.pk)


def sections_of(dialogue):
    """The sections that are asked, in order."""
    return FormSection.objects.filter(dialogue=dialogue, is_asked=True)


def _free_key(dialogue, label):
    """A key of `label` that no question of `dialogue` has, those taken out included."""
    base = slugify(label)[: LONGEST_KEY - 5].strip("-") or "question"
    taken = set(
        FormQuestion.objects.filter(section__dialogue=dialogue).values_list("key", flat=True)
    )
    # What is ready-made means something to other parts of Baraza: nobody's own question gets its key.
    taken |= set(KNOWN)
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


@transaction.atomic
def add_section(dialogue, *, title, text=""):
    """A new section at the end of the form. Atomic."""
    _lock(dialogue)
    position = next_position(FormSection.objects.filter(dialogue=dialogue))
    return FormSection.objects.create(dialogue=dialogue, title=title, text=text, position=position)


@transaction.atomic
def add_question(section, **fields):
    """A new question at the end of `section`. Atomic; raises FormOrder if its condition cannot be met."""
    _lock(section.dialogue)
    position = next_position(section.questions)
    key = _free_key(section.dialogue, fields["label"])
    question = FormQuestion.objects.create(section=section, key=key, position=position, **fields)
    require_order(section.dialogue)
    return question


@transaction.atomic
def add_known(section, key):
    """The ready-made question `key` in `section`, if the form does not ask it already; one that was taken
    out comes back with the answers to it. Atomic."""
    _lock(section.dialogue)
    known = KNOWN[key]
    rows = FormQuestion.objects.filter(section__dialogue=section.dialogue)
    found = rows.filter(key=key).first()
    if found is not None and found.is_asked:
        return found
    earlier = rows.filter(key=known.depends[0], is_asked=True).first() if known.depends else None
    fields = {
        "section": section,
        "position": next_position(section.questions),
        "label": known.label,
        "help": known.help,
        "kind": known.kind,
        "options": list(known.options),
        "depends_on": earlier,
        "depends_values": known.depends[1] if earlier else [],
    }
    if found is None:
        return FormQuestion.objects.create(key=key, **fields)
    fields["is_asked"] = True
    return save_version(_with(found, fields), based_on=found.version, fields=list(fields))


def _with(row, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@transaction.atomic
def add_known_section(dialogue, key):
    """A ready-made section with its questions. Atomic."""
    title, keys = SECTIONS[key]
    section = add_section(dialogue, title=title)
    for each in keys:
        add_known(section, each)
    return section


@transaction.atomic
def change_section(section, *, based_on, fields):
    """Save an edited section. Raises StaleVersion if somebody saved it meanwhile."""
    return save_version(section, based_on=based_on, fields=fields)


@transaction.atomic
def change_question(question, *, based_on, fields):
    """Save an edited question. Atomic; raises StaleVersion, or FormOrder if a condition of the form could
    no longer be met; then nothing is written."""
    _lock(question.section.dialogue)
    save_version(question, based_on=based_on, fields=fields)
    require_order(question.section.dialogue)
    return question


@transaction.atomic
def remove_question(question):
    """Ask it no more: its answers stay. Atomic; raises FormOrder if another question depends on it."""
    _lock(question.section.dialogue)
    FormQuestion.objects.filter(pk=question.pk).update(is_asked=False)
    require_order(question.section.dialogue)


@transaction.atomic
def remove_section(section):
    """Ask none of its questions any more: their answers stay. Atomic; raises FormOrder as above."""
    _lock(section.dialogue)
    section.questions.update(is_asked=False)
    FormSection.objects.filter(pk=section.pk).update(is_asked=False)
    require_order(section.dialogue)


@transaction.atomic
def move_section(section, *, up):
    """Swap it with its neighbour. Atomic; raises FormOrder if a question came before what it depends on."""
    _lock(section.dialogue)
    move(section, sections_of(section.dialogue), up=up)
    require_order(section.dialogue)


@transaction.atomic
def move_question(question, *, up):
    """Swap it with its neighbour in the section. Atomic; raises FormOrder as `move_section`."""
    _lock(question.section.dialogue)
    move(question, question.section.questions.filter(is_asked=True), up=up)
    require_order(question.section.dialogue)


def require_order(dialogue):
    """Raise FormOrder unless every condition hangs on an earlier question that can be so answered."""
    rows = FormQuestion.objects.filter(section__dialogue=dialogue, is_asked=True)
    before = set()
    for row in rows.select_related("depends_on").order_by(
        "section__position", "section__pk", "position", "pk"
    ):
        earlier = row.depends_on
        if earlier is not None and earlier.pk not in before:
            raise FormOrder(row.label, earlier.label)
        if earlier is not None:
            offered = answers_of(earlier)
            lacking = [value for value in row.depends_values if value not in offered]
            if lacking or not row.depends_values:
                raise FormOrder(row.label, earlier.label, option=", ".join(lacking) or "—")
        before.add(row.pk)


def answers_of(question):
    """The answers of `question` on which another may hang."""
    if question.kind in (FormQuestion.Kind.YES_NO, FormQuestion.Kind.CONSENT):
        return ["yes", "no"]
    return list(question.options)


@transaction.atomic
def take_over(dialogue, *, source):
    """Put the form of `source`, another dialogue, behind that of `dialogue`; how many questions came.

    Atomic. A question whose key the form has already is left out.
    """
    _lock(dialogue)
    held = {row.key: row for row in FormQuestion.objects.filter(section__dialogue=dialogue)}
    made, number = {}, 0
    for section in sections_of(source):
        copy = add_section(dialogue, title=section.title, text=section.text)
        for row in section.questions.filter(is_asked=True).order_by("position", "pk"):
            if row.key in held and held[row.key].is_asked:
                made[row.pk] = held[row.key]
                continue
            if row.key in held:
                FormQuestion.objects.filter(pk=held[row.key].pk).delete()
            old, earlier = row.pk, made.get(row.depends_on_id)
            row.pk, row.section, row.version, row.depends_on = None, copy, 1, earlier
            row.depends_values = row.depends_values if earlier else []
            row._state.adding = True
            row.save()
            made[old], number = row, number + 1
    require_order(dialogue)
    return number
