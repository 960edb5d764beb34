"""Roadmaps: what a Learning and Leadership Group set out to change, and how far it has come."""

from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.paging import page_of
from dialogues.standing import standing_of
from roadmaps.contexts import RoadmapReader, progress_of
from roadmaps.files import FORMATS, RoadmapFiles
from roadmaps.forms.reading import LineFilter
from roadmaps.frame import roadmap_frame, roadmap_or_404
from roadmaps.models import Action, Roadmap
from roadmaps.querysets import FINISHED

LINES_A_PAGE = 100
FILES = (
    ("xlsx", _l("Sheets (XLSX)")),
    ("csv", _l("Actions (CSV)")),
    ("ics", _l("Due dates as a calendar (iCalendar)")),
    ("json", _l("All of it as data (JSON)")),
)


@login_required
@require_safe
def roadmap_list(request):
    """Every roadmap that the viewer may see, with how many of its actions are done and late."""
    late = Q(themes__actions__due__lt=timezone.localdate()) & ~Q(
        themes__actions__status__in=FINISHED
    )
    done = Q(themes__actions__status=Action.Status.DONE)
    rows = (
        Roadmap.objects.visible_to(request.user)
        .select_related("learning_group")
        .annotate(
            action_count=Count("themes__actions", distinct=True),
            done_count=Count("themes__actions", filter=done, distinct=True),
            late_count=Count("themes__actions", filter=late, distinct=True),
            last_update=Max("themes__actions__updates__date"),
        )
    )
    return render(
        request,
        "roadmaps/roadmap_list.html",
        {
            "page": page_of(request, rows.order_by("title", "pk")),
            "may_begin": bool(standing_of(request.user).ids("programme", "convenor")),
        },
    )


@login_required
@require_safe
def roadmap(request, pk):
    """A roadmap: its vision, and its actions by theme, each as a line."""
    shown = roadmap_or_404(request, pk)
    context = roadmap_frame(request, shown, "overview")
    view = RoadmapReader(shown, context["names"]).read()
    form = LineFilter(request.GET, view=view)
    lines = form.narrow(view.lines)
    page = page_of(request, lines, size=LINES_A_PAGE)
    context |= {
        "view": view,
        "filter_form": form,
        "is_narrowed": bool(form.chosen),
        "page": page,
        "is_long": len(view.lines) > LINES_A_PAGE,
        "sections": _sections(view, page, whole=not form.chosen and not page.has_other_pages()),
        "counts": counts_of(view.lines, request.path),
        "group_facts": _group_facts(shown.learning_group, context["names"]),
        "group_url": group_url(request.user, shown),
        "dialogue_url": _dialogue_url(request.user, shown.dialogue),
        "files": [
            {"label": label, "url": reverse("roadmaps:export", args=[pk, form])}
            for form, label in FILES
        ],
    }
    return render(request, "roadmaps/roadmap.html", context)


def counts_of(lines, path):
    """Figures of `lines` for the head of a page, each with the list that it counts."""
    late = sum(1 for line in lines if line.is_late)
    progress = progress_of(lines)
    figures = [
        (_("Actions"), len(lines), {}),
        (_("Done"), _number(lines, "done"), {"status": "done"}),
        (_("In progress"), _number(lines, "in-progress"), {"status": "in-progress"}),
        (_("Overdue"), late, {"look": "late"}),
        (_("Blocked"), sum(1 for line in lines if line.standing.is_blocked), {"look": "blocked"}),
        (_("Silent"), sum(1 for line in lines if line.standing.is_silent), {"look": "silent"}),
    ]
    found = [
        {"label": label, "value": value, "url": f"{path}?{urlencode(asked)}" if asked else path}
        for label, value, asked in figures
    ]
    if progress is not None:
        found.insert(
            1, {"label": _("Progress"), "value": _("%(number)d %%") % {"number": progress}}
        )
    return found


def _number(lines, status):
    return sum(1 for line in lines if line.status == status)


def _sections(view, page, *, whole):
    """The lines of a page by theme; of a roadmap that is shown `whole`, themes without actions too."""
    if whole:
        return [{"theme": theme, "lines": theme.lines} for theme in view.themes]
    themes = {theme.pk: theme for theme in view.themes}
    return [
        {"theme": themes[pk], "lines": list(lines)}
        for pk, lines in groupby(page, key=lambda line: line.theme_id)
    ]


def _group_facts(group, names):
    if group is None:
        return []
    convenor = names.of(group.convenor_person, group.convenor_organisation, group.convenor_text)
    return [
        (_("Country"), country_name(group.country)),
        (_("Host"), group.host.full_name if group.host else ""),
        (_("Convenor"), convenor),
    ]


def _dialogue_url(user, dialogue):
    if user.has_perm("dialogues.view_dialogue", dialogue):
        return dialogue.get_absolute_url()
    return ""


def group_url(user, roadmap):
    """Where the group of `roadmap` is read about, if `user` may."""
    group = roadmap.learning_group
    if group is not None and user.has_perm("roadmaps.view_group", group):
        return group.get_absolute_url()
    return ""


@login_required
@require_safe
def export(request, pk, form):
    """The roadmap as a file, in which nobody protected is named."""
    shown = roadmap_or_404(request, pk)
    if form not in FORMATS:
        raise Http404(form)
    response = HttpResponse(RoadmapFiles(shown).write(form), content_type=FORMATS[form])
    name = f"roadmap-{pk}-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
