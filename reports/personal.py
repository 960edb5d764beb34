"""Where reports keep personal data (core.personal)."""

from core.personal import Erasure, names, nothing, unlink

REGISTER = {
    "Report": names("title", "subtitle", "acknowledgements", "theme", "keywords")
    | {"authors": Erasure.UNLINK},
    "Authorship": {"person": Erasure.ROW},
    "Period": names(
        *("title", "activities", "deviations", "lessons", "risks", "ahead", "reason", "snapshot")
    )
    | unlink("sent_by", "approved_by", "published_by")
    | nothing("checksum", "second_currency"),
    "PublishingProfile": nothing(
        *("reporter_ref", "reporter_type", "identifier", "sector", "countries")
    ),
    "Printing": {
        "snapshot": Erasure.SNAPSHOT,
        "choices": Erasure.SNAPSHOT,
        "file_name": Erasure.SNAPSHOT,
    }
    | unlink("requested_by", "published_by", "awaited_by")
    | nothing("failure", "sha256"),
}
