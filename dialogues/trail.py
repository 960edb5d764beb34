"""The trail of a fault line, from the scoping paper to the roadmap: what its page gathers from everywhere.

dialogues.trail_steps gives the steps of this application. One that builds on it registers a provider in
its AppConfig.ready(); a provider takes a user and a fault line (with `initiative` selected) and yields
Steps, each with no more than that user may read, in a constant number of queries.
"""

from dataclasses import dataclass, field

_providers = []


@dataclass(frozen=True)
class Entry:
    """Something that a fault line is tied to.

    `text` is Markdown, `url` leads to where it stands and `label` is the link's words; `kind` and `pk`
    name the tie for dialogues.services.fault_lines, where it can be undone here.
    """

    text: str
    url: str = ""
    label: str = ""
    detail: str = ""
    group: object = None
    state: str = ""
    state_label: str = ""
    kind: str = ""
    pk: int = 0


@dataclass
class Step:
    """A step of the trail. `empty` says what will stand there; `tie_url` is where one ties more to it,
    for those who may."""

    key: str
    title: str
    empty: str
    entries: list = field(default_factory=list)
    tie_url: str = ""
    tie_label: str = ""
    page: object = None  # of entries, where there may be many


def provider(function):
    """Register `function(user, fault_line, may_change)`; once, however often an application starts."""
    if function not in _providers:
        _providers.append(function)
    return function


def further_steps(user, fault_line, *, may_change):
    """The steps of the applications above this one, in the order in which they registered."""
    return [step for function in _providers for step in function(user, fault_line, may_change)]
