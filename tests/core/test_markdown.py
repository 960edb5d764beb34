"""The one path from Markdown to HTML lets nothing through that acts, leads astray or fetches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown import inline, plain, render

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b>bold</b>",
        '<div hx-get="/x">y</div>',
        "<iframe src='file:///etc/passwd'></iframe>",
        "<!-- comment -->",
        "<?php echo 1 ?>",
        "<file:///etc/passwd>",
        "<javascript:alert(1)>",
    ],
)
def test_what_looks_like_a_tag_is_printed_as_text(text):
    html = render(text)
    assert "&lt;" in html
    assert html.count("<") == html.count("<p>") + html.count("</p>")
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("![a map](https://example.org/map.png)", "a map"),
        ("![](https://example.org/map.png)", "https://example.org/map.png"),
        ("![*old* map][1]\n\n[1]: http://example.org/x.png", "old map"),
        ("![x](data:image/png;base64,AAAA)", "x"),
        ("[![logo](http://example.org/l.png)](#)", "logo"),
    ],
)
def test_an_image_is_printed_as_its_description(text, printed):
    assert "<img" not in render(text)
    assert plain(text) == printed


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[policy](#)", "policy"),
        ("[policy](../other)", "policy"),
        ("[policy](//example.org/x)", "policy"),
        ("[policy](?q=1)", "policy"),
        ("[**bold** policy](#top)", "<strong>bold</strong> policy"),
        ("[x](ftp://example.org)", "x"),
    ],
)
def test_a_link_that_leads_nowhere_leaves_its_text(text, html):
    assert inline(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "[x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "[x](vbscript:x)",
    ],
)
def test_a_dangerous_link_is_printed_as_it_was_typed(text):
    assert inline(text) == text


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=1", "http://example.org", "mailto:office@example.org"]
)
def test_links_to_the_web_and_to_addresses_work(address):
    html = inline(f"[here]({address})")
    assert f'href="{address}"' in html
    assert "noopener" in html


def test_headings_begin_at_the_level_that_is_asked_for_and_skip_none():
    html = render("## First\n\n#### Under it\n\n## Second", heading_level=4)
    assert "<h4>First</h4>" in html
    assert "<h5>Under it</h5>" in html
    assert "<h4>Second</h4>" in html


def test_no_heading_is_deeper_than_the_sixth_level():
    assert "<h6>" in render("# a\n## b\n### c", heading_level=5)


def test_the_rest_of_commonmark_is_there():
    html = render(
        "1. one\n   - two\n\n> said\n\n| a |\n|---|\n| b |\n\n`code` *em* ~~gone~~ US\\$5"
    )
    for tag in ("<ol>", "<ul>", "<blockquote>", "<table>", "<code>", "<em>", "<s>"):
        assert tag in html
    assert "US$5" in html


def test_a_single_line_has_no_paragraph_around_it():
    assert inline("a *b*") == "a <em>b</em>"
    assert inline("a\n\nb").count("<p>") == 2
    assert inline("") == render("") == plain("") == ""


def test_plain_text_keeps_the_words_alone():
    assert plain("# A **bold** title\n\n- [x](#) & y &lt;") == "A bold title x & y <"


@given(st.text(alphabet="<>[]()!\"'&;:/#*_`\\ \nabhrefsc=jt", max_size=60))
def test_whatever_is_typed_only_known_tags_come_out(text):
    html = render(text)
    assert "<script" not in html.lower()
    assert "<img" not in html.lower()
    for piece in html.split("<a ")[1:]:
        assert piece.startswith(('href="http', 'href="mailto:'))
