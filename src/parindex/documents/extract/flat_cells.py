"""Which lines of a flattened row belong to which column: the cheapest cut by shape, words and what other rows say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise
from operator import add
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
_LONGEST_COUNTING = 8
_IS_NUMBER = re.compile(r"\d|[IVX]+\b")
_STARTS_LOW = re.compile(rf"[(“\"]?[{SMALL}]")
_FAR = 1e9
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
    return FlatLine(text, block, tight, start, *look_at(text, folding.fold_aligned(text).strip()))


@remember
def look_at(text: str, folded: str) -> tuple[str, int, Look, str]:
    """Return what a line tells of its words besides where it stands, in the order of its fields."""
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
    last = text[-1]
    if last in ".;:":
        return "closed"
    if last == ",":
        return "comma"
    if last in "–-" or is_unfinished(text):
        return "counting" if _COUNTING.search(text, max(len(text) - _LONGEST_COUNTING, 0)) else "open"
    return ""


# What the end of a line and the look of the next say: how the one ends, how the other looks, whether it is tight, and
# how many columns are narrower than both, first without and then with some room to spare.
_Turn = tuple[str, Look, bool, int, int]
# Of each column, the price of an end and of going on.
_Prices = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(slots=True)
class Knowledge:
    """What the clear rows of a table teach: widths, whole values and physical lines of each column, and word pairs.

    `hints` are the columns in which clear rows have a line, and whether that speaks for a cell that begins there;
    `repeated` the columns, the last one first, in which they have a line more than once, and `closing` the last words
    of such lines.
    """

    kinds: tuple[FieldKind, ...]
    widths: tuple[int, ...] = ()
    ordered: Sequence[int] = ()
    values: Sequence[Collection[str]] = ()
    lines: Sequence[Counter[str]] = ()
    hints: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    repeated: dict[str, list[int]] = field(default_factory=dict)
    closing: Collection[str] = ()
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: dict[Look, tuple[float, ...]] = field(default_factory=dict)
    turns: dict[_Turn, _Prices] = field(default_factory=dict)
    overs: dict[int, tuple[float, ...]] = field(default_factory=dict)

    def learn(self, rows: Iterable[Sequence[Sequence[FlatLine]]]) -> None:
        """Take the cells of the clear rows instead of what others taught before."""
        columns = [list(filter(None, cells)) for cells in zip(*rows, strict=True)] or [[] for _ in self.kinds]
        self.values = [frozenset(map(value_of, cells)) for cells in columns]
        self.lines = [Counter([line.folded for cell in cells for line in cell]) for cells in columns]
        self.hints, self.repeated = {}, {}
        for column, (cells, lines) in enumerate(zip(columns, self.lines, strict=True)):
            firsts = {cell[0].folded for cell in cells}
            for text, times in lines.items():
                self.hints.setdefault(text, []).append((column, -2.0 if text in firsts else 2.0))
                if times > 1:
                    self.repeated.setdefault(text, []).insert(0, column)
        self.closing = frozenset([text.rpartition(" ")[2] for text in self.repeated])

    def is_usual(self, left: str, right: str) -> bool:
        """Tell whether two words that meet where a line ends stand side by side elsewhere too."""
        return self.pairs.get((left, right), 0) > 1

    def measure(self) -> None:
        """Take the usual longest line of each column as its width."""
        self.set_widths(tuple(map(_usual_width, self.lines)))

    def set_widths(self, widths: tuple[int, ...]) -> None:
        """Take the widths of the columns, in letters, and forget the prices by those before."""
        self.widths, self.ordered = widths, sorted(widths)
        self.turns, self.overs = {}, {}


def _usual_width(lines: Counter[str]) -> int:
    lengths = sorted(map(len, lines.elements()))
    return lengths[int(len(lengths) * 0.95)] if lengths else 40


def value_of(cell: Sequence[FlatLine]) -> str:
    """Return the folded words of a cell."""
    return " ".join([line.folded for line in cell])


def blank_knowledge(kinds: tuple[FieldKind, ...], *, width: int = 40) -> Knowledge:
    """Return the knowledge of a table of which nothing was read yet."""
    known = Knowledge(kinds)
    known.set_widths((width,) * len(kinds))
    known.learn(())
    return known


def cut_row(lines: Sequence[FlatLine], known: Knowledge) -> tuple[list[list[FlatLine]], float]:
    """Give each line of a whole row to a column, columns in order; returns the cells and what the cut cost.

    While columns are filled, a cell saves what leaving its column empty would cost.
    """
    if not lines:
        return [[] for _ in known.kinds], 0.0
    saved, first, last = _skip_costs(known.kinds)
    columns, narrowest = range(1, len(saved)), known.ordered[0]
    done: Sequence[float] = list(map(add, first, with_over(start_costs(lines[0], known), lines[0], known)))
    back: list[dict[int, int]] = []
    for previous, line in pairwise(lines):
        ends, stays = turn_costs(previous, line, known)
        ended = list(map(add, done, ends))
        best = list(map(add, done, stays))
        starts = start_costs(line, known)
        sources: dict[int, int] = {}
        source, near = 0, ended[0]
        for column in columns:
            if column - source > _MOST_SKIPPED:
                near = min(ended[column - _MOST_SKIPPED : column])
                source = ended.index(near, column - _MOST_SKIPPED)
            price = near + (starts[column] - saved[column])
            if price < best[column]:
                best[column], sources[column] = price, source
            if ended[column] < near:
                source, near = column, ended[column]
        done = with_over(best, line, known) if len(line.text) > narrowest else best
        back.append(sources)
    return _trace(lines, list(map(add, done, last)), back)


@cache
def _skip_costs(kinds: tuple[FieldKind, ...]) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Return what leaving each column empty costs, and the prices of the first and of the last cell in each.

    A row without a leader is the rarest. A row begins in one of its first two columns.
    """
    empty = tuple(5.5 if kind is FieldKind.LEAD else 4.5 for kind in kinds)
    total = tuple(accumulate(empty))
    first = tuple(5.0 * column - price if column < 2 else _FAR for column, price in enumerate(total))
    last = tuple(price + 5.0 * (len(kinds) - 1 - column) for column, price in enumerate(total))
    return empty, first, last


