"""What is printed for the day of a dialogue and after it: what the files say, and whom they never name."""

from datetime import UTC, date, datetime, timedelta

import outloud
import pytest
from django.utils import timezone
from pypdf import PdfReader

from dialogues.models import Convening
from dialogues.pseudonyms import pseudonym
from reports import printers, production, services
from reports.contexts.day import DayContext
from reports.contexts.day.letter import LetterContext
from reports.exceptions import LetterNotOffered, PrintFailed
from reports.fitting import largest, lines_of
from reports.models import Edition, Printing, Report, ReportKind
from reports.outdated import tells_too_much
from stakeholders.models import Person
from stakeholders.services.keeping import erase_person
from tests import factories as make

HIDDEN = "Bulma Hiddenova"
WRITERS = {
    "sign-in-sheet": printers.sign_in_pdf,
    "badges": printers.badges_pdf,
    "table-cards": printers.table_cards_pdf,
    "certificates": printers.certificates_pdf,
    "participants": printers.participants_pdf,
}


@pytest.fixture
def day(world):
    """The dialogue of two days with a facilitator, a miner and somebody protected who came, somebody who
    is registered, and somebody who declined."""
    dialogue = world.dialogue
    dialogue.starts_on, dialogue.ends_on = date(2026, 1, 20), date(2026, 1, 21)
    dialogue.venue, dialogue.city, dialogue.country = "School of Mines", "Tarkwa", "GH"
    dialogue.save()
    Convening.objects.create(dialogue=dialogue, organisation=world.ngo)
    return dialogue


@pytest.fixture
def people(world, day):
    """Participations by a short name."""
    rows = {
        "ama": ("Ama Serwaa", "attended", {"acts_as": "facilitator", "listed": True}, {}),
        "kofi": ("Kofi Digger", "attended", {"group": world.miners}, {}),
        "hidden": (
            HIDDEN,
            "attended",
            {"group": world.miners, "listed": True},
            {"protected": True},
        ),
        "zoe": ("Zoë Registered", "registered", {"listed": True}, {}),
        "nana": ("Nana Declined", "declined", {"listed": True}, {}),
    }
    return {
        key: make.ParticipationFactory(
            dialogue=day,
            status=status,
            person=make.PersonFactory(
                programme=world.programme, name=name, organisation=world.ngo, **person
            ),
            **part,
        )
        for key, (name, status, part, person) in rows.items()
    }


def context_of(day, kind, edition="internal", **asked):
    return DayContext.of(Report(dialogue=day, kind=kind), edition, **asked)


def text_of(path):
    reader = PdfReader(path)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def ready(report, context, edition="internal"):
    return make.PrintingFactory(
        report=report, edition=edition, state="ready", snapshot=context.to_snapshot()
    )


# The files ----------------------------------------------------------------------------------------
@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "said", "unsaid", "pages"),
    [
        (
            "sign-in-sheet",
            ["Tuesday 20 January 2026", "Wednesday 21", "Guest", "Zoë", "Signature"],
            [],
            2,
        ),
        (
            "badges",
            ["Ama Serwaa", "Facilitator", "Artisanal miners", "Convening NGO"],
            ["Guest"],
            1,
        ),
        ("table-cards", ["Ama Serwaa", "Zoë Registered", "Participant "], ["Guest"], 4),
        (
            "certificates",
            ["Certificate", "Kofi Digger", "20–21 January 2026"],
            ["Zoë", "Participant "],
            2,
        ),
        ("participants", ["Artisanal miners", "Kofi Digger", "not for circulation"], ["Zoë"], 1),
    ],
)
def test_each_paper_says_what_it_is_for_and_names_nobody_protected(
    day, people, tmp_path, kind, said, unsaid, pages
):
    context = context_of(day, kind)
    assert DayContext.from_snapshot(context.to_snapshot()) == context
    path = tmp_path / "paper.pdf"
    assert WRITERS[kind](context, {}, path) == pages
    text = text_of(path)
    for expected in ["Tarkwa dialogue", *said]:
        assert expected.casefold() in text.casefold() or expected in str(PdfReader(path).metadata)
    for kept in ("Hiddenova", "Nana Declined", *unsaid):
        assert kept not in text
    assert "Hiddenova" not in str(context.to_snapshot())
    assert outloud.check(path).errors == 0
    assert not any(name in str(PdfReader(path).metadata) for name in ("Ama", "Kofi", "Zoë"))


@pytest.mark.once
@pytest.mark.parametrize("kind", WRITERS)
def test_a_paper_of_nobody_is_printed_too(day, tmp_path, kind):
    path = tmp_path / "paper.pdf"
    assert WRITERS[kind](context_of(day, kind), {}, path) >= 1
    assert outloud.check(path).errors == 0


