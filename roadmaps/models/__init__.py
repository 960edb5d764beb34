"""The models of Learning and Leadership Groups and their roadmaps: who owns what follows a dialogue."""

from roadmaps.models.actions import (
    Action,
    Blockage,
    Milestone,
    OwnerLink,
    Payment,
    Result,
    Source,
    Support,
)
from roadmaps.models.groups import GroupConvenor, HandOver, LearningGroup, Membership
from roadmaps.models.indicators import Disaggregation, Indicator, IndicatorValue, ValuePart
from roadmaps.models.learning import Lesson, LessonNote
from roadmaps.models.meetings import Decision, Dissent, Meeting, MeetingItem, Presence
from roadmaps.models.roadmaps import (
    Endorsement,
    EndorsementAnswer,
    Recommendation,
    Roadmap,
    RoadmapVersion,
    Theme,
    Topic,
    VisionLine,
)
from roadmaps.models.updates import ActionUpdate, UpdateFile

__all__ = [
    "Action",
    "ActionUpdate",
    "Blockage",
    "Decision",
    "Disaggregation",
    "Dissent",
    "Endorsement",
    "EndorsementAnswer",
    "GroupConvenor",
    "HandOver",
    "Indicator",
    "IndicatorValue",
    "LearningGroup",
    "Lesson",
    "LessonNote",
    "Meeting",
    "MeetingItem",
    "Membership",
    "Milestone",
    "OwnerLink",
    "Payment",
    "Presence",
    "Recommendation",
    "Result",
    "Roadmap",
    "RoadmapVersion",
    "Source",
    "Support",
    "Theme",
    "Topic",
    "UpdateFile",
    "ValuePart",
    "VisionLine",
]
