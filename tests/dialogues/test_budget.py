"""Budgets: by line, planned, committed and spent, beside what a kind of dialogue usually takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from dialogues.budgeting import Sums, beside_preset, chart, in_words, line_rows, with_sums
from dialogues.exceptions import FilledAlready
from dialogues.forms.budget import AmountField
from dialogues.models import BudgetEntry, BudgetLine, Kind
from dialogues.presets import PRESETS
from dialogues.services.budget import fill_from_preset
from tests import factories as make


@pytest.fixture
def initiative(world):
    world.initiative.budget_currency = "GBP"
    world.initiative.budget_amount = 250_000
    world.initiative.save()
    return world.initiative


@pytest.fixture
def url(initiative):
    return reverse("dialogues:initiative_budget", args=[initiative.slug])


@pytest.fixture
def dialogue_url(world, initiative):
    return reverse("dialogues:dialogue_budget", args=[world.dialogue.slug])


@pytest.fixture
def line(initiative):
    return make.BudgetLineFactory(initiative=initiative, title="Bus hire", planned=1000)


def page_of(line, name="budget_line", *more):
    return reverse(f"dialogues:{name}", args=[line.initiative.slug, line.pk, *more])


def entry(line, amount, *, paid=False):
    day = date(2026, 1, 5)
    return make.BudgetEntryFactory(line=line, amount=amount, spent_on=day if paid else None)


class TestAmounts:
    @pytest.mark.parametrize(
        ("typed", "amount"),
        [
            ("1000.50", "1000.50"),
            ("1,000.50", "1000.50"),
            ("1 000,50", "1000.50"),
            ("1\u00a0000,50", "1000.50"),
            ("1.000,50", "1000.50"),
            ("1.000.000", "1000000"),
            ("1,000", "1000"),
            ("1,00,000", "100000"),
            ("1’000", "1000"),
            ("12,5", "12.5"),
            (" 7 ", "7"),
            ("999999999999.99", "999999999999.99"),
        ],
    )
    def test_they_are_read_as_people_write_them(self, typed, amount):
        assert AmountField().clean(typed) == Decimal(amount)

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("1.000", "a thousand or one"),
            ("1000000000000", "the most is"),
            ("9" * 400, "the most is"),
            ("9" * 1_200_000, "the most is"),
            ("-9999999999999", "the most is"),
            ("a lot", "such as 1000.50"),
            ("1e5", "such as 1000.50"),
            ("NaN", "such as 1000.50"),
            ("inf", "such as 1000.50"),
            ("1,0,0", "such as 1000.50"),
            ("10.505", "a thousand or one"),
            ("1.2345", "such as 1000.50"),
            ("१०", "such as 1000.50"),
        ],
    )
    def test_what_cannot_be_read_is_explained(self, typed, told):
        with pytest.raises(forms.ValidationError, match=told):
            AmountField().clean(typed)

    def test_they_are_told_with_currency_and_cents_only_where_there_are_some(self):
        assert in_words(Decimal("1000.50"), "GBP") == "GBP 1,000.50"
        assert in_words(Decimal("100000.00"), "GBP") == "GBP 100,000"
        assert in_words(Decimal(-5), "") == "−5"


class TestSums:
    def test_committed_is_what_is_not_paid_yet(self, line):
        entry(line, Decimal("100.10"))
        entry(line, Decimal("200.20"), paid=True)
        entry(line, Decimal("300.30"), paid=True)
        (row,) = line_rows(with_sums(BudgetLine.objects.all()), page_of)
        assert row.sums == Sums(Decimal(1000), Decimal("100.10"), Decimal("500.50"))
        assert row.sums.left == Decimal("399.40")
        assert not row.sums.is_over

    def test_the_chart_has_one_scale_and_shows_what_is_over(self, line):
        entry(line, 1500, paid=True)
        make.BudgetLineFactory(initiative=line.initiative, planned=0)
        drawn = chart(line_rows(with_sums(BudgetLine.objects.all()), page_of))
        (bar,) = drawn["bars"]
        assert bar["spent"] == bar["planned"]
        assert round(bar["planned"] + bar["over"], 0) == 640
        assert chart([]) is None

    @pytest.mark.parametrize(
        ("planned", "currency", "told"),
        [
            (93_000, "GBP", "Planned GBP 7,000 below the preset of GBP 100,000."),
            (101_000, "GBP", "Planned GBP 1,000 above the preset of GBP 100,000."),
            (100_000, "GBP", "Planned just as the preset, GBP 100,000."),
            (0, "GBP", "Nothing is planned; the preset is GBP 100,000."),
            (93_000, "USD", "The preset is GBP 100,000, which is not compared with USD."),
            (93_000, "", "The preset is GBP 100,000; say in which currency this budget is"),
        ],
    )
    def test_a_plan_is_told_beside_the_preset_in_words(self, world, planned, currency, told):
        world.dialogue.kind = Kind.FIELD
        sums = Sums(planned=Decimal(planned))
        assert beside_preset(world.dialogue, sums, currency).startswith(told)

    def test_a_kind_without_a_preset_is_not_compared(self, world):
        world.dialogue.kind = Kind.VISIONING
        assert beside_preset(world.dialogue, Sums(), "GBP") == ""

    def test_the_database_refuses_what_makes_no_sense(self, line):
        day = date(2026, 1, 5)
        wrong = (
            {"amount": 0},
            {"amount": -1},
            {"committed_on": day, "spent_on": day - timedelta(days=1)},
        )
        for values in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                make.BudgetEntryFactory(line=line, **values)
        with pytest.raises(IntegrityError), transaction.atomic():
            make.BudgetLineFactory(initiative=line.initiative, planned=-1)


class TestTheInitiativesBudget:
    def test_it_adds_up_by_dialogue_and_by_category(self, sign_in, convenor, world, line, url):
        of_dialogue = make.BudgetLineFactory(
            initiative=line.initiative, dialogue=world.dialogue, category="travel", planned=500
        )
        entry(of_dialogue, 600, paid=True)
        elsewhere = make.BudgetLineFactory(planned=77_777)
        page = sign_in(convenor).get(url)
        assert page.context["sums"] == Sums(Decimal(1500), Decimal(0), Decimal(600))
        assert page.context["own_sums"].planned == 1000
        (row,) = page.context["dialogues"]
        assert (row.label, row.sums.planned) == ("Tarkwa dialogue", 500)
        assert [row.label for row in page.context["categories"]] == ["Travel", "Other"]
        assert "Overspent" in page.text
        assert "77,777" not in page.text
        assert sign_in(convenor).get(page_of(elsewhere)).status_code == 404

    def test_an_empty_one_says_what_will_stand_there(self, sign_in, convenor, world):
        page = sign_in(convenor).get(
            reverse("dialogues:initiative_budget", args=[world.initiative.slug])
        )
        assert "What belongs to no single dialogue will stand here" in page.text
        assert "does not say in which currency" in page.text

    def test_its_queries_do_not_grow(self, sign_in, convenor, world, initiative, url, client):
        sign_in(convenor)
        counts = []
        for _round in range(2):
            for _number in range(1 + 2 * len(counts)):
                dialogue = make.DialogueFactory(initiative=initiative)
                entry(make.BudgetLineFactory(initiative=initiative, dialogue=dialogue), 5)
                entry(make.BudgetLineFactory(initiative=initiative), 5)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 10


class TestTheDialoguesBudget:
    def test_the_preset_fills_an_empty_one_once(
        self, sign_in, convenor, world, dialogue_url, client
    ):
        world.dialogue.kind = Kind.TECHNICAL
        world.dialogue.save()
        sign_in(convenor)
        assert "Plan with the preset" in client.get(dialogue_url).text
        fill = reverse("dialogues:budget_from_preset", args=[world.dialogue.slug])
        page = client.post(fill, follow=True)
        (line,) = world.dialogue.budget_lines.all()
        assert line.planned == 30_000
        assert "Planned just as the preset, GBP 30,000." in page.text
        assert "Plan with the preset" not in page.text
        again = client.post(fill, follow=True)
        assert "has lines already" in again.text
        with pytest.raises(FilledAlready):
            fill_from_preset(world.dialogue, preset=PRESETS[Kind.TECHNICAL], title="")
        assert world.dialogue.budget_lines.count() == 1

    @pytest.mark.parametrize(
        ("kind", "currency"), [(Kind.TECHNICAL, "USD"), (Kind.VISIONING, "GBP")]
    )
    def test_without_a_preset_in_this_currency_nothing_is_filled(
        self, sign_in, convenor, world, initiative, dialogue_url, client, kind, currency
    ):
        initiative.budget_currency = currency
        initiative.save()
        world.dialogue.kind = kind
        world.dialogue.save()
        sign_in(convenor)
        assert "Plan with the preset" not in client.get(dialogue_url).text
        client.post(reverse("dialogues:budget_from_preset", args=[world.dialogue.slug]))
        assert not world.dialogue.budget_lines.exists()

    def test_who_convenes_the_dialogue_alone_keeps_its_budget_alone(
        self, sign_in, stranger, world, line, dialogue_url, url, client
    ):
        make.AppointmentFactory(user=stranger, role=Role.CONVENOR, dialogue=world.dialogue)
        own = make.BudgetLineFactory(initiative=line.initiative, dialogue=world.dialogue)
        sign_in(stranger)
        assert client.get(dialogue_url).status_code == 200
        assert client.get(page_of(own)).status_code == 200
        assert client.get(page_of(line)).status_code == 403
        assert client.get(url).status_code == 403
        add = reverse("dialogues:budget_line_add", args=[line.initiative.slug])
        assert client.get(add).status_code == 403
        assert client.get(f"{add}?dialogue={world.dialogue.slug}").status_code == 200

    def test_presets_stand_beside_the_form_of_a_new_one(self, sign_in, convenor, world):
        add = reverse("dialogues:dialogue_add") + f"?initiative={world.initiative.slug}"
        page = sign_in(convenor).get(add)
        for words in ("GBP 100,000", "2 of them in the field", "GBP 70,000", "GBP 30,000"):
            assert words in " ".join(page.text.split())

    def test_one_finds_it_from_the_dialogue(self, sign_in, convenor, adviser, world, dialogue_url):
        page = world.dialogue.get_absolute_url()
        assert dialogue_url in sign_in(convenor).get(page).text
        assert dialogue_url not in sign_in(adviser).get(page).text


class TestLines:
    def test_one_is_added_to_the_initiative_or_to_a_dialogue_of_it(
        self, sign_in, convenor, world, initiative, client
    ):
        add = reverse("dialogues:budget_line_add", args=[initiative.slug])
        sent = {"category": "travel", "title": "Buses\x07", "planned": "1,000.50"}
        sign_in(convenor)
        client.post(add, sent)
        client.post(f"{add}?dialogue={world.dialogue.slug}", sent | {"title": ""})
        first, second = initiative.budget_lines.all()
        assert (first.title, first.planned, first.dialogue) == ("Buses", Decimal("1000.50"), None)
        assert (str(second), second.dialogue, second.position) == ("Travel", world.dialogue, 1)
        elsewhere = make.DialogueFactory(is_public=True)
        for slug in (elsewhere.slug, "nobody", "\x00", "9" * 30):
            assert client.get(add, {"dialogue": slug}).status_code == 404

    @pytest.mark.parametrize(
        ("planned", "told"),
        [
            ("", "This field is required"),
            ("-5", "cannot be less than nothing"),
            ("999999999999999", "the most is"),
        ],
    )
    def test_what_is_wrong_is_explained_and_kept(
        self, sign_in, convenor, initiative, planned, told
    ):
        add = reverse("dialogues:budget_line_add", args=[initiative.slug])
        page = sign_in(convenor).post(add, {"category": "other", "planned": planned})
        assert told in str(page.context["form"].errors["planned"])
        assert not initiative.budget_lines.exists()

    def test_two_who_edit_it_both_keep_their_text(self, sign_in, convenor, line, client):
        url = page_of(line, "budget_line_edit")
        sign_in(convenor)
        form = client.get(url).context["form"]
        sent = {name: form[name].value() for name in form.fields}
        assert client.post(url, sent | {"title": "Theirs"}).status_code == 302
        page = client.post(url, sent | {"title": "Mine", "planned": "2 000"})
        assert page.status_code == 409
        assert "Theirs" in page.text
        assert "Mine" in page.text
        line.refresh_from_db()
        assert (line.title, line.planned) == ("Theirs", 1000)
        assert client.post(url, {"title": "No version", "planned": "1"}).status_code == 200
        line.refresh_from_db()
        assert line.title == "Theirs"

    def test_it_is_deleted_with_what_stands_under_it_and_says_so(
        self, sign_in, convenor, line, client
    ):
        entry(line, 40)
        entry(line, 60, paid=True)
        url = page_of(line, "budget_line_delete")
        sign_in(convenor)
        assert "2 entries are deleted with it: GBP 40 committed, GBP 60 spent." in (
            client.get(url).text
        )
        client.post(url)
        assert not BudgetLine.objects.exists()
        assert not BudgetEntry.objects.exists()


class TestEntries:
    def test_an_amount_is_recorded_and_paid_later(self, sign_in, convenor, line, client):
        sign_in(convenor)
        url = page_of(line)
        today = timezone.localdate()
        sent = {"what": "Deposit", "amount": "1,200", "committed_on": str(today)}
        page = client.post(url, sent, follow=True)
        recorded = line.entries.get()
        assert (recorded.amount, recorded.spent_on, recorded.recorded_by) == (1200, None, convenor)
        assert "Overspent" in page.text
        assert "Mark as paid" in page.text
        pay = page_of(line, "budget_entry", recorded.pk)
        form = client.get(f"{pay}?paid").context["form"]
        assert form["spent_on"].value() == today
        values = {name: form[name].value() for name in form.fields}
        client.post(pay, values)
        recorded.refresh_from_db()
        assert recorded.spent_on == today
        assert "Mark as paid" not in client.get(url).text

    @pytest.mark.parametrize(
        ("changes", "field", "told"),
        [
            ({"amount": "0"}, "amount", "above nothing"),
            ({"amount": "-5"}, "amount", "above nothing"),
            ({"amount": "1.000"}, "amount", "a thousand or one"),
            ({"what": ""}, "what", "required"),
            ({"what": "x" * 301}, "what", "at most 300"),
            ({"committed_on": "2226-01-01"}, "committed_on", "Is the year right?"),
            ({"committed_on": "0026-01-01"}, "committed_on", "Is the year right?"),
            ({"committed_on": "31 February"}, "committed_on", "a day that exists"),
            ({"spent_on": "2226-01-01"}, "spent_on", "yet to come"),
            ({"spent_on": "2026-01-01"}, "spent_on", "before it was committed"),
        ],
    )
    def test_what_is_wrong_is_explained_next_to_the_field(
        self, sign_in, convenor, line, changes, field, told
    ):
        sent = {"what": "Deposit", "amount": "5", "committed_on": "2026-01-05", **changes}
        page = sign_in(convenor).post(page_of(line), sent)
        assert told in str(page.context["form"].errors[field])
        assert set(page.context["form"].errors) == {field}
        assert not line.entries.exists()

    def test_two_who_edit_it_both_keep_their_text(self, sign_in, convenor, line, client):
        recorded = entry(line, 50)
        url = page_of(line, "budget_entry", recorded.pk)
        sign_in(convenor)
        form = client.get(url).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        client.post(url, sent | {"amount": "60"})
        page = client.post(url, sent | {"amount": "70"})
        assert page.status_code == 409
        recorded.refresh_from_db()
        assert recorded.amount == 60

    def test_it_is_deleted_after_a_question(self, sign_in, convenor, line, client):
        recorded = entry(line, 50)
        url = page_of(line, "budget_entry_delete", recorded.pk)
        sign_in(convenor)
        assert "GBP 50 do not count" in client.get(url).text
        client.post(url)
        assert not line.entries.exists()

    def test_one_of_another_line_is_not_found_under_this_one(self, sign_in, convenor, line, client):
        other = entry(make.BudgetLineFactory(initiative=line.initiative), 5)
        sign_in(convenor)
        for pk in (other.pk, 10**20):
            for name in ("budget_entry", "budget_entry_delete"):
                assert client.post(page_of(line, name, pk)).status_code == 404
        assert BudgetEntry.objects.filter(pk=other.pk).exists()

    def test_their_queries_do_not_grow(self, sign_in, convenor, line, client):
        sign_in(convenor)
        counts = []
        for _round in range(2):
            for _number in range(1 + 2 * len(counts)):
                recorded = entry(line, 5)
                recorded.recorded_by = make.UserFactory()
                recorded.save()
            with CaptureQueriesContext(connection) as queries:
                client.get(page_of(line))
            counts.append(len(queries))
        assert counts[0] == counts[1]
