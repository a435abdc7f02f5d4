"""Who issued a document: its head, the committee that speaks in it, the place of its date line; and who is above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import NamedTuple

from parindex.documents.blocks import Block
from parindex.documents.extract.agency_words import begins_agency
from parindex.documents.extract.department_names import write_out
from parindex.documents.extract.letterhead import Line
from parindex.documents.repair.letters import CAPITAL
from parindex.domain.planning.model import UnitLevel
from parindex.domain.text import folding
from parindex.domain.text.signs import has_any

NATION = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
_COMMITTEE = r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)"
_PLACE = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|TP\.?)"
_NAME = rf"(?:[{CAPITAL}][\w'’]*)(?:[ -][{CAPITAL}][\w'’]*){{0,4}}"
# "Bà Rịa - Vũng Tàu"; a dash before "Năm 2026" parts two lines of a head.
_LONG_NAME = rf"{_NAME}(?:\s[-–]\s(?!Năm\b|Số\b){_NAME})?"
_CAPITALISED = re.compile(_LONG_NAME)
_NUMBERED = re.compile(r"\d{1,2}\b")
_PLACE_WORD = re.compile(rf"{_PLACE}\s+", re.IGNORECASE)
_UNIT = re.compile(rf"{_COMMITTEE}\s+({_PLACE})\s+({_NAME})")
_BARE_UNIT = re.compile(rf"\b({_PLACE})\s+({_NAME})")
_DEPARTMENT = re.compile(
    r"^(SỞ|BAN QUẢN LÝ|BAN DÂN TỘC|THANH TRA|VĂN PHÒNG|CỤC|CHI CỤC|BẢO HIỂM|TRUNG TÂM|PHÒNG|ĐÀI)"
    rf"\s+[{CAPITAL} ,–-]{{3,}}$"
)
_DECIDING = re.compile(rf"(?:CHỦ TỊCH )?(?:ỦY|UỶ) BAN NHÂN DÂN ((?:{_PLACE})\s+\S.*)", re.IGNORECASE)
_PREAMBLE = re.compile(r"\s*[-+]?\s*(?:Căn cứ|Xét|Theo|Thực hiện)\b")
_ADDRESSED = re.compile(r"\s*Kính gửi\b", re.IGNORECASE)
_COMMITTEE_OF = re.compile(
    r"(?:chu tich )?(?:ubnd|(?=tinh\b|thanh pho\b|huyen\b|xa\b|phuong\b))\b ?"
    r"(tinh|thanh pho|huyen|thi xa|quan|xa|phuong|thi tran|dac khu)?\b ?(.*)"
)
_COMMITTEE_LINE = re.compile(_COMMITTEE, re.IGNORECASE)
_OTHER_BODY = re.compile(r"(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|XÃ|PHƯỜNG|ĐẢNG) (?:ĐOÀN|ỦY|UỶ)\b|HỘI ĐỒNG\b|TẬP ĐOÀN\b")
_DATED = re.compile(rf"({_LONG_NAME}),\s*ngày\b")
_HEAD_BLOCKS = 40
_NO_DISTRICTS = date(2025, 7, 1)
_BIG_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})


class Issuer(NamedTuple):
    """Who issued a document, the units above, the level; `is_told` when the document's head itself says so."""

    name: str | None
    parent: str | None = None
    level: UnitLevel | None = None
    is_told: bool = True


def read_issuer(
    head: Sequence[Line],
    blocks: Sequence[Block],
    title: str | None,
    caption: Sequence[Line],
    *,
    number: str | None,
    issued: date | None,
    properties: Mapping[str, str],
) -> Issuer:
    """Read who issued a document; `head` reaches to the title, `properties` are those of a portal's table."""
    texts = [" ".join(NATION.sub(" ", line.text).split()) for line in head[:12]]
    running = [block.text for block in blocks[:_HEAD_BLOCKS] if block.table is None]
    printed = list(takewhile(lambda text: _ADDRESSED.match(text) is None, texts))
    name, is_told = _department(printed) or _committee(printed), True
    if name is None and _is_of_other(printed, number):
        return Issuer(None)
    if name is None:
        name = _authority(running) or _acting(running) or _named([line.text for line in caption]) or _from_title(title)
    if name is None:
        name, is_told = _at_place(head, running, title) or _of_portal(properties), False
    if name is None:
        return Issuer(None)
    everything = [block.text for block in blocks if block.table is None]
    level = _level(name, issued)
    if level is UnitLevel.DEPARTMENT:
        name = _as_written(name, everything)
    return Issuer(name, _parent(name, level, [*texts, title or ""], everything), level, is_told)


