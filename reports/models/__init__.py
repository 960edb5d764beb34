"""Reports: what is printed, and what a donor is told of a period."""

from reports.models.printing import (
    KINDS_OF,
    Authorship,
    Edition,
    Format,
    Printing,
    Report,
    ReportKind,
)
from reports.models.progress import Period, PublishingProfile

__all__ = [
    "KINDS_OF",
    "Authorship",
    "Edition",
    "Format",
    "Period",
    "Printing",
    "PublishingProfile",
    "Report",
    "ReportKind",
]
