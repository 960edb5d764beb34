"""Two entries of the register made one, and taken apart again: what moves, what stays, what is refused."""

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from core.models import PersonalLink
from dialogues.models import Participation
from stakeholders.exceptions import MergeMoved, MergeRefused, MergeStands
from stakeholders.merging import relations_to
from stakeholders.models import Affiliation, Consent, Merge, Organisation, Person
from stakeholders.services.merging import merge, plan_merge, stamp_of, undo_merge
from tests import factories as make

pytestmark = pytest.mark.django_db


def everything():
    """Every row of every table, but for what tells when it was touched."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        if model is Merge:
            continue
        skipped = {"version", "updated_at"}
        names = [
            column.attname for column in model._meta.concrete_fields if column.name not in skipped
        ]
        rows[model._meta.label] = {
            row["pk"]: row for row in model._base_manager.values("pk", *names)
        }
    return rows


@pytest.fixture
def pair(world):
    """Two entries of one person, tied to a little of everything."""
    programme = world.programme
    kept = make.PersonFactory(
        programme=programme, name="Mohamed Diallo", organisation=world.ngo, role="Chief"
    )
    gone = make.PersonFactory(
        programme=programme,
        name="Muhammad Diallo",
        email="m.diallo@example.org",
        country="GN",
        protected=True,
        languages=["fr"],
    )
    return kept, gone


def fill(world, kept, gone):
    """Rows of many kinds: some of one of the two alone, some that cannot both stand."""
    both = make.DialogueFactory(initiative=world.initiative)
    for person, status in ((kept, "invited"), (gone, "attended")):
        make.ParticipationFactory(
            dialogue=both, person=person, status=status, listed=person is kept
        )
    make.ParticipationFactory(dialogue=world.dialogue, person=gone, table="3")
    for person, given in ((kept, True), (gone, False)):
        make.ConsentFactory(person=person, kind="listed", given=given, asked_on=date(2026, 1, 1))
    Affiliation.objects.create(
        person=kept, organisation=world.ngo, role="Chief", since="2025-01-01"
    )
    Affiliation.objects.create(person=gone, organisation=world.partner_body, role="Teacher")
    category = make.CategoryFactory(programme=world.programme)
    kept.categories.add(category)
    gone.categories.add(category, make.CategoryFactory(programme=world.programme))
    link = make.PersonalLinkFactory(purpose="advise")
    make.SeatFactory(initiative=world.initiative, person=kept, group=None)
    make.SeatFactory(
        initiative=world.initiative, person=gone, group=world.miners, state="accepted", link=link
    )
    survey = make.SurveyFactory(initiative=world.initiative)
    statement = make.StatementFactory(survey=survey)
    for person in (kept, gone):
        asked = make.SurveyInvitationFactory(survey=survey, person=person)
        answer = make.SurveyResponseFactory(survey=survey, invitation=asked)
        make.VoteFactory(response=answer, statement=statement)
    round_of = make.ReviewRoundFactory()
    for person in (kept, gone):
        request = make.ReviewRequestFactory(round=round_of, person=person)
        make.CommentFactory(request=request, author_person=person)
    shown = make.StakeholderMapFactory(programme=world.programme)
    for person in (kept, gone):
        placed = make.StakeholderFactory(map=shown, person=person)
        make.AssessmentFactory(stakeholder=placed, on=date(2026, 1, 1))
    placed = make.StakeholderFactory(map=shown, group=world.miners, reached_by_person=gone)
    world.dialogue.chair, world.dialogue.facilitator = gone, kept
    world.dialogue.save()
    make.ActionPointFactory(dialogue=world.dialogue, owner_person=gone)
    group = make.LearningGroupFactory(programme=world.programme, convenor_person=gone)
    for person in (kept, gone):
        make.MembershipFactory(learning_group=group, person=person)
    theme = make.ThemeFactory(roadmap=make.RoadmapFactory(dialogue=world.dialogue))
    make.ActionFactory(theme=theme, lead_person=gone)
    return both


def test_everything_of_the_one_that_goes_comes_to_the_one_that_is_kept(world, convenor, pair):
    kept, gone = pair
    both = fill(world, kept, gone)
    merge(kept, gone, by=convenor)
    assert not Person.objects.filter(pk=gone.pk).exists()
    for key in relations_to(Person):
        assert not key.model._base_manager.filter(**{key.attname: gone.pk}).exists(), key
    part = Participation.objects.get(dialogue=both)
    assert (part.person, part.status, part.listed) == (kept, "attended", False)
    world.dialogue.refresh_from_db()
    assert world.dialogue.chair == world.dialogue.facilitator == kept
    seat = kept.seats.get()
    assert (seat.state, seat.group, seat.link) == (
        "accepted",
        world.miners,
        PersonalLink.objects.get(),
    )


def test_blanks_are_filled_and_what_differs_is_as_it_was_chosen(world, convenor, pair):
    kept, gone = pair
    merge(kept, gone, by=convenor, take=["name"])
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.country) == ("Muhammad Diallo", gone.email, "GN")
    assert (kept.organisation, kept.languages) == (world.ngo, ["fr"])
    assert Person.objects.matching("muhammad").get() == kept


def test_protection_of_one_protects_both(convenor, pair):
    kept, gone = pair
    merge(kept, gone, by=convenor)
    kept.refresh_from_db()
    assert kept.protected


def test_of_two_answers_the_refusal_holds_and_both_are_kept(world, convenor, pair):
    kept, gone = pair
    fill(world, kept, gone)
    merge(kept, gone, by=convenor)
    assert kept.consents.count() == 2
    assert not kept.consents.get(is_current=True).given


def test_one_affiliation_is_present_afterwards_that_which_the_entry_says(world, convenor, pair):
    kept, gone = pair
    fill(world, kept, gone)
    merge(kept, gone, by=convenor)
    assert kept.affiliations.count() == 2
    assert kept.affiliations.get(until=None).organisation == world.ngo


def test_a_present_affiliation_that_comes_over_ends_where_the_entry_says_otherwise(
    world, convenor, pair
):
    kept, gone = pair
    Affiliation.objects.create(person=gone, organisation=world.partner_body)
    merge(kept, gone, by=convenor)
    assert kept.affiliations.get().until == timezone.localdate()


def test_who_registered_somebody_is_never_filled_in_by_itself(world, convenor, pair):
    kept, gone = pair
    gone.held_by = world.partner_body
    gone.save()
    merge(kept, gone, by=convenor)
    kept.refresh_from_db()
    assert kept.held_by is None


@pytest.mark.parametrize("turned", [False, True])
def test_undone_every_table_holds_the_very_same_rows(world, convenor, pair, turned):
    fill(world, *pair)
    kept, gone = reversed(pair) if turned else pair
    before = everything()
    made = merge(kept, gone, by=convenor, take=["name", "role", "organisation"])
    assert everything() != before
    undo_merge(Merge.objects.get(pk=made.pk), by=convenor)
    assert everything() == before


def test_organisations_become_one_and_two_again(world, convenor):
    kept, gone = world.ngo, world.partner_body
    gone.held_by = kept
    gone.save()
    kept.held_by = gone
    kept.save()
    for organisation in (kept, gone):
        world.dialogue.convenings.create(organisation=organisation)
        make.PersonFactory(
            programme=world.programme, organisation=organisation, held_by=organisation
        )
    world.dialogue.host = gone
    world.dialogue.save()
    before = everything()
    made = merge(kept, gone, by=convenor)
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert kept.people.count() == kept.people_held.count() == 2
    assert world.dialogue.convenings.get().organisation == kept
    kept.refresh_from_db()
    assert kept.held_by is None
    undo_merge(made, by=convenor)
    assert everything() == before


def test_what_was_changed_since_stays_when_a_merge_is_undone(world, convenor, pair):
    kept, gone = pair
    fill(world, kept, gone)
    made = merge(kept, gone, by=convenor)
    world.dialogue.refresh_from_db()
    world.dialogue.chair = None
    world.dialogue.save()
    new = make.ParticipationFactory(
        dialogue=make.DialogueFactory(initiative=world.initiative), person=kept
    )
    undo_merge(made, by=convenor)
    world.dialogue.refresh_from_db()
    new.refresh_from_db()
    assert (world.dialogue.chair, new.person) == (None, kept)
    assert Person.objects.get(pk=gone.pk).participations.count() == 2


def test_what_belonged_to_something_that_is_gone_does_not_come_back(world, convenor, pair):
    kept, gone = pair
    both = fill(world, kept, gone)
    made = merge(kept, gone, by=convenor)
    both.delete()
    undo_merge(made, by=convenor)
    assert Person.objects.get(pk=gone.pk).participations.get().dialogue == world.dialogue


def test_a_merge_cannot_be_undone_when_its_place_was_taken(world, convenor, pair):
    kept, gone = pair
    made = merge(kept, gone, by=convenor)
    make.PersonFactory(programme=world.programme, key=gone.key)
    with pytest.raises(MergeStands, match="both would have it"):
        undo_merge(made, by=convenor)
    assert not Person.objects.filter(pk=gone.pk).exists()


def test_a_merge_is_undone_once_and_within_thirty_days(convenor, pair):
    made = merge(*pair, by=convenor)
    with pytest.raises(MergeStands, match="thirty days"):
        undo_merge(made, by=convenor, at=timezone.now() + timedelta(days=31))
    undo_merge(made, by=convenor)
    with pytest.raises(MergeStands, match="already"):
        undo_merge(made, by=convenor)


def test_a_later_merge_is_undone_before_an_earlier_one(world, convenor, pair):
    kept, gone = pair
    third = make.PersonFactory(programme=world.programme)
    before = everything()
    first = merge(kept, gone, by=convenor)
    second = merge(third, kept, by=convenor)
    with pytest.raises(MergeStands, match="Undo that first"):
        undo_merge(first, by=convenor)
    undo_merge(second, by=convenor)
    undo_merge(first, by=convenor)
    assert everything() == before


def test_entries_with_an_account_each_are_not_made_one(world, convenor, participant, llg_member):
    with pytest.raises(MergeRefused, match="account of their own"):
        merge(participant.people.get(), llg_member.people.get(), by=convenor)


def test_the_account_of_the_one_that_goes_stays_its_persons(convenor, participant, pair):
    kept, _gone = pair
    made = merge(kept, participant.people.get(), by=convenor)
    assert participant.people.get() == kept
    undo_merge(made, by=convenor)
    assert participant.people.get() != kept


def test_entries_of_two_programmes_or_the_same_entry_are_not_made_one(convenor, pair):
    for other in (make.PersonFactory(), pair[0]):
        with pytest.raises(MergeRefused):
            merge(pair[0], other, by=convenor)


def test_who_looked_before_somebody_changed_an_entry_is_told(convenor, pair):
    kept, gone = pair
    seen = stamp_of(kept), stamp_of(gone)
    gone.phone = "+224 1"
    gone.save()
    with pytest.raises(MergeMoved):
        merge(kept, gone, by=convenor, seen=seen)


def test_of_two_merges_of_the_same_entry_one_is_done(world, convenor, pair):
    kept, gone = pair
    other = make.PersonFactory(programme=world.programme)
    merge(kept, gone, by=convenor)
    with pytest.raises(MergeMoved):
        merge(other, gone, by=convenor)
    with pytest.raises(MergeMoved):
        merge(gone, other, by=convenor)


def versions_of(*rows):
    return tuple(type(row).objects.get(pk=row.pk).version for row in rows)


def test_versions_are_counted_up_both_ways(world, convenor, pair):
    kept, gone = pair
    fill(world, kept, gone)
    made = merge(kept, gone, by=convenor)
    versions = [versions_of(kept, world.dialogue)]
    undo_merge(made, by=convenor)
    versions.append(versions_of(kept, world.dialogue))
    assert versions == [(2, 2), (3, 3)]


def test_the_plan_says_what_moves_and_what_cannot_both_stand(world, pair):
    kept, gone = pair
    fill(world, kept, gone)
    plan = plan_merge(kept, gone)
    words = plan.in_words()
    assert "1 dialogue" in words
    assert "1 action point" in words
    assert {clash.goes._meta.model_name for clash in plan.clashes} >= {"participation", "seat"}
    assert Person.objects.filter(pk=gone.pk).exists()
    assert Consent.objects.filter(person=gone).exists()
    assert isinstance(plan.day, date)
    assert not isinstance(plan.day, datetime)


def test_a_refusal_of_one_entry_holds_for_what_the_other_brought(world, convenor):
    kept, gone = (make.PersonFactory(programme=world.programme, name="Ama Refuses") for _ in "ab")
    make.ConsentFactory(person=kept, given=False)
    part = make.ParticipationFactory(dialogue=world.dialogue, person=gone, listed=True)
    merge(kept, gone, by=convenor)
    part.refresh_from_db()
    assert (part.person, part.listed) == (kept, False)
