"""The plan of a roadmap as who runs it arranges it: its head, its vision, its themes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from core.text import as_key
from dialogues.models import Dialogue
from dialogues.parts.forms import typed
from dialogues.standing import standing_of
from roadmaps.forms.actions import QuickActionForm
from roadmaps.forms.plan import (
    DropThemeForm,
    RoadmapForm,
    ThemeForm,
    VisionForm,
    dialogue_choices,
    group_choices,
)
from roadmaps.frame import RUN, group_or_404, roadmap_frame, roadmap_or_404
from roadmaps.leads import Leads, left_members
from roadmaps.models import Action, ActionUpdate, Roadmap, Theme
from roadmaps.planning import PlanReader
from roadmaps.services import plan as service

either = require_http_methods(["GET", "HEAD", "POST"])
ON_ONE_PAGE = (
    100  # actions that the plan lists under their themes; of more, each theme has its page
)
CONFLICT = 409


def to_change(request, pk):
    """The roadmap `pk`, for who runs it."""
    roadmap = roadmap_or_404(request, pk)
    require(request.user, RUN, roadmap)
    return roadmap


def form_below(request, roadmap, *, title, **further):
    """What a page with a form below a roadmap shows."""
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", roadmap.dialogue)
    request.in_dialogue = roadmap.dialogue
    name = Roadmap.objects.values_list("title", flat=True).get(pk=roadmap.pk)
    plan = reverse("roadmaps:plan", args=[roadmap.pk])
    return {
        "roadmap": roadmap,
        "title": title,
        "kicker": name,
        "crumbs": [
            {"label": _("Roadmaps"), "url": reverse("roadmaps:roadmap_list")},
            {"label": name, "url": roadmap.get_absolute_url()},
            {"label": _("Plan"), "url": plan},
        ],
        "cancel_url": plan,
    } | further


# The plan ---------------------------------------------------------------------------------------
@login_required
@either
def plan(request, pk):
    """The whole plan: what can be added, changed and moved; POST adds an action in one row."""
    roadmap = to_change(request, pk)
    context = roadmap_frame(request, roadmap, "overview")
    leads = Leads(roadmap, request.user, context["names"])
    bound = None
    if request.method == "POST":
        theme = get_object_or_404(roadmap.themes, pk=as_key(request.POST.get("theme")))
        bound = QuickActionForm(request.POST, leads=leads, prefix=f"t{theme.pk}")
        if bound.is_valid():
            _add_quickly(theme, bound)
            messages.success(request, _("The action is there."))
            return _to_theme(theme)
    view = PlanReader(roadmap, context["names"]).read()
    for theme in view.themes:
        mine = bound if bound is not None and bound.prefix == f"t{theme.pk}" else None
        theme.quick = mine or QuickActionForm(leads=leads, prefix=f"t{theme.pk}")
    left = left_members(roadmap.learning_group_id)
    context |= {
        "view": view,
        "is_whole": view.number <= ON_ONE_PAGE,
        "shown": as_key(request.POST.get("theme") or request.GET.get("theme")),
        "suggestions": leads.suggestions(),
        "left": [line for line in view.lines if line.lead_person_id in left],
        "bound": bound,
        "crumbs": [
            *context["crumbs"],
            {"label": roadmap.title, "url": roadmap.get_absolute_url()},
        ],
    }
    for line in context["left"]:
        line.left_since = left[line.lead_person_id].since
    return render(request, "roadmaps/plan.html", context)


def _add_quickly(theme, form):
    service.add_action(
        Action(
            theme=theme,
            title=form.cleaned_data["title"],
            lead_person_id=form.lead_person,
            lead_organisation_id=form.lead_organisation,
            due=form.cleaned_data["due"],
        )
    )


# The head ---------------------------------------------------------------------------------------
def _programmes_to_begin_in(user):
    return standing_of(user).ids("programme", "convenor")


@login_required
@either
def roadmap_new(request):
    """Begin a roadmap: for the dialogue or the group that the address names, or for one to be chosen."""
    dialogues, groups, given = _for_what(request)
    data = typed(request)
    form = RoadmapForm(data, dialogues=dialogues, groups=groups, initial=given)
    if data is not None and form.is_valid():
        made = service.begin_roadmap(form.instance)
        messages.success(request, _("The roadmap is there. Its vision and themes come next."))
        return redirect("roadmaps:plan", pk=made.pk)
    context = {
        "title": _("A new roadmap"),
        "form": form,
        "submit": _("Begin the roadmap"),
        "crumbs": [{"label": _("Roadmaps"), "url": reverse("roadmaps:roadmap_list")}],
        "cancel_url": reverse("roadmaps:roadmap_list"),
    }
    return render(request, "roadmaps/plan_form.html", context)


def _for_what(request):
    """Dialogues and groups to choose from, and what is chosen: by `?dialogue=slug` or `?group=number`;
    404 for what the viewer may not see, 403 where they may begin none."""
    user, slug = request.user, request.GET.get("dialogue")
    if slug:
        rows = Dialogue.objects.visible_to(user).select_related("initiative")
        dialogue = get_object_or_404(rows, slug=slug)
        require(user, "dialogues.change_dialogue", dialogue)
        programme = dialogue.initiative.programme_id
        chosen = dialogue.learning_groups.values_list("pk", flat=True).first()
        return (
            dialogue_choices(user, [programme]).filter(pk=dialogue.pk),
            group_choices(user, programme, chosen=chosen),
            {"dialogue": dialogue.pk, "learning_group": chosen},
        )
    if request.GET.get("group"):
        group = group_or_404(request, as_key(request.GET["group"]))
        require(user, "roadmaps.convene_group", group)
        return (
            dialogue_choices(user, [group.programme_id]),
            group_choices(user, group.programme_id).filter(pk=group.pk),
            {"dialogue": group.dialogue_id, "learning_group": group.pk},
        )
    programmes = _programmes_to_begin_in(user)
    if not programmes:
        raise PermissionDenied
    groups = group_choices(user, None)
    for programme in programmes:
        groups |= group_choices(user, programme)
    return dialogue_choices(user, programmes), groups, {}


@login_required
@either
def roadmap_edit(request, pk):
    """Change the head of a roadmap; whose it is and who may read it, for those who convene."""
    roadmap = to_change(request, pk)
    group, user = roadmap.learning_group, request.user
    hands_over = (
        user.has_perm("roadmaps.convene_group", group)
        if group is not None
        else user.has_perm("dialogues.change_dialogue", roadmap.dialogue)
    )
    groups = None
    if hands_over:
        programme = roadmap.dialogue.initiative.programme_id
        groups = group_choices(user, programme, chosen=roadmap.learning_group_id)
    data = typed(request)
    form = RoadmapForm(data, instance=roadmap, groups=groups)
    if data is not None and form.is_valid():
        try:
            service.change_roadmap(roadmap, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("roadmaps:plan", pk=pk)
    context = form_below(request, roadmap, title=_("About the roadmap"), form=form)
    return answer(request, context)


def answer(request, context, template="roadmaps/plan_form.html"):
    """A page with a form, which answers 409 while somebody else's text stands beside what was typed."""
    status = CONFLICT if context["form"].conflict else 200
    return render(request, template, context, status=status)


