"""Reports: what is printed, and what a donor is told of a period."""

from reports.models.composing import Photograph, Remark, ReportPart, ReportTemplate
from reports.models.house import HouseStyle
from reports.models.printing import (
    KINDS_OF,
    Authorship,
    Edition,
    Format,
    Printing,
    Report,
    ReportKind,
)
from reports.models.progress import AttendanceTarget, Period, PublishingProfile, Section
from reports.models.subscribing import DonorFeed, Subscription

__all__ = [
    "KINDS_OF",
    "AttendanceTarget",
    "Authorship",
    "DonorFeed",
    "Edition",
    "Format",
    "HouseStyle",
    "Period",
    "Photograph",
    "Printing",
    "PublishingProfile",
    "Remark",
    "Report",
    "ReportKind",
    "ReportPart",
    "ReportTemplate",
    "Section",
    "Subscription",
]
