"""Where Learning and Leadership Groups and roadmaps keep personal data (core.personal)."""

from core.personal import Erasure, names, nothing, unlink

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
    "Theme": names("title") | nothing("key"),
    "Action": names("title", "text") | unlink("lead_person") | nothing("key"),
    "Support": {"person": Erasure.ROW},
    "Milestone": names("title"),
    "Indicator": names("title") | nothing("unit", "baseline", "target"),
    "IndicatorValue": names("value"),
    "ActionUpdate": names("text", "evidence") | unlink("by_person"),
}
