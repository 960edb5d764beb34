"""Writes the notation of the diagrams that are drawn from data: what may be drawn depends on the edition."""

from itertools import pairwise

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogues.course import stage_label
from dialogues.models import Dialogue, Stage
from dialogues.stages import PHASES, kind_of
from reports.composer.notation import LONGEST_WORDS, MOST_BOXES, plain
from reports.models import Edition
from reports.wording import span
from roadmaps.models import Result, Roadmap, Theme

SIGNS = {Stage.State.DONE: "+ ", Stage.State.OPEN: "> ", Stage.State.AHEAD: "- "}
LATEST = 16  # dialogues that are drawn


def components_of(dialogue, edition):
    """The stages of the initiative of `dialogue` under engage, explore and change (the components by which
    IIED describes The Forests Dialogue). How far each is, is told the team alone, as on the pages."""
    lines = []
    stages = Stage.objects.filter(initiative=dialogue.initiative_id)
    stages = [stage for stage in stages if stage.state not in ("dropped", "stopped")]
    names = _different([stage_label(stage) for stage in stages])
    for phase in PHASES:
        here = [
            (stage, name)
            for stage, name in zip(stages, names, strict=True)
            if (kind := kind_of(stage)) and kind.phase == phase
        ]
        if here:
            lines.append(f"[{plain(str(phase))}]")
        for stage, name in here:
            lines.append(f"{SIGNS[stage.state] if edition == Edition.INTERNAL else ''}{name}")
    return "\n".join(lines[:MOST_BOXES])


def process_of(dialogue, edition):
    """The dialogues of the initiative in the order of their days, each led to by the one before. Editions
    that are not for the team show this one and those that everybody may know of."""
    rows = Dialogue.objects.filter(initiative=dialogue.initiative_id, starts_on__isnull=False)
    if edition != Edition.INTERNAL:
        known = Dialogue.objects.visible_to(AnonymousUser())
        rows = rows.filter(pk__in=known.values("pk")) | rows.filter(pk=dialogue.pk)
    rows = rows.filter(cancelled_at__isnull=True).order_by("-starts_on", "-pk")[:LATEST]
    rows = list(reversed(rows))
    today = timezone.localdate()
    names = _different([row.title for row in rows])
    lines = []
    for row, name in zip(rows, names, strict=True):
        ends = row.ends_on or row.starts_on
        sign = "+" if ends < today else ">" if row.starts_on <= today else "-"
        where = ", ".join(filter(None, (row.city,)))
        when = span(row.starts_on.isoformat(), ends.isoformat())
        words = " · ".join(filter(None, (when, where))).replace("->", "→")
        lines.append(f"{sign} {name}: {words[:LONGEST_WORDS]}")
    lines += [f"{a} -> {b}" for a, b in pairwise(names)]
    return "\n".join(lines)


def pathway_of(dialogue, edition):
    """From what is done to what is to come of it: the logical framework of the initiative's newest roadmap,
    or, where it has none, its themes. Editions that are not for the team show a public roadmap alone."""
    rows = Roadmap.objects.filter(dialogue__initiative=dialogue.initiative_id)
    if edition != Edition.INTERNAL:
        rows = rows.filter(is_public=True)
    roadmap = rows.order_by("-agreed", "-pk").first()
    if roadmap is None:
        return ""
    results = list(Result.objects.filter(roadmap=roadmap))
    return _framework(results) if results else _themes(roadmap)


def _framework(results):
    names = dict(
        zip((row.pk for row in results), _different([r.title for r in results]), strict=True)
    )
    lines = []
    for level in reversed(Result.Level):
        here = [row for row in results if row.level == level]
        if here:
            lines += [f"[{plain(str(level.label))}]", *(names[row.pk] for row in here)]
    lines += [
        f"{names[row.pk]} -> {names[row.parent_id]}" for row in results if row.parent_id in names
    ]
    return "\n".join(lines)


def _themes(roadmap):
    themes = _different([theme.title for theme in Theme.objects.filter(roadmap=roadmap)][:12])
    if not themes:
        return ""
    goal = plain(roadmap.title)
    lines = [f"[{_('Themes')}]", *themes, f"[{_('Roadmap')}]", goal]
    return "\n".join([*lines, *(f"{theme} -> {goal}" for theme in themes if theme != goal)])


def _different(names):
    """Names as the notation takes them, no two alike."""
    found = []
    for name in names:
        name = plain(name) or "…"
        again = 1
        while (shown := name if again == 1 else f"{name} ({again})") in found:
            again += 1
        found.append(shown)
    return found


CHARTS = {"components": components_of, "process": process_of, "pathway": pathway_of}
