"""Words that somebody may type in order to run in a reader's browser, to be counted by a sheet, to break out
of a header or a calendar, or to have an address fetched: written into every text there is, and looked for in
every page, file, feed, mail and print that is made of them."""

import csv
import json
import re
import unicodedata
import zipfile
from email.header import decode_header, make_header
from html import unescape
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

from core import post
from core.models import Mail
from reports.kinds import KINDS
from reports.models import Edition
from tests import factories as make
from tests.canaries import (
    OF_A_PERSON,
    exports,
    further,
    make_public,
    signs_in,
    somebody_protected,
    told,
)
from tests.furnishing import furnish, reports_of, write_everywhere
from tests.routes import routes

pytestmark = pytest.mark.once

MARK = "hostile"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEADS = ("href", "src", "action", "formaction", "data")
WORDS = (
    f"<script>{MARK}(1)</script><img src=x onerror={MARK}(2)><b>{MARK}",
    f'=HYPERLINK("http://{MARK}.example","{MARK}")',
    f"\"><svg onload={MARK}()> ' autofocus onfocus={MARK}() x='",
    f"[{MARK}](javascript:{MARK}()) ![{MARK}](http://169.254.169.254/{MARK}) <javascript:{MARK}()>",
    f"+{MARK} | cmd",
    f'{{{{ {MARK}|default:"run-{MARK}" }}}}{{% now "{MARK}" %}}{{0.__class__}}%(x)s{{link}}',
    f"@{MARK}\r\nBcc: {MARK}@example.org\r\nATTENDEE:mailto:{MARK}@example.org",
    f"-{MARK}|calc",
    f"{MARK} \u202etxt.exe\u202c \u2066{MARK}\u2069\x1b]0;\x08",
    f"\t={MARK}()",
    "W" * 120,
    f"</textarea></title></style>--><script>{MARK}(3)</script>]]>",
)
RUNS = re.compile(r"\s*(javascript|vbscript|data:text)", re.IGNORECASE)
COUNTED = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[\d.,]+%?")


