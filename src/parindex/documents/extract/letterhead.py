"""The lines of a head as copies give them out: bars between columns, words cut over lines, a portal's properties.

A portal of law shows a table of properties above the text ("Số hiệu | 12/KH-UBND | Người ký | …"). It tells of the
document without being it: its lines are kept apart and asked only for what the document itself does not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from parindex.definitions.labels.phrases import load_lexicon
from parindex.documents.blocks import Block
from parindex.domain.text import dates, folding

KINDS: Final = {
    "ke hoach": "Kế hoạch",
    "quyet dinh": "Quyết định",
    "bao cao": "Báo cáo",
    "chuong trinh": "Chương trình",
    "chuong trinh hanh dong": "Chương trình hành động",
    "chi thi": "Chỉ thị",
    "de an": "Đề án",
    "phuong an": "Phương án",
    "thong bao": "Thông báo",
    "nghi quyet": "Nghị quyết",
    "to trinh": "Tờ trình",
    "cong van": "Công văn",
}
"""Kinds of documents by the folded line that names them."""

# The letters of kinds in symbols (Nghị định 30/2020/NĐ-CP, phụ lục III).
_LETTERS: Final = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "BC": "Báo cáo",
    "CTr": "Chương trình",
    "CT": "Chỉ thị",
    "ĐA": "Đề án",
    "PA": "Phương án",
    "TB": "Thông báo",
    "NQ": "Nghị quyết",
    "TTr": "Tờ trình",
}
_OTHER_LETTERS: Final = frozenset(
    ("GUQ", "GGT", "GNP", "BGN", "BTT", "QyĐ", "TrS", "CTHĐ", "CTrHĐ", "KLTT", "KHLT", "NQLT", "HDLN", "KHPH")
)
# Other two letters are a kind ("KL", "HD", "SY", "GM"); the offices of letters have more.
_SHORT_OFFICES: Final = frozenset({"UB", "VP", "CA"})
_KIND_LETTERS: Final = 2
_PROPERTY: Final = re.compile(
    r"(?<!\w)(Số hiệu|Ngày ban hành|Ngày (?:có |hết )?hiệu lực|Loại văn bản|(?:Cơ quan|Nơi) ban hành|Người ký|Lĩnh vực"
    r"|Ngày công báo|Số công báo|Tình trạng)(?!\w)\s*:?\s*"
)
_FIRST_PROPERTY: Final = "Số hiệu"
_PROPERTY_LINES: Final = 40
# A portal's table has a dozen properties, each a name and a value.
_MOST_PROPERTIES: Final = 30
_FEWEST_OTHERS: Final = 2
_OF_HEAD: Final = re.compile(r"Số\s*[:\d]|(?:Ủy|Uỷ) ban|UBND|Cộng h(?:òa|oà) xã hội|Độc lập\s*[-–]", re.IGNORECASE)
_SIGN: Final = re.compile(r"\d{1,5}/\S+$")
_PERSON: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}$")
# The first words of a head that a narrow column leaves alone on their line.
_CUT: Final = frozenset(
    ("ỦY", "UỶ", "CỘNG", "VỀ", "TỈNH", "THÀNH PHỐ", "HUYỆN", "THỊ XÃ", "QUẬN", "XÃ", "PHƯỜNG", "THỊ TRẤN", "ĐẶC KHU")
)
_SHORT_NAMES: Final = re.compile(r"(?<!\w)(?:ubnd|hđnd|cchc|tthc|papi|sipas|pci|ddci|par index|cntt)(?!\w)")
_LONGEST_CUT: Final = 20
_MOST_CUT_WORDS: Final = 4
_MOST_OPEN_WORDS: Final = 8
_UNIT: Final = re.compile(
    r"(?:SỞ|BAN|THANH TRA|VĂN PHÒNG|CHI CỤC|CỤC|TRUNG TÂM|PHÒNG|TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN"
    r"|ĐẶC KHU|HỘI|CỘNG H\w+)\b"
)
_PLACE: Final = re.compile(r"\b(?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\b")
_OWN_LINE: Final = re.compile(
    rf"{_UNIT.pattern}|(?:ỦY|UỶ) BAN|UBND|PHỤ LỤC|ĐỘC LẬP|ĐẢNG|CHỦ TỊCH|GIÁM ĐỐC|BẢN SAO|SAO Y\b|(?:BẢN )?DỰ THẢO"
    r"|H(?:ỎA|OẢ) TỐC|HẸN GIỜ|(?:(?:THƯỢNG )?KHẨN|(?:TỐI |TUYỆT )?MẬT)$"
)
_OPEN_NAME: Final = re.compile(r"(?:[,–-]|\b(?:VÀ|CÁC|QUẢN LÝ|(?:ỦY|UỶ) BAN(?: NHÂN)?))$")
# What its narrowest column holds: a line that had room for the next word was not cut.
_NARROWEST: Final = len("ỦY BAN NHÂN DÂN")
_PLAIN: Final = re.compile(r"[^\W\d_]+(?:[ ,–-]+[^\W\d_]+)*$")
# "(PAR INDEX) năm 2025" goes on with a title, "(Kèm theo Quyết định …)" does not.
_IN_TITLE: Final = r"[^()]{2,40}\)\s+[^\s(]|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*\)\s*$"
# Lines that begin so stand below the head and its title.
PREAMBLE: Final = re.compile(
    r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Theo|Tiếp tục thực hiện|Xét|Để|Nhằm"
    r"|Trên cơ sở|Năm \d{4}|[IVX]{1,4}\.|A\.|1\.|Phần|PHẦN|_{3,}|-{3,}"
    rf"|\((?!{_IN_TITLE})|Kính gửi|Ủy ban|UBND|ỦY BAN|Ngày)"
)


class Line(NamedTuple):
    """One line of the head or the foot with the block it stands in."""

    text: str
    block: Block


def mend_head(lines: Sequence[Line], blocks: Sequence[Block] = ()) -> tuple[list[Line], Mapping[str, str]]:
    """Return the lines of a head whole, without a portal's table, and the properties of that table.

    `blocks` is the document, which may write the name of a unit out.
    """
    kept, properties = _part_properties(lines)
    mended: list[Line] = []
    for line in kept:
        before = mended[-1] if mended else None
        if before is not None and len(before.text) <= _LONGEST_CUT and _is_cut(before.text, line.text):
            mended[-1] = Line(f"{before.text} {line.text}", line.block)
        elif before is not None and _goes_on(before.text, line.text, blocks):
            mended[-1] = Line(f"{before.text} {line.text}", before.block)
        else:
            mended.append(line)
    return mended, properties


def _is_cut(text: str, following: str) -> bool:
    """Tell whether a short line is only the beginning of the next one."""
    if text.rstrip(" :") == "Số":
        return following[:1].isdigit()
    if not following.isupper():
        return False
    is_motto = text.startswith("CỘNG H") and following.startswith("CHỦ")
    return text in _CUT or is_motto or kind_named(f"{text} {following}") is not None


def _goes_on(text: str, following: str, blocks: Sequence[Block]) -> bool:
    """Tell whether the name of a unit in capitals goes on with the next line: "SỞ NÔNG NGHIỆP VÀ MÔI / TRƯỜNG".

    Below a name that is whole stands a unit of the unit or what the document is about: "… / TRƯỜNG THCS SỐ 1".
    """
    if not (following.isupper() and text.isupper() and (unit := _UNIT.match(text))) or _OWN_LINE.match(following):
        return False
    words = following.split()
    is_open = words[0] == "VÀ" or _OPEN_NAME.search(text) is not None
    most = _MOST_OPEN_WORDS if is_open else _MOST_CUT_WORDS
    if len(words) > most or _PLAIN.match(following) is None or kind_named(following) is not None:
        return False
    if is_open or _is_written(f"{text} {following}", blocks):
        return True
    name = text[unit.end() :]
    field = _field_words(f"{name} {following}")
    if field:
        return field > len(folding.split_words(name))
    return len(words) == 1 and len(f"{text} {following}") > _NARROWEST


def _is_written(name: str, blocks: Sequence[Block]) -> bool:
    """Tell whether a sentence writes the name, from the last place in it on: "SỞ Y TẾ TỈNH SÔNG / GIẢ"."""
    place = max((found.start() for found in _PLACE.finditer(name)), default=0)
    written = name[place:].casefold()
    return any(written in block.text.casefold() for block in blocks if not block.text.isupper())


def _field_words(name: str) -> int:
    """Return how many words of a name in capitals are a known field of agencies."""
    words = folding.split_words(name)
    fields = map(folding.split_words, load_lexicon().agency_fields)
    return max((len(field) for field in fields if words[: len(field)] == field), default=0)


def _part_properties(lines: Sequence[Line]) -> tuple[Sequence[Line], Mapping[str, str]]:
    for first in [at for at, line in enumerate(lines[:_PROPERTY_LINES]) if line.text.startswith(_FIRST_PROPERTY)]:
        kept, found = _read_table(lines[first : first + _MOST_PROPERTIES])
        if _is_of_portal(found):
            return [*lines[:first], *kept, *lines[first + _MOST_PROPERTIES :]], found
    return lines, {}


def _read_table(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """Return the lines that are no properties, and the properties that have a value."""
    kept: list[Line] = []
    found: dict[str, str] = {}
    waiting: str | None = None
    for line in lines:
        pairs = list(_read_properties(line.text))
        if pairs:
            found = {name: value for name, value in pairs if value} | found
            waiting = None if pairs[-1][1] else pairs[-1][0]
        elif waiting is not None and _may_be_value(waiting, line.text):
            found, waiting = {waiting: line.text} | found, None
        else:
            kept.append(line)
            waiting = None
    return kept, found


def _may_be_value(name: str, text: str) -> bool:
    """Tell whether a line is the value of the property above it; an empty one stands right above the document."""
    if name == _FIRST_PROPERTY:
        return True
    return not text.isupper() and (name == "Cơ quan ban hành" or _OF_HEAD.match(text) is None)


def _is_of_portal(found: Mapping[str, str]) -> bool:
    """Tell a portal's table from a sentence or a column that begins with "Số hiệu"."""
    number = found.get(_FIRST_PROPERTY, "")
    return len(found.keys() - {_FIRST_PROPERTY}) >= _FEWEST_OTHERS and (not number or _SIGN.match(number) is not None)


