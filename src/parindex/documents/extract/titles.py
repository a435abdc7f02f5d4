"""What a document is called: its kind and name in capitals, or what a letter is about ("V/v …")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parindex.documents.extract.identity import read_number
from parindex.documents.extract.issuer import NATION
from parindex.documents.extract.letterhead import KINDS, PREAMBLE, Line, kind_named, kind_of

# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" above a preamble; behind "CỦA" it goes on with the title.
_DECIDING = re.compile(r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG)\s+(?:ỦY BAN|UỶ BAN|SỞ|BỘ)\b")
_DECIDER = re.compile(r"(?<! CỦA)(?<! DO)(?<! VÀ)(?<!,) CHỦ TỊCH (?:ỦY|UỶ) BAN NHÂN DÂN(?: [^\s,;]+){1,6}$")
_OPEN_END = re.compile(r"\b(?:CỦA|DO|VÀ|CHO|VỚI)$|,$")
# "Triển khai nhiệm vụ …" may be the name of a plan; a preamble cites a document or ends like a sentence.
_DOING = re.compile(r"\s*(?:Triển khai|Thực hiện|Tiếp tục)\b")
_OF_PREAMBLE = re.compile(r"\d\s*/|[,:;.]\s*$|\bsố\s*:?\s*\d")
# What an official letter is about, above whom it is sent to.
_SUBJECT = re.compile(r"\s*(?:V/v|v/v|Về việc)\s*:?\s+(?=\S)")
_ADDRESSED = re.compile(r"\s*K[íi]nh gửi\b", re.IGNORECASE)
_ENDS_SUBJECT = re.compile(
    rf"{NATION.pattern}|^\s*(?:K[íi]nh gửi|Số\s*:|Độc lập|Căn cứ|Thực hiện)\b|,\s*ngày\b|^\W*$", re.IGNORECASE
)
# "CÔNG VĂN / V/v …", as a letter is printed that was written here: what it is about is its title.
_KIND_OF_SUBJECT = re.compile(r"^Công văn (?=V/v )")
# "PHỤ LỤC II", "DANH MỤC NHIỆM VỤ …": what a file is headed that holds nothing but an annex.
_CITING = re.compile(r"\s*(?:Căn cứ|Thực hiện|[IVX]{1,4}\.|1\.)")
_ANNEX = re.compile(r"PHỤ LỤC(?:\s+(?:SỐ\s*:?\s*)?(?:[IVX]+|\d{1,2})\b)?[\s:.–-]*|(?=(?:DANH MỤC|BẢNG|BIỂU)\s+\S)")
# "Kế hoạch cải cách hành chính năm 2025" in small letters, the year last: no sentence ends so without a stop.
_SMALL_TITLE = re.compile(
    rf"(?:{'|'.join(KINDS.values())})\s+[^:;]{{12,200}}\b(?:năm 20\d\d|giai đoạn 20\d\d\s*[-–]\s*20\d\d)$"
)
_SUBJECT_LINES = 5
_SHORTEST_TITLE = 4
_LONGEST_TITLE_LINE = 120
_HEADING_LINES = 10
HEAD_BLOCKS = 40
TITLE_LINES = 3 * HEAD_BLOCKS


def read_title(lines: Sequence[Line]) -> tuple[str | None, str | None, int]:
    """Return the kind and the name of a document, each None where it has none, and the index of the kind's line."""
    kind, title, index = _title(lines)
    return kind, _KIND_OF_SUBJECT.sub("", title) if title else _subject(lines), index


def read_heading(lines: Sequence[Line]) -> str | None:
    """Return the heading in capitals of a file that is nothing but an annex; None where a letter or a table begins."""
    for index, line in enumerate(lines[:_HEADING_LINES]):
        if line.block.table is not None or _ADDRESSED.match(line.text):
            return None
        annex = _ANNEX.match(line.text) if line.text.isupper() else None
        if annex is None:
            continue
        parts = [line.text[annex.end() :]]
        for following in lines[index + 1 : index + 1 + _SUBJECT_LINES]:
            if following.block.table is not None or not following.text.isupper():
                break
            parts.append(following.text)
        words = " ".join(" ".join(parts).split()).strip(" .")
        return _lower_case(words) if len(words.split()) >= _SHORTEST_TITLE else None
    return None


