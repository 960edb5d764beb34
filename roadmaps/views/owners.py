"""Those who lead actions: when they are reminded, and the links by which they answer without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import StaleVersion
from core.links import address_of
from core.permissions import require
from core.services import save_version
from roadmaps.actions_due import next_moments, zone_of
from roadmaps.forms.reminders import RemindersForm
from roadmaps.frame import RUN, roadmap_frame, roadmap_or_404
from roadmaps.owners import owners_of
from roadmaps.services import owner_links


def _to_run(request, pk):
    roadmap = roadmap_or_404(request, pk)
    require(request.user, RUN, roadmap)
    return roadmap


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request, pk):
    """Whether and when owners are reminded, what comes next, and who cannot be written to."""
    roadmap = _to_run(request, pk)
    context = roadmap_frame(request, roadmap, "reminders")
    data = request.POST if request.method == "POST" else None
    form = RemindersForm(data, instance=roadmap)
    if data is not None and form.is_valid():
        roadmap.reminders = form.cleaned_data["days"]
        try:
            save_version(roadmap, based_on=form.based_on, fields=[*form.model_fields, "reminders"])
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("roadmaps:reminders", pk=pk)
    owners = owners_of(roadmap)
    actions = [action for owner in owners for action in owner.actions]
    names = context["names"]
    context |= {
        "form": form,
        "zone": zone_of(roadmap),
        "next": [
            {
                "at": timezone.localtime(moment),
                "action": action,
                "days": abs(days),
                "before": days < 0,
            }
            for moment, action, days in next_moments(roadmap, actions, timezone.now())
        ],
        "owners": [_row(owner, names) for owner in owners],
        "unwritten": sum(1 for owner in owners if not owner.email),
    }
    status = 409 if form.conflict else 200
    return render(request, "roadmaps/reminders.html", context, status=status)


def _row(owner, names):
    return {
        "owner": owner,
        "name": names.of(owner.person, owner.organisation),
        "number": len(owner.actions),
        "has_address": bool((owner.person or owner.organisation).email),
    }


def _owner_or_404(roadmap, key):
    for owner in owners_of(roadmap):
        if owner.key == key:
            return owner
    raise Http404(key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owner_link(request, pk, key):
    """Make a copy of an owner's link, to be handed over by hand; it is told once."""
    roadmap = _to_run(request, pk)
    owner = _owner_or_404(roadmap, key)
    context = _page(request, roadmap, owner)
    if request.method == "POST":
        context["address"] = address_of(owner_links.hand_over(roadmap, owner))
    return render(request, "roadmaps/owner_link.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owner_revoke(request, pk, key):
    """Take an owner's link back, with all its copies."""
    roadmap = _to_run(request, pk)
    owner = _owner_or_404(roadmap, key)
    context = _page(request, roadmap, owner)
    if request.method == "POST":
        owner_links.take_back(owner)
        messages.success(request, _("The link opens nothing any more."))
        return redirect("roadmaps:reminders", pk=pk)
    context |= {
        "title": _("Take the link back?"),
        "text": context["name"],
        "consequences": [
            _("All its copies, also those in mails, open nothing any more."),
            _(
                "What was written through it stays. They are not reminded until you hand over a new one."
            ),
        ],
        "submit": _("Take it back"),
    }
    return render(request, "roadmaps/confirm.html", context)


def _page(request, roadmap, owner):
    context = roadmap_frame(request, roadmap, "reminders")
    context["crumbs"] = [
        *context["crumbs"],
        {"label": roadmap.title, "url": roadmap.get_absolute_url()},
    ]
    return context | {
        "owner": owner,
        "name": context["names"].of(owner.person, owner.organisation),
        "cancel_url": reverse("roadmaps:reminders", args=[roadmap.pk]),
        "kicker": roadmap.title,
    }
