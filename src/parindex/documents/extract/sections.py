"""The parts of a plan: which group a line of work belongs to, and which parts hold no work at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.outline import Node
from parindex.domain.planning.model import Section
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_LONGEST_TOP = 60
# "III. THỰC HIỆN" says how the plan is carried out, "IV. KIẾN NGHỊ" what others should do.
_CARRIED_OUT = frozenset({"thuc hien", "kien nghi", "de xuat", "de nghi"})
_OF_RESULTS = re.compile(r"(?:ket qua|tinh hinh|tien do)\b")
# Below these stand aims, what went wrong and money, no work.
_NO_WORK = frozenset({FieldKind.TARGET, FieldKind.LIMITATION, FieldKind.POINTS, FieldKind.BUDGET})
# A plan that only raises an index holds work; one that mends what was lost says so.
_RAISING = re.compile(r"nang cao chi so")
_ON_SATISFACTION = re.compile(r"(?:nang cao|cai thien)\s+(?:cac )?(?:chi so|muc do|su|ty le)?\s*(?:sipas|hai long)")
# A title that names these is not about satisfaction alone.
_OF_REFORM = re.compile(r"cai cach hanh chinh|\bcchc\b|par index|khac phuc|ton tai|han che")
# "Điều 3. … chịu trách nhiệm thi hành Quyết định này./." closes a decision.
_CARRIES_OUT = re.compile(r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) (?:Quyết định|Nghị quyết|Chỉ thị) này")
_WORD = re.compile(r"\w+")


def is_framed(node: Node, labels: PlanLabels) -> bool:
    """Tell whether a line stands in a part of the document without items ("Tổ chức thực hiện", "Kinh phí")."""
    current: Node | None = node
    if node.closing or ("này" in node.text and _CARRIES_OUT.search(node.text) is not None):
        return True
    while current is not None and current.parent is not None:
        is_top = current.parent.parent is None and current.number is not None and len(current.text) <= _LONGEST_TOP
        if (current.rank <= 10 or is_top) and _frames(current, labels, is_section=current.rank <= 10):
            return True
        current = current.parent
    return False


def holds_no_work(node: Node) -> bool:
    """Tell whether a line stands among aims, limitations, sums of money or results."""
    above = node.parent
    while above is not None and above.parent is not None:
        if above.kind in _NO_WORK or _OF_RESULTS.match(folding.fold(above.text[:20])) is not None:
            return True
        above = above.parent
    return False


def _frames(head: Node, labels: PlanLabels, *, is_section: bool) -> bool:
    """Tell whether a heading opens a part without items; a top heading that is only numbered must begin so."""
    words = " ".join(_WORD.findall(folding.fold(head.text[:120])))
    if words in _CARRIED_OUT:
        return True
    return (labels.frames.search(words) if is_section else labels.frames.match(words)) is not None


def section_of(node: Node, *, labels: PlanLabels, title: str) -> Section:
    """Return the group of an item: by its own SIPAS heading, the headings above it, then the title of the plan."""
    own = labels.sections["sipas"].search(folding.fold(node.text)) if node.criterion else None
    above = node.parent
    while above is not None and above.parent is not None:
        found = _section_said(above.text, labels)
        if found is not None:
            return found
        above = above.parent
    if own:
        return Section.SIPAS
    folded = folding.fold(title)
    if title.startswith(("Báo cáo", "V/v")) and not node.criterion:
        return Section.TASK
    if _ON_SATISFACTION.search(folded) and not _OF_REFORM.search(folded):
        return Section.SIPAS
    if node.criterion or _named_section(_RAISING.sub(" ", folded), {"fix": labels.sections["fix"]}) is not None:
        return Section.FIX
    return Section.TASK


@remember
def _section_said(text: str, labels: PlanLabels) -> Section | None:
    return _named_section(folding.fold(text), labels.sections)


def _named_section(folded: str, sections: Mapping[str, re.Pattern[str]]) -> Section | None:
    """Return the group that a folded heading names; "khắc phục" wins over "duy trì" and both over SIPAS when first."""
    best: tuple[int, Section] | None = None
    for name, pattern in sections.items():
        found = pattern.search(folded)
        if found and (best is None or _weight(name, found.start()) < best[0]):
            best = (_weight(name, found.start()), Section(name))
    return best[1] if best else None


def _weight(name: str, start: int) -> int:
    return -1 if name == "sipas" else start
