"""The Learning and Leadership Group and the roadmap in a package: who owns what follows, and what it is."""

import json

from django.utils.translation import gettext as _

from core.package import Choice, Date, Integer, Key, Many, Party, Ref, Rows, Text, differences
from core.package.reading import NUMBER, plain_value
from roadmaps.models import (
    Action,
    ActionUpdate,
    Indicator,
    IndicatorValue,
    LearningGroup,
    Membership,
    Milestone,
    Roadmap,
    Support,
    Theme,
    VisionLine,
)
from stakeholders.package import fill_versioned


def party(name, field, *, words=""):
    """A key that names a person or an organisation, or says who in words."""
    return Party(
        name,
        people=("person", f"{field}_person"),
        organisations=("organisation", f"{field}_organisation"),
        words=words,
    )


class Figure(Key):
    """A number or words, kept as text: words that would read as a number keep quotation marks."""

    def parse(self, value):
        if isinstance(value, str):
            return value if self.write(value) == value else json.dumps(value, ensure_ascii=False)
        return json.dumps(value)

    def write(self, value):
        if NUMBER.fullmatch(value):
            return plain_value(value)
        try:
            text = json.loads(value)
        except ValueError:
            return value
        return text if isinstance(text, str) else value


class Done(Key):
    """Whether a milestone is reached: true, false, or the date on which it was."""

    def __init__(self):
        super().__init__("done")
        self.fields = ("done", "done_on")
        self.date = Date("done")

    def parse(self, value):
        return value if isinstance(value, bool) else self.date.parse(value)

    def load(self, doc, _book):
        value = self.parse(doc.get("done", False))
        is_date = not isinstance(value, bool)
        return {"done": is_date or value, "done_on": value if is_date else None}

    def dump(self, values, _book):
        if values["done_on"]:
            return {"done": values["done_on"].isoformat()}
        return {"done": True} if values["done"] else {}


def check_due(doc, place):
    """Rule: an action is not due before it starts."""
    dates = [Date("date").parse(doc[name]) for name in ("start", "due") if _is_date(doc.get(name))]
    if len(dates) == 2 and dates[1] < dates[0]:
        message = _("The action is due on %(due)s, before it starts on %(start)s.")
        place.at("due").wrong(message % {"start": dates[0], "due": dates[1]})


def _is_date(value):
    try:
        return bool(value and Date("date").parse(value))
    except ValueError:
        return False


MEMBERSHIP = Rows(
    Membership,
    Ref("person", to="people"),
    Text("role"),
    Date("since"),
    Party("represents", groups=("group", "represents"), words="represents_text"),
    parent="learning_group",
    unique="person",
)
LEARNING_GROUP = Rows(
    LearningGroup,
    Text("name"),
    Text("country"),
    Ref("host", to="organisations"),
    party("convenor", "convenor", words="convenor_text"),
    Date("endorsed"),
    Many("members", MEMBERSHIP),
)
MILESTONE = Rows(Milestone, Text("title"), Date("due"), Done(), parent="action")
VALUE = Rows(IndicatorValue, Date("date"), Figure("value"), parent="indicator")
INDICATOR = Rows(
    Indicator,
    Text("title"),
    Text("unit"),
    Figure("baseline"),
    Figure("target"),
    Many("values", VALUE),
    parent="action",
)
UPDATE = Rows(
    ActionUpdate,
    Date("date"),
    party("by", "by"),
    Text("status"),
    Text("text"),
    Text("evidence"),
    parent="action",
)
SUPPORT = Rows(
    Support,
    Party("supporter", people=("person", "person"), organisations=("organisation", "organisation")),
    parent="action",
    only="supporter",
    unique="supporter",
)
ACTION = Rows(
    Action,
    Text("id", "key"),
    Text("title"),
    Text("text"),
    party("owner", "lead"),
    Many("supporting", SUPPORT),
    Date("start"),
    Date("due"),
    Choice("status", default=Action.Status.PLANNED.value),
    Integer("progress"),
    Many("milestones", MILESTONE),
    Many("indicators", INDICATOR),
    Many("updates", UPDATE),
    parent="theme",
    rules=(check_due,),
)
THEME = Rows(Theme, Text("id", "key"), Text("title"), Many("actions", ACTION), parent="roadmap")
VISION = Rows(
    VisionLine,
    Text("from", "was"),
    Text("to", "becomes"),
    parent="roadmap",
    says=("from", "to"),
)
ROADMAP = Rows(
    Roadmap,
    Text("title"),
    Date("agreed"),
    Many("vision", VISION),
    Many("themes", THEME),
)


