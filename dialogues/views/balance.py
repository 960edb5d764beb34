"""The balance of a dialogue and of an initiative, and the targets it is held against."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from dialogues import initiative_frame as of_initiative
from dialogues.balance import balance_at, balance_over, rows_of, targets_of
from dialogues.balance_chart import charts_of
from dialogues.balance_counts import Dimension, Sight
from dialogues.balance_words import gaps_of, in_words, standing_of, stats_of, tables_of
from dialogues.exceptions import TargetsMoved, TargetsSetAlready
from dialogues.forms.balance import TargetsForm
from dialogues.frame import crumbs_of, dialogue_or_404, frame, require_tab
from dialogues.initiative_frame import crumbs_to, initiative_or_404
from dialogues.presets import preset_of
from dialogues.services.balance import set_targets, take_over_targets
from dialogues.when import Progress, progress_of


@login_required
@require_safe
def dialogue_balance(request, slug):
    """Who is mapped, invited, accepted and there, against the dialogue's targets."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "balance")
    context = frame(request, dialogue, "balance")
    is_over = context["progress"] is Progress.HELD
    balance = balance_at(request.user, dialogue, is_over=is_over)
    context |= _page(balance) | {
        "hint": _hint(balance),
        "may_set": context["can_change"],
        "targets_url": reverse("dialogues:dialogue_targets", args=[slug]),
    }
    return render(request, "dialogues/balance.html", context)


def _hint(balance):
    """The initiative's targets in words, for a dialogue that has none of its own."""
    labels = {line.key: line.label for line in balance.lines}
    named = ((labels.get(f"{row[0]}-{row[1]}"), least) for row, least in balance.offered.items())
    return [
        _("%(who)s: at least %(number)d") % {"who": label, "number": least}
        for label, least in named
        if label
    ]


@login_required
@require_safe
def initiative_balance(request, slug):
    """The same over all dialogues of an initiative, everybody counted once."""
    initiative = initiative_or_404(request, slug)
    of_initiative.require_tab(request.user, initiative, "balance")
    balance = balance_over(request.user, initiative)
    context = of_initiative.initiative_frame(request, initiative, "balance")
    context |= _page(balance) | {
        "may_set": context["can_change"],
        "targets_url": reverse("dialogues:initiative_targets", args=[slug]),
    }
    return render(request, "dialogues/balance_initiative.html", context)


def _page(balance):
    tables, charts = tables_of(balance), charts_of(balance)
    return {
        "balance": balance,
        "stats": stats_of(balance),
        "gaps": gaps_of(balance),
        "all_reached": 0 < len(balance.with_target) == balance.reached,
        "parts": [
            {"table": table, "chart": charts[table["key"]]} for table in tables if table["rows"]
        ],
        "in_bands": not balance.viewer.is_exact,
        "has_own": balance.viewer.sight is Sight.OWN,
        "is_team": balance.viewer.sight is Sight.TEAM,
    }


@login_required
@require_safe
def dialogue_balance_panel(request, slug):
    """The balance so far in short: what the list of people shows beside itself, and asks for anew."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "balance")
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", dialogue)
    request.in_dialogue = dialogue
    return render(request, "dialogues/balance_panel.html", panel_of(request.user, dialogue))


def panel_of(user, dialogue, *, groups=None):
    """What `dialogues/balance_panel.html` shows; `groups` are the programme's, if they are at hand."""
    progress = progress_of(dialogue)
    balance = balance_at(
        user, dialogue, is_over=progress is Progress.HELD, groups=groups, in_short=True
    )
    # Who is told bands would, by looking all the time, see when one is left.
    in_bands = not balance.viewer.is_exact
    is_live = balance.viewer.watches and progress in (Progress.AHEAD, Progress.UNDER_WAY)
    return {
        "dialogue": dialogue,
        "balance": balance,
        "is_live": is_live,
        "rows": [
            {
                "line": line,
                "standing": standing_of(line, balance),
                "invited": in_words(line.told["invited"]),
                "counted": in_words(line.told[balance.measure]),
            }
            for line in balance.lines
            if line.has_any or (in_bands and line.group)
        ],
        "has_own": balance.viewer.sight is Sight.OWN,
        "total": {
            "invited": in_words(balance.total.told["invited"]),
            "counted": in_words(balance.total.told[balance.measure]),
        },
    }


# Targets -----------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_targets(request, slug):
    """Set a dialogue's targets."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", dialogue)
    back = reverse("dialogues:dialogue_balance", args=[slug])
    crumbs = [
        *crumbs_of(dialogue),
        {"label": dialogue.title, "url": dialogue.get_absolute_url()},
        {"label": _("Balance"), "url": back},
    ]
    preset = preset_of(dialogue)
    places = preset.people if preset else None
    return _targets(request, dialogue, dialogue.initiative, back, crumbs, places=places)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_targets(request, slug):
    """Set an initiative's targets."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", initiative)
    back = reverse("dialogues:initiative_balance", args=[slug])
    crumbs = crumbs_to(initiative, (_("Balance"), back))
    return _targets(request, initiative, initiative, back, crumbs)


def _targets(request, owner, initiative, back, crumbs, *, places=None):
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", owner)
    form = TargetsForm(
        request.POST if request.method == "POST" else None,
        sections=rows_of(initiative.programme_id),
        targets=targets_of(owner),
    )
    status, conflict = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            targets = set_targets(owner, wanted=form.wanted, seen=form.seen)
        except TargetsMoved as refusal:
            form.meet(refusal.current, refusal.moved)
            status, conflict = 409, str(refusal)
        else:
            messages.success(request, _("The targets are set."))
            for warning in _too_many(targets, places):
                messages.warning(request, warning)
            return redirect(back)
    context = {
        "form": form,
        "conflict": conflict,
        "crumbs": crumbs,
        "cancel_url": back,
        "whose": owner.title,
        "places": places,
    }
    return render(request, "dialogues/balance_targets.html", context, status=status)


def _too_many(targets, places):
    """A warning where groups or genders together are to bring more than such a dialogue has places for."""
    if places is None:
        return
    for dimension, words in (
        (Dimension.GROUP, _("The groups’ targets add up to %(number)d")),
        (Dimension.GENDER, _("The targets by gender add up to %(number)d")),
    ):
        number = sum(least for row, least in targets.items() if row[0] == dimension)
        if number > places:
            yield " ".join(
                [
                    f"{words % {'number': number}}:",
                    _("a dialogue of this kind usually has %(places)d places.")
                    % {"places": places},
                ]
            )


@login_required
@require_POST
def targets_take_over(request, slug):
    """Copy the initiative's targets to a dialogue that has none."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", dialogue)
    try:
        number = take_over_targets(dialogue)
    except TargetsSetAlready as refusal:
        messages.warning(request, str(refusal))
    else:
        told = ngettext(
            "%(number)d target is taken over.", "%(number)d targets are taken over.", number
        )
        messages.success(request, told % {"number": number})
    return redirect("dialogues:dialogue_balance", slug=slug)
