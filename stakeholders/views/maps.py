"""Stakeholder maps: their list, the map itself, two days compared, and the drawing as a file."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.countries import country_name
from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from stakeholders.exceptions import MapTitleTaken
from stakeholders.forms.mapping import CompareForm, DayForm, MapForm
from stakeholders.maps.comparing import compare
from stakeholders.maps.drawing import draw
from stakeholders.maps.reading import read_map
from stakeholders.maps.table import heads_of, rows_of
from stakeholders.models import Assessment, StakeholderMap
from stakeholders.services import mapping as services
from stakeholders.views import register

CHANGE = "stakeholders.change_map"
SMALL = 340  # pixels that a drawing of one group is wide
MOST_SMALL = 24


@dataclass
class Desk:
    """What every view of a map begins with: the map, and whether the viewer runs it."""

    map: StakeholderMap
    runs: bool

    def url(self, name, *more):
        """The address of a page of the map."""
        return reverse(f"stakeholders:{name}", args=[self.map.slug, *more])

    def crumbs(self, *further):
        """The way to a page below the map; `further` are pairs of label and address."""
        return register.crumbs(
            (_("Maps"), reverse("stakeholders:map_list")),
            (self.map.title, self.map.get_absolute_url()),
            *further,
        )


def desk_or_404(request, slug, *, changes=False):
    """The Desk of a map that the viewer reads; 404 for any other, 403 if it `changes` and they may not."""
    rows = StakeholderMap.objects.visible_to(request.user).select_related("programme")
    shown = get_object_or_404(rows, slug=slug)
    if changes:
        require(request.user, CHANGE, shown)
    runs = changes or request.user.has_perm(CHANGE, shown)
    # Nothing of another programme is told on these pages.
    request.knows_everybody = runs
    return Desk(shown, runs)


def asked_day(request):
    """The day in the address, and the form for it; today if it names none."""
    form = DayForm(request.GET if request.GET.get("on") else None)
    return form.day, form


# All maps ---------------------------------------------------------------------------------------
@login_required
@require_safe
def map_list(request):
    """Every map that the viewer may read."""
    rows = StakeholderMap.objects.visible_to(request.user).select_related("programme")
    page = page_of(request, rows.order_by("title", "pk"))
    told = _counts([row.pk for row in page if request.user.has_perm(CHANGE, row)])
    context = {
        "page": page,
        "maps": [
            {
                "map": row,
                "country": country_name(row.country),
                "runs": row.pk in told,
                **told.get(row.pk, {}),
            }
            for row in page
        ],
        "tabs": register.tabs(request.user, "maps"),
        "may_add": register.runs_some_register(request.user),
    }
    return render(request, "stakeholders/map_list.html", context)


def _counts(keys):
    """How many are on each map and when one was judged last: for those who run it."""
    rows = StakeholderMap.objects.filter(pk__in=keys).order_by()
    counted = rows.annotate(
        number=Count("stakeholders", distinct=True), last=Max("stakeholders__assessments__on")
    )
    return {
        pk: {"number": number, "last": last}
        for pk, number, last in counted.values_list("pk", "number", "last")
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def map_add(request):
    """Begin a map."""
    require(request.user, "stakeholders.add_person")
    programme = register.programme_to_add_to(request)
    back = reverse("stakeholders:map_list")
    if programme is None:
        return register.choose_programme(request, title=_("Start a stakeholder map"), back=back)
    form = MapForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_map(programme=programme, **form.cleaned_data)
        except MapTitleTaken as taken:
            form.add_error("title", str(taken))
        else:
            messages.success(request, _("The map is there. Now put somebody on it."))
            return redirect(made)
    context = {
        "form": form,
        "title": _("Start a stakeholder map"),
        "programme": programme,
        "cancel_url": back,
        "submit": _("Start the map"),
        "crumbs": register.crumbs((_("Maps"), back)),
    }
    return render(request, "stakeholders/form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def map_edit(request, slug):
    """Change what a map is called, what it is of, and whether it is shared."""
    desk = desk_or_404(request, slug, changes=True)
    crumbs = desk.crumbs()
    form = MapForm(request.POST if request.method == "POST" else None, instance=desk.map)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_map(desk.map, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except MapTitleTaken as taken:
            form.add_error("title", str(taken))
        else:
            messages.success(request, _("Saved."))
            return redirect(desk.map)
    context = {
        "form": form,
        "title": _("Edit the map"),
        "programme": desk.map.programme,
        "cancel_url": desk.map.get_absolute_url(),
        "submit": _("Save"),
        "crumbs": crumbs,
    }
    return render(
        request, "stakeholders/map_form.html", context, status=409 if form.conflict else 200
    )


# One map ----------------------------------------------------------------------------------------
@login_required
@require_safe
def show_map(request, slug):
    """The drawing, the same facts as a table, and what is missing; `?on=` shows an earlier day, `?group=`
    lets one group stand out, `?by=group` draws each apart."""
    desk = desk_or_404(request, slug)
    day, day_form = asked_day(request)
    facts = read_map(desk.map, user=request.user, on=day)
    group = _chosen_group(request, facts)
    by_group = request.GET.get("by") == "group"
    is_live = desk.runs and facts.on == timezone.localdate()
    context = {
        "desk": desk,
        "facts": facts,
        "day_form": day_form,
        "is_past": facts.on != timezone.localdate(),
        "is_live": is_live and not by_group,
        "group": group,
        "by_group": by_group,
        "drawings": _each(facts) if by_group else [],
        "drawing": "" if by_group or not facts.placed else draw(facts, group=group and group.key),
        "groups": [found for found in facts.groups if found.number],
        "heads": heads_of(request, tells_all=desk.runs),
        "rows": rows_of(request, facts, group),
        "kept": _kept(request, "by", "group"),
        "crumbs": register.crumbs((_("Maps"), reverse("stakeholders:map_list"))),
    }
    return render(request, "stakeholders/map.html", context)


def _chosen_group(request, facts):
    key = as_key(request.GET.get("group")) if request.GET.get("group") else None
    return next((group for group in facts.groups if group.key == key and group.number), None)


def _each(facts):
    """A small drawing for each group that is on the map."""
    found = [group for group in facts.groups if group.number][:MOST_SMALL]
    return [
        (group, draw(facts, width=SMALL, group=group.key, name=f"group-{group.key}"))
        for group in found
    ]


def _kept(request, *names):
    """Parts of the address that a form of the page keeps."""
    return [(name, request.GET[name]) for name in names if request.GET.get(name)]


@login_required
@require_safe
def map_svg(request, slug):
    """The drawing as a file for a slide. No protected name is ever in it."""
    desk = desk_or_404(request, slug)
    day, _form = asked_day(request)
    facts = read_map(desk.map, user=request.user, on=day, for_file=True)
    group = _chosen_group(request, facts)
    drawn = draw(facts, links=False, group=group and group.key)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    name = f"{desk.map.slug}-{facts.on.isoformat()}.svg"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def map_compare(request, slug):
    """What changed between two days: arrows in the drawing, and who moved, came, left, thinks otherwise."""
    desk = desk_or_404(request, slug)
    days = list(_days(desk.map, request.user))
    # Unasked, the last two days on which somebody was judged are compared.
    last = {"then": days[1].isoformat(), "now": days[0].isoformat()} if len(days) > 1 else None
    form = CompareForm(request.GET if request.GET.get("then") else last)
    context = {
        "desk": desk,
        "form": form,
        "days": days[:24],
        "crumbs": desk.crumbs(),
    }
    if form.is_bound and form.is_valid():
        then = read_map(desk.map, user=request.user, on=form.cleaned_data["then"])
        now = read_map(desk.map, user=request.user, on=form.cleaned_data["now"])
        context |= {
            "then": then,
            "now": now,
            "changes": compare(then, now),
            "drawing": draw(now, compared=then) if now.placed or then.placed else "",
        }
    return render(request, "stakeholders/map_compare.html", context)


def _days(shown, user):
    """The days of which the map holds judgements that the viewer may know of, the latest first."""
    known = shown.stakeholders.visible_to(user)
    rows = Assessment.objects.filter(stakeholder__in=known).order_by("-on")
    return rows.values_list("on", flat=True).distinct()