def read_small_title(lines: Sequence[Line]) -> str | None:
    """Return a title that is not in capitals: a line with the kind and the year, or the kind alone above its name."""
    kinds = frozenset(KINDS.values())
    for index, line in enumerate(lines[:_HEADING_LINES]):
        if line.block.table is not None or _ADDRESSED.match(line.text) or _CITING.match(line.text):
            return None
        if _SMALL_TITLE.match(line.text):
            return line.text
        if line.text in kinds and (name := _title_after(lines, index)):
            return f"{line.text} {name}"
    return None


def _title(lines: Sequence[Line]) -> tuple[str | None, str | None, int]:
    found: tuple[str | None, str | None, int] = (None, None, 0)
    for index, line in enumerate(lines[:TITLE_LINES]):
        kind = kind_named(line.text) if line.text.isupper() else None
        if kind is None or (line.text.endswith(":") and kind != "Kế hoạch"):
            continue
        title = _title_after(lines, index)
        if title and (found[0] is None or kind == "Kế hoạch"):
            found = (kind, f"{kind} {title}", index if found[0] is None else found[2])
    return found if found[0] is not None else _title_of_one_line(lines)


def _title_of_one_line(lines: Sequence[Line]) -> tuple[str | None, str | None, int]:
    """Read "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2025", the kind and the name in one line; in a letter it is a heading.

    Only the kind must stand in capitals: "KẾ HOẠCH Cải cách hành chính năm 2025".
    """
    for index, line in enumerate(lines[:HEAD_BLOCKS]):
        if _ADDRESSED.match(line.text):
            break
        words = line.text.split()
        kind = kind_named(" ".join(words[:2])) if len(words) > _SHORTEST_TITLE and words[2][0].isupper() else None
        if kind is not None and kind_of(read_number(lines[:index], ())[0]) != KINDS["cong van"]:
            rest = " ".join(words[2:])
            rest = _lower_case(rest) if rest.isupper() else rest
            return kind, f"{kind} {' '.join([rest, _title_after(lines, index)]).strip()}", index
    return None, None, 0


def _subject(lines: Sequence[Line]) -> str | None:
    """Return "V/v …" of an official letter, which has no other title, with the lines that it goes on over."""
    for index, line in enumerate(lines[:HEAD_BLOCKS]):
        if _ADDRESSED.match(line.text):
            return None
        if not _SUBJECT.match(line.text):
            continue
        parts = [line.text]
        for following in lines[index + 1 : index + 1 + _SUBJECT_LINES]:
            if _ENDS_SUBJECT.search(following.text) or following.text.isupper():
                break
            parts.append(following.text)
        words = _SUBJECT.sub("V/v ", " ".join(" ".join(parts).split()))
        return _ADDRESSED.split(words, maxsplit=1)[0].strip(" .")
    return None


def _title_after(lines: Sequence[Line], index: int) -> str:
    parts: list[str] = []
    for line in lines[index + 1 : index + 7]:
        if parts and _ends_title(parts[-1], line.text):
            break
        opens_title = not parts and _DOING.match(line.text) and not _OF_PREAMBLE.search(line.text)
        if (PREAMBLE.match(line.text) and not opens_title) or NATION.search(line.text) or len(" ".join(parts)) > 400:
            break
        parts.append(line.text)
    text = _DECIDER.sub("", " ".join(" ".join(parts).split())).strip(" .")
    return _lower_case(text) if text.isupper() else text


def _ends_title(last: str, following: str) -> bool:
    """Tell whether a line is no more of a title in capitals: who decides, or a sentence in small letters."""
    if _DECIDING.match(following):
        return _OPEN_END.search(last) is None
    return len(following) > _LONGEST_TITLE_LINE and last.isupper() and not following.isupper()


def _lower_case(text: str) -> str:
    """Lower a title of capitals; the symbols of cited documents keep theirs."""
    words = [word if _is_symbol(word) else word.lower() for word in text.split(" ")]
    return text[:1] + " ".join(words)[1:]


def _is_symbol(word: str) -> bool:
    """Tell the symbol of a document ("12/KH-UBND", "…/QĐ-TTg") from words between strokes ("SỞ/NGÀNH") and dates."""
    before, stroke, _ = word.partition("/")
    is_number = not any(map(str.isalpha, before)) or any(map(str.isdigit, before))
    return bool(stroke) and is_number and not word[-1].isdigit()
