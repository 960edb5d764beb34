"""The agenda being arranged: a whole agenda on one page, and what happens to one item of it.

Everything works by plain forms; static/js/agenda.js sends the same forms without leaving the page, and
drags. Each form carries what its page showed of the order, and is refused (409) where that has changed.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from core.text import as_key
from dialogues.agenda import NO_DAY, agenda_of, with_people
from dialogues.agenda_checks import by_day, moved_along, short_day, warnings
from dialogues.agenda_editing import Board, is_known
from dialogues.exceptions import AgendaMoved
from dialogues.forms.agenda import MoveForm, NewItemForm, QuickItemForm, RemoveItemForm
from dialogues.frame import dialogue_or_404, frame
from dialogues.models import AgendaItem
from dialogues.parts.forms import typed
from dialogues.services.agenda import add_item, change_item, move_item, remove_item, step_item
from dialogues.when import zone_in_words


def to_edit(request, slug):
    """The dialogue at `slug` for who may change it: 404 for strangers, 403 for others."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", dialogue)
    return dialogue


def item_or_404(dialogue, pk):
    """The item `pk` of the dialogue's own agenda."""
    rows = AgendaItem.objects.select_related("part__dialogue")
    return get_object_or_404(rows, pk=pk, part__dialogue=dialogue)


def edit_url(dialogue, *, moved=None, anchor="", **query):
    """The page on which the agenda is arranged, at the item `moved` or another anchor."""
    address = reverse("dialogues:agenda_edit", args=[dialogue.slug])
    if moved:
        query, anchor = {**query, "moved": moved}, f"agenda-items-{moved}"
    return f"{address}{'?' + urlencode(query) if query else ''}{'#' + anchor if anchor else ''}"


def crumbs_below(context):
    """The way to a page below the one on which the agenda is arranged."""
    dialogue = context["dialogue"]
    return [
        *context["crumbs"],
        {"label": dialogue.title, "url": dialogue.get_absolute_url()},
        {"label": _("Agenda"), "url": edit_url(dialogue)},
    ]


def say(request, *sentences, level=messages.success):
    """Tell what was done, in one message."""
    level(request, " ".join(str(sentence) for sentence in sentences if sentence))


# The whole agenda --------------------------------------------------------------------------------
@login_required
@require_safe
def agenda_edit(request, slug):
    """All days with their parts and items, to be rearranged."""
    return board_page(request, to_edit(request, slug))


def board_page(request, dialogue, *, refusal="", adding=None, status=200):
    """The page of the whole agenda; with what was refused, or a form `adding` that came back."""
    context = frame(request, dialogue, "agenda")
    days = agenda_of(dialogue, context["naming"])
    found = warnings(days, dialogue)
    told = by_day(found)
    parts = list(dialogue.agenda_parts.all())
    context |= {
        "days": [_shown(request, day, parts, told[day.key], adding) for day in days],
        "parts": parts,
        "warnings": found,
        "of_all": told[""],
        "marks": Board(dialogue).marks(),
        "zone": zone_in_words(dialogue),
        "moved": as_key(request.GET.get("moved")),
        "way": request.GET.get("by", ""),
        "pushes": request.GET.get("push") != "no",
        "refusal": refusal,
        "is_empty": not any(day.items or day.planned for day in days),
    }
    return render(request, "dialogues/agenda_edit.html", context, status=status)


def _shown(request, day, parts, told, adding):
    came_back = adding[1] if adding and adding[0] == day.key else None
    form = came_back or _adding(day, parts)
    moved = as_key(request.GET.get("moved"))
    goes_on = request.GET.get("by") == "added" and any(row.item.pk == moved for row in day.items)
    if goes_on:
        form.fields["title"].widget.attrs["autofocus"] = True
    return {
        "day": day,
        "name": short_day(day),
        "is_no_day": day.key == NO_DAY,
        "warnings": told,
        "sections": [section for section in day.sections if section.items or not section.continued],
        "form": form,
        "is_open": goes_on or came_back is not None,
    }


def _adding(day, parts, data=None):
    """The form for a new item of a day: it begins where the last one ends, in the same part."""
    timed = [row.item for row in day.items if row.item.end] if day else []
    initial = {"start": max((item.end for item in timed), default=None), "minutes": 30}
    if day and day.sections:
        initial["part"] = day.sections[-1].part.pk
    return NewItemForm(
        data,
        parts=parts,
        instance=AgendaItem(),
        initial=initial,
        auto_id=f"id_{day.key if day else 'new'}_%s",
    )


@login_required
@require_POST
def agenda_item_add(request, slug, day):
    """Put a new item on a day, by its time."""
    dialogue = to_edit(request, slug)
    if not is_known(day):
        raise BadRequest(day)
    parts = list(dialogue.agenda_parts.all())
    days = {
        shown.key: shown for shown in agenda_of(dialogue, frame(request, dialogue, "")["naming"])
    }
    form = _adding(days.get(day), parts, request.POST)
    if form.is_valid():
        try:
            moved = add_item(
                dialogue,
                form.instance,
                day=day,
                part=form.cleaned_data.get("part"),
                push=form.cleaned_data["push"],
            )
        except Refusal as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            title = _("“%(title)s” is on the agenda.") % {"title": form.instance.title}
            say(request, title, moved_along(moved))
            return redirect(edit_url(dialogue, moved=form.instance.pk, by="added"))
    return board_page(request, dialogue, adding=(day, form))


