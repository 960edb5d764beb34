"""Who has been appointed is told so by mail, with the way in."""

from django.conf import settings
from django.urls import reverse

from core.outbox import write_to


def tell_appointed(appointment):
    """Put a mail into the outbox that says what `appointment` is, and how an account without a password is
    opened. Nobody is written to about what they did themselves; call it in the transaction that appoints."""
    user, by = appointment.user, appointment.appointed_by
    if by == user or not user.is_active:
        return
    facts = {
        "email": user.email,
        "role": appointment.get_role_display(),
        "title": str(appointment.dialogue or appointment.initiative or appointment.programme),
        "who": by.get_full_name(),
        "is_new": not user.has_usable_password(),
        "url": settings.SITE_URL + reverse("accounts:my_work"),
        "password_url": settings.SITE_URL + reverse("account_reset_password"),
    }
    write_to(user, "dialogues/mail/appointed.txt", facts, key=f"appointed:{appointment.pk}")
