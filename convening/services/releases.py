"""Releasing an agenda: a numbered version, and word of it to those whom it concerns."""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from convening.agenda_mail import agenda_mail
from convening.exceptions import AgendaChangedMeanwhile, AgendaUnchanged
from convening.facts_now import facts_of
from convening.models import AgendaNotice, AgendaRelease
from convening.releases import changes, digest_of, freeze
from convening.services.places import lock
from convening.telling import notices_of
from core.exceptions import NoAddress
from core.outbox import post
from core.text import without_control
from dialogues.veil import veil_for
from stakeholders.naming import name_on_mail


def mark_of(number, digest):
    """What a page carries that showed the agenda `digest` beside release `number` (0: none)."""
    return f"{number}:{digest}"


@transaction.atomic
def release_agenda(dialogue, *, seen, note="", by):
    """Make the next version of the agenda and put a mail to each whom it concerns into the outbox.

    `seen` is the mark (`mark_of`) of what was looked at. Answers with the AgendaRelease. Atomic, under the
    lock of the dialogue's plan, so that two clicks make one version; raises AgendaUnchanged where there is
    nothing new, and AgendaChangedMeanwhile if it is not what was looked at.
    """
    plan = lock(dialogue.pk)
    latest = dialogue.agenda_releases.first()
    before = facts_of(latest)
    snapshot = freeze(dialogue)
    digest = digest_of(snapshot)
    # Not the digest that was stored: names of who was erased are gone from texts of either since.
    if latest is not None and digest_of(before) == digest:
        raise AgendaUnchanged
    if seen != mark_of(latest.number if latest else 0, digest):
        raise AgendaChangedMeanwhile
    release = AgendaRelease.objects.create(
        dialogue=dialogue,
        number=(latest.number if latest else 0) + 1,
        note=without_control(note),
        made_by=by,
        snapshot=snapshot,
        digest=digest,
    )
    found = changes(before, snapshot)
    initiative = dialogue.initiative
    is_public = plan.agenda_is_public and dialogue.is_public and initiative.is_public
    options = {"is_public": is_public, "veil": cache(veil_for(AnonymousUser()))}
    AgendaNotice.objects.bulk_create(
        _tell(release, notice, **options) for notice in notices_of(dialogue, found)
    )
    return release


def _tell(release, notice, **options):
    row = AgendaNotice(release=release, person=notice.person, problem=notice.problem)
    if row.problem:
        return row
    link = _link_of(notice.participation)
    subject, body, calendar = agenda_mail(release, notice, link=link, **options)
    try:
        row.mail = post(
            key=f"agenda-release:{release.pk}:{notice.person.pk}",
            to_email=notice.person.email,
            to_name=name_on_mail(notice.person),
            subject=subject,
            body=body,
            link=link,
            calendar=calendar,
        )
    except NoAddress as refusal:
        row.problem = str(refusal)
    return row


def _link_of(participation):
    """Their personal link, if they have one that opens still."""
    registration = getattr(participation, "registration", None)
    link = registration and registration.link
    if link is None or link.revoked_at or link.expires_at <= timezone.now():
        return None
    return link
