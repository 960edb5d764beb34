"""Every kind of report in every language: its words are in that language, and none of them in English."""

import re
import unicodedata
import zipfile

import pytest
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from pypdf import PdfReader

from reports.kinds import KINDS
from tests.reports.matrix import reports_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What each kind says of itself, by the words of the sources.
SAID = {
    "meeting-report": (
        *("Meeting report", "Contents", "What we heard", "Session logistics", "Convened by"),
        *(
            "By invitation only",
            "Next steps",
            "About this report",
            "For the team – not for circulation",
        ),
    ),
    "co-chairs-summary": ("Co-chairs’ summary", "What we heard", "Action points"),
    "summary": ("Summary and recommendations", "Action points", "The process so far"),
    "concept-note": ("How the issue was weighed", "Criterion", "A common problem", "not at all"),
    "scoping-paper": ("Scoping paper",),
    "comments": ("Comments and responses", "Response", "Accepted in part", "Not answered yet"),
    "stakeholder-map": ("Stakeholder map", "Who is on the map", "Germany", "Opposed", "Informal"),
    "briefing": ("What you gain by coming", "What we ask of you"),
    "agenda": ("Agenda", "Segment", "Moderator notes"),
    "minutes": ("Minutes", "Who was there", "Agenda and minutes", "By consensus", "Present"),
    "progress-report": (
        *("Progress report", "Dialogues held", "Women", "Money against budget", "In all"),
        *("What was done", "Workshop"),
    ),
    "roadmap": ("Roadmap", "Themes and actions", "Done", "Who leads"),
    "sign-in-sheet": ("Sign-in sheet", "Signature", "Guest"),
    "badges": ("Badges", "Observer"),
    "table-cards": ("Observer",),
    "certificates": ("Certificate of participation", "took part in"),
    "participants": ("Participants’ list", "Observer"),
    "invitation-letter": ("To whom it may concern", "Name as in the passport", "Yours faithfully,"),
}


def letters(text):
    """A text without what lines, hyphens and capitals do to it."""
    text = unicodedata.normalize("NFKD", text).replace("\u00ad", "").casefold()
    return "".join(re.findall(r"[^\W_]+", text))


def words_of(path):
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(path).pages)
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.match(r"word/(document|footer)", name)]
        return " ".join(
            re.sub(r"<[^>]+>", "", package.read(name).decode().replace("</w:p>", " "))
            for name in names
        )


@pytest.fixture
def printed(language, tmp_path):
    """What the files of each kind say, by kind and format."""
    found = {}
    for kind, report in reports_in(language).items():
        offer = KINDS[kind]
        context = offer.read(report, "internal")
        assert context.language.partition("-")[0] == language, kind
        for file_format in offer.formats.keys() & {"pdf", "docx"}:
            path = tmp_path / f"{kind}.{file_format}"
            offer.writer(file_format)(context, offer.pictures_of(context), path)
            found[kind, file_format] = words_of(path)
    return found


@pytest.mark.parametrize("language", settings.REPORT_LANGUAGES)
def test_every_kind_and_format_is_printed_in_the_language(language, printed):
    # A new kind has words in SAID, and a report in tests/reports/matrix.py.
    assert {kind for kind, _format in printed} == set(KINDS) == set(SAID)
    missing, english = [], []
    for (kind, file_format), said in printed.items():
        for text in SAID[kind]:
            with override(language):
                told = (
                    gettext(text) if text != "What was done" else capfirst(gettext("what was done"))
                )
            if letters(told) not in letters(said) and (text, file_format) not in ONLY_PRINTED:
                missing.append((kind, file_format, text))
            differs = text not in TYPED and letters(told) != letters(text)
            if differs and re.search(rf"\b{re.escape(text)}\b", said):
                english.append((kind, file_format, text))
    assert (missing, english) == ([], [])


# What pages have and Word files do not, and what the meeting itself says in these words.
ONLY_PRINTED = {("Contents", "docx")}
TYPED = {"Agenda", "Minutes", "Present", "Women"}
