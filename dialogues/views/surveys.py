"""Surveys of an initiative: the list, the page of one with its results, and how it is written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.closing import close, takes_answers
from dialogues.exceptions import StatementsFixed
from dialogues.forms.surveys import OpenForm, ResultsFilter, StatementForm, SurveyForm
from dialogues.initiative_frame import crumbs_to, initiative_frame
from dialogues.models import Statement, Survey
from dialogues.services import surveys as services
from dialogues.survey_frame import (
    BANDS,
    VERDICTS,
    initiative_of,
    statement_or_404,
    survey_or_404,
    survey_page,
    surveys_url,
    until_in_words,
    url_to,
)
from dialogues.survey_languages import missing_in, own_name, text_in
from dialogues.survey_results import in_order, number_of_answers, results_of
from dialogues.where_groups_stand import Band

CHANGE = "dialogues.change_initiative"
State = Survey.State
either = require_http_methods(["GET", "HEAD", "POST"])
# Where a group's bar begins in a drawing 300 wide: a third for each band.
THIRDS = {Band.DISAGREES: 0, Band.DIVIDED: 100, Band.AGREES: 200}


@login_required
@require_safe
def surveys(request, slug):
    """The surveys of an initiative."""
    initiative = initiative_of(request, slug)
    rows = Survey.objects.visible_to(request.user).filter(initiative=initiative)
    rows = rows.annotate(
        statement_count=Count("statements", distinct=True),
        asked_count=Count("invitations", distinct=True),
    )
    page = page_of(request, rows.select_related("dialogue").order_by("-created_at", "-pk"))
    for row in page:
        row.initiative = initiative
        row.when = until_in_words(row)
    context = initiative_frame(request, initiative, "surveys") | {"page": page}
    return render(request, "dialogues/surveys.html", context)


@login_required
@require_safe
def survey(request, slug, pk):
    """A survey: what it asks and whom, and when it is closed where the groups stand."""
    shown = survey_or_404(request, slug, pk)
    context = survey_page(request, shown, here=True)
    rows = shown.statements.select_related("fault_line__initiative").order_by("position", "pk")
    statements = [_statement_row(row, shown) for row in rows]
    context |= {
        "statements": statements,
        "languages": [own_name(code) for code in shown.languages],
        "introduction": text_in(shown.introductions, shown, "")[0],
        "is_draft": shown.state == State.DRAFT,
        "is_open": shown.state == State.OPEN,
        "is_over": shown.state == State.OPEN and not takes_answers(shown),
        "asked": shown.invitations.count(),
    } | _next_step(shown, statements, can_change=context["can_change"])
    if shown.state == State.CLOSED:
        context |= _results(request, shown, can_change=context["can_change"])
    elif shown.state == State.OPEN and context["can_change"]:
        context["answered"] = number_of_answers(shown)
    return render(request, "dialogues/survey.html", context)


def _next_step(survey, statements, *, can_change):
    if not can_change or survey.state == State.CLOSED:
        return {}
    if survey.state == State.OPEN:
        return {"action_url": url_to("survey_invite", survey), "action_label": _("Ask people")}
    if statements:
        return {"action_url": url_to("survey_open", survey), "action_label": _("Open for answers")}
    return {"action_url": url_to("statement_add", survey), "action_label": _("Add a statement")}


def _statement_row(statement, survey):
    text, language = text_in(statement.texts, survey, "")
    missing = [own_name(code) for code in missing_in(statement.texts, survey)]
    return {"statement": statement, "text": text, "language": language, "missing": missing}


def _results(request, survey, *, can_change):
    filters = ResultsFilter(request.GET)
    found = results_of(survey, with_comments=can_change)
    shown = [row for row in found.results if filters.shows(row.reading.verdict)]
    return {
        "results": found,
        "answered": found.number,
        "filters": filters,
        "is_filtered": bool(filters.cleaned_data.get("show")),
        "rows": [_result_row(row, survey) for row in in_order(shown, filters.order)],
    }


def _result_row(result, survey):
    text, language = text_in(result.statement.texts, survey, "")
    meaning = VERDICTS[result.reading.verdict]
    return {
        "result": result,
        "text": text,
        "language": language,
        "verdict": meaning,
        "lines": [_line(line) for line in result.lines],
    }


def _line(line):
    told = line.told
    share = None if told.share is None else round(100 * told.share)
    return {
        "group": line.group,
        "told": told,
        "words": BANDS[told.band],
        "third": THIRDS.get(told.band),
        "tick": None if told.share is None else round(300 * told.share),
        "share": share,
    }


# Writing it ---------------------------------------------------------------------------------------
@login_required
@either
def survey_add(request, slug):
    """Begin a survey."""
    initiative = initiative_of(request, slug)
    require(request.user, CHANGE, initiative)
    form = SurveyForm(
        request.POST or None,
        instance=Survey(initiative=initiative),
        initiative=initiative,
        initial={"languages_asked": ["en"]},
    )
    if request.method == "POST" and form.is_valid():
        added = services.create_survey(form.instance)
        messages.success(request, _("The survey has begun as a draft. Add its statements now."))
        return redirect(added)
    context = initiative_frame(request, initiative, "surveys") | {
        "form": form,
        "title": _("New survey"),
        "submit": _("Begin the survey"),
        "cancel_url": surveys_url(initiative),
        "crumbs": crumbs_to(initiative, (_("Statements"), surveys_url(initiative))),
        "note": _("You write the introduction and the statements in these languages next."),
    }
    return render(request, "dialogues/survey_form.html", context)


@login_required
@either
def survey_edit(request, slug, pk):
    """Change what a survey is called, its languages and its introduction."""
    changed = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, changed.initiative)
    context = survey_page(request, changed)
    form = SurveyForm(request.POST or None, instance=changed, initiative=changed.initiative)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_survey(changed, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(context["cancel_url"])
    context |= {"form": form, "title": _("Edit the survey"), "submit": _("Save")}
    status = 409 if form.conflict else 200
    return render(request, "dialogues/survey_form.html", context, status=status)


@login_required
@either
def survey_delete(request, slug, pk):
    """Delete a draft, once that was confirmed."""
    deleted = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, deleted.initiative)
    context = survey_page(request, deleted)
    if request.method == "POST":
        try:
            services.delete_survey(deleted)
        except StatementsFixed:
            messages.warning(request, _("It has been opened, and can only be closed now."))
            return redirect(deleted)
        messages.success(request, _("The draft is deleted."))
        return redirect(surveys_url(deleted.initiative))
    context |= {
        "title": _("Delete the draft"),
        "text": _("The draft “%(title)s” goes, with its statements.") % {"title": deleted.title},
        "submit": _("Delete the draft"),
    }
    return render(request, "dialogues/survey_confirm.html", context)


@login_required
@either
def statement_add(request, slug, pk):
    """Add a statement to a draft."""
    parent = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, parent.initiative)
    statement = Statement(survey=parent)
    form = StatementForm(request.POST or None, instance=statement, survey=parent)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_statement(statement)
        except StatementsFixed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Added."))
            again = "again" in request.POST
            return redirect(request.path if again else parent.get_absolute_url() + "#statements")
    context = survey_page(request, parent) | {
        "form": form,
        "title": _("Add a statement"),
        "submit": _("Add it"),
        "again": True,
    }
    return render(request, "dialogues/survey_form.html", context)


@login_required
@either
def statement_edit(request, slug, pk, statement_pk):
    """Put the words of a statement right, or translate it."""
    parent = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, parent.initiative)
    statement = statement_or_404(parent, statement_pk)
    context = survey_page(request, parent)
    form = StatementForm(request.POST or None, instance=statement, survey=parent)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_statement(statement, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except StatementsFixed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(context["cancel_url"] + "#statements")
    context |= {"form": form, "title": _("Edit the statement"), "submit": _("Save")}
    status = 409 if form.conflict else 200
    return render(request, "dialogues/survey_form.html", context, status=status)


@login_required
@either
def statement_delete(request, slug, pk, statement_pk):
    """Delete a statement of a draft, once that was confirmed."""
    parent = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, parent.initiative)
    statement = statement_or_404(parent, statement_pk)
    if request.method == "POST":
        _try(request, services.delete_statement, statement, done=_("The statement is deleted."))
        return redirect(parent.get_absolute_url() + "#statements")
    text = text_in(statement.texts, parent, "")[0]
    context = survey_page(request, parent) | {
        "title": _("Delete the statement"),
        "text": _("“%(text)s” goes, in all languages.") % {"text": text},
        "submit": _("Delete the statement"),
    }
    return render(request, "dialogues/survey_confirm.html", context)


@login_required
@require_POST
def statement_move(request, slug, pk, statement_pk):
    """Move a statement one place up or down."""
    parent = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, parent.initiative)
    statement = statement_or_404(parent, statement_pk)
    try:
        services.move_statement(statement, up=request.POST.get("direction") == "up")
    except StatementsFixed as refusal:
        messages.warning(request, str(refusal))
    return redirect(parent.get_absolute_url() + "#statements")


@login_required
@require_POST
def survey_fault_line(request, slug, pk, statement_pk):
    """Make a fault line of a statement; pressed twice, it leads to the same one."""
    parent = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, parent.initiative)
    statement = statement_or_404(parent, statement_pk)
    text, _language = text_in(statement.texts, parent, "")
    fault_line = services.turn_into_fault_line(statement, text=text)
    messages.success(request, _("The statement is a fault line of the initiative now."))
    return redirect(fault_line)


# Opening and closing it ---------------------------------------------------------------------------
@login_required
@either
def survey_open(request, slug, pk):
    """Open a survey for answers until a day, or choose another day."""
    opened = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, opened.initiative)
    is_draft = opened.state == State.DRAFT
    form = OpenForm(request.POST or None, initial={"closes_on": opened.closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            services.open_survey(opened, closes_on=form.cleaned_data["closes_on"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _("The survey is open. Nobody knows yet: ask people now.")
            messages.success(request, told if is_draft else _("Saved."))
            return redirect(opened)
    statements = [_statement_row(row, opened) for row in opened.statements.all()]
    context = survey_page(request, opened) | {
        "form": form,
        "title": _("Open for answers") if is_draft else _("Choose another last day"),
        "submit": _("Open the survey") if is_draft else _("Save"),
        "note": is_draft
        and _(
            "From then on statements stay as they are, so that everybody answers the same. "
            "The survey closes by itself after the last day."
        ),
        "untranslated": is_draft and sum(bool(row["missing"]) for row in statements),
    }
    return render(request, "dialogues/survey_form.html", context)


@login_required
@either
def survey_close(request, slug, pk):
    """Close a survey, having read what that does."""
    closed = survey_or_404(request, slug, pk)
    require(request.user, CHANGE, closed.initiative)
    if request.method == "POST":
        if close(closed):
            messages.success(request, _("The survey is closed."))
        else:
            messages.warning(request, _("It was not open."))
        return redirect(closed)
    context = survey_page(request, closed) | {
        "title": _("Close the survey"),
        "text": _("Nobody can answer any more, and it cannot be opened again."),
        "consequences": [
            _("Who answered what is forgotten for good: only the groups' answers stay."),
            _("You see where the groups stand, and the comments."),
            _("The advisory group sees the results without the comments."),
        ],
        "submit": _("Close it for good"),
    }
    return render(request, "dialogues/survey_confirm.html", context)


def _try(request, service, row, *, done):
    try:
        service(row)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
