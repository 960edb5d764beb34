"""Files of people and organisations: what stands in them, who takes them, and what never leaves."""

from datetime import date

import pytest
from django.urls import reverse

from core.sheets.reading import read
from core.sheets.sheet import Limits
from stakeholders.imports.columns import fields_of_headings
from stakeholders.models import Disclosure
from tests import factories as make

CANARY = "Abedia Quillonsense"


def export(client, form="csv", what="people", **filters):
    return client.get(reverse(f"stakeholders:{what}_export"), {"format": form, **filters})


def content_of(response):
    return response.getvalue() if response.streaming else response.content


@pytest.fixture
def table(tmp_path):
    """`table(response)`: its rows as dictionaries by heading, as a spreadsheet shows them."""

    def read_it(response):
        path = tmp_path / "export"
        path.write_bytes(content_of(response))
        headings, *rows = read(path, Limits(1000, 100)).rows
        return [dict(zip(headings, row, strict=True)) for row in rows]

    return read_it


@pytest.fixture
def ama(world):
    """Somebody of whom everything is known, in the register of the partner."""
    body = make.OrganisationFactory(
        programme=world.programme, name="Women in Mining", acronym="WIM", group=world.miners
    )
    ama = make.PersonFactory(
        programme=world.programme,
        title="Ms",
        name="Ama Mensah",
        role="=cmd|'/c calc'!A0",
        organisation=body,
        group=world.companies,
        country="GH",
        email="ama@example.org",
        phone="+233 24 412",
        gender="woman",
        languages=["en", "fr"],
        held_by=world.partner_body,
    )
    ama.categories.add(make.CategoryFactory(programme=world.programme, name="Under 30"))
    make.AffiliationFactory(person=ama, organisation=body, since=date(2019, 5, 1))
    for kind, given in (("listed", True), ("quoted", False)):
        make.ConsentFactory(person=ama, kind=kind, given=given, wording="May we?")
    make.ConsentFactory(person=ama, kind="listed", given=False, is_current=False)
    return ama


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_holds_all_that_is_known_of_somebody(world, ama, convenor, sign_in, table, form):
    response = export(sign_in(convenor), form)
    assert response["Content-Disposition"].startswith('attachment; filename="people-')
    (row,) = table(response)
    day = (lambda text: date.fromisoformat(text)) if form == "xlsx" else str
    assert {heading: cell for heading, cell in row.items() if cell is not None} == {
        "Title": "Ms",
        "Name": "Ama Mensah",
        "Role": "=cmd|'/c calc'!A0",
        "Organisation": "Women in Mining",
        "Organisation acronym": "WIM",
        "Group": "Mining companies",
        "Country": "Ghana",
        "E-mail": "ama@example.org",
        "Telephone": "+233 24 412",
        "Gender": "woman",
        "Languages": "en, fr",
        "Categories": "Under 30",
        "Since": day("2019-05-01"),
        "May be listed": "yes",
        "May be quoted": "no",
        "Consent asked on": day("2026-01-12"),
        "Consent wording": "May we?",
        "Group of the organisation": "Artisanal miners",
        "May be listed, asked on": day("2026-01-12"),
        "May be quoted, asked on": day("2026-01-12"),
        "Registered by": "Partner Body",
    }


def test_an_import_knows_the_headings_of_an_export(world, ama, convenor, sign_in, table):
    (row,) = table(export(sign_in(convenor)))
    known = fields_of_headings(list(row))
    assert known[:20] == [key for key in known if key]
    assert {"name", "email", "phone", "listed", "consent_date"} <= set(known)


def test_a_partner_takes_its_own_people_and_no_word_of_others(world, ama, partner, sign_in, table):
    other = make.OrganisationFactory(programme=world.programme, name="Xylophant Partner")
    make.PersonFactory(programme=world.programme, name="Xylophant Nobody", held_by=other)
    client = sign_in(partner)
    (row,) = table(export(client))
    assert row["Name"] == "Ama Mensah"
    assert "Registered by" not in row
    for what in ("people", "organisations"):
        for form in ("csv", "vcf"):
            assert b"Xylophant" not in content_of(export(client, form, what))


def test_somebody_protected_is_in_no_file_whoever_asks(world, convenor, partner, sign_in, table):
    secret = make.PersonFactory(
        programme=world.programme,
        name=CANARY,
        role="Whistleblower",
        email="zq@example.org",
        phone="0244555666",
        organisation=make.OrganisationFactory(programme=world.programme, name="Secret Diggers"),
        group=world.miners,
        protected=True,
        held_by=world.partner_body,
    )
    make.ConsentFactory(person=secret)
    make.PersonFactory(
        programme=world.programme, name="Zoé", role=f"Aide of {CANARY}", held_by=world.partner_body
    )
    for user in (convenor, partner):
        client = sign_in(user)
        for form in ("csv", "xlsx"):
            open_to_all, hidden = table(export(client, form))
            told = {heading: cell for heading, cell in hidden.items() if cell}
            assert told == {
                "Name": "Protected person", "Group": "Artisanal miners", "Protected": "yes"
            }  # fmt: skip
            assert open_to_all["Role"] == "Aide of Protected person"
        cards = content_of(export(client, "vcf")).decode()
        assert cards.count("BEGIN:VCARD") == 1
        assert "Quillonsense" not in cards


