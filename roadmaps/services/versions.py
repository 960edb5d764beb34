"""Versions of a roadmap: made of the plan as it stands, and never changed."""

from django.db import transaction

from core.links import revoke
from roadmaps.exceptions import NothingChanged, PlanMoved
from roadmaps.models import Endorsement, Roadmap, RoadmapVersion
from roadmaps.versions import checksum_of, freeze


@transaction.atomic
def make_version(roadmap, *, seen, note="", by=None):
    """Freeze the plan of `roadmap` as its next version; the RoadmapVersion.

    `seen` is the checksum of what was looked at. Atomic; raises PlanMoved if the plan is another by now,
    NothingChanged if the last version says the same. Links that asked for answers to earlier versions end.
    """
    row = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    snapshot = freeze(row)
    checksum = checksum_of(snapshot)
    last = row.versions.order_by("-number").first()
    if last is not None and checksum_of(last.snapshot) == checksum:
        raise NothingChanged
    if checksum != seen:
        raise PlanMoved
    made = RoadmapVersion.objects.create(
        roadmap=row,
        number=last.number + 1 if last else 1,
        note=note,
        snapshot=snapshot,
        checksum=checksum,
        made_by=by,
    )
    asked = Endorsement.objects.filter(version__roadmap=row, link__revoked_at__isnull=True)
    for endorsement in asked.exclude(link=None).select_related("link"):
        revoke(endorsement.link)
    return made
