"""QR codes as drawings: the only place that knows the library that makes them."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H

QUIET = 4  # modules of white around a code (ISO/IEC 18004)


def qr_svg(text):
    """The QR code of `text` as an SVG document, one path of one colour, with the white it needs around
    it. It can still be read with a third of it worn off, as badges are."""
    code = QRCode(border=0, error_correction=ERROR_CORRECT_H)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}" shape-rendering="crispEdges">'
        f'<path fill="#000000" d="{path}"/></svg>'
    )


def _runs(row):
    """Where dark modules begin in a row, and how many follow one another."""
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None
