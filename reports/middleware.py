"""Takes the names of protected people out of pages for whoever may not know them (security.md)."""

from django.utils.translation import gettext as _

from dialogues.pseudonyms import pseudonym
from reports.redaction import Redactor
from reports.veil import veil_html
from stakeholders.access import access_of
from stakeholders.models import Person


class VeilNames:
    """Veils every page but those whose view found that the viewer knows everybody of whom it tells.

    Such a view sets `request.knows_everybody`; a page of one dialogue sets `request.in_dialogue`, so that
    the pseudonyms are the same as elsewhere in it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        # A page that says that something broke must not ask the database that may be what broke.
        if response.streaming or not is_page or not response.content:
            return response
        if response.status_code >= 500 or getattr(request, "knows_everybody", False):
            return response
        redact = self.redactor_for(request)
        if redact:
            html = response.content.decode(response.charset)
            veiled = veil_html(html, redact)
            if veiled is not html:
                response.content = veiled
        return response

    def redactor_for(self, request):
        """What takes out the names of all protected people of programmes that the viewer does not run."""
        user = getattr(request, "user", None)
        known = access_of(user).programmes if user is not None else ()
        people = Person.objects.filter(protected=True).exclude(programme__in=known)
        dialogue = getattr(request, "in_dialogue", None)
        return Redactor(
            [
                (
                    person,
                    pseudonym(dialogue, person)
                    if dialogue is not None
                    and dialogue.initiative.programme_id == person.programme_id
                    else _("Protected person"),
                )
                for person in people.only("name", "title", "email", "phone", "programme_id")
            ]
        )
