"""What the pages of the register share: their tabs, and the programme that something is added to."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stakeholders.access import access_of
from stakeholders.models import Programme

TABS = (
    ("people", _("People"), "stakeholders:person_list"),
    ("organisations", _("Organisations"), "stakeholders:organisation_list"),
    ("groups", _("Groups and categories"), "stakeholders:group_list"),
    ("maps", _("Maps"), "stakeholders:map_list"),
    ("imports", _("Imports"), "stakeholders:import_list"),
)


def tabs(user, current):
    """The parts of the register that `user` may open, `current` being open."""
    return [
        {"label": label, "url": reverse(name), "current": key == current}
        for key, label, name in TABS
        if key != "imports" or user.has_perm("stakeholders.add_import")
    ]


def crumbs(*more):
    """The way to a page of the register; each of `more` is a pair of label and address."""
    pairs = [(_("Stakeholders"), reverse("stakeholders:person_list")), *more]
    return [{"label": label, "url": url} for label, url in pairs]


def programme_to_add_to(request):
    """The programme of the register that something new is for, or None where one has to be chosen.

    The only one that the viewer runs, or the one that `?programme=` names; 404 for any other.
    """
    programmes = Programme.objects.run_by(request.user)
    if slug := request.GET.get("programme", "").replace("\0", ""):
        return get_object_or_404(programmes, slug=slug)
    only = programmes[:2]
    return only[0] if len(only) == 1 else None


def choose_programme(request, *, title, back):
    """The page that asks which programme something new is for."""
    context = {
        "programmes": Programme.objects.run_by(request.user),
        "title": title,
        "back": back,
        "crumbs": crumbs(),
    }
    return render(request, "stakeholders/choose_programme.html", context)


def runs_some_register(user):
    """True if `user` may add to a register; asks nothing of the database anew."""
    return bool(access_of(user).programmes)


def group_of(person):
    """The group that somebody belongs to, their organisation's where they have none of their own."""
    return person.group or (person.organisation and person.organisation.group)


def query_of(request):
    """The filters and the order in the address, for a link to a file of what the list shows."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
