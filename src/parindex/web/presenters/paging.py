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


def window(*, page: int, size: int, total: int, query: dict[str, str], noun: str, key: str = "trang") -> Window:
    """Return the pager of a list: `page` counts from 1, `query` is what the address keeps, `noun` is what is listed.

    `key` is what the address names the page by; lists of one page have different ones.
    """
    last = max((total + size - 1) // size, 1)
    here = clamped(page, size=size, total=total)
    first, end = (here - 1) * size + 1, min(here * size, total)
    words = f"{format_decimal(first)}–{format_decimal(end)} trong {format_decimal(total)} {noun}"
    if last == 1:
        return Window(words, (), "", "")
    near = {n for n in range(here - NEIGHBOURS, here + NEIGHBOURS + 1) if 1 <= n <= last} | {1, last}
    links: list[PageLink] = []
    for number in sorted(near):
        if links and str(number - 1) != links[-1].name:
            links.append(PageLink("", ""))
        links.append(PageLink(str(number), _address(query, key, number), is_current=number == here))
    previous = _address(query, key, here - 1) if here > 1 else ""
    return Window(words, tuple(links), previous, _address(query, key, here + 1) if here < last else "")


def clamped(page: int, *, size: int, total: int) -> int:
    """Return the page that is shown when one is asked for: the last one instead of one behind it."""
    return min(max(page, 1), max((total + size - 1) // size, 1))


def _address(query: dict[str, str], key: str, number: int) -> str:
    return "?" + urlencode({**query, key: str(number)})
