"""The photographs of a part: brought, described, taken out, and the images themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.uploads import serve
from reports.composer import services
from reports.composer.forms import NewPhotographForm, PhotographForm
from reports.composer.frame import Place
from reports.composer.registry import PARTS
from reports.composer.views import either


def _part_of(place, pk):
    part = place.part(pk)
    if not PARTS[part.key].shows:
        raise Http404
    return part


@login_required
@either
def add(request, slug, kind, pk):
    """Bring a photograph."""
    place = Place(request, slug, kind)
    part = _part_of(place, pk)
    form = NewPhotographForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in form.Meta.fields}
        services.add_photograph(part, file=form.cleaned_data["image"], **said)
        messages.success(request, _("The photograph is added."))
        return redirect(place.url("part", part.pk))
    return _form(request, place, part, form, _("Add a photograph"))


@login_required
@either
def edit(request, slug, kind, pk, photo):
    """Change what is said of a photograph, and who agreed."""
    place = Place(request, slug, kind)
    part = _part_of(place, pk)
    shown = get_object_or_404(part.photographs, pk=photo)
    form = PhotographForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        services.change_photograph(shown, **form.cleaned_data)
        messages.success(request, _("Saved. What was printed before keeps what it said."))
        return redirect(place.url("part", part.pk))
    return _form(request, place, part, form, _("Describe the photograph"), photo=shown)


def _form(request, place, part, form, title, photo=None):
    context = place.context(
        form=form, part=part, photo=photo, title=title, cancel_url=place.url("part", part.pk)
    )
    return render(request, "reports/compose_photograph.html", context)


@login_required
@either
def remove(request, slug, kind, pk, photo):
    """Take a photograph out of its part, and delete it."""
    place = Place(request, slug, kind)
    part = _part_of(place, pk)
    removed = get_object_or_404(part.photographs.select_related("upload"), pk=photo)
    if request.method == "POST":
        services.remove_photograph(removed)
        messages.success(request, _("The photograph is deleted."))
        return redirect(place.url("part", part.pk))
    context = place.context(
        part=part,
        title=_("Delete the photograph?"),
        submit=_("Delete it"),
        consequences=[_("What is printed from now on goes without it.")],
        cancel_url=place.url("part", part.pk),
    )
    return render(request, "reports/compose_drop.html", context)


@login_required
@require_safe
def image(request, slug, kind, pk, photo):
    """The image of a photograph."""
    part = _part_of(Place(request, slug, kind), pk)
    shown = get_object_or_404(part.photographs.select_related("upload"), pk=photo)
    return serve(shown.upload, inline=True)
