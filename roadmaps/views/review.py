"""The review mode of a meeting: through what is late, blocked, silent or new, one action after the other."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.text import as_key
from roadmaps.forms.updates import ReviewForm
from roadmaps.frame import group_frame
from roadmaps.models import Action, ActionUpdate
from roadmaps.one_action import fetched, read_action
from roadmaps.reviewing import next_entry, walk_of
from roadmaps.services.review import speak_of
from roadmaps.views.meetings import meeting_to_write
from roadmaps.views.updates import parts_open


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """What is to be walked through, and the action that is spoken of now, as the address says or the
    first that nobody spoke of."""
    group, meeting = meeting_to_write(request, pk)
    context = group_frame(request, group, "meetings")
    parts = walk_of(meeting, group, context["names"])
    asked = as_key(request.GET.get("action"))
    entry = next_entry(parts)
    key = asked or (entry and entry.line.pk)
    here = reverse("roadmaps:review", args=[pk])
    shown = form = None
    if key:
        rows = fetched(Action.objects.filter(theme__roadmap__learning_group=group))
        shown = get_object_or_404(rows, pk=key)
        form = _form(request, shown)
        if request.method == "POST" and form.is_valid() and _spoken(request, meeting, shown, form):
            following = next_entry(walk_of(meeting, group, context["names"]), after=shown.pk)
            return redirect(f"{here}?action={following.line.pk}" if following else here)
    context |= {
        "meeting": meeting,
        "parts": parts,
        "number": sum(len(part.entries) for part in parts),
        "spoken": sum(1 for part in parts for each in part.entries if each.item),
        "shown": shown,
        "view": read_action(shown, context["names"], today=meeting.on) if shown else None,
        "form": form,
        # Of the action that is shown: it stays that one, though somebody else speaks of it meanwhile.
        "here": f"{here}?action={key}",
        "is_open": meeting.state == "open",
    }
    context["crumbs"] += [
        {"label": group.name, "url": group.get_absolute_url()},
        {"label": str(meeting), "url": meeting.get_absolute_url()},
    ]
    return render(request, "roadmaps/review.html", context)


def _form(request, shown):
    data = request.POST if request.method == "POST" else None
    return ReviewForm(data, action=shown, parts_open=parts_open(shown), initial={})


def _spoken(request, meeting, shown, form):
    update = further = None
    if form.moves:
        update = form.update(via=ActionUpdate.Via.MEETING, meeting=meeting, by_user=request.user)
        further = form.further()
    try:
        speak_of(meeting, shown, minutes=form.cleaned_data["text"], update=update, further=further)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("In the minutes: %(action)s") % {"action": shown.title})
    return True
