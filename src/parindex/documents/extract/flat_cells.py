"""Which lines of a flattened row belong to which column: the cheapest cut by shape, words and what other rows say."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from operator import add, sub
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind, load_plan_labels
from parindex.documents.extract.agency_words import agency_starts
from parindex.documents.extract.labels import ASSIGNMENT_KINDS, find_inline
from parindex.documents.repair.letters import SMALL
from parindex.documents.repair.lines import is_unfinished
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_DEADLINE_START = re.compile(
    r"[-+]?\s*(?:trong|thuong xuyen|cham nhat|theo|khi |sau |truoc|quy |thang|hang |hang nam|nam 20"
    r"|dinh ky|tu |den |giai doan"
    r"|lien tuc|ngay |\d{1,2}/|6 thang|cuoi |dau |hoan thanh|dip )"
)
_TARGET_START = re.compile(
    r"[-+(\d) ]*\s*(?:\d+[,.]?\d*\s*%|tu \d|tang |giam |giu vung|nang cao|dat |dam bao|bao dam"
    r"|hoan thanh|thuc hien (?:day du|dung|100)"
    r"|khong |vuot |day du|toi thieu|it nhat|co |ban hanh day du)"
)
_AGENCIES = frozenset({FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT, FieldKind.COORDINATE_IMPLEMENT})
_DUTIES = _AGENCIES | {FieldKind.ASSIGNMENT_GROUP, FieldKind.LEAD_COORDINATE}
_PAPER = re.compile(r"(?:bao cao|to trinh|quy che|quy trinh|quy dinh|ban hanh|bo tieu chi|bo tai lieu|bo chi so)")
_WORD = re.compile(r"\w+")
# What waits for its number: "Báo cáo tháng" is whole before anything else.
_COUNTING = re.compile(r"\b(?:số|ngày|tháng|năm|quý|khoản|điểm|mục|điều)$", re.IGNORECASE)
_IS_NUMBER = re.compile(r"\d|[IVX]+\b")
_STARTS_LOW = re.compile(rf"[(“\"]?[{SMALL}]")
_FAR = 1e9
_ENDLESS = 10**9
# A row rarely leaves more than two columns empty side by side.
_MOST_SKIPPED = 3


class Look(NamedTuple):
    """How a line begins: with a small letter, an agency or its field, an office, a label, a time, an aim."""

    low: bool
    agency: bool
    office: bool
    duty: bool
    time: bool
    aim: bool


class FlatLine(NamedTuple):
    """One line of a row; `tight` when no blank line stands before it in a file that puts one before each line.

    What the comparisons ask of its words is found once: the length of the first one, how they begin, and whether they
    end in a comma, open (a dash, an unfinished phrase), counting (before a number) or closed (a full stop).
    """

    text: str
    block: int
    tight: bool
    start: int
    folded: str
    word: int
    look: Look
    end: str


def flat_line(text: str, *, block: int, tight: bool = False, start: int = 0) -> FlatLine:
    """Look at the words of a line that begins at `start` of its block."""
    return FlatLine(text, block, tight, start, *_look_at(text))


@remember
def _look_at(text: str) -> tuple[str, int, Look, str]:
    folded = folding.fold_aligned(text).strip()
    agency = agency_starts(with_fields=True).match(folded) is not None
    look = Look(
        _STARTS_LOW.match(text) is not None,
        agency,
        agency and agency_starts().match(folded) is not None and _PAPER.match(folded) is None,
        ":" in text and any(value.kind in ASSIGNMENT_KINDS for value in find_inline(text, labels=load_plan_labels())),
        _DEADLINE_START.match(folded) is not None,
        _TARGET_START.match(folded) is not None,
    )
    return folded, len(text.split(maxsplit=1)[0]), look, _end_of(text)


def _end_of(text: str) -> str:
    if text.endswith((".", ";", ":")):
        return "closed"
    if text.endswith(","):
        return "comma"
    if text.endswith(("–", "-")) or is_unfinished(text):
        return "counting" if _COUNTING.search(text) else "open"
    return ""


@dataclass(slots=True)
class Knowledge:
    """What the clear rows of a table teach: widths, whole values and physical lines of each column, and word pairs."""

    kinds: tuple[FieldKind, ...]
    widths: tuple[int, ...]
    narrowest: int = 0
    values: list[Counter[str]] = field(default_factory=list)
    lines: list[Counter[str]] = field(default_factory=list)
    firsts: list[Counter[str]] = field(default_factory=list)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[str, list[tuple[int, float]]] | None = None
    known_twice: dict[str, list[int]] | None = None
    starts: dict[Look, tuple[float, ...]] = field(default_factory=dict)
    turns: dict[tuple[Look, str], tuple[float, ...]] = field(default_factory=dict)

    def forget(self) -> None:
        """Drop the counts of cells, to learn them again."""
        self.values = [Counter() for _ in self.kinds]
        self.lines = [Counter() for _ in self.kinds]
        self.firsts = [Counter() for _ in self.kinds]
        self.places = self.known_twice = None

    def learn(self, cells: Sequence[Sequence[FlatLine]]) -> None:
        """Count the cells of one clear row."""
        for column, cell in enumerate(cells):
            if not cell:
                continue
            self.places = self.known_twice = None
            self.values[column][value_of(cell)] += 1
            self.firsts[column][cell[0].folded] += 1
            for line in cell:
                self.lines[column][line.folded] += 1

    def hints(self, folded: str) -> Sequence[tuple[int, float]]:
        """Return the columns in which clear rows have a line, and whether that speaks for a cell that begins there."""
        if self.places is None:
            self.places = {}
            for column, (firsts, lines) in enumerate(zip(self.firsts, self.lines, strict=True)):
                for text in lines:
                    self.places.setdefault(text, []).append((column, -2.0 if text in firsts else 2.0))
        return self.places.get(folded, ())

    def columns_of(self, folded: str) -> Sequence[int]:
        """Return the columns, the last one first, in which clear rows have a line more than once."""
        if self.known_twice is None:
            self.known_twice = {}
            for column in range(len(self.lines) - 1, -1, -1):
                for text, times in self.lines[column].items():
                    if times > 1:
                        self.known_twice.setdefault(text, []).append(column)
        return self.known_twice.get(folded, ())

    def is_usual(self, left: FlatLine, right: FlatLine) -> bool:
        """Tell whether the words where two lines meet stand side by side elsewhere too."""
        before, after = _words(left.folded), _words(right.folded)
        return bool(before and after) and self.pairs.get((before[-1], after[0]), 0) > 1

    def measure(self) -> None:
        """Take the usual longest line of each column as its width."""
        self.widths = tuple(map(_usual_width, self.lines))
        self.narrowest = min(self.widths)


def _usual_width(lines: Counter[str]) -> int:
    lengths = sorted(map(len, lines.elements()))
    return lengths[int(len(lengths) * 0.95)] if lengths else 40


def value_of(cell: Sequence[FlatLine]) -> str:
    """Return the folded words of a cell."""
    return " ".join(line.folded for line in cell)


def blank_knowledge(kinds: tuple[FieldKind, ...]) -> Knowledge:
    """Return the knowledge of a table of which nothing was read yet."""
    known = Knowledge(kinds, (40,) * len(kinds), 40)
    known.forget()
    return known


def cut_row(lines: Sequence[FlatLine], known: Knowledge) -> tuple[list[list[FlatLine]], float]:
    """Give each line of a whole row to a column, columns in order; returns the cells and what the cut cost."""
    if not lines:
        return [[] for _ in known.kinds], 0.0
    skips = _skip_costs(known.kinds)
    done = [_FAR] * len(known.kinds)
    for column, price in enumerate(start_costs(lines[0], known)[:2]):
        done[column] = 5.0 * column + price
    back: list[list[int]] = []
    columns, after = range(len(done)), skips[1:]
    for previous, line in pairwise(lines):
        ends = end_costs(previous, line, known)
        ended = list(map(sub, map(add, done, ends), after))
        done = list(map(add, done, stay_costs(previous, line, known)))
        sources, least = [*columns], math.inf
        for column, start, skip, end in zip(columns, start_costs(line, known), skips, ended, strict=False):
            price = start + skip
            # Looked at closely only where the cheapest end of any column before could do.
            if least + price < done[column]:
                first = column - _MOST_SKIPPED if column > _MOST_SKIPPED else 0
                near = min(ended[first:column])
                if near + price < done[column]:
                    done[column], sources[column] = near + price, ended.index(near, first)
            least = end if end < least else least
        back.append(sources)
    return _trace(lines, done, back)


@cache
def _skip_costs(kinds: tuple[FieldKind, ...]) -> tuple[float, ...]:
    """Return the running price of leaving columns empty; a row without a leader is the rarest."""
    total = [0.0]
    for kind in kinds:
        total.append(total[-1] + (5.5 if kind is FieldKind.LEAD else 4.5))
    return tuple(total)


def _trace(lines: Sequence[FlatLine], cost: list[float], back: list[list[int]]) -> tuple[list[list[FlatLine]], float]:
    count = len(cost)
    totals = [price + 5.0 * (count - 1 - column) for column, price in enumerate(cost)]
    total = min(totals)
    column = totals.index(total)
    cells: list[list[FlatLine]] = [[] for _ in range(count)]
    for line, sources in zip(reversed(lines), (*reversed(back), []), strict=True):
        cells[column].append(line)
        column = sources[column] if sources else column
    return [cell[::-1] for cell in cells], total


def end_costs(previous: FlatLine, line: FlatLine, known: Knowledge) -> Sequence[float]:
    """Price the end of each column's cell at `previous`: a full line or an open phrase goes on, a short one ends."""
    if previous.end == "open" or (previous.end == "counting" and _IS_NUMBER.match(line.text)):
        return [8.0] * len(known.widths)
    if previous.end == "comma":
        return [2.5] * len(known.widths)
    length = len(previous.text) + 1 + line.word if previous.end != "closed" else 0
    cost = -2.0 if line.tight else 0.0
    return _room_costs(length, known.widths, cost - 0.5, cost + 1.5)


