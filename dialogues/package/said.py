"""What was said, in a package: sessions and the tree of contributions under them.

Under the Chatham House Rule a speaker who did not agree to be named for these words is left out here,
on the way in: nothing further on ever holds the name.
"""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from core.exceptions import Refusal
from core.package import Choice, Key, LocalRef, Many, Ref, Rows, Text, Words, shown
from dialogues.models import Contribution, Session


class Table(Key):
    """A table by its number or name."""

    def __init__(self):
        super().__init__("table")

    def check(self, doc, place):
        """Any text or number will do."""

    def load(self, doc, _book):
        return {"table": str(doc.get("table", ""))}

    def dump(self, values, _book):
        text = values["table"]
        if not text:
            return {}
        is_number = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
        return {"table": int(text) if is_number else text}


class Speaker(Key):
    """Who said it, and whether they agreed to be named for these words."""

    def __init__(self):
        super().__init__("by")
        self.names = ("by", "attributed")
        self.fields = ("speaker_id", "attributed")

    def check(self, doc, place):
        if "by" in doc:
            place.at("by").refer(doc["by"], "people")

    def load(self, doc, book):
        key = doc.get("by") if is_stored(doc, chatham_house=book.facts["chatham_house"]) else None
        return {
            "speaker_id": None if key is None else book.pk("people", key),
            "attributed": doc.get("attributed", False),
        }

    def dump(self, values, book):
        pk = values["speaker_id"]
        # Words taken on the record may stand in a dialogue that went under the rule afterwards.
        hidden = book.facts["chatham_house"] and not values["attributed"]
        doc = {} if pk is None or hidden else {"by": book.id("people", pk)}
        return {**doc, "attributed": True} if values["attributed"] else doc


def is_stored(doc, *, chatham_house):
    """May the speaker of the contribution `doc` be stored?"""
    return not chatham_house or doc.get("attributed", False)


def speakers_left_out(doc):
    """Of how many contributions to the dialogue `doc` the speaker is not stored."""
    if doc.get("attribution") != "chatham-house":
        return 0
    waiting = [
        point for session in doc.get("sessions", []) for point in session.get("contributions", [])
    ]
    number = 0
    while waiting:
        point = waiting.pop()
        number += "by" in point and not is_stored(point, chatham_house=True)
        waiting += point.get("points", [])
    return number


class Synthesises(Words):
    """The titles of the sessions that a session draws together: links, not a column."""

    stored = False


def _fetch_links(nodes, lookup, root):
    """Let each session's node hold the titles that it draws together."""
    links = defaultdict(list)
    rows = Session.synthesises.through.objects.filter(**{f"from_session__{lookup}": root})
    for start, end in rows.order_by("pk").values_list("from_session_id", "to_session_id"):
        links[start].append(nodes[end].values["title"])
    times = Counter(node.values["title"] for node in nodes.values())
    for node in nodes.values():
        node.values["synthesises"] = links[node.pk]
        for title in links[node.pk]:
            if times[title] > 1:
                message = _(
                    "Two sessions are called %s, and another draws one of them together: rename one."
                )
                raise Refusal(message % shown(title))


def _create_links(sessions, nodes, _book):
    by_title = {session.title: session for session in sessions}
    through = Session.synthesises.through
    through.objects.bulk_create(
        through(from_session=session, to_session=by_title[title])
        for session, node in zip(sessions, nodes, strict=True)
        for title in node.values["synthesises"]
    )


def check_syntheses(doc, place):
    """Rule of a dialogue: what a session draws together are other sessions, told apart by their titles."""
    sessions = [session if isinstance(session, dict) else {} for session in doc.get("sessions", [])]
    times = Counter(session.get("title") for session in sessions)
    for index, session in enumerate(sessions):
        for number, title in enumerate(session.get("synthesises", [])):
            inner = place.at("sessions", index, "synthesises", number)
            if title is None:
                continue
            if title not in times:
                message = _("No session is called %s.") % shown(title)
                inner.wrong(message + inner.hint(title, times.keys() - {None}))
            elif times[title] > 1:
                inner.wrong(_("%s is the title of more than one session.") % shown(title))
            elif title == session.get("title"):
                inner.wrong(_("A session cannot draw itself together."))
            elif title in session["synthesises"][:number]:
                inner.wrong(_("%s is there twice.") % shown(title))


CONTRIBUTION = Rows(
    Contribution,
    Choice("kind", default=Contribution.Kind.POINT.value),
    Text("text"),
    LocalRef("question", to="questions"),
    Ref("group", to="groups"),
    Table(),
    Speaker(),
    parent="session",
    tree=("points", "parent"),
    given=lambda book: {"on_the_record": not book.facts["chatham_house"]},
)
SESSION = Rows(
    Session,
    Text("title"),
    LocalRef("question", to="questions"),
    Ref("facilitator", to="people"),
    Ref("rapporteur", to="people"),
    Text("parallel"),
    Synthesises("synthesises"),
    Many("contributions", CONTRIBUTION),
    parent="dialogue",
    fetched=_fetch_links,
    created=_create_links,
)
