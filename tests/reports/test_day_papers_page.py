"""The page of papers: what can be printed, for how many, the state of it, and who may ask."""

import pytest
from django.urls import reverse

from convening.models import Mailing, MailKind
from core.models import Mail
from reports import production, services
from reports.codes import qr_svg
from reports.models import Printing
from tests import factories as make

HIDDEN = "Bulma Hiddenova"


@pytest.fixture
def dialogue(world):
    """The dialogue with three who come, one of them protected, who needs a visa as another does."""
    for name, protected in (("Ama Serwaa", False), ("Kofi Digger", False), (HIDDEN, True)):
        row = make.ParticipationFactory(
            dialogue=world.dialogue,
            person=make.PersonFactory(
                programme=world.programme, name=name, protected=protected, organisation=world.ngo
            ),
            status="attended",
        )
        if name != "Kofi Digger":
            make.RegistrationFactory(participation=row, answers={"needs-visa": True})
    return world.dialogue


def address(dialogue, name="day_papers", *args):
    return reverse(f"reports:{name}", args=[dialogue.slug, *args])


def words_of(response):
    """A page without the breaks of its lines."""
    return " ".join(response.content.decode().split())


def test_the_page_says_what_can_be_printed_for_how_many(dialogue, convenor, sign_in):
    page = sign_in(convenor).get(address(dialogue)).content.decode()
    for expected in (
        "3 people",
        "3 badges",
        "2 certificates",
        "0 people agreed to be named",
        "1 protected person who attended gets none",
        "Protected: no letter is printed",
        "Print the letter of Ama Serwaa",
    ):
        assert expected in page, expected
    assert "Print the letter of Bulma" not in page
    assert "Print the letter of Kofi" not in page


def test_who_has_a_visa_paid_needs_a_letter_and_who_was_refused_it_does_not(
    world, dialogue, convenor, sign_in
):
    kofi = dialogue.participations.get(person__name="Kofi Digger")
    visa = make.SponsorshipFactory(participation=kofi, what="visa", state="refused")
    client = sign_in(convenor)
    assert "letter of Kofi" not in client.get(address(dialogue)).content.decode()
    visa.state = "requested"
    visa.save()
    assert "letter of Kofi" in client.get(address(dialogue)).content.decode()


def test_what_is_asked_for_is_printed_and_its_file_is_called_after_the_dialogue(
    dialogue, convenor, sign_in
):
    client = sign_in(convenor)
    day = dialogue.starts_on.isoformat()
    data = {"who": "all", "day": day, "telephone": "on"}
    client.post(address(dialogue, "print_day_paper", "sign-in-sheet"), data)
    sheet = Printing.objects.get()
    assert sheet.choices == {"who": "all", "telephone": True}
    assert sheet.as_of == dialogue.starts_on
    ama = dialogue.participations.get(person__name="Ama Serwaa")
    client.post(
        address(dialogue, "print_letter"),
        {"participation": ama.pk, "signed_by": "Connie\x07 Convenor", "signed_as": "Director"},
    )
    letter = Printing.objects.get(report__participation=ama)
    assert letter.choices == {"signed_by": "Connie Convenor", "signed_as": "Director"}
    production.print_waiting()
    names = {sheet: f"sign-in-sheet-{day}", letter: f"invitation-letter-{str(letter.pk)[:8]}"}
    for printing, name in names.items():
        page = client.get(printing.get_absolute_url()).content.decode()
        assert address(dialogue) in page
        download = client.get(f"{printing.get_absolute_url()}download/")
        assert b"".join(download.streaming_content).startswith(b"%PDF-")
        assert f'"{dialogue.slug}-{name}.pdf"' in download["Content-Disposition"]
    assert "Ama Serwaa" in words_of(client.get(letter.get_absolute_url()))
    assert letter.get_absolute_url() not in words_of(client.get(reverse("reports:report_list")))
    page = words_of(client.get(address(dialogue)))
    assert page.count(">Download (") == 2
    assert 'value="Connie Convenor"' in page
    work = client.get(reverse("accounts:my_work")).content.decode()
    assert "Invitation letter, PDF: Ready" in work
    assert "Ama" not in work


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("badges", {"who": "nobody"}),
        ("sign-in-sheet", {"day": "2001-01-01"}),
        ("certificates", {"participation": "999999999999999999999"}),
        ("participants", {"edition": "secret"}),
    ],
)
def test_what_is_not_offered_is_refused_in_words(dialogue, convenor, sign_in, kind, data):
    client = sign_in(convenor)
    response = client.post(address(dialogue, "print_day_paper", kind), data, follow=True)
    assert "Choose from what is offered" in response.content.decode()
    assert not Printing.objects.exists()


def test_no_certificate_is_offered_for_a_protected_person(dialogue, convenor, sign_in):
    hidden = dialogue.participations.get(person__name=HIDDEN)
    data = {"participation": hidden.pk}
    sign_in(convenor).post(address(dialogue, "print_day_paper", "certificates"), data)
    assert not Printing.objects.exists()


