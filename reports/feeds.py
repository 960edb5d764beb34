"""The Atom feed (RFC 4287) of what is published: what everybody may read, and nothing before it is."""

from functools import cache
from hashlib import sha256

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from dialogues.veil import veil_for
from reports.models import Printing

MOST = 30


def _published():
    return Printing.objects.published().without_snapshot().order_by("-published_at", "pk")[:MOST]


class _Reports(Feed):
    """The newest published reports. Whatever is typed is veiled as it is for strangers."""

    feed_type = Atom1Feed

    def __init__(self):
        self.veil = cache(veil_for(AnonymousUser()))

    def title(self):
        return _("Reports of dialogues")

    def link(self):
        return reverse("reports:report_list")

    def items(self):
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


def _mark(request):
    """Changes with what is published, and tells nothing of what is not."""
    rows = _published().values_list("pk", "published_at")
    return f'"{sha256(repr(list(rows)).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_mark)
def published(request):
    """The feed; a 304 for who has it as it stands."""
    return _Reports()(request)
