"""Where reports keep personal data (core.personal)."""

from core.personal import Erasure, names, nothing, unlink

REGISTER = {
    "Report": names("title", "subtitle", "acknowledgements", "theme", "keywords")
    | {"authors": Erasure.UNLINK},
    "Authorship": {"person": Erasure.ROW},
    "Printing": {
        "snapshot": Erasure.SNAPSHOT,
        "choices": Erasure.SNAPSHOT,
        "file_name": Erasure.SNAPSHOT,
    }
    | unlink("requested_by", "published_by", "awaited_by")
    | nothing("failure", "sha256"),
}
