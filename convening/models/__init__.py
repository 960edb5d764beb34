"""Convening a dialogue: who is asked, who comes, who pays, what they are told."""

from convening.models.attendance import CheckIn
from convening.models.form import FormQuestion, FormSection
from convening.models.mail import (
    Audience,
    Mailing,
    MailKind,
    MailTemplate,
    Message,
    OwedMail,
    Reminder,
)
from convening.models.plan import Plan, Quota
from convening.models.registration import Proposal, Registration
from convening.models.release import AgendaNotice, AgendaRelease
from convening.models.sponsorship import CURRENCY, Fund, Sponsorship, SponsorshipStep

__all__ = [
    "CURRENCY",
    "AgendaNotice",
    "AgendaRelease",
    "Audience",
    "CheckIn",
    "FormQuestion",
    "FormSection",
    "Fund",
    "MailKind",
    "MailTemplate",
    "Mailing",
    "Message",
    "OwedMail",
    "Plan",
    "Proposal",
    "Quota",
    "Registration",
    "Reminder",
    "Sponsorship",
    "SponsorshipStep",
]