@login_required
@either
def vision_edit(request, pk):
    """Write the vision, line by line."""
    roadmap = to_change(request, pk)
    data = typed(request)
    form = VisionForm(data, instance=roadmap)
    if data is not None and form.is_valid():
        try:
            service.write_vision(roadmap, based_on=form.based_on, lines=form.cleaned_data["vision"])
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("The vision is saved."))
            if "more" in request.POST:
                return redirect("roadmaps:vision_edit", pk=pk)
            return redirect("roadmaps:plan", pk=pk)
    context = form_below(
        request,
        roadmap,
        title=_("Vision"),
        form=form,
        more=_("Save and add lines"),
        remark=_("Say what is, and what should be instead; a line for each thing that changes."),
    )
    return answer(request, context)


# Themes -----------------------------------------------------------------------------------------
def theme_to_change(request, pk):
    """The theme `pk` with its roadmap, for who runs that."""
    theme = get_object_or_404(Theme.objects.select_related("topic"), pk=pk)
    theme.roadmap = to_change(request, theme.roadmap_id)
    return theme


@login_required
@either
def theme_new(request, pk):
    """Add a theme."""
    roadmap = to_change(request, pk)
    data = typed(request)
    form = ThemeForm(
        data,
        instance=Theme(roadmap=roadmap),
        programme_id=roadmap.dialogue.initiative.programme_id,
    )
    if data is not None and form.is_valid():
        made = service.add_theme(form.instance, topic_name=form.cleaned_data["topic_name"])
        messages.success(request, _("The theme is there. Its actions come next."))
        return _to_theme(made)
    context = form_below(
        request, roadmap, title=_("Add a theme"), form=form, submit=_("Add the theme")
    )
    return answer(request, context)


def _to_theme(theme):
    address = reverse("roadmaps:plan", args=[theme.roadmap_id])
    return HttpResponseRedirect(f"{address}?theme={theme.pk}#theme-{theme.pk}")


@login_required
@either
def theme_edit(request, pk):
    """Change a theme."""
    theme = theme_to_change(request, pk)
    title, data = theme.title, typed(request)
    form = ThemeForm(
        data, instance=theme, programme_id=theme.roadmap.dialogue.initiative.programme_id
    )
    if data is not None and form.is_valid():
        try:
            service.change_theme(
                theme,
                based_on=form.based_on,
                fields=form.model_fields,
                topic_name=form.cleaned_data["topic_name"],
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return _to_theme(theme)
    context = form_below(
        request,
        theme.roadmap,
        title=title,
        form=form,
        delete_url=reverse("roadmaps:theme_delete", args=[pk]),
        delete_label=_("Delete the theme"),
    )
    return answer(request, context)


@login_required
@either
def theme_delete(request, pk):
    """Delete a theme, once it was said what goes with it."""
    theme = theme_to_change(request, pk)
    form = DropThemeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            service.delete_theme(theme, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The theme is deleted."))
            return redirect("roadmaps:plan", pk=theme.roadmap_id)
    actions = Action.objects.filter(theme=theme)
    number = actions.count()
    reported = ActionUpdate.objects.filter(action__in=actions).values("action").distinct().count()
    context = form_below(
        request,
        theme.roadmap,
        title=_("Delete the theme “%(title)s”?") % {"title": theme.title},
        form=DropThemeForm(initial={"seen": number}),
        number=number,
        reported=reported,
        consequences=_what_goes(number),
    )
    return render(request, "roadmaps/plan_theme_delete.html", context)


def _what_goes(number):
    if not number:
        return [_("It has no actions.")]
    words = ngettext(
        "%(number)d action is deleted with it, with its milestones and who pays.",
        "%(number)d actions are deleted with it, with their milestones and who pays.",
        number,
    )
    return [
        words % {"number": number},
        _("Actions that waited for them wait no longer."),
        _("Recommendations and action points stay; they lead to these actions no more."),
        _("Versions that were made before keep what they say."),
    ]


@login_required
@require_POST
def theme_move(request, pk):
    """Move a theme up or down."""
    theme = theme_to_change(request, pk)
    service.move_theme(theme, up=request.POST.get("direction") == "up")
    return _to_theme(theme)
