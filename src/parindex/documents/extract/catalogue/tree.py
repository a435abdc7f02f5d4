"""The tree of an annex: each row is put below the item that its marker belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from parindex.definitions.labels.catalogue_labels import CatalogueLabels
from parindex.documents.extract.catalogue.lines import BULLET, gives_points, join_wrapped, split_name, split_name_points
from parindex.documents.extract.catalogue.markers import Marker, MarkerKind, read_marker
from parindex.documents.extract.catalogue.rows import AnnexRow, read_points
from parindex.domain.scoring.proposal import Where
from parindex.domain.scoring.reading.clauses import ScoringLine
from parindex.domain.scoring.reading.words import RuleWords
from parindex.domain.text import folding

_TOP = frozenset({MarkerKind.PART, MarkerKind.ROMAN})
_SUBTOTAL = re.compile(r"linh vuc|muc|phan|nhom|tieu chi")
_LEADING_ZERO = re.compile(r"0\d")


@dataclass(slots=True)
class Draft:
    """One item while the rows are read; `lines` say how it is scored."""

    marker: Marker | None
    name: str
    points: Fraction | None
    points_text: str
    place: Where
    lines: list[ScoringLine] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    channel: str = ""
    is_surveyed: bool = False
    children: list[Draft] = field(default_factory=list)

    def walk(self) -> Iterator[Draft]:
        """Yield the draft and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Annex:
    """What was read of one listing: the fields, the stated total, the rows that belong nowhere."""

    roots: list[Draft] = field(default_factory=list)
    total: Fraction | None = None
    total_place: Where = field(default_factory=Where)
    strays: list[tuple[str, Where]] = field(default_factory=list)


def build_annex(rows: Iterable[AnnexRow], *, labels: CatalogueLabels, words: RuleWords) -> Annex:
    """Put the rows of one listing into a tree."""
    builder = _Builder(labels, words)
    for row in rows:
        builder.add(row)
    for root in builder.annex.roots:
        for draft in root.walk():
            _settle_lines(draft)
    return builder.annex


class _Builder:
    """Holds the path from the field down to the item at work."""

    def __init__(self, labels: CatalogueLabels, words: RuleWords) -> None:
        self.annex = Annex()
        self._labels = labels
        self._words = words
        self._path: list[Draft] = []

    def add(self, row: AnnexRow) -> None:
        """Take one row: a total, an item, or something that belongs to the item before it."""
        marker, name = self._marker(row)
        if marker is None and self._is_total(row):
            return
        if marker is not None:
            self._add_item(row, marker, name)
        elif self._is_unnumbered_item(row):
            self._add_item(row, None, row.name)
        elif self._path:
            self._go_on(row, self._path[-1])
        elif row.name or row.scoring:
            self.annex.strays.append((row.name or row.scoring, row.place))

    def _marker(self, row: AnnexRow) -> tuple[Marker | None, str]:
        before = next(
            (draft.marker for draft in reversed(self._path) if draft.marker and draft.marker.kind in _TOP), None
        )
        if row.number:
            found = read_marker(row.number, before=before)
            if found is not None and (not found[1] or not row.name):
                return found[0], row.name or found[1]
            return None, row.name
        if not row.name or BULLET.match(row.name):
            return None, row.name
        found = read_marker(row.name, before=before)
        is_firm = found is not None and (row.points is not None or self._is_firm(found[0], row.name, found[1]))
        if found is None or not is_firm or _LEADING_ZERO.match(row.name):
            return None, row.name
        return found

    def _is_firm(self, marker: Marker, text: str, rest: str) -> bool:
        """Tell a marker inside a name from a count: "1.1. Ban hành" but not "02 sáng kiến" or "a: 1 điểm"."""
        if not rest or _LEADING_ZERO.match(text):
            return False
        after = text.strip()[len(marker.printed) : len(marker.printed) + 1]
        if marker.kind is MarkerKind.DECIMAL:
            return after in ".):" or len(marker.numbers) > 1 or rest[:1].isupper()
        if marker.kind is MarkerKind.LETTER:
            return after in ".)" and not gives_points(rest.partition("\n")[0], words=self._words)
        return after in ".):-–/" or rest.partition("\n")[0].isupper()

    def _is_total(self, row: AnnexRow) -> bool:
        text = folding.fold(row.name or row.number)
        match = self._labels.totals.match(text)
        if match is None or len(text.split()) > 12:
            return False
        if _SUBTOTAL.search(text[match.end() :]) and "(" not in text:
            return True
        points = row.points if row.points is not None else read_points(split_name_points(row.name)[1])
        if points is not None:
            self.annex.total, self.annex.total_place = points, row.place
        return True

    def _is_unnumbered_item(self, row: AnnexRow) -> bool:
        """Tell an item without a marker below a field: it has points and no bullet, and its name gives none itself."""
        if not row.name or row.points is None or BULLET.match(row.name) or not self._path:
            return False
        if gives_points(row.name.partition("\n")[0], words=self._words):
            return False
        last = self._path[-1]
        is_below_field = last.marker is not None and last.marker.kind in _TOP
        return is_below_field or (last.marker is None and len(self._path) > 1)

    def _add_item(self, row: AnnexRow, marker: Marker | None, text: str) -> None:
        name, own_lines = split_name(text, words=self._words)
        points, points_text = row.points, row.points_text
        if not points_text:
            name, points_text = split_name_points(name)
            points = read_points(points_text) if points_text else None
        draft = Draft(marker, name.strip(" .:;"), points, points_text, row.place)
        self._place(draft)
        draft.lines += [ScoringLine(line) for line in own_lines]
        self._describe(row, draft)
        scoring = join_wrapped(row.scoring)
        if len(scoring) == 1 and row.detail is not None and not gives_points(scoring[0], words=self._words):
            draft.lines.append(ScoringLine(scoring[0], row.detail))
        else:
            draft.lines += [ScoringLine(line) for line in scoring]

    def _place(self, draft: Draft) -> None:
        while self._path and not _may_hold(self._path[-1], draft):
            self._path.pop()
        siblings = self._path[-1].children if self._path else self.annex.roots
        siblings.append(draft)
        self._path.append(draft)

    def _describe(self, row: AnnexRow, draft: Draft) -> None:
        lines = (part for line in join_wrapped(row.evidence) for part in line.split(";"))
        draft.evidence += [text for text in (BULLET.sub("", line).strip(" ;.") for line in lines) if text]
        draft.notes += join_wrapped(row.note)
        draft.channel = draft.channel or row.channel
        draft.is_surveyed = draft.is_surveyed or row.is_surveyed

    def _go_on(self, row: AnnexRow, draft: Draft) -> None:
        """Add a row without a marker to the item before it."""
        self._describe(row, draft)
        own = row.detail if row.detail is not None else row.points
        text = BULLET.sub("", row.name)
        if row.name and own is None and not row.scoring and not draft.lines and row.name[:1].islower():
            draft.name = f"{draft.name} {' '.join(row.name.split())}"
            return
        for line in join_wrapped(row.name) if row.name else []:
            points = None if gives_points(line, words=self._words) else own
            draft.lines.append(ScoringLine(BULLET.sub("", line), points))
        scoring = join_wrapped(row.scoring)
        is_first_bare = bool(draft.lines) and draft.lines[0].points is None and own is not None and not text
        if (
            is_first_bare
            and scoring
            and not gives_points(draft.lines[0].text, words=self._words)
            and len(draft.lines) == 1
        ):
            draft.lines[0] = replace(draft.lines[0], points=draft.points)
        for line in scoring:
            points = None if text or gives_points(line, words=self._words) else own
            draft.lines.append(ScoringLine(line, points))


