"""Who should be at the table: the register, how it is filled and kept, the map, and the briefings."""

from stakeholders.models.briefings import Briefing, BriefingSending, BriefingVersion
from stakeholders.models.consents import Consent
from stakeholders.models.imports import Import, ImportRow, RememberedColumn
from stakeholders.models.keeping import Disclosure, ErasureRecord, Merge
from stakeholders.models.mapping import Assessment, Stakeholder, StakeholderMap
from stakeholders.models.register import (
    COUNTRY,
    Affiliation,
    Category,
    Gender,
    Group,
    Organisation,
    Person,
    Programme,
)

__all__ = [
    "COUNTRY",
    "Affiliation",
    "Assessment",
    "Briefing",
    "BriefingSending",
    "BriefingVersion",
    "Category",
    "Consent",
    "Disclosure",
    "ErasureRecord",
    "Gender",
    "Group",
    "Import",
    "ImportRow",
    "Merge",
    "Organisation",
    "Person",
    "Programme",
    "RememberedColumn",
    "Stakeholder",
    "StakeholderMap",
]
