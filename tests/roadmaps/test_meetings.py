"""Meetings of a group: agenda, presence and quorum, decisions and dissent, minutes that are approved."""

from datetime import date

import pytest
from django.urls import reverse

from roadmaps.models import Decision, Dissent, LearningGroup, Meeting, MeetingItem, Membership
from roadmaps.quorum import quorum_of
from roadmaps.services.meetings import (
    add_decision,
    approve_minutes,
    close_meeting,
    note_presence,
    open_meeting,
    plan_meeting,
)
from tests import factories as make


@pytest.fixture
def group(llg_member):
    return LearningGroup.objects.get()


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


def planned(group, **values):
    return plan_meeting(Meeting(learning_group=group, on=date(2026, 3, 3), **values))


def in_session(group):
    meeting = planned(group)
    open_meeting(meeting)
    return meeting


def member_for(world, group, stakeholders=None):
    person = make.PersonFactory(programme=world.programme)
    return make.MembershipFactory(learning_group=group, person=person, represents=stakeholders)


def test_a_meeting_is_planned_with_what_was_not_settled(sign_in, convenor, group):
    first = in_session(group)
    make.DecisionFactory(meeting=first, text="Write to the commission")
    make.DecisionFactory(meeting=first, text="Thank the host", is_settled=True)
    close_meeting(first)
    answer = sign_in(convenor).post(url("meeting_new", group.pk), {"on": "2026-06-01"})
    second = Meeting.objects.get(number=2)
    assert answer.url == second.get_absolute_url()
    titles = list(second.items.values_list("title", flat=True))
    assert titles == ["Minutes of Meeting 1", "Write to the commission", "Review of the roadmap"]
    matter = second.items.get(title="Write to the commission")
    page = sign_in(convenor).get(url("item_edit", matter.pk)).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields} | {"is_dealt_with": "on"}
    sign_in(convenor).post(url("item_edit", matter.pk), sent)
    assert Decision.objects.get(text="Write to the commission").is_settled
    # It was not dealt with after all.
    page = sign_in(convenor).get(url("item_edit", matter.pk)).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields}
    sign_in(convenor).post(url("item_edit", matter.pk), sent | {"is_dealt_with": ""})
    assert not Decision.objects.get(text="Write to the commission").is_settled
    # It was, and then did not belong there.
    sign_in(convenor).post(url("item_edit", matter.pk), sent | {"is_dealt_with": "on"})
    sign_in(convenor).post(url("item_delete", matter.pk))
    assert not second.items.filter(pk=matter.pk).exists()
    assert not Decision.objects.get(text="Write to the commission").is_settled


def test_presence_says_whether_there_is_a_quorum(sign_in, convenor, world, group):
    group.quorum, group.quorum_groups = 2, 2
    group.save()
    meeting = in_session(group)
    miner = member_for(world, group, world.miners)
    company = member_for(world, group, world.companies)
    form = {f"state-{member.pk}": "absent" for member in group.members.all()}
    form |= {f"state-{miner.pk}": "present"}
    client = sign_in(convenor)
    client.post(url("presence", meeting.pk), form)
    assert "Not reached" in client.get(meeting.get_absolute_url()).text
    form |= {f"state-{company.pk}": "proxy", f"note-{company.pk}": "Her deputy"}
    client.post(url("presence", meeting.pk), form)
    shown = client.get(meeting.get_absolute_url()).text
    assert "Not reached" not in shown
    assert "Her deputy" in shown


def test_what_was_decided_without_a_quorum_says_so_for_ever(group):
    group.quorum = 5
    group.save()
    meeting = in_session(group)
    decision = make.DecisionFactory(meeting=meeting)
    close_meeting(meeting)
    LearningGroup.objects.update(quorum=0)
    decision.refresh_from_db()
    assert decision.without_quorum
    late = add_decision(Decision(meeting=meeting, text="Written down later"))
    late.refresh_from_db()
    assert late.without_quorum
    assert quorum_of(Meeting.objects.get(), LearningGroup.objects.get()).is_reached is False


def test_who_was_there_after_all_makes_the_quorum_of_what_was_decided(world, group):
    group.quorum = 1
    group.save()
    meeting = in_session(group)
    decision = make.DecisionFactory(meeting=meeting)
    close_meeting(meeting)
    note_presence(meeting, [(member_for(world, group), "present", "")])
    decision.refresh_from_db()
    assert not decision.without_quorum


def test_who_leaves_at_a_meeting_was_there(sign_in, convenor, group):
    meeting = planned(group)
    group.members.update(left_on=meeting.on)
    page = sign_in(convenor).get(url("presence", meeting.pk))
    assert [row["member"] for row in page.context["form"].rows] == list(group.members.all())


def test_an_officer_who_left_stays_in_the_minutes_that_are_edited(sign_in, convenor, group):
    member = group.members.get()
    meeting = planned(group, chair=member)
    decision = make.DecisionFactory(meeting=meeting, owner=member)
    group.members.update(left_on=date(2026, 3, 4))
    client = sign_in(convenor)
    for page in (url("meeting_edit", meeting.pk), url("decision_edit", decision.pk)):
        form = client.get(page).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        assert client.post(page, sent).status_code == 302
    meeting.refresh_from_db()
    decision.refresh_from_db()
    assert meeting.chair == decision.owner == member


