"""Pages of reports: the door for readers, what a dialogue or a paper can be printed as, one printing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.frame import dialogue_or_404, frame
from dialogues.models import Initiative
from reports import services
from reports.forms import ReportForm
from reports.models import Authorship, Edition, Format, Printing, Report, ReportKind
from reports.outdated import tells_too_much
from reports.places import CONVENED, file_name_of, way_to, whose
from reports.production import folder

ON_THE_DOOR = 6
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PICTURE: "image/png",
}


@require_GET
def home(request):
    """The door: what is published, for those who have not signed in."""
    if request.user.is_authenticated:
        return redirect("accounts:my_work")
    published = Printing.objects.published().without_snapshot().order_by("-published_at")
    context = {
        "initiatives": Initiative.objects.visible_to(request.user)[:ON_THE_DOOR],
        "reports": published[:ON_THE_DOOR],
    }
    return render(request, "core/home.html", context)


@require_GET
def report_list(request):
    """Reports that this reader may have, the newest first."""
    printings = Printing.objects.visible_to(request.user).newest_of_each().without_snapshot()
    # Papers for the day of a dialogue are no reports: they have a page of their own.
    printings = printings.filter(~Q(report__kind__in=CONVENED) | Q(published_at__isnull=False))
    words = request.GET.get("q", "").strip()
    if words:
        printings = printings.matching(words)
    page = page_of(request, printings)
    return render(request, "reports/report_list.html", {"page": page, "words": words})


@require_GET
def dialogue_reports(request, slug):
    """A dialogue's reports: its title page, what can be printed, and what has been."""
    dialogue = dialogue_or_404(request, slug)
    can_print = request.user.has_perm("reports.request_printing", dialogue)
    written = ReportKind.MEETING_REPORT
    rows = Printing.objects.visible_to(request.user).filter(report__dialogue=dialogue)
    # What else is printed of a dialogue has a page of its own, but for what everybody may read.
    printings = rows.filter(Q(report__kind=written) | Q(published_at__isnull=False))
    context = frame(request, dialogue, "reports")
    authorships = Authorship.objects.filter(report__dialogue=dialogue, report__kind=written)
    authorships = authorships.select_related("person")
    context |= {
        "page": page_of(request, printings.without_snapshot(), size=20),
        "report": Report.objects.filter(dialogue=dialogue, kind=written).first(),
        "author_names": [context["naming"].name(written.person) for written in authorships],
        "editions": Edition.choices if can_print else (),
        "can_print": can_print,
        "can_publish": request.user.has_perm("reports.publish_report", dialogue),
    }
    return render(request, "reports/dialogue_reports.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request, slug):
    """The title page of the meeting report; two people may edit it, and nobody's text is lost."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "reports.change_report", dialogue)
    context = frame(request, dialogue, "reports")
    report = services.report_of(dialogue)
    form = ReportForm(request.POST or None, instance=report, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_report(report, based_on=form.based_on, authors=form.authors_in_order)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("The title page is saved."))
            return redirect("reports:dialogue_reports", slug=slug)
    return render(
        request,
        "reports/report_form.html",
        context | {"form": form, "cancel_url": reverse("reports:dialogue_reports", args=[slug])},
        status=409 if form.conflict else 200,
    )


def _printing_or_404(request, pk):
    return get_object_or_404(Printing.objects.visible_to(request.user).without_snapshot(), pk=pk)


@require_GET
def printing(request, pk):
    """One printing: how far it is, or what became of it. Asked by htmx, the moving part alone."""
    row = _printing_or_404(request, pk)
    user = request.user
    context = {
        "printing": row,
        "crumbs": way_to(user, row.report),
        "whose": whose(user, row.report),
        "ahead": Printing.objects.ahead_of(row).count() if row.is_under_way else 0,
        "can_print": user.has_perm("reports.print_report", row.report),
        "can_publish": user.has_perm("reports.publish_printing", row),
        "newer": row.published_at and Printing.objects.superseding(row),
        "is_closed": row.state == Printing.State.READY and tells_too_much(row),
    }
    template = "reports/printing_progress.html" if request.htmx else "reports/printing.html"
    return render(request, template, context)


@require_GET
def printing_download(request, pk):
    """The printed file, as an attachment; access, and whether it may still be said, are checked at each
    download."""
    row = _printing_or_404(request, pk)
    path = folder() / row.file_name
    if row.state != Printing.State.READY or not path.is_file():
        raise Http404
    if tells_too_much(row):
        return redirect(row)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=file_name_of(row),
        content_type=MEDIA_TYPES[row.format],
    )


def _act(request, pk, perm, action, done):
    """Do `action` to a printing for those who have `perm`; a refusal is told, and changes nothing."""
    row = _printing_or_404(request, pk)
    require(request.user, perm, row)
    try:
        row = action(row, by=request.user) or row
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(row)


@login_required
@require_POST
def printing_retry(request, pk):
    """Queue a failed printing anew."""
    return _act(
        request,
        pk,
        "reports.retry_printing",
        services.try_again,
        _("The report is queued again."),
    )


@login_required
@require_POST
def printing_publish(request, pk):
    """Let everybody read a public edition."""
    done = _("The report is published: anybody can read it.")
    return _act(request, pk, "reports.publish_printing", services.publish_printing, done)


@login_required
@require_POST
def printing_withdraw(request, pk):
    """Take a published edition back."""
    done = _("The report is withdrawn: only the team can read it.")
    return _act(request, pk, "reports.publish_printing", services.withdraw_printing, done)
