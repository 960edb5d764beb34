"""What a dialogue still lacks before it can be held, or written up: told to those who run it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.when import Progress


@dataclass(frozen=True)
class Lack:
    """Something that is missing: in words, and where it is mended."""

    text: str
    url: str


def lacks(dialogue, progress, *, convenors, questions):
    """What is missing from `dialogue`, fetched by `dialogues.frame.dialogue_or_404`, as it stands."""

    def page(name, anchor=""):
        return reverse(f"dialogues:{name}", args=[dialogue.slug]) + anchor

    edit = page("dialogue_edit")
    always = (
        (not (dialogue.venue or dialogue.city), _("A place: where people are to come"), edit),
        (not convenors, _("Its convenors: who invites"), edit),
        (not questions, _("The questions that it asks"), page("dialogue", "#questions")),
        (not dialogue.agenda_count, _("An agenda"), page("agenda_begin")),
        (not dialogue.introduction, _("An introduction: why this dialogue"), edit),
    )
    before = (
        (
            not dialogue.people_count,
            _("People: nobody is invited yet"),
            reverse(
                "convening:invite", args=[dialogue.slug]
            ),  # of a higher room, by its name alone
        ),
        (
            not (dialogue.chair_id or dialogue.facilitator_id),
            _("Somebody to chair or facilitate it"),
            edit,
        ),
    )
    after = (
        (not dialogue.people_count, _("The list of who was there"), page("dialogue_people")),
        (not dialogue.has_notes, _("Notes of what was said"), page("dialogue_said")),
        (not dialogue.has_messages, _("Key messages: what was heard"), page("dialogue_outcomes")),
        (not dialogue.summary_body, _("A summary"), edit),
        (not dialogue.next_steps, _("Next steps"), edit),
    )
    checks = always + (after if progress == Progress.HELD else before)
    return [Lack(text, url) for is_missing, text, url in checks if is_missing]
