"""What people and organisations took part in and committed to, as each viewer may know it."""

import pytest

from stakeholders.models import Person
from stakeholders.record import organisation_record, record_of
from tests import factories as make


def titles(sections, key=None):
    return {
        entry.title
        for section in sections
        for entry in section.entries
        if key in (None, section.key)
    }


@pytest.fixture
def busy(world):
    """Registered by the partner, with a part in a little of everything."""
    person = make.PersonFactory(
        programme=world.programme,
        name="Busy Bee",
        held_by=world.partner_body,
        organisation=world.partner_body,
    )
    fill(world, person)
    return person


def fill(world, person):
    """A part of every kind for `person` in the world's dialogue and initiative."""
    dialogue, initiative = world.dialogue, world.initiative
    make.ParticipationFactory(dialogue=dialogue, person=person, status="attended")
    dialogue.chair = person
    dialogue.save()
    item = make.AgendaItemFactory(
        part=make.AgendaPartFactory(dialogue=dialogue), title="Item on land"
    )
    make.AppearanceFactory(item=item, person=person, acts_as="presenter")
    make.ActionPointFactory(dialogue=dialogue, owner_person=person, title="Undertaking")
    make.SeatFactory(initiative=initiative, person=person)
    paper = make.PaperFactory(initiative=initiative, title="Paper under review")
    version = make.PaperVersionFactory(paper=paper)
    make.ReviewRequestFactory(round=make.ReviewRoundFactory(version=version), person=person)
    report = make.ReportFactory(dialogue=dialogue, title="Report written")
    report.authorships.create(person=person)
    group = make.LearningGroupFactory(programme=world.programme, name="Learners")
    make.MembershipFactory(learning_group=group, person=person)
    roadmap = make.RoadmapFactory(dialogue=dialogue, learning_group=group)
    theme = make.ThemeFactory(roadmap=roadmap)
    make.ActionFactory(theme=theme, lead_person=person, title="Action led")
    shown = make.StakeholderMapFactory(programme=world.programme, title="Map of power")
    make.StakeholderFactory(map=shown, person=person)


EVERYTHING = {
    "took-part": {
        "Tarkwa dialogue",
        "Item on land",
        "Access to land",
        "Paper under review",
        "Report written",
        "Learners",
    },
    "committed": {"Undertaking", "Action led"},
    "mapped": {"Map of power"},
}


def test_a_convenor_reads_all_that_somebody_did_by_kind(convenor, busy):
    sections = record_of(convenor, busy)
    assert {section.key: titles(sections, section.key) for section in sections} == EVERYTHING


def test_a_partner_reads_what_the_pages_of_its_dialogue_tell_it(partner, busy):
    told = titles(record_of(partner, busy))
    assert told == {"Tarkwa dialogue", "Item on land", "Undertaking"}


def test_a_partner_is_not_told_what_a_protected_person_did(partner, convenor, busy):
    Person.objects.filter(pk=busy.pk).update(protected=True)
    busy.refresh_from_db()
    sections = record_of(partner, busy)
    # That they are on the list of its dialogue it knows from the list.
    assert titles(sections) == {"Tarkwa dialogue"}
    assert len(sections[0].entries) == 1
    assert titles(record_of(convenor, busy)) == set().union(*EVERYTHING.values())


def test_of_a_dialogue_that_one_only_takes_notes_of_protected_people_are_not_told(world, busy):
    """Runs the register through another initiative; at this dialogue they are a rapporteur."""
    other = make.InitiativeFactory(programme=world.programme)
    user = make.UserFactory()
    make.AppointmentFactory(user=user, role="convenor", initiative=other)
    make.AppointmentFactory(user=user, role="rapporteur", dialogue=world.dialogue)
    assert "Tarkwa dialogue" in titles(record_of(user, busy))
    Person.objects.filter(pk=busy.pk).update(protected=True)
    busy.refresh_from_db()
    assert titles(record_of(user, busy)) == {"Map of power"}


def test_another_initiative_of_the_programme_is_not_told_of(world, busy):
    other = make.InitiativeFactory(programme=world.programme)
    user = make.UserFactory()
    make.AppointmentFactory(user=user, role="convenor", initiative=other)
    assert titles(record_of(user, busy)) == {"Map of power"}


def test_somebody_reads_their_own_part(participant, world):
    own = participant.people.get()
    make.ActionPointFactory(dialogue=world.dialogue, owner_person=own, title="My own point")
    assert titles(record_of(participant, own)) == {"Tarkwa dialogue", "My own point"}


@pytest.fixture
def body(world):
    """The partner's organisation, with a part in everything."""
    organisation = world.partner_body
    world.dialogue.convenings.create(organisation=organisation)
    elsewhere = make.DialogueFactory(initiative=world.initiative, title="Hosted", host=organisation)
    for number, held_by in enumerate((organisation, world.ngo)):
        person = make.PersonFactory(
            programme=world.programme, organisation=organisation, held_by=held_by
        )
        dialogue = (world.dialogue, elsewhere)[number]
        make.ParticipationFactory(dialogue=dialogue, person=person, status="attended")
    make.ActionPointFactory(
        dialogue=world.dialogue, owner_organisation=organisation, title="Point of the body"
    )
    group = make.LearningGroupFactory(programme=world.programme, host=organisation, name="LLG")
    theme = make.ThemeFactory(
        roadmap=make.RoadmapFactory(dialogue=world.dialogue, learning_group=group)
    )
    action = make.ActionFactory(theme=theme, title="Supported")
    action.supporters.create(organisation=organisation)
    shown = make.StakeholderMapFactory(programme=world.programme, title="Map")
    make.StakeholderFactory(map=shown, organisation=organisation)
    return organisation


def test_an_organisations_record_tells_a_convenor_everything(convenor, body):
    sections = organisation_record(convenor, body)
    assert {section.key: titles(sections, section.key) for section in sections} == {
        "took-part": {"Tarkwa dialogue", "Hosted", "LLG"},
        "committed": {"Point of the body", "Supported"},
        "people": {"Tarkwa dialogue", "Hosted"},
        "mapped": {"Map"},
    }


def test_a_partner_is_told_of_its_own_people_at_its_own_dialogue(partner, body):
    sections = organisation_record(partner, body)
    assert {section.key: titles(sections, section.key) for section in sections} == {
        "took-part": {"Tarkwa dialogue"},
        "committed": {"Point of the body"},
        "people": {"Tarkwa dialogue"},
    }


def test_protected_people_are_counted_for_convenors_alone(convenor, partner, body):
    Person.objects.update(protected=True)
    assert titles(organisation_record(convenor, body), "people") == {"Tarkwa dialogue", "Hosted"}
    assert not titles(organisation_record(partner, body), "people")


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_asks_as_often_for_one_as_for_three(
    convenor, world, busy, count, django_assert_max_num_queries
):
    for _number in range(count - 1):
        dialogue = make.DialogueFactory(initiative=world.initiative, chair=busy)
        make.ActionPointFactory(dialogue=dialogue, owner_person=busy)
        theme = make.ThemeFactory(roadmap=make.RoadmapFactory(dialogue=dialogue))
        make.ActionFactory(theme=theme, lead_person=busy)
    record_of(convenor, busy)
    with django_assert_max_num_queries(11):
        record_of(convenor, busy)
