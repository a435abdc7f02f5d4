"""Tables between tabs whose cells go over lines, as a table copied out of a word processor into plain text.

Each paragraph of a cell ends its line there, so that a row stands on several lines and only its count of tabs tells
where it ends. Where the counts disagree with the header's, nobody knows which cell goes on: such a row stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parindex.documents.blocks import Line
from parindex.documents.read.txt_header import is_header
from parindex.documents.read.txt_layout import LayoutTable
from parindex.documents.repair.letters import SMALL
from parindex.documents.repair.markers import read_marker

_ROW = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})|[A-HĐ]|[-–+•*])[.)]?\s*\t")
_END = re.compile(r"\s*(?:N[ơo]i nhận\s*:|(?:TM|KT|TL|TUQ)\. |PHỤ LỤC\b|Phụ lục\b|BIỂU\b)")
_GOES_ON = re.compile(rf"\s*(?:[{SMALL}(]|[-–+•*]\s)")
_FEWEST_TABS = 2
# More lines than one row has.
_LONGEST_ROW = 40
# More paragraphs than the last cell of a row has, and more lines than a header.
_LONGEST_TAIL = 8
_LONGEST_HEADER = 14


def find_tab_tables(lines: Sequence[Line]) -> list[LayoutTable]:
    """Return the tables with a header of numbers and two known columns, of which some row stands on several lines."""
    found: list[LayoutTable] = []
    end = 0
    for at, line in enumerate(lines):
        if at < end or line.text.count("\t") < _FEWEST_TABS or not _is_header(line.text):
            continue
        for table in _Reader.at(lines, at).read():
            found.append(table)
            end = table.end
    return found


def _is_header(text: str) -> bool:
    return is_header([cell.strip() for cell in text.split("\t")])


@dataclass(slots=True)
class _Reader:
    """Joins the lines of one table from `start`, of which each whole row has `tabs` tabs."""

    lines: Sequence[Line]
    start: int
    body: int
    tabs: int
    rows: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def at(cls, lines: Sequence[Line], start: int) -> _Reader:
        """Begin at a header; its own cells may go over the lines above the first row."""
        window = range(start + 1, min(start + _LONGEST_HEADER, len(lines)))
        body = next((at for at in window if _ROW.match(lines[at].text) or _is_title(lines[at].text)), start + 1)
        below = [line for line in lines[start + 1 : body] if "\t" in line.text]
        if any(line.text.startswith("\t") for line in below):
            return cls(lines, start, start + 1, _tabs(lines[start]))  # A second row of titles.
        return cls(lines, start, body, sum(map(_tabs, (lines[start], *below))))

    def read(self) -> list[LayoutTable]:
        """Return the table, in parts where a line without tabs stands between its rows; none when no row is broken."""
        runs: list[list[tuple[int, int]]] = [[(self.start, self.body)]]
        at = self.body
        while at < len(self.lines):
            if not self.lines[at].text.strip():
                at += 1
                continue
            end = self._end_of_row(at)
            if end <= at:
                if not self._resumes(at):
                    break
                runs.append([])
                at += 1
                continue
            runs[-1].append((at, end))
            at = end
        if not any(end - start > 1 for run in runs for start, end in run):
            return []
        return [self._table(run) for run in runs if run]

    def _table(self, run: Sequence[tuple[int, int]]) -> LayoutTable:
        rows = tuple((self.lines[start], self._cells(start, end)) for start, end in run)
        return LayoutTable(run[0][0], run[-1][1], rows)

    def _cells(self, start: int, end: int) -> tuple[str, ...]:
        """Return the cells of lines that are one row, their paragraphs on lines of their own."""
        cells = "\n".join(line.text for line in self.lines[start:end]).split("\t")
        read = ["\n".join(" ".join(part.split()) for part in cell.split("\n") if part.strip()) for cell in cells]
        return tuple((read + [""] * (self.tabs + 1 - len(read)))[: self.tabs + 1])

    def _end_of_row(self, at: int) -> int:
        """Return the line after the row that begins at `at`; `at` itself where none begins."""
        tabs = _tabs(self.lines[at])
        if not tabs or tabs > self.tabs or _END.match(self.lines[at].text) or _is_header(self.lines[at].text):
            return at
        if tabs == self.tabs:
            return self._end_of_tail(at + 1)
        last, is_doubtful = at + 1, False
        for following in range(at + 1, min(at + _LONGEST_ROW, len(self.lines))):
            text, more = self.lines[following].text, _tabs(self.lines[following])
            if _ROW.match(text) or _END.match(text) or tabs + more > self.tabs:
                break
            tabs += more
            if tabs == self.tabs:
                return self._end_of_tail(following + 1)
            is_doubtful = is_doubtful or text.startswith("\t")  # A row without a number begins with a tab as well.
            last = following + 1 if more and not is_doubtful else last
        return self._end_of_tail(last)

    def _end_of_tail(self, at: int) -> int:
        """Return the line after the paragraphs that go on with the last cell of a whole row above `at`."""
        end = at
        while end < min(at + _LONGEST_TAIL, len(self.lines)):
            text = self.lines[end].text
            before = self.lines[end - 1].text.rstrip()
            if "\t" in text or not text.strip() or _END.match(text):
                break
            if not (_GOES_ON.match(text) or before.endswith((";", ","))):
                break
            end += 1
        return end

    def _resumes(self, at: int) -> bool:
        """Tell whether a row follows on a line without tabs, the title of a group."""
        if "\t" in self.lines[at].text or _END.match(self.lines[at].text):
            return False
        following = next((line.text for line in self.lines[at + 1 :] if line.text.strip()), "")
        return _ROW.match(following) is not None


def _is_title(text: str) -> bool:
    """Tell whether a line without tabs is the numbered title of a group of rows, as "I. Cải cách thể chế"."""
    return "\t" not in text and read_marker(text) is not None


def _tabs(line: Line) -> int:
    return line.text.count("\t")
