"""A version goes out for review, comes back with comments, and each comment is answered."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Mail
from dialogues.models import Comment
from dialogues.reviewing import comment_rows
from dialogues.services.review import send_for_review
from stakeholders.models import Person
from tests import factories as make
from tests.dialogues.reviews import SOON, review_url, url, version_of
from tests.links import let_in

pytestmark = pytest.mark.django_db


# Commenting -------------------------------------------------------------------------------------
def test_an_adviser_comments_on_a_paragraph(version, asked, adviser, sign_in):
    client = sign_in(adviser)
    block = version.blocks[1]
    page = client.get(review_url(version)).content.decode()
    assert f'id="b-{block["id"]}"' in page
    data = {"block": block["id"], "text": "Which <script>alert(1)</script> river?"}
    for _turn in range(2):
        client.post(url("paper_comment", version.paper, 1), data)
    comment = Comment.objects.get()
    assert (comment.block, comment.quote) == (block["id"], "Miners need land along the river.")
    page = client.get(review_url(version)).content.decode()
    assert "<script>alert" not in page
    assert "river?" in page


def test_a_comment_that_cannot_be_kept_is_shown_again(version, asked, adviser, sign_in):
    client = sign_in(adviser)
    address = url("paper_comment", version.paper, 1)
    response = client.post(address, {"block": "no-such-block", "text": "My long thought"})
    assert "My long thought" in response.content.decode()
    block = version.blocks[2]["id"]
    response = client.post(address, {"block": block, "text": "  "})
    assert "Write what you want to say." in response.content.decode()
    long = "x" * 20_001
    assert long in client.post(address, {"block": block, "text": long}).content.decode()
    assert not Comment.objects.exists()


def test_a_version_that_is_not_in_review_takes_no_comments_of_advisers(version, adviser, sign_in):
    client = sign_in(adviser)
    assert "<textarea" not in client.get(review_url(version)).content.decode()
    response = client.post(url("paper_comment", version.paper, 1), {"text": "A thought"})
    assert "A thought" in response.content.decode()
    assert not Comment.objects.exists()


def test_reviewers_do_not_see_who_said_what_and_convenors_do(
    version, asked, adviser, convenor, by_link, sign_in
):
    make.CommentFactory(version_of=version, author_user=adviser, block="", text="From Ada")
    by_link.post(f"{by_link.page}comment/", {"text": "From Rita"})
    page = by_link.get(by_link.page).content.decode()
    assert "From Ada" in page
    assert "Ada Adviser" not in page
    assert "Another reviewer" in page
    page = sign_in(convenor).get(review_url(version)).content.decode()
    assert "Ada Adviser" in page
    assert "Rita Reviewer" in page


def test_the_name_of_a_protected_reviewer_is_told_to_the_convening_team_alone(
    version, asked, reviewer, adviser, convenor, sign_in
):
    Person.objects.filter(pk=reviewer.pk).update(protected=True)
    make.CommentFactory(version_of=version, author_person=reviewer, request=asked)
    pages = (
        review_url(version),
        url("comment_list", version.paper),
        url("comment_table", version.paper),
    )
    for page in pages:
        assert "Rita" not in sign_in(adviser).get(page).content.decode()
        assert "Rita" in sign_in(convenor).get(page).content.decode()


def test_ones_own_comment_can_be_reworded_and_withdrawn_until_it_is_answered(
    version, by_link, asked
):
    by_link.post(f"{by_link.page}comment/", {"text": "First words"})
    comment = Comment.objects.get()
    edit = f"{by_link.page}comments/{comment.pk}/edit/"
    assert by_link.post(edit, {"text": "Better words", "version": 1}).status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.version) == ("Better words", 2)
    assert by_link.post(edit, {"text": "Late words", "version": 1}).status_code == 409
    Comment.objects.update(disposition="accepted", response="Done")
    response = by_link.post(edit, {"text": "Too late", "version": 2})
    assert "Too late" in response.content.decode()
    by_link.post(f"{by_link.page}comments/{comment.pk}/withdraw/")
    assert Comment.objects.count() == 1
    Comment.objects.update(disposition="open", response="")
    by_link.get(f"{by_link.page}comments/{comment.pk}/withdraw/")
    assert Comment.objects.count() == 1
    by_link.post(f"{by_link.page}comments/{comment.pk}/withdraw/")
    assert not Comment.objects.exists()


def test_nobody_touches_what_others_said(version, asked, by_link, adviser, convenor, sign_in):
    comment = make.CommentFactory(version_of=version, author_user=adviser)
    for name in ("edit", "withdraw"):
        assert by_link.post(f"{by_link.page}comments/{comment.pk}/{name}/").status_code == 404
        address = url(f"comment_{name}", version.paper, comment.pk)
        assert sign_in(convenor).post(address).status_code == 403
    comment.refresh_from_db()


# By link ----------------------------------------------------------------------------------------
def test_a_link_opens_this_paper_and_nothing_else(version, by_link, asked):
    other = make.ReviewRequestFactory(link=make.PersonalLinkFactory(purpose="review"))
    assert by_link.get(by_link.page).status_code == 200
    assert (
        by_link.get(reverse("dialogues:review_by_link", args=[other.link.key])).status_code == 403
    )
    assert by_link.get(review_url(version)).status_code == 302
    assert Client().get(by_link.page).status_code == 403
    foreign = make.CommentFactory(author_person=asked.person)
    assert by_link.get(f"{by_link.page}comments/{foreign.pk}/edit/").status_code == 404


def test_a_get_changes_nothing(by_link, asked):
    before = (asked.updated_at, Comment.objects.count())
    for path in ("", "comment/", "finish/"):
        by_link.get(f"{by_link.page}{path}")
    asked.refresh_from_db()
    assert (asked.updated_at, Comment.objects.count()) == before
    assert asked.finished_at is None


def test_a_closed_review_shows_what_was_typed_and_keeps_nothing(by_link, asked, convenor, sign_in):
    address = url("review_close", asked.round.version.paper, asked.round_id)
    assert sign_in(convenor).get(address).status_code == 200
    sign_in(convenor).post(address)
    response = by_link.post(f"{by_link.page}comment/", {"text": "Just too late"})
    assert response.status_code == 410
    assert "Just too late" in response.content.decode()
    assert not Comment.objects.exists()
    assert Mail.objects.get().state == "cancelled"


def test_somebody_with_an_account_needs_no_link(asked, sign_in, stranger):
    page = reverse("dialogues:review_by_link", args=[asked.link.key])
    assert sign_in(stranger).get(page).status_code == 403
    Person.objects.filter(pk=asked.person_id).update(user=stranger)
    client = sign_in(stranger)
    assert client.get(page).status_code == 200
    assert page in client.get(reverse("accounts:my_work")).content.decode()
    client.post(f"{page}finish/")
    assert page not in client.get(reverse("accounts:my_work")).content.decode()


def test_a_reviewer_says_that_they_are_through_and_takes_it_back(by_link, asked):
    by_link.post(f"{by_link.page}finish/")
    asked.refresh_from_db()
    assert asked.finished_at
    by_link.post(f"{by_link.page}finish/", {"undo": "1"})
    asked.refresh_from_db()
    assert asked.finished_at is None


# Survival ---------------------------------------------------------------------------------------
def test_a_comment_stays_with_its_paragraph_in_the_next_version(paper, convenor, sign_in):
    first = version_of(paper)
    for block in first.blocks[1:]:
        quote = block["text"]
        make.CommentFactory(version_of=first, block=block["id"], quote=quote, text=f"On {quote}")
    body = "# Land\n\nA new beginning.\n\nMiners need some land along the river Offin.\n"
    second = version_of(paper, body, 2, first.blocks)
    page = sign_in(convenor).get(review_url(second)).content.decode()
    assert "made on version 1; the paragraph has changed since" in page
    margin = page.partition("river Offin")[2]
    assert "On Miners need land" in margin.partition("Paragraphs that are gone")[0]
    assert "On Farmers need it too" in margin.partition("Paragraphs that are gone")[2]
    older = sign_in(convenor).get(review_url(first)).content.decode()
    assert "has changed since" not in older
    assert older.count('class="comment"') == 2


def test_rows_follow_the_paragraphs_and_lose_nothing(paper):
    first = version_of(paper)
    for block in reversed(first.blocks):
        make.CommentFactory(version_of=first, block=block["id"], text=block["text"])
    make.CommentFactory(version_of=first, block="", text="whole")
    version_of(paper, "# Land\n\nFarmers need it too, for cocoa.\n", 2, first.blocks)
    rows = comment_rows(paper)
    texts = [
        "whole",
        "Land",
        "Farmers need it too, for cocoa.",
        "Miners need land along the river.",
    ]
    assert [row["text"] for row in rows] == texts
    assert [row["gone"] for row in rows] == [False, False, False, True]
    assert [row["number"] for row in rows] == [1, 2, 3, 4]
    assert rows[2]["section"] == "Land"


# Answering --------------------------------------------------------------------------------------
def test_a_disposition_needs_a_reason(version, convenor, sign_in):
    comment = make.CommentFactory(version_of=version)
    address = url("comment_answer", version.paper, comment.pk)
    client = sign_in(convenor)
    for response in ("", "   "):
        data = {"disposition": "declined", "response": response, "version": 1}
        assert "Give the reason" in client.post(address, data).content.decode()
    assert (
        client.post(address, {"disposition": "open", "response": "x", "version": 1}).status_code
        == 200
    )
    data = {"disposition": "declined", "response": "Outside the scope.", "version": 1}
    assert client.post(address, data).status_code == 302
    comment.refresh_from_db()
    assert (comment.disposition, comment.disposed_by) == ("declined", convenor)
    assert comment.disposed_at
    table = client.get(url("comment_table", version.paper)).content.decode()
    assert "Outside the scope." in table
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        Comment.objects.update(disposition="accepted", response="")


def test_of_two_who_answer_at_once_the_second_is_shown_both(version, convenor, sign_in):
    comment = make.CommentFactory(version_of=version)
    address = url("comment_answer", version.paper, comment.pk)
    client = sign_in(convenor)
    client.post(address, {"disposition": "accepted", "response": "Added.", "version": 1})
    second = {"disposition": "declined", "response": "No room.", "version": 1}
    response = client.post(address, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Added." in page
    assert "No room." in page
    comment.refresh_from_db()
    assert comment.response == "Added."


def test_the_list_is_filtered(version, convenor, adviser, sign_in):
    for block in version.blocks:
        make.CommentFactory(version_of=version, block=block["id"], text=f"About {block['text']}")
    make.CommentFactory(
        version_of=version,
        text="Done already",
        disposition="accepted",
        response="Yes",
        author_user=adviser,
    )
    client = sign_in(convenor)
    address = url("comment_list", version.paper)
    page = client.get(address, {"disposition": "open"}).content.decode()
    assert "Done already" not in page
    page = client.get(address, {"who": f"u{adviser.pk}"}).content.decode()
    assert "Done already" in page
    assert "About Miners" not in page
    assert "No comment matches" in client.get(address, {"disposition": "declined"}).content.decode()
    assert client.get(address, {"disposition": "bogus", "page": "x"}).status_code == 200


def test_comments_of_another_initiative_are_not_found(version, convenor, sign_in):
    foreign = make.CommentFactory()
    for name in ("comment_answer", "comment_edit", "comment_withdraw"):
        assert sign_in(convenor).get(url(name, version.paper, foreign.pk)).status_code == 404


# Files ----------------------------------------------------------------------------------------
def test_an_uploaded_version_is_downloaded_and_commented_on_by_page(paper, reviewer, convenor):
    version = make.PaperVersionFactory(paper=paper, body="", blocks=[], file=make.UploadFactory())
    people = Person.objects.filter(pk=reviewer.pk)
    review = send_for_review(version, people=people, due_on=SOON, message="", by=convenor)
    client = Client()
    page = let_in(client, review.requests.get().link)
    shown = client.get(page).content.decode()
    assert f"{page}file/" in shown
    assert 'name="page"' in shown
    client.post(f"{page}comment/", {"text": "A number is missing", "page": "12"})
    assert Comment.objects.get().page == 12
    assert "page 12" in client.get(page).content.decode()
    response = client.post(f"{page}comment/", {"text": "Kept in the form", "page": "-3"})
    assert "Kept in the form" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_link_shows_the_figures_of_its_version_alone(version, by_link):
    other = make.UploadFactory()
    assert by_link.get(f"{by_link.page}figures/{other.key}/").status_code == 404


# Long papers ----------------------------------------------------------------------------------
def test_a_long_paper_comes_in_pages_that_are_found_by_its_contents(paper, convenor, sign_in):
    chapters = [
        f"## Chapter {n}\n\n" + "\n\n".join(f"{n} says {m}." for m in range(30)) for n in range(9)
    ]
    version = version_of(paper, "\n\n".join(chapters))
    client = sign_in(convenor)
    page = client.get(review_url(version)).content.decode()
    last = next(block for block in version.blocks if block["text"] == "Chapter 8")
    assert f'href="?page=5#b-{last["id"]}"' in page
    assert f'id="b-{last["id"]}"' not in page
    assert f'id="b-{last["id"]}"' in client.get(review_url(version), {"page": 5}).content.decode()
    make.CommentFactory(version_of=version, block=last["id"], text="Found")
    assert "Found" in client.get(review_url(version), {"at": last["id"]}).content.decode()
    for nonsense in ({"page": "x"}, {"page": "9" * 30}, {"at": "x"}, {"only": "x"}):
        assert client.get(review_url(version), nonsense).status_code == 200


def test_many_comments_on_one_paragraph_have_a_page_of_their_own(version, convenor, sign_in):
    make.CommentFactory.create_batch(75, version_of=version, block=version.blocks[1]["id"])
    client = sign_in(convenor)
    page = client.get(review_url(version)).content.decode()
    assert page.count('class="comment"') == 20
    assert "55 more comments" in page
    page = client.get(review_url(version), {"only": version.blocks[1]["id"]}).content.decode()
    assert page.count('class="comment"') == 50


# Work and weight --------------------------------------------------------------------------------
def test_comments_to_answer_stand_on_my_work_of_those_who_answer(
    version, convenor, adviser, sign_in
):
    make.CommentFactory.create_batch(2, version_of=version)
    words = "2 comments have no answer yet"
    assert words in sign_in(convenor).get(reverse("accounts:my_work")).content.decode()
    assert words not in sign_in(adviser).get(reverse("accounts:my_work")).content.decode()


@pytest.mark.parametrize("name", ["review", "comment_list", "comment_table", "link", "round"])
def test_a_page_takes_as_many_queries_for_three_as_for_one(
    name, version, asked, by_link, convenor, sign_in, world
):
    client = by_link if name == "link" else sign_in(convenor)
    address = {
        "review": review_url(version),
        "link": by_link.page,
        "round": url("review_round", version.paper, asked.round_id),
    }.get(name) or url(name, version.paper)
    counts = []
    for _turn in range(3):
        person = make.PersonFactory(programme=world.programme)
        request = make.ReviewRequestFactory(round=asked.round, person=person)
        for block in version.blocks:
            make.CommentFactory(
                version_of=version, block=block["id"], author_person=person, request=request
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]
