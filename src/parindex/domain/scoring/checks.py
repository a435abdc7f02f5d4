"""What must hold within a catalogue: sums where every part is known, rules that fit their points, golden cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue, Effect, GoldenCase, Item
from parindex.domain.scoring.entries import BadEntries, Entry, read_entries
from parindex.domain.scoring.evaluate import score_item
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at an item; `item_code` is empty for the whole catalogue."""

    code: str
    item_code: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, how many sums were compared, and which could not be because a part is not known."""

    problems: tuple[Problem, ...]
    sums_checked: int
    sums_skipped: tuple[str, ...]
    cases_checked: int


def check_catalogue(catalogue: Catalogue) -> Report:
    """Check codes, sums, points, rules and golden cases."""
    problems = [*_check_codes(catalogue), *_check_ranking(catalogue)]
    checked, skipped = 0, []
    for label, stated, parts in _sums(catalogue):
        if stated is None or None in parts:
            skipped.append(label)
            continue
        checked += 1
        total = sum((part for part in parts if part is not None), Fraction(0))
        if total != stated:
            message = f"các phần cộng lại là {points_text(total)}, khác {points_text(stated)}"
            problems.append(Problem("catalogue.sum", label, message))
    cases = 0
    for _, item in catalogue.walk():
        problems += _check_item(item, catalogue)
        cases += len(item.cases)
        problems += [problem for case in item.cases for problem in _check_case(item, case, catalogue)]
    return Report(tuple(problems), checked, tuple(skipped), cases)


def _sums(catalogue: Catalogue) -> Iterator[tuple[str, Fraction | None, list[Fraction | None]]]:
    """Yield what is stated and the parts it should be the sum of; a cap of bonus or penalty is no sum."""
    fields = [item.max_points for item in catalogue.items if item.effect is Effect.NORMAL]
    yield "", catalogue.total_points, list(fields)
    if catalogue.parts:
        yield "parts", catalogue.total_points, [part.max_points for part in catalogue.parts]
    for root in catalogue.items:
        if root.effect is Effect.NORMAL:
            for _, item in root.walk():
                if item.children:
                    yield item.code, item.max_points, [child.max_points for child in item.children]


def _check_codes(catalogue: Catalogue) -> list[Problem]:
    counts = Counter(item.code for _, item in catalogue.walk())
    return [Problem("catalogue.code", code, "mã được dùng hai lần") for code, count in counts.items() if count > 1]


def _check_ranking(catalogue: Catalogue) -> list[Problem]:
    codes = {item.code for _, item in catalogue.walk()}
    rule = catalogue.ranking
    problems = [
        Problem("catalogue.ranking", code, "quy tắc đồng hạng nêu mã không có trong bộ")
        for code in rule.tie_breakers
        if code not in codes
    ]
    thresholds = [grade.from_index for grade in rule.grades if grade.from_index is not None]
    if thresholds != sorted(set(thresholds), reverse=True):
        problems.append(Problem("catalogue.ranking", "", "các loại phải xếp từ ngưỡng cao xuống ngưỡng thấp"))
    return problems


def _check_item(item: Item, catalogue: Catalogue) -> list[Problem]:
    maximum, scale = item.max_points, catalogue.item_rounding.scale
    if maximum is None:
        return []
    problems = []
    if maximum <= 0 or (maximum * scale).denominator != 1:
        decimals = catalogue.item_rounding.decimals
        text = f"điểm tối đa {number_text(maximum)} phải lớn hơn 0 và có không quá {decimals} số lẻ"
        problems.append(Problem("catalogue.maximum", item.code, text))
    if item.rule is not None:
        problems += [Problem("catalogue.rule", item.code, text) for text in item.rule.check(maximum=maximum)]
    return problems


def _check_case(item: Item, case: GoldenCase, catalogue: Catalogue) -> list[Problem]:
    """Score the golden case and compare."""
    rows = [Entry(0, "case", item.code, name, value) for name, value in case.given.items()]
    try:
        read = read_entries(rows, catalogue=catalogue)
    except BadEntries as error:
        return [Problem("catalogue.case", item.code, f"ca kiểm thử không đọc được: {error.mistakes[0].message}")]
    answers = read[0].inputs.get(item.code, {}) if read else {}
    score = score_item(item, answers, rounding=catalogue.item_rounding)
    points = None if score.points is None else Fraction(score.points, catalogue.item_rounding.scale)
    if points == case.points and score.status == case.status:
        return []
    given = ", ".join(f"{name}={value}" for name, value in case.given.items())
    wanted, found = ("không có điểm" if value is None else points_text(value) for value in (case.points, points))
    message = f"ca kiểm thử ({given}): cần {wanted} ({case.status}), chấm được {found} ({score.status})"
    return [Problem("catalogue.case", item.code, message)]
