"""Reminders of owners and digests of members: written into the outbox when their moment has come.

Two schedulers may run: each roadmap is done under a lock of its row, and the key of a mail says for whom
and for which day it is, so that each is written once.
"""

import logging
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from convening.due import moment_of
from core.links import address_of, make_link
from core.models import Mail
from core.outbox import post_many
from roadmaps.actions_due import due_now, zone_of
from roadmaps.digest import period_of, told_of
from roadmaps.mail import digest, in_language_of, reminder
from roadmaps.models import LearningGroup, Membership, Roadmap
from roadmaps.owners import last_words, owners_of
from roadmaps.services.owner_links import OPENS_FOR, links_for
from stakeholders.consents import refuses_contact
from stakeholders.models import Person
from stakeholders.naming import PROTECTED, name_on_mail
from stakeholders.redaction import Redactor

SEAT = "seat"  # the purpose of a member's own link

logger = logging.getLogger(__name__)


def send_due(*, now=None):
    """Write the reminders whose moment has come; how many mails that made. What goes wrong with one
    roadmap does not keep the others from theirs."""
    now = now or timezone.now()
    rows = Roadmap.objects.filter(reminders_on=True).order_by("pk").values_list("pk", flat=True)
    return _each(rows, remind, now)


def send_digests(*, now=None):
    """Write the digests whose moment has come; how many mails that made."""
    now = now or timezone.now()
    wanting = LearningGroup.objects.exclude(digest=LearningGroup.Digest.NEVER)
    rows = Roadmap.objects.filter(learning_group__in=wanting.values("pk")).order_by("pk")
    return _each(rows.values_list("pk", flat=True), tell_members, now)


def _each(keys, act, now):
    number = 0
    for pk in keys:
        try:
            number += act(pk, now)
        except Exception:
            logger.exception("Roadmap %s could not be told of", pk)
    return number


def _locked(pk):
    rows = Roadmap.objects.select_for_update(of=("self",)).select_related(
        "learning_group", "dialogue__initiative"
    )
    return rows.get(pk=pk)


@transaction.atomic
def remind(pk, now):
    """Write to the owners of one roadmap what is due at the moment `now`; how many mails that made."""
    roadmap = _locked(pk)
    # Whose link was taken back is not sent another one by the clock.
    owners = [each for each in owners_of(roadmap) if each.email and not each.is_shut_out]
    reminded = due_now(roadmap, owners, last_words(roadmap), now)
    keys = {each.owner.key: _key("reminder", roadmap, each.owner.key, now) for each in reminded}
    new = _not_there(reminded, lambda each: keys[each.owner.key])
    if not new:
        return 0
    links = links_for(roadmap, [each.owner for each in new])
    redact = redactor_of(roadmap)
    with in_language_of(roadmap):
        mails = []
        for each in new:
            owner = each.owner
            who = owner.person or owner.organisation
            subject, body = reminder(roadmap, each, who.full_name, redact)
            mails.append(
                {
                    "key": keys[owner.key],
                    "to_email": owner.email,
                    "to_name": "" if getattr(who, "protected", False) else who.full_name,
                    "subject": subject,
                    "body": body,
                    "link": links[owner.key],
                }
            )
    return sum(mail is not None for mail in post_many(mails))


@transaction.atomic
def tell_members(pk, now):
    """Write the digest of one roadmap to the members of its group, if its moment has come and there is
    something to tell; how many mails that made."""
    roadmap = _locked(pk)
    period = period_of(roadmap, now)
    if period is None:
        return 0
    since, until = period
    told = told_of(roadmap, since, until)
    if told.is_empty:
        return 0
    members = [row for row in _readers(roadmap) if row.person.email]
    keys = {row.pk: f"roadmaps:digest:{roadmap.pk}:{row.pk}:{until}" for row in members}
    new = _not_there(members, lambda row: keys[row.pk])
    redact, address = redactor_of(roadmap), address_of(roadmap.get_absolute_url())
    with in_language_of(roadmap):
        mails = []
        for member in new:
            subject, body = digest(roadmap, told, member.person.full_name, address, redact)
            mails.append(
                {
                    "key": keys[member.pk],
                    "to_email": member.person.email,
                    "to_name": name_on_mail(member.person),
                    "subject": subject,
                    "body": body,
                    "link": _own_link(member),
                }
            )
    return sum(mail is not None for mail in post_many(mails))


def _readers(roadmap):
    rows = Membership.objects.current().filter(
        learning_group=roadmap.learning_group_id, wants_digest=True
    )
    return rows.exclude(refuses_contact("person_id")).select_related("person", "link")


def _own_link(member):
    link = member.link
    if link is None or link.revoked_at or link.expires_at <= timezone.now():
        link = make_link(SEAT, expires_at=timezone.now() + OPENS_FOR)
        Membership.objects.filter(pk=member.pk).update(link=link)
    return link


def _key(kind, roadmap, who, now):
    return f"roadmaps:{kind}:{roadmap.pk}:{who}:{_day(roadmap, now)}"


def _day(roadmap, now):
    """The day on which the roadmap's hour came last. Whatever is due now fell due at that hour, so that one
    such day is one mail for each owner, also when it is looked for again after midnight."""
    today = now.astimezone(ZoneInfo(zone_of(roadmap))).date()
    moment = moment_of(today, 0, roadmap.remind_at, zone_of(roadmap))
    return today if moment is not None and moment <= now else today - timedelta(days=1)


def _not_there(rows, key_of):
    """Those of `rows` whose mail nobody has written."""
    keys = [key_of(row) for row in rows]
    there = set()
    for first in range(0, len(keys), 500):
        some = Mail.objects.filter(key__in=keys[first : first + 500])
        there |= set(some.values_list("key", flat=True))
    return [row for row in rows if key_of(row) not in there]


def redactor_of(roadmap):
    """Puts words for everybody protected in the roadmap's programme, for what leaves the house."""
    rows = Person.objects.filter(protected=True, programme=roadmap.dialogue.initiative.programme_id)
    return Redactor(
        [(person, str(PROTECTED)) for person in rows.only("name", "title", "email", "phone")]
    )
