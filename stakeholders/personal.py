"""Where the register of stakeholders keeps personal data (core.personal)."""

from core.personal import Erasure, names, nothing

REGISTER = {
    "Programme": names("title", "summary") | nothing("slug", "blueprint"),
    "Group": nothing("key", "name", "acronym"),
    # A body's own details; of a one-person firm they are that person's.
    "Organisation": names("name", "address", "phone", "fax", "email", "website", "search")
    | nothing("key", "acronym", "country"),
    "Person": dict.fromkeys(
        (
            *("key", "name", "title", "role", "country", "email", "phone", "gender"),
            *("languages", "user", "search"),
        ),
        Erasure.ROW,
    ),
    "Affiliation": {"person": Erasure.ROW, "role": Erasure.ROW},
    "Consent": {"person": Erasure.ROW, "wording": Erasure.ROW, "asked_by": Erasure.UNLINK},
}
