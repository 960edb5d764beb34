"""Headers that every answer carries, errors included; pages that travel light; and methods that are used."""

from django.http import HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

METHODS = ("GET", "HEAD", "POST")


class KnownMethods:
    """Refuse every method that no page of ours is asked with, for whatever address and person: a view that
    forgets to say which it takes would answer them as if it were read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class LightPages(GZipMiddleware):
    """Compress pages, for those on a bad line; files that are streamed go as they are, with their length.

    Django's middleware pads each answer at random, so that its length does not betray a secret in it.
    """

    def process_response(self, request, response):
        return response if response.streaming else super().process_response(request, response)


class KeptCopies(ConditionalGetMiddleware):
    """Tell who has a public page as it stands that they have it. It looks at the finished page: a name that
    is veiled since makes another one."""

    def process_response(self, request, response):
        if response.streaming or "public" not in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)


class PrivacyHeaders:
    """Keep pages that may hold personal data out of every cache (security.md).

    A view that answers the same to everybody may set its own Cache-Control; everything else is
    ``no-store``. Static files are answered further in, by whitenoise, with their own header. A view
    that needs the camera says so in a Permissions-Policy of its own; all others may not use it. Who
    signs out leaves nothing behind that a page kept on the device.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        match = request.resolver_match
        if request.method == "POST" and match and match.url_name == "account_logout":
            response["Clear-Site-Data"] = '"storage"'
        return response
