"""The initiative and the dialogue in a package: what was planned, who came, what was said and agreed."""

from dialogues.package.dialogue import (
    DIALOGUE,
    check_dialogue,
    create_dialogue,
    find_dialogue,
    read_facts,
)
from dialogues.package.initiative import INITIATIVE, check_initiative, load_initiative
from dialogues.package.said import speakers_left_out

__all__ = [
    "DIALOGUE",
    "INITIATIVE",
    "check_dialogue",
    "check_initiative",
    "create_dialogue",
    "find_dialogue",
    "load_initiative",
    "read_facts",
    "speakers_left_out",
]
