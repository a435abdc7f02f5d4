"""Two catalogues beside each other: what differs code by code, and what became of each item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parindex.apps.catalogues.selectors import Entry
from parindex.domain.scoring.catalogue import (
    CHANNEL_TEXTS,
    ITEM_STATUS_TEXTS,
    STATUS_TEXTS,
    Catalogue,
    CatalogueStatus,
    Channel,
    ItemStatus,
    Level,
)
from parindex.domain.scoring.crosswalk import Balance, Crosswalk, Link, Relation
from parindex.domain.scoring.difference import Difference, FieldChange
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.wording import decimal_text, number_text
from parindex.web.presenters import catalogues
from parindex.web.presenters.catalogue_words import (
    CHANGE_MARKS,
    FACT_NAMES,
    ORIGIN_NAMES,
    RELATION_MARKS,
    UNIT_NAMES,
)

_PERCENT = Rounding(decimals=2)
_EMPTY = "(trống)"


@dataclass(frozen=True, slots=True)
class Option:
    """One catalogue, or one revision of it, to choose."""

    value: str
    words: str


def options(entries: Sequence[Entry]) -> list[Option]:
    """Return every catalogue; one that was confirmed several times once for each time."""
    found = []
    for entry in entries:
        name = f"{catalogues.LEVEL_NAMES[entry.level]} {entry.year}: {entry.decision_number or entry.title}"
        found.append(Option(entry.catalogue_id, name))
        found += [
            Option(f"{entry.catalogue_id}:{revision.number}", f"{name}, lần {revision.number}")
            for revision in entry.revisions[1:]
        ]
    return found


def suggest(entries: Sequence[Entry], wanted: Mapping[str, str]) -> dict[str, str]:
    """Fill in what was not chosen: the latest catalogue of the first level that has two, and the one before it."""
    after = next((entry for entry in entries if entry.catalogue_id == wanted["sau"].partition(":")[0]), None)
    if after is None and not wanted["sau"]:
        levels = Counter(entry.level for entry in entries)
        after = next((entry for entry in entries if levels[entry.level] > 1), None)
    if after is None:
        return dict(wanted)
    own = [entry for entry in entries if entry.level == after.level and entry != after]
    earlier = [entry for entry in own if entry.year <= after.year and entry.decision_number != after.decision_number]
    before = next(iter([*earlier, *own]), None)
    return {
        "truoc": wanted["truoc"] or (before.catalogue_id if before else ""),
        "sau": wanted["sau"] or after.catalogue_id,
    }


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One value that differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChangeView:
    """One code that differs; `in_before` and `in_after` tell where its page is."""

    code: str
    name: str
    words: str
    kind: str
    in_before: bool
    in_after: bool
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """All that differs."""

    lead: str
    head: tuple[ChangeView, ...]
    items: tuple[ItemChangeView, ...]


def difference(found: Difference) -> DifferenceView:
    """Return the differences in words."""
    counts = Counter(item.change for item in found.items)
    told = "; ".join(f"{counts[change]} mã {words}" for change, (words, _) in CHANGE_MARKS.items() if counts[change])
    items = []
    for item in found.items:
        words, kind = CHANGE_MARKS[item.change]
        items.append(
            ItemChangeView(
                code=item.item_code,
                name=item.name or "(chưa rõ tên)",
                words=words,
                kind=kind,
                in_before=item.change != "added",
                in_after=item.change != "removed",
                changes=tuple(_change(change) for change in item.fields),
            )
        )
    lead = f"{found.same_count} mã giống hệt nhau; {told}." if told else f"Cả {found.same_count} mã giống hệt nhau."
    return DifferenceView(lead, tuple(_change(change) for change in found.head), tuple(items))


def _change(change: FieldChange) -> ChangeView:
    before, after = (_words(change.field, text) for text in (change.before, change.after))
    return ChangeView(FACT_NAMES[change.field], before, after)


def _words(field: str, value: str) -> str:
    """Turn the codes of a value into words."""
    names: dict[str, str] = {}
    if field == "status":
        names = {status.value: text for status, text in STATUS_TEXTS.items()}
        names |= {status.value: text for status, text in ITEM_STATUS_TEXTS.items()}
        names[CatalogueStatus.VERIFIED.value] = ITEM_STATUS_TEXTS[ItemStatus.VERIFIED]
    elif field == "channel":
        names = {channel.value: CHANNEL_TEXTS[channel] for channel in Channel}
    elif field == "level":
        names = {level.value: catalogues.LEVEL_NAMES[level.value] for level in Level}
    elif field == "effect":
        names = {effect.value: text for effect, text in catalogues.EFFECT_NAMES.items()} | {"normal": "tính vào tổng"}
    return names.get(value, value) or _EMPTY


@dataclass(frozen=True, slots=True)
class Direction:
    """How much of one catalogue is mapped; what is shown of both parts adds up to 100. `bar` is whole percents."""

    title: str
    mapped: str
    unmapped: str
    total: str
    bar: int


@dataclass(frozen=True, slots=True)
class End:
    """One item at one end of a link."""

    code: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link in words."""

    words: str
    kind: str
    before: tuple[End, ...]
    after: tuple[End, ...]
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class RelationCount:
    """One relation to choose, with how many links it has."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class CrosswalkView:
    """The whole crosswalk, of which `links` holds the chosen relation or all."""

    lead: str
    unit: str
    directions: tuple[Direction, ...]
    relations: tuple[RelationCount, ...]
    links: tuple[LinkView, ...]
    link_count: int


def crosswalk(found: Crosswalk, before: Catalogue, after: Catalogue, *, relation: str) -> CrosswalkView:
    """Return a crosswalk in words; `relation` keeps one kind of links, empty keeps all."""
    counts = Counter(link.relation for link in found.links)
    relations = [
        RelationCount(one.value, words, counts[one]) for one, (words, _) in RELATION_MARKS.items() if counts[one]
    ]
    ends = [
        {item.code: _end(item.code, item.name, catalogues.points(item.max_points)) for _, item in catalogue.walk()}
        for catalogue in (before, after)
    ]
    links = [_link(link, ends[0], ends[1]) for link in found.links if relation in ("", link.relation)]
    mapped = sum(link.is_mapped for link in found.links)
    alone = ((Relation.NEW, "mục mới"), (Relation.DROPPED, "mục bỏ"), (Relation.UNKNOWN, "mục chưa rõ tên"))
    rest = ", ".join(f"{counts[one]} {words}" for one, words in alone)
    return CrosswalkView(
        lead=f"Nối được {mapped} trong {len(found.links)} quan hệ; {rest}.",
        unit=UNIT_NAMES[found.unit],
        directions=(_direction(before.title, found.before), _direction(after.title, found.after)),
        relations=tuple(relations),
        links=tuple(links),
        link_count=len(found.links),
    )


def _end(code: str, name: str | None, points: str) -> End:
    return End(code, name or "(chưa rõ tên)", points)


def _direction(title: str, balance: Balance) -> Direction:
    """Round once, so that what is shown still adds up to 100."""
    units = _PERCENT.units(balance.mapped)
    rest = 100 * _PERCENT.scale - units
    mapped, unmapped = (decimal_text(value, scale=_PERCENT.scale).replace(".", ",") for value in (units, rest))
    return Direction(title, mapped, unmapped, number_text(balance.total), units // _PERCENT.scale)


def _link(link: Link, before: dict[str, End], after: dict[str, End]) -> LinkView:
    words, kind = RELATION_MARKS[link.relation]
    reason = f"{ORIGIN_NAMES[link.origin]}: {link.reason}" if link.reason else ORIGIN_NAMES[link.origin]
    return LinkView(
        words=words,
        kind=kind,
        before=tuple(before[code] for code in link.before),
        after=tuple(after[code] for code in link.after),
        reason=reason,
        source=link.source,
    )
