"""A draft plan as plain text in the dialect of offices: what our own importer reads back, number and date left blank.

What a person still has to decide stands at the end, outside of the plan; it must be taken out before signing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from parindex.domain.planning.cascade.generate import SECTIONS
from parindex.domain.planning.cascade.model import Cascade, Outcome
from parindex.domain.planning.model import CriterionLevel, Item, Part, Plan, Section

NOTICE = "DỰ THẢO DO PHẦN MỀM LẬP - CHƯA AI DUYỆT, KHÔNG CÓ GIÁ TRỊ BAN HÀNH"
_NOTES = "PHẦN GHI CHÚ CỦA BẢN DỰ THẢO (bỏ khi ban hành)"
_HEADINGS = {
    Section.FIX: "Tập trung khắc phục, cải thiện các tiêu chí, tiêu chí thành phần còn tồn tại, hạn chế",
    Section.SIPAS: "Cải thiện, nâng cao sự hài lòng của người dân, tổ chức",
    Section.MAINTAIN: "Duy trì, phát huy các tiêu chí, tiêu chí thành phần đạt điểm tối đa",
    Section.TASK: "Nhiệm vụ, giải pháp",
}
_KINDS = {CriterionLevel.TC: "Tiêu chí", CriterionLevel.TCTP: "Tiêu chí thành phần"}
_ROLES = (
    ("lead", "Cơ quan chủ trì"),
    ("coordinate", "Cơ quan phối hợp"),
    ("implement", "Cơ quan thực hiện"),
    ("support", "Cơ quan hỗ trợ"),
)
_COLUMNS = (
    "STT",
    "Tiêu chí, tiêu chí thành phần",
    "Mục tiêu, yêu cầu",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Cơ quan thực hiện",
    "Thời gian thực hiện/hoàn thành",
)


def write_plan_draft(cascade: Cascade) -> str:
    """Return the draft as text with LF, ending in one; the same cascade gives the same bytes."""
    return "\n\n".join((*_head(cascade), *_body(cascade.plan), *_appendix(cascade.plan), *_notes(cascade))) + "\n"


def _head(cascade: Cascade) -> Iterator[str]:
    document = cascade.plan.document
    name = (document.issuer or "").removeprefix("Ủy ban nhân dân ")
    yield "ỦY BAN NHÂN DÂN\n" + name.upper()
    yield "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    yield "Số:       /KH-UBND"
    place = name.split(" ", 1)[-1] if " " in name else name
    yield f"{_place(name) or place}, ngày      tháng      năm {document.plan_year or ''}".rstrip()
    yield f"({NOTICE})"
    yield "KẾ HOẠCH\n" + (document.title or "").removeprefix("Kế hoạch ")
    grounds = "; ".join(citation.text for citation in document.citations)
    yield f"Thực hiện {grounds}, {document.issuer} xây dựng kế hoạch như sau:"


def _place(name: str) -> str:
    """Return the proper name of an area: "xã Nắng Sớm" gives "Nắng Sớm"."""
    words = name.split()
    return " ".join(words[next((at for at, word in enumerate(words) if word[:1].isupper()), 0) :])


def _body(plan: Plan) -> Iterator[str]:
    body = [item for item in plan.items if item.part is Part.BODY]
    goals = [item for item in body if item.section is Section.GOAL]
    numerals = iter(("I", "II"))
    if goals:
        yield f"{next(numerals)}. MỤC TIÊU"
        yield from (f"- {_line('; '.join(item.names))}" for item in goals)
    if len(body) > len(goals):
        yield f"{next(numerals)}. NHIỆM VỤ, GIẢI PHÁP"
    present = [section for section in SECTIONS if any(item.section is section for item in body)]
    for at, section in enumerate(present, start=1):
        yield f"{at}. {_HEADINGS[section]}"
        for item in body:
            if item.section is section:
                yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    names = " và ".join(f"“{_line(name)}”" for name in item.names)
    kind = _KINDS[item.level] if item.level is not None else ""
    yield f"{item.number}. {f'{kind} {names}' if kind else _line('; '.join(item.names))}"
    letters = iter("abcdđe")
    if item.limitations:
        yield f"{next(letters)}) Tồn tại, hạn chế:"
        yield from (f"- {_line(text)}" for text in item.limitations)
    if item.target_text or "target_text" in item.absent:
        yield f"{next(letters)}) Mục tiêu, yêu cầu: {_line(item.target_text or '')}".rstrip()
    if item.actions:
        yield f"{next(letters)}) Nhiệm vụ, giải pháp:"
        yield from (f"- {_line(action.text)}" for action in item.actions)
    roles = [(label, agencies) for name, label in _ROLES if (agencies := getattr(item, name))]
    if roles:
        yield f"{next(letters)}) Phân công trách nhiệm:"
        yield from (f"- {label}: {'; '.join(map(_line, agencies))}." for label, agencies in roles)
    if item.product:
        yield f"- Sản phẩm: {_line(item.product)}"
    if item.deadline_text:
        yield f"{next(letters)}) Thời gian thực hiện/hoàn thành: {_line(item.deadline_text)}"


def _line(text: str) -> str:
    """Bring a text onto one line, without the mark that it may begin with."""
    return " ".join(text.split()).removeprefix("+ ").removeprefix("- ")


def _appendix(plan: Plan) -> Iterator[str]:
    rows = [item for item in plan.items if item.part is Part.APPENDIX]
    if not rows:
        return
    yield "PHỤ LỤC"
    lines = [_row(_COLUMNS), _row(("---",) * len(_COLUMNS))]
    for (domain, name), items in groupby(rows, key=lambda item: (item.domain, item.domain_name)):
        if name:
            lines.append(_row((domain or "", name, *("",) * (len(_COLUMNS) - 2))))
        lines += [_row(_cells(item)) for item in items]
    yield "\n".join(lines)


def _cells(item: Item) -> tuple[str, ...]:
    roles = tuple("; ".join(getattr(item, name)) for name in ("lead", "coordinate", "implement"))
    name = " ".join(filter(None, (item.code, "; ".join(item.names))))
    return (item.number or "", name, item.target_text or "", *roles, item.deadline_text or "")


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


def _notes(cascade: Cascade) -> Iterator[str]:
    """Say what waits for a decision and what was left out, by the numbers of the draft and of the upper plan."""
    report = cascade.report
    yield _NOTES
    asked = [told for told in report.items if told.outcome is Outcome.TO_DECIDE]
    if asked:
        yield f"Cần quyết định: {len(asked)} mục."
    for told in asked:
        for question in told.questions:
            hint = f" Gợi ý: {question.suggestion}." if question.suggestion else ""
            words = f"Mục {told.number or told.key} của kế hoạch cấp trên: “{_line(question.words)}”."
            yield f"* {words} {_line(question.why)}{hint}"
    left = [told for told in report.items if told.outcome is Outcome.NOT_APPLICABLE]
    if left:
        yield f"Không áp dụng: {len(left)} mục."
    for told in left:
        yield f"* Mục {told.number or told.key}: {_line('; '.join(told.names))}. {told.reason}"
