"""What of an initiative everybody may read: its published reports, each in its newest edition."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogues.models import Initiative
from reports.models import Edition, Printing

# How a report leads to the initiative that it is of; others are of a whole register.
WAYS = (
    "report__dialogue__initiative",
    "report__paper_version__paper__initiative",
    "report__agenda_release__dialogue__initiative",
    "report__roadmap_version__roadmap__dialogue__initiative",
)

SHOWN = 20  # the feed and the list of reports have the others


def published_of(initiatives):
    """Printings for the public of `initiatives`, a queryset, whose moment has come; `belongs_to` of each is
    the pk of its initiative. The newest first."""
    keys = initiatives.order_by().values("pk")
    of_them = Q()
    for way in WAYS:
        of_them |= Q(**{f"{way}__in": keys})
    rows = Printing.objects.published().filter(
        of_them, edition=Edition.PUBLIC, published_at__lte=timezone.now()
    )
    rows = rows.newest_of_each().annotate(belongs_to=Coalesce(*(f"{way}_id" for way in WAYS)))
    return rows.without_snapshot().order_by("-published_at", "pk")


def reports_section(initiative):
    """What the public page of an initiative says of its reports; None if nothing is published."""
    printings = list(published_of(Initiative.objects.filter(pk=initiative.pk))[:SHOWN])
    if not printings:
        return None
    return {
        "template": "reports/public_section.html",
        "printings": printings,
        "feed": reverse("reports:initiative_feed", args=[initiative.slug]),
        "feed_title": _("Published reports"),
    }
