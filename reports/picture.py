"""HTML to a picture, by way of the one PDF: the only place that knows pypdfium2."""

import io
import os
import re
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from reports.pdf import PICTURE, write_pdf

SHARP = 1600  # pixels: a drawing as wide as a page, at some 240 to the inch
WIDTH = 2400  # pixels: what fills a slide on a screen of today
SHEET = """<!DOCTYPE html><title>{0}</title><style>
@font-face {{ font-family: "Baraza Sans"; src: url("asset:sans"); }}
@page {{ size: {1}px {2}px; margin: 0 }} html, body {{ margin: 0 }}
img {{ display: block; width: {1}px }}</style><img src="{3}drawing" alt="">"""


def write_picture(html, target, pictures=None, *, width=WIDTH):
    """Print the first page of the document `html` to the file `target` as PNG, `width` pixels wide.

    As `reports.pdf.write_pdf`, in all that it fetches and refuses. The file holds nothing beside the
    picture, and the same document gives the same bytes. Raises OSError and PrintFailed.
    """
    target = Path(target)
    # For a moment the PDF lies where the picture will: a folder of its own might be left behind.
    write_pdf(html, target, pictures)
    document = pypdfium2.PdfDocument(target.read_bytes())
    try:
        page = document[0]
        picture = page.render(scale=width / page.get_width()).to_pil()
        with open(target, "wb") as file:
            picture.convert("RGB").save(file, "PNG", optimize=True)
            file.flush()
            os.fsync(file.fileno())
    finally:
        document.close()


def picture_of(shown):
    """What a Word file can hold of a picture (media type, content): PNG for a drawing in SVG and for WebP,
    else what it is."""
    media_type, content = shown
    if media_type == "image/webp":
        made = io.BytesIO()
        with Image.open(io.BytesIO(content)) as picture:
            picture.save(made, "PNG")
        return made.getvalue()
    if media_type != "image/svg+xml":
        return content
    width, height = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', content).groups()
    sheet = SHEET.format("", width.decode(), height.decode(), PICTURE)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "drawing.png"
        write_picture(sheet, target, {"drawing": shown}, width=SHARP)
        return target.read_bytes()


def pages_of(pdf, *, width, most):
    """The first `most` pages of a PDF (bytes) as PNG, `width` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown = []
        for number in range(min(most, len(document))):
            page = document[number]
            made = io.BytesIO()
            picture = page.render(scale=width / page.get_width()).to_pil()
            picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(made, "PNG")
            shown.append(made.getvalue())
        return shown
    finally:
        document.close()
