"""Turn the fields found in the document into items of the plan model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.pieces import Fields, Piece, joined
from parindex.domain.planning import agencies, criteria
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.lexicon import Lexicon, compile_words
from parindex.domain.planning.model import (
    Action,
    Confidence,
    CriterionLevel,
    Item,
    Part,
    Section,
    SourceSpan,
    Target,
    TargetOp,
)
from parindex.domain.planning.targets import targets
from parindex.domain.text import folding

_POINTS = re.compile(r"\s*\([^()]*\bđiểm\b(?! [a-zđ]\b)[^()]*\)\s*[.:;]?\s*$")
_LABEL_KINDS = {
    FieldKind.LEAD: agencies.LabelKind.LEAD,
    FieldKind.COORDINATE: agencies.LabelKind.COORDINATE,
    FieldKind.IMPLEMENT: agencies.LabelKind.IMPLEMENT,
    FieldKind.COORDINATE_IMPLEMENT: agencies.LabelKind.COORDINATE_IMPLEMENT,
}
_NOT_WRITTEN = {
    "target_text": "Không thấy mục tiêu của mục này trong văn bản.",
    "lead": "Không thấy cơ quan chủ trì của mục này trong văn bản.",
    "coordinate": "Không thấy cơ quan phối hợp của mục này trong văn bản.",
    "implement": "Không thấy cơ quan thực hiện của mục này trong văn bản.",
    "deadline_text": "Không thấy thời gian của mục này trong văn bản.",
    "product": "Không thấy sản phẩm của mục này trong văn bản.",
    "code": "Không thấy mã tiêu chí của mục này trong văn bản.",
}
_DECREASES = frozenset({TargetOp.DECREASE, TargetOp.DECREASE_GE})
_LIST_MARK = re.compile(r"(?:[-–—+•*]|\(?[a-zđ][.)]|\d{1,2}[.)]) ")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the phrase parsers need to know of the plan."""

    lexicon: Lexicon
    plan_year: int | None


class Heading(NamedTuple):
    """What an item is: its place and the words that name it."""

    part: Part
    section: Section
    number: str | None
    text: str
    span: SourceSpan
    domain: str | None = None
    domain_name: str | None = None
    names: tuple[str, ...] = ()
    code: str | None = None
    level: CriterionLevel | None = None
    doubtful: frozenset[str] = frozenset()


def build_item(heading: Heading, fields: Fields, *, reading: Reading, key: str) -> Item:
    """Build one item; what no piece says is absent with its reason."""
    code = criteria.read_code(heading.text) if heading.code is None else None
    if code is not None and criteria.further_codes(heading.text):
        heading = heading._replace(doubtful=heading.doubtful | {"code"})
    names = heading.names or criteria.split_names(heading.text) or (heading.text.strip(" .:;"),)
    target_text = joined(fields.get(FieldKind.TARGET))
    told = fields.get(FieldKind.DEADLINE)
    deadline_text = joined(told, "; " if all(piece.said and piece.span.row is None for piece in told) else " ")
    product = joined(fields.get(FieldKind.PRODUCT))
    duties = _assign(fields, reading.lexicon)
    values: dict[str, object] = {
        "names": names,
        "code": heading.code or (code.code if code else None),
        "target_text": target_text,
        "lead": duties.lead,
        "coordinate": duties.coordinate,
        "implement": duties.implement,
        "support": duties.support,
        "deadline_text": deadline_text,
        "product": product,
    }
    year, lexicon = reading.plan_year, reading.lexicon
    read_targets = _targets(target_text, names, reading) if target_text else ()
    read_deadlines = deadlines.parse_deadlines(deadline_text, plan_year=year, lexicon=lexicon) if deadline_text else ()
    is_loose = deadline_text is not None and deadlines.names_week(deadline_text)
    sources = _sources(heading, fields)
    return Item(
        key=key,
        part=heading.part,
        section=heading.section,
        number=heading.number,
        names=names,
        line=heading.span.line,
        domain=heading.domain,
        domain_name=heading.domain_name,
        code=heading.code or (code.code if code else None),
        level=heading.level or (code.level if code else criteria.read_level(heading.text)),
        limitations=tuple([_without_mark(piece.text) for piece in fields.get(FieldKind.LIMITATION)]),
        target_text=target_text,
        targets=read_targets,
        actions=tuple(_actions(fields.get(FieldKind.ACTIONS), reading)),
        lead=duties.lead,
        coordinate=duties.coordinate,
        implement=duties.implement,
        support=duties.support,
        product=product,
        budget=joined(fields.get(FieldKind.BUDGET)),
        product_targets=targets.parse_targets(product, plan_year=year, lexicon=lexicon) if product else (),
        deadline_text=deadline_text,
        deadlines=read_deadlines,
        sources=sources,
        confidence=_confidence(heading, fields, values, deadline_read=bool(read_deadlines) and not is_loose),
        absent=_absent(values),
    )


