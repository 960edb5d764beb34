"""What changed in the scores between two versions of a paper."""

from dialogues.outlines import CRITERIA, SCALE


def scores_changed(before, after):
    """The criteria of which score or reason differ: `{"label", "before", "after"}`."""
    rows = []
    for key, criterion in CRITERIA.items():
        old, new = _given(before, key), _given(after, key)
        if old != new:
            rows.append({"label": criterion.label, "before": old, "after": new})
    return rows


def _given(scores, key):
    given = scores.get(key) or {}
    score = given.get("score")
    return {"score": score, "word": SCALE.get(score, ""), "reason": given.get("reason") or ""}
