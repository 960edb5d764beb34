"""How surveys are written, sent and answered, and how a statement becomes a fault line.

Whatever depends on the state of a survey locks its row first, so that nothing is changed under
somebody who is answering.
"""

from textwrap import shorten

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.links import issue, make_link
from core.models import PersonalLink
from core.outbox import post
from core.services import move, next_position, save_version
from dialogues.closing import end_of_links, takes_answers
from dialogues.exceptions import StatementsFixed, SurveyEmpty, SurveyEnded
from dialogues.mail.surveys import invitation_mail, reminder_mail
from dialogues.models import (
    FaultLine,
    Statement,
    Survey,
    SurveyInvitation,
    SurveyResponse,
    Vote,
)
from dialogues.survey_people import reachable
from stakeholders.models import Person
from stakeholders.naming import name_on_mail

State = Survey.State
PURPOSE = "survey"
TITLE_LENGTH = 120  # letters of a fault line's title, cut at a word


def _locked(survey):
    return Survey.objects.select_for_update().get(pk=survey.pk)


# Writing it ---------------------------------------------------------------------------------------
def create_survey(survey):
    """Store a new survey, a draft."""
    survey.save(force_insert=True)
    return survey


def change_survey(survey, *, based_on, fields):
    """Save `fields` of a survey that was edited from version `based_on`.

    Atomic. Raises StaleVersion when somebody saved it meanwhile.
    """
    return save_version(survey, based_on=based_on, fields=fields)


@transaction.atomic
def delete_survey(survey):
    """Delete a draft. Atomic; raises StatementsFixed once it has been opened."""
    if _locked(survey).state != State.DRAFT:
        raise StatementsFixed
    survey.delete()


@transaction.atomic
def add_statement(statement):
    """Store a new statement after the others of its survey. Atomic; raises StatementsFixed unless the
    survey is a draft."""
    if _locked(statement.survey).state != State.DRAFT:
        raise StatementsFixed
    statement.position = next_position(statement.survey.statements)
    statement.save(force_insert=True)
    return statement


@transaction.atomic
def change_statement(statement, *, based_on, fields):
    """Save `fields` of a statement that was edited from version `based_on`.

    Atomic. Raises StatementsFixed unless the survey is a draft, StaleVersion when somebody saved the
    statement meanwhile.
    """
    # Not "until the first answer": a refusal would tell that it came.
    if _locked(statement.survey).state != State.DRAFT:
        raise StatementsFixed
    return save_version(statement, based_on=based_on, fields=fields)


@transaction.atomic
def delete_statement(statement):
    """Delete a statement. Atomic and idempotent; raises StatementsFixed unless the survey is a draft."""
    if _locked(statement.survey).state != State.DRAFT:
        raise StatementsFixed
    Statement.objects.filter(pk=statement.pk).delete()


@transaction.atomic
def move_statement(statement, *, up):
    """Swap a statement with its neighbour. Atomic; raises StatementsFixed unless the survey is a draft."""
    if _locked(statement.survey).state != State.DRAFT:
        raise StatementsFixed
    return move(statement, statement.survey.statements.all(), up=up)


# Opening it; dialogues.closing ends it ------------------------------------------------------------
@transaction.atomic
def open_survey(survey, *, closes_on, at=None):
    """Open a draft for answers until the day `closes_on`, or set another last day for an open one.

    Atomic; links already sent follow the new day. Raises SurveyEmpty without statements, SurveyEnded
    when it is closed.
    """
    standing = _locked(survey)
    if standing.state == State.CLOSED:
        raise SurveyEnded
    if not standing.statements.exists():
        raise SurveyEmpty
    at = at or timezone.now()
    rows = Survey.objects.filter(pk=survey.pk)
    rows.update(state=State.OPEN, closes_on=closes_on, updated_at=at)
    rows.filter(opened_at__isnull=True).update(opened_at=at)
    links = PersonalLink.objects.filter(survey_invitation__survey=survey)
    links.update(expires_at=end_of_links(closes_on))


# Asking people ------------------------------------------------------------------------------------
@transaction.atomic
def invite(survey, *, people):
    """Ask those of `people`, a queryset of Person, who have not been asked yet; how many, and how many
    of them by mail.

    Atomic. Nobody is asked twice, however often this is called. Who has no address, or wants no mail,
    can be handed the link (`hand_over`). Raises SurveyEnded unless the survey takes answers.
    """
    standing = _locked(survey)
    if not takes_answers(standing):
        raise SurveyEnded
    asked = survey.invitations.values("person")
    new = list(people.exclude(pk__in=asked))
    by_mail = set(reachable(people).order_by().values_list("pk", flat=True))
    expires_at = end_of_links(standing.closes_on)
    mailed = 0
    for person in new:
        link = make_link(PURPOSE, expires_at=expires_at)
        invitation = SurveyInvitation.objects.create(survey=standing, person=person, link=link)
        if person.pk in by_mail:
            _mail(invitation, *invitation_mail(standing, person), key="invitation")
            mailed += 1
    return len(new), mailed


