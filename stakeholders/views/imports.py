"""Sheets on their way into the register: bringing one, matching its columns, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from core.sheets import SheetRefused, write_csv, write_xlsx
from stakeholders.access import access_of
from stakeholders.exceptions import UndoRefused
from stakeholders.forms.imports import ColumnsForm, SheetForm
from stakeholders.imports import following
from stakeholders.imports.report import headings, lines
from stakeholders.imports.sheet import propose
from stakeholders.models import Import, Organisation, Programme, RememberedColumn
from stakeholders.services import imports
from stakeholders.views import import_preview, register

State = Import.State
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _or_404(request, pk):
    rows = Import.objects.visible_to(request.user).select_related("programme", "held_by", "by")
    import_ = get_object_or_404(rows, pk=pk)
    require(request.user, "stakeholders.view_import", import_)
    # Whoever runs the register reads the names of everybody in it.
    request.knows_everybody = request.user.has_perm("stakeholders.see_identity", import_)
    return import_


def _crumbs(*more):
    return register.crumbs((_("Imports"), reverse("stakeholders:import_list")), *more)


@login_required
@require_safe
def import_list(request):
    """The sheets that were brought, the newest first."""
    require(request.user, "stakeholders.add_import")
    rows = Import.objects.visible_to(request.user).select_related("programme", "held_by", "by")
    page = page_of(request, rows.defer("headings", "sample"))
    context = {"page": page, "tabs": register.tabs(request.user, "imports")}
    return render(request, "stakeholders/import_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_add(request):
    """Bring a sheet."""
    require(request.user, "stakeholders.add_import")
    follow = request.GET.get("for", "")[:60]
    targets = {
        value: target
        for value, target in _targets(request.user).items()
        if _may_follow(request.user, follow, target)
    }
    if not targets:
        raise Http404
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        targets=[(value, label) for value, (label, _programme, _body) in targets.items()],
    )
    if request.method == "POST" and form.is_valid():
        _label, programme, held_by = targets[form.cleaned_data["target"]]
        try:
            import_ = imports.begin_import(
                programme=programme,
                held_by=held_by,
                by=request.user,
                brought=form.cleaned_data["file"],
                follow=follow,
            )
        except SheetRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(import_)
    context = {
        "form": form,
        "crumbs": _crumbs(),
        "cancel_url": reverse("stakeholders:import_list"),
        "follows": following.words_for(follow, request.user),
    }
    if context["follows"]:
        context["cancel_url"] = context["follows"][1]
    status = 422 if form.errors else 200
    return render(request, "stakeholders/import_add.html", context, status=status)


def _may_follow(user, follow, target):
    _label, programme, held_by = target
    return following.may_follow(
        follow,
        user=user,
        programme_id=programme.pk,
        held_by_id=held_by.pk if held_by is not None else None,
    )


def _targets(user):
    """Whose people somebody may bring: value -> (label, programme, the partner that holds them)."""
    access = access_of(user)
    programmes = Programme.objects.run_by(user).order_by("title")
    targets = {f"programme-{row.pk}": (row.title, row, None) for row in programmes}
    bodies = Organisation.objects.filter(pk__in=access.holds_for).select_related("programme")
    for body in bodies.order_by("name", "pk"):
        if body.programme_id not in access.programmes:
            label = f"{body.full_name}: {body.programme.title}"
            targets[f"partner-{body.pk}"] = (label, body.programme, body)
    return targets


@login_required
@require_safe
def import_page(request, pk):
    """An import as it stands: its columns, how far the worker is, its preview, or what became of it."""
    import_ = _or_404(request, pk)
    context = {
        "import": import_,
        "crumbs": _crumbs(),
        "follows": following.words_for(import_.follow, request.user),
    }
    if import_.state == State.MATCHING:
        return _columns(request, import_, context)
    if import_.state in (State.READING, State.WRITING):
        name = "import_progress" if request.htmx else "import_working"
        return render(request, f"stakeholders/{name}.html", context)
    if request.htmx and request.headers.get("HX-Target", "") == "import-progress":
        # The worker has come to its end: the page shows what there is now.
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    if import_.state == State.PREVIEW:
        context |= import_preview.context_of(request, import_)
        return render(request, "stakeholders/import_preview.html", context)
    context |= import_preview.rows_of(request, import_) | {
        "can_undo": imports.can_undo(import_),
        "followed": following.result_of(import_),
    }
    return render(request, "stakeholders/import_over.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request, pk):
    """Say which column holds what."""
    import_ = _or_404(request, pk)
    return _columns(request, import_, {"import": import_, "crumbs": _crumbs()})


def _columns(request, import_, context):
    if import_.state not in (State.MATCHING, State.PREVIEW, State.FAILED):
        return redirect(import_)
    remembered = RememberedColumn.objects.filter(user=request.user)
    proposed = {index: key for key, index in import_.columns.items()} or propose(
        import_.headings, import_.sample, dict(remembered.values_list("heading", "field"))
    )
    form = ColumnsForm(request.POST or None, headings=import_.headings, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            imports.match_columns(import_, by=request.user, columns=form.columns)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(import_)
    samples = zip(*(row for row in import_.sample), strict=False)
    columns = (
        zip(form, samples, strict=False) if import_.sample else [(field, ()) for field in form]
    )
    context |= {"form": form, "columns": list(columns)}
    status = 422 if form.is_bound else 200
    return render(request, "stakeholders/import_columns.html", context, status=status)


@login_required
@require_POST
def import_confirm(request, pk):
    """Have the rows written into the register."""
    import_ = _or_404(request, pk)
    try:
        imports.confirm(import_, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(import_)


@login_required
@require_POST
def import_try_again(request, pk):
    """Go on with an import that failed."""
    import_ = _or_404(request, pk)
    try:
        imports.try_again(import_, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(import_)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request, pk):
    """Take an import back, once it was asked whether that is meant."""
    import_ = _or_404(request, pk)
    if not imports.can_undo(import_):
        return redirect(import_)
    context = {
        "import": import_,
        "crumbs": _crumbs((import_.file_name, import_.get_absolute_url())),
    }
    if request.method == "POST":
        try:
            imports.undo(import_, by=request.user)
        except UndoRefused as refused:
            context |= {"refused": refused}
            return render(request, "stakeholders/import_undo.html", context, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The import is undone: the register is as it was."))
        return redirect(import_)
    return render(request, "stakeholders/import_undo.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_give_up(request, pk):
    """Drop an import before it is written, once it was asked whether that is meant."""
    import_ = _or_404(request, pk)
    if request.method == "POST":
        try:
            imports.give_up(import_)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(import_)
        messages.success(request, _("The sheet is dropped; nothing of it came into the register."))
        return redirect("stakeholders:import_list")
    context = {
        "import": import_,
        "crumbs": _crumbs((import_.file_name, import_.get_absolute_url())),
    }
    return render(request, "stakeholders/import_give_up.html", context)


@login_required
@require_safe
def import_report(request, pk, form):
    """What became of each row, as a sheet: `form` is csv or xlsx."""
    import_ = _or_404(request, pk)
    title = _("What became of the rows")
    if form == "csv":
        content, kind = write_csv(headings(), lines(import_)), "text/csv; charset=utf-8"
    else:
        content, kind = write_xlsx(headings(), lines(import_), title=title), XLSX
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="import-{import_.pk}.{form}"'
    return response
