"""The agenda of a dialogue."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogues.agenda import agenda_of, clashes
from dialogues.frame import dialogue_or_404, frame, require_tab
from dialogues.when import zone_in_words


@require_safe
def agenda(request, slug):
    """Days, parts and items; the team also reads the moderator notes, and convenors are warned."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "agenda")
    context = frame(request, dialogue, "agenda")
    days = agenda_of(dialogue, context["naming"])
    context |= {
        "days": days,
        "zone": zone_in_words(dialogue),
        "clashes": clashes(days, dialogue) if context["can_change"] else [],
    }
    return render(request, "dialogues/agenda.html", context)
