"""Loading the fictional demonstration province."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Dữ liệu minh họa của tỉnh Sông Mây hư cấu.", no_args_is_help=True)


@app.callback()
def demo() -> None:
    """Dữ liệu minh họa của tỉnh Sông Mây hư cấu."""


@app.command()
def load() -> None:
    """Nạp tỉnh hư cấu, tài khoản và kế hoạch minh họa; chạy lại không thay đổi gì."""
    from parindex.cli.site import start_django

    start_django()
    from django.utils import timezone

    from parindex.cli import demonstration

    accounts = demonstration.load(now=timezone.now())
    if not accounts:
        typer.echo("Dữ liệu minh họa đã có từ trước; không có gì thay đổi.")
    for account in accounts:
        typer.echo(f"{account.username}\t{account.password}\t{account.role}\t{account.unit}")


@app.command()
def dossiers(
    count: Annotated[int, typer.Option(min=1, max=20_000_000, help="Số hồ sơ.")] = 1_000_000,
) -> None:
    """Sinh và nhập hồ sơ thủ tục hành chính hư cấu cho các đơn vị của tỉnh minh họa; cần nạp tỉnh trước."""
    from parindex.cli.errors import UsageError, reported
    from parindex.cli.site import start_django

    with reported():
        start_django()
        from django.utils import timezone

        from parindex.cli import demonstration, demonstration_dossiers
        from parindex.domain.access import SYSTEM

        if not demonstration.is_loaded():
            raise UsageError("Chưa có tỉnh minh họa: chạy parindex demo load trước.")
        for source in (demonstration_dossiers.PORTAL, demonstration_dossiers.MAIN):
            accepted, rejected = demonstration_dossiers.import_made_up(
                count=count, source=source, slug="sm-tinh", actor=SYSTEM, now=timezone.now()
            )
    typer.echo(f"Đã nhập {accepted} hồ sơ hư cấu, loại {rejected}. Xem ở /ho-so/.")
