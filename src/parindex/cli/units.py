"""`parindex units`: load, import and show the tree of agencies."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.errors import UsageError, print_error, reported

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.apps.orgs.services import ImportOutcome

app = typer.Typer(help="Cây cơ quan, đơn vị qua thời gian.", no_args_is_help=True)

_REJECTS_SHOWN = 50


@app.command()
def load(name: Annotated[str, typer.Argument(metavar="BỘ", help="gia-lai, song-may hoặc song-may-xa.")]) -> None:
    """Nạp một bộ dữ liệu có sẵn; nạp lại không đổi gì."""
    with reported():
        _start_django()
        from django.utils import timezone

        from parindex.apps.orgs import services
        from parindex.domain.access import SYSTEM

        outcome = services.load_dataset(name=name, actor=SYSTEM, now=timezone.now())
        typer.echo(_counts(outcome))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="CSV hoặc XLSX, dòng đầu là tên cột.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra, không ghi.")] = False,
    valid_from: Annotated[str, typer.Option("--from", metavar="NGÀY", help="Có từ ngày, khi tệp không ghi.")] = "",
    valid_to: Annotated[str, typer.Option("--to", metavar="NGÀY", help="Hết từ ngày, khi tệp không ghi.")] = "",
    source: Annotated[str, typer.Option(help="Nguồn, khi tệp không ghi.")] = "",
) -> None:
    """Nhập đơn vị từ bảng: được cả hoặc không gì cả, mỗi lỗi nêu dòng và cột."""
    with reported():
        _start_django()
        from django.utils import timezone

        from parindex.apps.orgs import services
        from parindex.apps.orgs.importing import Defaults
        from parindex.documents.read.rows import read_rows
        from parindex.domain.access import SYSTEM

        outcome = services.import_units(
            rows=read_rows(_read(file), name=file.name),
            actor=SYSTEM,
            now=timezone.now(),
            defaults=Defaults(_parse_day(valid_from), _parse_day(valid_to), source),
            is_dry_run=dry_run,
        )
        _report_import(outcome, is_dry_run=dry_run)


@app.command()
def show(
    *,
    on: Annotated[str, typer.Option(metavar="NGÀY", help="Cây vào ngày này; mặc định là hôm nay.")] = "",
    under: Annotated[str, typer.Option(metavar="MÃ", help="Chỉ đơn vị này và các đơn vị dưới nó.")] = "",
) -> None:
    """In cây đơn vị của một ngày."""
    with reported():
        _start_django()
        from django.utils import timezone

        from parindex.apps.orgs import selectors
        from parindex.domain.access import SYSTEM

        top = selectors.access_slug(SYSTEM, under) if under else None
        filters = selectors.UnitFilter(on=_parse_day(on) or timezone.localdate(), under_path=top.path if top else "")
        units = selectors.list_units(SYSTEM, filters=filters)
        for line in _tree_lines(units):
            typer.echo(line)
        typer.echo(f"{len(units)} đơn vị.")


def _tree_lines(units: list[Unit]) -> list[str]:
    """Write units as an indented tree; those whose unit above is not listed stand at the margin."""
    below: dict[int | None, list[Unit]] = {}
    listed = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in listed else None, []).append(unit)
    lines: list[str] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        lines.append(f"{'  ' * depth}{unit.name}  [{unit.slug}]")
        waiting.extend((child, depth + 1) for child in reversed(below.get(unit.pk, [])))
    return lines


def _counts(outcome: ImportOutcome) -> str:
    return f"Thêm {outcome.created}, cập nhật {outcome.updated}, giữ nguyên {outcome.unchanged} đơn vị."


def _report_import(outcome: ImportOutcome, *, is_dry_run: bool) -> None:
    if not outcome.rejects:
        typer.echo(("Kiểm tra xong, chưa ghi. " if is_dry_run else "") + _counts(outcome))
        return
    for reject in outcome.rejects[:_REJECTS_SHOWN]:
        column = f", cột {reject.column}" if reject.column else ""
        print_error(f"Dòng {reject.row}{column}: {reject.message}")
    print_error(f"{len(outcome.rejects)} lỗi; chưa ghi đơn vị nào. Sửa tệp rồi nhập lại.")
    raise typer.Exit(3)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"Không mở được tệp '{file}'.") from error


def _parse_day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Không hiểu ngày '{text}'; viết dạng 2025-07-01.") from error


def _start_django() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parindex.config.settings")
    django.setup()
