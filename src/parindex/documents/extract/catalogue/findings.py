"""What a person must look at before a proposal can be used: sums, codes, points, rows that belong nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.definitions.catalogues import proposals
from parindex.definitions.catalogues.loader import CatalogueDefinitionError
from parindex.documents.extract.catalogue.tree import Annex
from parindex.domain.scoring import checks
from parindex.domain.scoring.proposal import CatalogueProposal, Finding, ProposedItem, Severity, Where
from parindex.domain.text import folding

_SHORTEST = 80
_UNKNOWN = frozenset({"khong ro", "chua ro"})


def find_problems(proposal: CatalogueProposal, annex: Annex, *, others: int) -> Iterator[Finding]:
    """Yield the findings: the whole annex first, then item by item; `others` counts listings that were not read."""
    head = proposal.head
    if others:
        message = f"tệp có {others + 1} bảng tiêu chí, chỉ đọc một: bảng nêu đúng cấp, hoặc bảng nhiều mục nhất"
        yield Finding("import.other_tables", Severity.WARNING, "", message)
    if head.total_points is None:
        yield Finding("import.no_total", Severity.WARNING, "", "không thấy dòng tổng điểm nên chưa so được tổng")
    if not (head.number and head.date_):
        message = "không thấy đủ số và ngày của quyết định ban hành"
        yield Finding("import.no_decision", Severity.WARNING, "", message)
    for item in proposal.items:
        yield from _item_problems(item, annex)
    yield from _numbering(proposal)
    yield from _checks(proposal, annex)
    for text, place in annex.strays:
        message = f"không rõ dòng này thuộc mục nào: “{' '.join(text.split())[:_SHORTEST]}”"
        yield Finding("import.stray_row", Severity.WARNING, "", message, place)


def _item_problems(item: ProposedItem, annex: Annex) -> Iterator[Finding]:
    texts = {id(draft.place): draft.points_text for root in annex.roots for draft in root.walk()}
    text = texts.get(id(item.place), "")
    if item.max_points is None and folding.fold(text) in _UNKNOWN:
        yield Finding("import.unknown_points", Severity.WARNING, item.code, "điểm tối đa chưa rõ", item.place)
    elif item.max_points is None and text:
        message = f"không đọc được điểm tối đa “{' '.join(text.split())[:_SHORTEST]}”"
        yield Finding("import.points", Severity.ERROR, item.code, message, item.place)
    elif item.max_points is None:
        yield Finding("import.no_points", Severity.ERROR, item.code, "không thấy điểm tối đa", item.place)
    if not item.name:
        yield Finding("import.no_name", Severity.ERROR, item.code, "không thấy tên", item.place)


def _numbering(proposal: CatalogueProposal) -> Iterator[Finding]:
    """Yield a warning where the last number of a code is not the one after its sibling's."""
    last: dict[str, int] = {}
    for item in proposal.items:
        tail = item.code.rpartition(".")[2]
        if not tail.isdigit():
            continue
        number = int(tail)
        before = last.get(item.parent_code, 0)
        if number > before + 1:
            message = f"mã nhảy từ {before or 'đầu'} đến {number}, có thể thiếu mục"
            yield Finding("import.gap", Severity.WARNING, item.code, message, item.place)
        last[item.parent_code] = number


def _checks(proposal: CatalogueProposal, annex: Annex) -> Iterator[Finding]:
    """Yield what the checks of a catalogue say, each at its place in the file."""
    try:
        catalogue = proposals.to_catalogue(proposal)
    except CatalogueDefinitionError as error:
        yield Finding("import.shape", Severity.ERROR, "", error.message.rstrip("."))
        return
    places = {item.code: item.place for item in proposal.items}
    for problem in checks.check_catalogue(catalogue).problems:
        is_rule = problem.code == "catalogue.rule"
        severity = Severity.WARNING if is_rule else Severity.ERROR
        place = places.get(problem.item_code, Where() if problem.item_code else annex.total_place)
        yield Finding(problem.code, severity, problem.item_code, problem.message, place)
