"""Whom a survey asks: choosing people, reminding them, and handing over links."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.links import address_of
from core.paging import page_of
from core.permissions import require
from dialogues.closing import takes_answers
from dialogues.exceptions import SurveyEnded
from dialogues.forms.surveys import InviteForm, PeopleFilter
from dialogues.hand_over import pattern_of
from dialogues.models import Dialogue
from dialogues.services import surveys as services
from dialogues.survey_frame import survey_or_404, survey_page, url_to
from dialogues.survey_people import AT_ONCE, group_of, narrowed, not_asked, with_contact
from stakeholders.models import Person
from stakeholders.naming import name_for

CHANGE = "dialogues.change_initiative"


def _run_by(request, slug, pk):
    survey = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, survey.initiative)
    return survey


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_invite(request, slug, pk):
    """Choose people among those who have not been asked, see who gets a mail, and ask them."""
    survey = _run_by(request, slug, pk)
    dialogues = Dialogue.objects.visible_to(request.user)
    filters = PeopleFilter(request.GET, initiative=survey.initiative, dialogues=dialogues)
    everybody = not_asked(survey, request.user)
    found = narrowed(everybody, user=request.user, **filters.narrowing())
    people = list(found[:AT_ONCE])
    form = InviteForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid() and _asked(request, survey, form):
        return redirect(url_to("survey_invitations", survey))
    rows = [_row(request.user, person) for person in people]
    by_mail = sum(row["gets_mail"] for row in rows)
    context = survey_page(request, survey) | {
        "filters": filters,
        "is_filtered": bool(request.GET),
        "form": form,
        "people": rows,
        "by_mail": by_mail,
        "by_hand": len(rows) - by_mail,
        "is_cut": len(rows) == AT_ONCE,
        "takes_answers": takes_answers(survey),
        "chosen": request.POST.getlist("person") if request.method == "POST" else None,
    }
    return render(request, "dialogues/survey_invite.html", context)


def _asked(request, survey, form):
    chosen = Person.objects.visible_to(request.user).filter(
        programme=survey.initiative.programme_id, pk__in=form.cleaned_data["person"]
    )
    try:
        asked, mailed = services.invite(survey, people=chosen)
    except SurveyEnded as refusal:
        form.add_error(None, str(refusal))
        return False
    told = ngettext("%(number)d person is asked.", "%(number)d people are asked.", asked)
    told %= {"number": asked}
    by_hand = asked - mailed
    if by_hand:
        more = ngettext(
            "%(number)d of them gets no mail: hand over the link below.",
            "%(number)d of them get no mail: hand over their links below.",
            by_hand,
        )
        told = f"{told} {more % {'number': by_hand}}"
    messages.success(request, told)
    return True


def _row(user, person):
    return {
        "person": person,
        "name": name_for(user, person),
        "group": group_of(person),
        "has_address": bool(person.email),
        "gets_mail": bool(person.email) and person.may_contact is not False,
        "refused": person.may_contact is False,
    }


@login_required
@require_safe
def survey_invitations(request, slug, pk):
    """Who has been asked; who has answered is not told."""
    survey = _run_by(request, slug, pk)
    rows = survey.invitations.select_related("person__group", "person__organisation__group")
    page = page_of(request, rows.order_by("pk"))
    people = with_contact(Person.objects.filter(pk__in=[row.person_id for row in page]).order_by())
    refused = {person.pk: person.may_contact for person in people}
    shown = []
    for invitation in page:
        invitation.person.may_contact = refused.get(invitation.person_id)
        shown.append(_row(request.user, invitation.person) | {"invitation": invitation})
    context = survey_page(request, survey) | {
        "page": page,
        "rows": shown,
        "takes_answers": takes_answers(survey),
    }
    return render(request, "dialogues/survey_invitations.html", context)


@login_required
@require_POST
def survey_link(request, slug, pk, invitation_pk):
    """Make a personal link to hand over, and show it this once."""
    survey = _run_by(request, slug, pk)
    rows = survey.invitations.select_related("person", "link", "survey")
    invitation = get_object_or_404(rows, pk=invitation_pk)
    context = survey_page(request, survey)
    try:
        address = address_of(services.hand_over(invitation))
    except SurveyEnded as refusal:
        messages.warning(request, str(refusal))
        return redirect(url_to("survey_invitations", survey))
    context |= {
        "address": address,
        "pattern": pattern_of(address),
        "name": name_for(request.user, invitation.person),
        "back_url": url_to("survey_invitations", survey),
    }
    response = render(request, "dialogues/survey_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def survey_remind(request, slug, pk):
    """Remind by mail those who have not answered, once a day at the most."""
    survey = _run_by(request, slug, pk)
    try:
        services.remind(survey)
    except SurveyEnded as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request,
            _(
                "Who was asked before today, has an address and has not answered gets a reminder, once "
                "a day at the most. How many they are is not told, to keep each answer unknown."
            ),
        )
    return redirect(survey)
