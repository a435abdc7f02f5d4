"""Tables that a PDF prints without ruling lines: pages laid out in blanks, columns then found as in text files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from parindex.documents.blocks import Block, Line, Place
from parindex.documents.read.pdf_letters import Printed, print_lines
from parindex.documents.read.pdf_page import Letter
from parindex.documents.read.txt_layout import find_layout_tables
from parindex.documents.read.txt_tables import build_rows

_NUMBER_COLUMN = re.compile(r"^\s*(?:S?\s*T\s*T|Stt|S\w*\s+TT|Số thứ tự)\b", re.MULTILINE)
# Words that head columns, as capitals tell where a line names several.
_COLUMN = re.compile(
    r"\b(?:Cơ quan|Đơn vị|Bộ phận|Người|Thời gian|Thời hạn|Tiến độ|Hoàn thành|Sản phẩm|Kết quả|Chỉ tiêu|Mục tiêu"
    r"|Nguyên nhân|Giải pháp|Biện pháp|Nhiệm vụ|Nội dung|Tồn tại|Hạn chế|Tiêu chí|Lĩnh vực|Chủ trì|Phối hợp"
    r"|Công việc|Ngày hoàn)\b"
)
_LONGEST_HEADER = 60
# Parts of the height of a letter: narrower gaps stand between words, wider ones between columns.
_COLUMN_GAP = 0.6
# Letters are set wider than they are, so that the words of a cell never reach the next column.
_TIGHT = 0.75
_SAME_LINE = 0.35


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One printed line across all columns, its words in blanks, and between which heights it stands."""

    text: str
    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table without ruling lines and the printed lines that it was read from."""

    block: Block
    lines: tuple[LaidLine, ...]

    @property
    def top(self) -> float:
        """Return where the table begins on its first page."""
        return self.lines[0].top


def names_columns(text: str) -> bool:
    """Tell whether a page holds what heads a column of numbers; then it is worth laying out."""
    return _NUMBER_COLUMN.search(text) is not None


def heads_columns(lines: Iterable[str]) -> bool:
    """Tell whether short lines of a page, no sentences and no labels, name three columns: a table without numbers."""
    return sum(len(_COLUMN.findall(text)) for text in lines if len(text) <= _LONGEST_HEADER and ":" not in text) > 2


def lay_out(letters: Sequence[Letter], *, page: int) -> list[LaidLine]:
    """Set the letters of a page as lines of text in which every column keeps its place."""
    if not letters:
        return []
    unit = _TIGHT * median(letter.x1 - letter.x0 for letter in letters) or 1.0
    rows: list[list[Printed]] = []
    for piece in sorted(print_lines(letters, cut_columns=True, column_gap=_COLUMN_GAP), key=lambda one: one.box.bottom):
        height = piece.box.bottom - piece.box.top
        if rows and piece.box.bottom - rows[-1][0].box.bottom <= _SAME_LINE * height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_laid(row, unit, page) for row in rows]


def _laid(row: list[Printed], unit: float, page: int) -> LaidLine:
    text = ""
    for piece in sorted(row, key=lambda one: one.box.x0):
        text = text.ljust(max(round(piece.box.x0 / unit), len(text) + 2 if text else 0)) + piece.text
    return LaidLine(text, page, min(piece.box.top for piece in row), max(piece.box.bottom for piece in row))


def find_tables(lines: Iterable[LaidLine]) -> list[LaidTable]:
    """Return the tables of items that the lines of several pages hold."""
    laid = list(lines)
    plain = [Line(line.text, Place(page=line.page, line=number)) for number, line in enumerate(laid, start=1)]
    return [
        LaidTable(build_rows(0, table.rows), tuple(laid[table.start : table.end]))
        for table in find_layout_tables(plain)
    ]
