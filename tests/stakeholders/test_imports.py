"""Sheets of people: how real files are read, what is proposed, what is written, and the way back."""

import datetime

import pytest
from django.urls import reverse

from core.sheets import SheetRefused
from stakeholders import production
from stakeholders.exceptions import ImportHeld, ImportMoved, UndoRefused
from stakeholders.imports import files
from stakeholders.imports.report import lines
from stakeholders.models import Affiliation, Consent, Import, Organisation, Person
from stakeholders.services import imports
from tests import factories as make
from tests.stakeholders.sheets import DAY, bring, csv, write, xlsx

pytestmark = pytest.mark.django_db


def values_of(import_):
    return [row.values for row in import_.rows.all()]


def codes_of(import_):
    return {
        (row.number, mark["field"], mark["code"])
        for row in import_.rows.all()
        for mark in row.marks
    }


def test_a_french_sheet_with_semicolons_in_windows_1252(world, convenor):
    text = (
        "Prénom(s);Nom;Adresse e-mail;Pays;Sexe;Téléphone;Groupe\r\n"
        "Zoé;Traoré;zoe@example.org;Côte d’Ivoire;F;0708091011;Artisanal miners\r\n"
        ";;;;;;\r\n"
        "Sékou;;;Sénégal;H;;\r\n"
    )
    import_ = bring(world, convenor, csv(text, "cp1252"))
    first, second = values_of(import_)
    assert first == {
        "name": "Zoé Traoré",
        "email": "zoe@example.org",
        "country": "CI",
        "gender": "woman",
        "phone": "0708091011",
        "group": world.miners.pk,
    }
    assert second == {"name": "Sékou", "country": "SN", "gender": "man"}
    assert [row.number for row in import_.rows.all()] == [2, 4]
    assert import_.state == "preview"


def test_a_spanish_sheet_with_a_title_above_and_its_own_order(world, convenor):
    brought = xlsx(
        ["Lista de participantes"],
        [],
        ["Cargo", "Apellidos", "Nombre", "País", "Correo electrónico", "Desde", "Organización"],
        ["Alcaldesa", "Núñez", "Lucía", "Perú", "lucia@example.org", DAY, "Municipio"],
    )
    import_ = bring(world, convenor, brought)
    [values] = values_of(import_)
    assert values["name"] == "Lucía Núñez"
    assert values["since"] == DAY.isoformat()
    assert (values["role"], values["country"]) == ("Alcaldesa", "PE")
    assert import_.rows.get().number == 4
    assert (4, "organisation", "new-organisation") in codes_of(import_)


def test_merged_cells_leading_zeros_and_a_byte_order_mark(world, convenor):
    brought = xlsx(
        ["Name", "Organisation", "Phone"],
        ["Ama", "Union", "0244000111"],
        ["Kofi", None, "0244000112"],
        merged=["B2:B3"],
    )
    first, second = values_of(bring(world, convenor, brought))
    assert first["organisation"] == second["organisation"] == "Union"
    assert second["phone"] == "0244000112"
    marked = csv("\ufeffName,Phone\nEsi,00233244\n")
    assert values_of(bring(world, convenor, marked)) == [{"name": "Esi", "phone": "00233244"}]


def test_what_is_odd_is_marked_with_its_row_and_column(world, convenor, sign_in):
    text = (
        "Name,E-mail,Country,Group,Since,Protected,May be quoted\n"
        "Ama,no-address,Atlantis,Astronauts,soon,perhaps,maybe\n"
        ",x@example.org,,,,,\n"
    )
    import_ = bring(world, convenor, csv(text))
    assert codes_of(import_) == {
        (2, "email", "email"),
        (2, "country", "country"),
        (2, "group", "group"),
        (2, "since", "date"),
        (2, "protected", "protected"),
        (2, "quoted", "yes-no"),
        (3, "name", "no-name"),
    }
    page = sign_in(convenor).get(import_.get_absolute_url()).content.decode()
    assert "Column B (E-mail)" in page
    assert "“no-address” is no e-mail address." in page
    with pytest.raises(ImportHeld):
        imports.confirm(import_, by=convenor)
    assert imports.decide_many(import_, "errors") == 2
    write(import_, convenor)
    assert import_.counts["skipped"] == 2
    assert not Person.objects.exists()


