"""Moving one's actions by personal link: no account, no script, little to load. A GET changes nothing."""

from functools import partial

from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.links import by_link, opens
from dialogues.survey_languages import answered_in, codes, own_name, wished
from roadmaps.forms.updates import UpdateForm
from roadmaps.models import Action, ActionUpdate, Membership, OwnerLink
from roadmaps.owners import by_urgency, last_words
from roadmaps.rollup import is_finished
from roadmaps.services.reminding import SEAT, redactor_of
from roadmaps.services.updates import write_update
from roadmaps.views.updates import parts_open

either = require_http_methods(["GET", "HEAD", "POST"])


@opens("actions")
def mine_address(link):
    """Where a link of purpose “actions” leads."""
    return reverse("roadmaps:mine", args=[link.key])


@opens(SEAT)
def seat_address(link):
    """Where a member's own link leads."""
    return reverse("roadmaps:seat_by_link", args=[link.key])


def _owner_or_404(request, link):
    rows = OwnerLink.objects.select_related(
        "person",
        "organisation",
        "roadmap__learning_group",
        "roadmap__dialogue__initiative__programme",
    )
    owner = get_object_or_404(rows, link=link)
    request.in_dialogue = owner.roadmap.dialogue
    return owner


def _of(owner):
    """The actions that the owner leads, of this roadmap alone."""
    led = (
        Q(lead_person=owner.person_id)
        if owner.person_id
        else Q(lead_organisation=owner.organisation_id, lead_person=None)
    )
    rows = Action.objects.filter(led, theme__roadmap=owner.roadmap_id)
    return rows.select_related("theme__roadmap").prefetch_related(
        "milestones", "blockages", "parts"
    )


def in_language(request, wishes, answer):
    """What `answer()` gives in the first language of `wishes` that we speak; the browser remembers it."""
    language = wished(request, *wishes)
    return answered_in(language, request, partial(answer, language), path=request.path)


def languages(current):
    """The languages in which pages behind links can be read."""
    return [{"code": code, "name": own_name(code), "current": code == current} for code in codes()]


def _wishes(owner):
    group = owner.roadmap.learning_group
    return [group.language if group else "", *(owner.person.languages if owner.person else ())]


@either
@by_link("actions")
def mine(request, link):
    """The owner's unfinished actions, what is late first, and those that are over."""
    owner = _owner_or_404(request, link)
    return in_language(request, _wishes(owner), lambda language: _list(request, owner, language))


def _list(request, owner, language):
    today, words = timezone.localdate(), last_words(owner.roadmap)
    rows = list(_of(owner))
    redact = redactor_of(owner.roadmap)
    open_rows = [row for row in rows if not is_finished(row.status)]
    pairs = by_urgency(open_rows, today, words, owner.roadmap.silent_after)
    context = {
        "owner": owner,
        "roadmap_title": redact(owner.roadmap.title),
        "group": owner.roadmap.learning_group,
        "open": [
            {
                "title": redact(row.title),
                "action": row,
                "standing": standing,
                "url": reverse("roadmaps:mine_action", args=[owner.link.key, row.pk]),
            }
            for row, standing in pairs
        ],
        "over": [redact(row.title) for row in rows if row not in open_rows],
        "thanks": "thanks" in request.GET,
        "languages": languages(language),
    }
    return render(request, "roadmaps/mine.html", context)


@either
@by_link("actions")
def mine_action(request, link, pk):
    """How one action goes, in half a minute."""
    owner = _owner_or_404(request, link)
    shown = get_object_or_404(_of(owner), pk=pk)
    return in_language(
        request, _wishes(owner), lambda language: _update(request, owner, shown, language)
    )


def _update(request, owner, shown, language):
    form = UpdateForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        action=shown,
        parts_open=parts_open(shown),
        initial={},
    )
    back = reverse("roadmaps:mine", args=[owner.link.key])
    if request.method == "POST" and form.is_valid():
        update = form.update(
            via=ActionUpdate.Via.LINK,
            by_person=owner.person,
            by_organisation=owner.organisation,
        )
        try:
            write_update(update, **form.further())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{back}?thanks=1")
    redact = redactor_of(owner.roadmap)
    own = ActionUpdate.objects.filter(action=shown, corrected_by=None)
    own = own.filter(by_person=owner.person, by_organisation=owner.organisation).order_by("-pk")
    context = {
        "action": shown,
        "title": redact(shown.title),
        "text": redact(shown.text),
        "roadmap_title": redact(owner.roadmap.title),
        "form": form,
        "back": back,
        "own": [{"row": row, "text": redact(row.text)} for row in own[:3]],
        "languages": languages(language),
    }
    return render(request, "roadmaps/mine_action.html", context)


@either
@by_link(SEAT)
def seat_by_link(request, link):
    """A member says whether they want the digest."""
    rows = Membership.objects.select_related("person", "learning_group")
    member = get_object_or_404(rows, link=link)
    wishes = [member.learning_group.language, *member.person.languages]
    return in_language(request, wishes, lambda language: _digest(request, member, language))


def _digest(request, member, language):
    if request.method == "POST":
        Membership.objects.filter(pk=member.pk).update(wants_digest="yes" in request.POST)
        return redirect(f"{request.path}?saved=1")
    context = {
        "member": member,
        "group": member.learning_group,
        "saved": "saved" in request.GET,
        "languages": languages(language),
    }
    return render(request, "roadmaps/seat_by_link.html", context)