# One item ----------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_edit(request, slug, pk):
    """Title and times of an item; what follows moves along, if that is wanted."""
    dialogue = to_edit(request, slug)
    item = item_or_404(dialogue, pk)
    title = item.title
    form = QuickItemForm(typed(request), instance=item, auto_id=f"id_item-{pk}_%s")
    if request.method == "POST" and form.is_valid():
        moved = _changed(form)
        if moved is not None:
            saved = _("Saved: “%(title)s”.") % {"title": item.title}
            say(request, saved, moved_along(moved))
            return redirect(edit_url(dialogue, moved=pk, by="edited"))
    context = frame(request, dialogue, "agenda")
    context |= {"item": item, "title": title, "form": form, "crumbs": crumbs_below(context)}
    context["cancel_url"] = edit_url(dialogue, anchor=f"agenda-items-{pk}")
    context["entries"] = with_people([item], context["naming"])[0].entries
    status = 409 if form.conflict else 200
    return render(request, "dialogues/agenda_item.html", context, status=status)


def _changed(form):
    try:
        return change_item(
            form.instance,
            based_on=form.based_on,
            fields=form.model_fields,
            push=form.cleaned_data["push"],
        )
    except StaleVersion as stale:
        form.meet(stale.current)
    except Refusal as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_move(request, slug, pk):
    """Move an item: up or down (`way`), to a place where it was dropped, or where a form says."""
    dialogue = to_edit(request, slug)
    item = item_or_404(dialogue, pk)
    sent = request.POST
    push = sent.get("push") == "yes"
    seen = sent.get("seen", "")
    if sent.get("way") in ("up", "down"):
        way = sent["way"]
        return _answer(
            request,
            item,
            way,
            push,
            lambda: step_item(dialogue, pk, way=way, seen=seen, push=push),
        )
    if "day" in sent:
        place = _dropped_at(sent)
        return _answer(
            request,
            item,
            "drag",
            push,
            lambda: move_item(dialogue, pk, **place, seen=seen, push=push),
        )
    return _move_by_form(request, dialogue, item)


def _dropped_at(sent):
    day, part = sent["day"], as_key(sent.get("part"))
    if not is_known(day) or part is None:
        raise BadRequest(day)
    return {"day": day, "part": part, "before": as_key(sent.get("before"))}


def _answer(request, item, way, push, act):
    """Do it, and go back to the whole agenda, with the focus on what was moved."""
    dialogue = item.part.dialogue
    try:
        moved = act()
    except AgendaMoved as refusal:
        return board_page(
            request, dialogue_or_404(request, dialogue.slug), refusal=str(refusal), status=409
        )
    except Refusal as refusal:
        say(request, refusal, level=messages.warning)
    else:
        _tell_move(request, item, moved)
    query = {"by": way} if push else {"by": way, "push": "no"}
    return redirect(edit_url(dialogue, moved=item.pk, **query))


def _tell_move(request, item, moved):
    if moved is None:
        say(request, _("It stands there already."), level=messages.info)
        return
    now = AgendaItem.objects.get(pk=item.pk)
    if now.start:
        words = _("Moved: “%(title)s” now begins at %(time)s.")
        told = words % {"title": now.title, "time": now.start.strftime("%H:%M")}
    else:
        told = _("Moved: “%(title)s”.") % {"title": now.title}
    say(request, told, moved_along(moved))


def _move_by_form(request, dialogue, item):
    context = frame(request, dialogue, "agenda")
    days = agenda_of(dialogue, context["naming"])
    parts = list(dialogue.agenda_parts.all())
    board = Board(dialogue)
    here = f"{board.find(item.pk).day} {item.part_id}"
    initial = {"seen": board.marks(), "where": here}
    form = MoveForm(typed(request), days=days, parts=parts, initial=initial)
    if request.method == "POST" and form.is_valid():
        key, part = form.goes_to
        before = None
        if form.cleaned_data["place"] == "first":
            there = [slot for slot in board.section(key, part) if slot.pk != item.pk]
            before = there[0].pk if there else None
        push, seen = form.cleaned_data["push"], form.cleaned_data["seen"]
        return _answer(
            request,
            item,
            "form",
            push,
            lambda: move_item(
                dialogue, item.pk, day=key, part=part, before=before, seen=seen, push=push
            ),
        )
    context |= {"item": item, "form": form, "crumbs": crumbs_below(context)}
    context["cancel_url"] = edit_url(dialogue, anchor=f"agenda-items-{item.pk}")
    return render(request, "dialogues/agenda_item_move.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_remove(request, slug, pk):
    """Say what goes with an item, and take it out once that was confirmed."""
    dialogue = to_edit(request, slug)
    item = item_or_404(dialogue, pk)
    initial = {"version": item.version}
    form = RemoveItemForm(typed(request), initial=initial)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            push = form.cleaned_data["push"]
            moved = remove_item(item, based_on=form.cleaned_data["version"], push=push)
        except StaleVersion:
            refusal = _("Somebody has changed this item meanwhile. This is how it stands now.")
            form = RemoveItemForm(initial=initial)
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            say(request, _("Removed: “%(title)s”.") % {"title": item.title}, moved_along(moved))
            return redirect(edit_url(dialogue))
    context = frame(request, dialogue, "agenda")
    number = item.appearances.count()
    words = ngettext(
        "The entry of %(number)d person in it goes too.",
        "The entries of %(number)d people in it go too.",
        number,
    )
    context |= {
        "item": item,
        "form": form,
        "refusal": refusal,
        "consequences": [words % {"number": number}] if number else [],
        "crumbs": crumbs_below(context),
        "cancel_url": edit_url(dialogue, anchor=f"agenda-items-{pk}"),
    }
    status = 409 if refusal else 200
    return render(request, "dialogues/agenda_item_remove.html", context, status=status)
