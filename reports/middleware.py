"""Takes the names of protected people out of pages, names of files and mails for whoever may not know
them (security.md)."""

import re
from urllib.parse import unquote

from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dialogues.pseudonyms import pseudonym
from reports.veil import veil_html, veil_json
from stakeholders.access import access_of
from stakeholders.models import Person
from stakeholders.redaction import Redactor

ENCODED_NAME = re.compile(r"filename\*=utf-8''([^;\s]+)", re.IGNORECASE)


VEILS = {"text/html": veil_html, "application/json": veil_json}


class VeilNames:
    """Veils every page, and what scripts are told, but those whose view found that the viewer knows everybody
    of whom it tells.

    Such a view sets `request.knows_everybody`; a page of one dialogue sets `request.in_dialogue`, so that
    the pseudonyms are the same as elsewhere in it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Content-Disposition" in response:
            redact = redactor_for(getattr(request, "user", None))
            response["Content-Disposition"] = _veil_name(response["Content-Disposition"], redact)
        kind = response.get("Content-Type", "").partition(";")[0]
        veil = VEILS.get(kind)
        # A page that says that something broke must not ask the database that may be what broke.
        if response.streaming or veil is None or not response.content:
            return response
        if response.status_code >= 500 or getattr(request, "knows_everybody", False):
            return response
        redact = redactor_for(getattr(request, "user", None), getattr(request, "in_dialogue", None))
        if redact:
            text = response.content.decode(response.charset)
            veiled = veil(text, redact)
            if veiled is not text:
                response.content = veiled
        return response


def _veil_name(header, redact):
    """A Content-Disposition without protected names; one that is not plain ASCII stands there encoded."""
    encoded = ENCODED_NAME.search(header)
    if encoded is None:
        return redact(header)
    name = unquote(encoded[1])
    veiled = redact(name)
    if veiled is name:
        return header
    return content_disposition_header(header.startswith("attachment"), veiled)


def redactor_for(user, dialogue=None):
    """What takes out the names of all protected people of programmes that `user` does not run, with the
    pseudonyms that they have in `dialogue`, if there is one."""
    known = access_of(user).programmes if user is not None else ()
    people = Person.objects.filter(protected=True).exclude(programme__in=known)
    return Redactor(
        [
            (
                person,
                pseudonym(dialogue, person)
                if dialogue is not None and dialogue.initiative.programme_id == person.programme_id
                else _("Protected person"),
            )
            for person in people.only("name", "title", "email", "phone", "programme_id")
        ]
    )


def redactor_of_mail(to_email):
    """What takes out of a mail to `to_email` the names of all protected people but of those whose address
    it is: who reads a mail cannot be known."""
    people = Person.objects.filter(protected=True).exclude(email__iexact=to_email)
    people = people.only("name", "title", "email", "phone")
    return Redactor([(person, _("Protected person")) for person in people])
