"""How the members of a group are spread over the constituencies of its programme."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Constituency:
    """A stakeholder group with those who sit for it; None for members who stand for no group."""

    group: object
    members: list = field(default_factory=list)

    @property
    def number(self):
        return len(self.members)

    @property
    def is_silent(self):
        return self.group is not None and not self.members


def balance_of(groups, members):
    """A Constituency for each of `groups`, in their order, and one for members of none if there is any."""
    by_group = defaultdict(list)
    for member in members:
        by_group[member.represents_id].append(member)
    rows = [Constituency(group, by_group.pop(group.pk, [])) for group in groups]
    rest = [member for some in by_group.values() for member in some]
    return [*rows, Constituency(None, rest)] if rest else rows
