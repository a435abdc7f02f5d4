"""Links from page to page of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from parindex.domain.text.numerals import format_decimal

NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page, or a gap between pages when it has no address."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """What the pager shows; no links when all fits on one page."""

    words: str
    links: tuple[PageLink, ...]
    previous: str
    following: str


def window(*, page: int, size: int, total: int, query: dict[str, str], noun: str) -> Window:
    """Return the pager of a list: `page` counts from 1, `query` is what the address keeps, `noun` is what is listed."""
    last = max((total + size - 1) // size, 1)
    here = min(max(page, 1), last)
    first, end = (here - 1) * size + 1, min(here * size, total)
    words = f"{format_decimal(first)}–{format_decimal(end)} trong {format_decimal(total)} {noun}"
    if last == 1:
        return Window(words, (), "", "")
    near = {n for n in range(here - NEIGHBOURS, here + NEIGHBOURS + 1) if 1 <= n <= last} | {1, last}
    links: list[PageLink] = []
    for number in sorted(near):
        if links and str(number - 1) != links[-1].name:
            links.append(PageLink("", ""))
        links.append(PageLink(str(number), _address(query, number), is_current=number == here))
    previous = _address(query, here - 1) if here > 1 else ""
    return Window(words, tuple(links), previous, _address(query, here + 1) if here < last else "")


def _address(query: dict[str, str], number: int) -> str:
    return "?" + urlencode({**query, "trang": str(number)})
