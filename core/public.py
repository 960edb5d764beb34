"""Pages that are the same for everybody who has not signed in: caches may keep them for a few minutes.

What is said of somebody can change at any moment, so the time is short, and a reader's copy is checked by
what the page says once names are veiled (`core.middleware.KeptCopies`), not by a date in the database.
"""

from functools import wraps

from django.conf import settings
from django.utils.cache import patch_vary_headers

SECONDS = 300
# Who brings one of these may be told something that is meant for them alone.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


def public_page(view):
    """Let caches keep for SECONDS what `view` answers to strangers; who signed in is answered as ever."""

    @wraps(view)
    def kept(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and _is_a_stranger(request):
            response["Cache-Control"] = f"public, max-age={SECONDS}"
        # What is withdrawn, or veiled since, is no newer: only what the page says tells two copies apart.
        response.headers.pop("Last-Modified", None)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return kept


def _is_a_stranger(request):
    return not any(name in request.COOKIES for name in OWN_COOKIES)


def head_of(path, title, description, *, feed="", feed_title=""):
    """What `components/public_head.html` tells search engines, and whoever is sent the address."""
    return {
        "url": f"{settings.SITE_URL}{path}",
        "title": title,
        "description": description,
        "feed": feed,
        "feed_title": feed_title,
    }
