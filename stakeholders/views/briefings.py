"""Briefings for the groups of a map: all of them, one, its draft, its versions, two of them compared."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.comparing import changes_of
from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from stakeholders.briefing_reading import is_ahead, sections_of, standings, whole_text
from stakeholders.exceptions import BriefingEmpty, BriefingTaken, BriefingUnchanged
from stakeholders.forms.briefings import BriefingForm, CompareForm, ReleaseForm
from stakeholders.models import Briefing, Group, StakeholderMap
from stakeholders.services import briefings as services
from stakeholders.views import register

CHANGE = "stakeholders.change_map"
DRAFT = "draft"
ROWS = 200  # paragraphs of a comparison on one page


@dataclass
class Table:
    """What every view of a briefing begins with: the map, the briefing, and whether the viewer runs it."""

    map: StakeholderMap
    runs: bool
    briefing: Briefing | None = None

    def url(self, name, *more):
        """An address of the briefing, or of one of its versions."""
        return reverse(f"stakeholders:{name}", args=[self.map.slug, self.briefing.pk, *more])

    @property
    def list_url(self):
        return reverse("stakeholders:briefing_list", args=[self.map.slug])

    def crumbs(self, *, whole=True):
        """The way to a page below the briefing; without `whole`, to the briefing itself."""
        pairs = [
            (_("Maps"), reverse("stakeholders:map_list")),
            (self.map.title, self.map.get_absolute_url()),
            (_("Briefings"), self.list_url),
        ]
        if self.briefing and whole:
            pairs.append((str(self.briefing.group), self.url("briefing")))
        return register.crumbs(*pairs)

    def versions(self):
        """The versions, the newest first; to how many each was sent is told to those who run it."""
        # Said here, as counting drops the usual order.
        rows = self.briefing.versions.select_related("made_by").order_by("-number")
        return list(rows.annotate(sent=Count("sendings")) if self.runs else rows)

    def version_or_404(self, number):
        """The version `number`, which then holds the briefing."""
        found = get_object_or_404(self.briefing.versions, number=as_key(number))
        found.briefing = self.briefing
        return found


def map_or_404(request, slug):
    """The Table of a map that the viewer sees; 404 for any other."""
    rows = StakeholderMap.objects.visible_to(request.user).select_related("programme")
    shown = get_object_or_404(rows, slug=slug)
    runs = request.user.has_perm(CHANGE, shown)
    # Nothing of another programme is told on these pages.
    request.knows_everybody = runs
    return Table(shown, runs)


def table_or_404(request, slug, pk):
    """The Table of a briefing; 404 for one of another map, and for a reader before it is released."""
    table = map_or_404(request, slug)
    rows = table.map.briefings.select_related("group")
    if not table.runs:
        rows = rows.filter(versions__isnull=False).distinct()
    table.briefing = get_object_or_404(rows, pk=as_key(pk))
    table.briefing.map = table.map
    return table


def run_by_or_403(request, slug, pk):
    """The Table of a briefing that the viewer may change; 403 for readers, whether it is released or not
    (it is in no list of theirs before)."""
    table = table_or_404(request, slug, pk)
    require(request.user, CHANGE, table.map)
    return table


@login_required
@require_safe
def briefing_list(request, slug):
    """Every group of the programme and its briefing, those without one first; for those who read a shared
    map, what has been released."""
    table = map_or_404(request, slug)
    rows = standings(table.map, drafts=table.runs)
    context = {
        "table": table,
        "page": page_of(request, rows),
        "missing": sum(row.briefing is None for row in rows),
        "crumbs": register.crumbs(
            (_("Maps"), reverse("stakeholders:map_list")),
            (table.map.title, table.map.get_absolute_url()),
        ),
    }
    return render(request, "stakeholders/briefing_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefing_add(request, slug, group_pk):
    """Begin the briefing for a group; where there is one already, on to that."""
    table = map_or_404(request, slug)
    require(request.user, CHANGE, table.map)
    groups = Group.objects.filter(programme=table.map.programme_id)
    group = get_object_or_404(groups, pk=as_key(group_pk))
    begun = Briefing(map=table.map, group=group)
    there_is = table.map.briefings.filter(group=group).first()
    if there_is is not None and request.method != "POST":
        return redirect("stakeholders:briefing_edit", slug=slug, pk=there_is.pk)
    title = _("What is at stake for %(group)s") % {"group": group.name}
    form = BriefingForm(request.POST or None, instance=begun, initial={"title": title[:300]})
    taken = False
    if request.method == "POST" and form.is_valid():
        try:
            services.add_briefing(begun)
        except BriefingTaken as refusal:
            taken = True
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved as a draft. Release it to print or send it."))
            return redirect(begun)
    context = {
        "table": table,
        "group": group,
        "form": form,
        "taken_by": there_is if taken else None,
        "cancel_url": table.list_url,
        "crumbs": table.crumbs(),
    }
    return render(request, "stakeholders/briefing_form.html", context, status=409 if taken else 200)


@login_required
@require_safe
def briefing(request, slug, pk):
    """A briefing: its draft for those who write it, its newest version for those who read it."""
    table = table_or_404(request, slug, pk)
    versions = table.versions()
    newest = versions[0] if versions else None
    words = table.briefing if table.runs else newest
    context = {
        "table": table,
        "versions": versions,
        "newest": newest,
        "title": words.title,
        "sections": sections_of(words),
        "is_ahead": table.runs and is_ahead(table.briefing, newest),
        "crumbs": table.crumbs(whole=False),
    }
    return render(request, "stakeholders/briefing.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefing_edit(request, slug, pk):
    """The words of a briefing; two people may write at once, and nobody's text is lost."""
    table = run_by_or_403(request, slug, pk)
    form = BriefingForm(request.POST or None, instance=table.briefing)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_briefing(
                table.briefing, based_on=form.based_on, fields=form.model_fields
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved. It is in no version yet."))
            return redirect(table.url("briefing"))
    context = {
        "table": table,
        "group": table.briefing.group,
        "form": form,
        "cancel_url": table.url("briefing"),
        "crumbs": table.crumbs(),
    }
    status = 409 if form.conflict else 200
    return render(request, "stakeholders/briefing_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefing_release(request, slug, pk):
    """Freeze the draft as the next version, once it was read as it will stand."""
    table = run_by_or_403(request, slug, pk)
    form = ReleaseForm(request.POST or None, initial={"draft": table.briefing.version})
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            made = services.release_briefing(
                table.briefing,
                based_on=form.cleaned_data["draft"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except StaleVersion as stale:
            table.briefing, conflict = _put_before(table, stale.current), True
            form.data = form.data.copy()
            form.data["draft"] = str(stale.current.version)
        except (BriefingEmpty, BriefingUnchanged) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Version %(number)d is released.") % {"number": made.number}
            )
            return redirect(table.url("briefing_version", made.number))
    newest = table.briefing.versions.first()
    sections = sections_of(table.briefing)
    context = {
        "table": table,
        "form": form,
        "newest": newest,
        "sections": sections,
        "is_ahead": is_ahead(table.briefing, newest),
        "conflict": conflict,
        "cancel_url": table.url("briefing"),
        "crumbs": table.crumbs(),
    }
    status = 409 if conflict else 200
    return render(request, "stakeholders/briefing_release.html", context, status=status)


def _put_before(table, current):
    """The draft as it stands now, with what was read of it already."""
    current.map, current.group = table.map, table.briefing.group
    return current


@login_required
@require_safe
def briefing_version(request, slug, pk, number):
    """A version to read, print and send."""
    table = table_or_404(request, slug, pk)
    version = table.version_or_404(number)
    numbers = [row.number for row in table.versions()]
    context = {
        "table": table,
        "version": version,
        "newest": max(numbers),
        "before": max((each for each in numbers if each < version.number), default=None),
        "sections": sections_of(version),
        "sent": version.sendings.count() if table.runs else 0,
        "title": version.title,
        "crumbs": table.crumbs(),
    }
    return render(request, "stakeholders/briefing_version.html", context)


@login_required
@require_safe
def briefing_compare(request, slug, pk):
    """Any two versions, or one and the draft, paragraph by paragraph and word by word."""
    table = run_by_or_403(request, slug, pk)
    versions = {str(version.number): version for version in table.versions()}
    choices = [(DRAFT, _("The draft"))]
    choices += [(key, version_label(version)) for key, version in versions.items()]
    keys = [key for key, _label in choices]
    newest, before = keys[0], keys[min(1, len(keys) - 1)]
    asked = {"from": request.GET.get("from") or before, "to": request.GET.get("to") or newest}
    form = CompareForm(asked, choices=choices)
    context = {"table": table, "form": form, "crumbs": table.crumbs()}
    if versions and form.both:
        sides = [versions.get(asked[end], table.briefing) for end in ("from", "to")]
        rows, counts = changes_of(*map(whole_text, sides))
        labels = dict(choices)
        context |= {
            "page": page_of(request, rows, size=ROWS),
            "counts": counts,
            "from_label": labels[asked["from"]],
            "to_label": labels[asked["to"]],
        }
    return render(request, "stakeholders/briefing_compare.html", context)


def version_label(version):
    """“Version 3”."""
    return _("Version %(number)d") % {"number": version.number}
