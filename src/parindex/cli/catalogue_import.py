"""`parindex catalogue import`: read the annex of a decision into a proposal that a person confirms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import STDOUT, write_bytes, write_json
from parindex.domain.scoring.catalogue import Level
from parindex.domain.scoring.wording import number_text

if TYPE_CHECKING:
    from parindex.domain.scoring.proposal import CatalogueProposal, Finding, ProposedItem

INCONSISTENT = 1
SEVERITY_NAMES = {"error": "SAI", "warning": "cần xem"}
CERTAINTY_NAMES = {"sure": "chắc", "check": "cần xem", "none": "chưa có quy tắc"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_annex)


def import_annex(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Phụ lục: DOCX, PDF, XLSX, TXT, HTML, DOC.")],
    *,
    level: Annotated[Level, typer.Option("--level", help="Cấp được chấm: province, department, commune.")],
    year: Annotated[int, typer.Option("--year", min=2000, max=2100, help="Năm đánh giá.")],
    id_: Annotated[
        str | None, typer.Option("--id", help="Mã của bộ; mặc định ghép từ cấp, năm, số quyết định.")
    ] = None,
    yaml_target: Annotated[
        str | None, typer.Option("--yaml", metavar="-|TỆP", help="Ghi bộ tiêu chí YAML, mọi mục chưa đối chiếu.")
    ] = None,
    json_target: Annotated[
        str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi đề xuất JSON parindex.catalogue-proposal/1.")
    ] = None,
) -> None:
    """Đọc phụ lục thành ĐỀ XUẤT: cây mục, điểm, quy tắc kèm lời làm căn cứ; mã thoát 1 khi có điều sai phải sửa."""
    if yaml_target == STDOUT == json_target:
        with reported():
            raise UsageError("Chỉ một trong --yaml và --json được ghi ra đầu ra chuẩn.")
    with reported():
        proposal = _read(file, level=level, year=year)
        _write(proposal, id_=id_, yaml_target=yaml_target, json_target=json_target)
    if STDOUT not in (yaml_target, json_target):
        _print(proposal)
    if not proposal.is_consistent:
        if STDOUT in (yaml_target, json_target):
            for finding in proposal.findings:
                print(_finding_line(finding), file=sys.stderr)
        raise typer.Exit(INCONSISTENT)


def _read(file: Path, *, level: Level, year: int) -> CatalogueProposal:
    from parindex.documents.extract.catalogue import extract_catalogue
    from parindex.documents.read import read_document

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{file}”: {reason_of(error)}.") from error
    return extract_catalogue(read_document(data, name=file.name), level=level, year=year)


def _write(proposal: CatalogueProposal, *, id_: str | None, yaml_target: str | None, json_target: str | None) -> None:
    from parindex.definitions.catalogues import loader, proposals
    from parindex.domain.scoring import proposal_codec

    if yaml_target:
        text = proposals.to_yaml(proposal, id_=id_)
        # What is written must load, or nothing is written.
        loader.read_catalogue(text, source=proposal.source)
        if yaml_target == STDOUT:
            sys.stdout.write(text)
        else:
            write_bytes(text.encode("utf-8"), target=Path(yaml_target))
    if json_target:
        value = {**proposal_codec.to_json(proposal), "id": id_ or proposals.catalogue_id(proposal)}
        write_json(value, target=json_target)


def _print(proposal: CatalogueProposal) -> None:
    head = proposal.head
    typer.echo(f"ĐỀ XUẤT từ tệp {proposal.source}, chưa ai đối chiếu")
    typer.echo(f"Tên: {head.title or 'không thấy'}")
    decision = (head.number or "không thấy số", head.date_ or "không thấy ngày", head.issuer or "không thấy cơ quan")
    typer.echo(f"Quyết định: {', '.join(decision)}")
    typer.echo(f"Tổng điểm: {'không thấy' if head.total_points is None else number_text(head.total_points)}")
    for item in proposal.items:
        typer.echo("  " * item.depth + _item_line(item))
    for finding in proposal.findings:
        typer.echo(_finding_line(finding))
    leaves = list(proposal.leaves())
    counts = {name: sum(item.certainty == name for item in leaves) for name in CERTAINTY_NAMES}
    summary = ", ".join(f"{counts[name]} {text}" for name, text in CERTAINTY_NAMES.items())
    typer.echo(f"{len(proposal.items)} mục, {len(leaves)} mục chấm điểm: {summary}.")


def _item_line(item: ProposedItem) -> str:
    points = "không rõ" if item.max_points is None else number_text(item.max_points)
    shape = item.rule.get("shape") if item.rule else "không có"
    reason = f" – {item.reason}" if item.reason and item.certainty != "sure" else ""
    return f"{item.code} {item.name} — {points} điểm; quy tắc: {shape} [{CERTAINTY_NAMES[item.certainty]}]{reason}"


def _finding_line(finding: Finding) -> str:
    place = finding.place.describe()
    where = f" ({place})" if place else ""
    about = f"{finding.item_code}: " if finding.item_code else ""
    return f"{SEVERITY_NAMES[finding.severity]}: {about}{finding.message}{where} [{finding.code}]"
