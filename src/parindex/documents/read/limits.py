"""How much a file may ask of the machine; checked before anything is parsed or unpacked."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds in bytes, counts and seconds.

    `ratio` is unpacked to packed size of an archive and is looked at only above `ratio_floor` unpacked bytes, since
    small XML packs very well. `cells` bounds the grid of one spreadsheet, filled or not.
    """

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 500 * MEGABYTE
    ratio: int = 150
    ratio_floor: int = 20 * MEGABYTE
    members: int = 10_000
    nesting: int = 3
    cells: int = 2_000_000
    pages: int = 3_000
    converter_seconds: int = 120
    ocr_page_seconds: int = 120


DEFAULT_LIMITS = Limits()