def _targets(text: str, names: tuple[str, ...], reading: Reading) -> tuple[Target, ...]:
    """Read the targets of an item; "giảm 50%" of what is no percentage itself is a share of it, not points."""
    found = targets.parse_targets(text, plan_year=reading.plan_year, lexicon=reading.lexicon)
    if not any(target.op in _DECREASES and target.unit == "pp" and not target.of for target in found):
        return found
    percentages = compile_words(reading.lexicon.percent_measures)
    if any(percentages.search(folding.fold(name)) for name in names):
        return found
    return tuple(
        target._replace(unit="%") if target.op in _DECREASES and not target.of and target.baseline is None else target
        for target in found
    )


def _assign(fields: Fields, lexicon: Lexicon) -> agencies.Duties:
    """Read who does what from the labels of duties, each agency once."""
    parts: list[agencies.Duties] = []
    for kind, label_kind in _LABEL_KINDS.items():
        text = joined(fields.get(kind), "; ")
        if text is not None:
            parts.append(agencies.read_assignment(text, label_kind=label_kind, lexicon=lexicon))
    if len(parts) == 1:
        return parts[0]
    return agencies.Duties(
        lead=_united([part.lead for part in parts]),
        coordinate=_united([part.coordinate for part in parts]),
        implement=_united([part.implement for part in parts]),
        support=_united([part.support for part in parts]),
    )


def _united(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


def without_points(text: str) -> str:
    """Return a name without the points that brackets behind it tell: "(trừ 0,5 điểm)"."""
    return _POINTS.sub("", text)


def _without_mark(text: str) -> str:
    """Return the words of a line of a list without blanks around them and without its bullet or number."""
    words = folding.collapse(text)
    mark = _LIST_MARK.match(words)
    return words if mark is None else words[mark.end() :]


def _actions(pieces: Sequence[Piece], reading: Reading) -> list[Action]:
    actions: list[Action] = []
    for piece in pieces:
        text = _without_mark(piece.text)
        if text:
            actors = agencies.find_actors(text, lexicon=reading.lexicon)
            if not actors and piece.actor:
                actors = agencies.split_agencies(piece.actor.removeprefix("Đối với "), lexicon=reading.lexicon)
            actions.append(Action(text, actors, piece.span))
    return actions


def _sources(heading: Heading, fields: Fields) -> dict[str, tuple[SourceSpan, ...]]:
    sources: dict[str, tuple[SourceSpan, ...]] = {"names": (heading.span,)}
    pieces = fields.pieces
    for name, kind in _SOURCE_FIELDS:
        if kind in pieces:
            sources[name] = (*sources.get(name, ()), *[piece.span for piece in pieces[kind]])
    return sources


_SOURCE_FIELDS = (
    ("limitations", FieldKind.LIMITATION),
    ("target_text", FieldKind.TARGET),
    ("actions", FieldKind.ACTIONS),
    ("lead", FieldKind.LEAD),
    ("coordinate", FieldKind.COORDINATE),
    ("coordinate", FieldKind.COORDINATE_IMPLEMENT),
    ("implement", FieldKind.IMPLEMENT),
    ("implement", FieldKind.COORDINATE_IMPLEMENT),
    ("support", FieldKind.COORDINATE_IMPLEMENT),
    ("product", FieldKind.PRODUCT),
    ("budget", FieldKind.BUDGET),
    ("deadline_text", FieldKind.DEADLINE),
)
_KIND_OF_FIELD = dict(reversed(_SOURCE_FIELDS))


def _confidence(
    heading: Heading, fields: Fields, values: dict[str, object], *, deadline_read: bool
) -> dict[str, Confidence]:
    said = {kind for kind, pieces in fields.pieces.items() for piece in pieces if piece.said}
    unread = None if deadline_read else "deadline_text"
    confidence: dict[str, Confidence] = {}
    for name, value in values.items():
        if value:
            doubtful = name in heading.doubtful or name == unread or _KIND_OF_FIELD.get(name) in said
            confidence[name] = Confidence.CHECK if doubtful else Confidence.SURE
    return confidence


def _absent(values: dict[str, object]) -> dict[str, str]:
    absent = {name: reason for name, reason in _NOT_WRITTEN.items() if not values.get(name)}
    if values.get("support"):
        absent.pop("coordinate", None)
        absent.pop("implement", None)
    return absent