def test_people_organisations_affiliations_and_consents_are_written(world, convenor):
    text = (
        "Name,Role,Organisation,Acronym,Languages,Since,May be quoted,Consent date,Categories\n"
        "Ama,Chair,Women in Mining,WIM,English; Twi,2019-03-07,yes,2024-05-01,Young people\n"
        "Kofi,Clerk,wim,,fr,,no,,\n"
    )
    young = make.CategoryFactory(programme=world.programme, name="Young people")
    import_ = write(bring(world, convenor, csv(text)), convenor)
    assert import_.state == "done"
    ama, kofi = Person.objects.order_by("name")
    assert ama.organisation == kofi.organisation == Organisation.objects.get(acronym="WIM")
    assert ama.languages == ["en", "tw"]
    assert list(ama.categories.all()) == [young]
    assert Affiliation.objects.get(person=ama).since == DAY
    consent = Consent.objects.get(person=ama)
    assert (consent.given, consent.asked_on) == (True, datetime.date(2024, 5, 1))
    assert consent.asked_by == convenor
    assert Consent.objects.get(person=kofi).given is False
    assert "ama" in ama.search
    assert not files.file_of(import_).exists()


def test_the_same_person_is_proposed_and_keeps_what_stands_unless_the_sheet_is_taken(
    world, convenor
):
    known = make.PersonFactory(
        programme=world.programme,
        name="Mohamed Ali",
        email="M.Ali@example.org",
        role="",
        country="GH",
    )
    text = "Name,E-mail,Role,Country\nMuhammad Ali,m.ali@example.org,Chair,Kenya\n"
    import_ = bring(world, convenor, csv(text))
    row = import_.rows.get()
    assert row.state == "known"
    assert row.match == known
    with pytest.raises(ImportHeld):
        imports.confirm(import_, by=convenor)
    imports.decide_many(import_, "sure")
    write(import_, convenor)
    known.refresh_from_db()
    assert (known.name, known.role, known.country) == ("Mohamed Ali", "Chair", "GH")
    assert known.version == 2
    imports.undo(import_, by=convenor)
    again = bring(world, convenor, csv(text))
    imports.decide(again, {again.rows.get().pk: ("take", known.pk)})
    write(again, convenor)
    known.refresh_from_db()
    assert (known.name, known.country) == ("Muhammad Ali", "KE")


def test_somebody_twice_in_the_sheet_has_to_be_decided_on(world, convenor):
    text = "Name,E-mail\nAma Mensah,ama@example.org\nMensah Ama,AMA@example.org\n"
    import_ = bring(world, convenor, csv(text))
    assert codes_of(import_) == {(3, "name", "twice")}
    assert imports.decide_many(import_, "twice") == 1
    assert write(import_, convenor).counts["added"] == 1


def test_undo_brings_back_what_stood_there(world, convenor):
    body = make.OrganisationFactory(programme=world.programme, name="Old body")
    known = make.PersonFactory(
        programme=world.programme,
        name="Esi Owusu",
        email="esi@example.org",
        organisation=body,
        role="Clerk",
    )
    make.AffiliationFactory(person=known, organisation=body, role="Clerk", since=DAY)
    text = (
        "Name,E-mail,Organisation,Role,May be listed\n"
        "Esi Owusu,esi@example.org,New body,Chair,yes\n"
        "Kofi,,,,\n"
    )
    import_ = bring(world, convenor, csv(text))
    imports.decide_many(import_, "sure-take")
    write(import_, convenor)
    known.refresh_from_db()
    assert known.organisation.name == "New body"
    assert known.affiliations.count() == 2
    imports.undo(import_, by=convenor)
    known.refresh_from_db()
    assert (known.organisation, known.role) == (body, "Clerk")
    assert [(row.since, row.until) for row in known.affiliations.all()] == [(DAY, None)]
    assert not known.consents.exists()
    assert list(Person.objects.all()) == [known]
    assert not Organisation.objects.filter(name="New body").exists()