class Harm(HTMLParser):
    """Finds in a page what would run, or be fetched from somewhere else."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.inside = [], None

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            value = "".join((value or "").split())
            runs = name in LEADS and RUNS.match(value)
            fetched = name == "src" and MARK in value and "//" in value
            if name.startswith("on") or runs or fetched or (name == "style" and MARK in value):
                self.found.append((tag, name, value[:60]))

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside in ("script", "style") and MARK in data:
            self.found.append((self.inside, data[:60]))


def harm_in_page(content):
    reader = Harm()
    reader.feed(content)
    # Quotation marks are written in several ways, and what changed is marked amid the words.
    said = unescape(unescape(re.sub(r"<[^>]*>", "", content)))
    if said.count(f"run-{MARK}") > len(re.findall(rf"default\W{{1,5}}run-{MARK}", said)):
        reader.found.append("a template was run")
    return reader.found


def harm_in_csv(content):
    rows = csv.reader(StringIO(content))
    return [
        cell for row in rows for cell in row if COUNTED.match(cell) and not NUMBER.fullmatch(cell)
    ]


def harm_in_sheets(content):
    book = load_workbook(BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [
        cell.value
        for cell in cells
        if (MARK in str(cell.value) and cell.data_type == "f")
        or (cell.hyperlink and MARK in str(cell.hyperlink.target))
    ]


def harm_in_calendar(content):
    Calendar.from_ical(content)
    lines = re.sub(r"\r?\n[ \t]", "", content).splitlines()
    return [line for line in lines if re.match(rf"(bcc|attendee)\b.*{MARK}", line, re.IGNORECASE)]


def harm_in_cards(content):
    return [line for line in content.splitlines() if re.match("bcc|attendee", line, re.IGNORECASE)]


def harm_in_word(content):
    found = []
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(packed.read(name))
                targets = (node.get("Target", "") for node in tree.iter())
                found += [target for target in targets if RUNS.match(target) or "169.254" in target]
                found += [
                    node.tag
                    for node in tree.iter()
                    if node.tag.endswith("}instrText") and MARK in (node.text or "")
                ]
    return found


def harm_in_xml(content):
    etree.fromstring(content.encode())
    return []


def harm_in_json(content):
    json.loads(content)
    return []


def nothing(_content):
    return []


# Pictures and PDF are made of bytes that were checked as they came; scripts are our own.
OUR_OWN = ("", "application/pdf", "image/png", "image/jpeg", "image/svg+xml", "text/javascript")
READERS = {
    "text/html": harm_in_page,
    "text/csv": harm_in_csv,
    "text/calendar": harm_in_calendar,
    "text/vcard": harm_in_cards,
    "application/xml": harm_in_xml,
    "application/atom+xml": harm_in_xml,
    "application/json": harm_in_json,
    "application/geo+json": harm_in_json,
    SHEETS: harm_in_sheets,
} | dict.fromkeys(
    ("", "application/pdf", "image/png", "image/jpeg", "image/svg+xml", "text/javascript"), nothing
)


def harm_in_answer(response):
    """What of the words would do something in an answer, whatever it is."""
    if response.status_code >= 500:
        return [response.status_code]
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    content = response.getvalue() if response.streaming else response.content
    name = unquote(response.headers.get("Content-Disposition", ""))
    found = [name for letter in name if unicodedata.category(letter) in ("Cc", "Cf")]
    if response["X-Content-Type-Options"] != "nosniff":
        found.append("may be sniffed")
    if kind not in READERS:
        return [*found, f"{kind} is looked at by nobody"]
    return found + READERS[kind](content if kind == SHEETS else content.decode(errors="replace"))


@pytest.fixture
def furnished(world, llg_member, convenor):
    """A world in which every text says something hostile; the fields that do."""
    person = make.PersonFactory(programme=world.programme, name="Ama Mensah", group=world.miners)
    furnish(world, person, convenor)
    world.written = write_everywhere(world, WORDS)
    make_public(world, public=True)
    return world


def test_no_page_file_or_feed_does_what_a_text_says(furnished, convenor, client, sign_in):
    assert len(furnished.written) > 200
    walked = [*(route.url for route in routes(furnished)), *further(furnished), *exports()]
    found, said = {}, 0
    for name, asks in (("convenor", sign_in(convenor)), ("visitor", type(client)())):
        asks.raise_request_exception = False
        for url in walked:
            response = asks.get(url)
            said += response.status_code == 200 and MARK in told(response)
            if harm := harm_in_answer(response):
                found[name, url] = harm[:3]
    assert found == {}
    assert said > 200


def test_no_report_does_what_a_text_says(furnished, tmp_path):
    reports = reports_of(furnished)
    assert set(reports) == set(KINDS)
    found, looked = {}, {"html": harm_in_page, "docx": harm_in_word, "xlsx": harm_in_sheets}
    for kind, report in reports.items():
        offer = KINDS[kind]
        context = offer.read(report, "internal")
        for file_format in looked.keys() & offer.formats.keys():
            path = tmp_path / f"{kind}.{file_format}"
            offer.writer(file_format)(context, offer.pictures_of(context), path)
            content = path.read_text() if file_format == "html" else path.read_bytes()
            if harm := looked[file_format](content):
                found[path.name] = harm[:3]
    assert found == {}


def test_no_mail_does_what_a_text_says(furnished):
    for place, word in enumerate(WORDS):
        Mail.objects.create(
            key=f"m{place}",
            to_email="a@example.org",
            to_name=word[:300],
            subject=word[:300],
            body=word,
        )
    for mail in Mail.objects.all():
        message = post.message_of(mail).message()
        assert message["Bcc"] is None
        assert message.get_content_type() in ("text/plain", "multipart/mixed")
        assert len(message.get_all("To")) == 1
        subject = str(make_header(decode_header(message["Subject"].replace("\n", ""))))
        assert not [letter for letter in subject if unicodedata.category(letter) == "Cc"]


def test_no_kind_of_report_names_somebody_protected(world, llg_member, convenor):
    """In any edition, whatever text of whatever row spells them out."""
    person = somebody_protected(world)
    furnish(world, person, convenor)
    write_everywhere(world, [f"{person.name} said so. "], spare=person)
    found = {}
    for kind, report in reports_of(world).items():
        for edition in Edition.values:
            if edition in KINDS[kind].editions:
                snapshot = json.dumps(
                    KINDS[kind].read(report, edition).to_snapshot(), ensure_ascii=False
                )
                if signs := signs_in(snapshot, OF_A_PERSON):
                    found[kind, edition] = signs
    assert found == {}


def test_mail_leaves_by_one_door(world, llg_member):
    """Nothing else of ours sends any; what goes through it names nobody protected to somebody else."""
    root, sends = (
        Path(__file__).parent.parent,
        re.compile(r"EmailMessage|EmailMultiAlternatives|send_mail\(|mail_admins"),
    )
    ours = (
        "core",
        "accounts",
        "stakeholders",
        "dialogues",
        "convening",
        "roadmaps",
        "reports",
        "config",
    )
    files = [path for each in ours for path in (root / each).rglob("*.py")]
    found = {path.relative_to(root).as_posix() for path in files if sends.search(path.read_text())}
    assert found == {"core/post.py", "core/tasks.py"}
    person = somebody_protected(world)
    text = f"{person.name} ({person.email}, {person.phone}) asked for it."
    mail = Mail.objects.create(key="m", to_email="a@example.org", subject=text, body=text)
    assert not signs_in(str(post.message_of(mail).message()), OF_A_PERSON)
