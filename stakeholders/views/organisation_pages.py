"""An organisation of the register: its page, and the forms for its entry."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.countries import country_name
from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from stakeholders.forms.register import OrganisationForm
from stakeholders.models import Organisation, Person
from stakeholders.naming import is_hidden_from, name_for
from stakeholders.record import organisation_record
from stakeholders.services import register as services
from stakeholders.views import register


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
    rows = Organisation.objects.visible_to(request.user).select_related(
        "programme", "group", "held_by"
    )
    shown = get_object_or_404(rows, pk=pk)
    people = Person.objects.visible_to(request.user).filter(organisation=shown)
    # For who veils names in finished pages: nothing of another programme is told on this one.
    request.knows_everybody = request.user.has_perm("stakeholders.change_organisation", shown)
    page = page_of(request, people.by_shown_name(request.user).select_related("group"))
    context = {
        "organisation": shown,
        "facts": [
            (_("Country"), country_name(shown.country)),
            (_("Address"), shown.address),
            (_("Fax"), shown.fax),
            (_("Registered by"), str(shown.held_by or "")),
            (_("Programme"), shown.programme.title),
        ],
        "record": organisation_record(request.user, shown),
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
        try:
            services.change_organisation(changed, based_on=form.based_on, **form.values())
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
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
    return render(request, "stakeholders/form.html", context, status=409 if form.conflict else 200)