@pytest.mark.parametrize("how", ["changed", "used", "joined", "erased"])
def test_undo_is_refused_after_a_change(world, convenor, sign_in, how):
    import_ = write(
        bring(world, convenor, csv("Name,Organisation\nKofi,New body\nAma,\n")), convenor
    )
    kofi = Person.objects.get(name="Kofi")
    if how == "changed":
        kofi.save()
    elif how == "used":
        make.ParticipationFactory(dialogue=world.dialogue, person=kofi)
    elif how == "joined":
        make.PersonFactory(programme=world.programme, organisation=kofi.organisation)
    else:
        kofi.delete()
    with pytest.raises(UndoRefused) as refused:
        imports.undo(import_, by=convenor)
    assert refused.value.reasons
    assert Person.objects.filter(name="Ama").exists()
    url = reverse("stakeholders:import_undo", args=[import_.pk])
    assert sign_in(convenor).post(url).status_code == 409


def test_a_killed_worker_leaves_nothing_and_the_next_one_writes_once(world, convenor):
    import_ = bring(world, convenor, csv("Name\nKofi\nAma\n"))
    imports.confirm(import_, by=convenor)
    # A worker that took it and was killed: its lease runs out.
    token = Import.objects.waiting().claim(import_.pk, seconds=-1)
    assert production.something_waits()
    assert production.bring_on(import_.pk)
    assert Person.objects.count() == 2
    assert not production.bring_on(import_.pk)
    # The first one was only slow: whatever it does now, it writes nothing.
    import_.refresh_from_db()
    with pytest.raises(production.LeaseLost):
        production._write(import_, token)
    assert Person.objects.count() == 2


def test_of_two_who_confirm_one_does(world, convenor):
    import_ = bring(world, convenor, csv("Name\nKofi\n"))
    imports.confirm(import_, by=convenor)
    with pytest.raises(ImportMoved):
        imports.confirm(import_, by=convenor)
    with pytest.raises(ImportMoved):
        imports.give_up(import_)


def test_who_lost_their_part_meanwhile_writes_nothing(world, convenor):
    import_ = bring(world, convenor, csv("Name\nKofi\n"))
    imports.confirm(import_, by=convenor)
    convenor.appointments.all().delete()
    production.bring_on(import_.pk)
    import_.refresh_from_db()
    assert import_.state == "failed"
    assert not Person.objects.exists()


