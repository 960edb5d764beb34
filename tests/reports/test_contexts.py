"""The facts of a report: what each edition says, and above all what it does not."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dialogues.models import Attribution, Contribution
from dialogues.pseudonyms import pseudonym
from reports.contexts import ReportContext, in_language
from reports.models import Report
from reports.pages import compose
from tests import factories as make
from tests.reports.meetings import meeting

pytestmark = pytest.mark.django_db

SECRETS = (
    "Hiddenov",
    "Kafui",
    "Mrs",
    "zenabou",
    "555",
    "Washer at the Lower Pit",
    "Shadow Washers",
)


def said(report, edition):
    """Everything that an edition says, as one text."""
    return json.dumps(ReportContext.of(report, edition).to_snapshot(), ensure_ascii=False)


def test_a_snapshot_goes_into_json_and_comes_back_equal():
    context = ReportContext.of(meeting().report, "internal")
    assert ReportContext.from_snapshot(json.loads(json.dumps(context.to_snapshot()))) == context


def test_a_snapshot_of_another_format_is_refused():
    with pytest.raises(ValueError, match="progress-report/1"):
        ReportContext.from_snapshot({"format": "progress-report/1"})


def test_a_snapshot_with_facts_of_another_release_is_refused():
    snapshot = ReportContext.of(meeting().report, "internal").to_snapshot()
    snapshot["meeting"]["weather"] = "dry"
    with pytest.raises(TypeError, match="weather"):
        ReportContext.from_snapshot(snapshot)


def test_reading_takes_the_same_few_queries_however_much_was_said():
    found = meeting()
    with CaptureQueriesContext(
        connection,
    ) as few:
        ReportContext.of(found.report, "public")
    for number in range(3):
        session = make.SessionFactory(dialogue=found.dialogue)
        person = make.PersonFactory(programme=found.programme, protected=number == 0)
        make.ParticipationFactory(dialogue=found.dialogue, person=person, status="attended")
        make.ContributionFactory.create_batch(4, session=session, group=found.miners)
        item = make.AgendaItemFactory(part=make.AgendaPartFactory(dialogue=found.dialogue))
        make.AppearanceFactory(item=item, person=person)
    with CaptureQueriesContext(connection) as many:
        ReportContext.of(found.report, "public")
    assert len(many) == len(few) <= 20


def test_composing_a_context_asks_the_database_nothing(django_assert_num_queries):
    context = ReportContext.of(meeting().report, "internal")
    with django_assert_num_queries(0):
        assert "Ground left behind" in compose(context)


def test_a_report_that_is_not_saved_can_be_read_and_is_not_saved_by_it():
    dialogue = make.DialogueFactory(title="Not written up")
    context = ReportContext.of(Report(dialogue=dialogue), "internal")
    assert context.title == "Not written up"
    assert not Report.objects.exists()


def test_points_below_points_stand_in_reading_order_with_their_depth():
    session = make.SessionFactory()
    first = make.ContributionFactory(session=session, text="1", position=0)
    make.ContributionFactory(session=session, text="2", position=1)
    under = make.ContributionFactory(session=session, text="1.1", parent=first, position=0)
    make.ContributionFactory(session=session, text="1.1.1", parent=under, position=0)
    make.ContributionFactory(session=session, text="1.2", parent=first, position=1)
    context = ReportContext.of(Report(dialogue=session.dialogue), "internal")
    order = [(row.text, row.depth) for row in context.sessions[0].contributions]
    assert order == [("1", 0), ("1.1", 1), ("1.1.1", 2), ("1.2", 1), ("2", 0)]


def test_no_depth_of_points_is_too_deep():
    session = make.SessionFactory()
    parent = None
    for depth in range(300):
        parent = Contribution.objects.create(session=session, parent=parent, text=f"depth {depth}.")
    context = ReportContext.of(Report(dialogue=session.dialogue), "internal")
    assert ReportContext.from_snapshot(json.loads(json.dumps(context.to_snapshot()))) == context
    assert "depth 299." in compose(context)


def test_control_characters_do_not_reach_the_snapshot():
    dialogue = make.DialogueFactory(introduction="one\x0btwo\x1f")
    assert ReportContext.of(Report(dialogue=dialogue), "internal").introduction == "onetwo"


# Protected people ---------------------------------------------------------------------------------


@pytest.mark.parametrize("attribution", Attribution.values)
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_nothing_of_a_protected_person_is_in_any_edition(attribution, edition):
    found = meeting(attribution=attribution)
    _put_everywhere(found, found.people.hidden)
    text = said(found.report, edition)
    assert [secret for secret in SECRETS if secret.casefold() in text.casefold()] == []
    assert pseudonym(found.dialogue, found.people.hidden) in text


def _put_everywhere(found, person):
    """`person` in every role that a report can name, and in every free text."""
    dialogue, report = found.dialogue, found.report
    spelt = (
        f"We thank Mrs Hiddenová, that is {person.name.upper()} ({person.email}, {person.phone})."
    )
    dialogue.chair = dialogue.facilitator = person
    for field in ("introduction", "summary_body", "logistics", "materials_intro", "next_steps"):
        setattr(dialogue, field, spelt)
    dialogue.title = f"A meeting with {person.name}"
    dialogue.save()
    report.title, report.subtitle, report.theme = person.name, f"By Mrs {person.name}", person.name
    report.acknowledgements, report.keywords = spelt, [person.name]
    report.save()
    report.authorships.update(person=person)
    dialogue.action_points.update(owner_person=person, text=spelt)
    make.ActionPointFactory(dialogue=dialogue, owner_text=f"Mrs {person.name}")
    dialogue.key_messages.update(text=spelt)
    dialogue.background.update(heading=person.name, body=spelt)
    dialogue.materials.update(title=spelt)
    dialogue.annexes.update(title=person.name, heading=spelt, body=spelt)
    for session in dialogue.sessions.all():
        session.facilitator = session.rapporteur = person
        session.save()
        session.contributions.update(text=spelt)
        make.ContributionFactory(
            session=session, kind="quote", text=spelt, speaker=person, attributed=True
        )
    item = make.AgendaItemFactory(
        part=dialogue.agenda_parts.first(), text=spelt, moderator_notes=spelt
    )
    make.AppearanceFactory(item=item, person=person, moderator_notes=spelt)
    make.AppearanceFactory(
        item=item, person=None, name=person.name, affiliation="Washer at the Lower Pit"
    )


def test_a_protected_person_has_one_pseudonym_throughout():
    found = meeting()
    found.dialogue.chair = found.people.hidden
    found.dialogue.save()
    context = ReportContext.of(found.report, "internal")
    alias = pseudonym(found.dialogue, found.people.hidden)
    panel = context.agenda[0].items[1]
    assert context.meeting.chair.name == panel.people[1].who.name == alias
    assert alias in [row.who.name for group in context.participants for row in group.named]


# The Chatham House Rule ---------------------------------------------------------------------------


@pytest.fixture
def quiet():
    """A meeting under the Chatham House Rule."""
    return meeting(attribution=Attribution.CHATHAM_HOUSE)


@pytest.mark.parametrize(
    "name",
    ["Charity", "Felix", "Rita", "Prosper", "Professor of Land Law", "Geologist", "Gifty Guest"],
)
def test_who_was_in_the_room_is_not_in_a_public_edition(quiet, name):
    assert name not in said(quiet.report, "public")
    assert name in said(quiet.report, "internal")


def test_who_agreed_to_be_listed_is_named_in_a_public_edition(quiet):
    (group,) = [
        group for group in ReportContext.of(quiet.report, "public").participants if group.named
    ]
    assert [person.who.name for person in group.named] == ["Linda Listed"]
    quiet.dialogue.participations.filter(person=quiet.people.chair).update(listed=True)
    assert ReportContext.of(quiet.report, "public").meeting.chair.name == "Ms Charity Chairs"


def test_a_speaker_who_agreed_is_named_by_name_alone(quiet):
    context = ReportContext.of(quiet.report, "public")
    speakers = [said.speaker for session in context.sessions for said in session.contributions]
    assert [who.name for who in speakers if who] == ["Ms Adjoa Agreed"]
    assert not any(who.role or who.organisation for who in speakers if who)


def test_the_group_does_not_stand_beside_a_name_that_the_rule_gives_alone(quiet):
    Contribution.objects.filter(speaker__isnull=False).update(group=quiet.people.speaker.group)
    context = ReportContext.of(quiet.report, "public")
    named = [said for session in context.sessions for said in session.contributions if said.speaker]
    assert named
    assert not any(said.group for said in named)


def test_a_speaker_kept_from_before_the_rule_was_chosen_is_not_named(quiet):
    Contribution.objects.filter(text__startswith="We only").update(
        speaker=quiet.people.speaker, on_the_record=True
    )
    assert "Sena Speaks" not in said(quiet.report, "public")


def test_a_view_is_attributed_to_a_group_only_if_five_of_it_were_there(quiet):
    groups = {
        said.group
        for session in ReportContext.of(quiet.report, "public").sessions
        for said in session.contributions
    }
    assert groups == {"", "ASM"}
    quiet.dialogue.participations.filter(person=quiet.people.hidden).update(status="declined")
    assert '"ASM"' not in said(quiet.report, "public")


def test_a_count_below_five_is_not_in_a_public_edition(quiet):
    miners, mayors = ReportContext.of(quiet.report, "public").participants
    assert (miners.named, miners.others) == ((), 5)
    assert mayors.others == 0
    quiet.dialogue.participations.filter(person=quiet.people.chair).update(listed=True)
    miners, _mayors = ReportContext.of(quiet.report, "public").participants
    assert miners.others == 0
    assert len(miners.named) == 1


def test_moderator_notes_and_tables_are_for_the_team(quiet):
    text = said(quiet.report, "public")
    assert "Greet the chiefs" not in text
    assert "Ask for figures" not in text
    assert '"table"' not in text
    assert "Greet the chiefs" in said(quiet.report, "internal")


def test_an_author_who_was_in_the_room_is_named_only_if_listed(quiet):
    assert [who.email for who in ReportContext.of(quiet.report, "public").authors] == [
        "otto@example.org"
    ]
    make.ParticipationFactory(dialogue=quiet.dialogue, person=quiet.people.author)
    assert ReportContext.of(quiet.report, "public").authors == ()


def test_an_owner_of_an_action_who_was_in_the_room_is_not_named(quiet):
    assert ReportContext.of(quiet.report, "public").action_points[0].owner == ""
    assert (
        ReportContext.of(quiet.report, "internal").action_points[0].owner == "Dr Prosper Presents"
    )


# On the record ------------------------------------------------------------------------------------


def test_on_the_record_speakers_and_moderator_notes_are_public():
    text = said(meeting().report, "public")
    for words in ("Sena Speaks", "Charity Chairs", "Greet the chiefs", "Gifty Guest"):
        assert words in text


def test_on_the_record_a_public_list_names_those_who_agreed_and_counts_the_others():
    miners, mayors = ReportContext.of(meeting().report, "public").participants
    assert (miners.named, miners.others) == ((), 5)
    assert [person.who.name for person in mayors.named] == ["Linda Listed"]
    assert mayors.others == 0


def test_the_team_s_edition_lists_everybody_who_attended():
    found = meeting()
    make.ParticipationFactory(
        dialogue=found.dialogue, person=found.people.author, status="declined"
    )
    miners, mayors = ReportContext.of(found.report, "internal").participants
    assert len(miners.named) == 5
    assert miners.others == mayors.others == 0
    assert "Otto" not in str(miners.named)


@pytest.mark.parametrize(
    ("language", "labels"),
    [("en", "en"), ("en-ZA", "en-za"), ("sw-KE", "sw-ke"), ("ar", "en-gb"), ("de", "en-gb")],
)
def test_a_report_has_english_labels_unless_all_of_it_is_translated(language, labels):
    with in_language(language):
        assert translation.get_language() == labels


def test_a_report_that_is_translated_is_in_the_language_of_its_dialogue():
    with in_language("fr-CI"):
        assert translation.get_language() == "fr-ci"
