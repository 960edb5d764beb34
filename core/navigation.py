"""A shorter navigation for whom most of it would lead to empty pages.

An application registers a function of a user in its AppConfig.ready(); it answers with entries as
core.context_processors has them, or with nothing.
"""

_shorteners = []


def shortener(function):
    """Register `function(user) -> entries or None`."""
    if function not in _shorteners:
        _shorteners.append(function)
    return function


def shortened_for(user):
    """The first shorter navigation that an application gives `user`; None if there is none."""
    return next((found for give in _shorteners if (found := give(user))), None)