@remember
def _room_costs(length: int, widths: tuple[int, ...], inside: float, outside: float) -> tuple[float, ...]:
    """Price for each column whether so many letters stand in its width."""
    return tuple(inside if length <= width else outside for width in widths)


@remember
def _over_costs(length: int, widths: tuple[int, ...]) -> tuple[float, ...]:
    """Price for each column a line of so many letters that it does not hold."""
    return tuple(min(4.0, 0.7 * (length - width)) if length - width > 1 else 0.0 for width in widths)


def start_costs(line: FlatLine, known: Knowledge) -> Sequence[float]:
    """Price the begin of each column's cell at `line`: what the column asks for, and what clear rows begin with."""
    asked = known.starts.get(line.look)
    if asked is None:
        asked = known.starts[line.look] = tuple(
            _asked(kind, line.look, is_first=not column) for column, kind in enumerate(known.kinds)
        )
    length, hints = len(line.text), known.hints(line.folded)
    if not hints and length <= known.narrowest + 1:
        return asked
    prices = list(asked)
    for column, price in hints:
        prices[column] += price
    return list(map(add, prices, _over_costs(length, known.widths)))


def _asked(kind: FieldKind, look: Look, *, is_first: bool) -> float:
    """Price what a column asks of the line that begins its cell."""
    price = 7.0 if look.low else 0.0
    if kind in _AGENCIES:
        return price if look.agency else price + 5.0
    if kind is FieldKind.ASSIGNMENT_GROUP:
        return price if look.duty or look.agency else price + 5.0
    if look.duty:
        return price + 8.0
    if kind is FieldKind.DEADLINE:
        return price if look.time else price + 5.0
    if kind is FieldKind.PRODUCT and look.office:
        return price + 3.0
    if kind is FieldKind.TARGET and look.aim:
        return price - 1.5
    return price + 0.5 if look.time and not is_first else price


