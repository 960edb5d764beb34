"""Meetings of a group: planned, opened, minuted, closed; their minutes approved at a later one.

What was not settled at one meeting stands on the next one's agenda as a matter arising, so that nothing
decided is forgotten. Minutes are changed until a later meeting approves them, and then no more.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.services import move, next_position, save_version
from roadmaps.exceptions import MeetingMoved, MinutesApproved
from roadmaps.models import Decision, Dissent, LearningGroup, Meeting, MeetingItem, Presence
from roadmaps.quorum import quorum_of

State = Meeting.State


@transaction.atomic
def plan_meeting(meeting):
    """Plan a meeting with the next number; its agenda begins with the minutes of the last one held and
    with what was not settled there or before. Atomic."""
    group = LearningGroup.objects.select_for_update().get(pk=meeting.learning_group_id)
    last = group.meetings.aggregate(last=Max("number"))["last"]
    meeting.number = (last or 0) + 1
    meeting.save(force_insert=True)
    items = [
        *_minutes_to_approve(group, meeting),
        *_matters_arising(group, meeting),
        MeetingItem(meeting=meeting, title=_("Review of the roadmap")),
    ]
    for position, item in enumerate(items):
        item.position = position
    MeetingItem.objects.bulk_create(items)
    return meeting


def _minutes_to_approve(group, meeting):
    held = group.meetings.filter(state=State.HELD, approved_at__isnull=True).order_by("number")
    for earlier in held:
        yield MeetingItem(
            meeting=meeting,
            kind=MeetingItem.Kind.MATTER,
            title=_("Minutes of %(meeting)s") % {"meeting": earlier},
        )


def _matters_arising(group, meeting):
    open_ones = Decision.objects.filter(
        meeting__learning_group=group, meeting__state=State.HELD, is_settled=False
    )
    for decision in open_ones.select_related("meeting").order_by("meeting__number", "position"):
        yield MeetingItem(
            meeting=meeting,
            kind=MeetingItem.Kind.MATTER,
            title=decision.text[:200],
            text=_("Decided at %(meeting)s.") % {"meeting": decision.meeting},
            action_id=decision.action_id,
            arises_from=decision,
        )


@transaction.atomic
def change_meeting(meeting, *, based_on, fields):
    """Save what was changed of a meeting. Atomic; raises StaleVersion, MinutesApproved."""
    refuse_if_approved(meeting)
    return save_version(meeting, based_on=based_on, fields=fields)


def refuse_if_approved(meeting):
    """Raise MinutesApproved if a later meeting approved the minutes of this one; else hold its row, so that
    none approves them in between. To be called inside a transaction."""
    rows = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk)
    if rows.values_list("approved_at", flat=True).first() is not None:
        raise MinutesApproved


@transaction.atomic
def open_meeting(meeting):
    """Begin a meeting. Atomic; raises MeetingMoved unless it is planned."""
    _step(meeting, State.PLANNED, State.OPEN)


@transaction.atomic
def cancel_meeting(meeting):
    """Cancel a meeting that has not begun. Atomic; raises MeetingMoved."""
    _step(meeting, State.PLANNED, State.CANCELLED)


@transaction.atomic
def close_meeting(meeting):
    """End a meeting: what its quorum was is kept with it, and decisions taken without one are marked as
    such. Atomic; raises MeetingMoved unless it is under way."""
    group = meeting.learning_group
    _step(
        meeting,
        State.OPEN,
        State.HELD,
        closed_at=timezone.now(),
        quorum=group.quorum,
        quorum_groups=group.quorum_groups,
    )
    _mark_decisions(meeting)


def _mark_decisions(meeting):
    """Mark the decisions of a meeting that was held as taken with or without a quorum, as its minutes tell
    who was there."""
    held = Meeting.objects.select_related("learning_group").filter(pk=meeting.pk, state=State.HELD)
    for row in held:
        reached = quorum_of(row, row.learning_group).is_reached
        row.decisions.update(without_quorum=reached is False)


def _step(meeting, before, after, **values):
    rows = Meeting.objects.filter(pk=meeting.pk, state=before)
    if not rows.update(state=after, **values):
        raise MeetingMoved


@transaction.atomic
def approve_minutes(meeting, *, at):
    """A later meeting approves the minutes of `meeting`, which are not changed any more. Atomic; raises
    MeetingMoved unless it was held and is not approved, and `at` is a later one of the same group that
    is under way."""
    if at.learning_group_id != meeting.learning_group_id or at.number <= meeting.number:
        raise MeetingMoved
    if not Meeting.objects.filter(pk=at.pk, state=State.OPEN).exists():
        raise MeetingMoved
    rows = Meeting.objects.filter(pk=meeting.pk, state=State.HELD, approved_at__isnull=True)
    if not rows.update(approved_at=at):
        raise MeetingMoved


@transaction.atomic
def note_presence(meeting, entries):
    """Note who was there: (member, state, note) of each; once the meeting was held its decisions are marked
    anew. Atomic; raises MinutesApproved."""
    refuse_if_approved(meeting)
    Presence.objects.bulk_create(
        [
            Presence(meeting=meeting, member=member, state=state, note=note)
            for member, state, note in entries
        ],
        update_conflicts=True,
        unique_fields=["meeting", "member"],
        update_fields=["state", "note"],
    )
    _mark_decisions(meeting)


@transaction.atomic
def add_item(item):
    """Put a point at the end of the agenda. Atomic; raises MinutesApproved."""
    refuse_if_approved(item.meeting)
    item.position = next_position(item.meeting.items)
    item.save(force_insert=True)
    return item


@transaction.atomic
def change_item(item, *, based_on, fields):
    """Save a point and its minutes; a decision that it arises from is settled with it, and is open again
    once it is not dealt with after all. Atomic; raises StaleVersion, MinutesApproved."""
    refuse_if_approved(item.meeting)
    was = MeetingItem.objects.filter(pk=item.pk, is_dealt_with=True).exists()
    save_version(item, based_on=based_on, fields=fields)
    if item.is_dealt_with != was:
        _settle(item.arises_from_id)
    return item


def _settle(decision):
    """A decision is settled while a point that arises from it is dealt with; its id, or None."""
    dealt_with = MeetingItem.objects.filter(arises_from=decision, is_dealt_with=True)
    Decision.objects.filter(pk=decision).update(is_settled=dealt_with.exists())


@transaction.atomic
def remove_item(item):
    """Take a point off the agenda; decisions taken under it stay, and the one that it arises from is open
    again. Atomic; raises MinutesApproved."""
    refuse_if_approved(item.meeting)
    was = MeetingItem.objects.filter(pk=item.pk, is_dealt_with=True).exists()
    item.delete()
    if was:
        _settle(item.arises_from_id)


@transaction.atomic
def move_item(item, *, up):
    """Move a point one up or down. Atomic; raises MinutesApproved."""
    refuse_if_approved(item.meeting)
    return move(item, item.meeting.items, up=up)


@transaction.atomic
def add_decision(decision):
    """Take down a decision, also once the meeting was held. Atomic; raises MinutesApproved."""
    refuse_if_approved(decision.meeting)
    decision.position = next_position(decision.meeting.decisions)
    decision.save(force_insert=True)
    _mark_decisions(decision.meeting)
    return decision


@transaction.atomic
def change_decision(decision, *, based_on, fields):
    """Save a decision. Atomic; raises StaleVersion, MinutesApproved."""
    refuse_if_approved(decision.meeting)
    return save_version(decision, based_on=based_on, fields=fields)


@transaction.atomic
def add_dissent(decision, *, text, member, by):
    """Take down somebody's dissent, named or not. Atomic; raises MinutesApproved."""
    refuse_if_approved(decision.meeting)
    return Dissent.objects.create(decision=decision, text=text, member=member, noted_by=by)
