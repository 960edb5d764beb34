"""An action's page, and the updates that move it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import Refusal
from core.permissions import require
from core.uploads import serve
from dialogues.standing import standing_of
from roadmaps.forms.updates import UpdateForm
from roadmaps.frame import roadmap_frame
from roadmaps.models import Action, ActionUpdate, Roadmap, UpdateFile
from roadmaps.one_action import fetched, read_action
from roadmaps.rollup import is_finished
from roadmaps.services.updates import write_update
from roadmaps.sources import sources_of

MOVE = "roadmaps.update_action"


def action_or_404(request, pk):
    """The action `pk` of a roadmap that the reader may see, with all that belongs to it."""
    seen = Roadmap.objects.visible_to(request.user)
    rows = Action.objects.filter(theme__roadmap__in=seen.order_by().values("pk"))
    return get_object_or_404(fetched(rows), pk=pk)


def _frame(request, action):
    roadmap = action.theme.roadmap
    context = roadmap_frame(request, roadmap, "overview")
    context["crumbs"] = [
        *context["crumbs"],
        {"label": roadmap.title, "url": roadmap.get_absolute_url()},
    ]
    return context | {"action": action}


@login_required
@require_safe
def action(request, pk):
    """An action: who leads it, how it stands, what it waits for, what it costs, and what was said of it."""
    shown = action_or_404(request, pk)
    context = _frame(request, shown)
    context |= {
        "view": read_action(shown, context["names"]),
        "sources": sources_of([shown], request.user).get(shown.pk, []),
        "may_move": request.user.has_perm(MOVE, shown),
        "header": {
            "url": reverse("roadmaps:update_new", args=[pk])
            if request.user.has_perm(MOVE, shown)
            else ""
        },
    }
    return render(request, "roadmaps/action.html", context)


def parts_open(shown):
    """How many parts of an action are neither done nor dropped."""
    return sum(1 for part in shown.parts.all() if not is_finished(part.status))


def signature_of(user, shown):
    """By whom an update of `user` is signed: their own entry in the roadmap's register, if there is one."""
    programme = shown.theme.roadmap.dialogue.initiative.programme_id
    person = user.people.filter(programme=programme, pk__in=standing_of(user).people).first()
    return {"by_person": person, "by_user": user}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def update_new(request, pk):
    """Write an update of an action."""
    shown = action_or_404(request, pk)
    require(request.user, MOVE, shown)
    return _written(request, shown, title=_("How does it go?"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def update_correct(request, pk):
    """Correct an update by another: the first stays to be read."""
    found = get_object_or_404(ActionUpdate, pk=pk)
    shown = action_or_404(request, found.action_id)
    require(request.user, MOVE, shown)
    if ActionUpdate.objects.filter(corrects=found).exists():
        messages.warning(request, _("Somebody has corrected this update already."))
        return redirect(shown)
    first = {
        name: getattr(found, name) for name in ("status", "progress", "due", "text", "evidence")
    }
    return _written(request, shown, title=_("Correct an update"), correcting=found, initial=first)


def _written(request, shown, *, title, correcting=None, initial=None):
    form = UpdateForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        action=shown,
        parts_open=parts_open(shown),
        correcting=correcting,
        initial=initial or {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            update = form.update(via=ActionUpdate.Via.ACCOUNT, **signature_of(request.user, shown))
            write_update(update, **form.further())
        except Refusal as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, _("Your update is kept."))
            return redirect(shown)
    context = _frame(request, shown)
    context["crumbs"].append({"label": shown.title, "url": shown.get_absolute_url()})
    context |= {"form": form, "title": title, "cancel_url": shown.get_absolute_url()}
    return render(request, "roadmaps/update_form.html", context)


@login_required
@require_safe
def update_file(request, pk):
    """A photo or document of an update, for the group and who runs the roadmap: nobody asked the people
    in a picture whether everybody may see them, however public the roadmap is."""
    moved = Roadmap.objects.moved_by(request.user).order_by().values("pk")
    rows = UpdateFile.objects.filter(update__action__theme__roadmap__in=moved)
    found = get_object_or_404(rows.select_related("upload"), pk=pk)
    return serve(found.upload, inline=True)