def stay_costs(previous: FlatLine, line: FlatLine, known: Knowledge) -> list[float]:
    """Price for each column that `line` goes on with the cell of `previous`."""
    needed = len(previous.text) + 3 + line.word if previous.end != "closed" else _ENDLESS
    tight = 5.0 if line.tight else 0.0
    rooms = _room_costs(needed, known.widths, tight + 1.5, tight)
    turns = _turn_costs(previous.end, line.look, known)
    overs = _over_costs(len(line.text), known.widths)
    return list(map(add, map(add, rooms, turns), overs))


def _turn_costs(end: str, look: Look, known: Knowledge) -> tuple[float, ...]:
    """Price for each column a line with a capital, or with a label, inside a cell that what it says speaks against."""
    turns = known.turns.get((look, end))
    if turns is None:
        is_open = look.low or end in {"open", "comma"}
        turns = known.turns[look, end] = tuple(
            (0.0 if is_open else _turn_cost(kind, look, is_closed=end == "closed"))
            + (5.0 if look.duty and kind not in _DUTIES else 0.0)
            for kind in known.kinds
        )
    return turns


def _turn_cost(kind: FieldKind, look: Look, *, is_closed: bool) -> float:
    if kind is FieldKind.DEADLINE:
        return 0.0 if look.time or is_closed else 3.0
    if kind is FieldKind.PRODUCT:
        return 3.0 if look.time else 0.0
    return 2.5 if look.office and kind in _AGENCIES and not is_closed else 0.0


def cut_rest(
    lines: Sequence[FlatLine], begun: Sequence[Sequence[FlatLine]], known: Knowledge
) -> tuple[list[list[FlatLine]], float]:
    """Give the lines after a page break to the columns that the row had begun; every column may get none."""
    count, total = len(known.kinds), len(lines)
    stays = [stay_costs(before, line, known) for before, line in pairwise(lines)]
    starts = [start_costs(line, known) for line in lines]
    seams = [0.0 if known.is_usual(before, line) else 0.4 for before, line in pairwise(lines)]
    cost = [0.0] + [_FAR] * total
    back: list[list[int]] = []
    for column in range(count):
        turns = [0.6 * stay[column] + seam for stay, seam in zip(stays, seams, strict=True)]
        opened = [start[column] for start in starts]
        cost, sources = _RestPrices(lines, turns, opened, begun[column], column, known).extend(cost)
        back.append(sources)
    cells: list[list[FlatLine]] = [[] for _ in range(count)]
    end = total
    for column in range(count - 1, -1, -1):
        start = back[column][end]
        cells[column] = list(lines[start:end])
        end = start
    return cells, cost[total]


