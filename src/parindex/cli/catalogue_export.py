"""`parindex catalogue export`: a catalogue as a spreadsheet, a document, JSON or YAML."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.catalogue import CatalogueArgument, find_catalogue
from parindex.cli.errors import reported
from parindex.cli.output import write_bytes
from parindex.definitions.catalogues import loader
from parindex.domain.scoring.catalogue import Catalogue


class Format(StrEnum):
    """What can be written."""

    XLSX = "xlsx"
    DOCX = "docx"
    JSON = "json"
    YAML = "yaml"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    name: CatalogueArgument,
    *,
    format_: Annotated[Format, typer.Option("--format", help="xlsx, docx, json hoặc yaml.")],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Tệp kết quả.")],
) -> None:
    """Xuất một bộ tiêu chí; mức tin cậy đứng ở mọi trang, cùng dữ liệu cho cùng một tệp."""
    with reported():
        catalogue = find_catalogue(name)
        write_bytes(_render(catalogue, name, format_), target=out)
    typer.echo(f"Đã ghi {out}.")


def _render(catalogue: Catalogue, name: str, format_: Format) -> bytes:
    if format_ is Format.XLSX:
        from parindex.documents.write.catalogue_workbook import write_catalogue_workbook

        return write_catalogue_workbook(catalogue)
    if format_ is Format.DOCX:
        from parindex.documents.write.catalogue_document import write_catalogue_document

        return write_catalogue_document(catalogue)
    if format_ is Format.JSON:
        from parindex.documents.write.catalogue_json import to_json

        return (json.dumps(to_json(catalogue), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    # The text itself, comments and golden cases included.
    text = Path(name).read_text(encoding="utf-8") if name.endswith((".yaml", ".yml")) else loader.text_of(name)
    return text.encode("utf-8")
