"""What can be printed for the day of a dialogue and after it, of how many people, and what has been."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convening.models import Sponsorship
from dialogues.models import Participation
from reports.contexts.day import people
from reports.forms import CertificateForm, ParticipantsForm, SignInForm, WhoForm
from reports.models import Printing, ReportKind

FORMS = {
    ReportKind.SIGN_IN: SignInForm,
    ReportKind.BADGES: WhoForm,
    ReportKind.TABLE_CARDS: WhoForm,
    ReportKind.CERTIFICATES: CertificateForm,
    ReportKind.PARTICIPANTS: ParticipantsForm,
}
REFUSED = (Sponsorship.State.REFUSED, Sponsorship.State.DECLINED)


@dataclass
class Tally:
    """How many people of each status there are, and how many of them are protected."""

    everybody: dict = field(default_factory=dict)
    protected: dict = field(default_factory=dict)

    @classmethod
    def of(cls, dialogue):
        """Counted in one query."""
        rows = dialogue.participations.order_by().values_list("status")
        counted = rows.annotate(
            number=Count("pk"), hidden=Count("pk", filter=Q(person__protected=True))
        )
        tally = cls()
        for status, number, protected in counted:
            tally.everybody[status], tally.protected[status] = number, protected
        return tally

    def number(self, statuses):
        """How many people have one of `statuses`."""
        return sum(self.everybody.get(status, 0) for status in statuses)

    def hidden(self, statuses):
        """How many of them are protected."""
        return sum(self.protected.get(status, 0) for status in statuses)


@dataclass
class Paper:
    """Something that can be printed: of how many, with which choices, and what was printed last."""

    kind: str
    label: str
    text: str
    count: str
    form: object
    printings: list
    is_empty: bool = False  # there is nobody for whom it could be printed

    @property
    def has_editions(self):
        return self.kind == ReportKind.PARTICIPANTS


def papers(dialogue, days, naming):
    """The papers of `dialogue`, those for the day and those for after it: five queries, however many
    people there are. `days` are its days."""
    tally = Tally.of(dialogue)
    printed = _last_printings(dialogue)
    made = {
        kind: Paper(
            kind.value,
            kind.label,
            text(tally),
            count(dialogue, tally),
            form_of(kind, dialogue, days=days, tally=tally, naming=naming),
            printed.get(kind.value, []),
            is_empty=kind == ReportKind.CERTIFICATES and not _certificates(tally),
        )
        for kind, (text, count) in WORDS.items()
    }
    after = (ReportKind.CERTIFICATES, ReportKind.PARTICIPANTS)
    return [paper for kind, paper in made.items() if kind not in after], [made[k] for k in after]


def form_of(kind, dialogue, data=None, **facts):
    """The form with the choices of a kind of paper."""
    return FORMS[kind](data, dialogue=dialogue, auto_id=f"{kind.value}-%s", **facts)


def _last_printings(dialogue):
    """The newest printing of each kind and edition, by kind."""
    rows = Printing.objects.filter(report__dialogue=dialogue, report__kind__in=list(FORMS))
    newer = Printing.objects.filter(
        report=OuterRef("report"),
        edition=OuterRef("edition"),
        created_at__gt=OuterRef("created_at"),
    )
    found = {}
    for row in rows.exclude(Exists(newer)).without_snapshot().order_by("edition"):
        found.setdefault(row.report.kind, []).append(row)
    return found


def _sheet_count(_dialogue, tally):
    number = tally.number(people.COMING)
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}


def _badge_count(_dialogue, tally):
    number = tally.number(people.COMING)
    return ngettext("%(number)d badge", "%(number)d badges", number) % {"number": number}


def _card_count(_dialogue, tally):
    number = tally.number(people.COMING)
    return ngettext("%(number)d card", "%(number)d cards", number) % {"number": number}


def _certificates(tally):
    attended = (Participation.Status.ATTENDED,)
    return tally.number(attended) - tally.hidden(attended)


def _certificate_count(_dialogue, tally):
    number = _certificates(tally)
    words = ngettext("%(number)d certificate", "%(number)d certificates", number)
    return words % {"number": number}


def _list_count(dialogue, _tally):
    over = dialogue.ends_on < timezone.localdate()
    statuses = (Participation.Status.ATTENDED,) if over else people.COMING
    number = people.agreed(dialogue).filter(status__in=statuses).count()
    words = ngettext(
        "%(number)d person agreed to be named", "%(number)d people agreed to be named", number
    )
    return words % {"number": number}


def _sheet_text(tally):
    text = _("A page to sign for each day, with lines for who comes unannounced.")
    number = tally.hidden(people.COMING)
    if not number:
        return text
    more = ngettext(
        "%(number)d protected person has a line that says “Guest”.",
        "%(number)d protected people have a line each that says “Guest”.",
        number,
    )
    return f"{text} {more % {'number': number}}"


def _badge_text(_tally):
    return _(
        "Eight to a sheet of A4, 90 by 60 mm, with marks to cut along. The code tells nothing to who "
        "finds a badge; the door reads it. A protected person has a pseudonym."
    )


def _card_text(_tally):
    return _("One to a sheet of A4, to be folded in the middle; the name reads from both sides.")


def _certificate_text(tally):
    number = tally.hidden((Participation.Status.ATTENDED,))
    text = _("For those who attended, a page each, to be signed by hand.")
    if not number:
        return text
    more = ngettext(
        "%(number)d protected person who attended gets none: no file may hold their name.",
        "%(number)d protected people who attended get none: no file may hold their names.",
        number,
    )
    return f"{text} {more % {'number': number}}"


def _list_text(_tally):
    return _(
        "The edition for the public names only those who agreed to be listed, by group, and says how "
        "many more there were where they are at least five. The edition for the team names everybody "
        "who is not protected."
    )


WORDS = {
    ReportKind.SIGN_IN: (_sheet_text, _sheet_count),
    ReportKind.BADGES: (_badge_text, _badge_count),
    ReportKind.TABLE_CARDS: (_card_text, _card_count),
    ReportKind.CERTIFICATES: (_certificate_text, _certificate_count),
    ReportKind.PARTICIPANTS: (_list_text, _list_count),
}


# Letters ------------------------------------------------------------------------------------------
def who_needs_a_visa(dialogue):
    """Participations of those who said that they need a visa, or for whom one is paid, and who did not
    decline; each with `printed`, the key of the newest printing of their letter."""
    visas = Sponsorship.objects.filter(participation=OuterRef("pk"), what=Sponsorship.What.VISA)
    needed = Q(**{"registration__answers__needs-visa": True})
    rows = dialogue.participations.exclude(status=Participation.Status.DECLINED)
    rows = rows.filter(needed | Exists(visas.exclude(state__in=REFUSED)))
    printings = Printing.objects.filter(report__participation=OuterRef("pk"))
    newest = printings.order_by("-created_at").values("pk")[:1]
    return (
        rows.select_related("person__organisation")
        .annotate(printed=Subquery(newest))
        .order_by("person__name", "pk")
    )


def signed_before(dialogue, user):
    """Whom letters of `dialogue` were addressed to and who signed them, as it was typed last."""
    rows = Printing.objects.filter(report__participation__dialogue=dialogue)
    last = rows.order_by("-created_at").values_list("choices", flat=True).first()
    return last or {"signed_by": user.name}
