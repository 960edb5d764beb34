"""Budgets: of an initiative and of each of its dialogues, their lines, and what was committed and paid."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import StaleVersion
from core.permissions import require
from dialogues import budgeting
from dialogues.exceptions import FilledAlready
from dialogues.forms.budget import EntryForm, LineForm
from dialogues.frame import dialogue_or_404, frame
from dialogues.initiative_frame import crumbs_to, initiative_frame, initiative_or_404, require_tab
from dialogues.models import BudgetEntry, BudgetLine
from dialogues.presets import CURRENCY, preset_of
from dialogues.services.budget import (
    add_entry,
    add_line,
    change_entry,
    change_line,
    delete_entry,
    delete_line,
    fill_from_preset,
)

PERMISSION = "dialogues.view_budget"


@login_required
@require_safe
def initiative_budget(request, slug):
    """What an initiative costs: as a whole, by dialogue and by category."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, "budget")
    lines = budgeting.with_sums(initiative.budget_lines.all())
    rows = budgeting.line_rows(lines, lambda line: _line_url(initiative, line))
    own = [row for row in rows if row.line.dialogue_id is None]
    dialogues = budgeting.by_dialogue(initiative, rows, _budget_url)
    whole = budgeting.Row(_("The initiative as a whole"), budgeting.total(own))
    sums = budgeting.total(rows)
    context = initiative_frame(request, initiative, "budget") | {
        "currency": initiative.budget_currency,
        "sums": sums,
        "stats": _stats(sums, initiative.budget_currency, budget=initiative.budget_amount),
        "own": own,
        "own_sums": whole.sums,
        "dialogues": dialogues,
        "dialogue_sums": budgeting.total(dialogues),
        "categories": budgeting.by_category(rows),
        "chart": budgeting.chart([whole, *dialogues]),
    }
    return render(request, "dialogues/budget.html", context)


def _stats(sums, currency, *, budget=None):
    pairs = (
        (_("Budget"), budget, ""),
        (_("Planned"), sums.planned, ""),
        (_("Committed"), sums.committed, ""),
        (_("Spent"), sums.spent, ""),
        (_("Left of the plan"), sums.left, _("overspent") if sums.is_over else ""),
    )
    return [
        {"label": label, "value": budgeting.in_words(amount, currency), "note": note}
        for label, amount, note in pairs
        if amount is not None
    ]


def _line_url(initiative, line, name="budget_line"):
    return reverse(f"dialogues:{name}", args=[initiative.slug, line.pk])


def _budget_url(dialogue):
    return reverse("dialogues:dialogue_budget", args=[dialogue.slug])


def _url_of(line, initiative):
    """The page of the budget that `line` stands in."""
    if line.dialogue is not None:
        return _budget_url(line.dialogue)
    return reverse("dialogues:initiative_budget", args=[initiative.slug])


@login_required
@require_safe
def dialogue_budget(request, slug):
    """What a dialogue costs, by line, beside what its kind usually takes."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, PERMISSION, dialogue)
    initiative = dialogue.initiative
    currency = initiative.budget_currency
    lines = budgeting.with_sums(dialogue.budget_lines.all())
    rows = budgeting.line_rows(lines, lambda line: _line_url(initiative, line))
    sums = budgeting.total(rows)
    preset = preset_of(dialogue)
    context = frame(request, dialogue, "budget") | {
        "currency": currency,
        "preset": preset,
        "may_fill": preset is not None and currency == CURRENCY and not rows,
        "beside": budgeting.beside_preset(dialogue, sums, currency),
        "sums": sums,
        "stats": _stats(sums, currency),
        "rows": rows,
        "chart": budgeting.chart(rows),
        "sees_initiative_budget": request.user.has_perm(PERMISSION, initiative),
    }
    return render(request, "dialogues/budget_dialogue.html", context)


@login_required
@require_POST
def budget_from_preset(request, slug):
    """Plan what the dialogue's kind usually takes, as one line."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, PERMISSION, dialogue)
    preset = preset_of(dialogue)
    if preset is None or dialogue.initiative.budget_currency != CURRENCY:
        messages.warning(request, _("There is no preset for this kind in this currency."))
        return redirect(_budget_url(dialogue))
    title = _("%(kind)s: preset, to be split into lines") % {"kind": dialogue.get_kind_display()}
    try:
        fill_from_preset(dialogue, preset=preset, title=title)
    except FilledAlready as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, _("The preset is planned as one line. Split it as you know more.")
        )
    return redirect(_budget_url(dialogue))


