"""A roadmap as pictures: board, timeline, progress by theme and owner. Each is a table or list too."""

from collections import defaultdict
from datetime import date

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roadmaps.contexts import RoadmapReader, progress_of
from roadmaps.forms.reading import LineFilter
from roadmaps.frame import roadmap_frame, roadmap_or_404
from roadmaps.gantt import WINDOWS, bar_of, scale_of
from roadmaps.models import Action, Milestone
from roadmaps.views.roadmaps import counts_of

CARDS_A_COLUMN = 25


def _read(request, pk, key):
    """The frame of the page `key`, with the roadmap as read and narrowed as the address asks."""
    roadmap = roadmap_or_404(request, pk)
    context = roadmap_frame(request, roadmap, key)
    view = RoadmapReader(roadmap, context["names"]).read()
    form = LineFilter(request.GET, view=view)
    return context | {
        "view": view,
        "lines": form.narrow(view.lines),
        "filter_form": form,
        "is_narrowed": bool(form.chosen),
    }


@login_required
@require_safe
def board(request, pk):
    """The actions in a column for each status, those first that need a look."""
    context = _read(request, pk, "board")
    by_status = defaultdict(list)
    for line in context["lines"]:
        by_status[line.status].append(line)
    context["columns"] = [
        {
            "status": status,
            "label": label,
            "number": len(by_status[status]),
            "lines": sorted(by_status[status], key=_most_pressing)[:CARDS_A_COLUMN],
            "more": max(0, len(by_status[status]) - CARDS_A_COLUMN),
        }
        for status, label in Action.Status.choices
    ]
    return render(request, "roadmaps/board.html", context)


def _most_pressing(line):
    """Blocked, then late, then silent, then what is due first; what has no due date last."""
    standing = line.standing
    due = line.due or date.max
    return (not standing.is_blocked, -standing.late_by, -standing.silent_for, due, line.pk)


@login_required
@require_safe
def timeline(request, pk):
    """The actions as bars between start and due date, by theme, with today's line."""
    context = _read(request, pk, "timeline")
    view, lines = context["view"], context["lines"]
    milestones = _milestones(context["roadmap"])
    window = request.GET.get("span", "")
    scale = scale_of(lines, milestones, view.today, window)
    hidden, dateless = 0, []
    by_theme = defaultdict(list)
    for line in lines:
        if line.start is None and line.due is None:
            dateless.append(line)
        elif bar := bar_of(line, scale, milestones[line.pk]):
            by_theme[line.theme_id].append(bar)
        else:
            hidden += 1
    sections = [
        {"theme": theme, "bars": by_theme[theme.pk]} for theme in view.themes if by_theme[theme.pk]
    ]
    context |= {
        "scale": scale,
        "ticks": [{"day": day, "x": x} for day, x in scale.ticks()] if scale else [],
        "today_x": scale.at(view.today) if scale else None,
        "sections": sections,
        "hidden": hidden,
        "dateless": dateless,
        "spans": _spans(request, window),
    }
    return render(request, "roadmaps/timeline.html", context)


def _milestones(roadmap):
    found = defaultdict(list)
    rows = Milestone.objects.filter(action__theme__roadmap=roadmap, due__isnull=False)
    for action, title, due, done in rows.values_list("action_id", "title", "due", "done"):
        found[action].append((title, due, done))
    return found


def _spans(request, window):
    """Links to the whole and to what lies ahead, with the filters kept."""
    labels = {"": _("All of it"), "half": _("Next six months"), "year": _("Next twelve months")}
    found = []
    for key in ("", *WINDOWS):
        query = request.GET.copy()
        query.pop("span", None)
        if key:
            query["span"] = key
        found.append(
            {"label": labels[key], "url": f"?{query.urlencode()}", "current": key == window}
        )
    return found


@login_required
@require_safe
def progress(request, pk):
    """How far the roadmap is, by theme and by who leads."""
    context = _read(request, pk, "progress")
    view = context["view"]
    by_lead = defaultdict(list)
    for line in view.lines:
        by_lead[line.lead].append(line)
    leads = sorted(by_lead.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
    context |= {
        "counts": counts_of(view.lines, context["roadmap"].get_absolute_url()),
        "parts": [
            {
                "title": _("By theme"),
                "first": _("Theme"),
                "rows": [
                    share_of(theme.title, theme.lines, f"theme={theme.pk}") for theme in view.themes
                ],
            },
            {
                "title": _("By owner"),
                "first": _("Lead"),
                "rows": [
                    share_of(lead or _("Nobody yet"), lines, "", lead=lead or "none")
                    for lead, lines in leads
                ],
            },
        ],
    }
    return render(request, "roadmaps/progress.html", context)


def share_of(label, lines, query, *, lead=None):
    """A row of a progress table: how many of `lines` stand how, and the bar that shows it."""
    total = len(lines)
    numbers = [
        (status, name, sum(1 for line in lines if line.status == status))
        for status, name in Action.Status.choices
    ]
    shares, x = [], 0.0
    for status, name, number in numbers:
        if number:
            width = round(100 * number / total, 2)
            shares.append({"status": status, "label": name, "x": round(x, 2), "width": width})
            x += width
    return {
        "label": label,
        "query": query,
        "lead": lead,
        "total": total,
        "numbers": [{"label": name, "value": number} for _status, name, number in numbers],
        "late": sum(1 for line in lines if line.is_late),
        "progress": progress_of(lines),
        "shares": shares,
    }
