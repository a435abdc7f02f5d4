"""What lint reads and what it says, as values; the words of every rule come from `definitions.lint`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.naming.directory import Directory
from parindex.domain.planning.model import Item, Plan, SourceSpan, UnitLevel
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.text import folding


class Severity(StrEnum):
    """ERROR must be mended before signing, WARNING should be, INFO is good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class CaseText:
    """How a rule speaks in one of its cases; `sentence` is a `str.format` pattern."""

    severity: Severity
    sentence: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as data; `cases` always holds the case "" and `words` the lists that its function reads."""

    code: str
    name: str
    cases: Mapping[str, CaseText]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def usual(self) -> CaseText:
        """Return how the rule speaks when no special case holds."""
        return self.cases[""]


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document whose date a source states; `number` is as printed ("876/QĐ-BNV"), `subject` folded words."""

    number: str
    date_: date
    issuer: str
    subject: str
    source: str
    replaced_by: str = ""
    replaced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """A measure that only units of `levels` have; `words` are folded patterns of which one must stand in the item.

    With `at_least` the item is named only when its goal counts that many or more.
    """

    words: tuple[str, ...]
    levels: tuple[UnitLevel, ...]
    reason: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every rule by its code, and the facts that rules compare with."""

    rules: Mapping[str, RuleText]
    documents: tuple[KnownDocument, ...] = ()
    inapplicable: tuple[Inapplicable, ...] = ()

    def words(self, code: str, name: str) -> tuple[str, ...]:
        """Return a list of words of a rule; raises KeyError for a name that the rule does not have."""
        return self.rules[code].words[name]

    def folded(self, code: str, name: str) -> frozenset[str]:
        """Return a list of words of a rule, folded."""
        return frozenset(folding.fold(word) for word in self.words(code, name))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block or cell of the document, repaired; `style` and `number` are those of the marker that opens it.

    `end` is where the content after the marker begins; `row` and `col` are set in a table. `breaks` are the offsets at
    which lines of a text file begin, with their numbers.
    """

    text: str
    block: int
    line: int | None = None
    page: int | None = None
    row: int | None = None
    col: int | None = None
    style: str | None = None
    number: str | None = None
    end: int = 0
    breaks: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> SourceSpan:
        """Return where some of its characters stand in the file."""
        line = next((number for offset, number in reversed(self.breaks) if offset <= start), self.line)
        return SourceSpan(self.block, start, end, self.row, self.col, self.page, line)


@dataclass(frozen=True, slots=True)
class Change:
    """One repair that the reader made: the words before and after, and where."""

    rule: str
    before: str
    after: str
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The text of the plan in reading order and the repairs made on the way."""

    paragraphs: tuple[Paragraph, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitTree:
    """The tree of agencies around the plan's unit `near` on the day of the plan; `ended` had ended before it."""

    directory: Directory
    near: str
    on: date
    ended: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LintContext:
    """All that lint knows beside the plan; what is None is unknown, and rules that need it stay silent."""

    book: RuleBook
    source: Source = field(default_factory=Source)
    level: UnitLevel | None = None
    year: int | None = None
    catalogue: Catalogue | None = None
    catalogues: tuple[Catalogue, ...] = ()
    tree: UnitTree | None = None
    calendar: WorkingCalendar | None = None
    today: date | None = None
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the words it is based on, where, and the values of its sentence."""

    code: str
    text: str
    item: Item | None = None
    span: SourceSpan | None = None
    case: str = ""
    line: int | None = None
    page: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `item` is the key of the item, `line` counts from 1 in a text file, `page` in a PDF."""

    code: str
    severity: Severity
    message: str
    text: str
    fix: str
    why: str
    item: str | None = None
    number: str | None = None
    line: int | None = None
    page: int | None = None
    span: SourceSpan | None = None


Rule = Callable[[Plan, LintContext], Iterator[Hit]]


def label_of(item: Item) -> str:
    """Return how a sentence names an item: by its code, else by its number."""
    if item.code:
        return item.code
    return f"Mục {item.number}" if item.number else "Mục này"


def span_of(item: Item, *fields: str) -> SourceSpan | None:
    """Return where the first known of some fields of an item stands, the names last."""
    for name in (*fields, "names"):
        spans = item.sources.get(name)
        if spans:
            return spans[0]
    return None


def name_of(item: Item) -> str:
    """Return the words that name an item."""
    return "; ".join(item.names)
