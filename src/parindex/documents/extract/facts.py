"""The facts of any document that proves something: number, date, issuer, subject, signer, whether it is a draft.

Each value comes with the place where it stands in an excerpt of the document (its head and its end), so that a person
sees it marked. What is not written is absent; what stands nowhere literally, or was recognised in a picture, is only
likely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from parindex.documents.blocks import Document, block_text
from parindex.documents.extract.header import read_document
from parindex.documents.read.ocr import RECOGNISED
from parindex.domain.planning.model import Confidence, PlanDocument
from parindex.domain.text.dates import find_dates
from parindex.domain.text.folding import fold_aligned

HEAD_BLOCKS: Final = 30
FOOT_BLOCKS: Final = 15
MOST_LETTERS: Final = 1_200
"""A longer paragraph is cut in the excerpt: the facts stand in short lines."""

_DRAFT = re.compile(r"^[\s(\[*]*DỰ\s?THẢO\b.{0,20}$", re.MULTILINE)
_DRAFT_LINES = 12
_SUBJECT = re.compile(
    r"(?:^|\n|\t)\s*(?:V/v|Về việc)\s*:?\s*(.{8,400}?)(?=\n\s*\n|\t|\n\s*(?:Kính gửi|Số\s*:)|$)", re.DOTALL
)
_MOST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of the document: the index and page of its block and its text; table cells are divided by tabs."""

    index: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A value as text with the half-open range in the excerpt where it stands; no place when it was put together."""

    value: str
    confidence: Confidence
    block: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What was read of a document: facts by name, the excerpt in which they are marked, warnings of the reader.

    `is_draft` is None while the document shows neither a draft's mark nor number, date and signature together.
    """

    facts: Mapping[str, ReadFact]
    issued_on: date | None
    is_draft: bool | None
    excerpt: tuple[Excerpt, ...]
    page_count: int | None
    warnings: tuple[str, ...]


def read_facts(document: Document) -> DocumentReading:
    """Read the facts of a document of any kind."""
    excerpt = _excerpt(document)
    header = read_document(document)
    words = {
        "number": header.number or "",
        "issuer": header.issuer or "",
        "subject": (header.title or "").removeprefix("V/v ") or _subject(excerpt),
        "signer": header.signer or "",
    }
    facts = {name: _place(name, value, excerpt) for name, value in words.items() if value}
    if header.date_ is not None:
        facts["issued_on"] = _place_date(header.date_, excerpt)
    if any(warning.startswith(RECOGNISED) for warning in document.warnings):
        facts = {name: replace(fact, confidence=Confidence.CHECK) for name, fact in facts.items()}
    return DocumentReading(
        facts=facts,
        issued_on=header.date_,
        is_draft=_is_draft(excerpt, header),
        excerpt=excerpt,
        page_count=document.page_count,
        warnings=document.warnings,
    )


def _excerpt(document: Document) -> tuple[Excerpt, ...]:
    blocks = document.blocks
    last = max(len(blocks) - FOOT_BLOCKS, HEAD_BLOCKS)
    chosen = (*blocks[:HEAD_BLOCKS], *blocks[last:])
    return tuple(Excerpt(block.index, block.place.page, block_text(block)[:MOST_LETTERS]) for block in chosen)


def _subject(excerpt: Sequence[Excerpt]) -> str:
    """Read "V/v …" of an official letter, which has no title."""
    for piece in excerpt[:HEAD_BLOCKS]:
        found = _SUBJECT.search(piece.text)
        if found is not None:
            return " ".join(found[1].split()).strip(" .")[:_MOST_SUBJECT]
    return ""


def _is_draft(excerpt: Sequence[Excerpt], header: PlanDocument) -> bool | None:
    if any(_DRAFT.search(piece.text) for piece in excerpt[:_DRAFT_LINES]):
        return True
    return False if header.number and header.date_ and header.signer else None


def _place(name: str, value: str, excerpt: Sequence[Excerpt]) -> ReadFact:
    """Find where a value stands, by its own words or by the part of them that a heading spells out."""
    pieces: Iterable[Excerpt] = reversed(excerpt) if name == "signer" else excerpt
    wanted = [_loose(words) for words in _spellings(name, value)]
    for piece in pieces:
        folded = fold_aligned(piece.text)
        for pattern in wanted:
            found = pattern.search(folded)
            if found is not None:
                return ReadFact(value, Confidence.SURE, piece.index, found.start(), found.end())
    return ReadFact(value, Confidence.CHECK)


def _spellings(name: str, value: str) -> Iterable[str]:
    yield value
    if name == "issuer":
        yield value.removeprefix("Ủy ban nhân dân ")
    if name == "subject":
        # A title read without its kind: "Kế hoạch" stands on a line of its own.
        for count in (1, 2, 3):
            yield " ".join(value.split()[count:])
        yield " ".join(value.split()[2:10])


def _loose(words: str) -> re.Pattern[str]:
    """Match words whatever stands between them: lines are broken and numbers are spaced anywhere."""
    parts = re.findall(r"[^\W_]+|[^\w\s]", fold_aligned(words))
    return re.compile(r"[\s_]*".join(re.escape(part) for part in parts) or r"(?!)")


def _place_date(value: date, excerpt: Sequence[Excerpt]) -> ReadFact:
    text = value.isoformat()
    for piece in excerpt:
        for found in find_dates(piece.text):
            if found.value == value:
                return ReadFact(text, Confidence.SURE, piece.index, found.start, found.end)
    return ReadFact(text, Confidence.CHECK)