def test_who_refused_to_be_contacted_leaves_without_address_and_number(
    world, ama, convenor, sign_in, table
):
    make.ConsentFactory(person=ama, kind="contacted", given=False)
    client = sign_in(convenor)
    (row,) = table(export(client))
    assert (row["E-mail"], row["Telephone"], row["May be contacted"]) == (None, None, "no")
    assert content_of(export(client, "vcf")) == b""


def test_a_card_is_escaped_and_folded(world, ama, convenor, sign_in):
    ama.role = "Chair; speaker, " + "é" * 60
    ama.save()
    card = content_of(export(sign_in(convenor), "vcf"))
    lines = card.split(b"\r\n")
    assert lines[:2] == [b"BEGIN:VCARD", b"VERSION:4.0"]
    assert lines[-2:] == [b"END:VCARD", b""]
    assert all(len(line) <= 75 and line.decode() for line in lines[:-1])
    whole = card.replace(b"\r\n ", b"").decode().split("\r\n")
    assert "TITLE:Chair\\; speaker\\, " + "é" * 60 in whole
    assert {"FN:Ms Ama Mensah", "GENDER:F", "LANG:fr", "ADR:;;;;;;Ghana"} <= set(whole)
    assert not any(line.startswith("TEL:") for line in whole)


def test_a_file_holds_what_the_list_is_narrowed_to(world, ama, convenor, sign_in, table):
    make.PersonFactory(programme=world.programme, name="Kofi", group=world.miners)
    response = export(sign_in(convenor), group=world.miners.pk, sort="changed", q="kofi")
    assert [row["Name"] for row in table(response)] == ["Kofi"]
    taken = Disclosure.objects.get()
    assert (taken.by, taken.what, taken.format, taken.number) == (convenor, "people", "csv", 1)
    assert taken.filters == ["group", "q"]
    assert taken.programme == world.programme


def test_convenors_read_who_took_what_of_their_programmes(world, ama, partner, convenor, sign_in):
    export(sign_in(partner), "vcf", country="GH")
    other = make.ProgrammeFactory(title="Elsewhere")
    Disclosure.objects.create(
        programme=other, at="2026-01-12T12:00Z", what="people", format="csv", number=77
    )
    page = sign_in(convenor).get(reverse("stakeholders:disclosure_list")).content.decode()
    assert "Pat Partner" in page
    assert "Elsewhere" not in page
    assert "VCF" in page


def test_an_empty_file_is_written_down_too(world, partner, sign_in, table):
    assert table(export(sign_in(partner), "xlsx")) == []
    assert Disclosure.objects.get().number == 0


def test_organisations_leave_with_their_details(world, convenor, sign_in, table):
    world.ngo.address, world.ngo.country = "12 Hill, Accra", "GH"
    world.ngo.phone = "0302 1"
    world.ngo.save()
    client = sign_in(convenor)
    rows = table(export(client, "xlsx", "organisations"))
    told = next(row for row in rows if row["Organisation"] == "Convening NGO")
    assert (told["Address"], told["Country"], told["Telephone"]) == (
        "12 Hill, Accra", "Ghana", "0302 1"
    )  # fmt: skip
    cards = content_of(export(client, "vcf", "organisations")).decode()
    assert "ADR:;;12 Hill\\, Accra;;;;Ghana" in cards


def test_what_is_too_long_for_excel_is_told_so_and_nothing_is_written_down(
    world, ama, convenor, sign_in, monkeypatch
):
    monkeypatch.setattr("stakeholders.views.exports.MOST_XLSX_ROWS", 0)
    response = export(sign_in(convenor), "xlsx", country="GH")
    assert response.url == reverse("stakeholders:person_list") + "?country=GH"
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(("what", "most"), [("people", 12), ("organisations", 8)])
def test_a_file_takes_as_many_queries_for_three_as_for_one(
    world, ama, convenor, sign_in, django_assert_max_num_queries, what, most
):
    client = sign_in(convenor)
    with django_assert_max_num_queries(40) as caught:
        content_of(export(client, "csv", what))
    for _other in range(2):
        person = make.PersonFactory(programme=world.programme, organisation=ama.organisation)
        make.ConsentFactory(person=person)
        make.OrganisationFactory(programme=world.programme, group=world.miners)
    with django_assert_max_num_queries(len(caught)):
        content_of(export(client, "csv", what))
    assert len(caught) <= most + 10
