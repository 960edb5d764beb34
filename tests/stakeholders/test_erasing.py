"""Erasing somebody: nothing of them is left, and everything else stays."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Mail
from dialogues.models import Dialogue, Participation
from dialogues.pseudonyms import pseudonym
from reports.models import Printing
from reports.services import report_of
from stakeholders.exceptions import AlreadyErased
from stakeholders.imports.files import file_of
from stakeholders.keeping import ledger
from stakeholders.keeping.erasing import traces_of
from stakeholders.keeping.findings import counts_of
from stakeholders.models import ErasureRecord, Person
from stakeholders.services.keeping import erase_person
from tests import factories as make


@pytest.fixture(autouse=True)
def ledger_of_the_test(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def ama(world):
    return make.PersonFactory(
        programme=world.programme,
        key="ama-quillonsense",
        name="Ama Zebedia Quillonsense",
        title="Ms",
        email="ama.q@example.org",
        phone="+233 24 555 0199",
        group=world.miners,
    )


def erase(person, **kwargs):
    return erase_person(person, cause="request", **kwargs)


def test_texts_of_a_dialogue_say_the_pseudonym_they_had_there(world, ama):
    world.dialogue.introduction = "AMA QUILLONSENSE opened; write to ama.q@example.org."
    world.dialogue.save()
    world.initiative.purpose = "Ms Quillonsense asked\nfor it."
    world.initiative.save()
    stands = pseudonym(world.dialogue, ama)
    erase(ama)
    world.dialogue.refresh_from_db()
    world.initiative.refresh_from_db()
    assert world.dialogue.introduction == f"{stands} opened; write to {stands}."
    assert world.initiative.purpose == "[name removed] asked\nfor it."
    assert world.dialogue.version == 2


def test_namesakes_and_people_with_a_longer_name_stay(world, ama):
    namesake = make.PersonFactory(
        programme=world.programme, name="Ama Zebedia Quillonsense Boateng", email="b@example.org"
    )
    elsewhere = make.DialogueFactory(introduction="Ama Zebedia Quillonsense spoke.")
    world.dialogue.introduction = "Ama Zebedia Quillonsense Boateng and Ama Quillonsense spoke."
    world.dialogue.save()
    Mail.objects.create(
        key="n", to_email="b@example.org", subject="Hello", body=f"Dear {namesake.name}"
    )
    erase(ama)
    world.dialogue.refresh_from_db()
    stands = pseudonym(world.dialogue, ama)
    assert world.dialogue.introduction == f"Ama Zebedia Quillonsense Boateng and {stands} spoke."
    # Another programme's texts are about its own people.
    elsewhere.refresh_from_db()
    assert "Quillonsense" in elsewhere.introduction
    namesake.refresh_from_db()
    assert namesake.name.endswith("Boateng")
    assert Mail.objects.get().body == f"Dear {namesake.name}"


def test_a_single_name_takes_no_word_with_it(world):
    grace = make.PersonFactory(programme=world.programme, name="Grace")
    make.PersonFactory(programme=world.programme, name="Grace Boateng")
    dialogue = make.DialogueFactory(
        initiative=world.initiative,
        slug="days-of-grace",
        title="Days of grace",
        introduction="Grace Boateng met Grace, by the grace of the chief.",
    )
    erase(grace)
    dialogue.refresh_from_db()
    stands = pseudonym(dialogue, grace)
    assert dialogue.introduction == f"Grace Boateng met {stands}, by the grace of the chief."
    assert dialogue.slug == "days-of-grace"


def test_titles_that_differed_in_the_name_alone_stay_apart_and_addresses_change(world, ama):
    for name in ("Ama Quillonsense", "AMA QUILLONSENSE"):
        make.StakeholderMapFactory(
            programme=world.programme,
            title=f"Map of {name}",
            slug=f"map-of-ama-quillonsense-{name[1]}",
        )
    erase(ama)
    rows = sorted(world.programme.maps.values_list("title", "slug"))
    assert len({title for title, _slug in rows}) == 2
    assert all(title.startswith("Map of [name removed]") for title, _slug in rows)
    assert all(slug.startswith("map-of") and "quillonsense" not in slug for _title, slug in rows)


def test_what_they_said_stays_without_saying_who_it_was(world, ama):
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(
        session=session, speaker=ama, text="The pits flood.", on_the_record=True
    )
    erase(ama)
    note.refresh_from_db()
    assert (note.text, note.speaker_id, note.version) == ("The pits flood.", None, 2)


def test_an_address_that_another_entry_has_too_stays(world, ama):
    other = make.PersonFactory(programme=world.programme, email=ama.email)
    world.ngo.email = ama.email
    world.ngo.phone = ama.phone
    world.ngo.save()
    link = make.PersonalLinkFactory()
    make.SeatFactory(initiative=world.initiative, person=other, link=link)
    Mail.objects.create(key="theirs", to_email=ama.email, subject="S", body="B", link=link)
    erase(ama)
    world.ngo.refresh_from_db()
    assert (world.ngo.email, world.ngo.phone) == (other.email, "")
    assert Mail.objects.filter(key="theirs").exists()


def test_names_of_entries_that_were_merged_into_theirs_go_too(world, ama):
    world.dialogue.introduction = "Ekow Nantwi spoke, then Esi Ofosu."
    world.dialogue.save()
    gone = {"id": 77, "name": "Ekow Nantwi", "email": "", "phone": "", "key": "e"}
    gone["created_at"] = "2025-01-01T10:00:00+00:00"
    change = {"do": "change", "model": "stakeholders.person", "pk": ama.pk, "field": "name"}
    merge = make.MergeFactory(
        programme=world.programme,
        kept=ama.pk,
        gone=77,
        log=[
            {"do": "delete", "model": "stakeholders.person", "row": gone},
            change | {"before": "Esi Ofosu", "after": ama.name},
        ],
    )
    erase(ama)
    world.dialogue.refresh_from_db()
    stands = pseudonym(world.dialogue, ama)
    assert world.dialogue.introduction == f"{stands} spoke, then {stands}."
    merge.refresh_from_db()
    assert merge.log == []
    assert set(ErasureRecord.objects.values_list("person_id", flat=True)) == {ama.pk, 77}


def test_the_page_and_the_erasure_count_alike(world, ama):
    make.ParticipationFactory(dialogue=world.dialogue, person=ama)
    make.ConsentFactory(person=ama)
    world.initiative.purpose = "For Ama Quillonsense."
    world.initiative.save()
    promised = counts_of(traces_of(ama))
    record = erase(ama)
    assert record.counts == promised | {"stakeholders.person:row": 1}
    assert promised["dialogues.participation:row"] == 1
    assert promised["dialogues.initiative:names"] == 1


def test_erasing_twice_is_refused_and_changes_nothing(ama):
    erase(ama)
    with pytest.raises(AlreadyErased):
        erase(ama)
    assert ErasureRecord.objects.count() == 1


def test_a_failure_in_the_middle_leaves_everything(world, ama, monkeypatch):
    world.initiative.purpose = "For Ama Quillonsense."
    world.initiative.save()
    # A column that does not take what is written there.
    ErasureRecord.objects.all().delete()
    with pytest.raises(Exception, match="cause"):
        erase_person(ama, cause=None)
    world.initiative.refresh_from_db()
    assert world.initiative.purpose == "For Ama Quillonsense."
    assert Person.objects.filter(pk=ama.pk).exists()


def test_a_printing_under_way_is_taken_from_its_worker(world, ama):
    printing = make.PrintingFactory(report=report_of(world.dialogue))
    token = Printing.objects.claim(printing.pk, seconds=60, state="composing")
    erase(ama)
    assert not Printing.objects.renew(printing.pk, token, seconds=60)
    assert Printing.objects.asleep().get().pk == printing.pk


# After a restore ---------------------------------------------------------------------------------
def test_who_was_erased_is_erased_again_after_a_restore(
    world, ama, django_capture_on_commit_callbacks, capsys
):
    world.initiative.purpose = "For Ama Quillonsense."
    world.initiative.save()
    make.ParticipationFactory(dialogue=world.dialogue, person=ama)
    backup = [
        row
        for model in (Person, Participation)
        for row in list(
            model.objects.filter(**({"pk": ama.pk} if model is Person else {"person": ama}))
        )
    ]
    with django_capture_on_commit_callbacks(execute=True):
        erase(ama)
    ErasureRecord.objects.all().delete()
    for row in backup:
        created = row.created_at
        row.save_base(raw=True, force_insert=True)
        type(row).objects.filter(pk=row.pk).update(created_at=created)
    Dialogue.objects.update(introduction="Ama Quillonsense again.")

    call_command("replay_erasures")

    assert not Person.objects.filter(pk=ama.pk).exists()
    assert Participation.objects.count() == 0
    assert "Quillonsense" not in Dialogue.objects.get().introduction
    assert ErasureRecord.objects.get().person_id == ama.pk
    said = capsys.readouterr().out
    assert f"entry {ama.pk}: erased again" in said
    assert "Quillonsense" not in said
    call_command("replay_erasures")
    assert "0 done again" in capsys.readouterr().out
    assert ledger.path().read_text().count("\n") == 1


def test_somebody_else_under_the_same_id_stays(
    world, ama, django_capture_on_commit_callbacks, capsys
):
    with django_capture_on_commit_callbacks(execute=True):
        erase(ama)
    other = make.PersonFactory(programme=world.programme, pk=ama.pk, name="Somebody Else")
    call_command("replay_erasures")
    assert Person.objects.filter(pk=other.pk).exists()
    assert "somebody else" in capsys.readouterr().out


def test_the_ledger_is_mended_and_a_broken_line_stops_nobody(ama, capsys):
    erase(ama)  # a test's transaction never ends, so that no line is written
    assert not ledger.path().exists()
    assert ledger.mend() == 1
    assert ledger.mend() == 0
    with ledger.path().open("a") as file:
        file.write('{"person": 1, "at"')
    lines, broken = ledger.read()
    assert (len(lines), broken) == (1, 1)
    ledger.append(ErasureRecord.objects.get())
    assert len(ledger.read()[0]) == 2
    assert json.loads(ledger.path().read_text().splitlines()[0])["person"] == ama.pk


# The page ----------------------------------------------------------------------------------------
def test_a_convenor_erases_somebody_whose_name_they_type(world, ama, convenor, partner, sign_in):
    url = f"/stakeholders/people/{ama.pk}/erase/"
    make.ParticipationFactory(dialogue=world.dialogue, person=ama)
    client = sign_in(convenor)
    page = client.get(url).content.decode()
    assert "Participants" in page
    wrong = client.post(url, {"cause": "request", "name": "Ama"})
    assert "That is not the name of this entry." in wrong.content.decode()
    assert Person.objects.filter(pk=ama.pk).exists()
    done = client.post(
        url, {"cause": "mistake", "name": "ms ama zebedia  quillonsense"}, follow=True
    )
    text = done.content.decode()
    assert "The entry is erased" in text
    assert "Quillonsense" not in text
    record = ErasureRecord.objects.get()
    assert (record.cause, record.by) == ("mistake", convenor)
    assert client.get(url).status_code == 404


# Sheets ------------------------------------------------------------------------------------------
def test_rows_of_sheets_go_and_the_file_with_them(
    world, ama, data_dir, django_capture_on_commit_callbacks
):
    sheet = make.ImportFactory(programme=world.programme, state="preview", sample=[[ama.name]])
    untouched = make.ImportFactory(programme=world.programme, state="preview")
    for each in (sheet, untouched):
        file_of(each).write_text("What was brought.")
    kofi = make.PersonFactory(programme=world.programme, name="Kofi Nantwi")
    own = make.ImportRowFactory(import_of=sheet, person=ama, values={"name": "Amah Quillonsens"})
    near = make.ImportRowFactory(
        import_of=sheet,
        values={"name": "Kofi Nantwi", "role": "Driver of Ama Quillonsense"},
        candidates=[{"person": kofi.pk, "why": "name"}, {"person": ama.pk, "why": "name"}],
    )
    world.initiative.purpose = "Amah Quillonsens, as the sheet spelt it."
    world.initiative.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase(ama)
    near.refresh_from_db()
    assert near.values == {"name": "Kofi Nantwi", "role": "Driver of [name removed]"}
    assert near.candidates == [{"person": kofi.pk, "why": "name"}]
    assert not type(own).objects.filter(pk=own.pk).exists()
    assert [file_of(each).exists() for each in (sheet, untouched)] == [False, True]
    world.initiative.refresh_from_db()
    assert world.initiative.purpose == "[name removed], as the sheet spelt it."


def test_the_role_that_came_with_a_seat_goes_with_it(world, ama):
    role = make.AppointmentFactory(role="adviser", initiative=world.initiative)
    make.SeatFactory(initiative=world.initiative, person=ama, state="accepted", appointment=role)
    erase(ama)
    assert not type(role).objects.filter(pk=role.pk).exists()


def test_the_walk_asks_the_same_number_of_queries_of_many_rows(world, ama):
    with CaptureQueriesContext(connection) as few:
        traces_of(ama)
    for number in range(3):
        make.ParticipationFactory(
            person=ama, dialogue=make.DialogueFactory(initiative=world.initiative)
        )
        make.QuestionFactory(dialogue=world.dialogue, text=f"{ama.name}? {number}")
    # One more for the pseudonyms of the dialogues whose texts name them.
    with CaptureQueriesContext(connection) as many:
        traces_of(ama)
    assert len(many) <= len(few) + 1