def test_a_protected_person_is_a_pseudonym_or_their_part_and_has_no_organisation(day, people):
    hidden = people["hidden"]
    # At the end: a place in the alphabet would betray the name.
    Person.objects.filter(pk=hidden.person_id).update(name="Aaron Hiddenova")
    *_others, badge = context_of(day, "badges").people
    assert badge.is_guest
    assert (badge.name, badge.organisation, badge.group) == (pseudonym(day, hidden.person), "", "")
    hidden.acts_as = "for the village of Hiddenova"
    hidden.save()
    (badge,) = [each for each in context_of(day, "badges").people if each.is_guest]
    assert badge.acts_as == ""


def test_the_sheet_is_by_name_for_the_chosen_day_and_people(day, people):
    people["zoe"].status = "offered"
    people["zoe"].save()
    sheet = context_of(day, "sign-in-sheet", on=date(2026, 1, 21), choices={"telephone": True})
    assert [each.name for each in sheet.people] == ["Ama Serwaa", "Kofi Digger"]
    assert (sheet.days, sheet.guests, sheet.telephone) == (("2026-01-21",), 1, True)
    more = context_of(day, "sign-in-sheet", choices={"who": "offered"})
    assert [each.name for each in more.people][-1] == "Zoë Registered"
    make.AgendaDayFactory(dialogue=day, date=date(2026, 1, 25))
    assert context_of(day, "sign-in-sheet").days == ("2026-01-25",)


def test_certificates_say_the_days_of_the_latest_entries_and_can_be_for_one(day, people):
    kofi = people["kofi"]
    for number, (on, is_present) in enumerate(
        [(date(2026, 1, 20), True), (date(2026, 1, 21), True), (date(2026, 1, 21), False)]
    ):
        at = datetime(2026, 1, 20, 9, number, tzinfo=UTC)
        make.CheckInFactory(participation=kofi, day=on, is_present=is_present, at=at)
    context = context_of(day, "certificates", choices={"participation": kofi.pk})
    assert [(each.name, each.days) for each in context.people] == [("Kofi Digger", ("2026-01-20",))]
    one = context_of(day, "certificates", choices={"participation": people["hidden"].pk})
    assert (one.people, one.guests) == ((), 1)


# The participants' list ---------------------------------------------------------------------------
def test_the_public_list_names_those_who_agreed_and_counts_others_only_from_five(
    world, day, people
):
    def listed():
        groups = context_of(day, "participants", "public").groups
        return [(g.name, [each.name for each in g.people], g.others) for g in groups]

    assert listed() == [("", ["Ama Serwaa"], 0)]
    for _number in range(3):
        person = make.PersonFactory(programme=world.programme, group=world.miners)
        make.ParticipationFactory(dialogue=day, person=person, status="attended")
    assert listed() == [("Artisanal miners", [], 5), ("", ["Ama Serwaa"], 0)]
    make.ConsentFactory(person=people["ama"].person, kind="listed", given=False)
    assert listed() == [("Artisanal miners", [], 5)]


def test_before_the_dialogue_is_over_the_list_holds_who_is_to_come(day, people):
    day.ends_on = timezone.localdate() + timedelta(days=1)
    day.save()
    groups = context_of(day, "participants", "public").groups
    assert [each.name for group in groups for each in group.people] == [
        "Ama Serwaa",
        "Zoë Registered",
    ]


def test_a_public_list_is_closed_when_somebody_on_it_takes_back_that_they_agreed(day, people):
    report = services.report_of(day, ReportKind.PARTICIPANTS)
    printing = ready(report, context_of(day, "participants", "public"), "public")
    assert not tells_too_much(printing)
    people["ama"].listed = False
    people["ama"].save()
    assert tells_too_much(printing)


# Letters ------------------------------------------------------------------------------------------
@pytest.fixture
def asked(world, people):
    """Somebody who answered about their passport, and whose travel is paid."""
    row = people["zoe"]
    answers = {
        "passport-name": "REGISTRADA, ZOE",
        "nationality": "gh",
        "passport-number": "G0123456",
        "passport-expires": "2031-05-04",
        "needs-visa": True,
    }
    make.RegistrationFactory(participation=row, answers=answers)
    fund = make.FundFactory(programme=world.programme, funder=world.ngo, amount=900)
    make.SponsorshipFactory(participation=row, what="travel", state="accepted", fund=fund)
    make.SponsorshipFactory(participation=row, what="lodging", state="refused")
    return row


def letter_of(row, **choices):
    return LetterContext.of(
        Report(participation=row, kind="invitation-letter"), "internal", choices=choices
    )


@pytest.mark.once
def test_a_letter_says_who_comes_and_who_pays_what_and_its_metadata_name_nobody(asked, tmp_path):
    context = letter_of(asked, signed_by="Connie Convenor", signed_as="Director", to="The Embassy")
    assert LetterContext.from_snapshot(context.to_snapshot()) == context
    path = tmp_path / "letter.pdf"
    printers.letter_pdf(context, {}, path)
    text = text_of(path)
    for expected in (
        "The Embassy",
        "REGISTRADA, ZOE",
        "Ghana",
        "G0123456",
        "4 May 2031",
        "School of Mines, Tarkwa, Ghana",
        "20–21 January 2026",
        "Travel: paid by Convening NGO",
        "Connie Convenor",
    ):
        assert expected in text, expected
    assert "Lodging" not in text
    assert "Zo" not in str(PdfReader(path).metadata).replace("Zoom", "")
    assert outloud.check(path).errors == 0


