"""Convenors and administrators sign in with a second factor (security.md)."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.roles import Role
from dialogues.standing import standing_of

OPEN_PATHS = ("/accounts/", "/static/", "/healthz", "/l/")


class RequireSecondFactor:
    """Lead those of whom a second factor is required, and who have none yet, to where they set it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.lacks_required_factor(request):
            messages.warning(
                request,
                _("Your role needs a second factor at sign-in. Set one up to go on."),
            )
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def lacks_required_factor(self, request):
        if not settings.MFA_REQUIRED or not request.user.is_authenticated:
            return False
        if request.path.startswith(OPEN_PATHS):
            return False
        user = request.user
        required = user.is_staff or bool(standing_of(user).roles.get(Role.CONVENOR))
        return required and not is_mfa_enabled(user) and not opened_by_link(request)


def opened_by_link(request):
    """True for a page that a personal link opens, whoever is signed in meanwhile."""
    try:
        return hasattr(resolve(request.path_info).func, "by_link")
    except Resolver404:
        return False
