"""People who are taken out of the register as a sheet, and brought into another one, are the same people."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from core.sheets import write_csv, write_xlsx
from stakeholders.exports import people_table
from stakeholders.models import Affiliation, Consent, Organisation, Person
from tests import factories as make
from tests.stakeholders.sheets import bring, write

LETTERS = "abcdefghijklmnopqrstuvwxyzéèñçãöÀÉŁøß'-"
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: any(map(str.isalpha, text)))
NAMES = st.lists(WORDS.map(str.capitalize), min_size=1, max_size=3).map(" ".join)
BODIES = st.sampled_from(["Women in Mining", "Union des orpailleurs", "Cámara Minera, S.A."])
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2026, 1, 1))
PEOPLE = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["", "Dr", "Mme"]),
        "role": st.sampled_from(["", "Chair", "=Cargo", "Présidente, adjointe"]),
        "country": st.sampled_from(["", "GH", "CI", "NA", "NO"]),
        "phone": st.sampled_from(["", "0244000111", "+221 77 000 00 00", "007"]),
        "gender": st.sampled_from(["", "woman", "man", "other"]),
        "languages": st.lists(
            st.sampled_from(["en", "fr", "pt-MZ", "sw"]), unique=True, max_size=3
        ),
    }
)
ENTRIES = st.lists(
    st.tuples(PEOPLE, st.none() | BODIES, st.none() | DAYS, st.none() | st.booleans()),
    min_size=1,
    max_size=4,
)


def fill(programme, names, entries):
    """Enter the generated people: each with an address of their own, so that nobody is taken for another."""
    group = make.GroupFactory(programme=programme, name="Traders", key="traders")
    young = make.CategoryFactory(programme=programme, name="Young people")
    for number, (name, entry) in enumerate(zip(names, entries, strict=False)):
        values, called, since, quoted = entry
        body = None
        if called:
            body, _made = Organisation.objects.get_or_create(
                programme=programme, name=called, defaults={"key": f"body-{number}"}
            )
        person = make.PersonFactory(
            programme=programme,
            name=name,
            email=f"p{number}@example.org",
            organisation=body,
            group=group if number % 2 else None,
            **values,
        )
        if body:
            Affiliation.objects.create(
                person=person, organisation=body, role=person.role, since=since
            )
        if quoted is not None:
            asked = datetime.date(2024, 2, 29)
            Consent.objects.create(
                person=person, kind="quoted", given=quoted, asked_on=asked, wording="May we?"
            )
        if number == 0:
            person.categories.add(young)


@pytest.mark.django_db
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(NAMES, min_size=4, max_size=4, unique_by=str.casefold),
    entries=ENTRIES,
    as_csv=st.booleans(),
)
def test_whoever_is_exported_and_imported_is_the_same(world, convenor, names, entries, as_csv):
    with transaction.atomic():
        source = make.ProgrammeFactory()
        make.AppointmentFactory(user=convenor, role=Role.CONVENOR, programme=source)
        user = User.objects.get(pk=convenor.pk)
        fill(source, names, entries)
        make.GroupFactory(programme=world.programme, name="Traders", key="traders")
        make.CategoryFactory(programme=world.programme, name="Young people")
        headings, rows = people_table(user, Person.objects.filter(programme=source))
        taken = [list(row) for row in rows]
        if as_csv:
            brought = SimpleUploadedFile("people.csv", write_csv(headings, taken))
        else:
            brought = SimpleUploadedFile("people.xlsx", write_xlsx(headings, taken, title="People"))
        import_ = bring(world, user, brought)
        assert import_.state == "preview", import_.failure
        import_.rows.filter(decision="").update(decision="new")
        write(import_, user)
        assert import_.state == "done", import_.failure
        _headings, rows = people_table(user, Person.objects.filter(programme=world.programme))
        assert sorted(map(str, rows)) == sorted(map(str, taken))
        transaction.set_rollback(True)
