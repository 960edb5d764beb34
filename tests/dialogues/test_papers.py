"""Concept notes and scoping papers: written by two at once, made into versions, submitted, approved."""

import pytest
from django.urls import reverse

from core.exceptions import StaleVersion
from dialogues.course import stage_url
from dialogues.exceptions import DraftMoved, NoteMissing, NothingNew, PaperMoved, PaperStarted
from dialogues.models import Paper, PaperDecision, PaperKind
from dialogues.outlines import CRITERIA, OUTLINES, compose
from dialogues.papers import standing_of_paper
from dialogues.services.papers import (
    approve_paper,
    change_paper,
    make_version,
    return_paper,
    start_paper,
    submit_paper,
    withdraw_paper,
)
from dialogues.work.papers import papers_to_move
from tests import factories as make

NOTE = PaperKind.CONCEPT_NOTE.value


def url(name, initiative, *more, kind=NOTE):
    return reverse(f"dialogues:{name}", args=[initiative.slug, kind, *more])


@pytest.fixture
def note(world):
    """A concept note with an issue, not a version yet."""
    return make.PaperFactory(
        initiative=world.initiative,
        kind=NOTE,
        title="Land for small mines",
        sections={"issue": "Who may dig where is contested.", "groups": "Miners and companies."},
    )


@pytest.fixture
def initiative_convenor(world):
    """Runs the initiative, not the programme."""
    user = make.UserFactory(email="ina.initiative@example.org", name="Ina Initiative")
    make.AppointmentFactory(user=user, role="convenor", initiative=world.initiative)
    return user


@pytest.fixture
def submitted(note, initiative_convenor):
    make_version(note, by=initiative_convenor)
    submit_paper(note, number=1, by=initiative_convenor)
    return note


