"""Programmes: who may add, see and change them."""

import pytest
from django.urls import reverse

from accounts.models import User
from dialogues.models import Appointment
from dialogues.services.programmes import create_programme
from stakeholders.models import Programme
from tests import factories as make

LIST = reverse("dialogues:programme_list")
ADD = reverse("dialogues:programme_add")


def page(programme):
    return reverse("dialogues:programme", args=[programme.slug])


def edit(programme):
    return reverse("dialogues:programme_edit", args=[programme.slug])


def test_who_may_do_what(sign_in, cast, world):
    answers = {}
    for name, user in cast.items():
        client = sign_in(user)
        urls = (ADD, page(world.programme), edit(world.programme))
        answers[name] = tuple(client.get(url).status_code for url in urls)
        if user.is_authenticated:
            visible = Programme.objects.visible_to(user).filter(pk=world.programme.pk).exists()
            assert user.has_perm("stakeholders.view_programme", world.programme) == visible, name
    assert answers == {
        "administrator": (200, 200, 200),
        "convenor": (403, 200, 200),
        "partner": (403, 200, 403),
        "rapporteur": (403, 200, 403),
        "adviser": (403, 200, 403),
        "participant": (403, 200, 403),
        "donor": (403, 404, 404),
        "llg_member": (403, 404, 404),
        "stranger": (403, 404, 404),
        "visitor": (302, 302, 302),
    }


def test_an_administrator_adds_a_programme_and_its_convenor_gets_an_account(sign_in, administrator):
    typed = {"title": "Small mines", "summary": "", "convenor_email": "New.One@example.org"}
    answer = sign_in(administrator).post(ADD, typed)
    programme = Programme.objects.get()
    assert answer.url == page(programme)
    convenor = User.objects.get(email="new.one@example.org")
    assert not convenor.has_usable_password()
    appointment = Appointment.objects.get()
    assert (appointment.user, appointment.role) == (convenor, "convenor")
    assert (appointment.programme, appointment.appointed_by) == (programme, administrator)


def test_its_first_groups_are_named_with_it_each_once(sign_in, administrator):
    names = ["Artisanal miners", "", " Mining  companies ", "artisanal miners"]
    typed = {"title": "Small mines", "convenor_email": "a@example.org", "groups": names}
    sign_in(administrator).post(ADD, typed)
    groups = Programme.objects.get().groups.all()
    assert [group.name for group in groups] == ["Artisanal miners", "Mining companies"]
    assert len({group.colour for group in groups}) == 2


def test_its_entries_are_kept_for_half_a_year_at_the_least(sign_in, administrator):
    client = sign_in(administrator)
    assert client.get(ADD).context["form"]["retention_months"].value() == 60
    typed = {"title": "Small mines", "convenor_email": "a@example.org", "retention_months": "1"}
    assert set(client.post(ADD, typed).context["form"].errors) == {"retention_months"}


def test_a_convenor_who_has_an_account_keeps_it(administrator, stranger):
    create_programme(
        title="Small mines", summary="", convenor_email=stranger.email.upper(), by=administrator
    )
    assert stranger.has_perm("stakeholders.change_programme", Programme.objects.get())


def test_a_closed_account_is_not_appointed(sign_in, administrator, stranger):
    stranger.is_active = False
    stranger.save()
    answer = sign_in(administrator).post(
        ADD, {"title": "Small mines", "convenor_email": stranger.email}
    )
    assert "convenor_email" in answer.context["form"].errors
    assert not Programme.objects.exists()


def test_a_title_that_is_taken_is_refused_at_the_field(sign_in, administrator, world):
    answer = sign_in(administrator).post(
        ADD, {"title": world.programme.title, "convenor_email": "a@example.org"}
    )
    assert "title" in answer.context["form"].errors
    assert not User.objects.filter(email="a@example.org").exists()


def test_no_programme_takes_the_address_of_the_form(administrator):
    programme = create_programme(
        title="New", summary="", convenor_email="a@example.org", by=administrator
    )
    assert programme.slug == "new-2"


def test_two_who_edit_at_once_lose_nothing(sign_in, convenor, world):
    client = sign_in(convenor)
    first = client.get(edit(world.programme)).context["form"].initial
    typed = {"title": "First title", "summary": "", "version": first["version"]}
    assert client.post(edit(world.programme), typed | {"base": first["base"]}).status_code == 302
    late = typed | {"title": "Second title", "base": first["base"]}
    answer = client.post(edit(world.programme), late)
    assert answer.status_code == 409
    assert "First title" in answer.text
    assert "Second title" in answer.text
    world.programme.refresh_from_db()
    assert world.programme.title == "First title"


def test_a_save_without_a_version_is_refused(sign_in, convenor, world):
    sign_in(convenor).post(edit(world.programme), {"title": "No version"})
    world.programme.refresh_from_db()
    assert world.programme.title != "No version"


def test_convenors_are_named_to_those_who_appoint_only(sign_in, convenor, rapporteur, world):
    assert convenor.name in sign_in(convenor).get(page(world.programme)).text
    assert convenor.name not in sign_in(rapporteur).get(page(world.programme)).text


def test_initiatives_that_are_not_the_viewers_are_not_listed(sign_in, rapporteur, world):
    other = make.InitiativeFactory(programme=world.programme, title="The other initiative")
    client = sign_in(rapporteur)
    assert other.title not in client.get(page(world.programme)).text
    (row,) = client.get(LIST).context["page"].object_list
    assert row.initiative_count == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(
    sign_in, convenor, world, count, django_assert_num_queries
):
    for _number in range(count):
        make.InitiativeFactory(programme=world.programme)
        make.GroupFactory(programme=world.programme)
        make.AppointmentFactory(user=convenor, role="convenor", programme=make.ProgrammeFactory())
    client = sign_in(convenor)
    with django_assert_num_queries(6):
        client.get(LIST)
    with django_assert_num_queries(9):
        client.get(page(world.programme))


def test_a_programme_chooses_the_usual_course_of_its_initiatives(sign_in, convenor, world):
    client, url = sign_in(convenor), edit(world.programme)
    initial = client.get(url).context["form"].initial
    typed = {"title": world.programme.title, "version": initial["version"], "base": initial["base"]}
    page = client.post(url, typed | {"blueprint": "zigzag"})
    assert list(page.context["form"].errors) == ["blueprint"]
    assert client.post(url, typed | {"blueprint": "workshop"}).status_code == 302
    world.programme.refresh_from_db()
    assert world.programme.blueprint == "workshop"


def test_who_convenes_it_finds_its_funds_and_the_words_of_its_mails(sign_in, cast, world):
    args = [world.programme.slug]
    ways = [reverse(f"convening:{name}", args=args) for name in ("fund_list", "template_list")]
    for name, leads in (("convenor", True), ("partner", False)):
        text = sign_in(cast[name]).get(page(world.programme)).text
        assert [way in text for way in ways] == [leads, leads], name
