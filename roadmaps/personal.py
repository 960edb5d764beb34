"""Where Learning and Leadership Groups and roadmaps keep personal data (core.personal)."""

from core.personal import Erasure, addresses, names, nothing, unlink

REGISTER = {
    "LearningGroup": names("name", "convenor_text", "terms")
    | unlink("convenor_person")
    | nothing("country", "timezone", "language"),
    "Membership": dict.fromkeys(
        ("person", "role", "represents_text", "nominated_by", "left_reason"), Erasure.ROW
    ),
    "HandOver": names("note", "answer") | unlink("to_person", "offered_by", "answered_by"),
    "GroupConvenor": {"user": Erasure.ROW} | unlink("named_by"),
    "Meeting": names("title", "place", "others", "closing"),
    "MeetingItem": names("title", "text", "minutes"),
    "Presence": {"member": Erasure.ROW, "note": Erasure.ROW},
    "Decision": names("text"),
    "Dissent": names("text") | unlink("noted_by"),
    "Recommendation": names("text", "addressed_to"),
    "Topic": names("name"),
    "Roadmap": names("title", "summary") | nothing("reminders"),
    "VisionLine": names("was", "becomes"),
    "Theme": names("title", "text") | addresses("key"),
    "RoadmapVersion": names("note", "snapshot")
    | unlink("made_by", "published_by")
    | nothing("checksum"),
    "Endorsement": {"member": Erasure.ROW, "reservation": Erasure.ROW} | unlink("recorded_by"),
    "EndorsementAnswer": {"reservation": Erasure.ROW} | unlink("recorded_by"),
    "Result": names("title", "text", "assumptions", "verification"),
    "Action": names("title", "text")
    | unlink("lead_person")
    | addresses("key")
    | nothing("currency"),
    "Source": {},
    "Support": {"person": Erasure.ROW},
    "Payment": names("payer"),
    "Milestone": names("title"),
    "Blockage": names("text", "unblocker_text", "resolution") | unlink("unblocker_person"),
    "OwnerLink": {"person": Erasure.ROW},
    "ActionUpdate": names("text", "evidence") | unlink("by_person", "by_user"),
    "UpdateFile": names("caption"),
    "Indicator": names("title", "baseline", "target", "verification") | nothing("unit"),
    "Disaggregation": names("name", "parts"),
    "IndicatorValue": names("value", "source", "note") | unlink("by_user"),
    "ValuePart": names("part"),
    "Lesson": names("title", "tried", "happened", "useful_for") | unlink("by_user"),
    "LessonNote": names("text") | unlink("by_user"),
}
