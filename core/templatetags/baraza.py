"""What templates need and Django does not bring: tones of states, and Markdown as HTML."""

from django import template

from core import markdown as markdown_path

register = template.Library()

# One row per tone. A state that is nowhere here is quiet, so a new one is never shown wrongly.
_TONES = {
    "active": "open active current running confirmed started submitted in-review "
    "in-progress composing printing accepted scheduled contested narrowed registered",
    "good": "ready done published approved released attended go bridged endorsed passed complete",
    "warn": "delayed late waiting returned overdue unverified unmet chatham-house",
    "bad": "failed cancelled rejected no-go refused bad error",
}
_TONE_OF = {state: tone for tone, states in _TONES.items() for state in states.split()}


def _words(text):
    # A text may be missing, or wait for the reader's language.
    return str(text) if text else ""


@register.filter
def tone(state):
    """The tone of a stored state: quiet, active, good, warn or bad."""
    return _TONE_OF.get(str(state).lower().replace("_", "-"), "quiet")


@register.filter
def markdown(text, heading_level=3):
    """Safe HTML of a Markdown text; its largest heading becomes `heading_level` of the page."""
    return markdown_path.render(_words(text), heading_level=heading_level)


@register.filter
def markdown_inline(text):
    """Safe HTML of one line of Markdown, without a paragraph around it."""
    return markdown_path.inline(_words(text))


@register.filter
def markdown_plain(text):
    """The words of a Markdown text without its marks."""
    return markdown_path.plain(_words(text))
