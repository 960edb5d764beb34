"""Personal links: how somebody without an account comes in (security.md).

A link's token is told once, in a mail or to whoever hands it over, and only its hash is kept. The first
visit exchanges it for a cookie and leads on to an address without it, so that it stays in no address
bar, no Referer and no log (`core.log`). The cookie opens one page and what lies below it. Every request
asks the database whether the token, and the link that it is a copy of, still hold; a GET writes nothing,
since the scanners of mail servers open links too.
"""

import hashlib
import secrets
from functools import wraps

from django.conf import settings
from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.models import LinkToken, PersonalLink

TOKEN_BYTES = 32
SALT = "core.links"

_openers = {}


def make_link(purpose, *, expires_at):
    """A new personal link for `purpose` that opens until `expires_at`; it has no token yet."""
    return PersonalLink.objects.create(purpose=purpose, expires_at=expires_at)


def issue(link):
    """A new token for `link`, as the path that is sent or handed over; it cannot be told again."""
    token = new_token()
    LinkToken.objects.create(link=link, digest=digest_of(token))
    return reverse("link", args=[token])


def address_of(path):
    """The absolute address of `path`, for a mail or a copy that is handed over."""
    return f"{settings.SITE_URL}{path}"


def revoke(link):
    """Take `link` back, with all its copies. Idempotent; True if it was this call that did it."""
    now = timezone.now()
    standing = PersonalLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
    return bool(standing.update(revoked_at=now))


def opens(purpose):
    """Register the decorated `function(link) -> path` as the page that links for `purpose` lead to.

    Everything that such a link may do has an address below that path: its cookie is sent nowhere else.
    """

    def register(function):
        _openers[purpose] = function
        return function

    return register


def new_token():
    """What stands in an address that opens something by itself; to be told once, and stored as its digest."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token):
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def digest_of_path(path):
    """What is stored of the token in a `path` that `issue` told."""
    return digest_of(path.rstrip("/").rpartition("/")[2])


def enter(request, token):
    """Answer the first visit: lead on to the page that the link opens, with the cookie that opens it.

    A wrong token and an ended link get one and the same answer.
    """
    digest = digest_of(token)
    link = _valid(digest)
    if link is None or link.purpose not in _openers:
        return render(request, "core/link_ended.html", status=404)
    path = _openers[link.purpose](link)
    response = HttpResponseRedirect(path)
    response.set_cookie(
        _cookie_of(link.key),
        signing.dumps(digest, salt=_salt(link.purpose, link.key)),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response["Cache-Control"] = "no-store"
    return response


def by_link(purpose):
    """Decorate `view(request, link, …)` to answer `(request, key, …)` for who holds the link `key`.

    Who brings no cookie for it is told to open the link again (403), who brings one that has ended
    whom to ask (410).
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, key, *args, **kwargs):
            digest = _brought(request, purpose, key)
            if digest is None:
                return render(request, "core/link_missing.html", status=403)
            link = _valid(digest, key=key, purpose=purpose)
            if link is None:
                return render(request, "core/link_ended.html", status=410)
            response = view(request, link, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        guarded.by_link = purpose
        return guarded

    return decorate


def _brought(request, purpose, key):
    """The digest that the visitor's cookie for `key` names, if we signed it for this purpose."""
    try:
        return signing.loads(request.COOKIES[_cookie_of(key)], salt=_salt(purpose, key))
    except (KeyError, signing.BadSignature):
        return None


def _valid(digest, **filters):
    token = LinkToken.objects.filter(
        digest=digest, link__in=PersonalLink.objects.valid().filter(**filters)
    )
    found = token.select_related("link").first()
    return found and found.link


def _cookie_of(key):
    return f"link_{key.hex}"


def _salt(purpose, key):
    return f"{SALT}.{purpose}.{key.hex}"
