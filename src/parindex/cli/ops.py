"""Keeping a site: migrate, verify, backup, restore, copy-database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.errors import reported
from parindex.cli.site import start_django


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the `parindex` command itself."""
    app.command()(migrate)
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)
    app.command("copy-database")(copy_database)


def migrate() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu; chạy lại không thay đổi gì."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    typer.echo("Cơ sở dữ liệu đã đúng phiên bản.")


def verify(
    bundle: Annotated[
        Path | None, typer.Argument(metavar="[GÓI.zip]", help="Gói công bố để tính lại; bỏ trống là kiểm tra máy này.")
    ] = None,
    *,
    key: Annotated[str, typer.Option("--key", metavar="KHÓA", help="Khóa công khai mà nơi công bố đã nêu.")] = "",
    json_target: Annotated[
        str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi kết quả kiểm tra gói ra JSON.")
    ] = None,
) -> None:
    """Tính lại một gói công bố, không cần cơ sở dữ liệu; không nêu gói thì kiểm tra tệp đã lưu và nhật ký của máy.

    Mã thoát 1 khi có điều khác hoặc hỏng.
    """
    if bundle is not None:
        from parindex.cli.bundles import verify_file

        verify_file(bundle, key=key, json_target=json_target)
        return
    start_django()
    from parindex.apps.assessment.verification import find_changes
    from parindex.apps.audit import services as audit
    from parindex.apps.evidence import services as evidence

    files, register_ = evidence.check_files(), audit.verify()
    typer.echo(
        f"Tệp: {files.count}, thiếu {len(files.missing)}, hỏng {len(files.damaged)}, mồ côi {len(files.orphans)}."
    )
    for label, hashes in (("thiếu", files.missing), ("hỏng", files.damaged), ("mồ côi", files.orphans)):
        for sha256 in hashes:
            typer.echo(f"  {label}\t{sha256}")
    if register_.is_whole:
        typer.echo(f"Nhật ký: {register_.count} dòng, nguyên vẹn.")
    else:
        typer.echo(f"Nhật ký: hỏng ở dòng {register_.broken_seq} ({register_.reason}).")
    changes = list(find_changes())
    for change in changes:
        typer.echo(f"  kết quả công bố đã đổi\t{change}")
    if not files.is_whole or not register_.is_whole or changes:
        raise typer.Exit(1)


def backup(file: Annotated[Path, typer.Argument(metavar="TỆP.tar", help="Nơi ghi bản sao lưu.")]) -> None:
    """Sao lưu mọi bảng và tệp vào một tệp tar kèm mã băm, không phụ thuộc loại cơ sở dữ liệu."""
    start_django()
    from django.utils import timezone

    from parindex.cli import archive

    with reported():
        outcome = archive.back_up(file.absolute(), now=timezone.now())
    typer.echo(f"Đã sao lưu {outcome.rows} dòng và {outcome.files} tệp vào {file}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="TỆP.tar", help="Bản sao lưu.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Thay thế dữ liệu đang có.")] = False,
) -> None:
    """Khôi phục bản sao lưu vào cơ sở dữ liệu trống; sai mã băm thì từ chối và không đổi gì."""
    start_django()
    from parindex.cli import archive

    with reported():
        outcome = archive.restore(file.absolute(), force=force)
    typer.echo(f"Đã khôi phục {outcome.rows} dòng và {outcome.files} tệp.")


def copy_database(
    *,
    source: Annotated[str, typer.Option("--from", metavar="ĐỊA_CHỈ", help="sqlite:///đường-dẫn hoặc postgresql://...")],
    target: Annotated[str, typer.Option("--to", metavar="ĐỊA_CHỈ", help="Cơ sở dữ liệu trống.")],
) -> None:
    """Chép sang cơ sở dữ liệu khác rồi so từng bảng: số dòng và mã băm phải bằng nhau."""
    start_django()
    from parindex.cli import copying

    with reported():
        copied = copying.copy_database(source_url=source, target_url=target)
    for table in copied:
        typer.echo(f"{table.name}\t{table.rows}\t{table.sha256[:16]}")
    typer.echo(f"Đã chép {sum(table.rows for table in copied)} dòng của {len(copied)} bảng; hai bên giống nhau.")
