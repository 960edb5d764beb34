"""Plants a text and a person wherever a Learning and Leadership Group and its roadmap can hold them."""

from datetime import date
from types import SimpleNamespace

from core.links import make_link
from roadmaps import models as m
from tests import factories as make
from tests.planting import LATER, short

DAY = date(2026, 3, 3)


def plant_roadmaps(world, text, *, person, other, by, roadmap=None):
    """Write `text` into every text about a group of `world.programme` and its roadmap, in which `person`
    sits, leads, updates and dissents beside `other`; `by` is the account of whoever wrote it down."""
    if roadmap is None:
        group = make.LearningGroupFactory(programme=world.programme, dialogue=world.dialogue)
        roadmap = make.RoadmapFactory(dialogue=world.dialogue, learning_group=group)
    group = roadmap.learning_group
    _constituted(group, text, person)
    seats = [
        group.members.filter(person=each).first()
        or make.MembershipFactory(learning_group=group, person=each)
        for each in (person, other)
    ]
    m.Membership.objects.filter(learning_group=group, person__in=[person, other]).update(
        role=short(text, 200), represents_text=short(text, 300), nominated_by=short(text, 300)
    )
    action = _planned(world, roadmap, text, person, by)
    meeting = _met(group, text, seats, action, by)
    _measured(action, text, by)
    _agreed(roadmap, text, seats, by)
    lesson = make.LessonFactory(
        learning_group=group,
        title=short(text, 300),
        tried=text,
        happened=text,
        useful_for=text,
        reach="groups",
        by_user=by,
    )
    lesson.notes.create(text=text, learning_group=group, by_user=by)
    return SimpleNamespace(
        group=group, roadmap=roadmap, action=action, meeting=meeting, lesson=lesson, seats=seats
    )


def _constituted(group, text, person):
    group.terms, group.convenor_text = text, short(text, 300)
    group.save()
    make.HandOverFactory(
        learning_group=group, to_person=person, note=text, answer=text, state="declined"
    )


def _planned(world, roadmap, text, person, by):
    roadmap.summary = text
    roadmap.save()
    m.VisionLine.objects.create(roadmap=roadmap, was=text, becomes=text)
    topic = make.TopicFactory(programme=world.programme, name=short(text, 120))
    theme = make.ThemeFactory(roadmap=roadmap, title=short(text, 300), text=text, topic=topic)
    result = make.ResultFactory(
        roadmap=roadmap,
        title=short(text, 500),
        text=text,
        assumptions=text,
        verification=text,
    )
    action = make.ActionFactory(
        theme=theme,
        title=short(text, 500),
        text=text,
        lead_person=person,
        result=result,
        due=DAY,
        cost=100,
        currency="GBP",
    )
    action.supporters.create(person=person)
    action.milestones.create(title=short(text, 500), due=DAY)
    action.payments.create(payer=short(text, 300), amount=50)
    make.BlockageFactory(
        action=action,
        text=text,
        unblocker_person=person,
        unblocker_text=short(text, 300),
        resolution=text,
    )
    update = make.ActionUpdateFactory(
        action=action, by_person=person, by_user=by, text=text, evidence=text
    )
    update.files.create(upload=make.UploadFactory(), caption=short(text, 300))
    recommendation = make.RecommendationFactory(
        initiative=world.initiative,
        dialogue=world.dialogue,
        text=text,
        addressed_to=short(text, 300),
    )
    m.Source.objects.create(action=action, recommendation=recommendation)
    link = make_link("actions", expires_at=LATER)
    m.OwnerLink.objects.create(roadmap=roadmap, person=person, link=link)
    return action


def _met(group, text, seats, action, by):
    meeting = make.MeetingFactory(
        learning_group=group,
        number=1041 + group.meetings.count(),
        title=short(text, 300),
        place=short(text, 300),
        others=text,
        closing=text,
        chair=seats[0],
        secretary=seats[1],
    )
    item = make.MeetingItemFactory(
        meeting=meeting, title=short(text, 500), text=text, minutes=text, action=action
    )
    for seat in seats:
        meeting.presences.create(member=seat, state="present", note=short(text, 300))
    decision = make.DecisionFactory(meeting=meeting, item=item, text=text, owner=seats[0])
    for seat in seats:
        decision.dissents.create(member=seat, text=text, noted_by=by)
    return meeting


def _measured(action, text, by):
    indicator = make.IndicatorFactory(
        action=action,
        title=short(text, 500),
        baseline=short(text, 100),
        target=short(text, 100),
        verification=text,
    )
    by_part = indicator.disaggregations.create(name=short(text, 80), parts=[short(text, 80)])
    value = indicator.values.create(
        value=short(text, 100), source=short(text, 300), note=text, date=DAY, by_user=by
    )
    value.parts.create(disaggregation=by_part, part=short(text, 80), number=1)


def _agreed(roadmap, text, seats, by):
    version = make.RoadmapVersionFactory(
        roadmap=roadmap,
        number=31 + roadmap.versions.count(),
        note=text,
        made_by=by,
        snapshot={"summary": text},
    )
    for seat in seats:
        endorsement = make.EndorsementFactory(
            version=version, member=seat, state="reserved", reservation=text, recorded_by=by
        )
        make.EndorsementAnswerFactory(endorsement=endorsement, reservation=text, recorded_by=by)