def filled(client, address, **changes):
    """What the form at `address` would send, with `changes`."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


# Beginning and writing ---------------------------------------------------------------------------
def test_a_concept_note_begins_with_what_is_known_of_the_initiative(sign_in, convenor, world):
    world.initiative.issue = "Who may dig where."
    world.initiative.policy_processes = ["The mining act", "The land bill"]
    world.initiative.save()
    client = sign_in(convenor)
    answer = client.post(url("paper_start", world.initiative), follow=True)
    assert answer.resolver_match.url_name == "paper_edit"
    paper = world.initiative.papers.get()
    assert paper.sections["issue"] == "Who may dig where."
    assert paper.sections["policy_processes"] == "- The mining act\n- The land bill"
    assert paper.sections["groups"] == "- Artisanal miners\n- Mining companies"


def test_a_paper_is_begun_once(note, world):
    with pytest.raises(PaperStarted) as refusal:
        start_paper(world.initiative, kind=NOTE)
    assert refusal.value.paper == note


def test_the_sections_of_the_outline_are_read_in_order_under_their_headings():
    body = compose(NOTE, {"groups": "# Miners\ntext", "issue": "Land.", "budget": "  "})
    assert body == (
        "# The issue and the conflict\n\nLand.\n\n# Stakeholder groups\n\n## Miners\ntext\n"
    )
    assert compose(NOTE, {}) == ""


def test_code_keeps_its_signs_when_headings_move_down():
    body = compose(NOTE, {"issue": "```\n# no heading\n```\nTitle\n===", "groups": "~~~\nopen"})
    assert "```\n# no heading\n```\nTitle\n---" in body
    assert body.endswith("~~~\nopen\n~~~\n")


def test_what_is_written_is_kept_without_control_characters(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_edit", note.initiative)
    client.post(address, filled(client, address, issue="One\r\ntwo\x07.", timeline="2014"))
    note.refresh_from_db()
    assert note.sections["issue"] == "One\ntwo."
    assert note.sections["timeline"] == "2014"
    assert note.version == 2


def test_a_nul_character_is_explained_at_the_field(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_edit", note.initiative)
    answer = client.post(address, filled(client, address, issue="a\x00b"))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["issue"]


def test_two_who_write_different_sections_lose_nothing(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_edit", note.initiative)
    mine = filled(client, address, timeline="Next year.")
    theirs = filled(client, address, issue="Rewritten by the other.")
    client.post(address, theirs)
    answer = client.post(address, mine)
    assert answer.status_code == 409
    form = answer.context["form"]
    assert not form.conflicts
    assert form["issue"].value() == "Rewritten by the other."
    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, again).status_code == 302
    note.refresh_from_db()
    assert note.sections["issue"] == "Rewritten by the other."
    assert note.sections["timeline"] == "Next year."


def test_two_who_write_the_same_section_see_both_texts(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_edit", note.initiative)
    mine = filled(client, address, issue="What I wrote.")
    client.post(address, filled(client, address, issue="What they wrote."))
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert answer.context["form"].conflicts == [
        {
            "label": "The issue and the conflict",
            "mine": "What I wrote.",
            "theirs": "What they wrote.",
        }
    ]
    note.refresh_from_db()
    assert note.sections["issue"] == "What they wrote."


def test_a_save_without_a_version_is_refused(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_edit", note.initiative)
    answer = client.post(address, filled(client, address, version="", issue="x"))
    assert answer.status_code == 200
    note.refresh_from_db()
    assert note.sections["issue"] == "Who may dig where is contested."


def test_a_conflict_in_a_long_text_shows_where_it_differs(sign_in, convenor, world):
    body = "\n\n".join(f"Paragraph {number} of the paper." for number in range(2000))
    make.PaperFactory(initiative=world.initiative, sections={"body": body})
    client = sign_in(convenor)
    address = url("paper_edit", world.initiative, kind="scoping-paper")
    mine = filled(client, address, body=body.replace("Paragraph 7 ", "Mine 7 "))
    client.post(address, filled(client, address, body=body.replace("Paragraph 7 ", "Theirs 7 ")))
    row = client.post(address, mine).context["form"].conflicts[0]
    assert "Mine 7 of the paper." in row["mine"]
    assert "Theirs 7 of the paper." in row["theirs"]
    assert len(row["mine"]) < 200


# Scores -----------------------------------------------------------------------------------------
def test_a_score_needs_its_reason(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_scores", note.initiative)
    answer = client.post(address, filled(client, address, score_potential="3"))
    assert list(answer.context["form"].errors) == ["reason_potential"]
    sent = filled(client, address, score_potential="0", reason_potential="Too early.")
    assert client.post(address, sent).status_code == 302
    note.refresh_from_db()
    assert note.scores == {"potential": {"score": 0, "reason": "Too early."}}


@pytest.mark.parametrize("score", ["5", "-1", "1.5", "9" * 30, "x\x00"])
def test_a_score_that_is_none_is_refused(sign_in, convenor, note, score):
    client = sign_in(convenor)
    address = url("paper_scores", note.initiative)
    answer = client.post(address, filled(client, address, score_reach=score, reason_reach="r"))
    assert answer.status_code == 200
    note.refresh_from_db()
    assert note.scores == {}


def test_scores_are_drawn_and_told_in_a_table(sign_in, adviser, convenor, note):
    note.scores = {key: {"score": 2, "reason": f"Because {key}."} for key in CRITERIA}
    note.save()
    make_version(note, by=convenor)
    html = sign_in(adviser).get(url("paper", note.initiative)).content.decode()
    assert html.count("profile__bar") == len(CRITERIA) == 11
    assert "Because significance." in html


def test_a_scoping_paper_is_not_scored(sign_in, convenor, world):
    make.PaperFactory(initiative=world.initiative)
    address = url("paper_scores", world.initiative, kind="scoping-paper")
    assert sign_in(convenor).get(address).status_code == 404


# Versions ---------------------------------------------------------------------------------------
def test_a_version_is_frozen(note, convenor):
    first = make_version(note, by=convenor)
    change_paper(note, based_on=1, fields=["title"])
    note.sections = {"issue": "All new."}
    change_paper(note, based_on=2, fields=["sections"])
    second = make_version(note, by=convenor, note="The issue is put anew.")
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert "Who may dig where is contested." in first.body
    assert second.body == "# The issue and the conflict\n\nAll new.\n"
    assert first.blocks[0]["id"] == second.blocks[0]["id"]


def test_nothing_new_is_no_version(note, convenor):
    make_version(note, by=convenor)
    with pytest.raises(NothingNew):
        make_version(note, by=convenor, note="again")
    assert note.versions.count() == 1


def test_a_further_version_says_what_changed(note, convenor):
    make_version(note, by=convenor)
    note.sections = {"issue": "New."}
    change_paper(note, based_on=1, fields=["sections"])
    with pytest.raises(NoteMissing):
        make_version(note, by=convenor, note="  ")


def test_a_version_holds_only_what_was_seen(sign_in, convenor, note):
    client = sign_in(convenor)
    address = url("paper_release", note.initiative)
    sent = filled(client, address)
    note.sections = {"issue": "Changed by somebody else."}
    change_paper(note, based_on=1, fields=["sections"])
    answer = client.post(address, sent)
    assert "Somebody has changed the draft meanwhile" in answer.content.decode()
    assert not note.versions.exists()
    with pytest.raises(DraftMoved):
        make_version(note, by=convenor, based_on=1)
    assert answer.context["form"]["seen"].value() == "2"


def test_two_who_make_a_version_at_once_make_one(note, convenor):
    make_version(note, by=convenor, based_on=note.version)
    with pytest.raises(NothingNew):
        make_version(note, by=convenor, based_on=note.version, note="the same")


@pytest.mark.parametrize("number", [2, 10**9, 10**12, 10**30])
def test_a_version_that_does_not_exist_is_not_found(sign_in, convenor, note, number):
    make_version(note, by=convenor)
    client = sign_in(convenor)
    assert client.get(url("paper_version", note.initiative, number)).status_code == 404
    assert client.get(url("paper_file", note.initiative, number)).status_code == 404


@pytest.mark.parametrize("name", ["paper", "paper_edit", "paper_compare", "paper_approve"])
def test_a_kind_that_does_not_exist_is_not_found(sign_in, convenor, world, name):
    assert sign_in(convenor).get(url(name, world.initiative, kind="novel")).status_code == 404


def test_versions_of_another_initiative_are_not_found(sign_in, adviser, world, note):
    other = make.InitiativeFactory(programme=world.programme, title="Other", slug="other")
    paper = make.PaperFactory(initiative=other, kind=NOTE)
    make.PaperVersionFactory(paper=paper)
    client = sign_in(adviser)
    assert client.get(url("paper_version", other, 1)).status_code == 404
    assert client.get(url("paper_version", note.initiative, 1)).status_code == 404


def test_advisers_read_versions_and_not_the_draft(sign_in, adviser, convenor, note):
    client = sign_in(adviser)
    assert "contested" not in client.get(url("paper", note.initiative)).content.decode()
    make_version(note, by=convenor)
    note.sections = {"issue": "A secret draft."}
    change_paper(note, based_on=1, fields=["sections"])
    for page in ("paper", "paper_compare"):
        html = client.get(url(page, note.initiative)).content.decode()
        assert "contested" in html or page == "paper_compare"
        assert "secret" not in html
    asked = client.get(url("paper_compare", note.initiative) + "?from=1&to=draft")
    assert "secret" not in asked.content.decode()
    for page in ("paper_edit", "paper_scores", "paper_release", "paper_submit", "figure_list"):
        assert client.get(url(page, note.initiative)).status_code == 403


# The way to approval ----------------------------------------------------------------------------
def test_a_note_goes_from_draft_to_approved(sign_in, convenor, initiative_convenor, note):
    client = sign_in(initiative_convenor)
    for page in ("paper_release", "paper_submit"):
        address = url(page, note.initiative)
        assert client.post(address, filled(client, address)).status_code == 302
    note.refresh_from_db()
    assert note.state == "submitted"
    assert client.get(url("paper_approve", note.initiative)).status_code == 403
    client = sign_in(convenor)
    address = url("paper_approve", note.initiative)
    assert client.post(address, filled(client, address)).status_code == 302
    note.refresh_from_db()
    assert note.state == "approved"
    steps = PaperDecision.objects.values_list("step", "taken_by__email")
    assert list(steps) == [
        ("submitted", initiative_convenor.email),
        ("approved", convenor.email),
    ]


def test_of_two_who_approve_at_once_the_second_is_told(sign_in, convenor, submitted):
    client = sign_in(convenor)
    address = url("paper_approve", submitted.initiative)
    sent = filled(client, address)
    approve_paper(submitted, number=1, by=make.UserFactory())
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "This paper has moved meanwhile" in answer.content.decode()
    assert PaperDecision.objects.filter(step="approved").count() == 1


def test_what_was_seen_is_what_is_approved(submitted, convenor):
    withdraw_paper(submitted, number=1, by=convenor)
    submitted.sections = {"issue": "Something else."}
    change_paper(submitted, based_on=1, fields=["sections"])
    make_version(submitted, by=convenor, note="All else.")
    submit_paper(submitted, number=2, by=convenor)
    with pytest.raises(PaperMoved):
        approve_paper(submitted, number=1, by=convenor)
    assert Paper.objects.get().state == "submitted"


def test_nothing_is_returned_without_reasons(sign_in, convenor, submitted):
    client = sign_in(convenor)
    address = url("paper_return", submitted.initiative)
    answer = client.post(address, filled(client, address, reason=" \x07 "))
    assert list(answer.context["form"].errors) == ["reason"]
    sent = filled(client, address, reason="Who pays?")
    assert client.post(address, sent, follow=True).status_code == 200
    submitted.refresh_from_db()
    assert submitted.state == "returned"
    assert "Who pays?" in client.get(url("paper", submitted.initiative)).content.decode()


def test_what_was_returned_is_not_submitted_again_unchanged(submitted, convenor):
    return_paper(submitted, number=1, by=convenor, reason="Who pays?")
    with pytest.raises(NothingNew):
        submit_paper(submitted, number=1, by=convenor)
    submitted.sections = submitted.sections | {"budget": "We do."}
    change_paper(submitted, based_on=1, fields=["sections"])
    make_version(submitted, by=convenor, note="A budget.")
    submit_paper(submitted, number=2, by=convenor)
    assert Paper.objects.get().state == "submitted"


def test_no_version_is_made_while_one_waits(submitted, convenor):
    submitted.sections = {"issue": "New."}
    change_paper(submitted, based_on=1, fields=["sections"])
    with pytest.raises(PaperMoved):
        make_version(submitted, by=convenor, note="n")


def test_an_approved_version_stays_approved_when_a_new_one_is_made(submitted, convenor):
    approve_paper(submitted, number=1, by=convenor)
    submitted.sections = {"issue": "New."}
    change_paper(submitted, based_on=1, fields=["sections"])
    make_version(submitted, by=convenor, note="n")
    submitted.refresh_from_db()
    assert submitted.state == "draft"
    assert standing_of_paper(submitted).may_be_submitted


def test_who_approves_what_they_submitted_is_shown_to_have_done_so(sign_in, convenor, note):
    make_version(note, by=convenor)
    submit_paper(note, number=1, by=convenor)
    html = sign_in(convenor).get(url("paper_approve", note.initiative)).content.decode()
    assert "You submitted this yourself" in html


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "0", "2"])
def test_a_step_with_a_version_that_is_none_is_not_taken(sign_in, convenor, submitted, number):
    address = url("paper_approve", submitted.initiative)
    answer = sign_in(convenor).post(address, {"number": number})
    assert answer.status_code in (200, 409)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


@pytest.mark.parametrize("name", ["paper_submit", "paper_withdraw", "paper_approve"])
def test_a_step_that_is_not_open_says_so(sign_in, convenor, note, name):
    answer = sign_in(convenor).get(url(name, note.initiative))
    assert answer.status_code == 200
    assert "This step is not open" in answer.content.decode()


# My work ----------------------------------------------------------------------------------------
def test_a_submitted_note_waits_for_those_who_run_the_programme(
    convenor, initiative_convenor, submitted
):
    def waits_for(user):
        return [item.kind for item in papers_to_move(user)]

    assert waits_for(convenor) == ["To approve"]
    assert waits_for(initiative_convenor) == []
    return_paper(submitted, number=1, by=convenor, reason="Who pays?")
    assert waits_for(initiative_convenor) == ["Returned to you"]


def test_what_waits_takes_the_same_queries_for_many(
    convenor, submitted, world, django_assert_num_queries
):
    for number in range(3):
        other = make.InitiativeFactory(programme=world.programme, title=f"Other {number}")
        make.PaperFactory(initiative=other, kind=NOTE, state="submitted")
    list(papers_to_move(convenor))
    with django_assert_num_queries(1):
        assert len(list(papers_to_move(convenor))) == 4


def test_every_kind_has_an_outline():
    assert set(OUTLINES) == set(PaperKind)


def test_a_stale_save_writes_nothing(note):
    change_paper(note, based_on=1, fields=["title"])
    with pytest.raises(StaleVersion):
        change_paper(note, based_on=1, fields=["title"])


def test_a_version_is_made_and_submitted_at_once_and_approval_leads_on_to_the_gate(
    sign_in, convenor, initiative_convenor, note
):
    stage = make.StageFactory(initiative=note.initiative, kind=NOTE, key=NOTE, state="open")
    client = sign_in(initiative_convenor)
    address = url("paper_release", note.initiative)
    answer = client.post(address, filled(client, address, submit="on"), follow=True)
    assert "submitted for approval" in answer.text
    note.refresh_from_db()
    assert note.state == "submitted"
    client = sign_in(convenor)
    address = url("paper_approve", note.initiative)
    answer = client.post(address, filled(client, address), follow=True)
    assert answer.context["action"]["url"] == stage_url(stage, note.initiative.slug)


def test_a_scoping_paper_is_not_submitted_before_its_review(sign_in, convenor, world):
    start_paper(world.initiative, kind="scoping-paper")
    page = sign_in(convenor).get(url("paper_release", world.initiative, kind="scoping-paper"))
    assert "submit" not in page.context["form"].fields
