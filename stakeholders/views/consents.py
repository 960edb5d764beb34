"""Recording what somebody agreed to or refused."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stakeholders.consents import consequences_of_refusal
from stakeholders.forms.consents import ConsentForm
from stakeholders.services.consents import record_answer
from stakeholders.views import register
from stakeholders.views.affiliations import person_to_change


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent_add(request, pk):
    """Record an answer; what a refusal would change is said beside the form."""
    person = person_to_change(request, pk)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked_by = None if form.cleaned_data["asked_by_text"] else request.user
        record_answer(person=person, asked_by=asked_by, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(person)
    context = {
        "form": form,
        "title": _("Record a consent"),
        "person_name": person.full_name,
        "consequences": _consequences(request.user, person),
        "cancel_url": person.get_absolute_url(),
        "crumbs": register.crumbs((person.full_name, person.get_absolute_url())),
    }
    return render(request, "stakeholders/consent_form.html", context)


def _consequences(user, person):
    """What a refusal changes. Numbers are for who runs the register: to others they would tell of
    dialogues that they may not see."""
    if user.has_perm("stakeholders.see_identity", person):
        told = consequences_of_refusal(person)
        return [sentence for sentences in told.values() for sentence in sentences]
    return [
        _("If they refuse to be listed, they leave every participants’ list."),
        _(
            "If they refuse to be quoted, their name leaves the words that carry it by their consent."
        ),
    ]
