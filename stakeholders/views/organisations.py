"""The register of organisations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.countries import country_name
from core.paging import page_of
from core.permissions import require
from stakeholders import services
from stakeholders.forms import OrganisationForm, RegisterFilter
from stakeholders.models import Organisation, Person
from stakeholders.naming import is_hidden_from, name_for
from stakeholders.views import register


@login_required
@require_safe
def organisation_list(request):
    """Every organisation that the viewer may see, narrowed by what the address says."""
    organisations = Organisation.objects.visible_to(request.user)
    form = RegisterFilter(request.GET, **register.filter_choices(organisations))
    chosen = form.chosen()
    visible = Q(people__in=Person.objects.visible_to(request.user))
    rows = organisations.select_related("group").annotate(
        people_count=Count("people", filter=visible)
    )
    page = page_of(request, _narrowed(rows, chosen).order_by("name", "pk"))
    context = {
        "page": page,
        "organisations": [
            {
                "name": organisation.full_name,
                "url": organisation.get_absolute_url(),
                "group": organisation.group,
                "country": country_name(organisation.country),
                "people_count": organisation.people_count,
            }
            for organisation in page
        ],
        "filter_form": form,
        "is_filtered": bool(chosen),
        "tabs": register.tabs("organisations"),
        "may_add": register.runs_some_register(request.user),
    }
    return render(request, "stakeholders/organisation_list.html", context)


def _narrowed(organisations, chosen):
    if "q" in chosen:
        organisations = organisations.matching(chosen["q"])
    for name, path in (
        ("programme", "programme__slug"),
        ("group", "group"),
        ("country", "country"),
    ):
        if name in chosen:
            organisations = organisations.filter(**{path: chosen[name]})
    return organisations


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request):
    """Enter an organisation in the register of a programme."""
    require(request.user, "stakeholders.add_organisation")
    programme = register.programme_to_add_to(request)
    back = reverse("stakeholders:organisation_list")
    if programme is None:
        return register.choose_programme(request, title=_("Add an organisation"), back=back)
    form = OrganisationForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        organisation = services.add_organisation(programme=programme, **form.values())
        messages.success(request, _("%(name)s is in the register.") % {"name": organisation.name})
        return redirect(organisation)
    context = {
        "form": form,
        "title": _("Add an organisation"),
        "programme": programme,
        "cancel_url": back,
        "submit": _("Add to the register"),
        "crumbs": register.crumbs((_("Organisations"), back)),
    }
    return render(request, "stakeholders/form.html", context)


@login_required
@require_safe
def organisation(request, pk):
    """What an organisation is, and who of the register belongs to it."""
    rows = Organisation.objects.visible_to(request.user).select_related("programme", "group")
    shown = get_object_or_404(rows, pk=pk)
    people = Person.objects.visible_to(request.user).filter(organisation=shown)
    page = page_of(request, people.by_shown_name(request.user).select_related("group"))
    context = {
        "organisation": shown,
        "facts": [
            (_("Country"), country_name(shown.country)),
            (_("Address"), shown.address),
            (_("Telephone"), shown.phone),
            (_("Fax"), shown.fax),
            (_("Programme"), shown.programme.title),
        ],
        "page": page,
        "people": [
            {
                "name": name_for(request.user, person),
                "hidden": is_hidden_from(request.user, person),
                "url": person.get_absolute_url(),
                "role": person.role,
                "group": person.group,
            }
            for person in page
        ],
        "may_change": request.user.has_perm("stakeholders.change_organisation", shown),
        "crumbs": register.crumbs((_("Organisations"), reverse("stakeholders:organisation_list"))),
    }
    return render(request, "stakeholders/organisation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request, pk):
    """Correct an organisation's entry."""
    rows = Organisation.objects.visible_to(request.user).select_related("programme")
    changed = get_object_or_404(rows, pk=pk)
    require(request.user, "stakeholders.change_organisation", changed)
    name = changed.name  # as it stands: validation writes what was typed to the instance
    form = OrganisationForm(request.POST or None, instance=changed, programme=changed.programme)
    if request.method == "POST" and form.is_valid():
        services.change_organisation(changed, **form.values())
        messages.success(request, _("Saved."))
        return redirect(changed)
    context = {
        "form": form,
        "title": _("Edit an organisation"),
        "programme": changed.programme,
        "cancel_url": changed.get_absolute_url(),
        "submit": _("Save"),
        "crumbs": register.crumbs(
            (_("Organisations"), reverse("stakeholders:organisation_list")),
            (name, changed.get_absolute_url()),
        ),
    }
    return render(request, "stakeholders/form.html", context)
