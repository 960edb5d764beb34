"""Every page that can be looked at: the routes of the tests, with further ways to ask for the same."""

from dialogues.models import Stage
from dialogues.parts.registry import KINDS
from tests.routes import Route, routes

MOST_QUERIES = 12
# Pages that may ask more often, and why.
MORE = {
    "accounts:my_work": 21,  # gathers from every part of the application, at most two queries each
    # Who is asked, with the form that they answered, what is missing of it, mails and money.
    "convening:answer": 15,
    "convening:answers": 15,
    "convening:answers_export": 16,
    "convening:places": 13,  # who holds and waits is counted in all, by group and by partner
    "convening:releases": 13,  # asks also whose entries in the register were made one since
    "dialogues:agenda_edit": 13,  # warns of what stands elsewhere: who declined, who is on no list
    "dialogues:agenda_item_move": 13,
    "dialogues:fault_line": 18,  # one for each kind of thing that it is tied to, ten of them
    "dialogues:fault_line_tie": 18,  # the same, and what of the chosen dialogue may be tied
    "dialogues:initiative_balance": 13,  # counts on lists and on the map, each by category too
    # A period's figures are counted from every application, and those of the one before once more.
    "reports:period": 42,
    "reports:period_approve": 42,
    # All that a report may print is read, whatever its length.
    "reports:compose": 27,
    "reports:part": 32,
    "reports:part_data": 25,
    "reports:part_preview": 25,
    # What somebody took part in is read from every application; so is what is kept, model by model.
    "stakeholders:organisation": 15,
    "stakeholders:organisations_export": 13,
    "stakeholders:group_delete": 15,  # one for each kind of thing that may refer to it
    "stakeholders:people_export": 13,
    "stakeholders:person": 19,
    "stakeholders:person_data": 146,
    "stakeholders:person_erase": 169,
    "stakeholders:person_list": 13,  # who is near in spelling is looked for before the page is read
    # An action has twelve kinds of rows that hang on it; each is read once, whatever their number.
    "roadmaps:action": 18,
    "roadmaps:action_edit": 26,
    "roadmaps:action_new": 18,
    "roadmaps:export": 15,  # five tables, and who must not be named in them
    "roadmaps:lesson_edit": 14,
    "roadmaps:meeting": 15,  # presence, points, decisions, dissent, what moved
    "roadmaps:recommendation_edit": 15,
    "roadmaps:review": 26,  # the roadmap, and one action with all that hangs on it
    "roadmaps:update_correct": 19,
    "roadmaps:update_new": 17,
    "roadmaps:version_new": 16,
    "search": 17,  # each room asks once more for words that are part of a veiled name
    "dialogues:survey": 13,  # answers by statement and group, and who was asked, are added up apart
}


def may_ask(page):
    """How many queries the page of this name, or of a Route's key, may make at most."""
    return MORE.get(page.partition(" ")[0], MOST_QUERIES)


def pages(world):
    """A Route for each page, those of every kind of part and the lists narrowed and paged included.

    What the routes of the tests stand on is made at the first call: call it once for a world, and
    let the world grow afterwards.
    """
    walked = routes(world)
    d, i = (world.dialogue.slug,), (world.initiative.slug,)
    session = next(route for route in walked if route.name == "dialogues:session")
    asked = {
        "stakeholders:person_list": ("?q=person", "?country=GH"),
        "stakeholders:organisation_list": ("?q=organisation",),
        "dialogues:initiative_list": ("?q=land",),
        "dialogues:dialogue_list": ("?q=dialogue", "?page=2"),
        "reports:report_list": ("?q=dialogue",),
    }
    found = [Route(name, query=query, label=query) for name in asked for query in asked[name]]
    found += [
        Route("search", query="?q=person", label="people"),
        Route("dialogues:dialogue_people", d, "?q=person", "?q=person"),
        Route("dialogues:dialogue_people", d, "?group=none&status=invited", "?group&status"),
        Route("dialogues:participant_add", d, "?q=person", "?q=person"),
        Route("dialogues:dialogue_said", d, "?question=none", "?question=none"),
        Route("dialogues:dialogue_said", d, f"?group={world.miners.pk}", "?group"),
        Route("dialogues:session", session.args, "?page=2", "?page=2"),
    ]
    stages = Stage.objects.filter(initiative=world.initiative)
    found += [
        Route(f"dialogues:{name}", (*i, stage.key), label=stage.key)
        for stage in stages
        for name in ("stage", "stage_decide")
    ]
    return [*walked, *found]


def parts(world):
    """Routes to add, edit and delete the first part of every kind that the world holds."""
    for key, kind in KINDS.items():
        dialogue = kind.scope == "dialogue"
        root = world.dialogue if dialogue else world.initiative
        prefix = "dialogues:" if dialogue else "dialogues:initiative_"
        part = kind.rows(root).order_by("pk").first()
        under = f"?under={getattr(part, f'{kind.field}_id')}" if kind.under else ""
        yield Route(f"{prefix}part_add", (root.slug, key), under, key)
        yield Route(f"{prefix}part_edit", (root.slug, key, part.pk), label=key)
        yield Route(f"{prefix}part_delete", (root.slug, key, part.pk), label=key)
