"""Members endorse a version of a roadmap: asked by mail, answering by link, signed in, or in person."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.exceptions import NoAddress
from core.links import make_link
from roadmaps.endorsing import can_be_written_to
from roadmaps.endorsing_mail import write
from roadmaps.exceptions import NotOfTheGroup, Superseded
from roadmaps.models import Endorsement, EndorsementAnswer, Membership, Roadmap, RoadmapVersion

OPENS_FOR = timedelta(days=120)
PURPOSE = "endorse"


def _hold(version):
    """Hold the roadmap, so that no newer version comes in between; raises Superseded if there is one."""
    Roadmap.objects.select_for_update().get(pk=version.roadmap_id)
    newer = RoadmapVersion.objects.filter(roadmap=version.roadmap_id, number__gt=version.number)
    if newer.exists():
        raise Superseded


def _endorsement(version, member):
    made, _new = Endorsement.objects.get_or_create(version=version, member=member)
    return made


@transaction.atomic
def ask(version, *, members, by):
    """Ask `members`, seats of the group, to endorse `version`; how many mails that made.

    Atomic; raises Superseded. Who was asked before is not asked again; who has no address, or wants no
    mail, is put on the list and can answer signed in or in person.
    """
    _hold(version)
    written = 0
    seats = Membership.objects.current().filter(pk__in=[member.pk for member in members])
    for member in seats.select_related("person", "learning_group"):
        endorsement = _endorsement(version, member)
        if endorsement.link_id or endorsement.state != Endorsement.State.ASKED:
            continue
        if not can_be_written_to(member.person):
            continue
        link = make_link(PURPOSE, expires_at=timezone.now() + OPENS_FOR)
        try:
            write(version, member, link)
        except NoAddress:
            link.delete()
            continue
        Endorsement.objects.filter(pk=endorsement.pk).update(link=link, recorded_by=by)
        written += 1
    return written


@transaction.atomic
def answer(
    version,
    member,
    *,
    state,
    via,
    reservation="",
    shown=Endorsement.Shown.INSIDE,
    on=None,
    meeting=None,
    by=None,
):
    """Record what a member says of `version`, on the day `on` (today); their Endorsement.

    Atomic; raises Superseded for a version that is not the last, NotOfTheGroup for a seat of another group
    or of one who has left. What they said before stays as an answer of its own.
    """
    _hold(version)
    seats = Membership.objects.current().filter(pk=member.pk)
    if not seats.filter(learning_group__roadmaps=version.roadmap_id).exists():
        raise NotOfTheGroup
    endorsement = _endorsement(version, member)
    on = on or timezone.localdate()
    endorsement.state, endorsement.via, endorsement.answered_on = state, via, on
    endorsement.reservation, endorsement.shown = reservation, shown
    endorsement.recorded_by = by
    endorsement.save()
    EndorsementAnswer.objects.create(
        endorsement=endorsement,
        state=state,
        reservation=reservation,
        shown=shown,
        via=via,
        answered_on=on,
        meeting=meeting,
        recorded_by=by,
    )
    return endorsement
