"""Lines and rows that speak of work and ended in no item, so that nothing of a plan is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from parindex.definitions.labels.plan_labels import PlanLabels
from parindex.documents.blocks import Block, Cell
from parindex.documents.extract.agency_extent import find_action, is_whole_name
from parindex.documents.extract.agency_words import begins_agency, is_group_of_work, may_begin_agency, names_agency
from parindex.documents.extract.dated import is_exact, read_dated, tells_past
from parindex.documents.extract.handing import hands_list
from parindex.documents.extract.outline import Node, Outline
from parindex.documents.extract.page_breaks import names_no_items
from parindex.documents.extract.pieces import span_of
from parindex.documents.extract.sections import holds_no_work, is_framed
from parindex.documents.extract.sentences import read_assigned, read_given
from parindex.documents.extract.times import is_time
from parindex.domain.planning.model import Finding, Item, SourceSpan
from parindex.domain.text import folding

_MESSAGE = "{what} có thời hạn hoặc cơ quan nhưng chưa thành mục nào: thêm mục nếu đó là việc phải làm."
_BESIDE = (
    "Bảng này ghi cơ quan, thời hạn mà không có cột số thứ tự hay nội dung nên chưa thành mục nào: xem bảng bên cạnh "
    "hoặc tệp gốc, điền vào đúng mục."
)
_BETWEEN = (
    "Dòng này đứng giữa các mục mà không ghi ai làm, khi nào nên chưa thành mục nào: thêm mục nếu đó là việc phải làm."
)
_LONGEST_TEXT = 300
_SHORTEST_NAME = 12
_FEWEST_ITEMS = 2
# A time that stands inside a line: "hoàn thành trước 30/6 việc …".
_BY = re.compile(r"\b(?:truoc|cham nhat|muon nhat) (?:la |vao )?(?:(?:ngay|thang|quy) )?[\divx][^;.,)]{0,40}")
# A count of days that runs from something else: "…, chậm nhất 15 ngày sau khi được phê duyệt."
_WITHIN = re.compile(
    r"[,;:(] ?(?:hoan thanh |xong )?(?:cham nhat|muon nhat|khong qua|toi da|trong(?: vong)?|sau) (?:la )?\d+ ngay"
    r"(?: lam viec)? (?:sau|ke tu|tinh tu) [^;.()]{3,80}[\s.;)]*$"
)
# What a decision or a letter says of itself.
_OF_ITSELF = re.compile(r"\b(?:quyet dinh|ke hoach|cong van|van ban|bao cao|chuong trinh) nay\b|/\.$")
# "Niêm yết thủ tục tại trụ sở. Thủ trưởng các cơ quan chịu trách nhiệm.": who answers for it closes the line.
_ANSWERED = re.compile(r"[.;,(]\s+(?=[^.;,()]{3,80}\bchiu trach nhiem\b)")
_GIVING = ("Giao ", "Phân công ")
_REPORTING = re.compile(r"\b(?:bao cao|gui)\b")
_ADDRESSED = re.compile(r"\s*(?:N[ơo]i nhận|Kính gửi|KÍNH GỬI|NƠI NHẬN)\b")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the document so far: positions of nodes that belong to items, and every place that items cite."""

    positions: Collection[int]
    rows: Collection[tuple[int, int | None]]

    def holds(self, node: Node) -> bool:
        """Tell whether a line belongs to an item or is cited by one."""
        return node.position in self.positions or (node.block.index, None) in self.rows


def places_of(items: Sequence[Item]) -> frozenset[tuple[int, int | None]]:
    """Return the blocks and rows that items cite."""
    return frozenset((span.block, span.row) for item in items for spans in item.sources.values() for span in spans)


def find_unread(outline: Outline, blocks: Sequence[Block], taken: Taken, *, labels: PlanLabels) -> Iterator[Finding]:
    """Yield a finding for each numbered line and each row that names a time or an agency and is part of no item.

    So is a numbered line that names neither, where the lines beside it are items.
    """
    for node in _lines(outline, taken):
        span = span_of(node.block, node.start, len(node.block.text))
        if _is_lost(node, labels):
            yield _finding("Dòng này", node.text, span)
        elif _is_between_items(node, taken, labels):
            yield _told(_BETWEEN, node.text, span)
    for block in blocks:
        if block.table is not None and block.table.row_count > 2:
            yield from _unread_rows(block, taken, labels)


def _finding(what: str, text: str, span: SourceSpan) -> Finding:
    return _told(_MESSAGE.format(what=what), text, span)


def _told(message: str, text: str, span: SourceSpan) -> Finding:
    return Finding("unread_line", message, None, folding.collapse(text)[:_LONGEST_TEXT], span)


def _lines(outline: Outline, taken: Taken) -> Iterator[Node]:
    """Yield the lines of lists that no item holds, without those that head items and without recipients."""
    heads = _heads(outline, taken)
    is_addressed = False
    for node in outline.nodes:
        if node.marker is None or node.number is not None:
            is_addressed = _ADDRESSED.match(node.text) is not None
        is_value = node.label is not None and node.number is None
        is_read = is_value or id(node) in heads or taken.holds(node)
        if not (is_addressed or is_read) and (node.marker is not None or _is_paragraph(node)):
            yield node


def _is_paragraph(node: Node) -> bool:
    """Tell whether a line without a marker stands below a numbered heading, and announces no list."""
    above = node.parent
    is_below = above is not None and above.number is not None and not node.children
    return is_below and node.label is None and not node.text.rstrip().endswith(":")


