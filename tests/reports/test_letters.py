"""The letters of reports: where words are broken, which fonts have them, and which way they run."""

import logging
import subprocess
import sys
import zipfile

import pikepdf
import pymupdf
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override
from pypdf import PdfReader
from pyphen import Pyphen, language_fallback

from reports.contexts import ReportContext, in_language
from reports.pages import compose
from reports.pdf import write_pdf
from reports.word.file import WordFile
from reports.wording import day, span, weekday, within
from tests.reports.meetings import meeting

pytestmark = pytest.mark.once

# A long word of each language, and the places at which it may be broken.
LONG = {
    "en": ("responsibilities", "re-spons-ib-il-it-ies"),
    "fr": ("responsabilités", "res-pon-sa-bi-li-tés"),
    "es": ("responsabilidades", "res-pon-sa-bi-li-da-des"),
    "pt": ("responsabilidades", "res-pon-sa-bi-li-da-des"),
    "sw": ("yakilinganishwa", "ya-ki-li-nga-ni-shwa"),
    "id": ("penyelenggaraan", "pe-nye-leng-ga-ra-an"),
}
LETTERS = {
    "en": "The quick brown fox jumps over the lazy dog. “‘…’” – — £ € № −",
    "fr": "Voix ambiguë d’un cœur qui, au zéphyr, préfère les kiwis\u202f? «\xa0ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ\xa0»\xa0:",
    "es": "¿El veloz murciélago hindú comía feliz cardillo y kiwi? ¡La cigüeña, el ñandú! «ÁÉÍÓÚÑÜ» º ª",
    "pt": "À noite, vovô Kowalsky vê o ímã cair no pé do pinguim; ãõçÃÕÇâêôÂÊÔ “” º ª",
    "sw": "Ng’ombe wa shamba hili wanakula majani; ŋ, ng’, dh, gh, kh, th",
    "id": "Muharjo seorang xenofobia universal yang takut pada warga jazirah, contohnya Qatar; é",
}
# As people are called from Dakar to Lagos to Hanoi, and in Arabic and Persian.
NAMES = (
    "Ẹniọlá Ṣadé Ŋutsu Ɓaawo Ɗanladi Ɛsi Ɔkɔ Ǝdo Ĩtotia ẽ ẹ̀ ɛ̃ m̀ Zoë Łukasz Nguyễn Đặng Şükrü Žižek"
)
ARABIC = "محمد بن علي، بهزاد پورکیانی گ چ ژ ٠١٢٣ ۴۵۶"


def page(words, *, language="en", css="", sheet="meeting_report"):
    style = render_to_string(f"reports/pdf/{sheet}.css")
    return (
        f'<html lang="{language}"><head><title>A page</title><style>{style}{css}</style></head>'
        f"<body>{words}</body></html>"
    )


def text_of(html, path):
    write_pdf(html, path)
    return "\n".join(each.extract_text() for each in PdfReader(path).pages)


def fonts_in(path):
    with pikepdf.open(path) as pdf:
        names = (
            each.get("/FontName") for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
        )
        return {str(name).partition("+")[2] for name in names if name}


class TestBrokenWords:
    @pytest.mark.parametrize("language", settings.REPORT_LANGUAGES)
    def test_a_narrow_column_breaks_a_word_at_a_right_place(self, language, tmp_path):
        word, places = LONG[language]
        css = "@page { @bottom-right { content: none; } } .narrow { width: 23mm; }"
        html = page(f'<p class="narrow">{word}</p>', language=language, css=css)
        lines = text_of(html, tmp_path / "word.pdf").replace("\u2010", "-").split()
        assert len(lines) > 1
        assert all(line.endswith("-") for line in lines[:-1])
        assert "".join(lines).replace("-", "") == word
        beginnings = {part.replace("-", "") for part in _beginnings(places)}
        assert lines[0].rstrip("-") in beginnings

    @pytest.mark.parametrize("language", settings.REPORT_LANGUAGES)
    def test_the_patterns_know_where(self, language):
        word, places = LONG[language]
        assert Pyphen(lang=language_fallback(language)).inserted(word) == places

    @pytest.mark.parametrize(
        "places",
        [
            *("ma-zu-ngu-mzo", "mwe-nye-ki-ti", "ushi-ri-ki-shwa-ji", "wa-chi-mba-ji", "ng’o-mbe"),
            *("dak-ta-ri", "pro-gra-mu", "se-ri-ka-li", "mae-nde-leo", "ku-mbu-ku-mbu", "lab-da"),
        ],
    )
    def test_swahili_is_broken_by_its_syllables(self, places):
        assert Pyphen(lang="sw").inserted(places.replace("-", "")) == places

    @pytest.mark.parametrize(
        "words",
        [
            '<a href="https://example.org/x">example.org/penyelenggaraanresponsabilidades</a>',
            "<code>penyelenggaraanresponsabilidades</code>",
            '<table class="people"><tr><td class="name">Responsabilidadespenyelenggaraan</td></tr></table>',
            '<p class="cover-foot">Responsabilidadespenyelenggaraan</p>',
        ],
    )
    @pytest.mark.parametrize("language", ["es", "id"])
    def test_addresses_codes_and_names_get_no_hyphen(self, words, language, tmp_path):
        css = "a, code, td, p { width: 30mm; display: block; position: static; }"
        text = text_of(page(words, language=language, css=css), tmp_path / "name.pdf")
        assert len(text.split()) > 1
        assert "-" not in text
        assert "\u2010" not in text

    @pytest.mark.parametrize(
        ("language", "tag"),
        [("en-gb", "en-GB"), ("fr", "fr-FR"), ("sw", "sw-KE"), ("pt-br", "pt-BR"), ("ar", "ar")],
    )
    def test_word_is_told_the_language_and_to_break_words(self, language, tag, tmp_path):
        path = tmp_path / "file.docx"
        file = WordFile(title="A", language=language, made_at="2026-01-01T00:00:00+00:00")
        file.paragraph(["Words"])
        file.save(path)
        with zipfile.ZipFile(path) as package:
            styles = package.read("word/styles.xml").decode()
            asked = package.read("word/settings.xml").decode()
        assert f'<w:lang w:val="{tag}"' in styles
        assert asked.index("defaultTabStop") < asked.index("autoHyphenation")
        assert asked.index("autoHyphenation") < asked.index("doNotHyphenateCaps")
        assert asked.index("doNotHyphenateCaps") < asked.index("characterSpacingControl")


