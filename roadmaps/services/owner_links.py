"""Personal links for those who lead actions and have no account: a person or a body."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.links import issue, make_link, revoke
from core.models import PersonalLink
from roadmaps.models import OwnerLink, Roadmap

PURPOSE = "actions"
OPENS_FOR = timedelta(days=400)


def _opens(link):
    return link is not None and link.revoked_at is None and link.expires_at > timezone.now()


@transaction.atomic
def hand_over(roadmap, owner):
    """A path with a fresh copy of the link of `owner` (roadmaps.owners), for who hands it over by hand.
    A link that was taken back or has ended is made anew. Atomic, under the lock of the roadmap: of two who
    ask at once, the second finds what the first made."""
    Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    rows = OwnerLink.objects.filter(roadmap=roadmap).select_related("link")
    owner.link = rows.filter(person=owner.person, organisation=owner.organisation).first()
    link = links_for(roadmap, [owner])[owner.key]
    return issue(link)


@transaction.atomic
def take_back(owner):
    """End the link of `owner`, with all its copies. Idempotent."""
    if owner.link and owner.link.link:
        revoke(owner.link.link)


@transaction.atomic
def links_for(roadmap, owners):
    """{key: PersonalLink} of `owners`, each made if there is none that opens; rows in bulk."""
    found = {
        owner.key: owner.link.link
        for owner in owners
        if owner.link is not None and _opens(owner.link.link)
    }
    missing = [owner for owner in owners if owner.key not in found]
    ends = timezone.now() + OPENS_FOR
    if len(missing) == 1:
        made = [make_link(PURPOSE, expires_at=ends)]
    else:
        made = PersonalLink.objects.bulk_create(
            PersonalLink(purpose=PURPOSE, expires_at=ends) for _owner in missing
        )
    new, changed = [], []
    for owner, link in zip(missing, made, strict=True):
        found[owner.key] = link
        if owner.link is None:
            owner.link = OwnerLink(
                roadmap=roadmap, person=owner.person, organisation=owner.organisation, link=link
            )
            new.append(owner.link)
        else:
            owner.link.link = link
            changed.append(owner.link)
    OwnerLink.objects.bulk_create(new)
    OwnerLink.objects.bulk_update(changed, ["link"])
    return found