def _read_properties(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values in a line that begins with a property."""
    matches = list(_PROPERTY.finditer(text))
    if not matches or matches[0].start() > 0:
        return
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=True):
        yield match[1].replace("Nơi ban", "Cơ quan ban"), text[match.end() : end].strip()


def property_number(properties: Mapping[str, str]) -> str | None:
    """Return the number that a portal's table tells."""
    number = properties.get("Số hiệu", "")
    return number if _SIGN.match(number) else None


def property_date(properties: Mapping[str, str]) -> date | None:
    """Return the day of issue that a portal's table tells."""
    return dates.parse_date(properties["Ngày ban hành"]) if "Ngày ban hành" in properties else None


def property_signer(properties: Mapping[str, str]) -> str | None:
    """Return the signer that a portal's table tells."""
    signer = properties.get("Người ký", "")
    return signer if _PERSON.match(signer) and signer.istitle() else None


def kind_of(number: str | None) -> str | None:
    """Return the kind that the letters of a number tell; a letter has those of its office instead ("12/UBND-NC")."""
    letters, _, office = number.rsplit("/", 1)[-1].partition("-") if number else ("", "", "")
    if letters in _LETTERS or letters in _OTHER_LETTERS:
        return _LETTERS.get(letters)
    is_office = len(letters) > _KIND_LETTERS or letters in _SHORT_OFFICES
    return KINDS["cong van"] if office and is_office and letters.isupper() else None


def kind_named(text: str) -> str | None:
    """Return the kind that a line of capitals names."""
    return KINDS.get(folding.fold(text).strip(" :.")) if text.isupper() else None


def restore_names(title: str | None, units: Sequence[str | None]) -> str | None:
    """Give a title that was lowered from capitals its short names and the names of its units back."""
    if title is None:
        return None
    title = _SHORT_NAMES.sub(lambda found: found[0].upper(), title)
    for unit in filter(None, units):
        for place in unit.removeprefix("Ủy ban nhân dân ").split(", "):
            title = re.sub(rf"(?<!\w){re.escape(place)}(?!\w)", place, title, flags=re.IGNORECASE)
    return title
