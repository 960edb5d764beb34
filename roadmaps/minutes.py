"""The minutes of a meeting as facts: for its page, and for the paper that is printed of it."""

from dataclasses import dataclass, field

from roadmaps.models import ActionUpdate, Decision
from roadmaps.quorum import COUNTS, Quorum, quorum_of


@dataclass
class Minutes:
    """All of a meeting's minutes, people named by a roadmaps.naming.Names."""

    points: list
    decisions: list
    changes: list
    present: list
    away: list
    quorum: Quorum
    chair: str = ""
    secretary: str = ""
    loose: list = field(default_factory=list)  # decisions under no point


def minutes_of(meeting, group, names):
    """The Minutes of `meeting` (chair and secretary selected) in five queries."""
    presences = list(
        meeting.presences.select_related("member__person__organisation", "member__represents")
    )
    decisions = [_decision(row, names) for row in _decisions(meeting)]
    items = [
        {
            "item": item,
            "decisions": [row for row in decisions if row["row"].item_id == item.pk],
        }
        for item in meeting.items.select_related("action")
    ]
    shown = {entry["item"].pk for entry in items}
    return Minutes(
        points=items,
        decisions=decisions,
        loose=[row for row in decisions if row["row"].item_id not in shown],
        changes=[_change(row, names) for row in _updates(meeting)],
        present=[_there(row, names) for row in presences if row.state in COUNTS],
        away=[_there(row, names) for row in presences if row.state not in COUNTS],
        quorum=quorum_of(meeting, group, presences),
        chair=names.of(meeting.chair.person) if meeting.chair else "",
        secretary=names.of(meeting.secretary.person) if meeting.secretary else "",
    )


def _decisions(meeting):
    return (
        Decision.objects.filter(meeting=meeting)
        .select_related("owner__person", "action")
        .prefetch_related("dissents__member__person")
    )


def _decision(row, names):
    return {
        "row": row,
        "owner": names.of(row.owner.person) if row.owner else "",
        "dissents": [
            {"text": dissent.text, "by": names.of(dissent.member.person) if dissent.member else ""}
            for dissent in row.dissents.all()
        ],
        "votes": [row.in_favour, row.against, row.abstained]
        if any(number is not None for number in (row.in_favour, row.against, row.abstained))
        else None,
    }


def _updates(meeting):
    rows = ActionUpdate.objects.filter(meeting=meeting)
    return rows.select_related("action", "by_person", "by_organisation").order_by("pk")


def _change(row, names):
    return {
        "row": row,
        "action": row.action,
        "by": names.of(row.by_person, row.by_organisation),
    }


def _there(row, names):
    member = row.member
    return {
        "name": names.of(member.person),
        "hidden": names.hides(member.person),
        "group": member.represents,
        "represents": member.represents_text,
        "state": row.state,
        "state_label": row.get_state_display(),
        "note": row.note,
    }
