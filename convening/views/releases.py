"""Releasing the agenda: what is new and whom it concerns; earlier versions, and any two compared."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from convening.change_words import rows_of
from convening.facts_now import facts_of
from convening.forms.releases import ReleaseForm, number_asked
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.models import Plan
from convening.released import UserTold, read
from convening.releases import changes, digest_of, freeze
from convening.services.releases import mark_of, release_agenda
from convening.telling import notices_of
from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from stakeholders.models import Person


@login_required
@require_safe
def releases(request, slug):
    """What has changed since the last version, whom it concerns, and all versions."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return render(request, "convening/releases.html", _page(request, dialogue))


@login_required
@require_POST
def release_make(request, slug):
    """Make the next version and tell those whom it concerns."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return render(request, "convening/releases.html", _page(request, dialogue, form))
    try:
        made = release_agenda(dialogue, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return render(
            request, "convening/releases.html", _page(request, dialogue, form), status=409
        )
    told = made.notices.filter(mail__isnull=False).count()
    words = _("Version %(number)d is released.")
    if told:
        words = ngettext(
            "Version %(number)d is released, and %(told)d person is told by mail.",
            "Version %(number)d is released, and %(told)d people are told by mail.",
            told,
        )
    messages.success(request, words % {"number": made.number, "told": told})
    return redirect("convening:release", slug=slug, number=made.number)


def _page(request, dialogue, form=None):
    context = convening_frame(request, dialogue, "releases")
    rows = list(dialogue.agenda_releases.defer("snapshot").select_related("made_by"))
    latest = dialogue.agenda_releases.first()
    snapshot = freeze(dialogue)
    digest = digest_of(snapshot)
    before = facts_of(latest)
    found = changes(before, snapshot)
    notices = notices_of(dialogue, found)
    seen = mark_of(latest.number if latest else 0, digest)
    if form is None:
        form = ReleaseForm(initial={"seen": seen})
    else:
        # What is looked at now is what this page shows, not what was sent.
        form.data = form.data.copy()
        form.data["seen"] = seen
    told = [each for each in notices if not each.problem]
    plan = Plan.objects.filter(dialogue=dialogue).first()
    return context | {
        "form": form,
        "latest": latest,
        "next_number": (latest.number if latest else 0) + 1,
        "is_new": latest is None or digest_of(before) != digest,
        "has_items": bool(snapshot["items"]),
        "days": rows_of(found, names=_namer(context["naming"], found)),
        "told": _people(told, context["naming"]),
        "not_told": _people([each for each in notices if each.problem], context["naming"]),
        "submit": _submit(len(told), (latest.number if latest else 0) + 1),
        "page": page_of(request, rows),
        "plan": plan,
        "is_open": bool(plan and plan.agenda_is_public)
        and dialogue.is_public
        and dialogue.initiative.is_public,
    }


def _submit(told, number):
    if not told:
        return _("Release version %(number)d") % {"number": number}
    words = ngettext(
        "Release version %(number)d and tell %(told)d person",
        "Release version %(number)d and tell %(told)d people",
        told,
    )
    return words % {"number": number, "told": told}


def _people(notices, naming):
    return [
        {
            "name": naming.name(each.person),
            "organisation": naming.organisation(each.person),
            "problem": each.problem,
            "count": len(each.changes),
        }
        for each in notices
    ]


def _namer(naming, found):
    """A function from ids to names as the viewer is told them, in one query."""
    ids = {pk for each in found for pk in each.joined | each.left}
    known = Person.objects.filter(pk__in=ids).select_related("organisation")
    names = {person.pk: naming.name(person) for person in known}
    return lambda asked: sorted(names[pk] for pk in asked if pk in names)


@login_required
@require_safe
def release(request, slug, number):
    """One version as it was told, who was told of it, and what is different from another version."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    made = get_object_or_404(
        dialogue.agenda_releases.select_related("made_by"), number=as_key(number)
    )
    context = convening_frame(request, dialogue, "releases")
    naming = context["naming"]
    numbers = list(dialogue.agenda_releases.values_list("number", flat=True))
    others = [other for other in numbers if other != made.number]
    # Compared with the one before it, unless another one is asked for.
    before = max((other for other in others if other < made.number), default=None)
    asked = number_asked(request.GET.get("with"), others)
    before = asked or before
    found = None
    if before is not None:
        older, newer = sorted((before, made.number))
        rows = dialogue.agenda_releases.filter(number__in=(older, newer))
        facts = {row.number: facts_of(row) for row in rows}
        found = changes(facts[older], facts[newer])
    notices = made.notices.select_related("person__organisation", "mail").order_by("pk")
    return render(
        request,
        "convening/release.html",
        context
        | {
            "release": made,
            "is_latest": made.number == max(numbers),
            "others": others,
            "before": before,
            "older_newer": before and sorted((before, made.number)),
            "changed": found and rows_of(found, names=_namer(naming, found)),
            "notices": [
                {
                    "name": naming.name(row.person),
                    "organisation": naming.organisation(row.person),
                    "problem": row.problem,
                    "mail": row.mail,
                }
                for row in notices
            ],
            "days": read(facts_of(made), UserTold(naming), veil=str),
        },
    )
