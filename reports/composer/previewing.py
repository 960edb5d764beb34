"""The pages of a part as pictures, within a second or so: what stands beside the text while it is written."""

import base64
import tempfile
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from core.apart import Died, answer_apart
from reports.contexts import in_language
from reports.exceptions import PrintFailed
from reports.pages import compose, parts_of, with_pictures
from reports.pdf import write_pdf
from reports.picture import pages_of

SECONDS, MEGABYTES = 10, 600
MOST_PAGES, WIDTH = 4, 900  # pixels


def preview(context, pictures):
    """The first pages of the parts of a ReportContext as PNG in base64, and how many there are in all: a
    dict with "pages" and "number". Raises PrintFailed."""
    with in_language(context.language):
        if not with_pictures(parts_of(context), pictures):
            return {"number": 0, "pages": []}
    html = compose(context, pictures, alone=True)
    try:
        told = answer_apart(partial(_print, html, pictures), seconds=SECONDS, megabytes=MEGABYTES)
    except Died as error:
        raise PrintFailed(_("It takes too long to be shown here. Print it to see it.")) from error
    if "reason" in told:
        raise PrintFailed(told["reason"])
    return told


def _print(html, pictures):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "preview.pdf"
        try:
            number = write_pdf(html, target, pictures, variant=None)
        except PrintFailed as failure:
            return {"reason": str(failure)}
        shown = pages_of(target.read_bytes(), width=WIDTH, most=MOST_PAGES)
    return {"number": number, "pages": [base64.b64encode(page).decode() for page in shown]}
