"""Entries whose time is nearly over."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.work import WorkItem
from stakeholders.access import access_of
from stakeholders.keeping.times import NOTICE
from stakeholders.models import Person


def nearly_over(user):
    """How many entries of the registers that `user` runs are about to be erased, and the first day."""
    programmes = access_of(user).programmes
    if not programmes:
        return
    rows = Person.objects.filter(programme__in=programmes, noticed_on__isnull=False)
    found = rows.aggregate(number=Count("pk"), first=Min("noticed_on"))
    if found["number"]:
        yield WorkItem(
            title=ngettext(
                "%(number)d entry will be erased: its time is over",
                "%(number)d entries will be erased: their time is over",
                found["number"],
            )
            % {"number": found["number"]},
            url=reverse("stakeholders:retention"),
            kind=_("Retention"),
            detail=_("Keep those who are still needed"),
            due=found["first"] + NOTICE,
            tone="warn",
        )


PROVIDERS = (nearly_over,)
