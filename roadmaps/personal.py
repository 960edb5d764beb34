"""Where Learning and Leadership Groups and roadmaps keep personal data (core.personal)."""

from core.personal import Erasure, addresses, names, nothing, unlink

REGISTER = {
    "LearningGroup": names("name", "convenor_text")
    | unlink("convenor_person")
    | nothing("country"),
    "Membership": {
        "person": Erasure.ROW,
        "role": Erasure.ROW,
        "represents_text": Erasure.ROW,
    },
    "Roadmap": names("title"),
    "VisionLine": names("was", "becomes"),
    "Theme": names("title") | addresses("key"),
    "Action": names("title", "text") | unlink("lead_person") | addresses("key"),
    "Support": {"person": Erasure.ROW},
    "Milestone": names("title"),
    "Indicator": names("title", "baseline", "target") | nothing("unit"),
    "IndicatorValue": names("value"),
    "ActionUpdate": names("text", "evidence") | unlink("by_person"),
}