def test_a_decision_is_taken_down_with_its_dissent(sign_in, convenor, world, group):
    meeting = in_session(group)
    client = sign_in(convenor)
    page = url("decision_new", meeting.pk)
    against = {"text": "Go on", "how": "consensus", "against": "2"}
    assert "how" in client.post(page, against).context["form"].errors
    lost = {"text": "Go on", "how": "majority", "in_favour": "1", "against": "2"}
    assert "in_favour" in client.post(page, lost).context["form"].errors
    client.post(page, lost | {"in_favour": "4"})
    decision = Decision.objects.get()
    dissenter = member_for(world, group)
    dissent = url("dissent_new", decision.pk)
    client.post(dissent, {"text": "Too early", "member": dissenter.pk})
    client.post(dissent, {"text": "Not like this", "member": ""})
    shown = client.get(meeting.get_absolute_url()).text
    assert "Too early" in shown
    assert dissenter.person.name in shown
    assert Dissent.objects.filter(member=None).count() == 1


def test_approved_minutes_are_not_changed_any_more(sign_in, convenor, group):
    first = in_session(group)
    item = make.MeetingItemFactory(meeting=first, title="A point")
    close_meeting(first)
    second = in_session(group)
    in_session(group)
    client = sign_in(convenor)
    client.post(url("minutes_approve", first.pk), {"at": second.pk})
    first.refresh_from_db()
    assert first.approved_at == second
    for page in (url("item_edit", item.pk), url("item_new", first.pk)):
        answer = client.post(page, {"title": "Another", "version": 1}, follow=True)
        assert "These minutes were approved" in answer.text
    assert not MeetingItem.objects.filter(title="Another").exists()
    assert "Add a point" not in client.get(first.get_absolute_url()).text


def test_a_step_that_does_not_fit_is_refused(sign_in, convenor, group):
    meeting = planned(group)
    client = sign_in(convenor)
    client.post(url("meeting_step", meeting.pk, "close"))
    client.post(url("meeting_step", meeting.pk, "nonsense"))
    assert Meeting.objects.get().state == "planned"
    client.post(url("meeting_step", meeting.pk, "open"))
    client.post(url("meeting_step", meeting.pk, "cancel"))
    assert Meeting.objects.get().state == "open"


def test_minutes_are_not_approved_at_an_earlier_meeting_or_by_another_group(group, world):
    from roadmaps.exceptions import MeetingMoved

    first, other = in_session(group), in_session(make.LearningGroupFactory())
    close_meeting(other)
    with pytest.raises(MeetingMoved):
        approve_minutes(other, at=first)
    with pytest.raises(MeetingMoved):
        approve_minutes(first, at=first)


def test_who_keeps_the_minutes_writes_and_other_members_read(sign_in, llg_member, group):
    meeting = planned(group)
    client = sign_in(llg_member)
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get(url("item_new", meeting.pk)).status_code == 403
    Membership.objects.update(keeps_roadmap=True)
    assert sign_in(llg_member).get(url("item_new", meeting.pk)).status_code == 200


def test_points_are_moved_and_taken_off(sign_in, convenor, group):
    meeting = planned(group)
    last = make.MeetingItemFactory(meeting=meeting, position=9, title="Last")
    client = sign_in(convenor)
    client.post(url("item_move", last.pk), {"direction": "up"})
    assert meeting.items.first() == last
    client.post(url("item_delete", last.pk))
    assert not meeting.items.filter(pk=last.pk).exists()


def test_two_who_write_one_point_are_both_heard(sign_in, convenor, group):
    item = make.MeetingItemFactory(meeting=in_session(group), minutes="First")
    client = sign_in(convenor)
    form = client.get(url("item_edit", item.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"minutes": "Mine"}
    MeetingItem.objects.filter(pk=item.pk).update(minutes="Theirs", version=2)
    answer = client.post(url("item_edit", item.pk), sent)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_protected_members_are_named_to_the_founders_alone(
    sign_in, convenor, llg_member, world, group
):
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Harriet", protected=True)
    member = make.MembershipFactory(learning_group=group, person=hidden)
    meeting = in_session(group)
    meeting.presences.create(member=member, state="present")
    meeting.chair = member
    meeting.save()
    assert "Harriet" in sign_in(convenor).get(meeting.get_absolute_url()).text
    Membership.objects.exclude(pk=member.pk).update(keeps_roadmap=True)
    client = sign_in(llg_member)
    for page in (meeting.get_absolute_url(), url("presence", meeting.pk)):
        assert "Harriet" not in client.get(page).text


@pytest.mark.parametrize(("name", "queries"), [("meetings", 7), ("meeting", 14), ("presence", 8)])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(
    sign_in, convenor, world, group, count, name, queries, django_assert_num_queries
):
    meeting = in_session(group)
    for _number in range(count):
        planned(group)
        member = member_for(world, group, make.GroupFactory(programme=world.programme))
        meeting.presences.create(member=member, state="present")
        make.MeetingItemFactory(meeting=meeting)
        decision = make.DecisionFactory(meeting=meeting, owner=member)
        Dissent.objects.create(decision=decision, member=member, text="No")
    client = sign_in(convenor)
    with django_assert_num_queries(queries):
        client.get(url(name, group.pk if name == "meetings" else meeting.pk))
