"""A QR code as SVG, to be printed and put up where people are asked."""

from __future__ import annotations

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from parindex.charts.svg import element, picture

_BORDER = 4
_SCALE = 6


def draw(address: str, *, title: str, key: str) -> str:
    """Return the code of an address; `title` says in words where it leads."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=_BORDER)
    code.add_data(address)
    matrix = code.get_matrix()
    size = len(matrix) * _SCALE
    path = "".join(
        f"M{column * _SCALE} {row * _SCALE}h{_SCALE}v{_SCALE}h-{_SCALE}z"
        for row, cells in enumerate(matrix)
        for column, is_dark in enumerate(cells)
        if is_dark
    )
    # Black on white whatever the theme: cameras read no other.
    ground = element("rect", width=size, height=size, fill="#ffffff")
    body = ground + element("path", d=path, fill="#000000")
    return picture(body, width=size, height=size, title=title, description=address, key=key)
