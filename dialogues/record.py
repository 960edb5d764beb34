"""The dialogues that a person took part in, for their page in the register."""

from django.db.models import Q
from django.utils.translation import gettext as _

from dialogues.models import Dialogue, Participation
from dialogues.standing import standing_of
from dialogues.vocabulary import ACTS_AS, label_of
from stakeholders.record import Entry


def participations(user, person):
    """Entries of `person` in the lists of dialogues whose whole list `user` reads, of those for which
    `user`'s organisation registered them, and `user`'s own."""
    standing = standing_of(user)
    seen = Q(dialogue__in=Dialogue.objects.noted_by(user))
    if person.held_by_id is not None:
        held_at = [
            dialogue
            for dialogue, organisation in standing.partner_of.items()
            if organisation == person.held_by_id
        ]
        seen |= Q(dialogue__in=held_at)
    if person.pk in standing.people:
        seen |= Q(dialogue__isnull=False)
    rows = Participation.objects.filter(seen, person=person).select_related("dialogue", "group")
    for row in rows:
        parts = [
            label_of(ACTS_AS, row.acts_as) if row.acts_as else "",
            row.group and row.group.name,
            _("the dialogue is cancelled") if row.dialogue.is_cancelled else "",
        ]
        yield Entry(
            title=row.dialogue.title,
            url=row.dialogue.get_absolute_url(),
            detail=", ".join(str(part) for part in parts if part),
            state=row.status,
            state_label=row.get_status_display(),
            when=row.dialogue.starts_on,
        )