def _mail(invitation, subject, body, *, key):
    person = invitation.person
    post(
        key=f"survey:{invitation.pk}:{key}",
        to_email=person.email,
        to_name=name_on_mail(person),
        subject=subject,
        body=body,
        link=invitation.link,
    )


@transaction.atomic
def remind(survey, *, at=None):
    """Remind by mail those who were asked and have not answered, at most once a day.

    Atomic. Does not tell how many they are, which would tell how many have answered. Raises
    SurveyEnded unless the survey takes answers.
    """
    standing = _locked(survey)
    if not takes_answers(standing, at=at):
        raise SurveyEnded
    day = timezone.localdate(at)
    silent = standing.invitations.filter(has_answered=False, link__isnull=False)
    people = reachable(Person.objects.order_by()).values("pk")
    silent = silent.filter(person__in=people, created_at__date__lt=day)
    for invitation in silent.select_related("person", "link"):
        texts = reminder_mail(standing, invitation.person)
        _mail(invitation, *texts, key=f"reminder:{day:%Y-%m-%d}")


@transaction.atomic
def hand_over(invitation):
    """A new copy of the personal link of somebody who was asked, as a path: to be shown once.

    Raises SurveyEnded unless the survey takes answers.
    """
    if not takes_answers(_locked(invitation.survey)) or invitation.link is None:
        raise SurveyEnded
    return issue(invitation.link)


# Answering ----------------------------------------------------------------------------------------
@transaction.atomic
def answer(invitation, *, group, language, votes, anew=False):
    """Store what somebody who was asked says: `votes` are pairs of choice and comment by statement id.

    Atomic and idempotent: the same answers sent twice are kept once, later ones replace earlier ones,
    an empty choice takes an answer back. Statements that are not in `votes` keep what was said to
    them, unless they are given `anew`, by somebody who has not been shown earlier ones: those go, so
    that they are not shown to the sender now. Raises SurveyEnded unless the survey takes answers.
    """
    survey = _locked(invitation.survey)
    if not takes_answers(survey):
        raise SurveyEnded
    if anew:
        SurveyResponse.objects.filter(invitation=invitation).delete()
    response, _made = SurveyResponse.objects.update_or_create(
        invitation=invitation,
        defaults={"survey": survey, "group": group, "language": language},
    )
    asked = set(survey.statements.values_list("pk", flat=True))
    kept = {pk: said for pk, said in votes.items() if pk in asked}
    taken_back = [pk for pk, (choice, _comment) in kept.items() if not choice]
    response.votes.filter(statement__in=taken_back).delete()
    Vote.objects.bulk_create(
        (
            Vote(response=response, statement_id=pk, choice=choice, comment=comment)
            for pk, (choice, comment) in kept.items()
            if choice
        ),
        update_conflicts=True,
        unique_fields=["response", "statement"],
        update_fields=["choice", "comment"],
    )
    # Without touching `updated_at`: when somebody answered is nobody's affair.
    SurveyInvitation.objects.filter(pk=invitation.pk).update(has_answered=True)
    return response


# What comes of it ---------------------------------------------------------------------------------
@transaction.atomic
def turn_into_fault_line(statement, *, text):
    """The fault line that `statement`, worded as `text`, has become: a new one, or the one that it is
    already.

    Atomic; of two who press at once, both get the same one.
    """
    rows = Statement.objects.select_for_update(of=("self",))
    standing = rows.select_related("fault_line", "survey__initiative").get(pk=statement.pk)
    if standing.fault_line is not None:
        return standing.fault_line
    survey = standing.survey
    origin = _("It came up in the survey of statements “%(title)s”.") % {"title": survey.title}
    made = FaultLine.objects.create(
        initiative=survey.initiative,
        title=shorten(text, TITLE_LENGTH, placeholder=" …"),
        text=f"{text}\n\n{origin}",
        position=next_position(survey.initiative.fault_lines),
    )
    rows = Statement.objects.filter(pk=statement.pk, fault_line__isnull=True)
    if not rows.update(fault_line=made):
        # Only where rows cannot be locked: somebody was faster.
        made.delete()
        return Statement.objects.select_related("fault_line").get(pk=statement.pk).fault_line
    return made
