"""What the clear rows of a flattened table teach of its columns, and where it tells cells of one line apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.flat_lines import FlatLine, Look, cut_at, value_of
from parindex.domain.text import folding

_WORD = re.compile(r"\w+")
# What the end of a line and the look of the next say: how the one ends, how the other looks, whether it is tight, and
# how many columns are narrower than both, first without and then with some room to spare.
Turn = tuple[str, Look, bool, int, int]
# Of each column, the price of an end and of going on.
Prices = tuple[tuple[float, ...], tuple[float, ...]]


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
    turns: dict[Turn, Prices] = field(default_factory=dict)
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


def blank_knowledge(kinds: tuple[FieldKind, ...], *, width: int = 40) -> Knowledge:
    """Return the knowledge of a table of which nothing was read yet."""
    known = Knowledge(kinds)
    known.set_widths((width,) * len(kinds))
    known.learn(())
    return known


def split_line(line: FlatLine, known: Knowledge) -> list[FlatLine]:
    """Cut a line in which a conversion put several cells side by side, at the words that clear rows know."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
    parts = _known_parts(line, words, known)
    if parts is None:
        return [line]
    result = cut_at(line, parts)
    whole = all(part.folded in known.hints for part in result)
    return result if whole or len(line.text) > max(known.widths) + 3 else [line]


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
