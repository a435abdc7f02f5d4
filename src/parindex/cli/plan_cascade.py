"""`parindex plan cascade`: the draft of a lower unit from the plan of an upper one; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import STDOUT, write_bytes, write_json
from parindex.domain.planning.cascade.model import Cascade, ChangeKind, Outcome
from parindex.domain.planning.model import UnitLevel

if TYPE_CHECKING:
    from parindex.domain.planning.model import Plan

_OUTCOMES = {
    Outcome.INHERITED: "giữ nguyên",
    Outcome.ADAPTED: "có sửa",
    Outcome.NOT_APPLICABLE: "không áp dụng",
    Outcome.TO_DECIDE: "cần quyết định",
}
_FIELDS = {
    "names": "tên",
    "code": "mã",
    "limitations": "tồn tại",
    "target_text": "mục tiêu",
    "actions": "nhiệm vụ",
    "lead": "chủ trì",
    "coordinate": "phối hợp",
    "implement": "thực hiện",
    "support": "hỗ trợ",
    "product": "sản phẩm",
    "deadline_text": "thời hạn",
}
_LONGEST = 110
NOTICE = "DỰ THẢO DO PHẦN MỀM LẬP, CHƯA AI DUYỆT, KHÔNG CÓ GIÁ TRỊ BAN HÀNH"


def cascade_plans(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Kế hoạch cấp trên: DOCX, PDF, TXT, HTML, XLSX, DOC.")],
    *,
    unit: Annotated[str, typer.Option("--unit", metavar="MÃ", help="Mã đơn vị cấp dưới trong bộ dữ liệu.")],
    dataset: Annotated[str, typer.Option("--dataset", metavar="BỘ", help="song-may, gia-lai hoặc song-may-xa.")],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="Ngày lấy cây đơn vị; không có thì ngày của kế hoạch."),
    ] = None,
    level: Annotated[
        UnitLevel | None, typer.Option("--level", help="Cấp của đơn vị ban hành kế hoạch cấp trên, nếu tệp không nói.")
    ] = None,
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", metavar="MÃ", help="Bộ tiêu chí của cấp dưới; thiếu thì giữ mã cũ.")
    ] = None,
    json_target: Annotated[
        str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi JSON parindex.cascade/1; '-' là đầu ra chuẩn.")
    ] = None,
    docx: Annotated[Path | None, typer.Option("--docx", metavar="TỆP", help="Ghi bản dự thảo theo thể thức.")] = None,
) -> None:
    """Lập bản dự thảo của cấp dưới từ kế hoạch cấp trên; không lưu gì, không gắn gì vào đơn vị có thật."""
    with reported():
        plan = _read(file)
        if level is not None:
            plan = replace(plan, document=replace(plan.document, unit_level=level))
        day = _read_day(on) if on else plan.document.date_
        if day is None:
            raise UsageError("Kế hoạch cấp trên chưa có ngày; nêu ngày lấy cây đơn vị bằng --on YYYY-MM-DD.")
        cascade = _cascade(plan, unit=unit, dataset=dataset, on=day, catalogue=catalogue)
        if docx is not None:
            from parindex.documents.write.official.docx import write_paper_document
            from parindex.documents.write.official.plan_paper import paper_of

            write_bytes(write_paper_document(paper_of(cascade.plan, mark=NOTICE)), target=docx)
        if json_target:
            from parindex.documents.write.cascade_json import to_json

            write_json(to_json(cascade), target=json_target)
        if json_target != STDOUT:
            typer.echo("\n".join(summary_lines(cascade)))


def _read(path: Path) -> Plan:
    from parindex.documents.extract import extract_plan
    from parindex.documents.read import read_document

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"Không mở được tệp “{path}”: {reason_of(error)}.") from error
    return extract_plan(read_document(data, name=path.name))


def _cascade(plan: Plan, *, unit: str, dataset: str, on: date, catalogue: str | None) -> Cascade:
    from parindex.definitions.calendar.loader import load_calendar
    from parindex.definitions.cascade.loader import load_cascade_book
    from parindex.definitions.catalogues.loader import load_catalogue
    from parindex.definitions.labels.phrases import load_lexicon
    from parindex.definitions.units.loader import load_dataset
    from parindex.domain.planning.cascade.generate import cascade_plan
    from parindex.domain.planning.cascade.places import find_lower_unit

    book = load_cascade_book()
    return cascade_plan(
        plan,
        unit=find_lower_unit(load_dataset(dataset).facts, key=unit, on=on, book=book),
        book=book,
        lexicon=load_lexicon(),
        calendar=load_calendar(),
        catalogue=load_catalogue(catalogue) if catalogue else None,
    )


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Ngày “{text}” không đúng dạng YYYY-MM-DD.") from error


def summary_lines(cascade: Cascade) -> Iterator[str]:
    """Yield what a cascade did, for reading: counts, the duty, then each item that was changed, left out or asked."""
    report = cascade.report
    yield f"DỰ THẢO cho {report.unit_name} (cây đơn vị ngày {report.on:%d/%m/%Y}), do phần mềm lập; không lưu gì."
    yield ", ".join(f"{count} mục {_OUTCOMES[outcome]}" for outcome, count in report.counts.items())
    mark = "" if report.duty.certainty.value == "stated" else " [chưa đối chiếu]"
    yield from (f"Hạn ban hành kế hoạch của đơn vị: {line}{mark}" for line in report.duty.explanation[-1:])
    for told in report.items:
        yield ""
        yield f"{told.number or told.key}. {_cut('; '.join(told.names))}: {_OUTCOMES[told.outcome]}"
        if told.reason:
            yield f"    lý do: {told.reason}"
        for change in told.changes:
            if change.kind is not ChangeKind.KEPT:
                after = f"“{_cut(change.after)}”" if change.after else "(bỏ)"
                mark = "" if change.certainty.value == "stated" else " [chưa đối chiếu]"
                yield f"    {_field(change.field)}: “{_cut(change.before)}” → {after}{mark}"
        for question in told.questions:
            yield f"    hỏi, {_field(question.field)}: “{_cut(question.words)}”. {_cut(question.why)}"


def _field(path: str) -> str:
    """Name a field of an item, with its place when it holds several texts: "nhiệm vụ 2"."""
    name, _, place = path.partition("/")
    return f"{_FIELDS.get(name, name)} {int(place) + 1}" if place else _FIELDS.get(name, name)


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"
