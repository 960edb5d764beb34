"""What people and organisations took part in and undertook at dialogues, for their pages in the register.

Each entry is given to those who read the same on the page it leads to: the whole list of a dialogue is
for those who convene it or take its notes, a partner has its own people, and everybody themselves. Of
protected people only the convenors are told what they did; note takers meet a pseudonym there.
"""

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.initiative_frame import tab_url
from dialogues.models import (
    ActionPoint,
    Appearance,
    Convening,
    Dialogue,
    Initiative,
    Participation,
    ReviewRequest,
    Seat,
)
from dialogues.querysets import prepared_by
from dialogues.standing import standing_of
from dialogues.vocabulary import ACTS_AS, label_of
from stakeholders.naming import is_hidden_from
from stakeholders.record import Entry, Kind


def person_entries(user, person):
    """Everything of dialogues and initiatives that `user` may know `person` had a part in."""
    yield from participations(user, person)
    if is_hidden_from(user, person) and person.pk not in standing_of(user).people:
        # What they did, beside a place where a pseudonym did it, would tell who that is.
        return
    there = _dialogues_where(user, person)
    yield from _led(person, there)
    yield from _appearances(person, there)
    yield from _undertakings({"owner_person": person}, there)
    yield from _seats(user, person)
    yield from _reviews(user, person)


def _dialogues_where(user, person):
    """Dialogues at which `user` may know `person` by name."""
    standing = standing_of(user)
    rows = Dialogue.objects.order_by()
    if person.pk in standing.people:
        return rows.visible_to(user)
    if person.protected:
        return rows.run_by(user)
    known = Q(pk__in=rows.noted_by(user).values("pk"))
    return rows.filter(known | Q(pk__in=_held_at(standing, person)))


def _held_at(standing, person):
    """Dialogues for which the partner that the viewer acts for there registered `person`."""
    if person.held_by_id is None:
        return []
    return [
        dialogue
        for dialogue, organisation in standing.partner_of.items()
        if organisation == person.held_by_id
    ]


def participations(user, person):
    """Entries of `person` in the lists of dialogues whose whole list `user` reads, of those for which
    `user`'s organisation registered them, and `user`'s own."""
    standing = standing_of(user)
    lists = Dialogue.objects.order_by()
    lists = lists.run_by(user) if person.protected else lists.noted_by(user)
    seen = Q(dialogue__in=lists.values("pk"))
    seen |= Q(dialogue__in=_held_at(standing, person))
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


def _led(person, there):
    for row in there.filter(Q(chair=person) | Q(facilitator=person)):
        parts = [
            _("Chair") if row.chair_id == person.pk else "",
            _("Facilitator") if row.facilitator_id == person.pk else "",
        ]
        yield Entry(
            title=row.title,
            url=row.get_absolute_url(),
            detail=", ".join(filter(None, parts)),
            when=row.starts_on,
        )


def _appearances(person, there):
    rows = Appearance.objects.filter(
        Q(item__part__dialogue__in=there.values("pk"))
        | Q(item__annex__dialogue__in=there.values("pk")),
        person=person,
    )
    for row in rows.select_related("item__part__dialogue", "item__annex__dialogue"):
        item = row.item
        dialogue = (item.part or item.annex).dialogue
        page = "dialogue_agenda" if item.part else "dialogue_annexes"
        parts = [label_of(ACTS_AS, row.acts_as) if row.acts_as else "", dialogue.title]
        yield Entry(
            title=row.presentation or item.title,
            url=reverse(f"dialogues:{page}", args=[dialogue.slug]),
            detail=", ".join(str(part) for part in parts if part),
            when=item.date or dialogue.starts_on,
        )


def _undertakings(owner, there):
    rows = ActionPoint.objects.filter(dialogue__in=there.values("pk"), **owner)
    for row in rows.select_related("dialogue"):
        yield Entry(
            title=str(row),
            url=reverse("dialogues:dialogue_outcomes", args=[row.dialogue.slug]),
            detail=row.dialogue.title,
            when=row.due or row.dialogue.ends_on,
            kind=Kind.COMMITTED,
        )


