"""People who leave in a file and come back in it are the same people."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from accounts.roles import Role
from core.sheets import write_csv, write_xlsx
from stakeholders import production
from stakeholders.exports import people_table
from stakeholders.imports.columns import fields_of_headings
from stakeholders.models import Person
from stakeholders.services import imports
from tests import factories as make

NAMES = ("Ama Mensah", "Kofi", "João Ferreira", "Lucía Núñez", "N’Guessan Zoé", "Siti", "Ouédraogo")
# A name and a number are one person's each, so that nobody is taken for somebody else.


def number_of(row):
    return row["Telephone"] and row["Telephone"].format(NAMES.index(row["Name"]))


PEOPLE = some.lists(
    some.fixed_dictionaries(
        {
            "Name": some.sampled_from(NAMES),
            "Title": some.sampled_from([None, "Ms", "Dr"]),
            "Role": some.sampled_from(
                [None, "=1+1", "Chair, miner", "+ deputy", "@home", "'quoted'"]
            ),
            "Organisation": some.sampled_from(
                [None, "Mining; Ltd", "-Golden Star", "Women in Mining"]
            ),
            "Group": some.sampled_from([None, "Artisanal miners"]),
            "Country": some.sampled_from([None, "Ghana", "Côte d’Ivoire", "Congo (Dem. Rep.)"]),
            "Telephone": some.sampled_from([None, "024412345{}", "+233 24 412 3456 {}"]),
            "Gender": some.sampled_from([None, "woman", "man", "other"]),
            "Languages": some.sampled_from([None, "en", "en, fr", "pt-MZ"]),
            "Categories": some.sampled_from([None, "Under 30", "Under 30; Elders"]),
            "May be listed": some.sampled_from([None, "yes", "no"]),
            "May be quoted": some.sampled_from([None, "yes", "no"]),
            "Consent asked on": some.just(date(2026, 1, 12)),
        }
    ).map(lambda row: row | {"Telephone": number_of(row)}),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row["Name"],
)


def register():
    """A register with its vocabulary, and who runs it."""
    programme = make.ProgrammeFactory()
    make.GroupFactory(programme=programme, name="Artisanal miners")
    for name in ("Under 30", "Elders"):
        make.CategoryFactory(programme=programme, name=name)
    user = make.UserFactory()
    make.AppointmentFactory(user=user, role=Role.CONVENOR, programme=programme)
    return programme, user


def taken_in(programme, user, content):
    brought = SimpleUploadedFile("people.xlsx", content)
    bringing = imports.begin_import(programme=programme, held_by=None, by=user, brought=brought)
    known = fields_of_headings(bringing.headings)
    columns = {key: place for place, key in enumerate(known) if key}
    imports.match_columns(bringing, by=user, columns=columns)
    production.bring_on(bringing.pk)
    assert not [row.marks for row in bringing.rows.filter(state="error")]
    imports.confirm(bringing, by=user)
    production.bring_on(bringing.pk)
    bringing.refresh_from_db()
    assert bringing.state == "done", bringing.failure


def table_of(programme, user):
    headings, rows = people_table(user, Person.objects.filter(programme=programme).order_by("name"))
    return headings, list(rows)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(
    max_examples=10,
    # What fails would be made smaller by a hundred more imports.
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people=PEOPLE)
def test_who_was_imported_and_exported_and_imported_again_is_the_same(db, form, people):
    write = write_csv if form == "csv" else lambda *table: write_xlsx(*table, title="People")
    programme, user = register()
    headings_given = sorted(people[0])
    taken_in(
        programme,
        user,
        write(headings_given, [[row[heading] for heading in headings_given] for row in people]),
    )
    headings, first = table_of(programme, user)
    assert [row[headings.index("Name")] for row in first] == sorted(row["Name"] for row in people)
    other, other_user = register()
    taken_in(other, other_user, write(headings, first))
    assert table_of(other, other_user) == (headings, first)
    told = {row[headings.index("Name")]: dict(zip(headings, row, strict=True)) for row in first}
    for row in people:
        asked = row["May be listed"] or row["May be quoted"]
        expected = row | {"Consent asked on": row["Consent asked on"] if asked else None}
        assert {heading: told[row["Name"]][heading] for heading in row} == expected
