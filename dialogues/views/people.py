"""The people at a dialogue: the list, and how somebody gets on it and off it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key, fold
from dialogues.exceptions import TakesPartAlready
from dialogues.forms.people import ParticipantFilter, ParticipantForm, ParticipationForm
from dialogues.frame import crumbs_of, dialogue_or_404, frame, require_tab
from dialogues.models import Participation
from dialogues.naming import Naming
from dialogues.parts.forms import typed
from dialogues.services import people as services
from dialogues.standing import standing_of
from dialogues.views.balance import panel_of
from dialogues.vocabulary import ACTS_AS, label_of
from stakeholders.access import access_of
from stakeholders.models import Group, Person

FOUND_AT_ONCE = 20


@login_required
@require_safe
def people(request, slug):
    """Who takes part, as far as the viewer may know; filters live in the address."""
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "people")
    context = frame(request, dialogue, "people")
    naming = context["naming"]
    groups = list(Group.objects.filter(programme=dialogue.initiative.programme_id))
    form = ParticipantFilter(request.GET, groups=groups)
    chosen = form.chosen()
    visible = Participation.objects.visible_to(request.user, dialogue)
    rows = _narrowed(visible, chosen, naming).select_related("person__organisation", "group")
    page = page_of(request, rows)
    is_partner = dialogue.pk in standing_of(request.user).partner_of
    shows_details = context["can_take_notes"] or context["can_register_people"]
    context |= {
        "form": form,
        "active": bool(chosen),
        "page": page,
        "rows": [_row(row, naming) for row in page],
        "panel": panel_of(request.user, dialogue, groups=groups),
        "shows_details": shows_details,
        "brings_sheets": context["can_register_people"]
        and request.user.has_perm("stakeholders.add_import"),
        "only_own": is_partner and not context["can_take_notes"],
    }
    return render(request, "dialogues/people.html", context)


def _narrowed(rows, chosen, naming):
    if group := chosen.get("group"):
        rows = rows.filter(group=None if group == "none" else group)
    if status := chosen.get("status"):
        rows = rows.filter(status=status)
    words = chosen.get("q", "")
    if words and naming.sees_identities:
        rows = rows.filter(person__in=Person.objects.matching(words))
    elif words:
        # By the names as this viewer is told them: a search must not confirm who a pseudonym is.
        wanted = fold(words).split()
        there = Person.objects.filter(participations__in=rows)
        found = [
            person.pk
            for person in there
            if all(word in fold(naming.name(person)) for word in wanted)
        ]
        rows = rows.filter(person__in=found)
    return rows


def _row(participation, naming):
    person = participation.person
    known = naming.knows(person)
    return {
        "participation": participation,
        "name": naming.name(person),
        "is_pseudonym": not known,
        "role": naming.role(person),
        "organisation": naming.organisation(person),
        "acts_as": label_of(ACTS_AS, participation.acts_as) if known else naming.part(person),
        "sponsored": _("yes") if participation.sponsored else "",
        "listed": _("yes") if participation.listed else "",
        # A group beside a pseudonym is for those who take the notes by groups.
        "group": participation.group if known or naming.is_of_the_team else None,
        "shows_group": known or naming.is_of_the_team,
    }


@login_required
def participant_add(request, slug):
    """Add somebody: chosen from the register (`?person=`), found there (`?q=`), or typed in."""
    dialogue, naming = _registering(request, slug)
    person = _chosen_person(request, dialogue)
    forms = _forms(request, dialogue, person)
    back = reverse("dialogues:dialogue_people", args=[slug])
    if request.method == "POST" and all(form.is_valid() for form in forms.values()):
        try:
            participation = _register(request.user, dialogue, person, forms)
        except TakesPartAlready as refusal:
            forms["participation"].add_error(None, str(refusal))
        except Refusal as refusal:
            forms["participation"].meet_limit(refusal, request.user, dialogue)
        else:
            name = naming.name(participation.person)
            messages.success(request, _("%(name)s is on the list.") % {"name": name})
            here = reverse("dialogues:participant_add", args=[slug])
            return redirect(here if "again" in request.POST else back)
    words = _words_to_find(request, forms)
    context = _page(dialogue, back) | {
        "forms": forms,
        "person_name": naming.name(person) if person else "",
        "q": request.GET.get("q", "")[:200],
        "words": words,
        "found": _found(request.user, dialogue, naming, words),
    }
    return render(request, "dialogues/participant_form.html", context)


def _registering(request, slug):
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "dialogues.register_people", dialogue)
    return dialogue, Naming(dialogue, request.user)


def _chosen_person(request, dialogue):
    if "person" not in request.GET:
        return None
    rows = Person.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(
        rows, pk=as_key(request.GET["person"]), programme=dialogue.initiative.programme_id
    )


def _forms(request, dialogue, person):
    programme = dialogue.initiative.programme
    groups = Group.objects.filter(programme=programme)
    data = typed(request)
    initial = {"status": Participation.Status.REGISTERED}
    if person is not None:
        initial["group"] = person.group_id
        form = ParticipationForm(data, groups=groups, person=person, initial=initial)
        return {"participation": form}
    runs = programme.pk in access_of(request.user).programmes
    return {
        "person": ParticipantForm(data, user=request.user, programme=programme, runs_register=runs),
        "participation": ParticipationForm(data, groups=groups, initial=initial),
    }


def _register(user, dialogue, person, forms):
    form = forms["participation"]
    fields = form.changes()
    meant = {"by": user, "over_limit": form.over_limit(user, dialogue)}
    if person is not None:
        return services.add_participant(dialogue, person=person, participation=fields, **meant)
    values = forms["person"].values() | {"group": fields["group"]}
    if not user.has_perm("dialogues.change_dialogue", dialogue):
        values["held_by_id"] = standing_of(user).partner_of[dialogue.pk]
    return services.register_person(dialogue, person=values, participation=fields, **meant)


def _words_to_find(request, forms):
    """What to look for in the register: what was asked for, or the address that is taken."""
    form = forms.get("person")
    if form is not None and form.is_bound and "email" in form.errors:
        return form["email"].value() or ""
    return request.GET.get("q", "")[:200]


def _found(user, dialogue, naming, words):
    if not words.strip():
        return []
    rows = Person.objects.visible_to(user).filter(programme=dialogue.initiative.programme_id)
    # To find somebody by their name is to know it.
    rows = rows.known_by_name_to(user).matching(words)
    rows = rows.select_related("organisation")[:FOUND_AT_ONCE]
    there = set(dialogue.participations.values_list("person_id", flat=True))
    return [
        {
            "person": person,
            "name": naming.name(person),
            "role": naming.role(person),
            "organisation": naming.organisation(person),
            "takes_part": person.pk in there,
        }
        for person in rows
    ]


def _page(dialogue, back):
    crumbs = [
        *crumbs_of(dialogue),
        {"label": dialogue.title, "url": dialogue.get_absolute_url()},
        {"label": _("People"), "url": back},
    ]
    return {"dialogue": dialogue, "crumbs": crumbs, "cancel_url": back}


def _participation_or_404(request, dialogue, pk):
    rows = Participation.objects.visible_to(request.user, dialogue)
    rows = rows.select_related("person__organisation", "dialogue__initiative__programme")
    return get_object_or_404(rows, pk=pk)


@login_required
def participant_edit(request, slug, pk):
    """Correct how somebody takes part and, for those who may, who they are."""
    dialogue, naming = _registering(request, slug)
    participation = _participation_or_404(request, dialogue, pk)
    person = participation.person
    name = naming.name(person)  # as it stands: validation writes what was typed to the instance
    data = typed(request)
    programme = dialogue.initiative.programme
    groups = Group.objects.filter(programme=programme)
    forms = {"participation": ParticipationForm(data, groups=groups, instance=participation)}
    if naming.knows(person) and request.user.has_perm("stakeholders.change_person", person):
        runs = programme.pk in access_of(request.user).programmes
        who = ParticipantForm(
            data, user=request.user, programme=programme, runs_register=runs, instance=person
        )
        forms = {"person": who, **forms}
    back = reverse("dialogues:dialogue_people", args=[slug])
    who = forms.get("person")
    if request.method == "POST" and all(form.is_valid() for form in forms.values()):
        try:
            services.change_participant(
                participation,
                changes=forms["participation"].changes(),
                by=request.user,
                over_limit=forms["participation"].over_limit(request.user, dialogue),
                person=who.values() if who else None,
                based_on=who.based_on if who else None,
                held_by_id=None if naming.sees_identities else person.held_by_id,
            )
        except StaleVersion as stale:
            who.meet(stale.current)
        except Refusal as refusal:
            forms["participation"].meet_limit(refusal, request.user, dialogue)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{back}#people-{participation.pk}")
    context = _page(dialogue, back) | {
        "forms": forms,
        "participation": participation,
        "person_name": name,
    }
    status = 409 if who and who.conflict else 200
    return render(request, "dialogues/participant_form.html", context, status=status)


@login_required
def participant_remove(request, slug, pk):
    """Take somebody off the list, once that was confirmed."""
    dialogue, naming = _registering(request, slug)
    participation = _participation_or_404(request, dialogue, pk)
    back = reverse("dialogues:dialogue_people", args=[slug])
    if request.method == "POST":
        services.remove_participant(participation, by=request.user)
        messages.success(request, _("Taken off the list."))
        return redirect(back)
    context = _page(dialogue, back) | {"person_name": naming.name(participation.person)}
    return render(request, "dialogues/participant_remove.html", context)