@dataclass(frozen=True, slots=True)
class _RestPrices:
    """Prices of lines as the rest of the cell `begun` of a column: known whole values, seams of words, widths.

    `turns` are the prices of going on from each line to the next, `starts` of beginning a cell at each line.
    """

    lines: Sequence[FlatLine]
    turns: Sequence[float]
    starts: Sequence[float]
    begun: Sequence[FlatLine]
    column: int
    known: Knowledge

    def extend(self, done: Sequence[float]) -> tuple[list[float], list[int]]:
        """Return the least price of giving the lines up to each one to the columns so far, and where this one began."""
        total = len(self.lines)
        best, sources = [_FAR] * (total + 1), [0] * (total + 1)
        before = value_of(self.begun)
        nothing = 3.0 if not self.begun else -2.0 if before in self.known.values[self.column] else 0.5
        for start in range(total + 1):
            if done[start] >= _FAR:
                continue
            for end, price in enumerate(self._prices(start, before, nothing), start=start):
                if done[start] + price < best[end]:
                    best[end], sources[end] = done[start] + price, start
        return best, sources

    def _prices(self, start: int, before: str, nothing: float) -> Iterator[float]:
        """Yield the price of no line, of the line at `start`, of it and the next one, and so on."""
        yield nothing
        if start == len(self.lines):
            return
        first, column, known = self.lines[start], self.column, self.known
        price = (1.0 if first.tight else 1.3) + _over_costs(len(first.text), known.widths)[column]
        strange = self.starts[start]
        if self.begun:
            strange = 0.0 if known.is_usual(self.begun[-1], first) else 2.0
        strange += 2.0 if known.kinds[column] in _AGENCIES else 0.0
        value, values = before, known.values[column]
        for at in range(start, len(self.lines)):
            if at > start:
                price += self.turns[at - 1]
            value = f"{value} {self.lines[at].folded}" if value else self.lines[at].folded
            yield price + (-6.0 if value in values else strange)


@remember
def _words(folded: str) -> Sequence[str]:
    return _WORD.findall(folded)


def split_line(line: FlatLine, known: Knowledge) -> list[FlatLine]:
    """Cut a line in which a conversion put several cells side by side, at the words that clear rows know."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
    parts = _known_parts(line, words, known)
    if parts is None:
        return [line]
    result = cut_at(line, parts)
    whole = all(any(part.folded in counted for counted in known.lines) for part in result)
    return result if whole or len(line.text) > max(known.widths) + 3 else [line]


def cut_at(line: FlatLine, starts: Sequence[int]) -> list[FlatLine]:
    """Cut a line into lines that begin at the given characters."""
    result: list[FlatLine] = []
    position = 0
    for cut in [*(start for start in starts if start), len(line.text)]:
        text = line.text[position:cut].strip()
        if text:
            tight = line.tight or position > 0
            result.append(flat_line(text, block=line.block, tight=tight, start=line.start + position))
        position = cut
    return result


def torn_at(line: FlatLine, known: Knowledge) -> list[int]:
    """Return where two words of a line stand side by side only here in the whole document: cells may meet there."""
    words = [(match.start(), match[0]) for match in _WORD.finditer(folding.fold_aligned(line.text))]
    return [
        start
        for (_, left), (start, right) in pairwise(words)
        if known.pairs.get((left, right), 0) <= 1 and not (left.isdigit() or right.isdigit())
    ]


def _known_parts(line: FlatLine, words: Sequence[tuple[int, int]], known: Knowledge) -> list[int] | None:
    """Return the starts of the cells of a merged line, or None when it is one cell."""
    folded = folding.fold_aligned(line.text)
    found: list[int] = []
    column = len(known.kinds)
    end = len(words)
    while end > 0 and column > 0:
        hit = _known_suffix(folded, words, end, column, known)
        if hit is None:
            end -= 1
            continue
        start, column = hit
        found.append(words[start][0])
        following = words[end][0] if end < len(words) else None
        if following is not None and following not in found:
            found.append(following)
        end = start
    return sorted(found) if found and (len(found) > 1 or found[0] > 0) else None


def _known_suffix(
    folded: str, words: Sequence[tuple[int, int]], end: int, column: int, known: Knowledge
) -> tuple[int, int] | None:
    """Find the longest known line of a column before `column` that ends at word `end`; returns its start and column."""
    last = words[end - 1][1]
    for start in range(max(0, end - 12), end - 1):
        for before in known.columns_of(folded[words[start][0] : last]):
            if 0 < before < column:
                return start, before
    return None
