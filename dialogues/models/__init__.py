"""The life of an initiative and its dialogues, one module per part of it."""

from dialogues.models.advisers import Seat
from dialogues.models.agenda import AgendaDay, AgendaItem, AgendaPart, Annex, Appearance
from dialogues.models.balance import Target
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
from dialogues.models.fault_lines import FaultLine, FaultLineMoment, GroupPosition
from dialogues.models.initiative import Appointment, Initiative
from dialogues.models.outcomes import ActionPoint, KeyMessage
from dialogues.models.papers import (
    Comment,
    Figure,
    Paper,
    PaperDecision,
    PaperKind,
    PaperVersion,
    Passage,
    ReviewRequest,
    ReviewRound,
)
from dialogues.models.people import Participation
from dialogues.models.planning import BudgetEntry, BudgetLine, CalendarFeed
from dialogues.models.said import Contribution, Session
from dialogues.models.stages import Attestation, Decision, Stage
from dialogues.models.surveys import Statement, Survey, SurveyInvitation, SurveyResponse, Vote

__all__ = [
    "ActionPoint",
    "AgendaDay",
    "AgendaItem",
    "AgendaPart",
    "Annex",
    "Appearance",
    "Appointment",
    "Attestation",
    "Attribution",
    "Background",
    "BudgetEntry",
    "BudgetLine",
    "CalendarFeed",
    "Comment",
    "Contribution",
    "Convening",
    "Decision",
    "Dialogue",
    "FaultLine",
    "FaultLineMoment",
    "Figure",
    "GroupPosition",
    "Initiative",
    "KeyMessage",
    "Kind",
    "Material",
    "Paper",
    "PaperDecision",
    "PaperKind",
    "PaperVersion",
    "Participation",
    "ParticipationRule",
    "Passage",
    "Question",
    "ReviewRequest",
    "ReviewRound",
    "Seat",
    "Session",
    "Stage",
    "Statement",
    "Survey",
    "SurveyInvitation",
    "SurveyResponse",
    "Target",
    "Vote",
]
