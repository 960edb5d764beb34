"""What the pages of a survey have in common: how it is fetched, who sees what of it, and its words."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogues.initiative_frame import (
    crumbs_to,
    initiative_frame,
    initiative_or_404,
    require_tab,
    tab_url,
)
from dialogues.models import Survey
from dialogues.where_groups_stand import Band, Verdict

State = Survey.State
BANDS = {
    Band.AGREES: _("mostly agree"),
    Band.DIVIDED: _("divided"),
    Band.DISAGREES: _("mostly disagree"),
    Band.PASSES: _("most passed"),
}


@dataclass(frozen=True)
class Meaning:
    """A verdict in words."""

    label: Promise
    text: Promise
    tone: str


VERDICTS = {
    Verdict.DIVIDES: Meaning(
        _("Divides"), _("One group mostly agrees, another mostly disagrees."), "warn"
    ),
    Verdict.UNITES: Meaning(_("Unites"), _("Every group that was heard mostly agrees."), "good"),
    Verdict.REJECTED: Meaning(
        _("Unites in rejecting it"), _("Every group that was heard mostly disagrees."), "good"
    ),
    Verdict.UNCLEAR: Meaning(
        _("Unclear"), _("The groups neither stand together nor against each other."), "quiet"
    ),
    Verdict.UNHEARD: Meaning(
        _("Not heard enough"),
        _("It takes two groups with at least five answers each to say anything."),
        "quiet",
    ),
}


def initiative_of(request, slug):
    """The initiative at `slug`, for whoever may open its tab of surveys: 404 for strangers, 403 for
    those who know it but not what prepares it."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, "surveys")
    return initiative


def survey_or_404(request, slug, pk):
    """A survey of the initiative at `slug`, with the same answers to others."""
    initiative = initiative_of(request, slug)
    rows = Survey.objects.visible_to(request.user).select_related("dialogue")
    survey = get_object_or_404(rows, initiative=initiative, pk=pk)
    survey.initiative = initiative
    return survey


def statement_or_404(survey, pk):
    """A statement of `survey`."""
    statement = get_object_or_404(survey.statements, pk=pk)
    statement.survey = survey
    return statement


def surveys_url(initiative):
    return tab_url(initiative, "surveys")


def survey_page(request, survey, *, here=False):
    """What every page of a survey shows; take it before a form writes what was typed to the survey."""
    initiative = survey.initiative
    above = [(_("Statements"), surveys_url(initiative))]
    if not here:
        above.append((survey.title, survey.get_absolute_url()))
    return initiative_frame(request, initiative, "surveys") | {
        "survey": survey,
        "survey_title": survey.title,
        "crumbs": crumbs_to(initiative, *above),
        "cancel_url": survey.get_absolute_url(),
        "when": until_in_words(survey),
    }


def until_in_words(survey):
    """Until when it takes answers, or when it ended."""
    if survey.state == State.CLOSED and survey.closed_at:
        return _("closed on %(day)s") % {"day": date_format(survey.closed_at, "j F Y")}
    if survey.state == State.OPEN and survey.closes_on:
        return _("answers until %(day)s") % {"day": date_format(survey.closes_on, "j F Y")}
    return ""


def url_to(name, survey, *more):
    """The address of the page `name` of a survey."""
    return reverse(f"dialogues:{name}", args=[survey.initiative.slug, survey.pk, *more])
