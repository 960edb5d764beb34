"""From dialogue to roadmap: recommendations and action points, and the actions that become of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.paging import page_of
from core.text import as_key
from roadmaps.forms.sources import MAKE, TIE, TakeForm
from roadmaps.frame import roadmap_frame
from roadmaps.models import Source
from roadmaps.services import sources as service
from roadmaps.sources import action_points_for, found_for, recommendations_for
from roadmaps.views.plan import to_change


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request, pk):
    """Tick what becomes actions under a theme, or is tied to one that is there; each says what became
    of it."""
    roadmap = to_change(request, pk)
    data = request.POST if request.method == "POST" else None
    if data is not None and "untie" in data:
        return _untie(request, roadmap)
    form = TakeForm(
        data,
        roadmap=roadmap,
        recommendations=recommendations_for(request.user, roadmap),
        action_points=action_points_for(request.user, roadmap),
        doing=TIE if data is not None and data.get("do") == TIE else MAKE,
    )
    if data is not None and form.is_valid():
        return _done(request, roadmap, form)
    found = found_for(request.user, roadmap)
    page = page_of(request, found)
    context = roadmap_frame(request, roadmap, "overview")
    context |= {
        "form": form,
        "page": page,
        "made": sum(1 for row in found if row.became),
        "recommendations_url": _recommendations_url(request.user, roadmap),
        "crumbs": [
            *context["crumbs"],
            {"label": roadmap.title, "url": roadmap.get_absolute_url()},
        ],
    }
    for row in page:
        row.is_ticked = _is_ticked(data, row.key)
    return render(request, "roadmaps/sources_page.html", context)


def _is_ticked(data, key):
    if data is None:
        return False
    name = "recommendations" if key.startswith("r") else "action_points"
    return key[1:] in data.getlist(name)


def _recommendations_url(user, roadmap):
    initiative = roadmap.dialogue.initiative
    if user.has_perm("dialogues.view_preparation", initiative):
        return reverse("roadmaps:recommendations", args=[initiative.slug])
    return ""


def _done(request, roadmap, form):
    asked = form.cleaned_data
    picked = {name: list(asked[name]) for name in ("recommendations", "action_points")}
    if form.doing == TIE:
        service.tie(asked["action"], **picked)
        messages.success(request, _("They are tied to the action."))
        return HttpResponseRedirect(request.get_full_path())
    made = service.make_actions(
        roadmap, theme=asked["theme"], theme_title=asked["theme_title"], **picked
    )
    words = ngettext(
        "%(number)d action is on the roadmap now.",
        "%(number)d actions are on the roadmap now.",
        len(made),
    )
    messages.success(request, words % {"number": len(made)})
    address = reverse("roadmaps:plan", args=[roadmap.pk])
    theme = made[0].theme_id
    return HttpResponseRedirect(f"{address}?theme={theme}#theme-{theme}")


def _untie(request, roadmap):
    rows = Source.objects.filter(action__theme__roadmap=roadmap)
    source = get_object_or_404(rows, pk=as_key(request.POST["untie"]))
    service.untie(source)
    messages.success(request, _("The tie is undone; the action stays."))
    return HttpResponseRedirect(request.get_full_path())
