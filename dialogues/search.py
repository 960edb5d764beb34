"""Initiatives and dialogues, found from the search box."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.search import Findings, Found, first
from dialogues.models import Dialogue, Initiative
from dialogues.veil import holding_for


def find_dialogues(user, words):
    """Initiatives and dialogues that `user` may know of, by title, place and issue."""
    query = urlencode({"q": words})
    initiatives = Initiative.objects.visible_to(user).select_related("programme")
    yield Findings(
        label=_("Initiatives"),
        rows=[
            Found(row.title, row.get_absolute_url(), row.programme.title)
            for row in first(
                holding_for(user, initiatives, words, "title", "issue", "programme__title")
            )
        ],
        more_url=f"{reverse('dialogues:initiative_list')}?{query}",
    )
    dialogues = Dialogue.objects.visible_to(user)
    yield Findings(
        label=_("Dialogues"),
        rows=[
            Found(row.title, row.get_absolute_url(), _when_and_where(row))
            for row in first(holding_for(user, dialogues, words, "title", "city", "part_of_title"))
        ],
        more_url=f"{reverse('dialogues:dialogue_list')}?{query}",
    )


def _when_and_where(dialogue):
    day = date_format(dialogue.starts_on, "j F Y")
    state = _("cancelled") if dialogue.is_cancelled else ""
    return ", ".join(part for part in (day, dialogue.city, state) if part)
