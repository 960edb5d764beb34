"""Where convening keeps personal data (core.personal)."""

from core.personal import Erasure, names, nothing, unlink

REGISTER = {
    "Plan": names("form_introduction"),
    "Quota": {},
    "Registration": dict.fromkeys(("reason", "answers", "draft"), Erasure.ROW)
    | unlink("invited_by", "answered_by", "approved_by")
    | nothing("code"),
    "Proposal": names("name", "organisation", "email", "phone", "why") | unlink("decided_by"),
    "FormSection": names("title", "text"),
    "FormQuestion": names("label", "help", "options", "depends_values") | nothing("key"),
    "Fund": names("title", "note") | nothing("currency"),
    "Sponsorship": {"note": Erasure.ROW},
    "SponsorshipStep": {"sponsorship": Erasure.ROW} | unlink("by"),
    "MailTemplate": names("subject", "body") | nothing("language"),
    "Reminder": {},
    "Mailing": names("texts") | unlink("made_by", "sent_by"),
    "Message": {"participation": Erasure.ROW} | nothing("problem"),
    "OwedMail": {"participation": Erasure.ROW} | nothing("key"),
    "AgendaRelease": names("note", "snapshot") | unlink("made_by") | nothing("digest"),
    "AgendaNotice": {"person": Erasure.ROW} | nothing("problem"),
    "CheckIn": {"participation": Erasure.ROW} | unlink("by"),
}
