"""What became of each item from one catalogue to the next; a code alone says nothing, it may have a new meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from parindex.domain.scoring.catalogue import Catalogue, Effect, Item
from parindex.domain.scoring.likeness import Likeness, Wording

ALIKE_FIELD: Final = Fraction(1, 2)
ALIKE_ELSEWHERE: Final = Fraction(3, 5)
"""Names must share so much to be proposed as one item: in the same field, in another field."""
_SURE: Final = Fraction(3, 4)
_HUNDRED: Final = Fraction(100)


class Relation(StrEnum):
    """What became of an item; `unknown` while nobody has read its name."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Who says so."""

    STATED = "stated"
    PROPOSED = "proposed"


class Unit(StrEnum):
    """What is counted in the balance."""

    POINTS = "points"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Link:
    """Codes of the first catalogue and what they became in the second; at most one side has several."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    relation: Relation
    origin: Origin = Origin.PROPOSED
    likeness: Fraction | None = None
    reason: str = ""
    source: str = ""

    @property
    def is_mapped(self) -> bool:
        """Tell whether something stands on both sides."""
        return bool(self.before and self.after)


@dataclass(frozen=True, slots=True)
class Balance:
    """How much of one catalogue is mapped, in percent of its points or of its items; both add up to 100."""

    mapped: Fraction
    unmapped: Fraction
    total: Fraction


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All links in the order of the first catalogue, then what is new; `unit` says what the balances count."""

    links: tuple[Link, ...]
    unit: Unit
    before: Balance
    after: Balance


class BadCrosswalk(ValueError):
    """Stated links that do not fit the two catalogues; the message names the code."""

    code = "catalogue_crosswalk"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


def build_crosswalk(before: Catalogue, after: Catalogue, *, stated: Sequence[Link] = ()) -> Crosswalk:
    """Link every item that is scored itself: first as stated, the others as their names propose.

    Raises BadCrosswalk for a stated code that is not an item without children, is used twice, or whose relation does
    not fit the number of codes. Bonus and penalty items are linked but stand outside the balances.
    """
    old, new = _leaves(before), _leaves(after)
    _check_stated(stated, old, new)
    told_before = {code for link in stated for code in link.before}
    told_after = {code for link in stated for code in link.after}
    proposed = _propose(
        {code: item for code, item in old.items() if code not in told_before},
        {code: item for code, item in new.items() if code not in told_after},
    )
    links = _in_order((*stated, *proposed), list(old), list(new))
    counted_old, counted_new = _counted(before), _counted(after)
    known = all(item.max_points is not None for item in (*counted_old.values(), *counted_new.values()))
    unit = Unit.POINTS if known else Unit.ITEMS
    mapped = [link for link in links if link.is_mapped]
    return Crosswalk(
        links,
        unit,
        _balance(counted_old, {code for link in mapped for code in link.before}, unit=unit),
        _balance(counted_new, {code for link in mapped for code in link.after}, unit=unit),
    )


def relation_fits(relation: Relation, *, before: int, after: int) -> bool:
    """Tell whether a relation may hold between so many codes."""
    wanted = {
        Relation.SAME: before == after == 1,
        Relation.RENAMED: before == after == 1,
        Relation.SPLIT: before == 1 and after > 1,
        Relation.MERGED: before > 1 and after == 1,
        Relation.NEW: before == 0 and after == 1,
        Relation.DROPPED: before == 1 and after == 0,
        Relation.UNKNOWN: before + after == 1,
    }
    return wanted[relation]


def _leaves(catalogue: Catalogue) -> dict[str, Item]:
    return {item.code: item for _, item in catalogue.walk() if not item.children}


def _counted(catalogue: Catalogue) -> dict[str, Item]:
    return {code: item for code, item in _leaves(catalogue).items() if item.effect is Effect.NORMAL}


def _balance(items: Mapping[str, Item], mapped: set[str], *, unit: Unit) -> Balance:
    weights = {
        code: Fraction(1) if unit is Unit.ITEMS else item.max_points or Fraction(0) for code, item in items.items()
    }
    total = sum(weights.values(), Fraction(0))
    part = sum((weight for code, weight in weights.items() if code in mapped), Fraction(0))
    share = part * _HUNDRED / total if total else Fraction(0)
    return Balance(share, _HUNDRED - share, total)


def _check_stated(stated: Sequence[Link], old: Mapping[str, Item], new: Mapping[str, Item]) -> None:
    for side, items in (("trước", old), ("sau", new)):
        codes = Counter(code for link in stated for code in (link.before if side == "trước" else link.after))
        for code, count in codes.items():
            if code not in items:
                raise BadCrosswalk(f"Bảng đối chiếu nêu {code}, bộ {side} không có mục chấm điểm nào mang mã ấy.")
            if count > 1:
                raise BadCrosswalk(f"Bảng đối chiếu dùng {code} của bộ {side} {count} lần.")
    for link in stated:
        if not relation_fits(link.relation, before=len(link.before), after=len(link.after)):
            codes_text = ", ".join((*link.before, *link.after))
            raise BadCrosswalk(f"Quan hệ {link.relation.value} không hợp với số mã đã nêu ({codes_text}).")


