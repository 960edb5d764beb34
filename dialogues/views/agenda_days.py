"""The days of an agenda: added at any date, named, moved with their items, removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal, StaleVersion
from dialogues.agenda import agenda_of, days_after
from dialogues.agenda_checks import short_day
from dialogues.agenda_editing import Board
from dialogues.forms.agenda import DayForm, RemoveDayForm
from dialogues.frame import frame
from dialogues.models import AgendaDay
from dialogues.parts.forms import typed
from dialogues.services.agenda import add_day, change_day, remove_day
from dialogues.views.agenda_editing import crumbs_below, edit_url, say, to_edit


def _day_or_404(days, key):
    for day in days:
        if day.key == key:
            return day
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_day_add(request, slug):
    """Add a day, by default the one after the last."""
    dialogue = to_edit(request, slug)
    context = frame(request, dialogue, "agenda")
    dates = [day.date for day in agenda_of(dialogue, context["naming"]) if day.date]
    following = days_after(max(dates), 1) if dates else dialogue.starts_on
    form = DayForm(
        typed(request), instance=AgendaDay(dialogue=dialogue), initial={"date": following}
    )
    if request.method == "POST" and form.is_valid():
        try:
            day = add_day(form.instance)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            say(request, _("The day is on the agenda."))
            return redirect(edit_url(dialogue, anchor=f"day-of-{day.date.isoformat()}"))
    context |= {
        "title": _("A further day"),
        "form": form,
        "crumbs": crumbs_below(context),
        "cancel_url": edit_url(dialogue),
    }
    return render(request, "dialogues/agenda_day.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_day_edit(request, slug, day):
    """Name a day, say where it is and what drives there, or move it to another date with its items."""
    dialogue = to_edit(request, slug)
    context = frame(request, dialogue, "agenda")
    shown = _day_or_404(agenda_of(dialogue, context["naming"]), day)
    instance = shown.planned or AgendaDay(dialogue=dialogue, date=shown.date)
    form = DayForm(typed(request), instance=instance)
    if request.method == "POST" and form.is_valid():
        moved = _changed(form, day)
        if moved is not None:
            words = ngettext(
                "%(number)d item went along to the new date.",
                "%(number)d items went along to the new date.",
                moved,
            )
            say(request, _("Saved."), words % {"number": moved} if moved else "")
            anchor = f"day-of-{form.instance.date.isoformat()}"
            return redirect(edit_url(dialogue, anchor=anchor))
    context |= {
        "title": shown.label or _("No day yet"),
        "number": len(shown.items),
        "form": form,
        "crumbs": crumbs_below(context),
        "cancel_url": edit_url(dialogue, anchor=f"day-of-{day}"),
        "remove_key": day,
    }
    status = 409 if form.conflict else 200
    return render(request, "dialogues/agenda_day.html", context, status=status)


def _changed(form, key):
    based_on = form.cleaned_data.get("version")
    try:
        return change_day(form.instance, key=key, based_on=based_on, fields=form.model_fields)
    except StaleVersion as stale:
        form.meet(stale.current)
    except Refusal as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_day_remove(request, slug, day):
    """Remove a day, once it was said what happens to its items."""
    dialogue = to_edit(request, slug)
    context = frame(request, dialogue, "agenda")
    days = agenda_of(dialogue, context["naming"])
    shown = _day_or_404(days, day)
    others = [other for other in days if other.key != day]
    number = len(shown.items)
    form = RemoveDayForm(
        typed(request),
        others=others,
        number=number,
        initial={"seen": Board(dialogue).marks(), "to": others[0].key if others else None},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            remove_day(dialogue, day, to=form.goes_to, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form = RemoveDayForm(
                others=others, number=number, initial={"seen": Board(dialogue).marks()}
            )
            say(request, refusal, level=messages.warning)
            status = 409
        else:
            gone = _("%(day)s is no longer on the agenda.") % {"day": shown.label or _("The day")}
            say(request, gone)
            return redirect(edit_url(dialogue))
    words = ngettext("It has %(number)d item.", "It has %(number)d items.", number)
    context |= {
        "name": short_day(shown),
        "form": form,
        "text": words % {"number": number} if number else _("It has no items."),
        "items": shown.items,
        "crumbs": crumbs_below(context),
        "cancel_url": edit_url(dialogue, anchor=f"day-of-{day}"),
    }
    return render(request, "dialogues/agenda_day_remove.html", context, status=status)