def may_be_same(one: str | None, other: str | None) -> bool:
    """Tell whether two names of units may mean one: "UBND tỉnh" and "Ủy ban nhân dân tỉnh X", never "UBND xã Y"."""
    if one is None or other is None:
        return True
    first, second = _COMMITTEE_OF.match(_spelt(one)), _COMMITTEE_OF.match(_spelt(other))
    if first is None or second is None:
        return first is second
    pairs = zip(first.groups(), second.groups(), strict=True)
    return all(not here or not there or here.startswith(there) or there.startswith(here) for here, there in pairs)


def _spelt(name: str) -> str:
    return re.sub(r"\btp\b\.?", "thanh pho", folding.fold(name).replace("uy ban nhan dan", "ubnd"))


def _is_of_other(head: Sequence[str], number: str | None) -> bool:
    """Tell whether a head or the symbol of a number names a body that is no committee: none is put in its place."""
    symbol = number.rsplit("/", 1)[-1] if number else ""
    if "-" in symbol and "UB" not in symbol:
        return True
    names = (text for text in head[:6] if text.isupper() and _COMMITTEE_LINE.search(text) is None)
    return any(_OTHER_BODY.match(name) or _begins_body(name) for name in names)


def _begins_body(text: str) -> bool:
    return not starts_place(text) and begins_agency(text, folding.fold_aligned(text))


def _department(texts: Sequence[str]) -> str | None:
    for text in texts[:6]:
        if _DEPARTMENT.match(text):
            return write_out(text)
    return None


def _committee(texts: Sequence[str]) -> str | None:
    for index, text in enumerate(texts[:6]):
        folded = folding.fold(text)
        if not folded.startswith(("uy ban nhan dan", "ubnd")):
            continue
        rest = re.sub(rf"^{_COMMITTEE}\s*", "", text, flags=re.IGNORECASE).strip(" :")
        if not rest:
            rest = next((after for after in texts[index + 1 : index + 4] if starts_place(after)), "")
        if _names_place(rest):
            return f"Ủy ban nhân dân {_proper_place(rest)}"
    return None


def _names_place(text: str) -> bool:
    """Tell whether a line is the name of a place, not the sentence "tỉnh ban hành kế hoạch …"."""
    place = _PLACE_WORD.match(text)
    return (
        place is not None and (_NUMBERED.match(text, place.end()) or _CAPITALISED.match(text, place.end())) is not None
    )


def starts_place(text: str) -> bool:
    """Tell whether a line begins with the kind of a place and its name."""
    return re.match(rf"{_PLACE}\s+\S", text, re.IGNORECASE) is not None


def _proper_place(text: str) -> str:
    place = re.match(rf"({_PLACE})\s+(.+)", " ".join(text.split()), re.IGNORECASE)
    if place is None:
        return text
    name = re.split(r"\s*(?:Số\s*:|[-_–]{3,}|,)", place[2])[0].strip()
    if not name.isupper():
        written = _CAPITALISED.match(name)
        return f"{place[1].lower()} {written[0] if written else name}"
    return f"{place[1].lower()} {name.title()}"


_ACTING = re.compile(
    rf"{_COMMITTEE}\s+({_PLACE})(?:\s+({_LONG_NAME}))?\s+(?:xây dựng|ban hành|yêu cầu|đề ra|triển khai)"
)


def _acting(texts: Sequence[str]) -> str | None:
    """Read the issuer from "Ủy ban nhân dân huyện X ban hành Kế hoạch …"."""
    for text in texts:
        for found in _ACTING.finditer(text):
            if found[2]:
                return f"Ủy ban nhân dân {found[1]} {found[2]}"
    return None


