"""Pages on which a report is composed: its parts, one part with its pages beside it, what the data say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.comparing import changes_of
from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.text import as_key
from dialogues.parts.forms import typed
from reports.composer import services
from reports.composer.forms import PartForm, RemarkForm
from reports.composer.frame import Place
from reports.composer.pieces import drawings_of, pictures_of, whose_edition
from reports.composer.registry import PARTS
from reports.exceptions import PrintFailed
from reports.models import Edition, Remark, ReportPart, ReportTemplate

either = require_http_methods(["GET", "HEAD", "POST"])
Source = ReportPart.Source
# Loaded when the first page is shown: what sets type is large.
PREVIEW = "reports.composer.previewing.preview"


# The list ----------------------------------------------------------------------------------------
@login_required
@require_safe
def compose(request, slug, kind):
    """The parts of a report in their order, how far each is, and what may be added."""
    place = Place(request, slug, kind)
    rows = place.desk.rows
    programme = place.dialogue.initiative.programme_id
    context = place.context(
        rows=rows,
        is_begun=place.desk.is_begun,
        to_add=place.desk.to_add,
        templates=ReportTemplate.objects.filter(programme=programme, kind=kind),
        signed=sum(row.is_signed for row in rows),
    )
    return render(request, "reports/compose.html", context)


@login_required
@require_POST
def begin(request, slug, kind):
    """Begin to compose: with the parts of a template, or those of a report of this kind."""
    place = Place(request, slug, kind)
    template = None
    if key := as_key(request.POST.get("template")):
        rows = ReportTemplate.objects.filter(
            programme=place.dialogue.initiative.programme_id, kind=kind
        )
        template = get_object_or_404(rows, pk=key)
    services.begin(place.report, template=template)
    return redirect(place.url("compose"))


@login_required
@require_POST
def sign_off_needed(request, slug, kind):
    """Say whether the report is published only once each part is signed off."""
    place = Place(request, slug, kind)
    services.set_sign_off(place.report, needed=request.POST.get("needed") == "yes")
    messages.success(request, _("Saved."))
    return redirect(place.url("compose"))


@login_required
@require_POST
def part_add(request, slug, kind):
    """Add a part after the last one."""
    place = Place(request, slug, kind)
    key = request.POST.get("key", "")
    if key not in PARTS:
        messages.error(request, _("Choose which part to add."))
        return redirect(place.url("compose"))
    services.begin(place.report)
    try:
        part = services.add_part(place.report, key)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(place.url("compose"))
    return redirect(place.url("part", part.pk))


# One part ----------------------------------------------------------------------------------------
@login_required
@either
def part(request, slug, kind, pk):
    """One part: its text and for whom it is, its pages beside it, notes and tasks."""
    place = Place(request, slug, kind)
    shown = place.part(pk)
    form = PartForm(typed(request), instance=shown, initial=_begun_with(request, place, shown))
    if request.method == "POST" and form.is_valid():
        told = place.desk.data_of(shown) if shown.source == Source.WRITTEN else None
        try:
            services.change_part(shown, based_on=form.based_on, fields=form.model_fields, told=told)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(place.url("part", shown.pk))
    return _part(request, place, shown, form, RemarkForm(team=place.team))


def _begun_with(request, place, part):
    """Where somebody asks to rewrite a part that holds no text yet: what the data say, to start from."""
    if "rewrite" not in request.GET or part.text:
        return None
    return {"source": Source.WRITTEN, "text": place.desk.data_of(part)}


def _part(request, place, shown, form, remark_form, *, status=None):
    # What the form holds may not be valid, and the rest of the page is about what is stored.
    stored = place.part(shown.pk)
    row = next(row for row in place.desk.rows if row.part.pk == shown.pk)
    status = status or (409 if form.conflict else 200)
    context = place.context(
        form=form,
        row=row,
        part=stored,
        data=place.desk.data_of(stored),
        mark=place.desk.mark_of(stored),
        source_url=place.desk.source_url(row.kind),
        remark_form=remark_form,
        photographs=stored.photographs.select_related("upload") if row.kind.shows else (),
    )
    return render(request, "reports/compose_part.html", context, status=status)


@login_required
@either
def preview(request, slug, kind, pk):
    """The pages of a part as pictures: of what is typed, if something is; alone for htmx, else a page."""
    place = Place(request, slug, kind)
    shown = place.part(pk)
    if request.method == "POST":
        # As it is typed, valid or not; nothing of it is stored.
        for name in ("heading", "text"):
            setattr(shown, name, request.POST.get(name, getattr(shown, name)))
        if request.POST.get("source") in Source.values:
            shown.source = request.POST["source"]
        if request.POST.get("audience") in Edition.values:
            shown.audience = request.POST["audience"]
    context = place.desk.preview_of(shown, whose_edition(shown))
    pictures = pictures_of(context) if context.composition[0].photos else drawings_of(context)
    told = {"pages": [], "number": 0}
    try:
        told = import_string(PREVIEW)(context, pictures)
    except PrintFailed as failure:
        told["reason"] = str(failure)
    more = place.context(part=shown, told=told, further=told["number"] - len(told["pages"]))
    template = "reports/compose_pages.html" if request.htmx else "reports/compose_preview.html"
    return render(request, template, more)


@login_required
@require_POST
def part_move(request, slug, kind, pk):
    """Move a part up or down."""
    place = Place(request, slug, kind)
    services.move_part(place.part(pk), up=request.POST.get("direction") == "up")
    return redirect(f"{place.url('compose')}#part-{as_key(pk)}")


@login_required
@either
def part_drop(request, slug, kind, pk):
    """Drop a part, once it was said what goes with it."""
    place = Place(request, slug, kind)
    dropped = place.part(pk)
    if request.method == "POST":
        services.drop_part(dropped)
        messages.success(request, _("Dropped. It can be added again at any time."))
        return redirect(place.url("compose"))
    context = place.context(
        part=dropped,
        submit=_("Drop the part"),
        title=_("Drop “%(part)s”?") % {"part": dropped.heading or PARTS[dropped.key].label},
        consequences=_goes_with(dropped),
        cancel_url=place.url("compose"),
    )
    return render(request, "reports/compose_drop.html", context)


def _goes_with(part):
    told = [_("The report is printed without it; the data themselves stay.")]
    if part.text:
        told.append(_("The text that was written in it goes."))
    if part.remarks.exists():
        told.append(_("The notes and tasks on it go."))
    if part.photographs.exists():
        told.append(_("Its photographs are deleted."))
    return told


@login_required
@require_POST
def part_sign(request, slug, kind, pk):
    """Sign a part off as it was looked at, or take the sign-off back."""
    place = Place(request, slug, kind)
    signed = place.part(pk)
    if request.POST.get("sign") == "no":
        services.take_back(signed)
    elif request.POST.get("mark") != (mark := place.desk.mark_of(signed)):
        messages.warning(
            request,
            _("It says something else since you opened it. Read it again, then sign it off."),
        )
    else:
        services.sign_off(signed, by=request.user, mark=mark)
        messages.success(request, _("Signed off as it stands."))
    return redirect(place.url("part", signed.pk))


@login_required
@either
def part_data(request, slug, kind, pk):
    """What the data say of a part that was rewritten, beside what they said then: to keep what was written,
    or to go back to the data. What was written stays in the part either way."""
    place = Place(request, slug, kind)
    rewritten = place.part(pk)
    if PARTS[rewritten.key].written:
        raise Http404
    data = place.desk.data_of(rewritten)
    if request.method == "POST":
        if request.POST.get("choice") == "data":
            rewritten.source = Source.DATA
            try:
                services.change_part(rewritten, based_on=rewritten.version, fields=["source"])
            except StaleVersion:
                messages.warning(
                    request, _("Somebody changed the part meanwhile. Look at it again.")
                )
            else:
                messages.success(
                    request,
                    _(
                        "The part holds what the data say. Your text is kept and can be taken up "
                        "again."
                    ),
                )
        else:
            services.keep_rewriting(rewritten, told=data)
            messages.success(request, _("Your text stays."))
        return redirect(place.url("part", rewritten.pk))
    rows, counts = changes_of(rewritten.told, data)
    context = place.context(part=rewritten, counts=counts, page=page_of(request, rows), data=data)
    return render(request, "reports/compose_data.html", context)


# Notes and tasks ---------------------------------------------------------------------------------
@login_required
@require_POST
def remark_add(request, slug, kind, pk):
    """Leave a note on a part, or a task for somebody of the team."""
    place = Place(request, slug, kind)
    noted = place.part(pk)
    form = RemarkForm(request.POST, team=place.team, instance=Remark(part=noted, by=request.user))
    if not form.is_valid():
        return _part(request, place, noted, PartForm(instance=noted), form, status=200)
    services.note(form.instance)
    messages.success(request, _("Noted."))
    return redirect(f"{place.url('part', noted.pk)}#notes")


@login_required
@require_POST
def remark_done(request, slug, kind, pk, note):
    """Mark a note or a task as done."""
    place = Place(request, slug, kind)
    noted = place.part(pk)
    services.finish(get_object_or_404(noted.remarks, pk=note), by=request.user)
    return redirect(f"{place.url('part', noted.pk)}#notes")
