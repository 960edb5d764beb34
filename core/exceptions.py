"""Refusals that any application may raise, each named by the fact."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils.translation import gettext


class Refusal(Exception):
    """Something that was asked for cannot be done as things stand; `str()` says why to a person."""


class StaleVersion(Refusal):
    """Someone else saved this text since the version that was edited; `current` is what stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(str(current))


class NoAddress(Refusal):
    """A mail was to be written to somebody who has no e-mail address, or to what is none."""

    def __init__(self):
        super().__init__(gettext("There is no e-mail address to write to."))


class Gone(ObjectDoesNotExist, Http404):
    """Somebody deleted the row while it was being saved: answered as any page that is not there."""
