"""Composing a report: parts that are added, dropped, reordered and rewritten; what is printed of them."""

from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from dialogues.models import Attribution, KeyMessage
from reports.composer import services
from reports.composer.desk import Desk
from reports.composer.registry import PARTS, STANDARD
from reports.contexts import ReportContext
from reports.exceptions import PartStands, TemplateStands
from reports.kinds import offer_of
from reports.models import Photograph, Remark, ReportPart, ReportTemplate
from reports.pages import CHOSEN, DRAWN, MAKERS, compose, parts_of
from reports.services import report_of
from tests import factories as make
from tests.pictures import brought, picture
from tests.reports.meetings import meeting

HIDDEN = "Hiddenová"
pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db):
    """A report that is composed of what a full meeting holds."""
    made = report_of(meeting().dialogue)
    services.begin(made)
    return made


def part_of(report, key):
    return report.parts.get(key=key)


def write(part, **values):
    for name, value in values.items():
        setattr(part, name, value)
    services.change_part(part, based_on=part.version, fields=list(values))
    return part


def titles(report, edition="internal"):
    return [part.title for part in parts_of(ReportContext.of(report, edition))]


def url(name, report, *args):
    return reverse(f"reports:{name}", args=[report.dialogue.slug, report.kind, *args])


# What is printed ---------------------------------------------------------------------------------
def test_every_part_of_the_registry_can_be_made():
    assert set(PARTS) == set(MAKERS) | set(CHOSEN) | set(DRAWN) | {"written"}
    assert all(set(keys) <= set(PARTS) for keys in STANDARD.values())


def test_a_report_that_was_begun_prints_what_it_printed_before():
    report = report_of(meeting().dialogue)
    before = ReportContext.of(report, "internal")
    html = compose(before)
    services.begin(report)
    after = ReportContext.of(report, "internal", at=None)
    assert [part.id for part in parts_of(after)] == [part.id for part in parts_of(before)]
    assert compose(after).count("<h3") == html.count("<h3")


def test_begun_twice_it_keeps_its_parts(report):
    part = write(part_of(report, "summary"), heading="In short")
    services.begin(report)
    assert report.parts.get(pk=part.pk).heading == "In short"
    assert report.parts.count() == len(STANDARD["meeting-report"])


def test_what_is_dropped_is_neither_printed_nor_in_the_snapshot(report):
    services.drop_part(part_of(report, "notes"))
    snapshot = ReportContext.of(report, "internal").to_snapshot()
    assert "sessions" not in snapshot
    assert "Session notes" not in titles(report)


def test_parts_are_printed_in_their_order_under_their_own_headings(report):
    write(part_of(report, "participants"), heading="Who came")
    for _step in range(len(STANDARD["meeting-report"])):
        services.move_part(part_of(report, "participants"), up=True)
    assert titles(report)[0] == "Who came"


def test_what_was_rewritten_stands_instead_of_the_data_which_are_not_kept(report):
    write(part_of(report, "notes"), source="written", text="We *agreed* to meet again.")
    context = ReportContext.of(report, "internal")
    assert "sessions" not in context.to_snapshot()
    assert "<em>agreed</em>" in compose(context)


def test_a_text_may_stand_before_what_the_data_say(report):
    write(part_of(report, "participants"), source="both", text="Forty were asked.")
    html = compose(ReportContext.of(report, "internal"))
    assert html.index("Forty were asked.") < html.rindex("Prosper Presents")


def test_a_part_for_the_team_is_in_no_other_snapshot(report):
    part = services.add_part(report, "written")
    write(part, heading="Between us", text="Ask the donor.", audience="internal")
    assert "Ask the donor." in str(ReportContext.of(report, "internal").to_snapshot())
    assert "Ask the donor." not in str(ReportContext.of(report, "public").to_snapshot())


def test_a_protected_name_is_in_no_text_that_was_written(report):
    part = services.add_part(report, "written")
    write(part, text="Zénabou Kafui Hiddenová said so.", heading="Zénabou Hiddenová")
    for edition in ("internal", "public"):
        assert HIDDEN not in str(ReportContext.of(report, edition).to_snapshot())


