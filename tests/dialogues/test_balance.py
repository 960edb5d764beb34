"""The balance of a dialogue and an initiative: what is counted, targets, and who is told what."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogues.balance import balance_at, balance_over, targets_of
from dialogues.balance_counts import Dimension
from dialogues.balance_words import gaps_of
from dialogues.models import Participation, Target
from dialogues.services.balance import set_targets
from tests import factories as make

AHEAD = timedelta(days=30)


@pytest.fixture
def dialogue(world):
    """The world's dialogue, a month ahead."""
    dialogue = world.dialogue
    dialogue.starts_on = dialogue.ends_on = timezone.localdate() + AHEAD
    dialogue.kind = "technical"
    dialogue.save()
    return dialogue


@pytest.fixture
def come(world, dialogue):
    """`come(number, status=…, group=…, at=…, **of the person)` puts so many people on a list."""

    def put(number=1, *, status="registered", group=None, at=dialogue, **person):
        return [
            make.ParticipationFactory(
                dialogue=at,
                person=make.PersonFactory(programme=world.programme, **person),
                status=status,
                group=group,
            )
            for _ in range(number)
        ]

    return put


def url(name, owner):
    return reverse(f"dialogues:{name}", args=[owner.slug])


def told(balance, key):
    """What is told of a line: (invited, accepted, attended) at the least."""
    line = next(line for line in balance.lines if line.key == key)
    return tuple(line.told[measure].least for measure in ("invited", "accepted", "attended"))


def text_of(response):
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'"X-CSRFToken": ?"\w+"|nonce="[^"]+"', "", text)


class TestCounting:
    def test_people_are_counted_by_group_gender_and_category(self, world, dialogue, convenor, come):
        body = make.OrganisationFactory(programme=world.programme, group=world.companies)
        young = make.CategoryFactory(programme=world.programme, name="Young people")
        come(2, status="invited", group=world.miners, gender="woman")
        come(status="attended", group=world.miners, organisation=body, gender="man")
        come(organisation=body, gender="woman")  # counts for the organisation's group
        come(status="declined", gender="femme")  # of no group
        come()[0].person.categories.add(young)
        balance = balance_at(convenor, dialogue, is_over=False)
        assert told(balance, f"group-{world.miners.pk}") == (3, 1, 1)
        assert told(balance, f"group-{world.companies.pk}") == (1, 1, 0)
        assert told(balance, "group-None") == (2, 1, 0)
        assert told(balance, "gender-woman") == (3, 1, 0)
        assert told(balance, "gender-other") == (1, 0, 0)
        assert told(balance, "gender-None") == (1, 1, 0)
        assert told(balance, f"category-{young.pk}") == (1, 1, 0)
        assert balance.total.told["invited"].own == 6
        assert balance.total.told["declined"].own == 1

    def test_who_stands_on_the_map_is_counted_too(self, world, dialogue, convenor):
        shown = make.StakeholderMapFactory(programme=world.programme)
        world.initiative.stakeholder_map = shown
        world.initiative.save()
        body = make.OrganisationFactory(programme=world.programme, group=world.miners)
        person = make.PersonFactory(programme=world.programme, organisation=body, gender="woman")
        make.StakeholderFactory(map=shown, person=person)
        make.StakeholderFactory(map=shown, organisation=body)
        dialogue.refresh_from_db()
        balance = balance_at(convenor, dialogue, is_over=False)
        miners = next(line for line in balance.lines if line.group == world.miners)
        assert (miners.told["mapped"].own, miners.bodies) == (1, 1)
        assert balance.total.told["mapped"].own == 1

    def test_over_an_initiative_people_are_counted_once_and_their_places_beside(
        self, world, dialogue, convenor, come
    ):
        second = make.DialogueFactory(initiative=world.initiative)
        cancelled = make.DialogueFactory(
            initiative=world.initiative, cancelled_at=timezone.now(), cancel_reason="Rain"
        )
        (first,) = come(status="attended", group=world.miners, gender="woman")
        for other in (second, cancelled):
            make.ParticipationFactory(dialogue=other, person=first.person, group=world.miners)
        come(at=second, group=world.miners, gender="woman")
        balance = balance_over(convenor, world.initiative)
        miners = next(line for line in balance.lines if line.group == world.miners)
        assert told(balance, miners.key) == (2, 2, 1)
        assert miners.places["invited"] == 3
        assert balance.total.told["accepted"].own == 2

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_as_for_one(
        self, world, dialogue, convenor, adviser, partner, come, number
    ):
        for _ in range(number):
            group = make.GroupFactory(programme=world.programme)
            young = make.CategoryFactory(programme=world.programme)
            come(group=group)[0].person.categories.add(young)
            come(at=make.DialogueFactory(initiative=world.initiative), group=group)
            make.TargetFactory(dialogue=dialogue, group=group)
            make.TargetFactory(initiative=world.initiative, category=young)
        for user, read, owner in (
            (convenor, balance_at, dialogue),
            (partner, balance_at, dialogue),
            (convenor, balance_over, world.initiative),
            (adviser, balance_over, world.initiative),
        ):
            user.has_perm("dialogues.see_identities", owner)  # where they stand is read once
            with CaptureQueriesContext(connection) as caught:
                read(user, owner, is_over=False)
            assert len(caught) == (5 if owner == dialogue else 6)


