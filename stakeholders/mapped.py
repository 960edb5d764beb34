"""On which maps people and organisations of the register stand, for their pages."""

from django.utils.translation import gettext as _

from stakeholders.models import Stakeholder, StakeholderMap
from stakeholders.naming import is_hidden_from
from stakeholders.record import Entry, Kind


def person_on_maps(user, person):
    """Maps that `user` reads on which they may know that `person` stands."""
    if not is_hidden_from(user, person):
        yield from _entries(user, person=person)


def organisation_on_maps(user, organisation):
    """Maps that `user` reads on which they may know that `organisation` stands."""
    return _entries(user, organisation=organisation)


def _entries(user, **whom):
    maps = StakeholderMap.objects.visible_to(user).order_by()
    rows = Stakeholder.objects.visible_to(user).filter(map__in=maps.values("pk"), **whom)
    for row in rows.select_related("map").distinct():
        planned = row.get_engagement_display()
        yield Entry(
            title=row.map.title,
            url=row.map.get_absolute_url(),
            detail=_("Engagement planned: %(what)s") % {"what": planned} if planned else "",
            when=row.created_at.date(),
            kind=Kind.MAPPED,
        )
