"""The figures of a paper: their list, adding, describing and taking out, and the images themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.text import as_key
from core.uploads import serve
from dialogues.forms.papers import FigureForm, NewFigureForm
from dialogues.models import Figure
from dialogues.services.papers import add_figure, change_figure, remove_figure
from dialogues.views.papers import desk_or_404


def _shown(paper):
    return paper.figures.filter(retired=False).select_related("upload")


def _figure_or_404(desk, pk):
    figure = get_object_or_404(_shown(desk.paper), pk=as_key(pk))
    figure.paper = desk.paper
    return figure


@login_required
@require_safe
def figure(request, slug, kind, key):
    """The image of a figure, shown in the page; also of one that only versions show."""
    desk = desk_or_404(request, slug, kind)
    rows = Figure.objects.filter(paper=desk.paper).select_related("upload")
    return serve(get_object_or_404(rows, upload__key=key).upload, inline=True)


@login_required
@require_safe
def figure_list(request, slug, kind):
    """The figures of a paper, each with what to write in the text to show it."""
    desk = desk_or_404(request, slug, kind, writes=True)
    context = {
        "desk": desk,
        "figures": _shown(desk.paper),
        "title": _("Figures"),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/paper_figures.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figure_add(request, slug, kind):
    """Add a figure."""
    desk = desk_or_404(request, slug, kind, writes=True)
    form = NewFigureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        add_figure(
            desk.paper,
            file=given["image"],
            caption=given["caption"],
            alternative=given["alternative"],
            credit=given["credit"],
        )
        messages.success(
            request, _("Added. Copy its line into the text where the figure is to stand.")
        )
        return redirect(desk.url("figure_list"))
    return _form(request, desk, form, _("Add a figure"), _("Add the figure"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figure_edit(request, slug, kind, pk):
    """Change what is said of a figure."""
    desk = desk_or_404(request, slug, kind, writes=True)
    changed = _figure_or_404(desk, pk)
    form = FigureForm(request.POST or None, instance=changed)
    if request.method == "POST" and form.is_valid():
        change_figure(changed, **form.cleaned_data)
        messages.success(request, _("Saved. Versions made before keep what they said."))
        return redirect(desk.url("figure_list"))
    return _form(request, desk, form, _("Describe the figure"), _("Save"), shown=changed)


def _form(request, desk, form, title, submit, shown=None):
    context = {
        "desk": desk,
        "form": form,
        "figure": shown,
        "title": title,
        "submit": submit,
        "cancel_url": desk.url("figure_list"),
        "crumbs": [*desk.crumbs, {"label": _("Figures"), "url": desk.url("figure_list")}],
    }
    return render(request, "dialogues/paper_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figure_delete(request, slug, kind, pk):
    """Take a figure out of its paper."""
    desk = desk_or_404(request, slug, kind, writes=True)
    gone = _figure_or_404(desk, pk)
    if request.method == "POST":
        remove_figure(gone)
        messages.success(request, _("The figure is taken out."))
        return redirect(desk.url("figure_list"))
    context = {
        "desk": desk,
        "figure": gone,
        "title": _("Take the figure out?"),
        "consequences": [
            _("Where the draft still shows it, only its words will stand."),
            _("Versions made before go on showing it."),
        ],
        "cancel_url": desk.url("figure_list"),
        "crumbs": [*desk.crumbs, {"label": _("Figures"), "url": desk.url("figure_list")}],
    }
    return render(request, "dialogues/paper_figure_delete.html", context)
