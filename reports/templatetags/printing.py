"""What pages of other rooms need to offer a report: its formats and editions."""

from django import template

from reports.kinds import KINDS
from reports.models import Edition, Format

register = template.Library()


@register.simple_tag
def formats_of(kind):
    """The formats of a kind of report, as (value, label)."""
    return [(each, Format(each).label) for each in KINDS[kind].formats]


@register.simple_tag
def editions_of(kind):
    """The editions of a kind of report, as (value, label)."""
    return [(each, Edition(each).label) for each in KINDS[kind].editions]
