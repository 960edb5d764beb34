"""Learning and Leadership Groups: constitution, members, what everybody may read, passing on."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmaps.models import GroupConvenor, HandOver, LearningGroup, Membership, Roadmap
from stakeholders.models import Consent
from tests import factories as make


@pytest.fixture
def group(llg_member):
    return LearningGroup.objects.get()


@pytest.fixture
def host_user(world):
    """Works for the host, has an account, and sits in no group."""
    user = make.UserFactory(email="hana.host@example.org", name="Hana Host")
    make.PersonFactory(programme=world.programme, name="Hana Host", user=user)
    return user


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


def test_a_new_group_begins_as_the_newest_dialogue_of_its_programme(sign_in, convenor, world):
    later = {"starts_on": date(2030, 1, 1), "ends_on": date(2030, 1, 1)}
    where = {"country": "TZ", "timezone": "Africa/Dar_es_Salaam", "language": "sw"}
    make.DialogueFactory(initiative=world.initiative, **later, **where)
    form = sign_in(convenor).get(url("group_new")).context["form"]
    assert form["timezone"].value() == "Africa/Dar_es_Salaam"
    assert form["language"].value() == "sw"
    assert "Tanzania" in str(form["country"])


def test_a_convenor_founds_a_group_and_gives_somebody_a_seat(sign_in, convenor, world):
    client = sign_in(convenor)
    answer = client.post(
        url("group_new"),
        {
            "programme": world.programme.pk,
            "name": "Ghana Learning and Leadership Group",
            "country": "Ghana",
            "host": world.partner_body.pk,
            "timezone": "Africa/Accra",
            "language": "en",
            "digest": "weekly",
            "quorum": "5",
            "quorum_groups": "3",
        },
    )
    group = LearningGroup.objects.get()
    assert answer.url == group.get_absolute_url()
    assert (group.country, group.host, group.quorum) == ("GH", world.partner_body, 5)
    person = make.PersonFactory(programme=world.programme)
    answer = client.post(
        url("member_new", group.pk),
        {"person": person.pk, "represents": world.miners.pk, "since": "2026-01-01"},
    )
    assert answer.status_code == 302
    assert group.members.get().represents == world.miners
    again = client.post(url("member_new", group.pk), {"person": person.pk})
    assert again.status_code == 200
    assert group.members.count() == 1


def test_bad_input_is_explained_where_it_is_entered(sign_in, convenor, world, group):
    client = sign_in(convenor)
    answer = client.post(
        url("group_edit", group.pk),
        {
            "name": "",
            "country": "Nowhere",
            "timezone": "Moon/Base",
            "language": "en",
            "digest": "weekly",
            "quorum": "2",
            "quorum_groups": "3",
            "version": group.version,
        },
    )
    errors = answer.context["form"].errors
    assert {"name", "country", "timezone", "quorum_groups"} <= set(errors)
    other = make.LearningGroupFactory(programme=world.programme)
    answer = client.post(url("group_edit", group.pk), {"name": other.name, "version": 1})
    assert "name" in answer.context["form"].errors
    member = group.members.get()
    answer = client.post(
        url("member_edit", member.pk), {"since": "2026-05-01", "until": "2026-01-01", "version": 1}
    )
    assert "until" in answer.context["form"].errors
    group.members.update(left_on=date(2026, 4, 30))
    answer = client.post(url("member_edit", member.pk), {"since": "2026-05-01", "version": 1})
    assert "since" in answer.context["form"].errors


def test_what_its_convenor_may_not_see_elsewhere_stays_as_it_is(sign_in, world, host_user, group):
    elsewhere = make.DialogueFactory(initiative__programme=world.programme)
    hidden = make.OrganisationFactory(programme=world.programme, name="Quite Another Body")
    LearningGroup.objects.update(
        is_passed_on=True, host=world.partner_body, dialogue=elsewhere, convenor_text=""
    )
    group.members.update(nominated_at=elsewhere)
    GroupConvenor.objects.create(learning_group=group, user=host_user)
    client = sign_in(host_user)
    for page in (url("group_edit", group.pk), url("member_edit", group.members.get().pk)):
        answer = client.get(page)
        assert elsewhere.title not in answer.text
        assert hidden.name not in answer.text
        form = answer.context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        assert client.post(page, sent).status_code == 302
    group.refresh_from_db()
    assert (group.host, group.dialogue) == (world.partner_body, elsewhere)
    assert group.members.get().nominated_at == elsewhere
    assert hidden.name not in client.get(url("hand_over_offer", group.pk)).text


def test_two_who_edit_a_seat_are_both_heard(sign_in, convenor, group):
    member = group.members.get()
    client = sign_in(convenor)
    form = client.get(url("member_edit", member.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"role": "Chair", "keeps_roadmap": ""}
    Membership.objects.filter(pk=member.pk).update(role="Secretary", version=2)
    answer = client.post(url("member_edit", member.pk), sent)
    assert answer.status_code == 409
    assert "Secretary" in answer.text
    assert "Chair" in answer.text


def test_who_leaves_stays_in_the_history_and_leaves_nothing_unseen(
    sign_in, convenor, llg_member, group
):
    member = group.members.get()
    theme = make.ThemeFactory(roadmap=Roadmap.objects.get())
    make.ActionFactory(theme=theme, lead_person=member.person, title="Left alone")
    client = sign_in(convenor)
    assert "Left alone" in client.get(url("member_leave", member.pk)).text
    tomorrow = timezone.localdate() + timedelta(days=1)
    late = client.post(url("member_leave", member.pk), {"left_on": tomorrow, "reason": "Moved"})
    assert "left_on" in late.context["form"].errors
    today = timezone.localdate()
    client.post(url("member_leave", member.pk), {"left_on": today, "reason": "Moved away"})
    assert "Moved away" in client.get(url("members", group.pk)).text
    assert sign_in(llg_member).get(url("group", group.pk)).status_code == 404
    again = make.MembershipFactory(
        learning_group=group, person=member.person, succeeds=member, since=today
    )
    assert sign_in(llg_member).get(url("group", group.pk)).status_code == 200
    assert again.succeeds == member


def test_a_term_that_is_over_opens_nothing(sign_in, llg_member, group):
    group.members.update(until=timezone.localdate() - timedelta(days=1))
    assert sign_in(llg_member).get(url("group", group.pk)).status_code == 404
    assert sign_in(llg_member).get(Roadmap.objects.get().get_absolute_url()).status_code == 404


def test_everybody_reads_what_the_group_chose(client, world, group):
    listed = make.PersonFactory(programme=world.programme, name="Lisa Listed")
    make.ConsentFactory(person=listed, kind=Consent.Kind.LISTED, given=True)
    asked_not = make.PersonFactory(programme=world.programme, name="Uma Unasked")
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Harriet", protected=True)
    make.ConsentFactory(person=hidden, kind=Consent.Kind.LISTED, given=True)
    for person in (listed, asked_not, hidden):
        make.MembershipFactory(learning_group=group, person=person)
    page = url("group", group.pk)
    group.terms, group.shows_terms = "Meets twice a year", True
    group.save()
    assert client.get(page).status_code == 302
    group.is_public = group.shows_members = True
    group.save()
    shown = client.get(page).text
    assert "Meets twice a year" in shown
    assert "Lisa Listed" in shown
    assert "Uma Unasked" not in shown
    assert "Harriet" not in shown
    group.shows_members = group.shows_terms = False
    group.save()
    shown = client.get(page).text
    assert "Lisa Listed" not in shown
    assert "Meets twice a year" not in shown


def test_protected_members_are_known_to_the_founders_alone(
    sign_in, convenor, llg_member, world, group
):
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Harriet", protected=True)
    make.MembershipFactory(learning_group=group, person=hidden)
    for name in ("group", "members"):
        assert "Harriet" in sign_in(convenor).get(url(name, group.pk)).text
        assert "Harriet" not in sign_in(llg_member).get(url(name, group.pk)).text


def offered(sign_in, convenor, world, group, person):
    return sign_in(convenor).post(
        url("hand_over_offer", group.pk),
        {"to_organisation": world.partner_body.pk, "to_person": person.pk, "note": "Over to you"},
    )


def test_convening_rights_pass_on_when_they_are_taken_up(
    sign_in, convenor, host_user, world, group
):
    assert sign_in(host_user).get(url("handing_over", group.pk)).status_code == 404
    assert offered(sign_in, convenor, world, group, host_user.people.get()).status_code == 302
    offer = HandOver.objects.get()
    page = url("handing_over", group.pk)
    assert "Take them up" in sign_in(host_user).get(page).text
    assert "Take them up" not in sign_in(convenor).get(page).text
    assert sign_in(convenor).get(url("group_edit", group.pk)).status_code == 200
    assert sign_in(host_user).get(url("group_edit", group.pk)).status_code == 403
    answer = url("hand_over_answer", offer.pk)
    assert sign_in(convenor).post(answer, {"takes": "yes"}).status_code == 403
    sign_in(host_user).post(answer, {"takes": "yes", "words": "Gladly"})
    group.refresh_from_db()
    assert (group.is_passed_on, group.host) == (True, world.partner_body)
    # The founders read on, and change nothing any more; those who took it up do.
    assert sign_in(convenor).get(page).status_code == 200
    assert sign_in(convenor).get(url("group_edit", group.pk)).status_code == 403
    assert sign_in(host_user).get(url("group_edit", group.pk)).status_code == 200
    roadmap = Roadmap.objects.get()
    assert host_user.has_perm("roadmaps.change_roadmap", roadmap)
    assert (
        not type(convenor).objects.get(pk=convenor.pk).has_perm("roadmaps.change_roadmap", roadmap)
    )
    assert "Gladly" in sign_in(convenor).get(page).text


def test_an_offer_is_answered_once(sign_in, convenor, host_user, world, group):
    offered(sign_in, convenor, world, group, host_user.people.get())
    assert "stands already" in offered(sign_in, convenor, world, group, host_user.people.get()).text
    offer = HandOver.objects.get()
    sign_in(convenor).post(url("hand_over_withdraw", offer.pk))
    sign_in(host_user).post(url("hand_over_answer", offer.pk), {"takes": "yes"})
    group.refresh_from_db()
    assert not group.is_passed_on
    assert HandOver.objects.get().state == "withdrawn"


def test_rights_are_offered_to_somebody_with_an_account_only(sign_in, convenor, world, group):
    person = make.PersonFactory(programme=world.programme)
    answer = offered(sign_in, convenor, world, group, person)
    assert "to_person" in answer.context["form"].errors
    assert not HandOver.objects.exists()


def test_nobody_is_locked_out(sign_in, convenor, host_user, world, group):
    offered(sign_in, convenor, world, group, host_user.people.get())
    sign_in(host_user).post(url("hand_over_answer", HandOver.objects.get().pk), {"takes": "yes"})
    held = GroupConvenor.objects.get()
    client = sign_in(host_user)
    client.post(url("convenor_end", held.pk))
    assert GroupConvenor.objects.filter(ended_at__isnull=True).count() == 1
    back = url("take_back", group.pk)
    sign_in(convenor).post(back, {"words": "Too soon"})
    group.refresh_from_db()
    assert group.is_passed_on
    host_user.is_active = False
    host_user.save()
    assert "Convene it again" in sign_in(convenor).get(url("handing_over", group.pk)).text
    sign_in(convenor).post(back, {"words": "Their account ended"})
    group.refresh_from_db()
    assert not group.is_passed_on
    assert sign_in(convenor).get(url("group_edit", group.pk)).status_code == 200


def test_rights_go_back_to_the_programme_by_the_same_way(
    sign_in, convenor, host_user, world, group
):
    offered(sign_in, convenor, world, group, host_user.people.get())
    sign_in(host_user).post(url("hand_over_answer", HandOver.objects.get().pk), {"takes": "yes"})
    sign_in(host_user).post(url("hand_over_back", group.pk))
    back = HandOver.objects.get(state="offered")
    assert sign_in(host_user).post(url("hand_over_answer", back.pk)).status_code == 403
    sign_in(convenor).post(url("hand_over_answer", back.pk), {"takes": "yes"})
    group.refresh_from_db()
    assert not group.is_passed_on
    assert not GroupConvenor.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("name", "queries"), [("group_list", 8), ("group", 10), ("members", 7), ("handing_over", 7)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(
    sign_in, convenor, world, group, count, name, queries, django_assert_num_queries
):
    for _number in range(count):
        make.MembershipFactory(
            learning_group=group,
            person=make.PersonFactory(programme=world.programme),
            represents=make.GroupFactory(programme=world.programme),
            since=date(2026, 1, 1),
        )
        make.LearningGroupFactory(programme=world.programme)
    client = sign_in(convenor)
    with django_assert_num_queries(queries):
        client.get(url(name) if name == "group_list" else url(name, group.pk))
