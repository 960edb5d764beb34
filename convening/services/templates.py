"""A programme's own words for its mails."""

from django.db import IntegrityError, transaction

from convening.models import MailTemplate
from core.exceptions import StaleVersion
from core.services import save_version


def write_template(template, *, based_on=None):
    """Store a programme's own words for one kind and language. Raises what save_version raises, and
    StaleVersion if somebody wrote the first ones in the same moment."""
    if template.pk is not None:
        return save_version(template, based_on=based_on, fields=["subject", "body"])
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        same = {"programme": template.programme, "kind": template.kind}
        current = MailTemplate.objects.get(**same, language=template.language)
        raise StaleVersion(current) from None
    return template


def back_to_ours(programme, kind, language):
    """Forget the programme's own words, so that ours hold again; True if there were any."""
    rows = MailTemplate.objects.filter(programme=programme, kind=kind, language=language)
    return bool(rows.delete()[0])
