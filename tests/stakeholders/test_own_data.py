"""What is kept about somebody, for themselves: all of it, and nobody else's."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Mail
from stakeholders.keeping.own_data import own_data
from stakeholders.models import Disclosure
from tests import factories as make


@pytest.fixture
def kofi(world):
    """Somebody protected with an account, in many places."""
    person = make.PersonFactory(
        programme=world.programme,
        name="Kofi Quillonsense",
        email="kofi@example.org",
        user=make.UserFactory(email="kofi@example.org", name="Kofi Q"),
        organisation=world.ngo,
        protected=True,
        gender="man",
    )
    make.PersonFactory(programme=world.programme, name="Esi Nantwi", email="esi@example.org")
    make.ConsentFactory(person=person, wording="Esi Nantwi asked me", asked_by_text="Esi Nantwi")
    make.ParticipationFactory(dialogue=world.dialogue, person=person, table="7")
    make.ContributionFactory(
        session=make.SessionFactory(dialogue=world.dialogue),
        speaker=person,
        text="Kofi told Esi Nantwi so.",
        on_the_record=True,
    )
    world.initiative.purpose = "Private plans. Kofi Quillonsense and Esi Nantwi agree! More plans."
    world.initiative.save()
    Mail.objects.create(
        key="k",
        to_email="kofi@example.org",
        subject="Invitation",
        body="Dear Kofi, Esi Nantwi comes.",
    )
    return person


def words(sections):
    return "\n".join(each.text for section in sections for row in section.rows for each in row)


def test_all_that_is_kept_is_told_and_nobody_else_is_named(kofi):
    sections = own_data(kofi)
    keys = {section.key for section in sections}
    assert keys >= {
        *("stakeholders.person", "stakeholders.consent", "dialogues.participation"),
        *("dialogues.contribution:linked", "mentions", "mails", "account"),
    }
    text = words(sections)
    for told in (
        "Kofi Quillonsense",
        "kofi@example.org",
        "man",
        "7",
        "Kofi told another person so.",
    ):
        assert told in text
    assert "another person asked me" in text
    assert "Kofi Quillonsense and another person agree!" in text
    assert "Private plans" not in text
    assert "Nantwi" not in text
    assert "Esi" not in text


def test_the_number_of_queries_does_not_grow_with_the_rows(
    world, kofi, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as few:
        own_data(kofi)
    for _number in range(3):
        dialogue = make.DialogueFactory(initiative=world.initiative)
        make.ParticipationFactory(dialogue=dialogue, person=kofi)
    with django_assert_max_num_queries(len(few)):
        own_data(kofi)


@pytest.mark.parametrize("kind", ["json", "html"])
def test_people_take_their_own_data_out_and_it_is_noted(kofi, sign_in, kind):
    client = sign_in(kofi.user)
    url = f"/stakeholders/people/{kofi.pk}/data/"
    page = client.get(url).content.decode()
    assert "Kofi Quillonsense" in page
    assert "Nantwi" not in page
    answer = client.post(f"{url}file/", {"format": kind})
    text = answer.content.decode()
    assert "Kofi Quillonsense" in text
    assert "Nantwi" not in text
    assert "<script" not in text
    assert answer["Content-Disposition"] == f'attachment; filename="own-data-{kofi.pk}.{kind}"'
    if kind == "json":
        data = json.loads(text)["data"]
        assert data["stakeholders.person"]["rows"][0]["email"] == "kofi@example.org"
    noted = Disclosure.objects.get()
    assert (noted.what, noted.format, noted.by, noted.number) == ("own-data", kind, kofi.user, 1)


def test_nobody_but_convenors_and_themselves_may_have_it(
    world, kofi, convenor, partner, stranger, sign_in
):
    kofi.held_by = world.partner_body
    kofi.save()
    url = f"/stakeholders/people/{kofi.pk}/data/"
    assert sign_in(convenor).get(url).status_code == 200
    assert sign_in(partner).get(url).status_code == 403
    assert sign_in(partner).post(f"{url}file/", {"format": "json"}).status_code == 403
    assert sign_in(stranger).get(url).status_code == 404
    assert sign_in(convenor).post(f"{url}file/", {"format": "exe"}).status_code == 302
    assert Disclosure.objects.count() == 0
