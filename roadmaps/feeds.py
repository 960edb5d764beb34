"""The Atom feed (RFC 4287) of what of a roadmap is published."""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from core.markdown import plain
from dialogues.veil import veil_for
from roadmaps.public import address_of, published_versions

MOST = 30


class PublishedVersions(Feed):
    """The published versions of a roadmap, the newest first, veiled as for strangers."""

    feed_type = Atom1Feed

    def __init__(self, roadmap):
        self.roadmap = roadmap
        self.rows = list(published_versions(roadmap).select_related("roadmap")[:MOST])
        self.veil = cache(veil_for(AnonymousUser()))

    def title(self):
        # As the newest version says: the roadmap itself may be called something else by now.
        return self.veil(self.rows[0].snapshot.get("title", ""))

    def link(self):
        return address_of(self.roadmap)

    def items(self):
        return self.rows

    def item_title(self, item):
        words = _("%(roadmap)s, version %(number)d")
        title = self.veil(item.snapshot.get("title", ""))
        return words % {"roadmap": title, "number": item.number}

    def item_description(self, item):
        return self.veil(plain(item.note))

    def item_link(self, item):
        return f"{address_of(self.roadmap)}#version-{item.number}"

    def item_guid(self, item):
        return f"{item.roadmap_id}-{item.number}-{item.published_at:%Y%m%d%H%M%S}"

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at
