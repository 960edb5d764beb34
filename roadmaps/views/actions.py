"""Actions as who runs the roadmap writes them: added, changed, moved, deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import Refusal, StaleVersion
from core.text import as_key
from dialogues.parts.forms import typed
from roadmaps.exceptions import DueBeforeStart
from roadmaps.forms.actions import ActionForm
from roadmaps.leads import Leads, left_members
from roadmaps.models import Action
from roadmaps.naming import names_for_roadmap
from roadmaps.services import plan as service
from roadmaps.views.plan import answer, form_below, theme_to_change, to_change

either = require_http_methods(["GET", "HEAD", "POST"])
ROWS = ("needs", "supporters", "milestones", "payments")


def action_to_change(request, pk):
    """The action `pk` with its theme and roadmap, for who runs that."""
    rows = Action.objects.select_related("theme", "lead_person", "lead_organisation")
    action = get_object_or_404(rows, pk=pk)
    action.theme.roadmap = to_change(request, action.theme.roadmap_id)
    return action


def to_plan(theme_id, roadmap_id, action_id=None):
    """The plan, at a theme or an action."""
    address = reverse("roadmaps:plan", args=[roadmap_id])
    anchor = f"action-{action_id}" if action_id else f"theme-{theme_id}"
    return HttpResponseRedirect(f"{address}?theme={theme_id}#{anchor}")


def _form(request, action, roadmap, names, **further):
    leads = Leads(roadmap, request.user, names)
    return ActionForm(typed(request), instance=action, roadmap=roadmap, leads=leads, **further)


def _rows(form):
    return {name: form.cleaned_data[name] for name in ROWS}


@login_required
@either
def action_new(request, pk):
    """Add an action under the theme `pk` with everything that is known of it."""
    theme = theme_to_change(request, pk)
    roadmap = theme.roadmap
    names = names_for_roadmap(request.user, roadmap)
    form = _form(request, Action(theme=theme), roadmap, names)
    if request.method == "POST" and form.is_valid():
        made = service.add_action(form.instance, **_rows(form))
        messages.success(request, _("The action is there."))
        _warn(request, made, roadmap, names)
        return to_plan(made.theme_id, roadmap.pk, made.pk)
    context = form_below(
        request, roadmap, title=_("Add an action"), form=form, submit=_("Add the action")
    )
    return answer(request, context, "roadmaps/plan_action.html")


@login_required
@either
def action_edit(request, pk):
    """Change an action; what moves by updates is shown, and changed there."""
    action = action_to_change(request, pk)
    roadmap, title = action.theme.roadmap, action.title
    names = names_for_roadmap(request.user, roadmap)
    has_updates = action.updates.exists()
    warnings = warnings_of(action, roadmap, names)
    form = _form(request, action, roadmap, names, has_updates=has_updates)
    if request.method == "POST" and form.is_valid() and _changed(request, action, form):
        messages.success(request, _("Saved."))
        _warn(request, action, roadmap, names)
        return to_plan(action.theme_id, roadmap.pk, pk)
    context = form_below(
        request,
        roadmap,
        title=title,
        form=form,
        warnings=warnings,
        moved_by_updates=_moved(action, has_updates),
        action_url=action.get_absolute_url(),
        delete_url=reverse("roadmaps:action_delete", args=[pk]),
        delete_label=_("Delete the action"),
    )
    return answer(request, context, "roadmaps/plan_action.html")


def _changed(request, action, form):
    try:
        service.change_action(
            action, based_on=form.based_on, fields=form.model_fields, **_rows(form)
        )
    except StaleVersion as stale:
        form.meet(stale.current)
    except Refusal as refusal:
        form.add_error("start" if isinstance(refusal, DueBeforeStart) else "needs", str(refusal))
    else:
        return True
    return False


def _moved(action, has_updates):
    """What the form does not change, in words."""
    facts = [(_("Status"), action.get_status_display()), (_("Progress"), _percent(action.progress))]
    if has_updates:
        facts.append((_("Due"), date_format(action.due, "j F Y") if action.due else ""))
    return facts


def _percent(progress):
    return "" if progress is None else _("%(number)d %%") % {"number": progress}


def warnings_of(action, roadmap, names):
    """What does not fit together as it stands, in words: it may be so, but somebody should know."""
    found = []
    left = left_members(roadmap.learning_group_id).get(action.lead_person_id)
    if left is not None:
        words = (
            _(
                "%(who)s, who leads it, left the group on %(day)s. Choose somebody else, or ask them."
            )
            if left.since
            else _("%(who)s, who leads it, is in the group no longer.")
        )
        who = names.of(action.lead_person)
        found.append(words % {"who": who, "day": left.since and date_format(left.since, "j F Y")})
    amounts = [row.amount for row in action.payments.all() if row.amount is not None]
    if action.cost is not None and sum(amounts) > action.cost:
        found.append(
            _("Together those who pay give %(paid)s %(currency)s, more than the cost of %(cost)s.")
            % {"paid": sum(amounts), "currency": action.currency, "cost": action.cost}
        )
    return found


def _warn(request, action, roadmap, names):
    for words in warnings_of(action, roadmap, names):
        messages.warning(request, words)


@login_required
@either
def action_delete(request, pk):
    """Delete an action of which no update tells, once it was said what goes with it."""
    action = action_to_change(request, pk)
    roadmap = action.theme.roadmap
    if request.method == "POST":
        try:
            service.delete_action(action)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("roadmaps:action_edit", pk=pk)
        messages.success(request, _("The action is deleted."))
        return to_plan(action.theme_id, roadmap.pk)
    context = form_below(
        request,
        roadmap,
        title=_("Delete the action “%(title)s”?") % {"title": action.title},
        is_history=action.updates.exists(),
        action_url=action.get_absolute_url(),
        consequences=_what_goes(action),
    )
    return render(request, "roadmaps/plan_action_delete.html", context)


def _what_goes(action):
    found = [_("Its milestones, its supporters and who pays go with it.")]
    waiting, parts = action.needed_by.count(), action.parts.count()
    if waiting:
        words = ngettext(
            "%(number)d action that waits for it waits no longer.",
            "%(number)d actions that wait for it wait no longer.",
            waiting,
        )
        found.append(words % {"number": waiting})
    if parts:
        words = ngettext(
            "Its %(number)d part stands by itself then.",
            "Its %(number)d parts stand by themselves then.",
            parts,
        )
        found.append(words % {"number": parts})
    if action.indicators.exists():
        found.append(_("Its indicators go with it."))
    found.append(_("Versions that were made before keep what they say."))
    return found


@login_required
@require_POST
def action_move(request, pk):
    """Move an action up or down under its theme, or to another theme of the roadmap."""
    action = action_to_change(request, pk)
    roadmap = action.theme.roadmap
    if request.POST.get("theme"):
        theme = get_object_or_404(roadmap.themes, pk=as_key(request.POST["theme"]))
        service.move_actions(roadmap, keys=[pk], theme=theme)
        return to_plan(theme.pk, roadmap.pk, pk)
    service.move_action(action, up=request.POST.get("direction") == "up")
    return to_plan(action.theme_id, roadmap.pk, pk)
