"""Loading the fictional demonstration province."""

from __future__ import annotations

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