def _may_hold(parent: Draft, child: Draft) -> bool:
    """Tell whether an item may stand below another by their markers."""
    above, below = parent.marker, child.marker
    if below is None:
        return above is not None and above.kind in _TOP
    if above is None or above.kind is MarkerKind.LETTER:
        return False
    if below.kind is MarkerKind.PART:
        return False
    if below.kind is MarkerKind.ROMAN:
        return above.kind is MarkerKind.PART
    if below.kind is MarkerKind.LETTER:
        return True
    if above.kind in _TOP:
        return not below.prefix or below.prefix == above.printed
    return _is_below(above, below)


def _is_below(above: Marker, below: Marker) -> bool:
    """Tell whether a decimal number goes on another: 1.2.3 is below 1.2 and below 1."""
    size = len(above.numbers)
    return below.prefix == above.prefix and len(below.numbers) > size and below.numbers[:size] == above.numbers


def _settle_lines(draft: Draft) -> None:
    """Decide whether parts with points are results to choose from or items that add up."""
    letters = [child for child in draft.children if child.marker and child.marker.kind is MarkerKind.LETTER]
    if letters and len(letters) == len(draft.children) and _are_results(draft, letters):
        draft.lines += [ScoringLine(child.name, child.points) for child in letters]
        draft.children = []
        return
    pointed = [line.points for line in draft.lines if line.points is not None]
    if len(pointed) < 2 or len(pointed) < len(draft.lines) or draft.children or draft.points is None:
        return
    if sum(pointed) == draft.points and all(0 < points < draft.points for points in pointed):
        draft.children = [Draft(None, line.text, line.points, "", draft.place) for line in draft.lines]
        draft.lines = []


def _are_results(draft: Draft, letters: list[Draft]) -> bool:
    """Tell whether lettered rows are results of one item: they say nothing more and do not add up to it."""
    if any(child.lines or child.children or child.points is None for child in letters):
        return False
    points = [child.points for child in letters if child.points is not None]
    return draft.points is not None and sum(points) != draft.points and max(points) == draft.points
