"""HTML to a picture, by way of the one PDF: the only place that knows pypdfium2."""

import os
from pathlib import Path

import pypdfium2

from reports.pdf import write_pdf

WIDTH = 2400  # pixels: what fills a slide on a screen of today


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
