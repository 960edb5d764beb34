"""What a dialogue came to: key messages, action points, next steps."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogues.frame import dialogue_or_404, frame, require_tab


@require_safe
def outcomes(request, slug):
    """Key messages, action points with their owners, and next steps."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "outcomes")
    context = frame(request, dialogue, "outcomes")
    naming = context["naming"]
    points = dialogue.action_points.select_related(
        "owner_person__organisation", "owner_organisation"
    )
    context |= {
        "key_messages": list(dialogue.key_messages.all()),
        "action_points": [
            {"point": point, "owner": _owner(point, naming), "words": point.title or point.text}
            for point in points
        ],
    }
    return render(request, "dialogues/outcomes.html", context)


def _owner(point, naming):
    """Who undertook it, in words: a person as this viewer is told of them, an organisation, a phrase."""
    owners = [naming.name(point.owner_person)]
    if point.owner_organisation:
        owners.append(point.owner_organisation.full_name)
    return ", ".join(owner for owner in [*owners, point.owner_text] if owner)
