"""The appendix of a plan as tables: only the columns that some row uses, the fields of law under their usual names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parindex.documents.write.official.model import Column, Row, Table
from parindex.documents.write.official.wording import criterion_words
from parindex.domain.planning.criteria import full_code
from parindex.domain.planning.model import Item, Section

_ALWAYS = frozenset({"name", "lead", "deadline"})


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    heading: str
    share: int
    centred: bool = False


def annex_tables(items: Sequence[Item]) -> tuple[Table, ...]:
    """Return one table for each run of criteria or of other work."""
    runs = groupby(items, key=lambda item: item.section is Section.APPENDIX)
    return tuple(_table(list(run), of_criteria=of_criteria) for of_criteria, run in runs)


def _table(items: Sequence[Item], *, of_criteria: bool) -> Table:
    cells = [_cells(item, of_criteria=of_criteria) for item in items]
    used = [field for field in _fields(of_criteria=of_criteria) if field.name in _ALWAYS or _is_used(field, cells)]
    columns = tuple(Column(field.heading, field.share, field.centred) for field in used)
    return Table(columns, tuple(_rows(items, cells, used)))


def _is_used(field: _Field, cells: Sequence[dict[str, str]]) -> bool:
    return any(row[field.name] for row in cells)


def _rows(items: Sequence[Item], cells: Sequence[dict[str, str]], used: Sequence[_Field]) -> Iterator[Row]:
    place: tuple[str | None, str | None] = (None, None)
    is_numbered = used[0].name == "number"
    for item, row in zip(items, cells, strict=True):
        if (item.domain, item.domain_name) != place and (item.domain or item.domain_name):
            title = item.domain_name or ""
            numbered = (item.domain or "", title) if is_numbered else (". ".join(filter(None, (item.domain, title))),)
            yield Row(numbered, bold=True)
        place = (item.domain, item.domain_name)
        yield Row(tuple(row[field.name] for field in used))


def _fields(*, of_criteria: bool) -> tuple[_Field, ...]:
    return (
        _Field("number", "TT", 5, centred=True),
        _Field("name", "Tiêu chí, tiêu chí thành phần" if of_criteria else "Nội dung công việc", 26),
        _Field("code", "Mã tiêu chí" if of_criteria else "Mã", 8, centred=True),
        _Field("limitations", "Tồn tại, hạn chế", 20),
        _Field("target", "Mục tiêu", 20),
        _Field("actions", "Giải pháp thực hiện", 26),
        _Field("lead", "Cơ quan chủ trì", 14),
        _Field("coordinate", "Cơ quan phối hợp", 14),
        _Field("implement", "Cơ quan thực hiện", 14),
        _Field("support", "Cơ quan phối hợp, thực hiện", 14),
        _Field("product", "Sản phẩm", 14),
        _Field("budget", "Kinh phí", 10),
        _Field("deadline", "Thời gian hoàn thành", 12),
    )


def _cells(item: Item, *, of_criteria: bool) -> dict[str, str]:
    is_plain = not of_criteria or (len(item.names) == 1 and (item.code or item.level is None))
    level = None if item.code else item.level
    return {
        "number": item.number or "",
        "name": item.names[0] if is_plain else criterion_words(item.names, level=level, code=None),
        "code": full_code(item.code) if item.code else "",
        "limitations": "\n".join(item.limitations),
        "target": item.target_text or "",
        "actions": "\n".join(f"- {action.text}" for action in item.actions),
        "lead": "; ".join(item.lead),
        "coordinate": "; ".join(item.coordinate),
        "implement": "; ".join(item.implement),
        "support": "; ".join(item.support),
        "product": item.product or "",
        "budget": item.budget or "",
        "deadline": item.deadline_text or "",
    }