class TestTargets:
    def test_what_is_missing_is_said_in_words(self, world, dialogue, convenor, come, sign_in):
        make.TargetFactory(dialogue=dialogue, gender="woman", least=4)
        make.TargetFactory(dialogue=dialogue, group=world.miners, least=1)
        come(2, gender="woman", group=world.miners)
        come(status="declined", gender="woman")
        come(status="invited", gender="woman")
        assert gaps_of(balance_at(convenor, dialogue, is_over=False)) == [
            "Women: 2 fewer than the target of 4 have accepted. Invite at least 1 more."
        ]
        assert gaps_of(balance_at(convenor, dialogue, is_over=True)) == [
            "Artisanal miners: 1 fewer than the target of 1 attended.",
            "Women: 4 fewer than the target of 4 attended.",
        ]
        page = text_of(sign_in(convenor).get(url("dialogue_balance", dialogue)))
        assert "Women: 2 fewer than the target of 4 have accepted." in page
        assert "1 of 2" in page

    def test_targets_are_set_changed_and_taken_away_in_one_form(
        self, world, dialogue, convenor, sign_in
    ):
        client, address = sign_in(convenor), url("dialogue_targets", dialogue)
        miners = f"group-{world.miners.pk}"
        assert client.post(address, {miners: " 6 ", "gender-woman": "8"}).status_code == 302
        rows = {(Dimension.GROUP, world.miners.pk): 6, (Dimension.GENDER, "woman"): 8}
        assert targets_of(dialogue) == rows
        sent = {miners: "", f"was-{miners}": "6", "gender-woman": "9", "was-gender-woman": "8"}
        page = client.post(address, sent, follow=True)
        assert {str(message) for message in page.context["messages"]} == {"The targets are set."}
        dialogue = type(dialogue).objects.get(pk=dialogue.pk)
        assert targets_of(dialogue) == {(Dimension.GENDER, "woman"): 9}

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("0", "At least 1"),
            ("-3", "At least 1"),
            ("10000", "At most 9999"),
            ("many", "whole number"),
            ("2.5", "whole number"),
            ("9" * 5000, "whole number"),
        ],
    )
    def test_what_is_no_number_of_people_is_explained(
        self, dialogue, convenor, sign_in, typed, words
    ):
        page = sign_in(convenor).post(url("dialogue_targets", dialogue), {"gender-man": typed})
        assert page.status_code == 200
        assert words in text_of(page)
        assert not Target.objects.exists()

    def test_more_than_such_a_dialogue_has_places_for_is_said_and_kept(
        self, dialogue, convenor, sign_in
    ):
        sent = {"gender-man": "8", "gender-woman": "8"}
        page = sign_in(convenor).post(url("dialogue_targets", dialogue), sent, follow=True)
        warnings = [str(message) for message in page.context["messages"]]
        assert any("add up to 16" in words and "10 places" in words for words in warnings)
        assert Target.objects.count() == 2

    def test_of_two_editors_the_second_is_shown_what_the_first_set(
        self, dialogue, convenor, sign_in
    ):
        make.TargetFactory(dialogue=dialogue, gender="woman", least=5)
        client, address = sign_in(convenor), url("dialogue_targets", dialogue)
        first = {"gender-woman": "7", "was-gender-woman": "5", "gender-man": "3"}
        assert client.post(address, first).status_code == 302
        page = client.post(address, {"gender-woman": "9", "was-gender-woman": "5"})
        assert page.status_code == 409
        assert "Set meanwhile: 7" in text_of(page)
        form = page.context["form"]
        assert form["gender-woman"].value() == "9"
        assert form["gender-man"].value() == "3"  # only the first touched it
        sent = {
            name: form[name].value() or "" for name in form.fields if name.startswith(("g", "was"))
        }
        assert client.post(address, sent).status_code == 302
        assert sorted(Target.objects.values_list("gender", "least")) == [("man", 3), ("woman", 9)]

    def test_both_setting_the_same_is_no_conflict(self, dialogue):
        row = (Dimension.GENDER, "woman")
        set_targets(dialogue, wanted={row: 4}, seen={row: None})
        fresh = type(dialogue).objects.get(pk=dialogue.pk)
        assert set_targets(fresh, wanted={row: 4}, seen={row: None}) == {row: 4}

    def test_a_dialogue_takes_over_its_initiatives_targets_once(
        self, world, dialogue, convenor, sign_in
    ):
        make.TargetFactory(initiative=world.initiative, group=world.miners, least=12)
        make.TargetFactory(initiative=world.initiative, gender="woman", least=20)
        client, page = sign_in(convenor), url("dialogue_balance", dialogue)
        assert "Artisanal miners: at least 12" in text_of(client.get(page))
        for _ in range(2):
            assert client.post(url("targets_take_over", dialogue)).status_code == 302
        assert dialogue.targets.count() == 2
        assert "Artisanal miners: at least 12" not in text_of(client.get(page))

    def test_nothing_of_another_programme_is_counted_or_set(self, dialogue, convenor, sign_in):
        elsewhere = make.GroupFactory(name="Quokkas elsewhere")
        client = sign_in(convenor)
        name = f"group-{elsewhere.pk}"
        assert client.post(url("dialogue_targets", dialogue), {name: "3"}).status_code == 302
        assert not Target.objects.exists()
        assert "Quokkas" not in text_of(client.get(url("dialogue_targets", dialogue)))
        other = make.DialogueFactory()
        assert client.get(url("dialogue_balance", other)).status_code == 404