def _line_or_404(request, slug, pk):
    """The initiative at `slug` and its line `pk` with what it comes to, for whom may see that budget."""
    initiative = initiative_or_404(request, slug)
    lines = BudgetLine.objects.filter(initiative=initiative).select_related("dialogue")
    line = get_object_or_404(budgeting.with_sums(lines), pk=pk)
    line.initiative = initiative
    if line.dialogue is not None:
        line.dialogue.initiative = initiative
    require(request.user, PERMISSION, line.dialogue or initiative)
    return initiative, line


def _crumbs(initiative, dialogue, *more):
    further = []
    if dialogue is not None:
        further = [(dialogue.title, dialogue.get_absolute_url())]
        further.append((_("Budget"), _budget_url(dialogue)))
    else:
        url = reverse("dialogues:initiative_budget", args=[initiative.slug])
        further.append((_("Budget"), url))
    return crumbs_to(initiative, *further, *more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_add(request, slug):
    """Add a line to the budget of an initiative, or of the dialogue that `?dialogue=` names."""
    initiative = initiative_or_404(request, slug)
    dialogue, asked = None, request.GET.get("dialogue", "")
    if asked:
        if "\x00" in asked:  # PostgreSQL does not even compare with it
            raise Http404
        dialogue = get_object_or_404(initiative.dialogues.visible_to(request.user), slug=asked)
        dialogue.initiative = initiative
    require(request.user, PERMISSION, dialogue or initiative)
    line = BudgetLine(initiative=initiative, dialogue=dialogue)
    currency = initiative.budget_currency
    form = LineForm(request.POST or None, instance=line, currency=currency)
    if request.method == "POST" and form.is_valid():
        add_line(form.instance)
        messages.success(request, _("The line is there."))
        return redirect(_url_of(line, initiative))
    context = {
        "form": form,
        "title": _("Add a budget line"),
        "subtitle": dialogue.title if dialogue else initiative.title,
        "submit": _("Add the line"),
        "cancel_url": _url_of(line, initiative),
        "crumbs": _crumbs(initiative, dialogue),
    }
    return render(request, "dialogues/budget_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line(request, slug, pk):
    """A line: what was committed and paid under it, and a form to record more."""
    initiative, shown = _line_or_404(request, slug, pk)
    currency = initiative.budget_currency
    form = EntryForm(
        request.POST or None,
        instance=BudgetEntry(line=shown),
        initial={"committed_on": timezone.localdate()},
        currency=currency,
    )
    if request.method == "POST" and form.is_valid():
        add_entry(form.instance, by=request.user)
        messages.success(request, _("Recorded."))
        return redirect(_line_url(initiative, shown))
    sums = budgeting.sums_of(shown)
    context = {
        "initiative": initiative,
        "line": shown,
        "sums": sums,
        "currency": currency,
        "stats": _stats(sums, currency),
        "entries": shown.entries.select_related("recorded_by"),
        "form": form,
        "crumbs": _crumbs(initiative, shown.dialogue),
    }
    return render(request, "dialogues/budget_line.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request, slug, pk):
    """Change a line of a budget."""
    initiative, changed = _line_or_404(request, slug, pk)
    label, url = str(changed), _line_url(initiative, changed)
    form = LineForm(request.POST or None, instance=changed, currency=initiative.budget_currency)
    if request.method == "POST" and form.is_valid():
        try:
            change_line(changed, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(url)
    context = {
        "form": form,
        "title": _("Edit a budget line"),
        "submit": _("Save"),
        "cancel_url": url,
        "delete_url": _line_url(initiative, changed, "budget_line_delete"),
        "delete_label": _("Delete the line"),
        "crumbs": _crumbs(initiative, changed.dialogue, (label, url)),
    }
    return _form_page(request, form, context)


def _form_page(request, form, context):
    status = 409 if form.conflict else 200
    return render(request, "dialogues/budget_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_delete(request, slug, pk):
    """Delete a line, having read what goes with it."""
    initiative, deleted = _line_or_404(request, slug, pk)
    back = _url_of(deleted, initiative)
    if request.method == "POST":
        delete_line(deleted)
        messages.success(request, _("The line is deleted."))
        return redirect(back)
    sums, number = budgeting.sums_of(deleted), deleted.entry_count
    currency = initiative.budget_currency
    consequences = [
        _("%(amount)s leave the plan.") % {"amount": budgeting.in_words(sums.planned, currency)}
    ]
    if number:
        told = ngettext(
            "%(number)d entry is deleted with it: %(committed)s committed, %(spent)s spent.",
            "%(number)d entries are deleted with it: %(committed)s committed, %(spent)s spent.",
            number,
        )
        amounts = {
            "number": number,
            "committed": budgeting.in_words(sums.committed, currency),
            "spent": budgeting.in_words(sums.spent, currency),
        }
        consequences.append(told % amounts)
    consequences.append(_("This cannot be undone."))
    url = _line_url(initiative, deleted)
    context = {
        "title": _("Delete “%(line)s”?") % {"line": deleted},
        "consequences": consequences,
        "submit": _("Delete the line"),
        "cancel_url": url,
        "crumbs": _crumbs(initiative, deleted.dialogue, (str(deleted), url)),
    }
    return render(request, "dialogues/budget_delete.html", context)


def _entry_or_404(request, slug, pk, entry_pk):
    initiative, parent = _line_or_404(request, slug, pk)
    entry = get_object_or_404(BudgetEntry, line=parent, pk=entry_pk)
    return initiative, parent, entry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request, slug, pk, entry_pk):
    """Change what was committed, or say when it was paid; `?paid` offers today."""
    initiative, parent, changed = _entry_or_404(request, slug, pk, entry_pk)
    url, what = _line_url(initiative, parent), changed.what
    offers_today = "paid" in request.GET and changed.spent_on is None
    form = EntryForm(
        request.POST or None,
        instance=changed,
        initial={"spent_on": timezone.localdate()} if offers_today else None,
        currency=initiative.budget_currency,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_entry(changed, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(url)
    context = {
        "form": form,
        "title": _("When was it paid?") if offers_today else _("Edit an entry"),
        "subtitle": what,
        "submit": _("Save"),
        "cancel_url": url,
        "delete_url": reverse(
            "dialogues:budget_entry_delete", args=[initiative.slug, parent.pk, entry_pk]
        ),
        "delete_label": _("Delete the entry"),
        "crumbs": _crumbs(initiative, parent.dialogue, (str(parent), url)),
    }
    return _form_page(request, form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry_delete(request, slug, pk, entry_pk):
    """Delete an entry, having read what that does."""
    initiative, parent, deleted = _entry_or_404(request, slug, pk, entry_pk)
    url = _line_url(initiative, parent)
    if request.method == "POST":
        delete_entry(deleted)
        messages.success(request, _("The entry is deleted."))
        return redirect(url)
    amount = budgeting.in_words(deleted.amount, initiative.budget_currency)
    context = {
        "title": _("Delete “%(entry)s”?") % {"entry": deleted.what},
        "consequences": [
            _("%(amount)s do not count as committed or spent any more.") % {"amount": amount},
            _("This cannot be undone."),
        ],
        "submit": _("Delete the entry"),
        "cancel_url": url,
        "crumbs": _crumbs(initiative, parent.dialogue, (str(parent), url)),
    }
    return render(request, "dialogues/budget_delete.html", context)
