"""Keeps the tokens of personal links, feeds, ended mails and new passwords out of the log (security.md)."""

import logging
import re

OPENS = "/l/|/calendar/feeds/|/donors/feeds/|/unsubscribe/|/password/reset/key/|/confirm-email/"
TOKEN = re.compile(rf"({OPENS})[^/\s\"'?#<>(),\[\]]{{8,}}")


def without_tokens(text):
    """`text` with every token of an address that opens something left out."""
    return TOKEN.sub(r"\1…", text)


class LinkTokenFilter(logging.Filter):
    """Takes tokens out of a record's message, arguments and traceback, and the request off it.

    It goes on handlers; and on the loggers of others, who bring handlers of their own.
    """

    def filter(self, record):
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} {record.args}"
        clean = without_tokens(message)
        if clean != message:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        if TOKEN.search(getattr(getattr(record, "request", None), "path", "")):
            record.request = None
        return True


# Loggers whose own handlers write the addresses of requests.
FOREIGN = ("django.request", "django.server", "gunicorn.access", "gunicorn.error")


def guard_foreign_loggers():
    """Let no token pass the loggers of Django's and gunicorn's servers either. Idempotent."""
    for name in FOREIGN:
        logger = logging.getLogger(name)
        if not any(isinstance(filter_, LinkTokenFilter) for filter_ in logger.filters):
            logger.addFilter(LinkTokenFilter())
