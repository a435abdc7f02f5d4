"""Names of departments in capitals, written as in a sentence: "SỞ VĂN HÓA VÀ THỂ THAO" is "Sở Văn hóa và Thể thao"."""

from __future__ import annotations

import re
from typing import Final

# The first words of a name as they are written; where the name of the field begins, its first letter is a capital.
_KINDS: Final = {
    "sở": "Sở",
    "phòng": "Phòng",
    "chi cục": "Chi cục",
    "cục": "Cục",
    "trung tâm": "Trung tâm",
    "đài": "Đài",
    "ban quản lý": "Ban Quản lý",
    "ban dân tộc": "Ban Dân tộc",
    "bảo hiểm": "Bảo hiểm",
    "thanh tra": "Thanh tra",
    "văn phòng": "Văn phòng",
}
_NAMED_BY_FIELD: Final = frozenset({"sở", "phòng", "chi cục", "cục", "trung tâm", "đài"})
_KIND: Final = re.compile(rf"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})\b")
_FIELD_BEGINS: Final = re.compile(r"((?:^|,|\bvà\b|\s-)\s*)([^\W\d_])")
_SHORT: Final = re.compile(r"\b(?:ubnd|hđnd|cntt|cchc|tthc)\b")
_COMMITTEE: Final = re.compile(r"\b(?:ủy|uỷ) ban(?= nhân dân\b)|\bhội đồng(?= nhân dân\b)")
# What follows is the name of a place.
_PLACE: Final = re.compile(
    r"\b(tỉnh|thành phố|huyện|thị xã|quận|xã(?! hội\b)|phường|thị trấn|đặc khu|khu kinh tế(?: cửa khẩu)?)\s+([^,]+)$"
)


def write_out(name: str) -> str:
    """Return the name of a department in the letters of a sentence (Nghị định 30/2020/NĐ-CP, phụ lục II, mục III)."""
    text = " ".join(name.lower().split())
    kind = _KIND.match(text)
    if kind is None:
        return text[:1].upper() + text[1:]
    rest = text[kind.end() :].lstrip()
    place = _PLACE.search(rest)
    field = rest[: place.start()] if place is not None else rest
    if kind[0] in _NAMED_BY_FIELD:
        field = _FIELD_BEGINS.sub(lambda found: found[1] + found[2].upper(), field)
    field = _SHORT.sub(lambda found: found[0].upper(), field)
    field = _COMMITTEE.sub(lambda found: found[0][:1].upper() + found[0][1:], field)
    named = f"{_kind_of_place(place[1])} {place[2].title()}" if place is not None else ""
    return f"{_KINDS[kind[0]]} {field}{named}".strip()


def _kind_of_place(words: str) -> str:
    """A zone is part of the name ("Khu kinh tế Cửa Rạng"), a unit of the State is not ("tỉnh Sông Giả")."""
    return words[:1].upper() + words[1:] if words.startswith("khu") else words
