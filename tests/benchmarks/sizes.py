"""How much of everything the tests' world is filled with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many of each are added. `here` is the world's own dialogue; `elsewhere` is each other one."""

    groups: int = 1
    organisations: int = 1
    people: int = 3  # one of them protected
    initiatives: int = 1
    dialogues: int = 1
    people_here: int = 3
    people_elsewhere: int = 3
    questions: int = 1
    agenda_parts: int = 1
    items_of_a_part: int = 1
    sessions: int = 1
    notes_here: int = 1
    notes_elsewhere: int = 1
    lines: int = (
        1  # of whatever is short: background, materials, messages, action points, annexes …
    )
    fault_lines: int = 1
    printings: int = 1
    members: int = 1
    actions: int = 1
    team: int = 1
    stages: int = 1
    decisions: int = 1
    seats: int = 1
    versions: int = 1
    blocks: int = 1
    rounds: int = 1  # of each version, and reviewers of each round
    comments: int = 1  # at each paragraph
    paper_printings: int = 1
    ties: int = 1  # of each kind, of each fault line
    surveys: int = 1
    statements: int = 1
    invitations: int = 1
    budget: int = 1  # lines, and entries of each
    feeds: int = 1
    table: int = 1  # maps, categories, briefings, sheets: a few rows of each
    convening: int = (
        1  # days, releases, sections of the form, funds, mailings; and some answers for each
    )


# With what the world holds already these make what issue 2 names: an initiative with 40 dialogues,
# 2,000 people and 5,000 contributions, 2,000 of them in one dialogue.
SMALL = Size()
LARGE = Size(
    groups=6,
    organisations=150,
    people=1_990,
    initiatives=12,
    dialogues=38,
    people_here=300,
    people_elsewhere=45,
    questions=24,
    agenda_parts=3,
    items_of_a_part=10,
    sessions=8,
    notes_here=1_990,
    notes_elsewhere=79,
    lines=6,
    fault_lines=11,
    printings=12,
    members=20,
    actions=199,
    team=30,
    stages=10,
    decisions=2,
    seats=12,
    versions=3,
    blocks=30,
    surveys=3,
    statements=12,
    invitations=40,
    budget=12,
)


# As much as the demo holds, and what is added to have ten times that.
DEMO = Size(
    groups=7,
    organisations=40,
    people=200,
    initiatives=2,
    dialogues=5,
    people_here=50,
    people_elsewhere=40,
    questions=3,
    agenda_parts=4,
    items_of_a_part=5,
    sessions=6,
    notes_here=120,
    notes_elsewhere=14,
    lines=4,
    fault_lines=5,
    printings=10,
    members=9,
    actions=14,
    team=8,
    stages=8,
    decisions=2,
    seats=6,
    versions=3,
    blocks=12,
    surveys=2,
    statements=5,
    invitations=12,
    budget=10,
    table=2,
    convening=2,
)
NOT_TENFOLD = {
    "groups": 4,
    "stages": 0,
    "versions": 4,
    "agenda_parts": 0,
    "rounds": 1,
    "convening": 3,
}


def nine_times(size):
    """What has to be added to a world that holds `size` for it to hold ten times that: nobody has ten times
    as many stakeholder groups or stages."""
    return Size(**{name: NOT_TENFOLD.get(name, number * 9) for name, number in vars(size).items()})