def check_roadmap(doc, place):
    """Note what is wrong in the file's learning group and roadmap."""
    LEARNING_GROUP.check(doc.get("learning_group", {}), place.at("learning_group"))
    ROADMAP.check(doc.get("roadmap", {}), place.at("roadmap"))
    first = {}
    for number, theme in enumerate(doc.get("roadmap", {}).get("themes", [])):
        for index, action in enumerate((theme or {}).get("actions", [])):
            key = (action or {}).get("id")
            path = place.at("roadmap", "themes", number, "actions", index, "id")
            if key in first and first[key] != number:
                path.wrong(_("“%s” is already the id of an action under another theme.") % key)
            first.setdefault(key, number) if key else None


def dump_roadmap(dialogue, book, *, owned=False):
    """The learning group and the roadmap of `dialogue`, as a file gives them.

    The group is the roadmap's, or the one endorsed at the dialogue; `owned` asks for the latter alone.
    """
    roadmap = Roadmap.objects.filter(dialogue=dialogue).order_by("pk").first()
    groups = LearningGroup.objects.filter(dialogue=dialogue).order_by("pk")
    group = groups.values_list("pk", flat=True).first()
    if roadmap and roadmap.learning_group_id and not owned:
        group = roadmap.learning_group_id
    doc = {}
    if group:
        doc["learning_group"] = LEARNING_GROUP.dump(LEARNING_GROUP.fetch_one("pk", group), book)
    if roadmap:
        doc["roadmap"] = ROADMAP.dump(ROADMAP.fetch_one("pk", roadmap.pk), book)
    return doc


def build_roadmap(doc, programme, dialogue, book, whole):
    """What `dump_roadmap` would give of `dialogue`, `owned`, if the file were loaded."""
    result = {}
    if "learning_group" in doc:
        name = doc["learning_group"]["name"]
        group = LearningGroup.objects.filter(programme=programme, name=name).first()
        if group is None or group.dialogue_id == dialogue.pk:
            node = LEARNING_GROUP.build(doc["learning_group"], book)
            result["learning_group"] = LEARNING_GROUP.dump(node, whole)
    if "roadmap" in doc:
        result["roadmap"] = ROADMAP.dump(ROADMAP.build(doc["roadmap"], book), whole)
    return result


def load_learning_group(doc, programme, dialogue, book):
    """The learning group that the file names, made or completed; and notes of what was kept.

    One of that name that was endorsed at another dialogue is kept as it is, but for its blanks.
    """
    if "learning_group" not in doc:
        return None, []
    doc = doc["learning_group"]
    node = LEARNING_GROUP.build(doc, book)
    group = LearningGroup.objects.filter(programme=programme, name=doc["name"]).first()
    if group is None:
        above = {"programme": programme, "dialogue": dialogue}
        return LEARNING_GROUP.create([(above, [node])], book)[0], []
    if group.dialogue_id == dialogue.pk:
        return group, []
    notes = fill_versioned(group, LEARNING_GROUP, doc, book, ("learning_group",))
    ours = LEARNING_GROUP.fetch_one("pk", group.pk).children["members"]
    if not ours:
        MEMBERSHIP.create([({"learning_group": group}, node.children["members"])], book)
    else:
        lists = [
            [MEMBERSHIP.dump(member, book) for member in lines]
            for lines in (ours, node.children["members"])
        ]
        if lists[1] and next(differences(*lists), None) is not None:
            notes.append(_("learning_group.members: kept the members that are there"))
    return group, notes


def create_roadmap(doc, dialogue, group, book):
    """Write the file's roadmap, if it has one."""
    if "roadmap" in doc:
        above = {"dialogue": dialogue, "learning_group": group}
        ROADMAP.create([(above, [ROADMAP.build(doc["roadmap"], book)])], book)


def replace_roadmap(doc, programme, dialogue, book):
    """Rebuild the dialogue's learning group and roadmap from the file; returns notes of what was kept.

    Rows that people may have linked to are kept: the roadmap, and a learning group of the same name. A
    group that the file does not have is not the dialogue's any more, but stays in the programme.
    """
    name = doc.get("learning_group", {}).get("name")
    LearningGroup.objects.filter(dialogue=dialogue).exclude(name=name).update(dialogue=None)
    group, notes = load_learning_group(doc, programme, dialogue, book)
    if group and group.dialogue_id == dialogue.pk:
        LEARNING_GROUP.replace(group, LEARNING_GROUP.build(doc["learning_group"], book), book)
    roadmap = Roadmap.objects.filter(dialogue=dialogue).order_by("pk").first()
    if roadmap and "roadmap" in doc:
        roadmap.learning_group = group
        ROADMAP.replace(roadmap, ROADMAP.build(doc["roadmap"], book), book)
    elif roadmap:
        roadmap.delete()
    else:
        create_roadmap(doc, dialogue, group, book)
    return notes
