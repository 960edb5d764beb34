"""What of other rooms takes the names of protected people out of words that leave in no page.

Finished pages are veiled in one place; a calendar file is folded and escaped by its library, so its words
must be veiled before. What is searched is veiled here too: that a row is found by a name says that the name
stands in it. A higher application registers a source here as it starts.
"""

from core.search import holding
from dialogues.standing import standing_of

_sources = []


def source(function):
    """Register `function(user)`, which answers with a function from text to veiled text."""
    if function not in _sources:
        _sources.append(function)
    return function


def veil_for(user):
    """A function that veils a text for `user`, by every registered source."""
    veils = _veils_of(user)

    def veiled(text):
        for veil in veils:
            text = veil(text)
        return text

    return veiled


def holding_for(user, rows, words, *fields):
    """`rows` in which each of `words` stands in one of `fields` as `user` reads them."""
    found = holding(rows, words, *fields)
    if not words.strip():
        return found
    # Few words are a part of a protected name: nothing is read for the others.
    veils = [veil for veil in _veils_of(user) if veil.may_concern(words)]
    if not veils:
        return found
    typed, unsaid = words.casefold().split(), []
    for pk, *texts in found.order_by().values_list("pk", *fields):
        for veil in veils:
            texts = [veil(text or "") for text in texts]
        said = " ".join(texts).casefold()
        if not all(word in said for word in typed):
            unsaid.append(pk)
    return found.exclude(pk__in=unsaid)


def _veils_of(user):
    """The veils for `user`, read once a request."""
    standing = standing_of(user)
    if getattr(standing, "veils", None) is None:
        standing.veils = [give(user) for give in _sources]
    return standing.veils
