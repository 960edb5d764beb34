"""Papers as they are read: figures, files, two versions compared, and a paper of four hundred pages."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.comparing import changes_of
from core.markdown import render
from core.models import Upload
from core.uploads import path_of
from dialogues.blocks import blocks_of
from dialogues.models import Figure
from dialogues.papers import PAGE_LETTERS, Text, figures_of
from dialogues.services.papers import change_paper, make_version
from tests import factories as make

KIND = "scoping-paper"
PDF = b"%PDF-1.7\n%%EOF\n"


def url(name, initiative, *more):
    return reverse(f"dialogues:{name}", args=[initiative.slug, KIND, *more])


@pytest.fixture
def paper(world):
    return make.PaperFactory(
        initiative=world.initiative, title="Land and mines", sections={"body": "# Land\n\nText."}
    )


def image(name="map.png"):
    written = BytesIO()
    Image.new("RGB", (30, 20)).save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue())


def brought_figure(client, paper, **changes):
    sent = {"image": image(), "alternative": "Two <shafts> by a river", "caption": "A [map]"}
    return client.post(url("figure_add", paper.initiative), sent | changes)


# Figures ----------------------------------------------------------------------------------------
def test_a_figure_is_shown_where_the_text_says_so(sign_in, convenor, adviser, paper):
    client = sign_in(convenor)
    assert brought_figure(client, paper, credit="A. Photographer").status_code == 302
    figure = Figure.objects.get()
    assert figure.snippet == f"![A (map)](figure:{figure.upload.key})"
    paper.sections = {"body": f"# Land\n\n{figure.snippet}\n\nText."}
    change_paper(paper, based_on=1, fields=["sections"])
    version = make_version(paper, by=convenor)
    client = sign_in(adviser)
    html = client.get(url("paper_version", paper.initiative, 1)).content.decode()
    src = url("figure", paper.initiative, figure.upload.key)
    assert f'<img src="{src}" alt="Two &lt;shafts&gt; by a river">' in html
    assert "<figcaption>A [map] (Credit: A. Photographer)</figcaption>" in html
    answer = client.get(src)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Content-Disposition"].startswith("inline")
    assert figures_of(version, src=lambda key: f"cid:{key}")[str(figure.upload.key)][0] == (
        f"cid:{figure.upload.key}"
    )


def test_what_is_said_of_a_figure_later_does_not_change_a_version(sign_in, convenor, paper):
    client = sign_in(convenor)
    brought_figure(client, paper)
    figure = Figure.objects.get()
    paper.sections = {"body": figure.snippet}
    change_paper(paper, based_on=1, fields=["sections"])
    make_version(paper, by=convenor)
    changed = {"alternative": "New words", "caption": "", "credit": ""}
    client.post(url("figure_edit", paper.initiative, figure.pk), changed)
    html = client.get(url("paper_version", paper.initiative, 1)).content.decode()
    assert "Two &lt;shafts&gt; by a river" in html
    assert "New words" not in html
    second = make_version(paper, by=convenor, note="The figure is described anew.")
    assert second.figures[0]["alternative"] == "New words"


def test_a_figure_that_a_version_shows_stays_for_its_readers(sign_in, convenor, paper):
    client = sign_in(convenor)
    brought_figure(client, paper)
    figure = Figure.objects.get()
    paper.sections = {"body": figure.snippet}
    change_paper(paper, based_on=1, fields=["sections"])
    make_version(paper, by=convenor)
    client.post(url("figure_delete", paper.initiative, figure.pk))
    assert "shafts" not in client.get(url("figure_list", paper.initiative)).content.decode()
    answer = client.get(url("figure", paper.initiative, figure.upload.key))
    assert answer.status_code == 200


def test_a_figure_that_nothing_shows_goes_with_its_file(
    sign_in, convenor, paper, django_capture_on_commit_callbacks
):
    client = sign_in(convenor)
    brought_figure(client, paper)
    figure = Figure.objects.get()
    path = path_of(figure.upload)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("figure_delete", paper.initiative, figure.pk))
    assert not path.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"alternative": ""}, "alternative"),
        ({"alternative": " \x07"}, "alternative"),
        ({"image": SimpleUploadedFile("a.png", b"no image")}, "image"),
        ({"image": SimpleUploadedFile("a.png", PDF)}, "image"),
        ({"image": ""}, "image"),
        ({"caption": "x" * 501}, "caption"),
        ({"credit": "a\x00b"}, "credit"),
    ],
)
def test_a_figure_that_cannot_be_taken_is_explained_at_the_field(
    sign_in, convenor, paper, changes, field
):
    answer = brought_figure(sign_in(convenor), paper, **changes)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Upload.objects.exists()


def test_figures_of_another_paper_are_not_found(sign_in, convenor, adviser, world, paper):
    other = make.InitiativeFactory(title="Foreign", slug="foreign")
    foreign = make.FigureFactory(paper=make.PaperFactory(initiative=other))
    for person in (convenor, adviser):
        client = sign_in(person)
        assert client.get(url("figure", paper.initiative, foreign.upload.key)).status_code == 404
        assert client.get(url("figure", other, foreign.upload.key)).status_code == 404
    client = sign_in(convenor)
    for name in ("figure_edit", "figure_delete"):
        for key in (foreign.pk, 10**25):
            assert client.post(url(name, paper.initiative, key)).status_code == 404
    assert Figure.objects.filter(pk=foreign.pk, retired=False).exists()


FIGURES = {"abc": ("/figures/abc/", 'A "map"', "Where <it> is")}


def test_a_figure_alone_in_its_paragraph_has_its_caption():
    assert render("![x](figure:abc)", figures=FIGURES) == (
        '<figure>\n<img src="/figures/abc/" alt="A &quot;map&quot;">\n'
        "<figcaption>Where &lt;it&gt; is</figcaption>\n</figure>\n"
    )
    amid = render("see ![x](figure:abc) here", figures=FIGURES)
    assert amid == '<p>see <img src="/figures/abc/" alt="A &quot;map&quot;"> here</p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://example.org/x.png)",
        "![x](/figures/abc/)",
        "![x](figure:other)",
        "![x](figure:)",
        "![x](figure:abc/../other)",
        "![x](FIGURE:abc)",
        "![x](data:image/png;base64,AAAA)",
        '<img src="/figures/abc/">',
        '<img src="https://example.org/x.png">',
        '![x](figure:abc"onerror=alert(1))',
        "[x](figure:abc)",
    ],
)
def test_a_text_shows_no_image_but_its_own_figures(text):
    assert "<img" not in render(text, figures=FIGURES)
    assert "<img" not in render("![x](figure:abc)")


# Files ------------------------------------------------------------------------------------------
def test_a_pdf_is_the_next_version_and_handed_out_as_it_came(sign_in, convenor, adviser, paper):
    make_version(paper, by=convenor)
    client = sign_in(convenor)
    address = url("paper_upload", paper.initiative)
    file = SimpleUploadedFile("../Scoping paper.docx", PDF)
    assert client.post(address, {"file": file, "note": ""}).status_code == 200
    file.seek(0)
    assert client.post(address, {"file": file, "note": "Typeset"}).status_code == 302
    client = sign_in(adviser)
    assert "Scoping paper.pdf" in client.get(url("paper", paper.initiative)).content.decode()
    answer = client.get(url("paper_file", paper.initiative, 2))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Scoping paper.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(url("paper_file", paper.initiative, 1)).status_code == 404
    compared = client.get(url("paper_compare", paper.initiative))
    assert "cannot be compared here" in compared.content.decode()


def test_only_a_pdf_can_be_brought_as_a_paper(sign_in, convenor, paper):
    answer = sign_in(convenor).post(url("paper_upload", paper.initiative), {"file": image("a.pdf")})
    assert "This is no PDF" in answer.content.decode()
    assert not paper.versions.exists()


def test_a_concept_note_is_not_brought_as_a_file(sign_in, convenor, world):
    make.PaperFactory(initiative=world.initiative, kind="concept-note")
    address = reverse("dialogues:paper_upload", args=[world.initiative.slug, "concept-note"])
    assert sign_in(convenor).get(address).status_code == 404


def test_paragraphs_keep_their_ids_across_a_version_that_is_a_file(convenor, paper):
    first = make_version(paper, by=convenor)
    make.PaperVersionFactory(paper=paper, number=2, file=make.UploadFactory(), body="", blocks=[])
    paper.sections = {"body": "# Land\n\nText.\n\nMore."}
    change_paper(paper, based_on=1, fields=["sections"])
    third = make_version(paper, by=convenor, note="More.")
    assert [block["id"] for block in third.blocks][:2] == [block["id"] for block in first.blocks]


# Comparing --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query", ["", "?from=1&to=2", "?from=2&to=1", "?from=1&to=draft", "?from=draft&to=1"]
)
def test_any_two_are_compared_word_by_word(sign_in, convenor, paper, query):
    paper.sections = {"body": "# Land\n\nWho may dig here is disputed."}
    change_paper(paper, based_on=1, fields=["sections"])
    make_version(paper, by=convenor)
    paper.sections = {"body": "# Land\n\nWho may dig <b>there</b> is disputed."}
    change_paper(paper, based_on=2, fields=["sections"])
    make_version(paper, by=convenor, note="More.")
    html = sign_in(convenor).get(url("paper_compare", paper.initiative) + query).content.decode()
    assert "<ins>" in html
    assert "<del>" in html
    assert "&lt;b&gt;" in html
    assert "Changed" in html


@pytest.mark.parametrize("query", ["?from=7&to=2", "?from=x&to=\x00", f"?from={'9' * 40}"])
def test_versions_that_do_not_exist_are_explained(sign_in, convenor, paper, query):
    make_version(paper, by=convenor)
    answer = sign_in(convenor).get(url("paper_compare", paper.initiative) + query)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_paper_without_a_version_has_nothing_to_compare(sign_in, adviser, paper):
    answer = sign_in(adviser).get(url("paper_compare", paper.initiative))
    assert "Nothing to compare yet" in answer.content.decode()


def test_what_stayed_is_folded():
    before = "\n\n".join(f"Paragraph {number}." for number in range(100))
    rows, counts = changes_of(before, before.replace("Paragraph 50.", "Paragraph fifty."))
    assert [row.get("number", row["kind"]) for row in rows] == [49, "same", "changed", "same", 48]
    assert (counts["same"], counts["changed"]) == (99, 1)
    words = " ".join(f"w{number}" for number in range(500))
    rows, _counts = changes_of(words, f"{words} more")
    assert "w19 […] w480" in rows[0]["html"]
    assert "w20 " not in rows[0]["html"]


def test_scores_are_compared_too(sign_in, convenor, world):
    note = make.PaperFactory(
        initiative=world.initiative, kind="concept-note", sections={"issue": "x"}
    )
    make_version(note, by=convenor)
    note.scores = {"reach": {"score": 3, "reason": "They all came last year."}}
    change_paper(note, based_on=1, fields=["scores"])
    make_version(note, by=convenor, note="Scored.")
    address = reverse("dialogues:paper_compare", args=[world.initiative.slug, "concept-note"])
    html = sign_in(convenor).get(address).content.decode()
    assert "They all came last year." in html
    assert "The text is the same in both." in html


# A long paper -----------------------------------------------------------------------------------
def long_body(chapters=60, paragraphs=40):
    words = "Miners and companies dispute who may dig where, and who decides about it. " * 7
    return "\n\n".join(
        part
        for chapter in range(chapters)
        for part in (f"# Chapter {chapter}", *(f"{n}. {words}" for n in range(paragraphs)))
    )


def test_a_paper_of_four_hundred_pages_is_written_and_read_by_parts(sign_in, convenor, paper):
    body = long_body()
    assert len(body) > 1_200_000
    client = sign_in(convenor)
    address = url("paper_edit", paper.initiative)
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"body": body}
    assert client.post(address, sent).status_code == 302
    paper.refresh_from_db()
    make_version(paper, by=convenor)
    first = client.get(url("paper", paper.initiative))
    assert len(first.content) < 5 * PAGE_LETTERS
    assert len(first.context["contents"]) == 60
    last = client.get(url("paper_version", paper.initiative, 1) + "?page=9999")
    assert "Chapter 59" in last.content.decode()
    assert last.context["page"].number == last.context["page"].paginator.num_pages > 25


def test_a_text_without_headings_is_parted_between_its_paragraphs():
    body = "\n\n".join(["word " * 400] * 100)
    text = Text(body, blocks_of(body))
    assert text.pages > 3
    parts = [html for page in range(1, text.pages + 1) for html in text.on_page(page)]
    assert sum(html.count("<p>") for html in parts) == 100


def test_parts_read_together_say_what_the_text_says():
    body = (
        "Before.\n\nTitle\n=====\n\n[law] and `code`\n\n```\n# no heading\n```\n\n"
        "## Below\n\n- one\n- two\n\n[law]: https://example.org/law\n"
    )
    text = Text(body, blocks_of(body))
    html = "".join(text.on_page(1))
    assert [part.title for part in text.parts] == ["", "Title", "Below"]
    assert '<h2 id="part-2">Title</h2>' in html
    assert '<h3 id="part-3">Below</h3>' in html
    assert 'href="https://example.org/law"' in html
    assert "# no heading" in html


def test_scripts_in_a_paper_do_no_harm(sign_in, convenor, world, paper):
    script = "<script>alert(1)</script>"
    paper.title = script
    paper.sections = {
        "abstract": script,
        "body": f"# {script}\n\n[x](javascript:alert(1)) {script}",
    }
    paper.save()
    make_version(paper, by=convenor, note=script)
    client = sign_in(convenor)
    for page in ("paper", "paper_edit", "paper_compare"):
        html = client.get(url(page, paper.initiative)).content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_tab_takes_the_same_queries_for_many_versions(
    sign_in, convenor, paper, number, django_assert_max_num_queries
):
    for count in range(number):
        paper.sections = {"body": f"Text {count}."}
        change_paper(paper, based_on=paper.version, fields=["sections"])
        version = make_version(paper, by=convenor, note="n")
        make.PaperDecisionFactory(version=version)
    client = sign_in(convenor)
    client.get(url("paper", paper.initiative))
    with django_assert_max_num_queries(12):
        client.get(url("paper", paper.initiative))


def test_a_protected_person_is_named_to_convenors_only(sign_in, convenor, adviser, world, paper):
    person = make.PersonFactory(programme=world.programme, name="Abena Hidden", protected=True)
    make.ParticipationFactory(dialogue=world.dialogue, person=person)
    paper.sections = {"body": "Abena Hidden told us where the pits are."}
    change_paper(paper, based_on=1, fields=["sections"])
    make_version(paper, by=convenor)
    paper.sections = {"body": "Abena Mensah told us where all pits are."}
    change_paper(paper, based_on=2, fields=["sections"])
    make_version(paper, by=convenor, note="All.")
    pages = [url("paper", paper.initiative), url("paper_compare", paper.initiative)]
    pages.append(url("paper_version", paper.initiative, 1))
    for page in pages:
        assert "Abena" in sign_in(convenor).get(page).content.decode()
        html = sign_in(adviser).get(page).content.decode()
        assert "Hidden" not in html
        assert "where" in html
