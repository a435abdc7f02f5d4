"""A monthly sheet as it stood when a head closed it: the same bytes for ever, and what its sources say otherwise today.

Numbers are kept as exact fractions in words ("58 1/3" would be "175/3"); what people read is written beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from parindex.domain.scoring.wording import number_text
from parindex.domain.workload.model import Aspect, Line, Sheet, SheetRules
from parindex.domain.workload.wording import result_text, share_text

FORMAT = "parindex.month-sheet/1"


class BadClosing(ValueError):
    """Bytes that are not a closed sheet of this format."""

    code = "bad_closed_sheet"

    def __init__(self) -> None:
        self.message = "Bản chốt của phiếu tháng không đọc được; tệp trong kho có thể đã hỏng. Chạy “parindex verify”."
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Work:
    """What a line of a sheet is about, in the words of its share."""

    key: str
    title: str
    product: str
    plan: str
    due: str
    reported: str
    judged_by: str


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """One product of a closed sheet."""

    key: str
    title: str
    product: str
    plan: str
    due: str
    reported: str
    judged_by: str
    weight: str
    quantity: str
    quality: str
    progress: str
    reasons: str


@dataclass(frozen=True, slots=True)
class ClosedRule:
    """A rule as it was when the sheet was closed."""

    text: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose sheet it is, of which month ("2026-06"), closed by whom on which day."""

    person: str
    unit: str
    month: str
    closed_by: str
    closed_on: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class ClosedContent:
    """Everything a closed sheet says; `exact_points` is a fraction in words, `points` what people read."""

    heading: Heading
    rules_title: str
    rules: tuple[ClosedRule, ...]
    most_points: str
    lines: tuple[ClosedLine, ...]
    weight: str
    quantity: str
    quality: str
    progress: str
    points: str
    exact_points: str

    @property
    def is_verified(self) -> bool:
        """Tell whether every rule had been compared with the official text."""
        return all(rule.is_verified for rule in self.rules)


def content_of(heading: Heading, sheet: Sheet, works: Sequence[Work], *, rules: SheetRules) -> ClosedContent:
    """Return what a sheet says; `works` in the order of its lines. Raises ValueError while it is not known exactly."""
    if sheet.values is None or sheet.points is None or not sheet.points.is_exact:
        raise ValueError("sheet is not exact")
    return ClosedContent(
        heading=heading,
        rules_title=rules.title,
        rules=tuple(ClosedRule(one.text, one.source, one.is_verified) for one in rules.sentences),
        most_points=number_text(rules.points),
        lines=tuple(_line(work, line) for work, line in zip(works, sheet.lines, strict=True)),
        weight=number_text(sheet.weight),
        quantity=share_text(sheet.values[Aspect.QUANTITY]),
        quality=share_text(sheet.values[Aspect.QUALITY]),
        progress=share_text(sheet.values[Aspect.PROGRESS]),
        points=result_text(sheet.points),
        exact_points=str(sheet.points.low),
    )


def _line(work: Work, line: Line) -> ClosedLine:
    return ClosedLine(
        **{field.name: getattr(work, field.name) for field in fields(Work)},
        weight=number_text(line.product.weight),
        quantity=share_text(line.values[Aspect.QUANTITY]),
        quality=share_text(line.values[Aspect.QUALITY]),
        progress=share_text(line.values[Aspect.PROGRESS]),
        reasons=" ".join(line.reasons),
    )


def encode(content: ClosedContent) -> bytes:
    """Write content as JSON whose bytes depend on nothing but the content."""
    shape = {"format": FORMAT, **asdict(content)}
    return (json.dumps(shape, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def decode(data: bytes) -> ClosedContent:
    """Read what `encode` wrote. Raises `BadClosing`."""
    try:
        shape = json.loads(data)
        if shape.pop("format") != FORMAT:
            raise BadClosing
        return _content(shape)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadClosing from error


def _content(shape: Mapping[str, Any]) -> ClosedContent:
    return ClosedContent(
        **{
            **shape,
            "heading": Heading(**shape["heading"]),
            "rules": tuple(ClosedRule(**row) for row in shape["rules"]),
            "lines": tuple(ClosedLine(**row) for row in shape["lines"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """What is another thing today: of one product (`title`) or of the whole sheet (blank)."""

    title: str
    name: str
    before: str
    after: str


_NAMES: Mapping[str, str] = {
    "due": "Hạn",
    "reported": "Ngày báo xong",
    "weight": "Hệ số",
    "quantity": "Số lượng",
    "quality": "Chất lượng",
    "progress": "Tiến độ",
}
GONE, NEW = "không còn trong tháng", "chưa có khi chốt"


def differences(closed: Sequence[ClosedLine], now: Sequence[ClosedLine]) -> tuple[Difference, ...]:
    """List the products that came, went or count otherwise, in the order of the closed sheet, new ones last."""
    then, today = ({line.key: line for line in lines} for lines in (closed, now))
    return tuple(found for key in dict.fromkeys((*then, *today)) for found in _differs(then.get(key), today.get(key)))


def _differs(before: ClosedLine | None, after: ClosedLine | None) -> Iterable[Difference]:
    if before is None and after is not None:
        return (Difference(after.title, "Phần việc", NEW, after.product),)
    if after is None and before is not None:
        return (Difference(before.title, "Phần việc", before.product, GONE),)
    return [
        Difference(before.title, label, getattr(before, name), getattr(after, name))
        for name, label in _NAMES.items()
        if before is not None and getattr(before, name) != getattr(after, name)
    ]


def lines_of(sheet: Sheet, works: Sequence[Work]) -> tuple[ClosedLine, ...]:
    """Return the lines of a sheet as it stands now, also while it is not known exactly."""
    return tuple(_line(work, line) for work, line in zip(works, sheet.lines, strict=True))
