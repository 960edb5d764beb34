"""What invited people write by themselves: a draft, their answers, what they agree to, whom they propose."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from convening.exceptions import AnsweredMeanwhile, AnswersClosed
from convening.form_engine import kept, questions_of
from convening.known import CONSENTS
from convening.models import Proposal, Registration
from convening.services import places
from dialogues.models import Participation
from stakeholders.consents import uphold
from stakeholders.models import Consent, Person
from stakeholders.services.consents import record_answer

Status = Participation.Status
CAME = (
    *(Status.REQUESTED, Status.WAITING, Status.OFFERED),
    *(Status.REGISTERED, Status.ATTENDED),
)
MOST_PROPOSALS = 20


@transaction.atomic
def save_draft(participation, *, values):
    """Keep `values`, answers by the keys of their questions, beside what was saved for other sections.

    A consent that they refuse is taken back at once (security.md). Atomic: two tabs that save different
    sections both keep theirs. Raises AnswersClosed after the last
    day, and AnsweredMeanwhile unless they have said that they come.
    """
    row = _locked(participation)
    row.draft = {**row.draft, **values}
    row.save(update_fields=["draft", "updated_at"])
    _take_back(participation, values)
    return row


def _take_back(participation, values):
    """Carry out at once what somebody refuses, before they send the rest; a yes waits until they send it."""
    refused = {key for key, value in values.items() if key in CONSENTS and value is False}
    if not refused:
        return
    for section in questions_of(participation.dialogue):
        for question in section.questions:
            if question.key in refused:
                _agree(participation, CONSENTS[question.key], False, question.label)
    uphold(participation.person)


@transaction.atomic
def send_form(participation, *, via, by=None):
    """Make the draft the answers that hold, and carry out what follows: consents, languages, the list.

    What is kept of questions that are no longer asked stays. Atomic and idempotent; raises as
    `save_draft` and `places.accept` do.
    """
    places.lock(participation.dialogue_id)
    row = _locked(participation)
    sections = questions_of(participation.dialogue)
    answers = kept(sections, {**row.answers, **row.draft})
    if places.takes_answers(places.plan_of(participation.dialogue)):
        places.accept(participation, answers=answers, via=via, by=by)
    else:
        Registration.objects.filter(pk=row.pk).update(answers=answers, draft={})
    person = participation.person
    if isinstance(answers.get("languages"), list) and answers["languages"]:
        _speak(person, answers["languages"])
    for section in sections:
        for question in section.questions:
            given = answers.get(question.key)
            if question.key in CONSENTS and isinstance(given, bool):
                _agree(participation, CONSENTS[question.key], given, question.label)
    uphold(person)
    return answers


def _locked(participation):
    """The registration, locked, of somebody who comes and may still answer."""
    plan = places.plan_of(participation.dialogue)
    registration = places.registration_of(participation)
    if not may_fill_in(plan, registration):
        raise AnswersClosed
    participation.refresh_from_db(fields=["status"])
    if participation.status not in CAME:
        raise AnsweredMeanwhile
    return Registration.objects.select_for_update().get(participation=participation)


def may_fill_in(plan, registration):
    """True while the form is open to them: as long as answers are taken, and for who was given a place
    only after that until they have sent it."""
    if places.takes_answers(plan):
        return True
    closed, answered = places.closes_at(plan), registration.answered_at
    late = closed is not None and answered is not None and answered >= closed
    return late and not registration.answers and not plan.dialogue.is_cancelled


def _speak(person, languages):
    Person.objects.filter(pk=person.pk).exclude(languages=languages).update(
        languages=languages, version=F("version") + 1, updated_at=timezone.now()
    )


def _agree(participation, kind, given, wording):
    person = participation.person
    if kind == Consent.Kind.LISTED and participation.listed != given:
        participation.listed = given
        participation.save(update_fields=["listed", "updated_at"])
    same = {"kind": kind, "given": given, "wording": wording, "is_current": True}
    if person.consents.filter(**same).exists():
        return
    title = participation.dialogue.title
    record_answer(
        person=person,
        kinds=[kind],
        given=given,
        asked_on=timezone.localdate(),
        wording=wording,
        asked_by_text=(_("Registration form: %(title)s") % {"title": title})[:200],
    )


@transaction.atomic
def propose(participation, **fields):
    """Keep somebody else whom an invited person proposes; the Proposal. The same one twice is kept once.

    Atomic; raises AnswersClosed after the last day, or after many proposals.
    """
    plan = places.lock(participation.dialogue_id)
    registration = places.registration_of(participation)
    made = registration.proposals.all()
    same = made.filter(**fields).first()
    if same is not None:
        return same
    if not places.takes_answers(plan) or made.count() >= MOST_PROPOSALS:
        raise AnswersClosed
    return Proposal.objects.create(registration=registration, **fields)
