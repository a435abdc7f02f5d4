"""An official paper as values: what Nghị định 30/2020/NĐ-CP, Phụ lục I sets and both writers lay out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LineStyle(StrEnum):
    """How a line of the body is set."""

    GROUND = "ground"
    CHAPTER = "chapter"
    HEADING = "heading"
    TEXT = "text"
    CENTRED = "centred"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the body, its number or list mark typed in its words; `lead` begins it in bold."""

    text: str
    style: LineStyle = LineStyle.TEXT
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an appendix: its heading and its share of the width."""

    heading: str
    share: int
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure drawn on a scale, in thousandths of its length: its interval, what was aimed at."""

    value: int
    low: int | None = None
    high: int | None = None
    aim: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, their paragraphs parted by line breaks; the last of a short row fills the rest.

    A `bar` is drawn in the last cell above its words.
    """

    texts: tuple[str, ...]
    bold: bool = False
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The appendix, on pages numbered from one: caption, title, the paper it belongs to and its tables.

    Its pages lie unless its tables are narrow.
    """

    caption: str
    title: str
    reference: str
    tables: tuple[Table, ...]
    is_lying: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `mark` stands at the head of every page; `authority` and `nation` are the two head cells.

    A letter (công văn) has no kind and no title: `about` stands below its number. `addressees` head the body of
    letters and of reports. `note` stands among the properties of the file.
    """

    mark: str
    superior: str
    authority: tuple[str, ...]
    number: str
    place_and_date: str
    kind: str
    title: str
    body: tuple[Line, ...]
    recipients: tuple[str, ...]
    signing: tuple[str, ...]
    signer: str
    annex: Annex | None = None
    about: str = ""
    addressees: tuple[str, ...] = ()
    note: str = ""

    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto = "Độc lập - Tự do - Hạnh phúc"
