"""The vocabularies of each programme: its stakeholder groups, and the categories that it counts by."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from core.services import move
from stakeholders.exceptions import CategoryNameTaken, GroupInUse, GroupNameTaken
from stakeholders.forms.vocabulary import CategoryForm, GroupForm
from stakeholders.models import Category, Group, Programme
from stakeholders.services import register as services
from stakeholders.views import register


@login_required
@require_safe
def group_list(request):
    """The groups and categories of every programme that the viewer has a part in, in their order."""
    groups = Group.objects.annotate(
        people_count=Count("people", distinct=True),
        body_count=Count("organisations", distinct=True),
    ).order_by("position", "pk")
    categories = Category.objects.annotate(people_count=Count("people"))
    programmes = Programme.objects.visible_to(request.user).prefetch_related(
        Prefetch("groups", queryset=groups),
        Prefetch("categories", queryset=categories.order_by("position", "pk")),
    )
    context = {
        "programmes": [
            {
                "programme": programme,
                "groups": list(programme.groups.all()),
                "categories": list(programme.categories.all()),
                "runs_register": request.user.has_perm("stakeholders.see_identity", programme),
                "may_change": request.user.has_perm("stakeholders.change_group", programme),
            }
            for programme in programmes
        ],
        "tabs": register.tabs(request.user, "groups"),
    }
    return render(request, "stakeholders/group_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request, slug):
    """Add a stakeholder group to a programme, after its last one."""
    programme = _programme_or_404(request, slug)
    form = GroupForm(request.POST or None, look=services.free_look(programme))
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
    """Rename a stakeholder group, or give it another colour and pattern."""
    group = _group_or_404(request, pk)
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_group(group, **form.cleaned_data)
        except GroupNameTaken:
            form.add_error("name", _taken())
        else:
            messages.success(request, _("Saved."))
            return redirect("stakeholders:group_list")
    return _form(request, form, group.programme, title=_("Edit a stakeholder group"), row=group)


@login_required
@require_POST
def group_move(request, pk):
    """Swap a group with the one before it (`up`) or after it; each keeps its colour."""
    group = _group_or_404(request, pk)
    services.move_group(group, up=request.POST.get("to") == "up")
    return redirect(reverse("stakeholders:group_list") + f"#group-{group.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_delete(request, pk):
    """Delete a group that nothing refers to; otherwise say what does."""
    group = _group_or_404(request, pk)
    uses = services.uses_of(group)
    if request.method == "POST":
        try:
            services.delete_group(group)
        except GroupInUse as refusal:
            uses = refusal.uses
        else:
            messages.success(request, _("Deleted."))
            return redirect("stakeholders:group_list")
    context = {"title": _("Delete the group “%(name)s”?") % {"name": group.name}, "uses": uses}
    if not uses:
        context["consequences"] = [_("Nothing refers to it. Its colour becomes free.")]
    return _confirm(request, group.programme, context)


# Categories --------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_add(request, slug):
    """Add a category that people of a programme can be counted in."""
    programme = _programme_or_404(request, slug)
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_category(programme=programme, **form.cleaned_data)
        except CategoryNameTaken:
            form.add_error("name", _category_taken())
        else:
            messages.success(
                request, _("The category is added. Say on people’s entries who counts.")
            )
            return redirect("stakeholders:group_list")
    return _form(request, form, programme, title=_("Add a category"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_edit(request, pk):
    """Rename a category, or say anew who counts."""
    category = _category_or_404(request, pk)
    form = CategoryForm(request.POST or None, instance=category)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_category(category, **form.cleaned_data)
        except CategoryNameTaken:
            form.add_error("name", _category_taken())
        else:
            messages.success(request, _("Saved."))
            return redirect("stakeholders:group_list")
    return _form(request, form, category.programme, title=_("Edit a category"), row=category)


@login_required
@require_POST
def category_move(request, pk):
    """Swap a category with the one before it (`up`) or after it."""
    category = _category_or_404(request, pk)
    move(category, category.programme.categories.all(), up=request.POST.get("to") == "up")
    return redirect(reverse("stakeholders:group_list") + f"#category-{category.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_delete(request, pk):
    """Delete a category, once it was said what goes with it."""
    category = _category_or_404(request, pk)
    if request.method == "POST":
        services.delete_category(category)
        messages.success(request, _("Deleted."))
        return redirect("stakeholders:group_list")
    uses = ", ".join(f"{number} {name}" for name, number in services.uses_of(category))
    context = {
        "title": _("Delete the category “%(name)s”?") % {"name": category.name},
        "consequences": [
            _("What is said with it is forgotten: %(uses)s.") % {"uses": uses}
            if uses
            else _("Nobody counts in it, and there is no target for it.")
        ],
    }
    return _confirm(request, category.programme, context)


# What they share ---------------------------------------------------------------------------------
def _programme_or_404(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, "stakeholders.change_group", programme)
    return programme


def _group_or_404(request, pk):
    return _row_or_404(request, Group, pk)


def _category_or_404(request, pk):
    return _row_or_404(request, Category, pk)


def _row_or_404(request, model, pk):
    rows = model.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("programme"), pk=pk)
    require(request.user, "stakeholders.change_group", row)
    return row


def _taken():
    return _("The programme has a stakeholder group of this name already.")


def _category_taken():
    return _("The programme has a category of this name already.")


def _page(programme):
    back = reverse("stakeholders:group_list")
    return {
        "programme": programme,
        "cancel_url": back,
        "crumbs": register.crumbs((_("Groups and categories"), back)),
    }


def _form(request, form, programme, *, title, row=None):
    context = _page(programme) | {"form": form, "title": title, "submit": _("Save")}
    if row is not None:
        kind = "group" if isinstance(row, Group) else "category"
        context["delete_url"] = reverse(f"stakeholders:{kind}_delete", args=[row.pk])
    return render(request, "stakeholders/form.html", context)


def _confirm(request, programme, context):
    return render(request, "stakeholders/vocabulary_delete.html", _page(programme) | context)
