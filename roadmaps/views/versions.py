"""Versions of a roadmap: made, read, compared."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import Refusal
from core.paging import page_of
from dialogues.parts.forms import typed
from dialogues.standing import standing_of
from roadmaps.endorsing import blocks_of, counts_outside, missing_from, reservations_of
from roadmaps.forms.versions import CompareForm, VersionForm
from roadmaps.frame import roadmap_frame, roadmap_or_404
from roadmaps.models import Membership, RoadmapVersion
from roadmaps.services import versions as service
from roadmaps.sources import belongs_to
from roadmaps.telling import Teller
from roadmaps.versions import changes, checksum_of, freeze
from roadmaps.views.plan import to_change

either = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 100  # changes on one page


def version_or_404(request, pk):
    """The version `pk` with its roadmap; 404 for who may not see that."""
    version = get_object_or_404(RoadmapVersion.objects.select_related("made_by"), pk=pk)
    version.roadmap = roadmap_or_404(request, version.roadmap_id)
    return version


def version_frame(request, version):
    """The frame of a page below a version."""
    context = roadmap_frame(request, version.roadmap, "versions")
    context["version"] = version
    context["crumbs"] = [
        *context["crumbs"],
        {"label": version.roadmap.title, "url": version.roadmap.get_absolute_url()},
        {"label": _("Versions"), "url": reverse("roadmaps:versions", args=[version.roadmap_id])},
    ]
    return context


def latest_of(version):
    """The number of the last version of the same roadmap."""
    rows = RoadmapVersion.objects.filter(roadmap=version.roadmap_id).order_by("-number")
    return rows.values_list("number", flat=True).first()


@login_required
@require_safe
def versions(request, pk):
    """Every version of the roadmap, the last first."""
    roadmap = roadmap_or_404(request, pk)
    context = roadmap_frame(request, roadmap, "versions")
    rows = roadmap.versions.select_related("made_by").defer("snapshot").order_by("-number")
    page = page_of(request, rows)
    context |= {
        "page": page,
        "can_compare": page.paginator.count > 1,
        "inside": belongs_to(request.user, roadmap),
    }
    return render(request, "roadmaps/versions.html", context)


@login_required
@either
def version_new(request, pk):
    """Freeze the plan as a version, having seen what changed since the last one."""
    roadmap = to_change(request, pk)
    title, snapshot = roadmap.title, freeze(roadmap)
    last = roadmap.versions.order_by("-number").first()
    found = changes(last.snapshot if last else {}, snapshot)
    form = VersionForm(typed(request), initial={"seen": checksum_of(snapshot)})
    if request.method == "POST" and form.is_valid():
        try:
            made = service.make_version(
                roadmap,
                seen=form.cleaned_data["seen"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except Refusal as refusal:
            form = _again(request, str(refusal), snapshot)
        else:
            words = _("Version %(number)d is made. Nobody can change it any more.")
            messages.success(request, words % {"number": made.number})
            return redirect("roadmaps:version", pk=made.pk)
    context = roadmap_frame(request, roadmap, "versions")
    teller = Teller(context["names"], snapshot, last.snapshot if last else {})
    page = page_of(request, found, size=SHOWN)
    context |= {
        "form": form,
        "last": last,
        "number": last.number + 1 if last else 1,
        "page": page,
        "changes": teller.changes(page),
        "is_same": last is not None and not found,
        "cancel_url": reverse("roadmaps:versions", args=[pk]),
        "title": title,
    }
    return render(request, "roadmaps/version_new.html", context)


def _again(request, words, snapshot):
    """The form with why nothing was made, for what stands now; the note is kept."""
    data = request.POST.copy()
    data["seen"] = checksum_of(snapshot)
    form = VersionForm(data)
    form.is_valid()
    form.add_error(None, words)
    return form


@login_required
@require_safe
def version(request, pk):
    """A version: what it says, what changed in it, and who endorses it."""
    shown = version_or_404(request, pk)
    context = version_frame(request, shown)
    inside = belongs_to(request.user, shown.roadmap)
    before = shown.roadmap.versions.filter(number__lt=shown.number).order_by("-number").first()
    found = changes(before.snapshot if before else {}, shown.snapshot) if before else []
    teller = Teller(context["names"], shown.snapshot, before.snapshot if before else {})
    page = page_of(request, found, size=SHOWN)
    is_last = latest_of(shown) == shown.number
    context |= {
        "inside": inside,
        "before": before,
        "page": page,
        "changes": teller.changes(page),
        "themes": teller.themes(shown.snapshot),
        "vision": shown.snapshot.get("vision", []),
        "summary": shown.snapshot.get("summary", ""),
        "is_last": is_last,
        "can_publish": request.user.has_perm("roadmaps.publish_roadmap", shown.roadmap),
        "own_seat": is_last and _own_seat(request.user, shown.roadmap),
        "reservations": reservations_of(shown, context["names"], inside=inside),
    }
    if inside:
        blocks = blocks_of(shown, context["names"])
        context |= {"blocks": blocks, "missing": missing_from(blocks)}
    else:
        context["counts"] = counts_outside(shown)
    return render(request, "roadmaps/version.html", context)


def _own_seat(user, roadmap):
    """The seat of `user` in the roadmap's group, if they have one."""
    rows = Membership.objects.current().filter(learning_group=roadmap.learning_group_id)
    return rows.filter(person__in=standing_of(user).people).first()


@login_required
@require_safe
def version_compare(request, pk):
    """What changed between any two versions of the roadmap."""
    roadmap = roadmap_or_404(request, pk)
    rows = {row.number: row for row in roadmap.versions.defer("snapshot").order_by("number")}
    form = CompareForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    numbers = sorted(rows)
    one = asked.get("one") or (numbers[-2] if len(numbers) > 1 else None)
    other = asked.get("other") or (numbers[-1] if numbers else None)
    if not {one, other} <= set(rows):
        raise Http404
    before, after = rows[one], rows[other]
    after.roadmap = roadmap
    context = version_frame(request, after)
    page = page_of(request, changes(before.snapshot, after.snapshot), size=SHOWN)
    teller = Teller(context["names"], before.snapshot, after.snapshot)
    context |= {
        "one": one,
        "other": other,
        "numbers": numbers,
        "page": page,
        "changes": teller.changes(page),
    }
    return render(request, "roadmaps/version_compare.html", context)
