"""The minutes of a group's meeting, frozen. A file goes from hand to hand: nobody protected is in it."""

from dataclasses import dataclass

from reports.contexts import in_language
from reports.contexts.facts import House
from reports.contexts.frozen import thaw
from reports.contexts.house import house_of
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from roadmaps.minutes import minutes_of
from roadmaps.models import Meeting
from roadmaps.naming import Names

FORMAT = "minutes/1"


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who was there or was not, and for whom they sit."""

    name: str
    stands_for: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A dissent in its words; `by` is empty where they did not want to be named."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, how, and who sees to it."""

    text: str
    how: str
    votes: tuple[int, ...] = ()
    owner: str = ""
    due: str = ""
    without_quorum: bool = False
    dissents: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda with what was said and decided."""

    title: str
    kind: str = ""
    text: str = ""
    minutes: str = ""
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """An action that moved at the meeting."""

    action: str
    status: str = ""
    progress: str = ""
    due: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MinutesContext:
    """All that the printed minutes say. Nothing in it asks the database. `to_snapshot` and
    `from_snapshot` turn it into a dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    title: str
    group: str
    on: str
    hours: str = ""
    place: str = ""
    state: str = ""
    chair: str = ""
    secretary: str = ""
    present: tuple[Presence, ...] = ()
    away: tuple[Presence, ...] = ()
    others: str = ""
    quorum: str = ""
    members_there: int = 0
    groups_there: int = 0
    members_needed: str = ""
    groups_needed: str = ""
    points: tuple[Point, ...] = ()
    loose: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    closing: str = ""
    next_on: str = ""
    approved_at: str = ""
    house: House | None = None

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The facts of the meeting that `report` prints. `at` is the moment to write into the document
        (now, if not given)."""
        rows = Meeting.objects.select_related(
            "learning_group", "chair__person", "secretary__person", "approved_at"
        )
        meeting = rows.get(pk=report.group_meeting_id)
        group = meeting.learning_group
        with in_language(group.language):
            minutes = minutes_of(meeting, group, Names(knows_protected=False))
            parts = _facts(meeting, group, minutes)
        return cls(
            edition=str(edition),
            language=group.language,
            composed_at=moment(at),
            **rid_of_names(
                parts | {"house": house_of(group.programme_id)}, redactor_for(group.programme_id)
            ),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


def _facts(meeting, group, minutes):
    quorum = minutes.quorum
    reached = {True: "reached", False: "not-reached", None: ""}[quorum.is_reached]
    return {
        "title": str(meeting),
        "group": group.name,
        "on": meeting.on.isoformat(),
        "hours": " – ".join(
            f"{hour:%H:%M}" for hour in (meeting.starts_at, meeting.ends_at) if hour
        ),
        "place": meeting.place,
        "state": meeting.state,
        "chair": minutes.chair,
        "secretary": minutes.secretary,
        "present": tuple(map(_presence, minutes.present)),
        "away": tuple(map(_presence, minutes.away)),
        "others": meeting.others,
        "quorum": reached,
        "members_there": quorum.members,
        "groups_there": quorum.groups,
        "members_needed": str(quorum.needed or ""),
        "groups_needed": str(quorum.needed_groups or ""),
        "points": tuple(map(_point, minutes.points)),
        "loose": tuple(map(_decision, minutes.loose)),
        "changes": tuple(map(_change, minutes.changes)),
        "closing": meeting.closing,
        "next_on": _day(meeting.next_on),
        "approved_at": str(meeting.approved_at) if meeting.approved_at else "",
    }


def _day(day):
    return day.isoformat() if day else ""


def _presence(row):
    group = row["group"].name if row["group"] else ""
    stands_for = ", ".join(part for part in (group, row["represents"]) if part)
    if row["hidden"]:
        # What is written of somebody protected may tell who they are.
        return Presence(row["name"], group, str(row["state_label"]))
    return Presence(row["name"], stands_for, str(row["state_label"]), row["note"])


def _point(entry):
    item = entry["item"]
    return Point(
        title=item.title,
        kind="" if item.kind == item.Kind.POINT else str(item.get_kind_display()),
        text=item.text,
        minutes=item.minutes,
        decisions=tuple(map(_decision, entry["decisions"])),
    )


def _decision(entry):
    row = entry["row"]
    return Decision(
        text=row.text,
        how=str(row.get_how_display()),
        votes=tuple(number or 0 for number in entry["votes"] or ()),
        owner=entry["owner"],
        due=_day(row.due),
        without_quorum=row.without_quorum,
        dissents=tuple(Dissent(each["text"], each["by"]) for each in entry["dissents"]),
    )


def _change(entry):
    row = entry["row"]
    return Change(
        action=entry["action"].title,
        status=str(row.get_status_display()) if row.status else "",
        progress="" if row.progress is None else f"{row.progress} %",
        due=_day(row.due),
        text=row.text,
    )
