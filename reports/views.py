"""Pages of reports: the door for readers, what a dialogue or a paper can be printed as, one printing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.frame import dialogue_or_404, frame
from dialogues.models import Initiative
from dialogues.when import when_in_words, where_in_words
from reports import services
from reports.composer.registry import COMPOSED
from reports.forms import ReportForm
from reports.html import POLICY
from reports.models import Authorship, Edition, Format, Printing, Report, ReportKind
from reports.outdated import tells_too_much
from reports.places import CONVENED, file_name_of, way_to, whose
from reports.production import folder
from reports.versions import others_of

ON_THE_DOOR = 6
# A page that is read: who may keep it, since a published one can be withdrawn or closed at any moment. A
# cache that is shared keeps only what everybody may read already: it is for the public, and open.
FOR_ALL, FOR_ONE = "public, max-age=60, must-revalidate", "private, no-cache"
ALONE = "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PICTURE: "image/png",
    Format.ARCHIVE: "application/pdf",
    Format.PAGE: "text/html; charset=utf-8",
    Format.SHEETS: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
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


@require_safe
def report_list(request):
    """Reports that this reader may have, the newest first."""
    printings = Printing.objects.visible_to(request.user).newest_of_each().without_snapshot()
    # Papers for the day of a dialogue are no reports: they have a page of their own.
    printings = printings.filter(~Q(report__kind__in=CONVENED) | Q(published_at__isnull=False))
    words = request.GET.get("q", "").strip()
    if words:
        printings = printings.matching(words, request.user)
    page = page_of(request, printings)
    return render(request, "reports/report_list.html", {"page": page, "words": words})


@require_safe
def dialogue_reports(request, slug):
    """A dialogue's reports: its title page, what can be printed, and what has been."""
    dialogue = dialogue_or_404(request, slug)
    can_print = request.user.has_perm("reports.request_printing", dialogue)
    rows = Printing.objects.visible_to(request.user).filter(report__dialogue=dialogue)
    # What else is printed of a dialogue has a page of its own, but for what everybody may read.
    printings = rows.filter(Q(report__kind__in=COMPOSED) | Q(published_at__isnull=False))
    context = frame(request, dialogue, "reports")
    context |= {
        "page": page_of(request, printings.without_snapshot(), size=20),
        "reports": _composed(dialogue, context["naming"]) if can_print else (),
        "editions": Edition.choices if can_print else (),
        "can_print": can_print,
        "can_publish": request.user.has_perm("reports.publish_report", dialogue),
    }
    return render(request, "reports/dialogue_reports.html", context)


def _composed(dialogue, naming):
    """What can be composed of a dialogue: each kind with its report, if there is one, and its authors."""
    rows = Report.objects.filter(dialogue=dialogue, kind__in=COMPOSED).annotate(
        number=Count("parts")
    )
    stored = {row.kind: row for row in rows}
    for row in stored.values():
        # One without a title is called after it.
        row.dialogue = dialogue
    written = Authorship.objects.filter(report__dialogue=dialogue, report__kind__in=COMPOSED)
    written = written.select_related("person")
    names = {row.pk: [] for row in stored.values()}
    for each in written:
        names[each.report_id].append(naming.name(each.person))
    return [
        {
            "kind": kind,
            "label": ReportKind(kind).label,
            "report": stored.get(kind),
            "authors": names[stored[kind].pk] if kind in stored else [],
        }
        for kind in COMPOSED
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request, slug, kind):
    """The title page of a composed report; two people may edit it, and nobody's text is lost."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "reports.change_report", dialogue)
    if kind not in COMPOSED:
        raise Http404
    context = frame(request, dialogue, "reports")
    report = services.report_of(dialogue, kind)
    back = reverse("reports:compose", args=[slug, kind])
    form = ReportForm(request.POST or None, instance=report, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_report(report, based_on=form.based_on, authors=form.authors_in_order)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("The title page is saved."))
            return redirect(back)
    return render(
        request,
        "reports/report_form.html",
        context | {"form": form, "report": report, "cancel_url": back},
        status=409 if form.conflict else 200,
    )


def _printing_or_404(request, pk):
    return get_object_or_404(Printing.objects.visible_to(request.user).without_snapshot(), pk=pk)


@require_safe
def printing(request, pk):
    """One printing: how far it is, or what became of it. Asked by htmx, the moving part alone."""
    row = Printing.objects.visible_to(request.user).without_snapshot().filter(pk=pk).first()
    if row is None:
        return _withdrawn(request, pk)
    user = request.user
    context = {
        "printing": row,
        "crumbs": way_to(user, row.report),
        "whose": whose(user, row.report),
        "ahead": Printing.objects.ahead_of(row).count() if row.is_under_way else 0,
        "can_print": user.has_perm("reports.print_report", row.report),
        "can_publish": user.has_perm("reports.publish_printing", row),
        "others": others_of(row, user),
        "newer": row.is_open and Printing.objects.superseding(row),
        "is_closed": row.state == Printing.State.READY and tells_too_much(row),
    }
    if dialogue := row.report.dialogue:
        context |= {"when": when_in_words(dialogue), "where": where_in_words(dialogue)}
    template = "reports/printing_progress.html" if request.htmx else "reports/printing.html"
    return render(request, template, context)


def _withdrawn(request, pk):
    """What who had the address of a withdrawn report is told: 410 with the day and the reason, and nothing
    of what it said. 404 for one that was never open to everybody."""
    row = get_object_or_404(Printing.objects.withdrawn(), pk=pk)
    return render(request, "reports/printing_withdrawn.html", {"printing": row}, status=410)


@require_safe
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


@require_safe
def printing_read(request, pk):
    """A page for the screen, where it is read instead of downloaded; access, and whether it may still be
    said, are checked as at a download. It runs nothing, and asks nobody for anything."""
    row = _printing_or_404(request, pk)
    path = folder() / row.file_name
    if row.format != Format.PAGE or row.state != Printing.State.READY or not path.is_file():
        raise Http404
    if tells_too_much(row):
        return redirect(row)
    # Nobody protected is named in it, as was just found: it is handed out as it was written.
    request.knows_everybody = True
    mark = f'"{row.sha256}"'
    answer = get_conditional_response(request, etag=mark)
    if answer is None:
        answer = HttpResponse(path.read_bytes(), content_type=MEDIA_TYPES[Format.PAGE])
    answer["ETag"] = mark
    is_for_all = row.is_open and row.edition == Edition.PUBLIC
    answer["Cache-Control"] = FOR_ALL if is_for_all else FOR_ONE
    answer["Content-Security-Policy"] = f"sandbox; {POLICY}; {ALONE}"
    return answer


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
