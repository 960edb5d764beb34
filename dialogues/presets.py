"""What a dialogue of each kind usually takes: days, people, money. A preset helps to plan, no more."""

from dataclasses import dataclass
from decimal import Decimal

from dialogues.models import Kind

CURRENCY = "GBP"


@dataclass(frozen=True)
class Preset:
    """Days in all and in the field, people and how many of them are sponsored, and the cost in GBP."""

    days: int
    people: int
    sponsored: int
    cost: Decimal
    field_days: int = 0


PRESETS = {
    Kind.FIELD: Preset(days=4, field_days=2, people=50, sponsored=35, cost=Decimal(100_000)),
    Kind.THEMATIC: Preset(days=2, people=40, sponsored=35, cost=Decimal(70_000)),
    Kind.TECHNICAL: Preset(days=2, people=10, sponsored=6, cost=Decimal(30_000)),
}


def preset_of(dialogue):
    """The Preset of the dialogue's kind, or None."""
    return PRESETS.get(dialogue.kind)


def preset_rows():
    """Each kind that has a preset, as its label and the Preset."""
    return [(Kind(kind).label, preset) for kind, preset in PRESETS.items()]
