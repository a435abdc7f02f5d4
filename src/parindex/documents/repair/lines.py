"""Join the physical lines of a page or a text file into paragraphs.

Two kinds of file exist: *wrapped* ones, in which every physical line of a page is a line of its own (often with a
blank line after each), and *flowing* ones, in which a line is a paragraph and only a page end cuts it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles

from parindex.definitions.labels.plan_labels import load_plan_labels
from parindex.documents.blocks import Block, BlockKind, Line, Place, Repair
from parindex.documents.repair.letters import CAPITAL, SMALL
from parindex.documents.repair.markers import MarkerStyle, read_marker

_ENDS = (".", ";", ":", "!", "?", "”.", "./.", "…")
_OPEN_WORDS = "số|ngày|tháng|năm|khoản|điểm|mục|điều|quý|và|của|các|về|từ|đến|trong|theo|tại|với|cho|hoặc|là|do|trên"
_UNFINISHED_WORDS = frozenset(_OPEN_WORDS.split("|"))
_UNFINISHED = re.compile(rf"(?:\b(?:{_OPEN_WORDS}|mức độ)|[,(/“&])$", re.IGNORECASE)
# "trễ hạn 05 ngày", "chuyển đổi số", "các năm tiếp theo" are whole, but not "ngày 15 tháng", "Kế hoạch số".
_FINISHED = re.compile(
    r"(?:(?<!ngày )(?<!tháng )\b\d{1,3} (?:ngày|tháng|năm)|\b(?:cuối|đầu|hằng|hàng|mỗi|cả|từng) (?:ngày|tháng|năm)"
    r"|\b(?:đổi|tế|hội|nghệ|ký|tầng|tảng|năng|dân|quyền|nhóm|cơ) số"
    r"|\b(?:danh|hạng|chuyên|đề) mục|\b(?:địa|quan|thời|trọng|thí|mất|trừ|chấm|đạt|số) điểm"
    r"|\btài khoản|\b(?:tiếp|kèm) theo)$",
    re.IGNORECASE,
)
_HALF_WORDS = frozenset({"ngày", "tháng", "năm", "số", "theo", "mục", "điểm", "khoản"})
_BRACKET_LINES = 5
_FEWEST_LINES = 7
_NARROW_PAGE = 100
_NEAR_END = 0.85
_CROWD = 0.25
_BROKEN = 0.04
# "… bị trừ điểm / 1.1. Ban hành": no reference goes on so.
_DEEP = re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.\s+[{CAPITAL}“]")
_UNFINISHED_TAIL = 12
_SHORTEST_TITLE = 12
_LOWER = re.compile(rf"[(“\"']?[{SMALL}]")
_UPPER_LINE = re.compile(rf"[^{SMALL}]*$")
_SPACES = re.compile(r"[ \t]{2,}|\t")
# Two columns of a heading or a signature side by side: the tab that stays keeps them apart.
_COLUMNS = re.compile(r"(?<=[^\t]{5})(?<=\S)(?: {4,}|[ ]*\t[ \t]*)(?=\S)")
_ALONE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH:?|BÁO CÁO|CHƯƠNG TRÌNH|PHỤ LỤC.{0,8}|Phụ lục.{0,8}|N[ơo]i nhận\s*:?"
    r"|CHỦ TỊCH|KT\. .*|TM\. .*"
    r"|Số\s*:.{0,30})$"
)
# A clause of the preamble opens a paragraph, whatever stands before it.
_CLAUSE = re.compile(
    r"(?:Căn cứ|Thực hiện|Triển khai(?: thực hiện)?)"
    r" (?:Luật|Nghị quyết|Nghị định|Quyết định|Kế hoạch|Công văn|Chương trình|Chỉ thị)(?: số)? [\dA-ZĐ]"
)
# "… thực hiện / TCTP 6.1.1 và TCTP 6.1.3": the code of a criterion is what is done.
_CODE = re.compile(r"(?:TCTP|TC)\s?\d")
# "… thực hiện tiêu chí 1, tiêu chí 4 / Mục II": the place goes on with its number.
_PLACE = re.compile(r"(?:Mục|Phần|Chương|Phụ lục) [IVX\d]+(?![.)])\b")
_PLACED = re.compile(r"\b(?:tiêu chí|nội dung|nhiệm vụ|khoản|điểm)(?: số)? \d{1,2}(?:\.\d{1,2})*$")
_DOING = re.compile(r"\b(?:thực hiện|khắc phục|cải thiện|phụ trách|chủ trì)$")
_QUOTES = {"“": 1, "”": -1, "(": 1, ")": -1}


@dataclass(frozen=True, slots=True)
class JoinedLines:
    """Paragraph blocks numbered from 0, and one `join_lines` repair for each paragraph made of several lines."""

    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...]


def join_lines(lines: Sequence[Line]) -> JoinedLines:
    """Join physical lines (already repaired by `repair_text`) into paragraph blocks; blank lines may stay in."""
    written = [line for line in lines if line.text.strip()]
    page = _Page.measure(written)
    groups: list[list[Line]] = []
    for line in written:
        if groups and page.continues(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks: list[Block] = []
    repairs: list[Repair] = []
    for index, group in enumerate(groups):
        text = _joined(group)
        blocks.append(_block(index, group, text))
        if len(group) > 1:
            before = "\n".join(line.text for line in group)
            repairs.append(Repair("join_lines", before, text, None, group[0].place))
    return JoinedLines(tuple(blocks), tuple(repairs))


def is_unfinished(text: str) -> bool:
    """Tell whether a text ends in a word or a mark that something must follow."""
    word = text[text.rfind(" ") + 1 :].lower()
    if word.isalpha() and word != "độ":
        return word in _UNFINISHED_WORDS and not (
            word in _HALF_WORDS and _FINISHED.search(text, max(len(text) - 2 * _UNFINISHED_TAIL, 0))
        )
    return _UNFINISHED.search(text, max(len(text) - _UNFINISHED_TAIL, 0)) is not None


def renumber(blocks: Sequence[Block], *, first: int) -> list[Block]:
    """Return the blocks with indexes counted from `first`."""
    return [replace(block, index=first + offset) for offset, block in enumerate(blocks)]


@dataclass(frozen=True, slots=True)
class _Page:
    """The measure of a page: its usual full width in characters or points, and whether lines are wrapped."""

    width: int
    right: int | None
    wrapped: bool

    @classmethod
    def measure(cls, lines: Sequence[Line]) -> _Page:
        lengths = sorted(len(line.text.strip()) for line in lines)
        if len(lengths) < 2:
            return cls(80, None, wrapped=True)
        cuts = quantiles(lengths, n=20)
        width = round(cuts[17])
        rights = sorted(line.x1 for line in lines if line.x1 is not None)
        right = rights[int(len(rights) * 0.95)] if rights else None
        low = sum(1 for line in lines if _LOWER.match(line.text.strip()))
        wrapped = low >= 0.08 * len(lines) and (right is not None or cuts[18] <= 135)
        return cls(max(width, 30), right, wrapped=wrapped or (_is_crowded(lengths) and _is_broken(lines, lengths)))

    def continues(self, group: list[Line], line: Line) -> bool:
        """Tell whether a line goes on with the paragraph begun in `group`."""
        previous = group[-1].text.rstrip()
        text = line.text.strip()
        if text[-1] == "|" or previous[-1:] == "|":
            return False  # a bar closes a cell
        if len(_columns(text)) > 1 or len(_columns(previous.lstrip())) > 1:
            return False
        if _ALONE.match(text) or _ALONE.match(previous.strip()) or _CLAUSE.match(text) or opens_label(text):
            return False
        marker = read_marker(text)
        if marker is not None and not _false_marker(previous, text, marker.style):
            return False
        if _closes_or_goes_on(text) and _is_open(group):
            return True
        if self.wrapped:
            return self._wraps(group[-1], text)
        full = previous.endswith(";") and _LOWER.match(text) and self._is_full(group[-1], text, slack=0.9)
        return bool(full) or _is_cut(previous, text)

    def _wraps(self, before: Line, text: str) -> bool:
        previous = before.text.strip()
        if previous.endswith(";") and _LOWER.match(text):
            return self._is_full(before, text, slack=0.8)
        if previous.endswith(":") and _ends_in_label(previous):
            return self._is_full(before, text, slack=0.74)
        if _ends(previous) and not is_unfinished(previous):
            return self._is_full(before, text, slack=0.9) and not previous.endswith(("./.", ";", ":"))
        if _UPPER_LINE.match(previous) and not _UPPER_LINE.match(text):
            return False
        if _LOWER.match(text) or is_unfinished(previous):
            return True
        return self._is_full(before, text, slack=0.74)

    def _is_full(self, line: Line, following: str, *, slack: float) -> bool:
        """Tell whether the first word of the following line would not have fitted on this one."""
        word = following.split(maxsplit=1)[0]
        text = line.text.strip()
        if self.right is not None and line.x1 is not None and line.x0 is not None and text:
            per_letter = (line.x1 - line.x0) / max(len(text), 1)
            return line.x1 + per_letter * (len(word) + 1) * 1.1 >= self.right
        return len(text) + 1 + len(word) >= self.width * slack


def _is_crowded(lengths: Sequence[int]) -> bool:
    """Tell whether many lines end near the longest of them, as where a narrow page breaks them; `lengths` ascend."""
    longest = lengths[len(lengths) * 98 // 100]
    near = len(lengths) - bisect_left(lengths, longest * _NEAR_END)
    return len(lengths) >= _FEWEST_LINES and longest <= _NARROW_PAGE and near >= _CROWD * len(lengths)


def _is_broken(lines: Sequence[Line], lengths: Sequence[int]) -> bool:
    """Tell whether some lines end inside a phrase though the next word would not have fitted; `lengths` ascend."""
    full = lengths[len(lengths) * 98 // 100] * _NEAR_END
    texts = [line.text.strip() for line in lines]
    broken = sum(
        1
        for text, below in pairwise(texts)
        if len(text) + 1 + len(below.split(maxsplit=1)[0]) >= full and _goes_on(text, below)
    )
    return broken >= _BROKEN * len(lines)


def _goes_on(text: str, below: str) -> bool:
    """Tell by the words alone whether a line goes on with the phrase of the one above."""
    if read_marker(below) is not None or opens_label(below):
        return False
    opens = text.endswith(":") and _ends_in_label(text)
    return opens or (not _ends(text) and (is_unfinished(text) or _LOWER.match(below) is not None))


def _closes_or_goes_on(text: str) -> bool:
    """Tell whether a line may be the rest of what stands in brackets."""
    return _LOWER.match(text) is not None or text.count(")") > text.count("(")


def _is_open(group: Sequence[Line]) -> bool:
    """Tell whether a bracket is open at the end of the last lines: "(chủ trì: Sở A; / phối hợp: Sở B)"."""
    text = " ".join(line.text for line in group[-_BRACKET_LINES:])
    return text.count("(") > text.count(")")


def _columns(text: str) -> list[str]:
    return _COLUMNS.split(text) if "    " in text or "\t" in text else [text]


def opens_label(text: str) -> bool:
    """Tell whether a line begins with the label of a field: it opens a paragraph even after an unfinished line."""
    head, colon, _ = text[:80].partition(":")
    return bool(colon) and head[:1].isupper() and load_plan_labels().kind_of(head) is not None


def _ends_in_label(text: str) -> bool:
    """Tell whether a line ends in the label of a value that follows: "… tra cứu. Đơn vị thực hiện:"."""
    _, stop, label = text[:-1].replace("; ", ". ").rpartition(". ")
    return bool(stop) and load_plan_labels().kind_of(label) is not None


def _false_marker(previous: str, text: str, style: MarkerStyle) -> bool:
    """Tell whether what looks like a marker is the rest of a broken sentence ("2021 / - 2025", "mức độ 3, / 4.")."""
    if _ends(previous) or _DEEP.match(text):
        return False
    if previous.endswith("-") and text[:1].isdigit():
        return True
    if style is MarkerStyle.DASH:
        opened = sum(_QUOTES.get(letter, 0) for letter in previous if letter in _QUOTES)
        return opened > 0 or bool(re.match(r"[-–]\s*\d{4}\b", text) and previous[-1:].isdigit())
    if style in {MarkerStyle.NUMBER, MarkerStyle.ROMAN, MarkerStyle.LETTER, MarkerStyle.UPPER}:
        return (is_unfinished(previous) and not _is_title(text)) or len(text) <= 3
    return False


def _is_title(text: str) -> bool:
    """Tell whether a line is a numbered heading in capitals: "III. TỔ CHỨC THỰC HIỆN" goes on with no sentence."""
    return len(text) > _SHORTEST_TITLE and _UPPER_LINE.match(text) is not None


def _is_cut(previous: str, text: str) -> bool:
    if _ends(previous) or len(previous) < 40:
        return False
    if _LOWER.match(text) or is_unfinished(previous):
        return True
    is_coded = _CODE.match(text) and _DOING.search(previous)
    return bool(is_coded or (_PLACE.match(text) and _PLACED.search(previous)))


def _ends(text: str) -> bool:
    return text.rstrip(" )”\"'*").endswith(_ENDS)


def _joined(group: list[Line]) -> str:
    first = group[0].text.strip()
    if len(group) == 1 and len(columns := _columns(first)) == 2:
        return "\t".join(_SPACES.sub(" ", column) for column in columns)
    text = _SPACES.sub(" ", first)
    for line in group[1:]:
        rest = _SPACES.sub(" ", line.text.strip())
        glued = text.endswith("-") and not text.endswith(" -") and bool(re.search(r"[A-ZĐ]-$|\w/-?$", text))
        text = text + rest if glued else f"{text} {rest}"
    return text


def _block(index: int, group: list[Line], text: str) -> Block:
    first = group[0]
    bold = None if any(line.bold is None for line in group) else all(line.bold for line in group)
    place = Place(page=first.place.page, line=first.place.line, sheet=first.place.sheet)
    return Block(index=index, kind=BlockKind.PARAGRAPH, text=text, place=place, bold=bold)
