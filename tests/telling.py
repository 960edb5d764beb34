"""Writing to one person of a dialogue as the application does."""

from convening.models import Message
from convening.services.owed import owe, write_owed


def tell(participation, kind, *, key):
    """Have a mail of `kind` owed and written; the Mail, or None where it goes to nobody."""
    owe(participation, kind, key=key)
    write_owed()
    return Message.objects.filter(participation=participation, kind=kind).latest("pk").mail
