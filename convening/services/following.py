"""The people of a sheet are registered for a dialogue, in the transaction that enters them in the register.

The register knows nothing of dialogues: it calls this through stakeholders.imports.following.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convening.models import Registration
from convening.room import Room, waiting_kinds
from convening.services.places import lock, offer_places
from core.services import next_position
from core.text import as_key
from dialogues.models import Dialogue, Participation
from dialogues.standing import standing_of
from stakeholders.imports.following import Follower

Status = Participation.Status
Via = Registration.Via
BATCH = 500
THERE, FULL = "there", "full"


class DialogueFollows(Follower):
    """Registers the people for the dialogue whose id is the key, as far as there are places: the others
    go on the waiting list in the order of the sheet. Nobody is written to."""

    def may(self, key, *, user, programme_id, held_by_id):
        rows = Dialogue.objects.select_related("initiative__programme")
        dialogue = rows.filter(pk=as_key(key), initiative__programme=programme_id).first()
        if dialogue is None or dialogue.is_cancelled:
            return False
        if user.has_perm("convening.convene", dialogue):
            return True
        if not user.has_perm("dialogues.register_people", dialogue):
            return False
        return standing_of(user).partner_of.get(dialogue.pk) == held_by_id

    def words(self, key, user):
        dialogue = Dialogue.objects.visible_to(user).filter(pk=as_key(key)).first()
        if dialogue is None:
            return None
        words = _("registers them for “%(dialogue)s”") % {"dialogue": dialogue.title}
        return words, reverse("convening:register", args=[dialogue.slug])

    def begin(self, key):
        lock(as_key(key))

    def act(self, key, import_, people):
        plan = lock(as_key(key))
        dialogue, now = plan.dialogue, timezone.now()
        there = set(dialogue.participations.values_list("person_id", flat=True))
        deciding = _Deciding(plan, approves=_approves(import_, dialogue))
        position = next_position(dialogue.participations.all())
        counts, added = {THERE: 0, FULL: 0}, []
        for person in people:
            if person.pk in there:
                counts[THERE] += 1
                continue
            there.add(person.pk)
            status = deciding.status_of(person)
            counts[status] = counts.get(status, 0) + 1
            if status == FULL:
                continue
            row = Participation(
                dialogue=dialogue,
                person=person,
                group_id=person.group_id,
                status=status,
                position=position + len(added),
            )
            added.append(row)
        Participation.objects.bulk_create(added, batch_size=BATCH)
        Registration.objects.bulk_create(
            [_registration(row, import_, now) for row in added], batch_size=BATCH
        )
        made = [[row.pk, row.status, row.updated_at.isoformat()] for row in added]
        return {"counts": counts, "made": made}

    def result(self, facts):
        counts = facts["counts"]
        labels = (
            (Status.REGISTERED, _("registered")),
            (Status.REQUESTED, _("await approval")),
            (Status.WAITING, _("on the waiting list")),
            (THERE, _("on the dialogue’s list already")),
            (FULL, _("without a place")),
        )
        return [(label, counts[key]) for key, label in labels if counts.get(key)]

    def undo(self, key, facts):
        plan = lock(as_key(key))
        for pk, status, stamp in facts["made"]:
            row = plan.dialogue.participations.filter(pk=pk, status=status).first()
            if row is not None and row.updated_at.isoformat() == stamp and _is_untouched(row):
                row.delete()
        offer_places(plan)


def _approves(import_, dialogue):
    """True if whoever brought the sheet may say yes themselves."""
    return import_.by is not None and import_.by.has_perm("convening.convene", dialogue)


class _Deciding:
    """Where each person of a sheet comes to, in its order, as if one registered after another."""

    def __init__(self, plan, *, approves):
        self.plan = plan
        self.needs_approval = plan.needs_approval and not approves
        self.room = Room(plan)
        self.waiting = set(waiting_kinds(plan))

    def status_of(self, person):
        """The Status they get, or FULL."""
        if self.needs_approval:
            return Status.REQUESTED
        kind = (person.group_id, person.held_by_id)
        first = any(self.room.fits(*waits) for waits in self.waiting)
        if not self.room.is_limited or (self.room.fits(*kind) and not first):
            self.room.take(*kind)
            return Status.REGISTERED
        if not self.plan.keeps_waiting_list:
            return FULL
        self.waiting.add(kind)
        return Status.WAITING


def _registration(row, import_, now):
    return Registration(
        participation=row,
        via=Via.SHEET,
        answered_at=now,
        answered_by_id=import_.by_id,
        waiting_since=now if row.status == Status.WAITING else None,
    )


def _is_untouched(participation):
    """True if nobody has answered, sponsored, checked in or noted anything about that part since."""
    registration = Registration.objects.filter(participation=participation).first()
    if registration is None or registration.version != 1 or registration.via != Via.SHEET:
        return False
    if registration.answers or registration.invited_at or registration.link_id:
        return False
    for field in Participation._meta.related_objects:
        if field.related_model is Registration:
            continue
        rows = field.related_model._base_manager.filter(**{field.field.name: participation.pk})
        if rows.exists():
            return False
    return True
