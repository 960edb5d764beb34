"""The recommendations of an initiative: written by its convenors, read by who prepares it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.initiative_frame import crumbs_to, initiative_frame, initiative_or_404
from dialogues.models import Contribution, Dialogue, Initiative
from dialogues.parts.forms import typed
from dialogues.querysets import noted_by
from roadmaps.forms.plan import RecommendationForm
from roadmaps.models import Recommendation, Roadmap, Source
from roadmaps.services import sources as service
from roadmaps.sources import became_of
from roadmaps.views.plan import answer

either = require_http_methods(["GET", "HEAD", "POST"])
CHANGE = "dialogues.change_initiative"
NOTES = 200  # of what was said, offered beside what a recommendation rests on already


@login_required
@require_safe
def recommendations(request, slug):
    """What the initiative recommends, each with what became of it."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.view_preparation", initiative)
    context = initiative_frame(request, initiative, "recommendations")
    rows = initiative.recommendations.select_related("dialogue")
    page = page_of(request, rows)
    became = _became(request.user, list(page))
    add_url = reverse("roadmaps:recommendation_new", args=[slug])
    context |= {
        "page": page,
        "rows": [{"row": row, "became": became.get(row.pk, [])} for row in page],
        "crumbs": crumbs_to(initiative),
        "add_url": add_url,
        "action": {"url": add_url, "label": _("Add a recommendation"), "icon": "plus"}
        if context["can_change"]
        else None,
        "roadmaps": Roadmap.objects.run_by(request.user).filter(dialogue__initiative=initiative),
    }
    return render(request, "roadmaps/recommendations.html", context)


def _became(user, rows):
    """{pk of a recommendation: what became of it on roadmaps that `user` may see}. One query."""
    seen = Roadmap.objects.visible_to(user).values("pk")
    found = {}
    sources = Source.objects.filter(recommendation__in=rows, action__theme__roadmap__in=seen)
    for source in sources.select_related("action__theme__roadmap").order_by("pk"):
        found.setdefault(source.recommendation_id, []).append(became_of(source))
    return found


def _recommendation(request, pk, permission):
    """The recommendation `pk` with its initiative; 404 for who may not see that, else 403."""
    rows = Recommendation.objects.filter(initiative__in=Initiative.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("initiative__programme", "dialogue"), pk=pk)
    require(request.user, permission, found.initiative)
    return found


def _notes(user, initiative):
    """What was said at dialogues of the initiative, for those who may read the notes."""
    rows = Contribution.objects.filter(
        noted_by(user, "session__dialogue__"), session__dialogue__initiative=initiative
    )
    return rows.select_related("session__dialogue").order_by("pk")


@login_required
@require_safe
def recommendation(request, pk):
    """One recommendation: what it rests on, and the actions that came of it."""
    shown = _recommendation(request, pk, "dialogues.view_preparation")
    initiative = shown.initiative
    notes = _notes(request.user, initiative).filter(recommendations=shown)
    context = initiative_frame(request, initiative, "recommendations")
    context |= {
        "recommendation": shown,
        "notes": notes,
        "fault_lines": shown.fault_lines.all(),
        "became": _became(request.user, [shown]).get(pk, []),
        "crumbs": crumbs_to(initiative, (_("Recommendations"), _list_url(initiative))),
    }
    return render(request, "roadmaps/recommendation.html", context)


def _list_url(initiative):
    return reverse("roadmaps:recommendations", args=[initiative.slug])


def _form(request, row):
    """The form, which offers what the recommendation rests on and the latest of what was said."""
    initiative = row.initiative
    notes = _notes(request.user, initiative)
    latest = notes.order_by("-pk").values_list("pk", flat=True)[:NOTES]
    keys = set(latest)
    if row.pk:
        keys |= set(notes.filter(recommendations=row).values_list("pk", flat=True))
    dialogues = Dialogue.objects.visible_to(request.user).filter(initiative=initiative)
    return RecommendationForm(
        typed(request),
        instance=row,
        initiative=initiative,
        dialogues=dialogues,
        notes=notes.filter(pk__in=keys),
    )


def _rests_on(form):
    return {
        "contributions": form.cleaned_data.get("contributions"),
        "fault_lines": form.cleaned_data["fault_lines"],
    }


def _page(request, initiative, **further):
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", initiative)
    context = {
        "kicker": initiative.title,
        "crumbs": crumbs_to(initiative, (_("Recommendations"), _list_url(initiative))),
        "cancel_url": _list_url(initiative),
    }
    return context | further


@login_required
@either
def recommendation_new(request, slug):
    """Write down a recommendation."""
    initiative = initiative_or_404(request, slug)
    require(request.user, CHANGE, initiative)
    form = _form(request, Recommendation(initiative=initiative))
    if request.method == "POST" and form.is_valid():
        service.add_recommendation(form.instance, **_rests_on(form))
        messages.success(request, _("The recommendation is there."))
        return redirect(_list_url(initiative))
    context = _page(request, initiative, title=_("Add a recommendation"), form=form)
    return answer(request, context)


@login_required
@either
def recommendation_edit(request, pk):
    """Change a recommendation."""
    row = _recommendation(request, pk, CHANGE)
    initiative = row.initiative
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            service.change_recommendation(
                row, based_on=form.based_on, fields=form.model_fields, **_rests_on(form)
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("roadmaps:recommendation", pk=pk)
    context = _page(
        request,
        initiative,
        title=_("Edit the recommendation"),
        form=form,
        delete_url=reverse("roadmaps:recommendation_delete", args=[pk]),
        delete_label=_("Delete the recommendation"),
    )
    return answer(request, context)


@login_required
@either
def recommendation_delete(request, pk):
    """Delete a recommendation, once it was said what becomes of the actions that came of it."""
    row = _recommendation(request, pk, CHANGE)
    if request.method == "POST":
        service.delete_recommendation(row)
        messages.success(request, _("The recommendation is deleted."))
        return redirect(_list_url(row.initiative))
    number = row.sourced.count()
    context = _page(
        request,
        row.initiative,
        title=_("Delete the recommendation?"),
        text=row.text,
        consequences=[
            _(
                "The actions that came of it stay, but no longer say where they come from: %(number)d."
            )
            % {"number": number}
        ]
        if number
        else [_("No action came of it yet.")],
    )
    return render(request, "roadmaps/plan_delete.html", context)


@login_required
@require_POST
def recommendation_move(request, pk):
    """Move a recommendation up or down."""
    row = _recommendation(request, pk, CHANGE)
    service.move_recommendation(row, up=request.POST.get("direction") == "up")
    return HttpResponseRedirect(f"{_list_url(row.initiative)}#recommendation-{pk}")
