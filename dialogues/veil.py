"""What of other rooms takes the names of protected people out of words that leave in no page.

Finished pages are veiled in one place; a calendar file is folded and escaped by its library, so its words
must be veiled before. A higher application registers a source here as it starts.
"""

_sources = []


def source(function):
    """Register `function(user)`, which answers with a function from text to veiled text."""
    if function not in _sources:
        _sources.append(function)
    return function


def veil_for(user):
    """A function that veils a text for `user`, by every registered source."""
    veils = [give(user) for give in _sources]

    def veiled(text):
        for veil in veils:
            text = veil(text)
        return text

    return veiled
