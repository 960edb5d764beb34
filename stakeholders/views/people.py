"""The register of people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.countries import country_name
from core.paging import page_of
from core.permissions import require
from stakeholders import services
from stakeholders.forms import PersonForm, RegisterFilter
from stakeholders.models import Gender, Organisation, Person
from stakeholders.naming import is_hidden_from, name_for, veil
from stakeholders.record import record_of
from stakeholders.views import register


@login_required
@require_safe
def person_list(request):
    """Everybody whom the viewer may see, narrowed by what the address says."""
    people = Person.objects.visible_to(request.user)
    choices = register.filter_choices(people) | {
        "organisation": _organisations(people.known_by_name_to(request.user))
    }
    form = RegisterFilter(request.GET, **choices)
    chosen = form.chosen()
    rows = _narrowed(people, request.user, chosen)
    rows = rows.by_shown_name(request.user).select_related("organisation__group", "group")
    page = page_of(request, rows)
    context = {
        "page": page,
        "people": [_row(request.user, person) for person in page],
        "filter_form": form,
        "is_filtered": bool(chosen),
        "tabs": register.tabs("people"),
        "may_add": register.runs_some_register(request.user),
    }
    return render(request, "stakeholders/person_list.html", context)


def _organisations(people):
    rows = Organisation.objects.filter(pk__in=people.order_by().values("organisation"))
    return [
        (str(pk), acronym or name)
        for pk, acronym, name in rows.values_list("pk", "acronym", "name")
    ]


def _narrowed(people, user, chosen):
    if "q" in chosen:
        # To find somebody by their name is to know it.
        people = people.known_by_name_to(user).matching(chosen["q"])
    if "programme" in chosen:
        people = people.filter(programme__slug=chosen["programme"])
    if "group" in chosen:
        group = chosen["group"]
        people = people.filter(Q(group=group) | Q(group=None, organisation__group=group))
    if "organisation" in chosen:
        known = people.known_by_name_to(user)
        people = known.filter(organisation=chosen["organisation"])
    if "country" in chosen:
        people = people.filter(country=chosen["country"])
    return people


def _row(user, person):
    hidden = is_hidden_from(user, person)
    if hidden:
        veil(person)
    return {
        "name": name_for(user, person),
        "hidden": hidden,
        "url": person.get_absolute_url(),
        "role": person.role,
        "organisation": person.organisation,
        "group": _group_of(person),
        "country": country_name(person.country),
        "protected": person.protected,
    }


def _group_of(person):
    """The group that somebody belongs to, their organisation's where they have none of their own."""
    return person.group or (person.organisation and person.organisation.group)


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
    context = {
        "person": shown,
        "name": name_for(request.user, shown),
        "hidden": hidden,
        "subtitle": shown.affiliation,
        "group": _group_of(shown),
        "organisation_url": _organisation_url(request.user, shown.organisation),
        "contact": [] if hidden else _contact(shown),
        "facts": _facts(shown),
        "record": record_of(request.user, shown),
        "affiliations": [] if hidden else shown.affiliations.select_related("organisation"),
        "consents": [] if hidden else shown.consents.select_related("asked_by"),
        "may_change": may_change,
        "crumbs": register.crumbs(),
    }
    return render(request, "stakeholders/person.html", context)


def _organisation_url(user, organisation):
    if organisation and user.has_perm("stakeholders.view_organisation", organisation):
        return organisation.get_absolute_url()
    return ""


def _contact(person):
    return [
        (_("E-mail"), person.email),
        (_("Telephone"), person.phone),
    ]


def _facts(person):
    genders = dict(Gender.choices)
    return [
        (_("Country"), country_name(person.country)),
        (_("Gender"), genders.get(person.gender, person.gender)),
        (_("Languages"), ", ".join(person.languages or [])),
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
        services.change_person(changed, **form.values())
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
    return render(request, "stakeholders/form.html", context)
