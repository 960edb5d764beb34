"""What the overview of a dialogue says about it, as label and value, for one viewer."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from dialogues.models import Attribution
from dialogues.when import days_in_words, when_in_words, where_in_words, zone_in_words


def attribution_in_words(dialogue):
    """What the attribution rule means for those who were there."""
    if dialogue.attribution == Attribution.CHATHAM_HOUSE:
        return _(
            "Chatham House Rule: what was said may be used; who said it, whom they belong to and who "
            "else was there may not be told."
        )
    return _("On the record: speakers may be named with what they said.")


def facts_of(dialogue, naming, convenors):
    """Label and value of everything that is known of `dialogue`, people as `naming` tells of them."""
    return [
        (_("When"), f"{when_in_words(dialogue)}\n{zone_in_words(dialogue)}"),
        (_("Where"), where_in_words(dialogue)),
        (_("Part of"), _event(dialogue)),
        (_("Kind"), dialogue.get_kind_display()),
        (_("Language"), _language(dialogue.language)),
        (_("Participation"), dialogue.get_participation_display()),
        (_("Attribution"), attribution_in_words(dialogue)),
        (_("Convenors"), "\n".join(convenor.full_name for convenor in convenors)),
        (_("Host"), dialogue.host.full_name if dialogue.host else ""),
        (_("Chair"), _person(dialogue.chair, naming)),
        (_("Facilitator"), _person(dialogue.facilitator, naming)),
    ]


def _language(code):
    # A dialect is told by its language; a language that Django has no name for, by its code.
    try:
        return get_language_info(code.lower().partition("-")[0])["name_translated"]
    except KeyError:
        return code


def _event(dialogue):
    if not dialogue.part_of_title:
        return ""
    days = ""
    if dialogue.part_of_starts:
        days = days_in_words(dialogue.part_of_starts, dialogue.part_of_ends)
    return "\n".join(
        part for part in (dialogue.part_of_title, dialogue.part_of_place, days) if part
    )


def _person(person, naming):
    # The label says their part already, so there is nothing to tell of those who stay unnamed.
    if person is None or not naming.knows(person):
        return ""
    known = (naming.name(person), naming.role(person), naming.organisation(person))
    return ", ".join(part for part in known if part)
