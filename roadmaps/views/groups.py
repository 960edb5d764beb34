"""Learning and Leadership Groups: the list, a group's page, its constitution."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.countries import country_name
from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.standing import standing_of
from roadmaps.constituencies import balance_of
from roadmaps.exceptions import LearningGroupNameTaken
from roadmaps.forms.groups import GroupForm
from roadmaps.frame import group_frame, group_or_404
from roadmaps.models import Decision, LearningGroup, Membership, Roadmap
from roadmaps.services.groups import change_group, found_group
from roadmaps.standing import in_office
from stakeholders.models import Consent, Group, Programme


@login_required
@require_safe
def group_list(request):
    """Every group that the viewer may see, with who hosts it and how many sit in it."""
    rows = (
        LearningGroup.objects.visible_to(request.user)
        .select_related("host", "programme")
        .annotate(
            members_now=Count("members", filter=in_office("members__"), distinct=True),
            roadmap_count=Count("roadmaps", distinct=True),
        )
    )
    context = {
        "page": page_of(request, rows.order_by("name", "pk")),
        "may_add": _programmes(request.user).exists(),
    }
    return render(request, "roadmaps/group_list.html", context)


@require_safe
def group(request, pk):
    """A group: what it is for, whom it stands for, its roadmap; to everybody as far as it chose."""
    try:
        shown = group_or_404(request, pk)
    except Http404:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise
    context = group_frame(request, shown, "about")
    inside = request.user.has_perm("roadmaps.inside_group", shown)
    names = context["names"]
    context |= {
        "inside": inside,
        "facts": [
            (_("Country"), country_name(shown.country)),
            (_("Host"), shown.host.full_name if shown.host else ""),
            (_("Convenor"), _convenor(shown, names, inside)),
            (_("Endorsed at"), _endorsed_at(request.user, shown)),
            (_("Endorsed on"), shown.endorsed and date_format(shown.endorsed, "j F Y")),
            (_("Quorum"), _quorum(shown) if inside or shown.shows_meetings else ""),
        ],
        "terms": shown.terms if inside or shown.shows_terms else "",
        "members": _members(shown, names, inside),
        "decisions": _decisions(shown) if inside or shown.shows_meetings else [],
        "roadmaps": Roadmap.objects.visible_to(request.user).filter(learning_group=shown),
        "balance": balance_of(
            Group.objects.filter(programme=shown.programme_id),
            Membership.objects.current().filter(learning_group=shown),
        )
        if inside
        else [],
    }
    return render(request, "roadmaps/group.html", context)


def _convenor(shown, names, inside):
    """Who convenes it; a person is named in public only inside the group."""
    person = shown.convenor_person if inside else None
    return names.of(person, shown.convenor_organisation, shown.convenor_text)


def _endorsed_at(user, shown):
    dialogue = shown.dialogue
    if dialogue is None or not user.has_perm("dialogues.view_dialogue", dialogue):
        return ""
    return dialogue.title


def _quorum(shown):
    if shown.quorum and shown.quorum_groups:
        words = _("%(members)d members of %(groups)d constituencies")
        return words % {"members": shown.quorum, "groups": shown.quorum_groups}
    return shown.quorum or ""


def _members(shown, names, inside):
    """Who sits in it now; to others only where the group chose it, and who agreed to be listed."""
    rows = Membership.objects.current().filter(learning_group=shown)
    rows = rows.select_related("person", "represents")
    if not inside:
        if not shown.shows_members:
            return []
        agreed = Q(person__consents__kind=Consent.Kind.LISTED, person__consents__given=True)
        rows = rows.filter(agreed, person__consents__is_current=True, person__protected=False)
    return [
        {
            "name": names.of(row.person),
            "hidden": names.hides(row.person),
            "role": row.role,
            "group": row.represents,
            "represents": row.represents_text,
        }
        for row in rows
    ]


def _decisions(shown):
    rows = Decision.objects.filter(meeting__learning_group=shown, meeting__state="held")
    return rows.select_related("meeting").order_by("-meeting__on", "position", "pk")[:5]


def _programmes(user):
    """Programmes in which `user` may found a group: those that they convene as a whole."""
    return Programme.objects.filter(pk__in=standing_of(user).ids("programme", "convenor"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request):
    """Found a group in one of the programmes that the viewer convenes."""
    programmes = _programmes(request.user)
    if not programmes.exists():
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, user=request.user, programmes=programmes)
    if data is not None and form.is_valid():
        try:
            made = found_group(form.instance)
        except LearningGroupNameTaken as taken:
            form.add_error(taken.field, str(taken))
        else:
            messages.success(request, _("The group is there. Its members come next."))
            return redirect(made)
    context = {
        "title": _("A new Learning and Leadership Group"),
        "form": form,
        "submit": _("Found the group"),
        "crumbs": [{"label": _("Groups"), "url": reverse("roadmaps:group_list")}],
        "cancel_url": reverse("roadmaps:group_list"),
    }
    return render(request, "roadmaps/group_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request, pk):
    """Change a group's constitution, and what of it everybody may read."""
    shown = group_or_404(request, pk)
    require(request.user, "roadmaps.convene_group", shown)
    title = shown.name
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, instance=shown, user=request.user, programmes=Programme.objects.none())
    if data is not None and form.is_valid():
        try:
            change_group(shown, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except LearningGroupNameTaken as taken:
            form.add_error(taken.field, str(taken))
        else:
            messages.success(request, _("Saved."))
            return redirect(shown)
    context = form_below(request, shown, title, form=form, title=_("The group’s constitution"))
    return render(
        request, "roadmaps/group_form.html", context, status=409 if form.conflict else 200
    )


def form_below(request, group, name, *, back="group", **further):
    """What pages with a form below a group share; `name` is the group's, as it stands in the rows."""
    request.knows_everybody = request.user.has_perm("roadmaps.know_members", group)
    address = reverse(f"roadmaps:{back}", args=[group.pk])
    return {
        "group": group,
        "kicker": name,
        "crumbs": [
            {"label": _("Groups"), "url": reverse("roadmaps:group_list")},
            {"label": name, "url": reverse("roadmaps:group", args=[group.pk])},
        ],
        "cancel_url": address,
        "today": timezone.localdate(),
    } | further
