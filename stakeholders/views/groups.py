"""The stakeholder groups of each programme."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from core.services import move
from stakeholders import services
from stakeholders.exceptions import GroupNameTaken
from stakeholders.forms import GroupForm
from stakeholders.models import Group, Programme
from stakeholders.views import register


@login_required
@require_safe
def group_list(request):
    """The groups of every programme that the viewer has a part in, in their order and colours."""
    groups = Group.objects.annotate(people_count=Count("people")).order_by("position", "pk")
    programmes = Programme.objects.visible_to(request.user).prefetch_related(
        Prefetch("groups", queryset=groups)
    )
    context = {
        "programmes": [
            {
                "programme": programme,
                "groups": list(programme.groups.all()),
                "runs_register": request.user.has_perm("stakeholders.see_identity", programme),
                "may_change": request.user.has_perm("stakeholders.change_group", programme),
            }
            for programme in programmes
        ],
        "tabs": register.tabs("groups"),
    }
    return render(request, "stakeholders/group_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request, slug):
    """Add a stakeholder group to a programme, after its last one."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, "stakeholders.change_group", programme)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_group(programme=programme, **form.cleaned_data)
        except GroupNameTaken:
            form.add_error("name", _taken())
        else:
            messages.success(request, _("The stakeholder group is added."))
            return redirect("stakeholders:group_list")
    return _form(request, form, programme, title=_("Add a stakeholder group"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request, pk):
    """Rename a stakeholder group; its place and colour stay."""
    group = _group_or_404(request, pk)
    require(request.user, "stakeholders.change_group", group)
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_group(group, **form.cleaned_data)
        except GroupNameTaken:
            form.add_error("name", _taken())
        else:
            messages.success(request, _("Saved."))
            return redirect("stakeholders:group_list")
    return _form(request, form, group.programme, title=_("Edit a stakeholder group"))


@login_required
@require_POST
def group_move(request, pk):
    """Swap a group with the one before it (`up`) or after it; their colours change with the place."""
    group = _group_or_404(request, pk)
    require(request.user, "stakeholders.change_group", group)
    move(group, group.programme.groups.all(), up=request.POST.get("to") == "up")
    return redirect(reverse("stakeholders:group_list") + f"#group-{group.pk}")


def _group_or_404(request, pk):
    rows = Group.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("programme"), pk=pk)


def _taken():
    return _("The programme has a stakeholder group of this name already.")


def _form(request, form, programme, *, title):
    back = reverse("stakeholders:group_list")
    context = {
        "form": form,
        "title": title,
        "programme": programme,
        "cancel_url": back,
        "submit": _("Save"),
        "crumbs": register.crumbs((_("Stakeholder groups"), back)),
    }
    return render(request, "stakeholders/form.html", context)
