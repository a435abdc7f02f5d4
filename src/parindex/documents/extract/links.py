"""Link body items with the appendix rows of the same criterion, resolve references, and find what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parindex.documents.blocks import Document, Span
from parindex.domain.planning import criteria
from parindex.domain.planning.model import Confidence, Finding, Item, Part, Section
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_REFERENCE = re.compile(
    r"^\s*(?:như|thực hiện như|theo|tương tự(?: như)?)\s+"
    r"(?:(?:nội dung )?(?:điểm|tiết)\s+[a-zđ]\s*,?\s*)?(?:khoản|mục|tiêu chí|điểm)\s+(\d+(?:\.\d+)+)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\([^()]*\)")


def link_items(items: Sequence[Item]) -> list[Item]:
    """Set `linked_key` of body items and appendix rows that name the same criterion."""
    by_name: dict[str, Item] = {}
    for item in items:
        if item.part is Part.APPENDIX:
            for name in item.names:
                by_name.setdefault(_key(name), item)
    if not by_name:
        return list(items)
    pairs: dict[str, str] = {}
    for item in items:
        if item.part is not Part.BODY or item.section is Section.GOAL:
            continue
        other = next((by_name[_key(name)] for name in item.names if _key(name) in by_name), None)
        if other is not None:
            pairs.setdefault(item.key, other.key)
            pairs.setdefault(other.key, item.key)
    return [item._replace(linked_key=pairs[item.key]) if item.key in pairs else item for item in items]


@remember
def _key(name: str) -> str:
    return " ".join(folding.split_words(_NOTE.sub(" ", name) if "(" in name else name))


def resolve_references(items: Sequence[Item]) -> list[Item]:
    """Fill the actions of items that only point at another item ("Như điểm b, khoản 1.20")."""
    by_number = {item.number: item for item in items if item.part is Part.BODY and item.number}
    return [_resolved(item, by_number) for item in items]


def _resolved(item: Item, by_number: dict[str, Item]) -> Item:
    if len(item.actions) != 1:
        return item
    found = _REFERENCE.match(item.actions[0].text)
    other = by_number.get(found[1]) if found else None
    if other is None or other is item or not other.actions:
        return item
    confidence = {**item.confidence, "actions": Confidence.CHECK}
    return item._replace(actions=(*item.actions, *other.actions), confidence=confidence)


def find_findings(items: Sequence[Item]) -> Iterable[Finding]:
    """Yield what a person must look at: nobody leads, no time, body and appendix differ."""
    by_key = {item.key: item for item in items}
    for item in items:
        if item.section is Section.GOAL:
            continue
        if not item.lead:
            yield Finding("no_lead", "Không thấy cơ quan chủ trì của mục này: chọn cơ quan trước khi duyệt.", item.key)
        if item.deadline_text is None:
            yield Finding("no_deadline", "Không thấy thời gian của mục này: nhập thời hạn trước khi duyệt.", item.key)
        elif not item.deadlines:
            message = "Thời gian viết theo cách chưa hiểu được: kiểm tra và nhập ngày."
            yield Finding("deadline_unread", message, item.key, item.deadline_text)
        if item.part is Part.BODY and item.linked_key:
            yield from _differences(item, by_key[item.linked_key])


def find_joint(items: Sequence[Item], document: Document) -> Iterable[Finding]:
    """Yield the items that name several criteria: an item bears only the first code."""
    for item in items:
        spans = item.sources.get("names", ()) if item.code is not None else ()
        for span in spans[:1]:
            words = document.text_at(Span(span.block, span.start, span.end, span.row, span.col))
            codes = ", ".join(criteria.further_codes(words))
            if codes:
                message = f"Mục này ghi thêm {codes}: thêm một mục cho mỗi tiêu chí ấy."
                yield Finding("more_codes", message, item.key, codes, span)


def _differences(item: Item, other: Item) -> Iterable[Finding]:
    for field, name in (("lead", "cơ quan chủ trì"), ("targets", "mục tiêu"), ("deadlines", "thời gian")):
        mine, theirs = getattr(item, field), getattr(other, field)
        if field == "lead":
            mine, theirs = ({_key(entry) for entry in side} for side in (mine, theirs))
        elif field == "targets":
            mine, theirs = ({(t.op, t.value, t.value2) for t in side} for side in (mine, theirs))
        else:
            mine, theirs = ({(d.kind, d.year, d.date_) for d in side} for side in (mine, theirs))
        if mine and theirs and mine != theirs:
            message = f"Phần chính và phụ lục ghi khác nhau về {name}: chọn bên đúng."
            yield Finding(f"differs_{field}", message, item.key)
