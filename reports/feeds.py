"""Atom feeds (RFC 4287) of what is published: what everybody may read, and nothing before it is."""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.public import public_page
from dialogues.models import Initiative
from dialogues.veil import veil_for
from reports.models import Period, Printing
from reports.public import published_of
from reports.querysets import funded_by

MOST = 30


def _published():
    rows = Printing.objects.published().filter(published_at__lte=timezone.now())
    return rows.without_snapshot().order_by("-published_at", "pk")[:MOST]


class _Reports(Feed):
    """The newest published reports, of everything or of one initiative. Whatever is typed is veiled as it is
    for strangers."""

    feed_type = Atom1Feed

    def __init__(self, initiative=None):
        self.initiative = initiative
        self.veil = cache(veil_for(AnonymousUser()))

    def title(self):
        return self.veil(self.initiative.title) if self.initiative else _("Reports of dialogues")

    def link(self):
        if self.initiative:
            return self.initiative.get_absolute_url()
        return reverse("reports:report_list")

    def items(self):
        if self.initiative:
            return published_of(Initiative.objects.filter(pk=self.initiative.pk))[:MOST]
        return _published()

    def item_title(self, item):
        return self.veil(f"{item.report}: {item.report.get_kind_display()}")

    def item_description(self, item):
        initiative = getattr(item.report.dialogue, "initiative", None)
        return self.veil(str(initiative or ""))

    def item_link(self, item):
        return item.get_absolute_url()

    def item_guid(self, item):
        return f"urn:uuid:{item.pk}"

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at


class DonorFeedOf(Feed):
    """What is open to one donor: periods, and published reports of what they fund. Titles alone; the reports
    themselves ask for a sign-in where they are not public."""

    feed_type = Atom1Feed

    def __init__(self, donor):
        self.donor = donor
        self.veil = cache(veil_for(donor))

    def title(self):
        return _("What you fund")

    def link(self):
        return reverse("reports:door")

    def items(self):
        periods = Period.objects.open_to(self.donor).select_related("initiative").defer("snapshot")
        reports = published_of(Initiative.objects.filter(funded_by(self.donor)))
        rows = [*periods.order_by("-published_at", "pk")[:MOST], *reports[:MOST]]
        return sorted(rows, key=lambda row: row.published_at, reverse=True)[:MOST]

    def item_title(self, item):
        if isinstance(item, Period):
            return self.veil(f"{item.initiative}: {item.title}")
        return self.veil(f"{item.report}: {item.report.get_kind_display()}")

    def item_description(self, item):
        return ""

    def item_link(self, item):
        return item.get_absolute_url()

    def item_guid(self, item):
        if isinstance(item, Period):
            return f"progress:{item.pk}:{item.published_at:%Y%m%d%H%M%S}"
        return f"urn:uuid:{item.pk}"

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at


@require_safe
@public_page
def published(request):
    """What is published of everything; a 304 for who has it."""
    return _Reports()(request)


@require_safe
@public_page
def of_initiative(request, slug):
    """What is published of one initiative that everybody may read about; a 304 for who has it."""
    return _Reports(get_object_or_404(Initiative, slug=slug, is_public=True))(request)
