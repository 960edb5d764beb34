"""Somebody of the register: their page, and the forms for their entry."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.countries import country_name
from core.exceptions import StaleVersion
from core.permissions import require
from stakeholders.consents import consents_of
from stakeholders.forms.register import PersonForm
from stakeholders.models import Gender, Person
from stakeholders.naming import is_hidden_from, name_for, veil
from stakeholders.record import record_of
from stakeholders.services import register as services
from stakeholders.views import register
from stakeholders.words import language_name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request):
    """Enter somebody in the register of a programme."""
    require(request.user, "stakeholders.add_person")
    programme = register.programme_to_add_to(request)
    if programme is None:
        return register.choose_programme(
            request, title=_("Add a person"), back=reverse("stakeholders:person_list")
        )
    form = PersonForm(
        request.POST or None,
        programme=programme,
        user=request.user,
        runs_register=True,
        initial=_asked_for(request),
    )
    if request.method == "POST" and form.is_valid():
        person = services.add_person(programme=programme, **form.values())
        messages.success(request, _("%(name)s is in the register.") % {"name": person.full_name})
        return redirect(person)
    context = {
        "form": form,
        "title": _("Add a person"),
        "programme": programme,
        "cancel_url": reverse("stakeholders:person_list"),
        "submit": _("Add to the register"),
        "crumbs": register.crumbs(),
    }
    return render(request, "stakeholders/form.html", context)


def _asked_for(request):
    """What a link to the form fills in: the organisation whose page it was on."""
    organisation = request.GET.get("organisation", "")
    return {"organisation": organisation} if organisation.isdecimal() else {}


@login_required
@require_safe
def person(request, pk):
    """Who somebody is: facts, what they took part in, earlier affiliations, consents."""
    rows = Person.objects.visible_to(request.user)
    shown = get_object_or_404(
        rows.select_related("programme", "organisation__group", "group", "held_by"), pk=pk
    )
    hidden = is_hidden_from(request.user, shown)
    if hidden:
        veil(shown)
    may_change = not hidden and request.user.has_perm("stakeholders.change_person", shown)
    runs_register = request.user.has_perm("stakeholders.see_identity", shown)
    is_oneself = not hidden and shown.user_id == request.user.pk
    # For who veils names in finished pages: nothing of another programme is told on this one.
    request.knows_everybody = runs_register
    context = {
        "person": shown,
        "name": name_for(request.user, shown),
        "hidden": hidden,
        "subtitle": shown.affiliation,
        "group": register.group_of(shown),
        "organisation_url": _organisation_url(request.user, shown.organisation),
        "facts": _facts(shown),
        "categories": [] if hidden or not may_change else shown.categories.all(),
        "record": record_of(request.user, shown),
        "affiliations": [] if hidden else shown.affiliations.select_related("organisation"),
        "consents": consents_of(shown) if may_change or is_oneself else None,
        "may_change": may_change,
        "runs_register": runs_register,
        "is_oneself": is_oneself,
        "crumbs": register.crumbs(),
    }
    return render(request, "stakeholders/person.html", context)


def _organisation_url(user, organisation):
    if organisation and user.has_perm("stakeholders.view_organisation", organisation):
        return organisation.get_absolute_url()
    return ""


def _facts(person):
    genders = dict(Gender.choices)
    return [
        (_("Country"), country_name(person.country)),
        (_("Gender"), genders.get(person.gender, person.gender)),
        (_("Languages"), ", ".join(map(language_name, person.languages or []))),
        (_("Registered by"), str(person.held_by) if person.held_by else ""),
        (_("Programme"), person.programme.title),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Correct somebody's entry; a new organisation or role is kept as a new affiliation."""
    rows = Person.objects.visible_to(request.user)
    changed = get_object_or_404(rows.select_related("programme"), pk=pk)
    require(request.user, "stakeholders.change_person", changed)
    if is_hidden_from(request.user, changed):
        # The form would show the name.
        require(request.user, "stakeholders.see_identity", changed)
    runs_register = request.user.has_perm("stakeholders.see_identity", changed)
    name = changed.full_name  # as it stands: validation writes what was typed to the instance
    form = PersonForm(
        request.POST or None,
        instance=changed,
        programme=changed.programme,
        user=request.user,
        runs_register=runs_register,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(changed, based_on=form.based_on, **form.values())
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(changed)
    context = {
        "form": form,
        "title": _("Edit an entry"),
        "programme": changed.programme,
        "cancel_url": changed.get_absolute_url(),
        "submit": _("Save"),
        "crumbs": register.crumbs((name, changed.get_absolute_url())),
    }
    return render(request, "stakeholders/form.html", context, status=409 if form.conflict else 200)
