"""Rows of a spreadsheet as units: columns by their Vietnamese or English headings, each mistake with row and column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from parindex.apps.orgs.models import Unit
from parindex.documents.read.rows import Row
from parindex.domain.text import dates, folding
from parindex.domain.units import UnitFact, UnitKind, overlaps

COLUMNS: Final = {
    "slug": ("slug", "ma on dinh"),
    "code": ("code", "ma", "ma dvhc", "ma don vi hanh chinh"),
    "parent_code": ("parent_code", "ma cap tren", "ma don vi cap tren"),
    "parent": ("parent", "slug cap tren"),
    "name": ("name", "ten", "ten don vi", "ten day du"),
    "short_name": ("short_name", "ten goi tat", "ten viet tat"),
    "kind": ("kind", "loai", "cap"),
    "also": ("also", "cach viet khac"),
    "former": ("former", "ten cu"),
    "valid_from": ("valid_from", "tu ngay"),
    "valid_to": ("valid_to", "den ngay"),
    "source": ("source", "nguon"),
}
_BY_HEADING: Final = {heading: column for column, headings in COLUMNS.items() for heading in headings}
_COMMUNES: Final = ("xa", "phuong", "thi tran", "dac khu")
_DISTRICTS: Final = ("huyen", "quan", "thi xa", "thanh pho")
_WORDS: Final = {
    **dict.fromkeys(("so", "ban", "nganh", "so, ban, nganh", "so, ban, nganh tinh"), UnitKind.DEPARTMENT),
    **dict.fromkeys(("phong", "bo phan", "trung tam", "van phong"), UnitKind.OFFICE),
    **dict.fromkeys(("chuc danh", "cong chuc"), UnitKind.POST),
    **dict.fromkeys(("khoi ngoai", "ngoai khoi ubnd"), UnitKind.EXTERNAL),
    **dict.fromkeys(_COMMUNES, UnitKind.COMMUNE),
    **dict.fromkeys(_DISTRICTS, UnitKind.DISTRICT),
    "tinh": UnitKind.PROVINCE,
}
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADING_ROW: Final = 1
_NEEDED: Final = {"name": "Tên, Tên đơn vị", "kind": "Loại, Cấp"}
_LENGTHS: Final = {"name": 200, "short_name": 100, "code": 20, "source": 300, "slug": 80}


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a row cannot be used; `row` is the number that the spreadsheet shows, `column` the name of `COLUMNS`."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


NO_DEFAULTS: Final = Defaults()


@dataclass(slots=True)
class Reading:
    """What was read so far."""

    facts: list[UnitFact] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    coded: dict[str, list[UnitFact]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)


def read_units(rows: Sequence[Row], *, defaults: Defaults) -> Reading:
    """Read rows into units whose keys are slugs; `rows` of the result maps a slug to its row.

    A row without a slug gets one from name, code and the year in which it begins, so that a second import of the same
    file finds the same units. A parent is named by `parent` (slug), or by `parent_code`: the unit of that code, in the
    file or in the tree, which exists at the same time.
    """
    reading = Reading()
    stated = [(row.number, _name_columns(row.cells)) for row in rows]
    reading.rejects += _lacking_columns(stated)
    if reading.rejects:
        return reading
    drafts = [(number, cells, _read_row(number, cells, defaults, reading)) for number, cells in stated]
    codes: defaultdict[str, list[UnitFact]] = defaultdict(list)
    for _, _, fact in drafts:
        if fact and fact.code:
            codes[fact.code].append(fact)
    for number, cells, fact in drafts:
        if fact is None:
            continue
        if fact.key in reading.rows:
            reading.rejects.append(Reject(number, "slug", f"Trùng với dòng {reading.rows[fact.key]}: “{fact.key}”."))
            continue
        reading.rows[fact.key] = number
        _check_code(number, fact, reading)
        reading.facts.append(_with_parent(fact, number, cells, codes, reading))
    return reading


def _lacking_columns(stated: Sequence[tuple[int, Mapping[str, str]]]) -> list[Reject]:
    """Name the columns without which no row can be read, once for the file instead of once a row."""
    present = {column for _, cells in stated for column in cells}
    return [
        Reject(_HEADING_ROW, column, f"Tệp không có cột “{column}” ({usual}); dòng đầu phải là tên cột.")
        for column, usual in _NEEDED.items()
        if stated and column not in present
    ]


def _check_code(number: int, fact: UnitFact, reading: Reading) -> None:
    """Refuse a second unit of a code at the same time: rows that name it as their parent would guess."""
    if not fact.code:
        return
    others = reading.coded.setdefault(fact.code, [])
    twin = next((other for other in others if overlaps(fact, other)), None)
    others.append(fact)
    if twin:
        message = f"Mã “{fact.code}” đã có ở dòng {reading.rows[twin.key]} trong cùng thời gian."
        reading.rejects.append(Reject(number, "code", message))


def _name_columns(cells: Mapping[str, str]) -> dict[str, str]:
    named = {_BY_HEADING.get(heading, ""): text.strip() for heading, text in cells.items()}
    named.pop("", None)
    return named


def _read_row(number: int, cells: Mapping[str, str], defaults: Defaults, reading: Reading) -> UnitFact | None:
    """Read one row without its parent; what is wrong with it is noted."""
    before = len(reading.rejects)
    name = folding.collapse(folding.normalise(cells.get("name", "")))
    if not name:
        reading.rejects.append(Reject(number, "name", "Thiếu tên đơn vị."))
    kind = _read_kind(cells)
    if kind is None:
        reading.rejects.append(Reject(number, "kind", f"Không hiểu loại “{cells.get('kind', '')}”."))
    starts, ends = (_read_day(number, column, cells, reading) for column in ("valid_from", "valid_to"))
    starts, ends = starts or defaults.valid_from, ends or defaults.valid_to
    code = cells.get("code", "")
    slug = cells.get("slug") or make_slug(name, code=code, valid_from=starts)
    _check_lengths(number, {**cells, "name": name, "slug": slug}, reading)
    if kind is None or len(reading.rejects) > before:
        return None
    return UnitFact(
        key=slug,
        name=name,
        kind=kind,
        code=code,
        short_name=cells.get("short_name", ""),
        also=_split_names(cells.get("also", "")),
        former=_split_names(cells.get("former", "")),
        valid_from=starts,
        valid_to=ends,
        source=cells.get("source") or defaults.source,
    )


def make_slug(name: str, *, code: str, valid_from: date | None) -> str:
    """Make the stable key of a unit of official data: "xa-hra-23800-2025"."""
    parts = (folding.fold(name.replace("'", "")), code, str(valid_from.year) if valid_from else "")
    words = [_NOT_SLUG.sub("-", part.lower()).strip("-") for part in parts]
    return "-".join(word for word in (words[0][:60].strip("-"), *words[1:]) if word)


def _check_lengths(number: int, cells: Mapping[str, str], reading: Reading) -> None:
    for column, most in _LENGTHS.items():
        if len(cells.get(column, "")) > most:
            reading.rejects.append(Reject(number, column, f"Dài quá {most} ký tự."))
    if cells["slug"] and not _SLUG.fullmatch(cells["slug"]):
        message = "Mã ổn định chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối."
        reading.rejects.append(Reject(number, "slug", message))


def _read_kind(cells: Mapping[str, str]) -> UnitKind | None:
    """Read the kind as written in English or Vietnamese; a thành phố without a unit above is a province."""
    written = folding.fold(cells.get("kind", ""))
    if written in {kind.value for kind in UnitKind}:
        return UnitKind(written)
    if written == "thanh pho" and not cells.get("parent") and not cells.get("parent_code"):
        return UnitKind.PROVINCE
    return _WORDS.get(written)


def _read_day(number: int, column: str, cells: Mapping[str, str], reading: Reading) -> date | None:
    text = cells.get(column, "")
    if not text:
        return None
    if _ISO.fullmatch(text):
        found = dates.build_date(*(int(part) for part in text.split("-")))
    else:
        found = dates.parse_date(text)
    if found is None:
        reading.rejects.append(Reject(number, column, f"Không hiểu ngày “{text}”; viết 01/07/2025 hoặc 2025-07-01."))
    return found


def _split_names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in folding.normalise(text).split("|") if name.strip())


def _with_parent(
    fact: UnitFact,
    number: int,
    cells: Mapping[str, str],
    codes: Mapping[str, Sequence[UnitFact]],
    reading: Reading,
) -> UnitFact:
    parent = cells.get("parent", "")
    code = cells.get("parent_code", "")
    if not parent and code:
        stated = codes.get(code, ())
        # One that never exists with the unit comes last: the tree then says that the unit outlives it.
        above = _at_the_time(fact, stated) or _at_the_time(fact, _read_stored(code)) or next(iter(stated), None)
        if above is None:
            reading.rejects.append(Reject(number, "parent_code", f"Không có đơn vị cấp trên mang mã “{code}”."))
        parent = above.key if above else ""
    return replace(fact, parent=parent or None)


def _at_the_time(fact: UnitFact, bearers: Iterable[UnitFact]) -> UnitFact | None:
    """Choose among the bearers of one code the one that exists when the unit begins, else the newest beside it."""

    def rank(bearer: UnitFact) -> tuple[bool, date]:
        starts = bearer.valid_from or date.min
        return fact.valid_from is not None and starts <= fact.valid_from, starts

    return max((bearer for bearer in bearers if overlaps(bearer, fact)), key=rank, default=None)


def _read_stored(code: str) -> Iterable[UnitFact]:
    """Read the stored units that bear a code or once bore it, without their parents."""
    for unit in Unit.objects.filter(official_code=code).order_by("-pk"):
        yield UnitFact(
            key=unit.slug,
            name=unit.name,
            kind=UnitKind(unit.kind),
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
