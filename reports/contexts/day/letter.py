"""The facts of an invitation letter for a visa: read once and frozen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from convening.models import Sponsorship
from core.countries import COUNTRIES, country_name
from core.text import one_line, without_control
from dialogues.models import Participation
from reports.contexts import in_language
from reports.contexts.day.meeting import letterhead_of, meeting_of
from reports.contexts.facts import House, Imprint, Meeting
from reports.contexts.frozen import thaw
from reports.contexts.house import house_of
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from reports.exceptions import LetterNotOffered, PrintFailed

FORMAT = "invitation-letter/1"
State = Sponsorship.State
PROMISED = (State.OFFERED, State.ACCEPTED, State.PAID)


def refuse_letter(participation):
    """Raises LetterNotOffered for somebody who gets no letter: a protected person, who does not come,
    and everybody once the dialogue is cancelled."""
    if participation.person.protected:
        raise LetterNotOffered(
            _(
                "No letter is printed for a protected person: no file may hold "
                "their name. Write it by hand."
            )
        )
    if participation.status == Participation.Status.DECLINED:
        raise LetterNotOffered(_("This person declined: there is nothing to invite them to."))
    if participation.dialogue.is_cancelled:
        raise LetterNotOffered(_("The dialogue is cancelled: there is nothing to invite to."))


@dataclass(frozen=True, slots=True)
class Paid:
    """Something that is paid for the person (a value of Sponsorship.What), and by whom."""

    what: str
    by: str


@dataclass(frozen=True, slots=True)
class LetterContext:
    """All that an invitation letter says. Nothing in it asks the database. `to_snapshot` and
    `from_snapshot` turn it into a dict for JSON and back, equal. Dates are ISO texts where they are
    known to be dates."""

    edition: str
    language: str
    composed_at: str
    meeting: Meeting
    name: str
    role: str = ""
    organisation: str = ""
    nationality: str = ""
    passport: str = ""
    passport_expires: str = ""
    paid: tuple[Paid, ...] = ()
    letterhead: Imprint | None = None
    to: str = ""
    signed_by: str = ""
    signed_as: str = ""
    house: House | None = None

    @classmethod
    def of(cls, report, edition, *, choices=None, at=None):
        """The facts of the letter that `report` is, as they are now. `choices` may hold `to`, whom it is
        addressed to, and `signed_by` and `signed_as`. Raises PrintFailed for somebody who gets none.
        `at` is the moment to write into the document (now, if not given)."""
        rows = Participation.objects.select_related(
            "person__organisation", "dialogue__initiative", "dialogue__host", "registration"
        )
        row = rows.get(pk=report.participation_id)
        try:
            refuse_letter(row)
        except LetterNotOffered as refusal:
            raise PrintFailed(str(refusal)) from refusal
        dialogue, person = row.dialogue, row.person
        answer = _answers_of(row)
        with in_language(dialogue.language):
            parts = {
                "meeting": meeting_of(dialogue),
                "letterhead": letterhead_of(dialogue),
                "name": answer("passport-name") or person.full_name,
                "role": person.role,
                "organisation": person.organisation.full_name if person.organisation else "",
                "nationality": _country(answer("nationality")),
                "passport": answer("passport-number"),
                "passport_expires": answer("passport-expires"),
                "paid": tuple(_paid(row)),
            }
        asked = choices or {}
        parts |= {name: asked.get(name, "") for name in ("to", "signed_by", "signed_as")}
        redact = redactor_for(dialogue.initiative.programme_id)
        return cls(
            edition=str(edition),
            language=dialogue.language,
            composed_at=moment(at),
            **rid_of_names(parts | {"house": house_of(dialogue.initiative.programme_id)}, redact),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


def _answers_of(row):
    """A function that answers with what was answered to a question, as one line of text."""
    answers = row.registration.answers if hasattr(row, "registration") else {}

    def answer(key):
        value = answers.get(key)
        return one_line(without_control(value)) if isinstance(value, str) else ""

    return answer


def _country(answer):
    """A country of which the code was given by its name; what else was written as it is."""
    code = answer.upper()
    return str(country_name(code)) if code in COUNTRIES else answer


def _paid(row):
    funded = row.sponsorships.filter(state__in=PROMISED).select_related("fund__funder")
    for each in funded.order_by("pk"):
        funder = each.fund.funder
        yield Paid(each.what, funder.full_name if funder else each.fund.title)
