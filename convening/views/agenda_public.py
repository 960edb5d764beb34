"""The released agenda for everybody, and for who takes part: pages and calendar files.

A version never changes, so the public page is kept compressed as it was written, and a reader who has it
is told so. What it says of people can change at any moment: the mark that both go by is read from the
database at every visit (`convening.released.revision_of`).
"""

import gzip
import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from convening.calendars import calendar_of
from convening.facts_now import facts_of
from convening.models import AgendaRelease
from convening.released import PublicTold, UserTold, read, revision_of
from core.text import one_line
from dialogues.frame import dialogue_or_404, frame, require_tab
from dialogues.ical import MEDIA_TYPE
from dialogues.standing import standing_of
from dialogues.veil import veil_for
from dialogues.when import when_in_words, where_in_words, zone_in_words

DAY = 24 * 3600  # seconds for which a page is kept
OWN = "mine"  # ?only=mine: the reader's own items alone


def _public_release(slug):
    """The latest release of the dialogue at `slug`, without its snapshot, if everybody may read it."""
    rows = AgendaRelease.objects.filter(
        dialogue__slug=slug,
        dialogue__is_public=True,
        dialogue__initiative__is_public=True,
        dialogue__plan__agenda_is_public=True,
    )
    return get_object_or_404(
        rows.defer("snapshot").select_related("dialogue__initiative").order_by("-number")[:1]
    )


@require_safe
def programme(request, slug):
    """The agenda as everybody may read it: the latest version, without names of who did not agree."""
    release = _public_release(slug)
    return _kept(request, release, "page", _page, "text/html; charset=utf-8")


@require_safe
def programme_ics(request, slug):
    """The same as a calendar file."""
    release = _public_release(slug)
    answer = _kept(request, release, "ics", _calendar, MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{release.dialogue.slug}-agenda.ics"'
    return answer


def _kept(request, release, what, write, media_type):
    """What `write(release)` gives, as it is kept; or that the reader has it already."""
    mark = f"{what}:{revision_of(release)}:{get_language()}"
    etag = f'W/"{hashlib.sha256(mark.encode()).hexdigest()[:32]}"'
    # Its words are veiled for strangers already, as they were when it was written.
    request.knows_everybody = True
    same = get_conditional_response(request, etag=etag)
    if same is not None and same.status_code != 200:
        return _with_headers(same, etag)
    packed = cache.get(f"agenda:{mark}")
    if packed is None:
        packed = gzip.compress(write(release).encode(), compresslevel=6, mtime=0)
        cache.set(f"agenda:{mark}", packed, DAY)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(
        packed if takes_gzip else gzip.decompress(packed), content_type=media_type
    )
    if takes_gzip:
        answer["Content-Encoding"] = "gzip"
    return _with_headers(answer, etag)


def _with_headers(answer, etag):
    answer["ETag"] = etag
    answer["Cache-Control"] = "no-cache"
    patch_vary_headers(answer, ("Accept-Encoding", "Accept-Language", "Cookie"))
    return answer


def _page(release):
    dialogue = release.dialogue
    veil = veil_for(AnonymousUser())
    context = {
        "dialogue": dialogue,
        "title": veil(dialogue.title),
        "initiative": veil(dialogue.initiative.title),
        "when": when_in_words(dialogue),
        "where": veil(where_in_words(dialogue)),
        "zone": zone_in_words(dialogue),
        "release": release,
        "days": read(facts_of(release), PublicTold(dialogue), veil=veil),
    }
    return render_to_string("convening/agenda_public.html", context)


def _calendar(release):
    return calendar_of(release, url=release_url(release))


def release_url(release):
    """The address of the public page, for calendars."""
    return settings.SITE_URL + reverse("convening:programme", args=[release.dialogue.slug])


@login_required
@require_safe
def my_agenda(request, slug):
    """The latest version for who is inside, their own items marked, or these alone."""
    dialogue, release = _inside(request, slug)
    context = frame(request, dialogue, "agenda")
    own = frozenset(standing_of(request.user).people)
    told = UserTold(context["naming"])
    told.of_the_team = False  # the moderator's notes have pages of their own
    only_own = request.GET.get("only") == OWN
    veil = str if context["sees_identities"] else veil_for(request.user)
    days = release and read(facts_of(release), told, veil=veil, own=own, only_own=only_own)
    return render(
        request,
        "convening/agenda_mine.html",
        context | {"release": release, "days": days, "only_own": only_own, "has_own": bool(own)},
    )


@login_required
@require_safe
def my_agenda_ics(request, slug):
    """The latest version as a calendar file, or the reader's own items alone."""
    _dialogue, release = _inside(request, slug)
    if release is None:
        raise Http404
    own = None
    if request.GET.get("only") == OWN:
        own = frozenset(standing_of(request.user).people)
    return calendar_answer(release, own)


def _inside(request, slug):
    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "agenda")
    return dialogue, dialogue.agenda_releases.select_related("dialogue__initiative").first()


def calendar_answer(release, own):
    """The calendar of a release, or of the items alone in which people with ids in `own` appear."""
    response = HttpResponse(calendar_of(release, own=own), content_type=MEDIA_TYPE)
    name = f"{one_line(release.dialogue.slug)}-agenda{'' if own is None else '-mine'}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response
