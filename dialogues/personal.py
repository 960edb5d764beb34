"""Where initiatives and dialogues keep personal data (core.personal)."""

from core.personal import Erasure, names, nothing, unlink

REGISTER = {
    "Initiative": names(
        *("title", "issue", "purpose", "budget_note", "outcome_areas", "preconditions"),
        *("impact_factors", "policy_processes"),
    )
    | nothing("slug", "budget_currency"),
    "Stage": names("reason") | unlink("decided_by") | nothing("kind"),
    "FaultLine": names("title", "text"),
    "GroupPosition": names("text"),
    "Appointment": {"user": Erasure.ROW, "appointed_by": Erasure.UNLINK},
    "Dialogue": names(
        *("title", "part_of_title", "introduction", "summary_heading", "summary_body"),
        *("logistics", "materials_intro", "next_steps"),
    )
    | unlink("chair", "facilitator")
    | nothing("slug", "timezone", "language", "part_of_place", "venue", "city", "country", "salt"),
    "Question": names("text", "short") | nothing("key"),
    "Background": names("heading", "body"),
    "Material": names("title", "url") | nothing("kind"),
    "AgendaPart": names("title"),
    "Annex": names("title", "heading", "where", "body") | nothing("when"),
    "AgendaItem": names("title", "presentation", "text", "moderator_notes")
    | nothing("format", "place"),
    "Appearance": dict.fromkeys(
        (
            *("person", "name", "affiliation", "presentation", "acts_as"),
            *("perspective", "moderator_notes"),
        ),
        Erasure.ROW,
    ),
    "KeyMessage": names("text"),
    "ActionPoint": names("title", "text", "owner_text") | unlink("owner_person"),
    "Participation": {"person": Erasure.ROW, "acts_as": Erasure.ROW, "table": Erasure.ROW},
    "Session": names("title", "parallel") | unlink("facilitator", "rapporteur"),
    "Contribution": names("text") | unlink("speaker", "noted_by") | nothing("table"),
}