def _heads(outline: Outline, taken: Taken) -> set[int]:
    """Return the identities of the nodes below which something is read."""
    heads: set[int] = set()
    for node in outline.nodes:
        above = node.parent if taken.holds(node) else None
        while above is not None and id(above) not in heads:
            heads.add(id(above))
            above = above.parent
    return heads


def _is_lost(node: Node, labels: PlanLabels) -> bool:
    """Tell whether a line says until when something is done, or outside the parts without items who does it."""
    if holds_no_work(node):
        return False
    if node.marker is None:
        return _gives_work(node.text) and not is_framed(node, labels)
    if _says_when(node.text):
        return _REPORTING.search(folding.fold(node.text)) is None or not is_framed(node, labels)
    return (_says_who(node.text) or _heads_work(node)) and not is_framed(node, labels)


def _is_between_items(node: Node, taken: Taken, labels: PlanLabels) -> bool:
    """Tell whether a numbered line stands in a list of which no fewer lines are items than are none."""
    if (
        node.number is None
        or node.label is not None
        or node.children
        or node.parent is None
        or not _may_tell(node.text)
    ):
        return False
    alike = [other for other in node.parent.children if other.number is not None and other.rank == node.rank]
    items = sum(other.position in taken.positions for other in alike)
    if items < _FEWEST_ITEMS or 2 * items < len(alike):
        return False
    return not holds_no_work(node) and not is_framed(node, labels)


def _says_when(text: str) -> bool:
    """Tell whether a line names a day, month or quarter by which something is done."""
    if not _may_tell(text):
        return False
    if read_dated(text) is not None:
        return True
    folded = folding.fold_aligned(text)
    if _WITHIN.search(folded) is not None:
        return True
    by = _BY.search(folded)
    return by is not None and is_exact(text[slice(*by.span())])


def _may_tell(text: str) -> bool:
    """Tell whether a line is long enough to say what is to do, no title in capitals, and not what was done."""
    return len(text) >= 2 * _SHORTEST_NAME and not text.isupper() and not tells_past(text)


def _says_who(text: str) -> bool:
    """Tell whether a line says which agency does what."""
    opens = may_begin_agency(text) or "chủ trì" in text
    if not _may_tell(text) or not (opens or "chịu trách nhiệm" in text):
        return False
    folded = folding.fold_aligned(text)
    if is_group_of_work(folded) or _OF_ITSELF.search(folded) is not None or hands_list(text):
        return False
    if not opens:
        return any(begins_agency(text, folded, clause.end()) for clause in _ANSWERED.finditer(folded))
    if read_assigned(text) is not None or read_assigned(text, loose=True) is not None:
        return True
    return begins_agency(text, folded) and find_action(text, folded, 0, len(folded)) is not None


def _gives_work(text: str) -> bool:
    """Tell whether a sentence of a paragraph says which agency does what: it begins with it, or with giving it work."""
    if not text.startswith(_GIVING) and not may_begin_agency(text):
        return False
    return _says_who(text) or (text.startswith(_GIVING) and _may_tell(text) and read_given(text) is not None)


def _heads_work(node: Node) -> bool:
    """Tell whether a line names an agency and lines of a list stand below it: "1. Phòng Nội vụ" and its work."""
    if not any(child.marker is not None for child in node.children) or not may_begin_agency(node.text):
        return False
    named = names_agency(node.text)
    return named is not None and not node.text.isupper() and is_whole_name(node.text[slice(*named)])


def _unread_rows(block: Block, taken: Taken, labels: PlanLabels) -> Iterator[Finding]:
    """Yield the rows of work that no item cites, of a table without any item only its first.

    A table that heads agencies or times and no work is told by its header: what it says belongs to rows elsewhere.
    """
    if block.table is None:
        return
    rows = list(block.table.rows())
    read = [at for at in range(len(rows)) if (block.index, at) in taken.rows]
    if not read and names_no_items([text for text in _words(rows[0]) if text.strip()], labels):
        yield Finding("unread_line", _BESIDE, None, _said(rows[0]), _span_of_row(block, rows[0]))
        return
    heads = [_words(row) for row in rows[: read[0] if read else 1]]  # Pages repeat them.
    rest = [row for at, row in enumerate(rows[len(heads) :], len(heads)) if at not in read]
    found = [row for row in rest if _words(row) not in heads and _is_row_of_work(row)]
    if not read and len(found) < 2:
        return
    for row in found if read else found[:1]:
        what = "Dòng này của bảng" if read else "Bảng có dòng này"
        yield _finding(what, _said(row), _span_of_row(block, row))


def _said(row: Sequence[Cell]) -> str:
    return " | ".join(folding.collapse(words) for words in _words(row) if words.strip())


def _span_of_row(block: Block, row: Sequence[Cell]) -> SourceSpan:
    return span_of(block, 0, len(row[0].text), cell=row[0])


def _words(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def _is_row_of_work(row: Sequence[Cell]) -> bool:
    """Tell whether a row says what is done, and who does it or when."""
    texts = [text for cell in row if (text := cell.text.strip())]
    who = [text for text in texts if may_begin_agency(text) and names_agency(text.split(";")[0]) is not None]
    when = [text for text in texts if text not in who and is_time(text) and is_exact(text)]
    return bool(who or when) and any(len(text) >= _SHORTEST_NAME for text in texts if text not in (*who, *when))
