"""The life of a dialogue, one module per part of it."""

from dialogues.models.agenda import AgendaItem, AgendaPart, Annex, Appearance
from dialogues.models.dialogue import (
    Attribution,
    Background,
    Convening,
    Dialogue,
    Kind,
    Material,
    ParticipationRule,
    Question,
)
from dialogues.models.initiative import (
    Appointment,
    FaultLine,
    GroupPosition,
    Initiative,
    Stage,
)
from dialogues.models.outcomes import ActionPoint, KeyMessage
from dialogues.models.people import Participation
from dialogues.models.said import Contribution, Session

__all__ = [
    "ActionPoint",
    "AgendaItem",
    "AgendaPart",
    "Annex",
    "Appearance",
    "Appointment",
    "Attribution",
    "Background",
    "Contribution",
    "Convening",
    "Dialogue",
    "FaultLine",
    "GroupPosition",
    "Initiative",
    "KeyMessage",
    "Kind",
    "Material",
    "Participation",
    "ParticipationRule",
    "Question",
    "Session",
    "Stage",
]
