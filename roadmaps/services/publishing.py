"""Versions of a roadmap that everybody may read: published, and withdrawn again."""

from django.utils import timezone

from roadmaps.models import RoadmapVersion


def publish_version(version, *, by):
    """Let everybody read `version`. Idempotent compare-and-set; True if it was this call that did it."""
    rows = RoadmapVersion.objects.filter(pk=version.pk, published_at__isnull=True)
    return bool(rows.update(published_at=timezone.now(), published_by=by))


def withdraw_version(version):
    """Close `version` to strangers again. Idempotent; True if it was this call that did it."""
    rows = RoadmapVersion.objects.filter(pk=version.pk, published_at__isnull=False)
    return bool(rows.update(published_at=None, published_by=None))