def test_a_snapshot_comes_back_as_it_was(report):
    write(part_of(report, "notes"), source="written", text="Short.")
    services.add_part(report, "diagram")
    context = ReportContext.of(report, "public")
    assert ReportContext.from_snapshot(context.to_snapshot()) == context


# The kinds ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["co-chairs-summary", "summary"])
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_each_kind_is_printed_and_read_back(kind, edition, tmp_path):
    dialogue = meeting().dialogue
    make.RecommendationFactory(
        initiative=dialogue.initiative,
        dialogue=dialogue,
        text="Open one gate.",
        addressed_to="The ministry",
    )
    report = report_of(dialogue, kind)
    offer = offer_of(report)
    context = offer.read(report, edition)
    pictures = offer.pictures_of(context)
    offer.writer("pdf")(context, pictures, tmp_path / "report.pdf")
    reader = PdfReader(tmp_path / "report.pdf")
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Open one gate." in text
    assert "To: The ministry" in text
    assert HIDDEN not in text
    assert reader.metadata.title == dialogue.title
    offer.writer("docx")(context, pictures, tmp_path / "report.docx")
    words = "\n".join(each.text for each in Document(tmp_path / "report.docx").paragraphs)
    assert "Open one gate." in words
    assert HIDDEN not in words


def test_diagrams_are_drawn_in_pdf_and_word_with_their_words(report, tmp_path):
    part = services.add_part(report, "diagram")
    write(part, heading="How it hangs together", text="Talk -> Trust: in time")
    context = ReportContext.of(report, "internal")
    offer = offer_of(report)
    pictures = offer.pictures_of(context)
    assert pictures["diagram"][0] == "image/svg+xml"
    offer.writer("pdf")(context, pictures, tmp_path / "r.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages)
    assert "Trust" in text
    offer.writer("docx")(context, pictures, tmp_path / "r.docx")
    document = Document(tmp_path / "r.docx")
    alternatives = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert any("Talk leads to Trust: in time" in words for words in alternatives)


def test_what_is_drawn_of_the_process_leaves_out_dialogues_that_are_not_public(report):
    secret = make.DialogueFactory(
        initiative=report.dialogue.initiative,
        title="The secret meeting",
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 1),
    )
    services.add_part(report, "process")
    assert secret.title in str(ReportContext.of(report, "internal").to_snapshot())
    assert secret.title not in str(ReportContext.of(report, "public").to_snapshot())


# Photographs -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("consent", "editions"),
    [
        ("missing", ()),
        ("internal", ("internal",)),
        ("participants", ("internal",)),
        ("public", ("internal", "public")),
        ("nobody", ("internal", "public")),
    ],
)
def test_a_photograph_stands_where_those_on_it_agreed(report, consent, editions):
    part = services.add_part(report, "photographs")
    services.add_photograph(part, file=picture(), alternative="A pit.", consent=consent)
    for edition in ("internal", "public"):
        snapshot = str(ReportContext.of(report, edition).to_snapshot())
        assert ("A pit." in snapshot) == (edition in editions)


def test_a_photograph_is_printed_with_caption_credit_and_alternative(report, tmp_path):
    part = services.add_part(report, "photographs")
    said = {"alternative": "Two women wash ore.", "caption": "At the ford.", "credit": "© A. Boye"}
    photo = services.add_photograph(part, file=picture(), consent="public", **said)
    context = ReportContext.of(report, "public")
    html = compose(context, offer_of(report).pictures_of(context))
    assert 'alt="Two women wash ore."' in html
    assert "At the ford. © A. Boye" in html
    services.remove_photograph(photo)
    # What was frozen before is printed without it.
    assert "At the ford" not in compose(context, offer_of(report).pictures_of(context))


def test_a_file_that_is_no_picture_is_refused_in_words(report, convenor_of, sign_in):
    part = services.add_part(report, "photographs")
    page = url("photograph_add", report, part.pk)
    bad = brought()
    bad.file.seek(0)
    bad.file.write(b"MZ not a picture")
    bad.seek(0)
    answer = sign_in(convenor_of).post(
        page, {"image": bad, "alternative": "A pit.", "consent": "public"}
    )
    assert "whatever its name says" in answer.content.decode()
    assert not Photograph.objects.exists()
    good = {"image": brought(), "alternative": "A pit.", "consent": "public"}
    assert sign_in(convenor_of).post(page, good).status_code == 302


