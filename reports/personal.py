"""Where reports keep personal data (core.personal)."""

from core.personal import Erasure, names, nothing, unlink

REGISTER = {
    "Report": names("title", "subtitle", "acknowledgements", "theme", "keywords")
    | nothing("isbn", "doi")
    | {"authors": Erasure.UNLINK},
    "Authorship": {"person": Erasure.ROW},
    "ReportPart": names("heading", "text", "told")
    | unlink("signed_by")
    | nothing("key", "source", "audience", "signed_mark"),
    "Remark": names("text") | unlink("by", "assigned_to", "done_by"),
    "Photograph": names("alternative", "caption", "credit") | nothing("consent"),
    "ReportTemplate": names("title", "parts") | nothing("kind"),
    "Period": names(
        *("title", "activities", "deviations", "lessons", "risks", "ahead", "reason", "snapshot")
    )
    | unlink("sent_by", "approved_by", "published_by")
    | nothing("checksum", "second_currency"),
    "AttendanceTarget": {},
    "HouseStyle": names("alternative", "publisher", "place", "imprint", "series")
    | nothing("colour", "licence"),
    "Section": names("title", "reason", "text")
    | unlink("asked_of", "asked_by")
    | nothing("heading", "state"),
    "PublishingProfile": nothing(
        *("reporter_ref", "reporter_type", "identifier", "sector", "countries")
    ),
    "Subscription": {"user": Erasure.ROW},
    "DonorFeed": {"user": Erasure.ROW} | nothing("digest"),
    "Printing": {
        "snapshot": Erasure.SNAPSHOT,
        "choices": Erasure.SNAPSHOT,
        "file_name": Erasure.SNAPSHOT,
    }
    | unlink("requested_by", "published_by", "awaited_by", "withdrawn_by")
    | names("withdrawal_reason")
    | nothing("failure", "sha256", "snapshot_sha256"),
}
