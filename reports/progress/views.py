"""Pages of progress reports: the periods of an initiative, and one period."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.initiative_frame import (
    crumbs_to,
    initiative_frame,
    initiative_or_404,
    require_tab,
    tab_url,
)
from dialogues.parts.forms import typed
from reports.exceptions import PeriodsOverlap, SectionsOut
from reports.forms import GiveOutForm
from reports.models import Edition, Format, Period, PublishingProfile
from reports.outdated import tells_too_much
from reports.places import file_name_of
from reports.production import folder
from reports.progress import charts, services
from reports.progress.book import write_progress_book
from reports.progress.context import ProgressContext
from reports.progress.files import files_of, ready_of
from reports.progress.forms import (
    ApproveForm,
    PeriodForm,
    ProfileForm,
    ReasonForm,
    TargetsForm,
)
from reports.progress.iati import activity_of, left_out_of, refused_of
from reports.progress.reminding import due_moment
from reports.progress.shown import shown
from reports.views import MEDIA_TYPES
from stakeholders.models import Group, Organisation

CHANGE, TAB = "reports.change_period", "progress"
either = require_http_methods(["GET", "HEAD", "POST"])
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE_STEPS = {
    "send": (services.send, _l("Sent for approval.")),
    "withdraw": (services.withdraw, _l("Withdrawn: its donors do not see it any more.")),
}


def initiative_to_report(request, slug):
    """The initiative `slug` if the user may run its progress reports; 404 or 403 if not."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, TAB)
    return initiative


def _period(request, pk):
    rows = Period.objects.visible_to(request.user).select_related(
        "initiative__programme", "approved_by", "sent_by"
    )
    return get_object_or_404(rows, pk=pk)


def period_to_change(request, pk):
    period = _period(request, pk)
    require(request.user, CHANGE, period)
    return period


# The periods of an initiative --------------------------------------------------------------------
@login_required
@require_safe
def periods(request, slug):
    """All periods of an initiative, the newest first, and what its IATI files say."""
    initiative = initiative_to_report(request, slug)
    rows = initiative.reporting_periods.defer("snapshot")
    context = initiative_frame(request, initiative, TAB) | {
        "page": page_of(request, rows),
        "profile": PublishingProfile.objects.filter(initiative=initiative).first(),
        "donors": services.donors_of(initiative).count(),
    }
    return render(request, "reports/periods.html", context)


@login_required
@either
def period_new(request, slug):
    """Begin a period."""
    initiative = initiative_to_report(request, slug)
    form = PeriodForm(typed(request), instance=Period(initiative=initiative), initiative=initiative)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin_period(form.instance)
        except PeriodsOverlap as overlap:
            form.add_error(None, str(overlap))
        else:
            messages.success(request, _("Begun: its figures are counted as they come."))
            return redirect(made)
    return period_form_page(request, initiative, form, title=_("New period"))


