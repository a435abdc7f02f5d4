"""The tree of a catalogue as pages show it: its fields with the items a filter keeps, and the links beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from parindex.domain.scoring.catalogue import CHANNEL_TEXTS, Catalogue, Channel, Item
from parindex.domain.scoring.wording import number_text
from parindex.domain.text import folding
from parindex.web.presenters.catalogues import EFFECT_NAMES, ITEM_MARKS, Mark, item_mark, points


@dataclass(frozen=True, slots=True)
class TreeFilter:
    """What keeps an item in the tree; `text` is compared without accents. Empty values keep everything."""

    text: str = ""
    field: str = ""
    channel: str = ""
    status: str = ""
    only_unknown: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is kept."""
        return self == TreeFilter()

    def keeps(self, item: Item) -> bool:
        """Tell whether an item itself is wanted, whatever its field."""
        words = folding.fold(self.text)
        return (
            (not words or words in folding.fold(item.label))
            and (not self.channel or (item.channel or "") == self.channel)
            and (not self.status or item.status == self.status)
            and (not self.only_unknown or item.max_points is None)
        )


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One item in the table of its field; `is_wanted` is False for one that only leads to a wanted one.

    `citation` and `channel` are empty where they are those of the whole field, or the usual ones.
    """

    code: str
    name: str
    level: int
    points: str
    is_unknown: bool
    sentence: str
    citation: str
    channel: str
    mark: Mark | None
    is_group: bool
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field with its items."""

    code: str
    name: str
    points: str
    is_unknown: bool
    effect: str
    mark: Mark | None
    citation: str
    rows: tuple[TreeRow, ...]


def fields(catalogue: Catalogue, wanted: TreeFilter) -> list[FieldView]:
    """Return the fields with the items that a filter keeps and those above them."""
    roots = [root for root in catalogue.items if wanted.field in ("", root.code)]
    views = [_field(root, wanted) for root in roots]
    return (
        views if wanted.is_empty else [view for view, root in zip(views, roots, strict=True) if _is_kept(root, wanted)]
    )


def count_kept(catalogue: Catalogue, wanted: TreeFilter) -> int:
    """Count the items that a filter keeps, fields among them."""
    roots = [root for root in catalogue.items if wanted.field in ("", root.code)]
    return sum(wanted.keeps(item) for root in roots for _, item in root.walk())


def _is_kept(item: Item, wanted: TreeFilter) -> bool:
    return any(wanted.keeps(below) for _, below in item.walk())


def _field(root: Item, wanted: TreeFilter) -> FieldView:
    usual = _usual_citation(root)
    rows = [
        _tree_row(item, level=depth, is_wanted=wanted.keeps(item), usual=usual)
        for depth, item in root.walk()
        if (depth or not root.children) and _is_kept(item, wanted)
    ]
    return FieldView(
        code=root.code,
        name=root.name or "(chưa rõ tên)",
        points=points(root.max_points),
        is_unknown=root.max_points is None,
        effect=EFFECT_NAMES.get(root.effect, ""),
        mark=item_mark(root),
        citation=usual,
        rows=tuple(rows),
    )


def _usual_citation(root: Item) -> str:
    """Return what most items of a field cite, which is told once above them."""
    counts = Counter(item.citation for _, item in root.walk() if item.citation)
    return counts.most_common(1)[0][0] if counts else ""


def _tree_row(item: Item, *, level: int, is_wanted: bool = True, usual: str = "") -> TreeRow:
    return TreeRow(
        code=item.code,
        name=item.name or "(chưa rõ tên)",
        level=level,
        points=points(item.max_points),
        is_unknown=item.max_points is None,
        sentence="" if item.children else item.sentence,
        citation="" if item.citation == usual else item.citation,
        channel=_other_channel(item),
        mark=item_mark(item),
        is_group=bool(item.children),
        is_wanted=is_wanted,
    )


def rows_below(item: Item) -> tuple[TreeRow, ...]:
    """Return the items right below one."""
    return tuple(_tree_row(child, level=1) for child in item.children)


def _other_channel(item: Item) -> str:
    """Name where points come from when it is not the usual way."""
    return CHANNEL_TEXTS[item.channel] if item.channel not in (None, Channel.SELF_APPRAISAL) else ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the tree beside a page; `is_open` on the way to the current item."""

    code: str
    name: str
    points: str
    is_current: bool
    is_open: bool
    branches: tuple[Branch, ...]


def tree(catalogue: Catalogue, *, current: str = "") -> list[Branch]:
    """Return the whole tree as links, opened on the way to an item."""
    return [_branch(item, current) for item in catalogue.items]


def _branch(item: Item, current: str) -> Branch:
    return Branch(
        code=item.code,
        name=item.name or "(chưa rõ tên)",
        points="?" if item.max_points is None else number_text(item.max_points),
        is_current=item.code == current,
        is_open=any(below.code == current for _, below in item.walk()),
        branches=tuple(_branch(child, current) for child in item.children),
    )


def choices(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """Return what the filters of a catalogue offer: only values that occur in it."""
    items = [item for _, item in catalogue.walk()]
    return {
        "fields": [(root.code, root.label) for root in catalogue.items],
        "channels": [
            (channel.value, name)
            for channel, name in CHANNEL_TEXTS.items()
            if any(item.channel is channel for item in items)
        ],
        "statuses": [
            (status.value, words)
            for status, (words, _) in ITEM_MARKS.items()
            if any(item.status is status for item in items)
        ],
    }