def _trace(
    lines: Sequence[FlatLine], totals: Sequence[float], back: Sequence[Mapping[int, int]]
) -> tuple[list[list[FlatLine]], float]:
    total = min(totals)
    column = totals.index(total)
    cells: list[list[FlatLine]] = [[] for _ in totals]
    for line, sources in zip(reversed(lines), (*reversed(back), {}), strict=True):
        cells[column].append(line)
        column = sources.get(column, column)
    return [cell[::-1] for cell in cells], total


def turn_costs(previous: FlatLine, line: FlatLine, known: Knowledge) -> _Prices:
    """Price for each column that its cell ends at `previous`, and that `line` goes on with it."""
    end = previous.end
    if end == "counting" and _IS_NUMBER.match(line.text):
        end = "counted"
    room = len(previous.text) + 1 + line.word
    # Of the letters that stand in a column only the place among the widths counts.
    turn = end, line.look, line.tight, bisect_left(known.ordered, room), bisect_left(known.ordered, room + 2)
    prices = known.turns.get(turn)
    if prices is None:
        short, full = _end_costs(end, is_tight=line.tight)
        ends = tuple([short if room <= width else full for width in known.widths])
        narrow = 5.0 if line.tight else 0.0
        wide = narrow if end == "closed" else narrow + 1.5  # The next word had room, and yet a new line begins.
        stays = tuple(
            [
                price + (wide if room + 2 <= width else narrow)
                for price, width in zip(_stay_costs(known.kinds, end, line.look), known.widths, strict=True)
            ]
        )
        prices = known.turns[turn] = ends, stays
    return prices


def _end_costs(end: str, *, is_tight: bool) -> tuple[float, float]:
    """Price the end of a cell after a short and after a full line: a full one or an open phrase goes on."""
    if end in {"open", "counted"}:
        return 8.0, 8.0
    if end == "comma":
        return 2.5, 2.5
    short = -2.5 if is_tight else -0.5
    return short, short if end == "closed" else short + 2.0


@remember
def _stay_costs(kinds: tuple[FieldKind, ...], end: str, look: Look) -> tuple[float, ...]:
    return tuple([_stay_cost(kind, end, look) for kind in kinds])


def _stay_cost(kind: FieldKind, end: str, look: Look) -> float:
    """Price a line inside a cell: with a capital or a label that what the cell says speaks against."""
    price = 0.0
    if look.duty and kind not in _DUTIES:
        price += 5.0
    if look.low or end in {"open", "comma"}:
        return price
    if kind is FieldKind.DEADLINE:
        return price if look.time or end == "closed" else price + 3.0
    if kind is FieldKind.PRODUCT:
        return price + 3.0 if look.time else price
    return price + 2.5 if look.office and kind in _AGENCIES and end != "closed" else price


def start_costs(line: FlatLine, known: Knowledge) -> Sequence[float]:
    """Price the begin of each column's cell at `line`: what the column asks for, and what clear rows begin with."""
    asked = known.starts.get(line.look)
    if asked is None:
        asked = known.starts[line.look] = tuple(
            _asked(kind, line.look, is_first=not column) for column, kind in enumerate(known.kinds)
        )
    hints = known.hints.get(line.folded)
    if hints is None:
        return asked
    prices = list(asked)
    for column, price in hints:
        prices[column] += price
    return prices


