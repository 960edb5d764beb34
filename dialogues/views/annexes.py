"""The annexes to a dialogue's report."""

from collections import defaultdict

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogues.agenda import with_people
from dialogues.frame import dialogue_or_404, frame, require_tab
from dialogues.models import AgendaItem


@require_safe
def annexes(request, slug):
    """Each annex with its text and the agenda that it reproduces."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "annexes")
    context = frame(request, dialogue, "annexes")
    items = defaultdict(list)
    rows = AgendaItem.objects.filter(annex__dialogue=dialogue).select_related("question")
    for item in with_people(rows, context["naming"]):
        items[item.item.annex_id].append(item)
    context["annexes"] = [
        {"annex": annex, "items": items[annex.pk]} for annex in dialogue.annexes.all()
    ]
    return render(request, "dialogues/annexes.html", context)