def test_what_was_answered_may_be_anything(asked):
    asked.registration.answers = {
        "passport-name": ["x"],
        "passport-expires": "soon",
        "nationality": 5,
    }
    asked.registration.save()
    context = letter_of(asked)
    assert (context.name, context.passport_expires, context.nationality) == (
        "Zoë Registered",
        "soon",
        "",
    )


def test_no_letter_is_for_a_protected_person_who_declined_or_a_cancelled_dialogue(day, people):
    day.cancelled_at = timezone.now()
    day.save()
    people["zoe"].dialogue = day
    for key in ("hidden", "nana", "zoe"):
        with pytest.raises(LetterNotOffered):
            services.report_of_participation(people[key])
        with pytest.raises(PrintFailed):
            letter_of(people[key])


def test_a_letter_is_closed_and_not_written_again_once_the_person_is_protected(asked):
    printing = ready(services.report_of_participation(asked), letter_of(asked))
    # As in the passport: the name of the register is nowhere in it.
    assert "Zoë" not in str(printing.snapshot)
    assert not tells_too_much(printing)
    asked.person.protected = True
    asked.person.save()
    printing = Printing.objects.with_their_report().get(pk=printing.pk)
    assert tells_too_much(printing)
    printing.state = "queued"
    printing.save()
    production.print_waiting()
    printing.refresh_from_db()
    assert (printing.state, printing.file_name) == ("failed", "")
    assert "protected person" in printing.failure


# Later --------------------------------------------------------------------------------------------
def test_badges_are_closed_when_somebody_is_protected(day, people):
    printing = ready(services.report_of(day, ReportKind.BADGES), context_of(day, "badges"))
    assert not tells_too_much(printing)
    people["kofi"].person.protected = True
    people["kofi"].person.save()
    assert tells_too_much(printing)


def test_erasing_somebody_takes_back_what_named_them(
    settings, tmp_path, world, day, people, asked, convenor, django_capture_on_commit_callbacks
):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    badges = ready(services.report_of(day, ReportKind.BADGES), context_of(day, "badges"))
    letter = ready(services.report_of_participation(asked), letter_of(asked))
    file = production.folder() / f"{letter.pk}-x.pdf"
    file.write_bytes(b"%PDF-")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(asked.person, cause="request", by=convenor)
    badges.refresh_from_db()
    assert (badges.state, badges.snapshot) == ("failed", None)
    kept = Printing.objects.filter(pk=letter.pk)
    assert not kept.filter(snapshot__isnull=False).exists()
    assert not file.exists()


def test_badges_give_a_code_to_who_has_none_and_keep_those_there_are(day, people, convenor):
    known = make.RegistrationFactory(participation=people["ama"]).code
    services.request_badges(day, choices={}, by=convenor)
    badges = {each.name: each.code for each in context_of(day, "badges").people}
    assert badges["Ama Serwaa"] == known
    assert all(badges.values())
    assert len(set(badges.values())) == len(badges)
    assert not hasattr(people["nana"], "registration")


def test_what_was_chosen_otherwise_waits_by_itself(day, people, convenor):
    report = services.report_of(day, ReportKind.TABLE_CARDS)

    def ask(**choices):
        return services.request_printing(
            report, edition=Edition.INTERNAL, choices=choices, by=convenor
        )

    first, other, again = ask(), ask(who="all"), ask(who="all")
    assert first != other
    assert other == again
    production.print_waiting()
    other.refresh_from_db()
    assert other.snapshot["kind"] == "table-cards"


@pytest.mark.django_db
def test_reading_takes_the_same_queries_however_many_come(world, day, people, asked):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        counts = []
        for kind in WRITERS:
            with CaptureQueriesContext(connection) as caught:
                context_of(day, kind, "public" if kind == "participants" else "internal")
            counts.append(len(caught))
        return counts

    before = queries()
    for _more in range(3):
        person = make.PersonFactory(programme=world.programme, organisation=world.ngo)
        row = make.ParticipationFactory(dialogue=day, person=person, status="attended", listed=True)
        make.CheckInFactory(participation=row)
    assert queries() == before
    assert max(before) <= 9


# How large a name is set --------------------------------------------------------------------------
@pytest.mark.once
def test_a_long_name_is_set_smaller_and_no_word_is_broken():
    sizes = (27, 20, 13)
    assert largest("Ama", sizes, width=76, height=22) == 27
    long = "Wilhelmina Maximiliana Featherstonehaugh-Cholmondeley-Smythe"
    assert largest(long, sizes, width=76, height=22) < 27
    assert largest("W" * 300, sizes, width=76, height=22) == 13
    assert lines_of("one two", 100) == 1
    assert lines_of("W" * 30, 9) == 3
