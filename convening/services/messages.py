"""One mail to one person of a dialogue, in their language and in their programme's words."""


def tell(participation, kind, *, key, link=None, calendar="", extra=None):
    """Put a mail of `kind` (MailKind) to one person into the outbox; the Mail, or None where they have no
    address or do not want mail. `key` makes it once. To be called inside a transaction."""
    return
