"""The phone at the door: a page that goes on working off line, and what it sends and is told."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convening.attendance import days_of, kept_until, present_on, today_at
from convening.exceptions import EntriesUnreadable
from convening.frame import CHECK_IN, REGISTER, convening_or_404
from convening.models import CheckIn
from convening.services import attendance as services
from core.permissions import require
from dialogues.models import Participation
from dialogues.naming import Naming
from stakeholders.models import Group

Status = Participation.Status
EXPECTED = (Status.REGISTERED, Status.ATTENDED)
# What the page needs off line; the reader of QR codes is kept once it was needed.
ASSETS = (
    *("css/tokens.css", "css/base.css", "css/components.css"),
    *("js/door-store.js", "js/door-scan.js", "js/door.js", "img/favicon.svg"),
)
DECODER = "js/vendor/jsQR.js"
MOST_BYTES = 1_000_000


def _opened(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CHECK_IN, dialogue)
    return dialogue


@login_required
@require_safe
def phone(request, slug):
    """Check-in with one thumb. The page itself names nobody: the list comes as JSON."""
    dialogue = _opened(request, slug)
    addresses = {
        "people": reverse("convening:door_people", args=[slug]),
        "send": reverse("convening:door_take_in", args=[slug]),
        "worker": reverse("convening:door_worker", args=[slug]),
        "decoder": static(DECODER),
    }
    context = {
        "dialogue": dialogue,
        "asks_organisation": request.user.has_perm(REGISTER, dialogue),
        "config": {
            "slug": slug,
            "user": request.user.pk,
            "language": get_language(),
            "addresses": addresses,
            "words": _words(),
        },
    }
    response = render(request, "convening/door_phone.html", context)
    response["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return response


def _words():
    """What the script says, in the reader's language; %s stands for a name or a number."""
    return {
        "undo": _("Undo"),
        "here": _("Here"),
        "isHere": _("%s is here."),
        "wasHere": _("%s is here already."),
        "notHere": _("%s is not here any more."),
        "online": _("On line. Everything is sent."),
        "offline": _("Off line. Everything is kept on this phone."),
        "waiting": _("Still to send: %s"),
        "sending": _("Sending…"),
        "signIn": _("Sign in again to send what is kept here. Still to send: %s"),
        "otherUser": _("Somebody else is signed in now: load this page again."),
        "failed": _("The server could not take it in; trying again."),
        "count": _("%s here"),
        "of": _("%s on the list"),
        "nobody": _("Nobody found."),
        "empty": _("The list has not been loaded yet: be on line once."),
        "unknownCode": _("This code is of nobody on the list."),
        "noCamera": _("The camera cannot be used. Take a picture of the code instead."),
        "noCode": _("No code was found in the picture."),
        "added": _("%s is here and will be added to the list."),
        "addedNow": _("New"),
        "alike": _("Somebody called %s is on the list. Is it the same person?"),
        "same": _("The same person"),
        "another": _("Somebody else"),
        "letIn": _("Let in all the same"),
        "drop": _("Drop this entry"),
        "cleared": _("Nothing is kept on this phone any more."),
        "clearUnsent": _("These entries were not sent and would be lost: %s. Clear all the same?"),
        "clear": _("Take the list off this phone?"),
        "over": _("The dialogue is over: the list was taken off this phone."),
        "noStore": _("This browser keeps nothing: use the page for the desk."),
    }


@login_required
@require_safe
def people(request, slug):
    """The list of the door as the viewer may know it, as JSON."""
    dialogue = _opened(request, slug)
    rows = Participation.objects.visible_to(request.user, dialogue)
    rows = list(rows.select_related("person__organisation", "group", "registration"))
    naming = Naming(dialogue, request.user)
    present = present_on(dialogue)
    days = days_of(dialogue)
    groups = Group.objects.filter(programme=dialogue.initiative.programme_id)
    return JsonResponse(
        {
            "user": request.user.pk,
            "csrf": get_token(request),
            "now": timezone.now().isoformat(),
            "until": kept_until(dialogue).isoformat(),
            "timezone": dialogue.timezone,
            "today": today_at(dialogue).isoformat(),
            "days": [day.isoformat() for day in days],
            "groups": [{"id": group.pk, "name": group.name} for group in groups],
            "people": [_line(row, naming, days, present) for row in rows],
        }
    )


def _line(row, naming, days, present):
    group = row.group.name if row.group is not None else ""
    about = filter(None, (naming.organisation(row.person), group))
    return {
        "id": row.pk,
        "name": naming.name(row.person),
        "about": " · ".join(about),
        "code": row.registration.code if hasattr(row, "registration") else "",
        "hint": "" if row.status in EXPECTED else row.get_status_display(),
        "days": [day.isoformat() for day in days if row.pk in present.get(day, ())],
    }


@login_required
@require_POST
def take_in(request, slug):
    """Take a batch of entries in: `{"entries": […]}`; answers what became of each. 400 for what cannot be
    read."""
    dialogue = _opened(request, slug)
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise EntriesUnreadable(_("Too many entries at once."))
        sent = json.loads(request.body)
        entries = sent.get("entries") if isinstance(sent, dict) else None
        answers = services.take_in(dialogue, entries, by=request.user, via=CheckIn.Via.PHONE)
    except EntriesUnreadable as refusal:
        return JsonResponse({"reason": str(refusal)}, status=400)
    except (ValueError, RecursionError):
        return JsonResponse({"reason": _("This is no JSON.")}, status=400)
    return JsonResponse(
        {
            "answers": [
                {
                    "key": answer.key,
                    "outcome": answer.outcome,
                    "reason": answer.reason,
                    "participation": answer.participation,
                }
                for answer in answers
            ]
        }
    )


@login_required
@require_safe
def worker(request, slug):
    """The service worker of this door: told the addresses of the files as they are now, so that a new
    edition of the software is a new worker. It rules no further than `door/`."""
    _opened(request, slug)
    told = {
        "name": f"door:{slug}:",
        "page": reverse("convening:door_phone", args=[slug]),
        "assets": [static(path) for path in ASSETS],
        "later": [static(DECODER)],
    }
    script = json.dumps(static("js/door-worker.js"))
    text = f"self.DOOR = {json.dumps(told)};\nimportScripts({script});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")
