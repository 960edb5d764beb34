"""Where somebody was before, as what, and since when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from stakeholders.exceptions import OnePresentAffiliation
from stakeholders.forms.affiliations import AffiliationForm
from stakeholders.models import Affiliation, Organisation, Person
from stakeholders.naming import is_hidden_from
from stakeholders.services import register as services
from stakeholders.views import register


def person_to_change(request, pk):
    """The person whose entry the viewer may change; 404 for strangers, 403 for others."""
    rows = Person.objects.visible_to(request.user).select_related("programme")
    person = get_object_or_404(rows, pk=pk)
    require(request.user, "stakeholders.change_person", person)
    if is_hidden_from(request.user, person):
        # The page would show the name.
        require(request.user, "stakeholders.see_identity", person)
    return person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def affiliation_add(request, pk):
    """Add where somebody was before."""
    person = person_to_change(request, pk)
    return _form(request, person, Affiliation(person=person), title=_("Add an earlier affiliation"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def affiliation_edit(request, pk, affiliation_pk):
    """Correct an affiliation; of the present one, when it began."""
    person = person_to_change(request, pk)
    affiliation = get_object_or_404(person.affiliations, pk=affiliation_pk)
    return _form(request, person, affiliation, title=_("Edit an affiliation"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def affiliation_delete(request, pk, affiliation_pk):
    """Take away an affiliation that never was, once that was confirmed."""
    person = person_to_change(request, pk)
    affiliation = get_object_or_404(
        person.affiliations.select_related("organisation").filter(until__isnull=False),
        pk=affiliation_pk,
    )
    if request.method == "POST":
        services.delete_affiliation(affiliation)
        messages.success(request, _("Deleted."))
        return redirect(person)
    context = _page(person) | {
        "title": _("Delete this affiliation?"),
        "consequences": [
            _("That %(person)s was with %(organisation)s is forgotten.")
            % {"person": person.full_name, "organisation": affiliation.organisation.name}
        ],
    }
    return render(request, "stakeholders/vocabulary_delete.html", context)


def _form(request, person, affiliation, *, title):
    organisations = Organisation.objects.visible_to(request.user).filter(programme=person.programme)
    form = AffiliationForm(
        request.POST or None,
        instance=affiliation,
        organisations=organisations
        | Organisation.objects.filter(pk=affiliation.organisation_id, programme=person.programme),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_affiliation(form.instance)
        except OnePresentAffiliation:
            form.add_error(None, _("Somebody changed the entry meanwhile. Look at it again."))
        else:
            messages.success(request, _("Saved."))
            return redirect(person)
    context = _page(person) | {"form": form, "title": title, "submit": _("Save")}
    return render(request, "stakeholders/form.html", context)


def _page(person):
    return {
        "programme": person.programme,
        "cancel_url": person.get_absolute_url(),
        "crumbs": register.crumbs((person.full_name, person.get_absolute_url())),
    }
