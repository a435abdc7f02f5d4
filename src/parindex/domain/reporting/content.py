"""The whole content of a report as values: what is frozen when it is sent, and the same text of bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from parindex.domain.reporting.figures import Figure, Part

FORMAT = "parindex.report/1"


class BadContent(ValueError):
    """Bytes that are not the content of a report of this format."""

    code = "bad_report_content"

    def __init__(self) -> None:
        self.message = "Bản chụp của báo cáo không đọc được; tệp trong kho có thể đã hỏng. Chạy “parindex verify”."
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the narrative, with the places of its figures."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One item of the plan and how far it is."""

    number: str
    name: str
    owner: str
    deadline: str
    state: str
    progress: str


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A plan whose progress is merged into the report."""

    name: str
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a report says; `issuer` signs for the unit, `superior` stands over an agency.

    `missing` are lower units whose reports had not come, `received` those that had.
    """

    title: str
    period: str
    unit: str
    issuer: str
    superior: str
    receiver: str
    regime: str
    definition: str
    window_start: date
    window_end: date
    cut_off: date
    outline_note: str
    is_fictional: bool
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    plans: tuple[PlanProgress, ...]
    received: tuple[str, ...]
    missing: tuple[str, ...]

    def by_key(self) -> dict[str, Figure]:
        """Return the figures by key."""
        return {figure.key: figure for figure in self.figures}


def encode(content: Content) -> bytes:
    """Write content as JSON whose bytes depend on nothing but the content."""
    shape = {"format": FORMAT, **asdict(content)}
    return (json.dumps(shape, ensure_ascii=False, sort_keys=True, indent=1, default=_plain) + "\n").encode()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def decode(data: bytes) -> Content:
    """Read what `encode` wrote. Raises `BadContent`."""
    try:
        shape = json.loads(data)
        if shape.pop("format") != FORMAT:
            raise BadContent
        return Content(
            **{
                **shape,
                **{name: date.fromisoformat(shape[name]) for name in ("window_start", "window_end", "cut_off")},
                "sections": tuple(Section(**row) for row in shape["sections"]),
                "figures": figures_of(shape["figures"]),
                "plans": plans_of(shape["plans"]),
                "received": tuple(shape["received"]),
                "missing": tuple(shape["missing"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadContent from error


def plain_figures(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return figures as JSON-like values."""
    rows: list[dict[str, Any]] = json.loads(json.dumps([asdict(figure) for figure in figures], default=_plain))
    return rows


def figures_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """Read figures from JSON-like values."""
    return tuple(
        Figure(
            **{
                **row,
                "value": _number(row["value"]),
                "own": _number(row["own"]),
                "rows": tuple(row["rows"]),
                "as_of": date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
                "parts": tuple(Part(**{**part, "value": _number(part["value"])}) for part in row["parts"]),
            }
        )
        for row in rows
    )


def plans_of(rows: Sequence[Mapping[str, Any]]) -> tuple[PlanProgress, ...]:
    """Read plan progress from JSON-like values."""
    return tuple(PlanProgress(row["name"], tuple(PlanLine(**line) for line in row["lines"])) for row in rows)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one today: its frozen and its present value and rows."""

    key: str
    name: str
    before: Figure | None
    after: Figure | None

    @property
    def added(self) -> tuple[str, ...]:
        """Rows that are counted now and were not then."""
        return tuple(sorted(set(self.after.rows if self.after else ()) - set(self.before.rows if self.before else ())))

    @property
    def removed(self) -> tuple[str, ...]:
        """Rows that were counted then and are not now."""
        return tuple(sorted(set(self.before.rows if self.before else ()) - set(self.after.rows if self.after else ())))


def changes(frozen: Sequence[Figure], now: Sequence[Figure]) -> tuple[Change, ...]:
    """Return the figures whose value, definition or rows differ, in the order of the frozen report."""
    then, today = ({figure.key: figure for figure in figures} for figures in (frozen, now))
    return tuple(
        Change(key, (then.get(key) or today[key]).name, then.get(key), today.get(key))
        for key in dict.fromkeys((*then, *today))
        if _basis(then.get(key)) != _basis(today.get(key))
    )


def _basis(figure: Figure | None) -> tuple[object, ...]:
    if figure is None:
        return ()
    return figure.value, figure.version, figure.rows, figure.sha256, figure.parts
