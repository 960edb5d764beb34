"""Where initiatives and dialogues keep personal data (core.personal)."""

from core.personal import Erasure, addresses, blank, names, nothing, unlink

REGISTER = {
    "Initiative": names(
        *("title", "issue", "purpose", "budget_note", "outcome_areas", "preconditions"),
        *("impact_factors", "policy_processes"),
    )
    | addresses("slug")
    | nothing("budget_currency"),
    "Stage": names("title") | unlink("lead") | nothing("kind", "key"),
    "Decision": names("reason", "criteria") | unlink("decided_by"),
    "Attestation": names("reason") | unlink("attested_by") | nothing("criterion"),
    "FaultLine": names("title", "text", "evidence_gaps"),
    "GroupPosition": names("text", "interests", "sources"),
    "FaultLineMoment": names("text") | unlink("noted_by") | nothing("stances"),
    "Seat": dict.fromkeys(("person", "message", "answer", "left_reason"), Erasure.ROW),
    "Paper": names("title", "sections", "scores"),
    "Figure": names("caption", "alternative", "credit"),
    "PaperVersion": names("title", "sections", "scores", "body", "blocks", "figures", "note")
    | unlink("made_by"),
    "PaperDecision": names("reason") | unlink("taken_by"),
    "ReviewRound": names("message") | unlink("asked_by"),
    "ReviewRequest": {"person": Erasure.ROW},
    "Comment": names("quote", "text", "response")
    | unlink("author_user", "author_person", "disposed_by")
    | nothing("block"),
    "Passage": names("quote") | nothing("block"),
    "Survey": names("title", "introductions") | nothing("languages"),
    "Statement": names("texts"),
    "SurveyInvitation": {"person": Erasure.ROW},
    "SurveyResponse": nothing("language"),
    "Vote": names("comment"),
    "BudgetLine": names("title"),
    "BudgetEntry": names("what") | unlink("recorded_by"),
    "Target": nothing("gender"),
    "CalendarFeed": {"user": Erasure.ROW} | names("name") | nothing("digest"),
    "Appointment": {"user": Erasure.ROW, "appointed_by": Erasure.UNLINK},
    "Dialogue": names(
        *("title", "part_of_title", "introduction", "summary_heading", "summary_body"),
        *("logistics", "materials_intro", "next_steps"),
    )
    | names("cancel_reason")
    | unlink("chair", "facilitator", "cancelled_by")
    | names("part_of_place", "venue", "city")
    | addresses("slug")
    | nothing("timezone", "language", "country", "salt"),
    "Question": names("text", "short") | addresses("key"),
    "Background": names("heading", "body"),
    "Material": names("title", "kind") | blank("url"),
    "AgendaPart": names("title"),
    "AgendaDay": names("title", "place", "transport"),
    "Annex": names("title", "heading", "when", "where", "body"),
    "AgendaItem": names("title", "parallel", "presentation", "place", "text", "moderator_notes")
    | nothing("format"),
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
    "Contribution": names("text", "table") | unlink("speaker", "noted_by"),
}
