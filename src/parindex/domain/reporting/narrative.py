"""The words of a report: drafted from what was done and what was not, with the places where figures stand.

`{hoan-thanh}` in a text is the place of a figure, `{tthc.hoan-thanh}` that of a field; numbers are never typed there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parindex.domain.reporting.figures import Figure
from parindex.domain.reporting.work import DONE, Outcome, WorkRow
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal

_PLACE = re.compile(r"\{([a-z0-9-]+(?:\.[a-z0-9-]+)?)\}")
UNKNOWN = "(chưa có số)"
DONE_HEADING, OPEN_HEADING = "Đã hoàn thành:", "Chưa hoàn thành:"
_MOST = 15
_LEFT = (Outcome.OVERDUE, Outcome.WAITING, Outcome.ONGOING, Outcome.UNDATED)
_NOTHING = "Trong kỳ không có nhiệm vụ nào của lĩnh vực này."


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: plain words, or a figure with its key."""

    text: str
    key: str = ""


def figure_text(figure: Figure | None) -> str:
    """Write a figure as people do; a percentage has no more than two decimals, none is given where it is not known."""
    if figure is None or figure.value is None:
        return UNKNOWN
    return format_decimal(figure.value)


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys of the figures that a text has a place for, in order."""
    return tuple(_PLACE.findall(text))


def unknown_keys(text: str, figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Return the places of a text for which there is no figure."""
    return tuple(key for key in keys_in(text) if key not in figures)


def pieces(text: str, figures: Mapping[str, Figure]) -> tuple[Piece, ...]:
    """Cut a text into words and figures."""

    def cut() -> Iterator[Piece]:
        at = 0
        for found in _PLACE.finditer(text):
            if found.start() > at:
                yield Piece(text[at : found.start()])
            yield Piece(figure_text(figures.get(found[1])), found[1])
            at = found.end()
        if at < len(text):
            yield Piece(text[at:])

    return tuple(cut())


def fill(text: str, figures: Mapping[str, Figure]) -> str:
    """Return a text with its figures written in."""
    return "".join(piece.text for piece in pieces(text, figures))


def known_sentences(sentences: Sequence[str], figures: Mapping[str, Figure]) -> list[str]:
    """Return the sentences all of whose figures are known."""

    def is_known(key: str) -> bool:
        return key in figures and figures[key].value is not None

    return [sentence for sentence in sentences if all(map(is_known, keys_in(sentence)))]


def draft_field(
    opening: str, work: Mapping[Outcome, Sequence[WorkRow]], *, total: Figure | None, told: Sequence[str] = ()
) -> str:
    """Draft the words of one field: its figures, what was done with its proof, what was not and what was said why.

    `told` are sentences on figures of other sources. Only words that people wrote are quoted; where nobody wrote a
    reason, the text says so.
    """
    if total is not None and not total.value:
        return "\n".join([_NOTHING, *told])
    lines = [opening, *told]
    done = [row for outcome in sorted(DONE) for row in work.get(outcome, ())]
    left = [(outcome, row) for outcome in _LEFT for row in work.get(outcome, ())]
    if done:
        lines += [DONE_HEADING, *_cut([_done_line(row) for row in sorted(done, key=_by_day)])]
    if left:
        lines += [OPEN_HEADING, *_cut([_open_line(outcome, row) for outcome, row in left])]
    return "\n".join(lines)


def _cut(lines: Sequence[str]) -> list[str]:
    more = ["- Các nhiệm vụ còn lại nêu tại phụ lục."] if len(lines) > _MOST else []
    return [*lines[:_MOST], *more]


def _by_day(row: WorkRow) -> tuple[str, str]:
    return (row.done_on.isoformat() if row.done_on else "", row.key)


def named(title: str, owner: str) -> str:
    """Return how reports name an assignment: its title and who owns it."""
    return f"{title.rstrip(' .;')}{f' ({owner})' if owner else ''}"


def _done_line(row: WorkRow) -> str:
    proof = f": {row.proof}" if row.proof else ""
    return f"- {named(row.title, row.owner)}{proof}."


def _open_line(outcome: Outcome, row: WorkRow) -> str:
    due = format_date(row.due_on) if row.due_on else ""
    state = {
        Outcome.OVERDUE: f"quá hạn từ {due}",
        Outcome.WAITING: "đã báo xong, chờ xác nhận",
        Outcome.ONGOING: f"hạn {due}",
        Outcome.UNDATED: "chưa có hạn",
    }[outcome]
    if row.words:
        return f"- {named(row.title, row.owner)}: {state}; đơn vị báo: “{row.words.rstrip(' .')}”."
    return f"- {named(row.title, row.owner)}: {state}{'; chưa ghi lý do' if outcome is Outcome.OVERDUE else ''}."


def said_done(text: str) -> tuple[str, ...]:
    """Return the lines that a text lists as done, without their dash."""
    found: list[str] = []
    is_done = False
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped.startswith("-"):
            is_done = stripped == DONE_HEADING
        elif is_done:
            found.append(stripped.lstrip("- "))
    return tuple(found)