def test_a_letter_for_a_protected_person_is_refused_with_the_reason(dialogue, convenor, sign_in):
    client = sign_in(convenor)
    hidden = dialogue.participations.get(person__name=HIDDEN)
    letters = address(dialogue, "print_letter")
    data = {"participation": hidden.pk, "signed_by": "Connie"}
    page = client.post(letters, data, follow=True).content.decode()
    assert "no file may hold their name" in page
    assert "Say who signs" in client.post(letters, {"participation": hidden.pk}, follow=True).text
    elsewhere = make.ParticipationFactory()
    for key in (elsewhere.pk, "", "x"):
        data = {"participation": key, "signed_by": "Connie"}
        assert client.post(letters, data).status_code == 404
    assert not Printing.objects.exists()


def test_an_unknown_kind_and_a_kind_of_another_page_are_not_found(dialogue, convenor, sign_in):
    client = sign_in(convenor)
    for kind in ("meeting-report", "nothing"):
        assert client.post(address(dialogue, "print_day_paper", kind)).status_code == 404


def test_only_convenors_see_papers_and_what_was_printed(
    world, dialogue, convenor, partner, rapporteur, stranger, sign_in
):
    printing = make.PrintingFactory(
        report=services.report_of(dialogue, "badges"), edition="internal", state="ready"
    )
    ama = dialogue.participations.get(person__name="Ama Serwaa")
    letter = make.PrintingFactory(
        report=services.report_of_participation(ama), edition="internal", state="ready"
    )
    for user, status in ((partner, 403), (rapporteur, 403), (stranger, 404)):
        client = sign_in(user)
        assert client.get(address(dialogue)).status_code == status
        for row in (printing, letter):
            assert client.get(row.get_absolute_url()).status_code == 404
    client = sign_in(convenor)
    assert client.get(printing.get_absolute_url()).status_code == 200
    # The page of the write-up shows what is printed of the write-up.
    reports = client.get(reverse("reports:dialogue_reports", args=[dialogue.slug]))
    assert str(printing.pk) not in reports.content.decode()


def test_a_published_list_stands_among_the_reports_of_the_dialogue(
    dialogue, convenor, participant, sign_in
):
    report = services.report_of(dialogue, "participants")
    printing = make.PrintingFactory(
        report=report, edition="public", state="ready", snapshot={"agreed": []}
    )
    client = sign_in(convenor)
    client.post(f"{printing.get_absolute_url()}publish/")
    printing.refresh_from_db()
    assert printing.published_at
    url = reverse("reports:dialogue_reports", args=[dialogue.slug])
    assert "Participants’ list · For the public" in words_of(sign_in(participant).get(url))


def test_nobody_is_thanked_where_nobody_attended(dialogue, convenor, sign_in):
    dialogue.participations.update(status="registered")
    page = sign_in(convenor).post(address(dialogue, "thank"), follow=True).content.decode()
    assert "Nobody is noted as having attended." in page


def test_the_mail_of_thanks_is_drafted_for_those_who_attended_and_not_sent(
    dialogue, convenor, sign_in
):
    dialogue.participations.filter(person__name="Kofi Digger").update(status="registered")
    response = sign_in(convenor).post(address(dialogue, "thank"))
    mailing = Mailing.objects.get()
    assert response.url == reverse("convening:mailing", args=[dialogue.slug, mailing.pk])
    assert (mailing.kind, mailing.messages.count()) == (MailKind.THANKS, 2)
    assert not Mail.objects.exists()


def test_the_page_takes_the_same_queries_however_many_come(
    world, dialogue, convenor, sign_in, django_assert_num_queries
):
    client = sign_in(convenor)
    make.PrintingFactory(
        report=services.report_of(dialogue, "badges"), edition="internal", state="ready"
    )
    for row in dialogue.participations.filter(person__protected=False):
        make.PrintingFactory(
            report=services.report_of_participation(row), edition="internal", state="ready"
        )
    for _more in range(2):
        with django_assert_num_queries(13):
            client.get(address(dialogue))
        for _number in range(2):
            person = make.PersonFactory(programme=world.programme, organisation=world.ngo)
            row = make.ParticipationFactory(dialogue=dialogue, person=person, status="attended")
            make.RegistrationFactory(participation=row, answers={"needs-visa": True})
            make.PrintingFactory(
                report=services.report_of_participation(row), edition="internal", state="ready"
            )


@pytest.mark.once
def test_a_code_is_one_path_with_white_around_it():
    drawing = qr_svg("ABCDEFGHJK")
    assert drawing.count("<path") == 1
    # Version 1 has 21 modules; four are left white on each side.
    assert 'viewBox="0 0 29 29"' in drawing
    assert 'd="M4 4h7v1h-7z' in drawing
    assert "style" not in drawing


def test_no_certificates_are_offered_before_anybody_came(world, convenor, sign_in):
    page = sign_in(convenor).get(address(world.dialogue)).text
    assert "Nobody has been checked in yet." in page
    assert "Print: Certificates" not in page
    assert "Print: Badges" in page
