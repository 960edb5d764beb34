"""Where the register of stakeholders keeps personal data (core.personal)."""

from core.personal import Erasure, addresses, blank, names, nothing, unlink

REGISTER = {
    "Programme": names("title", "summary") | addresses("slug") | nothing("blueprint"),
    "Group": names("name", "acronym") | addresses("key"),
    "Category": names("name", "description"),
    # A body's own details; of a one-person firm they are that person's.
    "Organisation": names("name", "acronym", "address", "search", "sounds")
    | blank("phone", "fax", "email", "website")
    | addresses("key")
    | nothing("country"),
    "Person": dict.fromkeys(
        (
            *("key", "name", "title", "country", "email", "phone", "gender"),
            *("languages", "user", "search", "sounds"),
        ),
        Erasure.ROW,
    )
    # In somebody else's entry these may name whom they work for.
    | names("role", "keep_reason"),
    "Affiliation": {"person": Erasure.ROW, "role": Erasure.ROW},
    "Consent": dict.fromkeys(("person", "wording", "asked_by_text"), Erasure.ROW)
    | unlink("asked_by"),
    "Import": names("file_name", "sheet", "headings", "sample", "failure")
    | unlink("by")
    | nothing("columns", "counts", "follow"),
    "ImportRow": dict.fromkeys(
        ("cells", "values", "marks", "candidates", "match", "person", "before"), Erasure.ROW
    )
    | nothing("outcome"),
    # A sheet without headings has somebody's name in their place.
    "RememberedColumn": dict.fromkeys(("user", "heading"), Erasure.ROW) | nothing("field"),
    # Emptied where they are one of the two; then there is no way back.
    "Merge": names("log") | unlink("by", "undone_by"),
    "Disclosure": unlink("by") | nothing("format", "filters"),
    "ErasureRecord": unlink("by") | nothing("sign", "counts"),
    "StakeholderMap": names("title", "question") | addresses("slug") | nothing("country"),
    "Stakeholder": {"person": Erasure.ROW}
    | names("reached_by_text", "plan")
    | unlink("reached_by_person"),
    "Assessment": names("note") | unlink("by"),
    "Briefing": names("title", "gains", "risks", "ask"),
    "BriefingVersion": names("title", "gains", "risks", "ask", "note") | unlink("made_by"),
    "BriefingSending": {"person": Erasure.ROW} | unlink("sent_by"),
}
