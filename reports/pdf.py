"""HTML to PDF: the only place that knows WeasyPrint.

Nothing is fetched but the application's own fonts and the pictures that are handed over with the
document: no network, no file, no attachment. As a document may still be larger than anybody thought,
`reports.apart` prints in a process of its own, with limits.
"""

import os
import warnings
from contextlib import contextmanager
from importlib.resources import files

from django.utils.translation import gettext as _
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.exceptions import PrintFailed
from reports.hyphenation import register

# WeasyPrint lets the whole process take images that were cut short. Ours may be brought by anybody, and
# core.uploads refuses those.
ImageFile.LOAD_TRUNCATED_IMAGES = False
register()

# What a style sheet may ask for by `url("asset:NAME")`.
ASSETS = {
    "asset:serif": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "asset:serif-italic": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    "asset:sans": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
    "asset:sans-italic": ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf"),
    "asset:arabic": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
AS_PAGES, AS_KEPT = "pdf/ua-1", "pdf/a-2a"
SOURCE_DATE = "SOURCE_DATE_EPOCH"  # read by fontTools, as by many tools that make files
PICTURE = "asset:upload-"  # and the key of a picture
PRINTED = 4  # the Print flag of a PDF annotation
# A file for the archive says in its metadata that it is PDF/UA-1 too, and what that property is.
END_OF_METADATA = b"</rdf:RDF>"
ACCESSIBLE = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" '
    b'pdfuaid:part="1"/><rdf:Description '
    b'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    b'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>The part of ISO 14289 that the file conforms to"
    b"</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>" + END_OF_METADATA
)


class OwnAssets(URLFetcher):
    """Answers for the application's own fonts and the document's `pictures` (by key, (media type,
    content)), and refuses everything else, which stops the printing."""

    def __init__(self, pictures=None):
        super().__init__(allowed_protocols={"asset"}, allow_redirects=False, fail_on_errors=True)
        self._pictures = {f"{PICTURE}{key}": found for key, found in (pictures or {}).items()}

    def fetch(self, url, headers=None):
        if url in self._pictures:
            media_type, body = self._pictures[url]
            return URLFetcherResponse(url, body, {"Content-Type": media_type})
        if url not in ASSETS:
            raise ValueError(f"not one of the application's own assets: {url}")
        package, name = ASSETS[url]
        body = (files(package) / "files" / name).read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})


def write_pdf(html, target, pictures=None, *, variant=AS_PAGES):
    """Print the document `html` to the file `target` (Path) as tagged PDF/UA-1; answers with its pages.
    `pictures` are those that it shows, by key: (media type, content). `variant` AS_KEPT is PDF/A-2a, and
    says that it is PDF/UA-1 as well; without one the file is quicker made and good for nothing but to be
    looked at.

    The same document gives the same bytes. Raises OSError if the file cannot be written, and PrintFailed
    if the document asks for anything to be fetched.
    """
    fonts = FontConfiguration()
    try:
        document = HTML(string=html, url_fetcher=OwnAssets(pictures)).render(font_config=fonts)
        with open(target, "wb") as file, _fonts_of_one_date(), warnings.catch_warnings():
            # WeasyPrint leaves its file of the colour profile to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            document.write_pdf(file, pdf_variant=variant, finisher=FINISHERS.get(variant, _finish))
            file.flush()
            os.fsync(file.fileno())
    except FatalURLFetchingError as error:
        raise PrintFailed(_("The report refers to something that it may not fetch.")) from error
    return len(document.pages)


@contextmanager
def _fonts_of_one_date():
    """Embedded fonts carry the time they were made at, unless the environment names one."""
    before = os.environ.get(SOURCE_DATE)
    os.environ[SOURCE_DATE] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SOURCE_DATE]
        else:
            os.environ[SOURCE_DATE] = before


def _finish(_document, pdf):
    """Links carry the flag that says they belong to the printed page too (ISO 14289-1, 7.18.1)."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Subtype") == "/Link":
            thing["F"] = PRINTED


def _finish_for_the_archive(document, pdf):
    """What ISO 19005-2 asks for beyond what WeasyPrint does: no picture is smoothed by the reader's program
    (6.2.8), and what is said of accessibility is described (6.6.2.3)."""
    _finish(document, pdf)
    for thing in pdf.objects:
        extra = getattr(thing, "extra", None) or {}
        if "Interpolate" in extra:
            extra["Interpolate"] = "false"
        if extra.get("Type") == "/Metadata":
            thing.stream = [part.replace(END_OF_METADATA, ACCESSIBLE) for part in thing.stream]


FINISHERS = {AS_PAGES: _finish, AS_KEPT: _finish_for_the_archive}


def write_archive(html, target, pictures=None):
    """`write_pdf` for the archive: PDF/A-2a, all that is needed to show it in the file."""
    return write_pdf(html, target, pictures, variant=AS_KEPT)