def test_what_is_no_sheet_is_refused_and_not_kept(world, convenor, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    brought = SimpleUploadedFile("people.xlsx", b"%PDF-1.7 not a sheet")
    with pytest.raises(SheetRefused):
        imports.begin_import(programme=world.programme, held_by=None, by=convenor, brought=brought)
    assert not Import.objects.exists()
    assert not list(files.folder().iterdir())


def test_giving_up_and_forgetting_clear_what_was_brought(world, convenor):
    import_ = bring(world, convenor, csv("Name\nKofi\n"))
    imports.give_up(import_)
    import_.refresh_from_db()
    assert (import_.rows.count(), import_.headings) == (0, [])
    assert import_.state == "given-up"
    done = write(bring(world, convenor, csv("Name\nAma\n")), convenor)
    imports.forget_import(done)
    done.refresh_from_db()
    assert not imports.can_undo(done)
    assert done.rows.get().values == {}
    assert Person.objects.filter(name="Ama").exists()


def test_the_report_names_no_one_who_is_protected(world, convenor, sign_in):
    text = "Name,Protected,E-mail\nZebulon Hidden,yes,zebulon@example.org\nAma,,\n"
    import_ = write(bring(world, convenor, csv(text)), convenor)
    assert [line[1] for line in lines(import_)] == ["Protected person", "Ama"]
    url = reverse("stakeholders:import_report", args=[import_.pk, "csv"])
    assert b"ebulon" not in sign_in(convenor).get(url).content


class TestAPartner:
    """Brings its own people, and learns of nobody else's."""

    def test_is_told_nothing_of_others_or_of_protected_people(self, world, partner, sign_in):
        make.PersonFactory(programme=world.programme, name="Ama Mensah", email="ama@example.org")
        make.PersonFactory(
            programme=world.programme,
            name="Esi Owusu",
            email="esi@example.org",
            held_by=world.partner_body,
            protected=True,
        )
        make.OrganisationFactory(programme=world.programme, name="Other body")
        text = "Name,E-mail,Organisation\nAma Mensah,ama@example.org,Other body\nEsi Owusu,esi@example.org,\n"
        import_ = bring(world, partner, csv(text), held_by=world.partner_body)
        assert [row.candidates for row in import_.rows.all()] == [[], []]
        write(import_, partner)
        assert import_.state == "done"
        assert Organisation.objects.filter(name="Other body").count() == 2
        assert Person.objects.filter(held_by=world.partner_body).count() == 3

    def test_brings_a_sheet_through_the_pages(
        self, world, partner, sign_in, django_capture_on_commit_callbacks
    ):
        client = sign_in(partner)
        add = reverse("stakeholders:import_add")
        target = f"partner-{world.partner_body.pk}"
        assert client.get(add).status_code == 200
        answer = client.post(add, {"target": target, "file": csv("Nom,Courriel\nAma,\n")})
        import_ = Import.objects.get()
        assert answer.url == import_.get_absolute_url()
        assert client.get(answer.url).status_code == 200
        columns = reverse("stakeholders:import_columns", args=[import_.pk])
        twice = client.post(columns, {"column-0": "name", "column-1": "name"})
        assert twice.status_code == 422
        assert client.post(columns, {"column-1": "email"}).status_code == 422
        client.post(columns, {"column-0": "name", "column-1": "email"})
        assert b"import-progress" in client.get(answer.url).content
        production.bring_on(import_.pk)
        row = import_.rows.get()
        assert client.get(answer.url).status_code == 200
        decide = reverse("stakeholders:import_decide", args=[import_.pk])
        client.post(decide, {f"row-{row.pk}": "skip", "row-x": "new", "row-99": "same-1"})
        row.refresh_from_db()
        assert row.decision == "skip"
        client.post(decide, {f"row-{row.pk}": "new"})
        client.post(reverse("stakeholders:import_confirm", args=[import_.pk]))
        production.bring_on(import_.pk)
        assert Person.objects.get(name="Ama").held_by == world.partner_body
        assert client.get(answer.url).status_code == 200
        assert client.get(reverse("stakeholders:import_list")).status_code == 200
        undo = reverse("stakeholders:import_undo", args=[import_.pk])
        assert client.get(undo).status_code == 200
        client.post(undo)
        assert not Person.objects.filter(name="Ama").exists()

    def test_does_not_reach_what_is_not_theirs(self, world, partner, stranger, sign_in):
        import_ = make.ImportFactory(programme=world.programme, state="preview")
        assert sign_in(partner).get(import_.get_absolute_url()).status_code == 404
        assert sign_in(stranger).get(import_.get_absolute_url()).status_code == 404


def test_the_preview_asks_as_often_for_three_rows_as_for_one(
    world, convenor, sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    client = sign_in(convenor)
    for number in (1, 3):
        text = "Name,E-mail,Organisation\n"
        for index in range(number):
            email = f"p{number}{index}@example.org"
            body = make.OrganisationFactory(programme=world.programme)
            make.PersonFactory(
                programme=world.programme, name=f"Ama {index}", email=email, organisation=body
            )
            text += f"Ama {index},{email},\n"
        import_ = bring(world, convenor, csv(text))
        client.get(import_.get_absolute_url())
        with CaptureQueriesContext(connection) as caught:
            client.get(import_.get_absolute_url())
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_what_stands_for_a_protected_name_becomes_nobody(world, convenor):
    brought = bring(world, convenor, csv("Name\nProtected person\nAma New\n"))
    row = brought.rows.get(number=2)
    assert (row.state, row.marks[0]["code"]) == ("error", "stands-for")
