"""Whether a meeting may decide: enough members, of enough constituencies.

A member who sent somebody counts as there. What the group's quorum was when the meeting closed holds for
that meeting, whatever the group decides later.
"""

from dataclasses import dataclass

from roadmaps.models import Presence

COUNTS = (Presence.State.PRESENT, Presence.State.PROXY)


@dataclass(frozen=True)
class Quorum:
    """How many members of how many constituencies were there, and were needed (None: nobody said)."""

    members: int
    groups: int
    needed: int | None
    needed_groups: int | None

    @property
    def is_reached(self):
        """True or False; None if the group has no quorum."""
        if self.needed is None and self.needed_groups is None:
            return None
        return self.members >= (self.needed or 0) and self.groups >= (self.needed_groups or 0)


def quorum_of(meeting, group, presences=None):
    """The Quorum of `meeting` of `group`; `presences` with their member save the query."""
    if presences is None:
        presences = meeting.presences.select_related("member")
    there = [row.member for row in presences if row.state in COUNTS]
    held = meeting.closed_at is not None
    return Quorum(
        members=len(there),
        groups=len({member.represents_id for member in there if member.represents_id}),
        needed=meeting.quorum if held else group.quorum,
        needed_groups=meeting.quorum_groups if held else group.quorum_groups,
    )