# The pages ---------------------------------------------------------------------------------------
@pytest.fixture
def convenor_of(report):
    user = make.UserFactory()
    programme = report.dialogue.initiative.programme
    make.AppointmentFactory(user=user, role="convenor", programme=programme)
    return user


def posted(part, **changes):
    values = {name: getattr(part, name) for name in ("heading", "source", "text", "audience")}
    return values | {"version": part.version, "base": "{}"} | changes


def test_a_part_is_rewritten_from_what_the_data_say(report, convenor_of, sign_in):
    part = part_of(report, "summary")
    client = sign_in(convenor_of)
    page = client.get(url("part", report, part.pk) + "?rewrite=yes").content.decode()
    data = Desk(report).data_of(part)
    assert data.split("\n")[0] in page
    answer = client.post(
        url("part", report, part.pk), posted(part, source="written", text=data + "\n\nAnd more.")
    )
    assert answer.status_code == 302
    part.refresh_from_db()
    assert (part.told, part.source) == (data, "written")


def test_rewriting_begins_with_what_the_widest_edition_may_say():
    people = meeting(attribution=Attribution.CHATHAM_HOUSE)
    report = report_of(people.dialogue)
    services.begin(report)
    part = part_of(report, "notes")
    assert "Felix Facilitates" not in Desk(report).data_of(part)
    part.audience = "internal"
    assert "Felix Facilitates" in Desk(report).data_of(part)


def test_newer_data_are_offered_and_what_was_written_is_kept(report, convenor_of, sign_in):
    part = part_of(report, "summary")
    data = Desk(report).data_of(part)
    part.source, part.text = "written", "In our words."
    services.change_part(part, based_on=part.version, fields=["source", "text"], told=data)
    client = sign_in(convenor_of)
    assert "Newer data" not in client.get(url("compose", report)).content.decode()
    KeyMessage.objects.create(dialogue=report.dialogue, text="The river rose.")
    assert "Newer data" in client.get(url("compose", report)).content.decode()
    assert "The river rose." in client.get(url("part_data", report, part.pk)).content.decode()
    client.post(url("part_data", report, part.pk), {"choice": "mine"})
    assert "Newer data" not in client.get(url("compose", report)).content.decode()
    assert "In our words." in compose(ReportContext.of(report, "public"))
    client.post(url("part_data", report, part.pk), {"choice": "data"})
    assert "The river rose." in compose(ReportContext.of(report, "public"))
    part.refresh_from_db()
    assert part.text == "In our words."


def test_two_people_who_write_a_part_at_once_lose_nothing(report, convenor_of, sign_in):
    part = services.add_part(report, "written")
    client, page = sign_in(convenor_of), url("part", report, part.pk)
    mine, theirs = posted(part, text="Mine."), posted(part, text="Theirs.")
    assert client.post(page, theirs).status_code == 302
    answer = client.post(page, mine)
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()
    assert "Theirs." in answer.content.decode()
    part.refresh_from_db()
    assert part.text == "Theirs."


def test_a_notation_that_cannot_be_read_is_refused_with_its_line(report, convenor_of, sign_in):
    part = services.add_part(report, "diagram")
    answer = sign_in(convenor_of).post(
        url("part", report, part.pk), posted(part, text="A -> B\nB -> B")
    )
    page = answer.content.decode()
    assert "Line 2: The arrow leads from “B” to itself." in page
    assert "A -&gt; B" in page


def test_the_preview_shows_pages_of_what_is_typed_and_keeps_none_of_it(
    report, convenor_of, sign_in
):
    part = services.add_part(report, "written")
    client = sign_in(convenor_of)
    empty = client.post(url("part_preview", report, part.pk), headers={"HX-Request": "true"})
    assert "Nothing to print yet." in empty.content.decode()
    shown = client.post(
        url("part_preview", report, part.pk), {"text": "Typed."}, headers={"HX-Request": "true"}
    )
    assert shown.content.decode().count("data:image/png;base64,") == 1
    assert "<html" not in shown.content.decode()
    part.refresh_from_db()
    assert part.text == ""