@login_required
@either
def period_edit(request, pk):
    """The days of a period, and what is told of it in words."""
    period = period_to_change(request, pk)
    initiative = period.initiative
    if period.state not in services.OPEN:
        messages.warning(request, _("It is sent, and nothing of it is written on."))
        return redirect(period)
    form = PeriodForm(typed(request), instance=period, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_period(period, based_on=form.based_on, fields=form.Meta.fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(period)
    return period_form_page(
        request, initiative, form, title=period.title, back=period.get_absolute_url()
    )


@login_required
@either
def period_targets(request, pk):
    """How many of each stakeholder group, and how many women of it, a period aims for."""
    period = period_to_change(request, pk)
    if period.state not in services.OPEN:
        messages.warning(request, _("It is sent, and nothing of it is written on."))
        return redirect(period)
    groups = Group.objects.filter(programme=period.initiative.programme_id)
    stored = {row.group_id: row for row in period.targets.all()}
    form = TargetsForm(typed(request), groups=groups, stored=stored)
    if request.method == "POST" and form.is_valid():
        services.set_targets(period, form.targets)
        messages.success(request, _("Saved."))
        return redirect(period)
    return period_form_page(
        request,
        period.initiative,
        form,
        title=_("Targets of attendance"),
        back=period.get_absolute_url(),
        text=_("How many attendances of each group the period aims for. Empty: no target."),
    )


def period_form_page(request, initiative, form, *, title, back=None, **more):
    """A page with `form`; 409 if it meets what somebody else saved meanwhile."""
    context = {
        "form": form,
        "title": title,
        "crumbs": crumbs_to(initiative, (_("Progress reports"), tab_url(initiative, TAB))),
        "cancel_url": back or tab_url(initiative, TAB),
        **more,
    }
    status = 409 if getattr(form, "conflict", None) else 200
    return render(request, "reports/period_form.html", context, status=status)


@login_required
@either
def profile(request, slug):
    """Who reports the initiative in IATI, and under which identifiers."""
    initiative = initiative_to_report(request, slug)
    stored = PublishingProfile.objects.filter(initiative=initiative).first()
    bodies = Organisation.objects.filter(programme=initiative.programme_id)
    form = ProfileForm(
        typed(request),
        instance=stored or PublishingProfile(initiative=initiative),
        organisations=bodies,
    )
    if request.method == "POST" and form.is_valid():
        based_on = form.based_on if stored else None
        try:
            services.save_profile(
                form.instance,
                based_on=based_on,
                fields=form.Meta.fields,
                new_reporter=form.cleaned_data["new_reporter"],
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(tab_url(initiative, TAB))
    return period_form_page(request, initiative, form, title=_("What IATI files say of it"))


# One period --------------------------------------------------------------------------------------
@login_required
@require_safe
def period(request, pk):
    """What is told of a period: figures, framework, money, words; and what can be done with it."""
    row = _period(request, pk)
    initiative, user = row.initiative, request.user
    runs = user.has_perm(CHANGE, row)
    facts = ProgressContext.of_period(row, Edition.INTERNAL if runs else Edition.PUBLIC)
    if runs:
        crumbs = crumbs_to(initiative, (_("Progress reports"), tab_url(initiative, TAB)))
    else:
        crumbs = [{"label": _("What you fund"), "url": reverse("reports:door")}]
    files = files_of([row]).get(row.pk, [])
    context = {
        "period": row,
        "facts": facts,
        "view": shown(facts),
        "charts": charts.of_period(facts),
        "crumbs": crumbs,
        "runs": runs,
        "opens_at": _opening(row, row.state == Period.State.PENDING),
        "iati": _of_iati(row, facts) if runs else None,
        "sections": row.sections.select_related("asked_of") if runs else (),
        "may_ask": runs and row.state in services.OPEN,
        "files": files,
        "is_printing": any(file is None for _form, _label, file in files),
        "seen": services.mark_of_facts(facts) if runs and row.state == Period.State.PENDING else "",
    }
    return render(request, "reports/period.html", context)


@login_required
@require_safe
def period_file(request, pk, form):
    """A period as a file: PDF and Word as they were printed, Excel and IATI from what was frozen."""
    row = _period(request, pk)
    if not row.is_frozen:
        raise Http404
    if form in (Format.PDF, Format.WORD):
        return _printed(row, form)
    facts = ProgressContext.to_take_away(row, Edition.PUBLIC)
    stem = f"{row.initiative.slug}-{row.ends_on:%Y-%m-%d}"
    if form == "xlsx":
        return _attached(write_progress_book(facts), BOOK, f"{stem}.xlsx")
    if form == "xml":
        said = _profile_of(row)
        if said is None:
            messages.warning(request, _("Nobody has said yet who reports this in IATI."))
            return redirect(row)
        try:
            content = activity_of(row, facts, said)
        except Refusal as refusal:
            messages.warning(request, _("There is no IATI file: %(why)s") % {"why": refusal})
            return redirect(row)
        return _attached(content, "application/xml", f"{stem}-iati.xml")
    raise Http404


def _profile_of(period):
    known = PublishingProfile.objects.select_related("reporter", "initiative")
    return known.filter(initiative=period.initiative).first()


def _of_iati(period, facts):
    """What whoever writes a period is told of its IATI file: why there would be none, what it leaves out."""
    said = _profile_of(period)
    return {
        "refused": refused_of(period, facts, said) if said else [],
        "left_out": left_out_of(facts) if said else [],
    }


def _printed(period, form):
    printing = ready_of([period]).get((period.pk, form))
    path = printing and folder() / printing.file_name
    if not path or not path.is_file() or tells_too_much(printing):
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=file_name_of(printing),
        content_type=MEDIA_TYPES[form],
    )


def _attached(content, media_type, name):
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_POST
def period_step(request, pk, step):
    """Send a period, or close a published one again."""
    row = period_to_change(request, pk)
    if step not in SAFE_STEPS:
        raise Http404
    act, told = SAFE_STEPS[step]
    sure = {"sure": True} if step == "send" and "sure" in request.POST else {}
    try:
        act(row, by=request.user, **sure)
    except SectionsOut as out:
        return _send_without(request, row, out.titles)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect(row)


def _send_without(request, period, titles):
    """Ask whether a period is to be sent while sections of it are out."""
    context = {
        "period": period,
        "titles": titles,
        "crumbs": crumbs_to(period.initiative, (period.title, period.get_absolute_url())),
    }
    return render(request, "reports/period_send.html", context)


@login_required
@require_POST
def period_approve(request, pk):
    """Approve a period as it was looked at: from then on it says what it says."""
    row = period_to_change(request, pk)
    form = ApproveForm(request.POST)
    is_valid = form.is_valid()
    seen = form.cleaned_data["seen"] if is_valid else ""
    when_due = is_valid and form.cleaned_data["when_due"]
    at_once = is_valid and form.cleaned_data["at_once"]
    opens_at = timezone.now() if at_once else _opening(row, when_due)
    try:
        services.approve(row, by=request.user, seen=seen, opens_at=opens_at)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        told = _("Approved, frozen and published: its donors are told by mail.")
        messages.success(request, told if at_once else _("Approved, and frozen as it stands."))
    return redirect(row)


def _opening(period, is_wanted):
    """When `period` opens by itself; None if that is not wanted, or its moment is over."""
    moment = due_moment(period) if is_wanted else None
    return moment if moment and moment > timezone.now() else None


@login_required
@either
def period_publish(request, pk):
    """Open an approved period to its donors, at once or at a moment to come."""
    row = period_to_change(request, pk)
    form = GiveOutForm(typed(request), zone="UTC")
    if request.method == "POST" and form.is_valid():
        try:
            services.publish(row, by=request.user, at=form.moment)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Published: its donors are told when it opens."))
        return redirect(row)
    number = services.donors_of(row.initiative).count()
    return period_form_page(
        request,
        row.initiative,
        form,
        title=_("Publish “%(period)s”") % {"period": row.title},
        back=row.get_absolute_url(),
        submit=_("Publish it"),
        text=ngettext(
            "%(number)d donor reads and downloads it, and is told by mail.",
            "%(number)d donors read and download it, and are told by mail.",
            number,
        )
        % {"number": number},
    )


@login_required
@either
def period_return(request, pk):
    """Return a period, saying why."""
    row = period_to_change(request, pk)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.give_back(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Returned, with the reason."))
        return redirect(row)
    return period_form_page(
        request,
        row.initiative,
        form,
        title=_("Return “%(period)s”") % {"period": row.title},
        back=row.get_absolute_url(),
        submit=_("Return it"),
    )