@dataclass(slots=True)
class _Pair:
    """A link that may still take in more codes on one side."""

    before: list[str]
    after: list[str]
    score: Fraction


def _propose(old: Mapping[str, Item], new: Mapping[str, Item]) -> list[Link]:
    """Pair the most alike names first; one that is left joins its sibling's pair where that makes it more alike."""
    names = [item.name for item in (*old.values(), *new.values()) if item.name]
    likeness = Likeness(names)
    first, second = (
        {code: likeness.read(item.name) for code, item in items.items() if item.name} for items in (old, new)
    )
    scores = {
        (left, right): _score(likeness, (old[left], wording), (new[right], other))
        for left, wording in first.items()
        for right, other in second.items()
    }
    pairs = _pair_best(scores)
    _join(pairs, first, second, likeness)
    linked = {code for pair in pairs for code in pair.before}, {code for pair in pairs for code in pair.after}
    return [
        *(_link(pair) for pair in pairs),
        *(_alone(item, is_before=True) for code, item in old.items() if code not in linked[0]),
        *(_alone(item, is_before=False) for code, item in new.items() if code not in linked[1]),
    ]


def _score(likeness: Likeness, left: tuple[Item, Wording], right: tuple[Item, Wording]) -> Fraction:
    """Return 1 for the same words in the same order only; acronyms may be spelled out."""
    if left[1].words == right[1].words:
        return Fraction(1)
    return min(likeness.compare(left[1], right[1]), Fraction(99, 100))


def _is_alike(first: str, second: str, score: Fraction) -> bool:
    is_same_field = first.partition(".")[0] == second.partition(".")[0]
    return score >= (ALIKE_FIELD if is_same_field else ALIKE_ELSEWHERE)


def _pair_best(scores: Mapping[tuple[str, str], Fraction]) -> list[_Pair]:
    """Take pairs from the most alike on; among equals the same code, then the order of the catalogues."""
    order = {key: at for at, key in enumerate(scores)}
    ranked = sorted(
        (key for key, score in scores.items() if _is_alike(*key, score)),
        key=lambda key: (-scores[key], key[0] != key[1], order[key]),
    )
    pairs, taken = [], (set[str](), set[str]())
    for left, right in ranked:
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            pairs.append(_Pair([left], [right], scores[left, right]))
    return pairs


def _join(pairs: list[_Pair], first: Mapping[str, Wording], second: Mapping[str, Wording], likeness: Likeness) -> None:
    """Let items that are left join the pair of a sibling: two that were merged, or one that was split."""
    free_before = set(first) - {code for pair in pairs for code in pair.before}
    free_after = set(second) - {code for pair in pairs for code in pair.after}
    for pair in pairs:
        if pair.score == 1:
            continue
        if len(pair.after) == 1:
            _take_in(pair, pair.before, first, free_before, (second[pair.after[0]], likeness))
        if len(pair.before) == 1:
            _take_in(pair, pair.after, second, free_after, (first[pair.before[0]], likeness))


def _take_in(
    pair: _Pair,
    own: list[str],
    wordings: Mapping[str, Wording],
    free: set[str],
    whole: tuple[Wording, Likeness],
) -> None:
    """Add each free sibling that is like the whole and makes the joined names more like it."""
    name, likeness = whole
    for code in [code for code in wordings if code in free and _parent(code) == _parent(own[0])]:
        joined = wordings[code]
        for member in own:
            joined = joined | wordings[member]
        score = likeness.compare(joined, name)
        if score > pair.score and likeness.compare(wordings[code], name) >= ALIKE_FIELD:
            own.append(code)
            free.discard(code)
            pair.score = score


def _parent(code: str) -> str:
    return code.rpartition(".")[0]


def _place(code: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in code.split("."))


def _link(pair: _Pair) -> Link:
    if len(pair.before) > 1:
        relation = Relation.MERGED
    elif len(pair.after) > 1:
        relation = Relation.SPLIT
    else:
        relation = Relation.SAME if pair.score == 1 else Relation.RENAMED
    sure = "" if pair.score >= _SURE else "; cần người đối chiếu"
    reason = "cùng tên" if pair.score == 1 else f"tên giống {int(pair.score * 100)}%{sure}"
    before, after = (tuple(sorted(codes, key=_place)) for codes in (pair.before, pair.after))
    moved = ", đã đổi mã" if before != after and relation is Relation.SAME else ""
    return Link(before, after, relation, likeness=pair.score, reason=reason + moved)


def _alone(item: Item, *, is_before: bool) -> Link:
    before, after = ((item.code,) if is_before else ()), (() if is_before else (item.code,))
    if item.name is None:
        return Link(before, after, Relation.UNKNOWN, reason="chưa rõ tên nên không so được")
    relation = Relation.DROPPED if is_before else Relation.NEW
    return Link(before, after, relation, reason="không mục nào bên kia có tên gần giống")


def _in_order(links: Iterable[Link], old: list[str], new: list[str]) -> tuple[Link, ...]:
    first = {code: at for at, code in enumerate(old)}
    second = {code: at for at, code in enumerate(new)}

    def place(link: Link) -> tuple[bool, int]:
        return (False, first[link.before[0]]) if link.before else (True, second[link.after[0]])

    return tuple(sorted(links, key=place))
