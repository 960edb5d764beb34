"""Programmes: the work under one name that initiatives, groups and the register belong to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exceptions import AccountClosed
from accounts.models import User
from accounts.roles import Role
from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.exceptions import TitleTaken
from dialogues.forms.programmes import NewProgrammeForm, ProgrammeForm
from dialogues.models import Initiative
from dialogues.services.programmes import change_programme, create_programme
from dialogues.stages import STANDARD
from dialogues.standing import standing_of
from stakeholders.models import Programme


def _crumbs(*more):
    pairs = [(_("Programmes"), reverse("dialogues:programme_list")), *more]
    return [{"label": label, "url": url} for label, url in pairs]


def _url_of(programme):
    return reverse("dialogues:programme", args=[programme.slug])


@login_required
@require_safe
def programme_list(request):
    """Every programme that the viewer has a part in."""
    visible = Q(initiatives__in=Initiative.objects.visible_to(request.user))
    programmes = Programme.objects.visible_to(request.user).annotate(
        initiative_count=Count("initiatives", filter=visible, distinct=True)
    )
    page = page_of(request, programmes.order_by("title"))
    context = {"page": page, "may_add": standing_of(request.user).is_administrator}
    return render(request, "dialogues/programme_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request):
    """Make a programme and appoint its convenor."""
    require(request.user, "stakeholders.add_programme")
    begun = {"convenor_email": request.user.email, "blueprint": STANDARD}
    form = NewProgrammeForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            programme = create_programme(**form.cleaned_data, by=request.user)
        except TitleTaken as refusal:
            form.add_error(refusal.field, str(refusal))
        except AccountClosed as refusal:
            form.add_error("convenor_email", str(refusal))
        else:
            told = _(
                "The programme is there. Who has the address %(email)s finds it under “My work”."
            )
            messages.success(request, told % {"email": form.cleaned_data["convenor_email"]})
            return redirect(_url_of(programme))
    context = {
        "form": form,
        "title": _("Add a programme"),
        "submit": _("Add the programme"),
        "cancel_url": reverse("dialogues:programme_list"),
        "crumbs": _crumbs(),
    }
    return render(request, "dialogues/programme_form.html", context)


@login_required
@require_safe
def programme(request, slug):
    """A programme's summary, initiatives and groups; who convenes it, for those who appoint."""
    shown = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    may_change = request.user.has_perm("stakeholders.change_programme", shown)
    convenors = []
    if request.user.has_perm("dialogues.appoint", shown):
        appointed = {"appointments__programme": shown, "appointments__role": Role.CONVENOR}
        convenors = User.objects.filter(**appointed).order_by("name", "email")
    context = {
        "programme": shown,
        "page": page_of(request, shown.initiatives.visible_to(request.user)),
        "groups": shown.groups.all(),
        "convenors": convenors,
        "may_change": may_change,
        "may_change_groups": request.user.has_perm("stakeholders.change_group", shown),
        "may_run_funds": request.user.has_perm("convening.run_funds", shown),
        "may_write_mail": request.user.has_perm("convening.write_mail", shown),
        "may_add_initiative": standing_of(request.user).has({"programme": shown.pk}, Role.CONVENOR),
        "crumbs": _crumbs(),
    }
    return render(request, "dialogues/programme.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request, slug):
    """Change a programme's title and summary."""
    changed = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, "stakeholders.change_programme", changed)
    title = changed.title  # as it stands: validation writes what was typed to the instance
    form = ProgrammeForm(request.POST or None, instance=changed)
    if request.method == "POST" and form.is_valid():
        try:
            change_programme(changed, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except TitleTaken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(_url_of(changed))
    context = {
        "form": form,
        "title": _("Edit a programme"),
        "submit": _("Save"),
        "cancel_url": _url_of(changed),
        "crumbs": _crumbs((title, _url_of(changed))),
    }
    return render(
        request, "dialogues/programme_form.html", context, status=409 if form.conflict else 200
    )
