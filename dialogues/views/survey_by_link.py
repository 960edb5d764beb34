"""Answering a survey: through a personal link, or signed in as the person who was asked.

What somebody answered is shown to nobody else, and a convenor can make copies of everybody's link. So
a link alone shows an empty form, as if nothing had been answered: earlier answers are shown again in
the browser that sent them, which is known by a cookie, and to who is signed in.
"""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.links import by_link, opens
from core.text import as_key
from dialogues.closing import takes_answers
from dialogues.exceptions import SurveyEnded
from dialogues.forms.surveys import AT_ONCE, AnswerForm
from dialogues.models import SurveyInvitation, SurveyResponse
from dialogues.services.surveys import PURPOSE, answer
from dialogues.standing import standing_of
from dialogues.survey_languages import answered_in, chosen, own_name, text_in
from dialogues.survey_people import group_of
from stakeholders.models import Group

THANKS = "thanks"
OWN = "own_answers"
FOUND = 302
either = require_http_methods(["GET", "HEAD", "POST"])


@opens(PURPOSE)
def survey_address(link):
    """Where a link of purpose “survey” leads."""
    return reverse("dialogues:survey_by_link", args=[link.key])


@either
@by_link(PURPOSE)
def survey_by_link(request, link):
    """Answer a survey as the person to whom the link was given."""
    invitation = get_object_or_404(_invitations(), link=link)
    response = SurveyResponse.objects.filter(
        invitation=invitation, pk=_own_response(request, invitation)
    ).first()
    answered = _answered(request, invitation, response)
    if request.method == "POST" and answered.status_code == FOUND:
        _remember(answered, request, invitation)
    return answered


@login_required
@never_cache
@either
def survey_mine(request, slug, pk):
    """Answer a survey signed in. Who was asked may, whether or not they see anything of the initiative."""
    own = _invitations().filter(person__in=standing_of(request.user).people)
    invitation = get_object_or_404(own, survey=pk, survey__initiative__slug=slug)
    response = SurveyResponse.objects.filter(invitation=invitation).first()
    return _answered(request, invitation, response)


def _invitations():
    return SurveyInvitation.objects.select_related(
        "survey__initiative", "person__group", "person__organisation__group"
    )


def _own_response(request, invitation):
    """The id of the response that this browser has sent; None if it has not."""
    try:
        return signing.loads(request.COOKIES.get(OWN, ""), salt=f"{OWN}.{invitation.pk}")
    except signing.BadSignature:
        return None


def _remember(answered, request, invitation):
    response = SurveyResponse.objects.filter(invitation=invitation).first()
    if response is not None:
        value = signing.dumps(response.pk, salt=f"{OWN}.{invitation.pk}")
        expires = invitation.survey.closes_on + timedelta(days=2)
        answered.set_cookie(
            OWN,
            value,
            path=request.path,
            expires=datetime.combine(expires, time(), UTC),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _answered(request, invitation, response):
    """The page for the author of `response`, or for somebody of whom no answer is known."""
    survey = invitation.survey
    language = chosen(
        survey,
        request.POST.get("language") or request.GET.get("language"),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        response and response.language,
        *invitation.person.languages,
        request.LANGUAGE_CODE,
    )
    page = partial(_page, request, invitation, response, language)
    return answered_in(language, request, page, path=request.path)


def _page(request, invitation, response, language):
    survey = invitation.survey
    context = _frame(request, survey, language)
    if not takes_answers(survey):
        # What somebody typed until the last moment is shown once more, to be kept elsewhere.
        typed = [text for key, text in request.POST.items() if key.startswith("comment_") and text]
        status = 409 if request.method == "POST" else 200
        return render(
            request, "dialogues/survey_closed.html", context | {"typed": typed}, status=status
        )
    if request.method != "POST" and request.GET.get("step") == THANKS and response:
        return render(request, "dialogues/survey_thanks.html", context)
    steps = _steps(survey, language)
    step = _step(request, steps, response)
    form = _form(request, invitation, response, steps[step - 1], is_first=step == 1)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(invitation, response, form, language)
        except SurveyEnded:
            survey.refresh_from_db()
            return _page(request, invitation, response, language)
        following = step + 1 if step < len(steps) else THANKS
        return redirect(f"{request.path}?step={following}")
    context |= {
        "form": form,
        "step": step,
        "steps": len(steps),
        "is_last": step == len(steps),
        "has_answered": response is not None,
    }
    return render(request, "dialogues/survey_answer.html", context)


def _frame(request, survey, language):
    introduction, introduced_in = text_in(survey.introductions, survey, language)
    return {
        "survey": survey,
        "language": language,
        "introduction": introduction,
        "introduced_in": introduced_in,
        "languages": [
            {"code": code, "name": own_name(code), "current": code == language}
            for code in survey.languages
        ],
        "here": request.path,
    }


def _steps(survey, language):
    """Statements with their text and its language, as many at once as a phone shows with ease."""
    rows = [
        (statement.pk, *text_in(statement.texts, survey, language))
        for statement in survey.statements.order_by("position", "pk")
    ]
    if not rows:
        raise Http404
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]


def _step(request, steps, response):
    """Which page of statements is asked for; the first until its group is known."""
    wanted = as_key(request.POST.get("step") or request.GET.get("step")) or 1
    return wanted if response and wanted <= len(steps) else 1


def _form(request, invitation, response, statements, *, is_first):
    groups = Group.objects.filter(programme=invitation.survey.initiative.programme_id)
    votes = response.votes.all() if response else ()
    earlier = {vote.statement_id: (vote.choice, vote.comment) for vote in votes}
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        statements=statements,
        groups=groups,
        is_first=is_first,
        earlier=earlier,
        initial={"group": _declared(invitation, response)},
    )


def _declared(invitation, response):
    """The group that is suggested: what was declared before, else what the register says."""
    if response is not None:
        return str(response.group_id or AnswerForm.NO_GROUP)
    group = group_of(invitation.person)
    return str(group.pk) if group else ""


def _keep(invitation, response, form, language):
    group = form.chosen_group if form.is_first else response.group
    answer(invitation, group=group, language=language, votes=form.votes, anew=response is None)