def _beginnings(places):
    parts = places.split("-")
    return ["-".join(parts[:number]) for number in range(1, len(parts))]


class TestFonts:
    @pytest.mark.parametrize("sheet", ["meeting_report", "day"])
    def test_our_own_fonts_have_every_letter(self, sheet, tmp_path, caplog):
        path = tmp_path / "letters.pdf"
        words = (*LETTERS.values(), NAMES, ARABIC)
        with caplog.at_level(logging.WARNING, logger="weasyprint"):
            write_pdf(page("".join(f"<p>{each}</p>" for each in words), sheet=sheet), path)
        assert [row.getMessage() for row in caplog.records if ".notdef" in row.getMessage()] == []
        assert {name.split("-")[0] for name in fonts_in(path)} == {"Baraza"}

    def test_a_letter_that_no_font_has_is_noticed(self, tmp_path, caplog):
        with caplog.at_level(logging.WARNING, logger="weasyprint"):
            write_pdf(page("<p>\U0001e900</p>"), tmp_path / "letters.pdf")
        assert ".notdef" in caplog.text

    def test_they_do_so_on_a_machine_without_any_font(self, tmp_path):
        (tmp_path / "none.conf").write_text(
            f"<fontconfig><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
        )
        (tmp_path / "page.html").write_text(page(f"<p>{NAMES}</p><p>{ARABIC}</p>"))
        script = (
            "import sys, pathlib; from reports.pdf import write_pdf; here = pathlib.Path(sys.argv[1]);"
            "write_pdf((here / 'page.html').read_text(), here / 'page.pdf')"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path],
            env={"FONTCONFIG_FILE": str(tmp_path / "none.conf"), "PYTHONPATH": ":".join(sys.path)},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
        assert ".notdef" not in done.stderr
        assert {name.split("-")[0] for name in fonts_in(tmp_path / "page.pdf")} == {"Baraza"}


class TestRightToLeft:
    def test_days_with_english_labels_stay_in_one_piece(self):
        with in_language("ar"):
            assert span("2026-05-03", "2026-05-06") == "\u20663–6 May 2026\u2069"
            assert weekday("2026-05-03") == "\u2066Sunday 3 May 2026\u2069"
            assert (day(""), span("", "")) == ("", "")
        with in_language("fr"):
            assert span("2026-05-03", "2026-05-06") == "3–6 mai 2026"
        with override("ar"), within("ar"):
            assert "\u2066" not in day("2026-05-03")

    @pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("sw", False)])
    def test_the_first_column_of_a_word_table_is_at_the_right(self, language, mirrored, tmp_path):
        file = WordFile(title="A", language=language, made_at="2026-01-01T00:00:00+00:00")
        with file.table([1, 1]) as table:
            table.row(["One", "Two"])
        file.save(tmp_path / "file.docx")
        with zipfile.ZipFile(tmp_path / "file.docx") as package:
            assert ("<w:bidiVisual/>" in package.read("word/document.xml").decode()) is mirrored
            assert (
                '<w:sz w:val="21"/><w:szCs w:val="21"/>' in package.read("word/styles.xml").decode()
            )

    @pytest.mark.django_db
    def test_what_stands_at_an_edge_stands_at_the_other(self, tmp_path):
        found = meeting(language="ar", introduction="الأرض")
        for name, language in (("there", "ar"), ("here", "en")):
            found.dialogue.language = language
            found.dialogue.save()
            write_pdf(compose(ReportContext.of(found.report, "internal")), tmp_path / f"{name}.pdf")
        places = {}
        for name in ("there", "here"):
            with pymupdf.open(tmp_path / f"{name}.pdf") as document:
                cover, contents, logistics = document[0], document[1], document[5]
                middle = contents.rect.width / 2
                searched = (
                    *((cover, "Ground left behind"), (contents, "Acknowledgements")),
                    *((contents, "Ground left behind"), (contents, "not for circulation")),
                    *((logistics, "Segment"), (logistics, "Convened by")),
                )
                found_at = [page.search_for(text)[0] for page, text in searched]
                places[name] = [(box.x0 + box.x1) / 2 > middle for box in found_at]
        assert places == {"here": [False] * len(searched), "there": [True] * len(searched)}