def test_a_sign_off_holds_until_the_part_says_something_else(report, convenor_of, sign_in):
    part = part_of(report, "summary")
    client = sign_in(convenor_of)
    mark = Desk(report).mark_of(part)
    client.post(url("part_sign", report, part.pk), {"sign": "yes", "mark": "another"})
    part.refresh_from_db()
    assert part.signed_by is None
    client.post(url("part_sign", report, part.pk), {"sign": "yes", "mark": mark})
    assert "Signed off by" in client.get(url("part", report, part.pk)).content.decode()
    assert "Summary" not in Desk(report).unsigned()
    KeyMessage.objects.create(dialogue=report.dialogue, text="The river rose.")
    assert "Changed since signed off" in client.get(url("compose", report)).content.decode()
    client.post(url("part_sign", report, part.pk), {"sign": "no"})
    part.refresh_from_db()
    assert (part.signed_by, part.signed_mark) == (None, "")


def test_a_task_waits_on_my_work_until_it_is_done(report, convenor_of, sign_in):
    part = part_of(report, "summary")
    client = sign_in(convenor_of)
    said = {"text": "Ask for the figures.", "assigned_to": convenor_of.pk, "due_on": "2026-12-01"}
    client.post(url("remark_add", report, part.pk), said)
    work = reverse("accounts:my_work")
    assert "Ask for the figures." in client.get(work).content.decode()
    client.post(url("remark_done", report, part.pk, Remark.objects.get().pk))
    assert "Ask for the figures." not in client.get(work).content.decode()
    assert Remark.objects.get().done_by == convenor_of


def test_a_day_without_somebody_to_do_it_is_refused(report, convenor_of, sign_in):
    part = part_of(report, "summary")
    page = sign_in(convenor_of).post(
        url("remark_add", report, part.pk), {"text": "When?", "due_on": "2026-12-01"}
    )
    assert "Say who is to do it by then." in page.content.decode()
    assert "When?" in page.content.decode()
    assert not Remark.objects.exists()


def test_a_part_stands_once_but_texts_of_ones_own_do_not(report):
    with pytest.raises(PartStands):
        services.add_part(report, "summary")
    services.add_part(report, "written")
    services.add_part(report, "written")
    assert report.parts.filter(key="written").count() == 2


# Templates ---------------------------------------------------------------------------------------
def test_a_template_keeps_order_headings_and_own_texts_but_nothing_of_the_data(report):
    services.drop_part(part_of(report, "background"))
    write(part_of(report, "notes"), source="written", text="What Sena said.", heading="Said")
    write(services.add_part(report, "written"), text="Our standing words.")
    template = services.save_template(report, title="Short")
    assert "What Sena said." not in str(template.parts)
    other = report_of(make.DialogueFactory(initiative=report.dialogue.initiative))
    services.begin(other, template=template)
    assert [part.key for part in other.parts.all()] == [part.key for part in report.parts.all()]
    assert other.parts.get(key="notes").heading == "Said"
    assert other.parts.get(key="written").text == "Our standing words."
    with pytest.raises(TemplateStands):
        services.save_template(report, title="Short")


def test_templates_of_another_programme_are_not_to_be_had(report, convenor_of, sign_in):
    foreign = ReportTemplate.objects.create(
        programme=make.ProgrammeFactory(), kind=report.kind, title="Foreign", parts=[]
    )
    client = sign_in(convenor_of)
    assert "Foreign" not in client.get(url("report_templates", report)).content.decode()
    answer = client.post(url("compose_begin", report), {"template": foreign.pk})
    assert answer.status_code == 404
    assert client.post(url("report_template_delete", report, foreign.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_few_parts_as_for_many(
    report, convenor_of, sign_in, number, django_assert_max_num_queries
):
    for place in range(number):
        write(services.add_part(report, "written"), text=f"Text {place}.")
        Remark.objects.create(part=report.parts.last(), text="So?", by=convenor_of)
    client = sign_in(convenor_of)
    with django_assert_max_num_queries(45):
        assert client.get(url("compose", report)).status_code == 200


def test_parts_have_their_own_kind_in_the_database(report):
    assert {part.key for part in ReportPart.objects.all()} <= set(PARTS)
