"""How a questionnaire stands on A4 paper: one layout for the page that is printed and for the scan that is read.

Lengths are whole tenths of a millimetre from the top left corner. The layout of a printed batch is kept with the batch,
so that a later change here never moves the boxes of paper that is already out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from parindex.definitions.labels.survey_words import words_in
from parindex.domain.surveys.languages import USUAL, speak
from parindex.domain.surveys.questionnaire import Column, Option, Question, QuestionKind, Questionnaire

PAGE_WIDTH, PAGE_HEIGHT = 2100, 2970
CODE_EDGE, BOX = 150, 42
CORNERS = ((100, 100), (PAGE_WIDTH - 250, 100), (100, PAGE_HEIGHT - 250), (PAGE_WIDTH - 250, PAGE_HEIGHT - 250))
"""Where the four codes stand: each tells which page this is, and all four together how the sheet lies."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 150, 1950, 300, 2670
_WIDTH = _RIGHT - _LEFT
_HEADING = 230
_SIZE, _SMALL = 100, 78
_LINE, _SMALL_LINE = 44, 34
_ROW, _GAP, _INDENT = 66, 34, 62
_LABEL = 12
_FIELD_NUMBER, _FIELD_TEXT = 110, 330
_MOST_ROWS_OF_HEAD = 4
_CODE = re.compile(r"PI([0-9A-F]{8})([0-9]{5})([0-9]{2})([0-9]{2})([0-3])")


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the codes of a page say: the wave, the number of the form, which page of how many."""

    wave: str
    serial: int
    page: int
    pages: int

    def text(self, corner: int) -> str:
        """Return the words of the code at a corner; 20 letters fit the smallest QR code with a good reserve."""
        return f"PI{self.wave}{self.serial:05d}{self.page:02d}{self.pages:02d}{corner}"


def parse_code(text: str) -> tuple[PageCode, int] | None:
    """Return the page and the corner that a code names; None for a code that is not of a form."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    wave, serial, page, pages, corner = found.groups()
    return PageCode(wave, int(serial), int(page), int(pages)), int(corner)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in its place; `size` in tenths of a point."""

    x: int
    y: int
    width: int
    text: str
    size: int = _SIZE
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to be crossed: the option `value` of `column`."""

    x: int
    y: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Area:
    """The part of a page where a column is answered; one to be written in has `is_written`."""

    x: int
    y: int
    width: int
    height: int
    column: str
    is_written: bool = False
    is_multiple: bool = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Everything on one page."""

    words: tuple[Words, ...]
    marks: tuple[Mark, ...]
    areas: tuple[Area, ...]
    rules: tuple[int, ...]


def lay_out(questionnaire: Questionnaire, *, language: str = USUAL) -> tuple[PageLayout, ...]:
    """Return the pages of a questionnaire; each column of the table of answers has its area on exactly one page."""
    sheet, spoken = _Sheet(fixed=words_in(language)), speak(questionnaire, language)
    for number, question in enumerate(spoken.questions, start=1):
        sheet.add(question, number, spoken)
    return sheet.finish()


def to_data(pages: Sequence[PageLayout]) -> list[dict[str, Any]]:
    """Return a layout as it is kept with a batch."""
    return [asdict(page) for page in pages]


def from_data(pages: Sequence[Mapping[str, Any]]) -> tuple[PageLayout, ...]:
    """Return the layout that was kept."""
    return tuple(
        PageLayout(
            words=tuple(Words(**one) for one in page["words"]),
            marks=tuple(Mark(**one) for one in page["marks"]),
            areas=tuple(Area(**one) for one in page["areas"]),
            rules=tuple(page["rules"]),
        )
        for page in pages
    )


def wrap(text: str, width: int, size: int = _SIZE) -> list[str]:
    """Break a text into lines that surely fit; a letter takes about half its height."""
    most = max(1, width * 20 // (size * 7 // 2))
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(slots=True)
class _Sheet:
    """Pages as they fill up; `fixed` are the words around the questions."""

    fixed: Mapping[str, str]
    pages: list[PageLayout] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    y: int = _TOP + _HEADING

    def finish(self) -> tuple[PageLayout, ...]:
        self._turn()
        return tuple(self.pages)

    def _turn(self) -> None:
        if self.words or not self.pages:
            made = PageLayout(tuple(self.words), tuple(self.marks), tuple(self.areas), tuple(self.rules))
            self.pages.append(made)
        self.words, self.marks, self.areas, self.rules, self.y = [], [], [], [], _TOP

    def _need(self, height: int) -> bool:
        """Turn the page when less than `height` is left; tell whether it was turned."""
        if self.y + height <= _BOTTOM or self.y == _TOP:
            return False
        self._turn()
        return True

    def add(self, question: Question, number: int, questionnaire: Questionnaire) -> None:
        head = wrap(self.fixed["paper_question"].format(number=number, text=question.text.vi), _WIDTH)
        note = _note(question, questionnaire, self.fixed)
        notes = wrap(note, _WIDTH, _SMALL) if note else []
        height = len(head) * _LINE + len(notes) * _SMALL_LINE + 16
        self._need(height + self._least(question))
        self._lines(head, _LEFT, _WIDTH, bold=True)
        self._lines(notes, _LEFT, _WIDTH, size=_SMALL)
        self.y += 16
        if question.kind is QuestionKind.MATRIX:
            self._matrix(question)
        elif question.options:
            self._options(question)
        else:
            self._field(question)
        self.y += _GAP

    def _least(self, question: Question) -> int:
        if question.kind is QuestionKind.MATRIX:
            return _head_height(question) + 3 * _ROW
        if question.options:
            return sum(height for _, height in _option_rows(question))
        return _FIELD_NUMBER if question.kind is QuestionKind.NUMBER else _FIELD_TEXT

    def _lines(self, lines: Sequence[str], x: int, width: int, *, size: int = _SIZE, bold: bool = False) -> None:
        step = _LINE if size == _SIZE else _SMALL_LINE
        for line in lines:
            self.words.append(Words(x, self.y, width, line, size, bold))
            self.y += step

    def _options(self, question: Question) -> None:
        top = self.y
        for row, height in _option_rows(question):
            width = _WIDTH // len(row)
            for at, option in enumerate(row):
                if option is None:
                    continue
                x = _LEFT + at * width
                self.marks.append(Mark(x + _LABEL, self.y + 10, question.code, option.value))
                for line_at, line in enumerate(wrap(option.text.vi, width - _INDENT - 2 * _LABEL)):
                    self.words.append(
                        Words(x + _INDENT + _LABEL, self.y + 16 + line_at * _LINE, width - _INDENT - _LABEL, line)
                    )
            self.y += height
        self._area(question.code, top, is_multiple=question.kind is QuestionKind.MULTIPLE)

    def _area(self, column: str, top: int, *, is_written: bool = False, is_multiple: bool = False) -> None:
        self.areas.append(Area(_LEFT, top, _WIDTH, self.y - top, column, is_written, is_multiple))

    def _field(self, question: Question) -> None:
        top = self.y
        self.y += _FIELD_NUMBER if question.kind is QuestionKind.NUMBER else _FIELD_TEXT
        self._area(question.code, top, is_written=True)

    def _matrix(self, question: Question) -> None:
        cell = _cell_width(question)
        self._head(question, cell)
        for column in _columns(question):
            width = _WIDTH - cell * len(question.options)
            lines = wrap(column.text.vi, width - 2 * _LABEL)
            height = max(_ROW, len(lines) * _LINE + 20)
            if self._need(height):
                self._head(question, cell)
            top = self.y
            self.y += (height - len(lines) * _LINE) // 2 + 4
            self._lines(lines, _LEFT + _LABEL, width - _LABEL)
            for at, option in enumerate(question.options):
                x = _LEFT + width + at * cell + (cell - BOX) // 2
                self.marks.append(Mark(x, top + (height - BOX) // 2, column.code, option.value))
            self.y = top + height
            self.rules.append(self.y)
            self._area(column.code, top)

    def _head(self, question: Question, cell: int) -> None:
        height = _head_height(question)
        left = _RIGHT - cell * len(question.options)
        for at, option in enumerate(question.options):
            lines = wrap(option.text.vi, cell, _SMALL)[:_MOST_ROWS_OF_HEAD]
            top = self.y + height - 8 - len(lines) * _SMALL_LINE
            for line_at, line in enumerate(lines):
                y = top + line_at * _SMALL_LINE
                self.words.append(Words(left + at * cell, y, cell, line, _SMALL, centred=True))
        self.y += height
        self.rules.append(self.y)


def _columns(question: Question) -> Iterator[Column]:
    for row in question.rows:
        yield Column(f"{question.code}.{row.code}", question, row.text, row.status, row.element)


def _note(question: Question, questionnaire: Questionnaire, fixed: Mapping[str, str]) -> str:
    notes = []
    if question.when is not None:
        column = questionnaire.columns[question.when.column]
        chosen = [option.text.vi for option in column.question.options if option.value in question.when.values]
        notes.append(fixed["when"].format(question=column.text.vi, options=f" {fixed['or']} ".join(chosen)))
    if question.kind is QuestionKind.MULTIPLE:
        notes.append(fixed["paper_several"])
    return " ".join(notes)


def _option_rows(question: Question) -> list[tuple[list[Option | None], int]]:
    """Return the options in rows of up to three, with the height of each row."""
    longest = max(len(option.text.vi) for option in question.options)
    across = 3 if longest <= 24 else 2 if longest <= 42 else 1
    rows = []
    for at in range(0, len(question.options), across):
        row: list[Option | None] = list(question.options[at : at + across])
        width = _WIDTH // across - _INDENT - 2 * _LABEL
        most = max(len(wrap(option.text.vi, width)) for option in row if option is not None)
        rows.append((row + [None] * (across - len(row)), max(_ROW, most * _LINE + 22)))
    return rows


def _cell_width(question: Question) -> int:
    return min(170, 900 // len(question.options))


def _head_height(question: Question) -> int:
    cell = _cell_width(question)
    most = max(len(wrap(option.text.vi, cell, _SMALL)) for option in question.options)
    return min(most, _MOST_ROWS_OF_HEAD) * _SMALL_LINE + 16
