"""What the pages of briefings tell: which group has one, what a version says, and whom it can be sent to."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.utils.translation import gettext as _

from stakeholders.consents import refuses_contact
from stakeholders.models import (
    Briefing,
    BriefingSending,
    BriefingVersion,
    Group,
    Person,
)

WORDS = ("title", "gains", "risks", "ask")
PARTS = ("gains", "risks", "ask")


# Of every group ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Standing:
    """A group, its briefing on a map if there is one, the newest version of it, and to how many people
    that was sent."""

    group: Group
    briefing: Briefing | None
    version: BriefingVersion | None
    sent: int = 0
    is_ahead: bool = False


def standings(shown, *, drafts):
    """A Standing for every group of the programme of `shown` (a map), those without a briefing first.

    Without `drafts` only the groups of which a version has been released, and nothing of the drafts.
    Three queries.
    """
    versions = BriefingVersion.objects.annotate(sent=Count("sendings")).order_by("-number")
    briefings = shown.briefings.prefetch_related(Prefetch("versions", queryset=versions))
    of_group = {briefing.group_id: briefing for briefing in briefings}
    groups = Group.objects.filter(programme=shown.programme_id)
    rows = [_standing(group, of_group.get(group.pk), drafts=drafts) for group in groups]
    if not drafts:
        return [row for row in rows if row.version]
    return sorted(rows, key=lambda row: row.briefing is not None)


def _standing(group, briefing, *, drafts):
    versions = list(briefing.versions.all()) if briefing else []
    newest = versions[0] if versions else None
    return Standing(
        group=group,
        briefing=briefing,
        version=newest,
        sent=newest.sent if newest and drafts else 0,
        is_ahead=bool(briefing and drafts and is_ahead(briefing, newest)),
    )


def is_ahead(briefing, newest):
    """True if the draft says something else than its newest version, or there is no version yet."""
    return newest is None or any(getattr(briefing, name) != getattr(newest, name) for name in WORDS)


# Of one -----------------------------------------------------------------------------------------
def sections_of(words):
    """The parts of a draft or a version that say something, as the group reads them: pairs of heading and
    Markdown text."""
    headings = {
        "gains": _("What you gain by coming"),
        "risks": _("What you risk by staying away"),
        "ask": _("What we ask of you"),
    }
    return [
        (heading, text)
        for name, heading in headings.items()
        if (text := getattr(words, name).strip())
    ]


def whole_text(words):
    """A draft or a version as one Markdown text: what two of them are compared by."""
    parts = [f"# {words.title}"]
    for heading, text in sections_of(words):
        parts += [f"## {heading}", text]
    return "\n\n".join(parts)


# To whom ----------------------------------------------------------------------------------------
class Reach:
    """How somebody of the group can be written to."""

    MAIL = "mail"
    NO_ADDRESS = "no-address"
    REFUSED = "refused"


def people_of(group):
    """People of the register who are of `group`: their own group, or their organisation's where they
    have none."""
    own = Q(group=group)
    return Person.objects.filter(own | Q(group__isnull=True, organisation__group=group))


def with_reach(people):
    """`people` with `reach`: one of Reach. Who does not want to be contacted is not written to, whatever
    address there is."""
    return people.annotate(
        reach=Case(
            When(refuses_contact(), then=Value(Reach.REFUSED)),
            When(email="", then=Value(Reach.NO_ADDRESS)),
            default=Value(Reach.MAIL),
        )
    )


def not_sent(people, version):
    """Those of `people` to whom `version` was not sent."""
    sent = BriefingSending.objects.filter(version=version, person=OuterRef("pk"))
    return people.exclude(Exists(sent))
