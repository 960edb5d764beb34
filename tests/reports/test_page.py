"""The edition for the screen: one file that asks nobody for anything, and where it is read."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html

from reports import production, services
from reports.contexts import ReportContext
from reports.exceptions import PrintFailed
from reports.html import POLICY, as_page, write_page
from reports.models import Edition, Format, Printing, Report
from reports.pages import compose
from tests import factories as make
from tests.reports.meetings import meeting

pytestmark = pytest.mark.once

PAGE = '<html lang="en"><head><title>A page</title></head><body><p>Words.</p></body></html>'
HELD = ("data:", "#", "https://", "http://", "mailto:", "tel:")


def addresses(page):
    """Every address in a page, and what its style sheet asks for."""
    document = lxml_html.document_fromstring(page)
    found = [link for _element, _name, link, _at in document.iterlinks()]
    return found + [f"css: {each.text}" for each in document.iter("style") if "url(" in each.text]


@pytest.mark.parametrize(
    "element",
    [
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="preload" href="https://example.org/x">',
        "<style>@import url(http://127.0.0.1:1/x.css);</style>",
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<p background="https://example.org/x.png">x</p>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="  JavaScript:alert(1)" onclick="alert(1)" ping="https://example.org/">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="https://example.org/x"></embed>',
        '<iframe src="https://example.org/" srcdoc="x"></iframe>',
        '<script src="https://example.org/x.js"></script><script>alert(1)</script>',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
        '<base href="https://example.org/">',
        '<form action="https://example.org/"><input name="x"><button>x</button></form>',
        '<svg><image href="https://example.org/x.png"/><script>alert(1)</script></svg>',
        '<video src="https://example.org/x" poster="https://example.org/y"></video>',
        '<p onmouseover="alert(1)">x</p>',
        "<!-- https://example.org/x -->",
        '<math><mtext href="https://example.org/x">x</mtext></math>',
    ],
)
def test_nothing_that_asks_or_runs_stays_in_a_page(element):
    page = as_page(PAGE.replace("<p>Words", element + "<p>Words"))
    found = addresses(page)
    assert found == [], found
    for word in ("example.org", "passwd", "alert", "127.0.0.1", "refresh"):
        assert word not in page
    assert "Words." in page


@pytest.mark.parametrize(
    "source",
    [
        *("file:///etc/passwd", "https://example.org/x.png", "//example.org/x", "asset:serif"),
        *("x", "", "asset:upload-other", "data:image/png;base64,AAAA"),
    ],
)
def test_a_picture_that_did_not_come_along_stops_the_writing(source, tmp_path):
    document = PAGE.replace("<p>", f'<img src="{source}" alt="x"><p>')
    with pytest.raises(PrintFailed, match="may not fetch"):
        write_page(document, tmp_path / "page.html", {"x": ("image/png", b"x")})


def test_a_picture_that_came_along_is_in_the_page():
    document = PAGE.replace(
        "<p>", '<img src="asset:upload-x" srcset="https://x/y 2x" alt="Pits"><p>'
    )
    page = as_page(document, {"x": ("image/png", b"\x89PNG")})
    assert addresses(page) == ["data:image/png;base64,iVBORw=="]
    assert 'alt="Pits"' in page
    assert "srcset" not in page


@pytest.mark.django_db
def test_a_page_of_a_meeting_report_says_all_and_weighs_little(tmp_path):
    found = meeting()
    context = ReportContext.of(found.report, "internal")
    path = tmp_path / "page.html"
    assert write_page(compose(context), path) is None
    assert path.stat().st_size < 100_000
    page = path.read_text(encoding="utf-8")
    document = lxml_html.document_fromstring(page)
    text = " ".join(document.text_content().split())
    for words in ("Ground left behind", "Make one map first.", "Greet the chiefs first", "Otto"):
        assert words in text
    assert page.count("For the team – not for circulation") == 1
    assert all(address.startswith(HELD) for address in addresses(page))
    assert f'content="{POLICY}"' in page
    assert document.get("lang") == "en"
    assert [each.tag for each in document.find("body")] == ["header", "nav", "main"]
    ids = {each.get("id") for each in document.iter() if each.get("id")}
    links = [each.get("href") for each in document.xpath("//nav//a")]
    assert len(links) > 10
    assert all(link[1:] in ids for link in links)
    write_page(compose(context), tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == path.read_bytes()


def test_wide_tables_scroll_by_themselves_and_are_named_after_their_heading():
    row = "<tr><td>a</td><td>b</td><td>c</td></tr>"
    page = as_page(
        PAGE.replace(
            "<p>", f"<h2>Who came</h2><table>{row}</table><table><tr><td>x</td></tr></table><p>"
        )
    )
    document = lxml_html.document_fromstring(page)
    (room,) = document.find_class("scroll")
    assert (room.get("role"), room.get("tabindex")) == ("region", "0")
    assert room.get("aria-label") == "Table: Who came"
    assert len(document.findall(".//table")) == 2


def test_words_keep_their_spaces_and_code_its_lines():
    page = as_page(
        PAGE.replace("Words.", "12\u00a0km   <b>wide</b> <code>x</code><pre>a\n  b</pre>")
    )
    assert "12\u00a0km <b>wide</b> <code>x</code>" in page.replace("&#160;", "\u00a0")
    assert "<pre>a\n  b</pre>" in page


@pytest.mark.django_db
def test_a_page_is_in_the_language_and_direction_of_its_dialogue():
    dialogue = make.DialogueFactory(language="ar", introduction="x", logistics="y", next_steps="z")
    page = as_page(compose(ReportContext.of(Report(dialogue=dialogue), "public")))
    assert '<html lang="ar" dir="rtl">' in page


# Where it is read ---------------------------------------------------------------------------------
@pytest.fixture
def page(world, convenor):
    report = services.report_of(world.dialogue)
    printing = services.request_printing(
        report, edition=Edition.PUBLIC, file_format=Format.PAGE, by=convenor
    )
    production.print_waiting()
    printing.refresh_from_db()
    assert printing.state == "ready", printing.failure
    return printing


def address_of(printing):
    return reverse("reports:printing_read", args=[printing.pk])


def test_a_page_is_read_where_it_is_by_those_who_may_download_it(page, convenor, donor, sign_in):
    answer = sign_in(convenor).get(address_of(page))
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "Content-Disposition" not in answer
    assert answer["Cache-Control"] == "private, no-cache"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith(f"sandbox; {POLICY};")
    assert "script-src" not in policy
    assert answer.content.startswith(b"<!DOCTYPE html>")
    assert sign_in(donor).get(address_of(page)).status_code == 404


def test_a_published_page_may_be_kept_by_all_and_is_not_sent_twice(page, convenor, client):
    services.publish_printing(page, by=convenor)
    answer = client.get(address_of(page))
    assert answer["Cache-Control"].startswith("public,")
    again = client.get(address_of(page), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert "Read it here" in client.get(page.get_absolute_url()).content.decode()
    services.withdraw_printing(page, by=convenor)
    again = client.get(address_of(page), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 404


def test_what_lies_under_embargo_is_kept_by_no_shared_cache(page, convenor, sign_in):
    opens = timezone.now() + timedelta(days=1)
    services.publish_printing(page, by=convenor, at=opens)
    assert sign_in(convenor).get(address_of(page))["Cache-Control"] == "private, no-cache"
    with time_machine.travel(opens, tick=False):
        assert sign_in(convenor).get(address_of(page))["Cache-Control"].startswith("public,")


def test_what_is_for_participants_is_kept_by_no_shared_cache(page, convenor, sign_in):
    Printing.objects.filter(pk=page.pk).update(edition=Edition.PARTICIPANTS)
    page.refresh_from_db()
    services.publish_printing(page, by=convenor)
    assert sign_in(convenor).get(address_of(page))["Cache-Control"] == "private, no-cache"


def test_a_page_that_tells_too_much_is_closed(world, convenor, client):
    person = make.PersonFactory(programme=world.programme, name="Ama Quartey")
    world.dialogue.introduction = "Opened by Ama Quartey."
    world.dialogue.save()
    printing = services.request_printing(
        services.report_of(world.dialogue),
        edition=Edition.PUBLIC,
        file_format=Format.PAGE,
        by=convenor,
    )
    production.print_waiting()
    printing.refresh_from_db()
    services.publish_printing(printing, by=convenor)
    assert "Ama Quartey" in client.get(address_of(printing)).content.decode()
    person.protected = True
    person.save()
    answer = client.get(address_of(printing))
    assert (answer.status_code, answer.url) == (302, printing.get_absolute_url())
    assert "Read it here" not in client.get(printing.get_absolute_url()).content.decode()


def test_what_is_no_page_is_not_read_where_it_is(world, convenor, sign_in):
    printing = services.request_printing(
        services.report_of(world.dialogue), edition=Edition.PUBLIC, by=convenor
    )
    production.print_waiting()
    assert Printing.objects.get(pk=printing.pk).state == "ready"
    assert sign_in(convenor).get(address_of(printing)).status_code == 404