class TestWhoIsToldWhat:
    PAGES = ("dialogue_balance", "dialogue_balance_panel", "dialogue_people")

    @pytest.mark.parametrize("who", ["adviser", "participant", "partner"])
    def test_a_count_below_five_reads_like_every_other_below_five(
        self, world, dialogue, cast, come, sign_in, who
    ):
        """One woman of the miners, or four, some of them protected: each page is the same, byte for byte."""
        make.TargetFactory(dialogue=dialogue, gender="woman", least=3)
        make.TargetFactory(initiative=world.initiative, group=world.companies, least=2)
        young = make.CategoryFactory(programme=world.programme, name="Young people")
        come(6, group=world.miners, gender="man")
        client = sign_in(cast[who])
        pages = [url(name, dialogue) for name in self.PAGES]
        if who == "adviser":
            pages.append(url("initiative_balance", world.initiative))
        before = [text_of(client.get(page)) for page in pages]
        assert all(("+ &lt;5" if who == "partner" else "fewer than 5") in text for text in before)
        for guest in come(4, status="attended", group=world.companies, gender="woman"):
            guest.person.categories.add(young)
        Participation.objects.filter(status="attended")[0].person.__class__.objects.filter(
            gender="woman"
        ).update(protected=True)
        assert [text_of(client.get(page)) for page in pages] == before

    def test_a_partner_counts_its_own_but_not_who_of_them_is_protected(
        self, world, dialogue, partner, come
    ):
        come(3, group=world.miners, held_by=world.partner_body, gender="woman")
        come(group=world.miners, held_by=world.partner_body, gender="woman", protected=True)
        come(2, group=world.miners)
        balance = balance_at(partner, dialogue, is_over=False)
        row = next(line for line in balance.lines if line.group == world.miners)
        assert (row.told["accepted"].own, row.told["accepted"].others) == (3, (0, 4))

    def test_the_gender_of_somebody_protected_is_no_number_of_the_rapporteurs(
        self, world, dialogue, rapporteur, come
    ):
        come(2, group=world.miners, gender="man")
        come(group=world.miners, gender="woman", protected=True)
        balance = balance_at(rapporteur, dialogue, is_over=False)
        assert told(balance, f"group-{world.miners.pk}")[1] == 3
        assert told(balance, "gender-woman")[1] == 0

    def test_the_panel_moves_while_people_are_invited_and_rests_afterwards(
        self, dialogue, convenor, adviser, come, sign_in
    ):
        panel = url("dialogue_balance_panel", dialogue)
        client = sign_in(convenor)
        come(gender="man")
        text = text_of(client.get(panel))
        assert f'hx-get="{panel}"' in text
        assert "hx-trigger" in text_of(client.get(url("dialogue_people", dialogue)))
        assert "hx-trigger" not in text_of(sign_in(adviser).get(panel))
        dialogue.starts_on = dialogue.ends_on = timezone.localdate() - AHEAD
        dialogue.save()
        assert "hx-trigger" not in text_of(sign_in(convenor).get(panel))

    def test_the_chart_says_what_the_table_says(self, world, dialogue, convenor, come, sign_in):
        make.TargetFactory(dialogue=dialogue, group=world.miners, least=7)
        come(3, group=world.miners)
        page = " ".join(text_of(sign_in(convenor).get(url("dialogue_balance", dialogue))).split())
        assert "Artisanal miners: Invited 3, Accepted 3, Attended 0, target 7" in page
        assert "style=" not in page.partition("<svg")[2].rpartition("</svg>")[0]