def _authority(texts: Sequence[str]) -> str | None:
    """Read the line of capitals above the preamble of a decision: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH X"."""
    for text, below in pairwise(texts):
        found = _DECIDING.match(text) if text.isupper() else None
        if found is not None and _PREAMBLE.match(below) and _names_place(found[1]):
            return f"Ủy ban nhân dân {_proper_place(found[1])}"
    return None


def _at_place(head: Sequence[Line], running: Sequence[str], title: str | None) -> str | None:
    """Put the committee that acts without a name ("Ủy ban nhân dân tỉnh ban hành …") where the document is dated.

    The date line names the unit itself (Nghị định 30/2020/NĐ-CP, phụ lục I); the document must name the unit so, too.
    """
    acting = next((found[1] for text in running for found in _ACTING.finditer(text) if not found[2]), None)
    dated = next((found[1] for line in head if "ngày" in line.text and (found := _DATED.match(line.text))), None)
    unit = f"{acting} {dated}".casefold()
    if acting and dated and any(unit in text.casefold() for text in (title or "", *running)):
        return f"Ủy ban nhân dân {acting} {dated}"
    return None


def _of_portal(properties: Mapping[str, str]) -> str | None:
    place = properties.get("Cơ quan ban hành", "")
    return f"Ủy ban nhân dân {_proper_place(place)}" if _names_place(place) else None


def _as_written(name: str, texts: Sequence[str]) -> str:
    """Write the name of a department as its sentences do: "Sở Văn hóa và Thể thao"."""
    pattern = re.compile(re.escape(name), re.IGNORECASE)
    found = (pattern.search(text) for text in texts if not text.isupper())
    return next((match[0] for match in found if match and not match[0].isupper() and match[0][0].isupper()), name)


def _named(texts: Sequence[str]) -> str | None:
    for text in texts:
        found = _UNIT.search(text)
        if found is not None:
            return f"Ủy ban nhân dân {found[1]} {found[2]}"
    return None


def _from_title(title: str | None) -> str | None:
    found = list(_BARE_UNIT.finditer(title or ""))
    return f"Ủy ban nhân dân {found[-1][1]} {found[-1][2]}" if found else None


_ABOVE = {UnitLevel.COMMUNE: ("huyện", "thị xã", "quận", "tỉnh"), UnitLevel.DISTRICT: ("tỉnh",)}
_ORDER = ("xã phường thị trấn đặc khu", "huyện thị xã quận thành phố", "tỉnh thành phố")


def _parent(issuer: str, level: UnitLevel | None, head: Sequence[str], running: Sequence[str]) -> str | None:
    """Collect the units above the issuer that the document names, from near to far; `head` ends in the title."""
    wanted = _ABOVE.get(level) if level is not None else None
    if wanted is None:
        return None
    named = (*(_proper_place(line) for line in head[:-1] if starts_place(line)), head[-1], *running)
    found: list[str] = []
    for group in (("huyện", "thị xã", "quận"), ("tỉnh",)):
        places = [place for place in group if place in wanted]
        pattern = re.compile(rf"\b({'|'.join(places) or 'x^'})\s+({_NAME})")
        held = (text for text in named if has_any(text, places))
        match = next((m for text in held for m in pattern.finditer(text) if f"{m[1]} {m[2]}" not in issuer), None)
        if match is not None:
            found.append(f"{match[1]} {match[2]}")
    return ", ".join(found) or None


def _level(issuer: str, issued: date | None = None) -> UnitLevel | None:
    """Return the level of an issuer; a city is a province since no districts are (Law 72/2025/QH15, 01/07/2025)."""
    folded = folding.fold(issuer)
    place = re.match(
        r"uy ban nhan dan (tinh|thanh pho|tp|huyen|thi xa|quan|xa|phuong|thi tran|dac khu)\.? ?(.*)", folded
    )
    if place is None:
        return UnitLevel.DEPARTMENT
    if place[1] == "tinh":
        return UnitLevel.PROVINCE
    if place[1] in {"thanh pho", "tp"}:
        is_big = any(city in place[2] for city in _BIG_CITIES) or (issued is not None and issued >= _NO_DISTRICTS)
        return UnitLevel.PROVINCE if is_big else UnitLevel.DISTRICT
    return UnitLevel.DISTRICT if place[1] in {"huyen", "thi xa", "quan"} else UnitLevel.COMMUNE
