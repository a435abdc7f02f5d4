"""Criteria given away by their codes at the end of a plan: "1. Sở Tư pháp chủ trì, … thực hiện TC 1.6, TCTP 2.3.1"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.agency_words import begins_agency, may_begin_agency, names_agency
from parindex.documents.extract.duties import Duty, read_duties
from parindex.documents.extract.labels import ASSIGNMENT_KINDS, find_inline
from parindex.documents.extract.outline import Node
from parindex.documents.extract.pieces import Fields, piece_of
from parindex.domain.planning import criteria
from parindex.domain.text import folding

_KIND = r"(?:cac\s+|nhom\s+)?(?:tieu chi thanh phan|tieu chi|chi so thanh phan|tctp|tc)"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){1,3}(?!\d)"
_PLACE = r"(?:cac\s+)?(?:tieu chi|noi dung|nhiem vu|muc)\s+(?:so\s+)?"
_HEADING = r"\d{1,2}(?:\.\d{1,2}){0,2}(?![\d/])"
# "… tại Biểu số 2 kèm theo": where they are listed.
_LISTED = (
    r"(?:,?\s*(?:tai\s+|trong\s+|cua\s+|thuoc\s+)?(?:phu luc|bieu|bang|danh muc)(?:\s+(?:so\s+)?(?:[ivx]+|\d+)\b)?"
    r"(?:\s+(?:ban hanh\s+|gui\s+)?(?:kem theo|dinh kem|tren|duoi day|nay))?)?"
)
# "tiêu chí 1, tiêu chí 4 Mục II": the numbers of headings of this plan, or of the rows of its table.
_PLACES = re.compile(
    rf"\b{_PLACE}{_HEADING}(?:\s*(?:,|va)\s*(?:{_PLACE})?{_HEADING})*"
    r"(?:,?\s*(?:tai\s+|cua\s+|thuoc\s+)?(?:muc|phan)\s+[ivx\d]+)?"
    rf"{_LISTED}(?:\s+(?:cua\s+)?ke hoach nay)?"
)
_CODES = re.compile(rf"\b{_KIND}\s*:?\s*{_NUMBER}(?:\s*(?:[,;]|,?\s*va)\s*(?:{_KIND}\s*)?{_NUMBER})*{_LISTED}")
_EACH = re.compile(_NUMBER)
_EACH_HEADING = re.compile(rf"(?<![\d.]){_HEADING}")
# What may stand between the agency and the codes, and nothing else may stand after them but duties.
_BINDING = re.compile(
    r"[\s:,–-]*(?:(?:la |lam )?(?:co quan |don vi )?(?:chu tri|phu trach|chiu trach nhiem|dau moi)\s*)?"
    r"(?:(?:thuc hien|trien khai|khac phuc|cai thien|tham muu|theo doi|doi voi|noi dung)\s*)*(?:cac\s+)?[:\s]*$"
)
# "Giao các cơ quan thực hiện các nhiệm vụ … (Phụ lục kèm theo)": no work but that of the list.
_LIST = re.compile(
    r"\b(?:cac|nhung)\s+(?:nhiem vu|tieu chi|cong viec|noi dung|chi tieu|chi so|phan viec)\b[^.;]{0,250}?"
    r"\b(?:phu luc|danh muc|bieu|bang)(?:\s+(?:so\s+)?(?:[ivx]+|\d+)\b)?"
    r"\s+(?:(?:ban hanh|gui)\s+)?(?:kem theo|dinh kem)(?:\s+(?:quyet dinh|ke hoach|cong van|van ban)\s+nay)?[\s).;/]*$"
)
_BY_WHEN = re.compile(r"\b(?:truoc|cham nhat|muon nhat|xong|hoan thanh|trong (?:nam|quy|thang)|hang|dinh ky)\b")
# "Thủ trưởng các cơ quan được giao chủ trì …": those whom a list names, whoever they are.
_LISTED_ONES = re.compile(
    r"(?:(?:thu truong|nguoi dung dau|lanh dao|truong)\s+)?(?:cac|nhung)\s+[^.;:]{2,60}?"
    r"\s(?:duoc (?:giao|phan cong)|co ten)\b"
)
_HAS_DIGIT = re.compile(r"\d").search
_REST = re.compile(r"\s*(?:[.;,(]|$)")


@dataclass(frozen=True, slots=True)
class Handed:
    """A line that gives criteria away: their numbers ("3.2.1") and who, with whom and when as ranges of its text.

    The numbers are those of codes when `is_coded`, else those of headings.
    """

    node: Node
    numbers: frozenset[str]
    is_coded: bool
    duties: tuple[Duty, ...]

    def give(self, fields: Fields) -> None:
        """Add to the fields of an item what it does not say itself."""
        missing = {duty.kind for duty in self.duties if not fields.get(duty.kind)}
        for duty in self.duties:
            if duty.kind in missing:
                start, end = self.node.start + duty.start, self.node.start + duty.end
                fields.add(duty.kind, piece_of(self.node.block, start, end, said=True))


def find_handed(nodes: Iterable[Node], *, labels: PlanLabels) -> list[Handed]:
    """Return the lines that name an agency and nothing but codes of criteria as its work."""
    read = (_read(node, labels) for node in nodes if node.label is None and _HAS_DIGIT(node.text) is not None)
    return [handed for handed in read if handed is not None]


def hands_list(text: str) -> bool:
    """Tell whether a line gives away nothing but what a list of the document holds, with no time of its own."""
    folded = folding.fold(text)
    listed = _LIST.search(folded) if "kem" in folded else None
    return listed is not None and _BY_WHEN.search(folded) is None


def names_listed(text: str) -> bool:
    """Tell whether a line opens with those whom a list of the document names ("Các cơ quan được giao …")."""
    return _LISTED_ONES.match(folding.fold(text[:120])) is not None


def number_of(text: str) -> str | None:
    """Return the number of the criterion's code in a heading ("TCTP 3.2.1" gives "3.2.1"), None without one."""
    code = criteria.read_code(text)
    return code.code.rpartition(" ")[2] if code is not None else None


def _read(node: Node, labels: PlanLabels) -> Handed | None:
    text = node.text
    start = len("Giao ") if text.startswith("Giao ") else 0
    if not may_begin_agency(text, start):
        return None
    folded = folding.fold_aligned(text)
    if not begins_agency(text, folded, start):
        return None
    coded = _CODES.search(folded)
    codes = coded or _PLACES.search(folded)
    if codes is None or _REST.match(folded, codes.end()) is None:
        return None
    duties = tuple(_duties(text, folded, (start, codes.start()), labels))
    if not any(duty.kind is FieldKind.LEAD for duty in duties):
        return None
    numbers = frozenset((_EACH if coded is not None else _EACH_HEADING).findall(codes[0]))
    return Handed(node, numbers, coded is not None, duties)


def _duties(text: str, folded: str, before: tuple[int, int], labels: PlanLabels) -> Iterator[Duty]:
    start, end = before
    binding = _BINDING.search(folded, start, end)
    named = names_agency(text[start : binding.start()]) if binding is not None else None
    said = read_duties(text)
    if named is not None:
        yield Duty(FieldKind.LEAD, start + named[0], start + named[1])
    seen = {FieldKind.LEAD} if named is not None else set[FieldKind]()
    for value in find_inline(text, labels=labels):
        if value.kind in ASSIGNMENT_KINDS and value.label_start >= end:
            seen.add(value.kind)
            yield Duty(value.kind, value.start, value.end)
    yield from (duty for duty in said if duty.kind not in seen)