def with_over(prices: Sequence[float], line: FlatLine, known: Knowledge) -> Sequence[float]:
    """Add for each column what a line costs that it does not hold."""
    length = len(line.text)
    if length <= known.ordered[0] + 1:
        return prices
    overs = known.overs.get(length)
    if overs is None:
        overs = known.overs[length] = tuple(
            min(4.0, 0.7 * (length - width)) if length - width > 1 else 0.0 for width in known.widths
        )
    return list(map(add, prices, overs))


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


def cut_rest(
    lines: Sequence[FlatLine], begun: Sequence[Sequence[FlatLine]], known: Knowledge
) -> tuple[list[list[FlatLine]], float]:
    """Give the lines after a page break to the columns that the row had begun; every column may get none."""
    stays = [with_over(turn_costs(before, line, known)[1], line, known) for before, line in pairwise(lines)]
    starts = [with_over(start_costs(line, known), line, known) for line in lines]
    overs = [with_over([0.0] * len(known.kinds), line, known) for line in lines]
    words = [outer_words(line.folded) for line in lines]
    seams = [0.0 if known.is_usual(last, first) else 0.4 for (_, last), (first, _) in pairwise(words)]
    cost = [0.0] + [_FAR] * len(lines)
    back: list[list[int]] = []
    for column, (kind, cell, values) in enumerate(zip(known.kinds, begun, known.values, strict=True)):
        strange = [start[column] for start in starts]
        if cell:
            _, last = outer_words(cell[-1].folded)
            strange = [0.0 if known.is_usual(last, first) else 2.0 for first, _ in words]
        more = 2.0 if kind in _AGENCIES else 0.0
        prices = _RestPrices(
            lines,
            turns=[0.6 * stay[column] + seam for stay, seam in zip(stays, seams, strict=True)],
            opened=[(1.0 if line.tight else 1.3) + over[column] for line, over in zip(lines, overs, strict=True)],
            strange=[price + more for price in strange],
            begun=value_of(cell),
            values=values,
        )
        cost, sources = prices.extend(cost)
        back.append(sources)
    cells: list[list[FlatLine]] = []
    end = len(lines)
    for sources in reversed(back):
        cells.append(list(lines[sources[end] : end]))
        end = sources[end]
    return cells[::-1], cost[-1]


@dataclass(frozen=True, slots=True)
class _RestPrices:
    """Prices of lines as the rest of a cell of a column, of which `begun` is known and may be empty.

    Of each line, `opened` is what it costs as the first one, `strange` what it costs more where that makes none of the
    whole `values` that the column has in clear rows; `turns` are the prices of going on from each line to the next.
    """

    lines: Sequence[FlatLine]
    turns: Sequence[float]
    opened: Sequence[float]
    strange: Sequence[float]
    begun: str
    values: Collection[str]

    def extend(self, done: Sequence[float]) -> tuple[list[float], list[int]]:
        """Return the least price of giving the lines up to each one to the columns so far, and where this one began."""
        best, sources = [_FAR] * len(done), [0] * len(done)
        nothing = 3.0 if not self.begun else -2.0 if self.begun in self.values else 0.5
        longest = max([len(value) for value in self.values if value.startswith(self.begun)], default=0)
        for start, before in enumerate(done):
            if before >= _FAR:
                continue
            for end, price in enumerate([nothing, *self._prices(start, longest)], start=start):
                if before + price < best[end]:
                    best[end], sources[end] = before + price, start
        return best, sources

    def _prices(self, start: int, longest: int) -> Sequence[float]:
        """Return the price of the line at `start`, of it and the next one, and so on."""
        if start == len(self.lines):
            return ()
        strange, value = self.strange[start], self.begun
        raw = list(accumulate(self.turns[start:], initial=self.opened[start]))
        prices = [price + strange for price in raw]
        for at, line in enumerate(self.lines[start:]):
            value = f"{value} {line.folded}" if value else line.folded
            if len(value) > longest:
                break
            if value in self.values:
                prices[at] = raw[at] - 6.0
        return prices


@remember
def outer_words(folded: str) -> tuple[str, str]:
    """Return the first and the last word of a text, empty when it has none."""
    words = _WORD.findall(folded)
    return (words[0], words[-1]) if words else ("", "")


def words_of(line: FlatLine) -> Sequence[str]:
    """Return the folded words of a line."""
    return _WORD.findall(line.folded)


def split_line(line: FlatLine, known: Knowledge) -> list[FlatLine]:
    """Cut a line in which a conversion put several cells side by side, at the words that clear rows know."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
    parts = _known_parts(line, words, known)
    if parts is None:
        return [line]
    result = cut_at(line, parts)
    whole = all(part.folded in known.hints for part in result)
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
    first, last = words[end - 1]
    if folded[first:last] not in known.closing:
        return None
    for start in range(max(0, end - 12), end - 1):
        for before in known.repeated.get(folded[words[start][0] : last], ()):
            if 0 < before < column:
                return start, before
    return None
