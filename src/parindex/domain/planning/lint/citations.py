"""Cited documents: impossible or contradicting dates, numbers that disagree with their kind, known documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parindex.domain.calendar.wording import day_text
from parindex.domain.planning import citations as grammar
from parindex.domain.planning.lint.model import Hit, KnownDocument, LintContext, Paragraph
from parindex.domain.planning.model import Citation, Plan
from parindex.domain.text import folding
from parindex.domain.text.dates import build_date

_CITES = re.compile(r"\d\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐ]{1,4}|\bso\b", re.IGNORECASE)
_YEAR_IN_NUMBER = re.compile(r"^[^/]+/(\d{4})/")
_DAY = re.compile(r"ngay\s*(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})\s*(?:[/.-]|nam)\s*(\d{4})")
_SYMBOLS = {
    "nghi dinh": "nd", "nghi quyet": "nq", "quyet dinh": "qd", "chi thi": "ct", "thong tu": "tt", "ke hoach": "kh",
    "thong bao": "tb", "bao cao": "bc", "to trinh": "ttr",
}  # fmt: skip
_NEAR = 3
_SYMBOL = re.compile(r"/(?:\d{4}/)?([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation where it stands in the text."""

    citation: Citation
    paragraph: Paragraph
    start: int
    end: int

    @property
    def words(self) -> str:
        return folding.collapse(self.paragraph.text[self.start : self.end])


def find_bad_citations(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find cited documents whose number or date cannot be right (`bad_citation`), each fault once.

    What is compared: the same number elsewhere in the plan, the shipped list of known documents, the kind and the
    year inside the number, the calendar, and the day of the plan. A document that nothing speaks of stays unknown.
    """
    signed_on = plan.document.date_
    dates: dict[tuple[str, str], _Cited] = {}
    seen: set[tuple[str, str]] = set()
    for cited in _cited(context):
        number = cited.citation.number or ""
        case, values = _fault(cited, signed_on)
        if not case and number:
            case, values = _against_known(cited, context.book.documents, signed_on)
        if not case and number:
            case, values = _differs(cited, dates)
        if case and (case, _key(number)) not in seen:
            seen.add((case, _key(number)))
            values = {"words": cited.words, "number": number, **values}
            span = cited.paragraph.span(cited.start, cited.end)
            yield Hit("bad_citation", cited.words, None, span, case=case, values=values)


def _against_known(
    cited: _Cited, documents: tuple[KnownDocument, ...], signed_on: date | None
) -> tuple[str, dict[str, str]]:
    """Compare a citation with the documents whose date a source states."""
    number, written = _key(cited.citation.number or ""), cited.citation.date_
    subject = folding.fold(cited.paragraph.text[cited.start : cited.end + 220])
    for document in documents:
        values = {"right": day_text(document.date_), "source": document.source}
        is_same_work = document.subject in subject
        if _key(document.number) == number:
            is_same = is_same_work or _YEAR_IN_NUMBER.match(document.number) is not None
            near = written is not None and _is_slip(written, document.date_)
            if written is not None and written != document.date_ and (is_same or near):
                return "known", values
            if document.replaced_on and signed_on and signed_on >= document.replaced_on and written == document.date_:
                return "repealed", values | {"right": document.replaced_by}
        elif (
            written == document.date_ and is_same_work and number.split("/")[-1] == _key(document.number).split("/")[-1]
        ):
            return "misnumbered", values | {"right": document.number}
    return "", {}


def _is_slip(written: date, right: date) -> bool:
    """Tell whether a date shares two of day, month and year with the right one, or its year: a slip of the pen."""
    same = (written.day == right.day, written.month == right.month, written.year == right.year)
    return sum(same) == 2 or same[2]


def _cited(context: LintContext) -> Iterator[_Cited]:
    for paragraph in context.source.paragraphs:
        if not _CITES.search(folding.fold_aligned(paragraph.text)) or "/" not in paragraph.text:
            continue
        for found in grammar.find_citations(paragraph.text):
            yield _Cited(found.citation, paragraph, found.start, _end_of(paragraph.text, found))


def _end_of(text: str, found: grammar.FoundCitation) -> int:
    """Return the end of a citation with its date, also one that no calendar has."""
    if found.citation.date_ is not None:
        return found.end
    day = _DAY.search(folding.fold_aligned(text[found.end : found.end + 40]))
    return found.end + day.end() if day and day.start() <= _NEAR else found.end


def _key(number: str) -> str:
    folded = folding.fold(number)
    return re.sub(r"\s", "", folded).lstrip("0")


def _fault(cited: _Cited, signed_on: date | None) -> tuple[str, dict[str, str]]:
    """Return what a citation says wrong by itself."""
    citation = cited.citation
    folded = folding.fold_aligned(cited.paragraph.text)
    day = _DAY.search(folded, cited.start, cited.end) if citation.date_ is None else None
    if day and build_date(int(day[3]), int(day[2]), int(day[1])) is None:
        return "no_such_day", {}
    number = citation.number or ""
    year = _YEAR_IN_NUMBER.match(number)
    if year and citation.date_ and int(year[1]) != citation.date_.year:
        return "year", {"date": day_text(citation.date_)}
    if signed_on and citation.date_ and citation.date_ > signed_on:
        return "future", {"date": day_text(citation.date_), "signed": day_text(signed_on)}
    wanted = _SYMBOLS.get(folding.fold(citation.kind or ""))
    symbol = _SYMBOL.search(number)
    written = folding.fold(symbol[1]) if symbol else ""
    if wanted and written != wanted and written in _SYMBOLS.values():
        return "kind", {"kind": citation.kind or ""}
    return "", {}


def _differs(cited: _Cited, dates: dict[tuple[str, str], _Cited]) -> tuple[str, dict[str, str]]:
    """Compare the date with that of the same number earlier in the plan, when the issuers do not differ."""
    citation = cited.citation
    if citation.date_ is None:
        return "", {}
    key = (_key(citation.number or ""), folding.fold(citation.issuer or ""))
    for other_key, earlier in dates.items():
        same_issuer = other_key[1] == key[1] or not other_key[1] or not key[1]
        if other_key[0] == key[0] and same_issuer and earlier.citation.date_ != citation.date_:
            other = day_text(earlier.citation.date_) if earlier.citation.date_ else ""
            return "two_dates", {"date": day_text(citation.date_), "other": other, "at": _place(earlier.paragraph)}
    dates.setdefault(key, cited)
    return "", {}


def _place(paragraph: Paragraph) -> str:
    if paragraph.line is not None:
        return f"dòng {paragraph.line}"
    return f"trang {paragraph.page}" if paragraph.page is not None else "phần trên"
