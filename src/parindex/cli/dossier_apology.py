"""`parindex dossiers apology`: the drafted letter for a dossier that will be late."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.dossiers import StoreOption, opened, parse_day
from parindex.cli.errors import UsageError, reported
from parindex.cli.output import write_bytes


def register(app: typer.Typer) -> None:
    """Add the command to `parindex dossiers`."""
    app.command()(apology)


def apology(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã hồ sơ.")],
    *,
    store_folder: StoreOption,
    new_due: Annotated[str, typer.Option(metavar="NGÀY", help="Ngày hẹn trả mới, một ngày làm việc.")],
    reason: Annotated[str, typer.Option(help="Lý do chậm.")],
    out: Annotated[Path, typer.Option(metavar="TỆP", help="Tệp .docx hoặc .pdf.")],
) -> None:
    """Soạn phiếu xin lỗi và hẹn lại ngày trả kết quả; tên người nộp, số, chữ ký để trống."""
    with reported():
        from parindex.analytics.bulk.importing import load_clock
        from parindex.analytics.bulk.lookup import find_dossier
        from parindex.documents.write.official.apology_paper import LAYOUT_NOTE, paper_of_apology
        from parindex.documents.write.official.docx import write_paper_document
        from parindex.documents.write.official.pdf import write_paper_pdf
        from parindex.domain.dossiers.apology import draft_apology

        writers = {".docx": write_paper_document, ".pdf": write_paper_pdf}
        if out.suffix.lower() not in writers:
            raise UsageError("--out là tệp .docx hoặc .pdf.")
        store, manifest = opened(store_folder)
        dossier, clock = find_dossier(store.part_paths(manifest), code), load_clock()
        drafted = draft_apology(
            dossier, clock.read(dossier), new_due=parse_day(new_due), reason=reason, calendar=clock.calendar
        )
        write_bytes(writers[out.suffix.lower()](paper_of_apology(drafted)), target=out)
    typer.echo(f"Đã soạn {out}: điền tên người nộp, số và chữ ký; ghi ngày hẹn mới vào hệ thống một cửa.")
    typer.echo(LAYOUT_NOTE)
