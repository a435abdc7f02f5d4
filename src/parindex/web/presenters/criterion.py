"""One item of a catalogue: its rule, worked cases, inputs, and what it was called in other catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parindex.apps.catalogues import selectors
from parindex.apps.catalogues.selectors import Found
from parindex.domain.scoring.catalogue import CHANNEL_TEXTS, Catalogue, Effect, GoldenCase, Item
from parindex.domain.scoring.crosswalk import Link
from parindex.domain.scoring.entries import BadEntries, Entry, read_entries
from parindex.domain.scoring.evaluate import score_item
from parindex.domain.scoring.values import ChoiceInput, Input
from parindex.domain.scoring.wording import number_text
from parindex.web.presenters import catalogue_tree, catalogues
from parindex.web.presenters.catalogue_words import ORIGIN_NAMES, RELATION_MARKS

_NO_POINTS = {"unknown": "chưa chấm được", "not_applicable": "không áp dụng", "no_rule": "không rõ"}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One worked case: the values of the inputs in their order, what they give, and why."""

    values: tuple[str, ...]
    points: str
    reason: str


@dataclass(frozen=True, slots=True)
class InputRow:
    """One value that a unit must tell."""

    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Kin:
    """What the item was, or became, in another catalogue."""

    catalogue_id: str
    title: str
    relation: str
    chip: str
    items: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page of an item shows."""

    code: str
    name: str
    field: str
    field_code: str
    points: str
    is_unknown: bool
    mark: catalogues.Mark | None
    channel: str
    effect: str
    sentence: str
    citation: str
    note: str
    is_always: bool
    inputs: tuple[InputRow, ...]
    case_columns: tuple[str, ...]
    cases: tuple[CaseRow, ...]
    evidence: tuple[str, ...]
    children: tuple[catalogue_tree.TreeRow, ...]
    previous_code: str
    next_code: str


def find(catalogue: Catalogue, code: str) -> tuple[Item, Item] | None:
    """Return an item and the field in which it lies; None when the catalogue has no such code."""
    pairs = ((item, root) for root in catalogue.items for _, item in root.walk())
    return next((pair for pair in pairs if pair[0].code == code), None)


def picture(catalogue: Catalogue, *, item: Item, field: Item) -> Picture:
    """Return an item as its page shows it."""
    codes = [one.code for _, one in catalogue.walk()]
    at = codes.index(item.code)
    inputs = item.rule.inputs if item.rule else ()
    return Picture(
        code=item.code,
        name=item.name or "(chưa rõ tên)",
        field=field.label,
        field_code=field.code,
        points=catalogues.points(item.max_points),
        is_unknown=item.max_points is None,
        mark=catalogues.item_mark(item),
        channel=CHANNEL_TEXTS[item.channel] if item.channel else "",
        effect=catalogues.EFFECT_NAMES.get(field.effect, ""),
        sentence=item.sentence,
        citation=item.citation or catalogues.decision_text(catalogue),
        note=item.note,
        is_always=item.always_applies and field.effect is Effect.NORMAL,
        inputs=tuple(InputRow(_upper(entry.label), _kind(entry)) for entry in inputs),
        case_columns=tuple(_upper(entry.label) for entry in inputs),
        cases=tuple(_case(case, item, catalogue) for case in item.cases),
        evidence=item.evidence,
        children=catalogue_tree.rows_below(item),
        previous_code=codes[at - 1] if at else "",
        next_code=codes[at + 1] if at + 1 < len(codes) else "",
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kind(entry: Input) -> str:
    if isinstance(entry, ChoiceInput):
        return "chọn một: " + "; ".join(choice.label for choice in entry.choices)
    return "số nguyên" if entry.is_whole else "số, có thể lẻ"


def _case(case: GoldenCase, item: Item, catalogue: Catalogue) -> CaseRow:
    """Score a worked case by the same evaluator as a sheet, so that its words are those of a sheet."""
    inputs = item.rule.inputs if item.rule else ()
    rows = [Entry(0, "case", item.code, name, value) for name, value in case.given.items()]
    try:
        read = read_entries(rows, catalogue=replace(catalogue, items=(item,)))
    except BadEntries as error:
        return CaseRow(tuple(case.given.get(entry.name, "") for entry in inputs), "–", error.mistakes[0].message)
    answers = read[0].inputs.get(item.code, {}) if read else {}
    score = score_item(item, answers, rounding=catalogue.item_rounding)
    shown = tuple(_shown(entry, case.given.get(entry.name, "")) for entry in inputs)
    words = _NO_POINTS.get(case.status, "") if case.points is None else number_text(case.points)
    return CaseRow(shown, words, score.sentence)


def _shown(entry: Input, given: str) -> str:
    if not given:
        return "để trống"
    if isinstance(entry, ChoiceInput):
        return next((choice.label for choice in entry.choices if choice.key == given), given)
    return given.replace(".", ",")


def kin(found: Found, others: Sequence[Found], *, code: str) -> list[Kin]:
    """Return what an item was called in other catalogues of the same level, by their crosswalks, latest first."""
    views = []
    for other in others:
        is_before = other.catalogue.year <= found.catalogue.year
        walk = selectors.crosswalk_of(*((other, found) if is_before else (found, other)))
        link = next((one for one in walk.links if code in (one.after if is_before else one.before)), None)
        if link is not None:
            views.append(_kin(link, other.catalogue, is_before=is_before))
    return views


def _kin(link: Link, other: Catalogue, *, is_before: bool) -> Kin:
    names = {item.code: item.label for _, item in other.walk()}
    words, chip = RELATION_MARKS[link.relation]
    codes = link.before if is_before else link.after
    return Kin(
        catalogue_id=other.id,
        title=f"{other.title} ({other.decision.number})" if other.decision.number else other.title,
        relation=words,
        chip=chip,
        items=tuple((code, names[code]) for code in codes),
        reason=f"{ORIGIN_NAMES[link.origin]}: {link.reason}" if link.reason else ORIGIN_NAMES[link.origin],
    )
