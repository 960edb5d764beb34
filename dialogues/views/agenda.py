"""The agenda of a dialogue as it is read, and what a new one begins from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from dialogues.agenda import agenda_of, label_of_day
from dialogues.agenda_checks import clashes
from dialogues.agenda_templates import (
    earlier_agendas,
    may_bring_people,
    outline_of,
    outline_of_kind,
)
from dialogues.exceptions import AgendaNotEmpty
from dialogues.forms.agenda import TakeOverForm
from dialogues.frame import dialogue_or_404, frame, require_tab
from dialogues.services.agenda import begin
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


def _to_begin(request, slug):
    """The dialogue and its frame, for who may draw up its agenda; and why that cannot begin, if so."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", dialogue)
    begun = dialogue.agenda_count or dialogue.agenda_days.exists()
    refusal = str(AgendaNotEmpty()) if begun else ""
    return dialogue, frame(request, dialogue, "agenda") | {"refusal": refusal}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_begin(request, slug):
    """What an agenda can begin from: what is usual for the kind (POST takes it), or an earlier one."""
    dialogue, context = _to_begin(request, slug)
    outline = outline_of_kind(dialogue)
    if request.method == "POST":
        return _begun(request, dialogue, outline)
    page = page_of(request, earlier_agendas(dialogue, request.user))
    context |= {"page": page, "days": _days_of(outline), "number": outline.number}
    return render(request, "dialogues/agenda_begin.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_take_over(request, slug, source):
    """Look at the agenda of an earlier dialogue on the days of this one, and take it over."""
    dialogue, context = _to_begin(request, slug)
    earlier = get_object_or_404(earlier_agendas(dialogue, request.user), slug=source)
    brings = may_bring_people(dialogue, earlier)
    data = request.POST if request.method == "POST" else None
    form = TakeOverForm(data, may_bring_people=brings)
    if request.method == "POST" and form.is_valid():
        with_people = form.cleaned_data.get("with_people", False)
        return _begun(request, dialogue, outline_of(earlier, dialogue, with_people=with_people))
    outline = outline_of(earlier, dialogue, with_people=False)
    context |= {
        "earlier": earlier,
        "brings_people": brings,
        "days": _days_of(outline),
        "number": outline.number,
        "form": form,
    }
    return render(request, "dialogues/agenda_take_over.html", context)


def _begun(request, dialogue, outline):
    try:
        number = begin(dialogue, outline)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        words = ngettext(
            "An agenda of %(number)d item stands here now. Change whatever is different this time.",
            "An agenda of %(number)d items stands here now. Change whatever is different this time.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect(reverse("dialogues:agenda_edit", args=[dialogue.slug]))


def _days_of(outline):
    """The days of an outline with the titles of what happens on each."""
    items = [item.values for part in outline.parts for item in part.items]
    days = [
        {
            **day,
            "label": label_of_day(day["date"].isoformat()),
            "items": [item for item in items if item["date"] == day["date"]],
        }
        for day in outline.days
    ]
    rest = [item for item in items if item["date"] is None]
    return [*days, {"label": _("No day yet"), "items": rest}] if rest else days
