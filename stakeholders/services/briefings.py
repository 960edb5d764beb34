"""How briefings are written, released and sent."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.exceptions import NoAddress, StaleVersion
from core.outbox import post
from core.services import save_version
from stakeholders.briefing_reading import (
    PARTS,
    WORDS,
    Reach,
    is_ahead,
    not_sent,
    people_of,
    with_reach,
)
from stakeholders.exceptions import (
    BriefingEmpty,
    BriefingOutdated,
    BriefingTaken,
    BriefingUnchanged,
)
from stakeholders.mail.briefings import briefing_mail
from stakeholders.models import Briefing, BriefingSending, BriefingVersion
from stakeholders.naming import name_on_mail


def add_briefing(briefing):
    """Store the first draft of the briefing for a group of a map. Atomic; raises BriefingTaken if the
    group has one."""
    try:
        with transaction.atomic():
            briefing.save(force_insert=True)
    except IntegrityError:
        raise BriefingTaken from None
    return briefing


def change_briefing(briefing, *, based_on, fields):
    """Save `fields` of a draft that was edited from version `based_on`. Atomic; raises StaleVersion if
    somebody else saved it meanwhile, Gone if it was deleted."""
    return save_version(briefing, based_on=based_on, fields=fields)


@transaction.atomic
def release_briefing(briefing, *, based_on, note, by, at=None):
    """Freeze the draft of `briefing` as its next version; answers with the BriefingVersion.

    `based_on` is the version of the draft that was read before it was released. Atomic; raises
    StaleVersion if somebody has saved another since, BriefingEmpty if it says nothing, and
    BriefingUnchanged if it says what the last version says.
    """
    standing = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if standing.version != based_on:
        raise StaleVersion(standing)
    if not any(getattr(standing, name).strip() for name in PARTS):
        raise BriefingEmpty
    newest = standing.versions.first()
    if not is_ahead(standing, newest):
        raise BriefingUnchanged
    try:
        with transaction.atomic():
            return BriefingVersion.objects.create(
                briefing=standing,
                number=newest.number + 1 if newest else 1,
                note=note,
                made_at=at or timezone.now(),
                made_by=by,
                **{name: getattr(standing, name) for name in WORDS},
            )
    except IntegrityError:
        # Only where rows cannot be locked: somebody released it in the same moment.
        raise BriefingUnchanged from None


@transaction.atomic
def send_briefing(version, *, people, by, at=None):
    """Send `version` to those of `people` (ids of Person) who are of its group, have an address, did not
    refuse to be contacted, and were not sent it before; how many that are.

    Atomic and idempotent: pressed twice, nobody gets it twice. Raises BriefingOutdated if there is a
    newer version.
    """
    briefing = Briefing.objects.select_for_update(of=("self",)).select_related("group", "map")
    briefing = briefing.get(pk=version.briefing_id)
    if briefing.versions.filter(number__gt=version.number).exists():
        raise BriefingOutdated
    able = with_reach(people_of(briefing.group).filter(pk__in=people)).filter(reach=Reach.MAIL)
    able = not_sent(able.filter(programme=briefing.map.programme_id), version)
    return sum(_send(version, person, by, at or timezone.now()) for person in able.order_by("pk"))


def _send(version, person, by, at):
    try:
        with transaction.atomic():
            sending = BriefingSending.objects.create(
                version=version, person=person, sent_by=by, sent_at=at
            )
            subject, body = briefing_mail(version, person, by=by)
            sending.mail = post(
                key=f"briefing-{version.pk}-{person.pk}",
                to_email=person.email,
                to_name=name_on_mail(person),
                subject=subject,
                body=body,
            )
            sending.save(update_fields=["mail"])
    except (IntegrityError, NoAddress):
        # Somebody sent it in the same moment, or what stands as address is none.
        return False
    return True
