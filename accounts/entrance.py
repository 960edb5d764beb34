"""The forms of the way in and of one's own account, which are allauth's, in our words and without hints
inside of fields, which are gone as soon as somebody types."""

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _


class InOurWords:
    """A form of allauth with our labels, `words`, by the names of its fields."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)


class LoginForm(InOurWords, account.LoginForm):
    words = {"login": _("E-mail"), "password": _("Password"), "remember": _("Stay signed in")}


class SignupForm(InOurWords, account.SignupForm):
    words = {"email": _("E-mail"), "password2": _("The same password again")}


class AddEmailForm(InOurWords, account.AddEmailForm):
    words = {"email": _("E-mail")}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    words = {"email": _("E-mail")}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": _("New password"), "password2": _("The new password again")}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("The new password again"),
    }


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    words = {"password": _("Password")}


class AuthenticateForm(InOurWords, second_factor.AuthenticateForm):
    words = {"code": _("Code")}


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    words = {"code": _("Code from the app")}
