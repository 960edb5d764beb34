"""The public page of an initiative: what higher rooms tell of it, and what it says of itself to whoever is
sent its address.

A higher application registers a section here as it starts.
"""

from django.utils.text import Truncator

from core.markdown import plain
from core.public import head_of

_sections = []
LETTERS = 200  # of a description


def section(function):
    """Register `function(initiative)`, which answers with a dict for the template that it names under
    `template`, with the address and title of a `feed` if there is one; or with None."""
    if function not in _sections:
        _sections.append(function)
    return function


def sections_of(initiative):
    """What every registered function has to tell of `initiative`."""
    return [told for tell in _sections if (told := tell(initiative)) is not None]


def head_of_initiative(initiative, sections):
    """The head of its public page."""
    feed = next((each for each in sections if each.get("feed")), {})
    words = plain(initiative.purpose or initiative.issue)
    return head_of(
        initiative.get_absolute_url(),
        initiative.title,
        Truncator(words).chars(LETTERS),
        feed=feed.get("feed", ""),
        feed_title=feed.get("feed_title", ""),
    )