def _seats(user, person):
    """Seats in advisory groups, for those who prepare the initiative too."""
    rows = Seat.objects.filter(prepared_by(user), person=person)
    if person.protected and person.pk not in standing_of(user).people:
        rows = rows.filter(initiative__in=Initiative.objects.run_by(user).order_by().values("pk"))
    for row in rows.select_related("initiative", "group"):
        parts = [_("Advisory group"), row.get_role_display(), row.group and row.group.name]
        yield Entry(
            title=row.initiative.title,
            url=tab_url(row.initiative, "advisers"),
            detail=", ".join(str(part) for part in parts if part),
            state=row.state,
            state_label=row.get_state_display(),
            when=row.starts_on or (row.invited_at and row.invited_at.date()),
        )


def _reviews(user, person):
    """Papers that they were asked to review, for the convenors who asked."""
    run = Initiative.objects.run_by(user).order_by().values("pk")
    rows = ReviewRequest.objects.filter(
        person=person, round__version__paper__initiative__in=run
    ).select_related("round__version__paper__initiative")
    for row in rows:
        paper = row.round.version.paper
        yield Entry(
            title=paper.title,
            url=reverse("dialogues:paper_reviews", args=[paper.initiative.slug, paper.kind]),
            detail=_("Asked to review"),
            state="done" if row.finished_at else "",
            state_label=_("Finished") if row.finished_at else "",
            when=row.created_at.date(),
        )


# Organisations ---------------------------------------------------------------------------------------
def organisation_entries(user, organisation):
    """What `organisation` convened, hosted and undertook, and where its people were, as `user` may know."""
    visible = Dialogue.objects.visible_to(user).order_by()
    convened = set(
        Convening.objects.filter(organisation=organisation)
        .order_by()
        .values_list("dialogue_id", flat=True)
    )
    for row in visible.filter(Q(pk__in=convened) | Q(host=organisation)):
        parts = [
            _("Convenor") if row.pk in convened else "",
            _("Host") if row.host_id == organisation.pk else "",
        ]
        yield Entry(
            title=row.title,
            url=row.get_absolute_url(),
            detail=", ".join(filter(None, parts)),
            when=row.starts_on,
        )
    yield from _people_of(user, organisation)
    inside = visible.filter(
        Q(pk__in=visible.noted_by(user).values("pk")) | Q(pk__in=standing_of(user).partner_of)
    )
    yield from _undertakings({"owner_organisation": organisation}, inside)


def _people_of(user, organisation):
    """How many of its people were at which dialogue: all of them for the team, its own for a partner."""
    rows = Dialogue.objects.order_by()
    seen = Q(dialogue__in=rows.run_by(user).values("pk"))
    open_ones = Q(dialogue__in=rows.noted_by(user).values("pk"))
    for dialogue, partner in standing_of(user).partner_of.items():
        open_ones |= Q(dialogue=dialogue, person__held_by=partner)
    seen |= open_ones & Q(person__protected=False)
    counted = (
        Participation.objects.filter(seen, person__organisation=organisation)
        .order_by()
        .values(slug=F("dialogue__slug"), title=F("dialogue__title"), when=F("dialogue__starts_on"))
        .annotate(number=Count("pk"), came=Count("pk", filter=Q(status="attended")))
    )
    for row in counted:
        number, came = row["number"], row["came"]
        parts = [
            ngettext("%(number)d person", "%(number)d people", number) % {"number": number},
            ngettext("%(number)d attended", "%(number)d attended", came) % {"number": came}
            if came
            else "",
        ]
        yield Entry(
            title=row["title"],
            url=reverse("dialogues:dialogue_people", args=[row["slug"]]),
            detail=", ".join(filter(None, parts)),
            when=row["when"],
            kind=Kind.PEOPLE,
        )
