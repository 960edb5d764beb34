"""A personal link as a pattern that a phone's camera reads, for whoever has no e-mail address."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class Pattern:
    """A QR code as an SVG path in a square of `size` units, its white margin included."""

    path: str
    size: int


def pattern_of(address):
    """The Pattern of `address`."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    rows = code.get_matrix()
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Pattern("".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(rows))
