"""`parindex audit`: the check of the register."""

from __future__ import annotations

import typer

from parindex.cli.site import start_django

app = typer.Typer(help="Nhật ký.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Nhật ký."""


@app.command()
def verify() -> None:
    """Tính lại cả chuỗi mã băm; mã thoát 1 và số của dòng đầu tiên không khớp khi có gì bị sửa."""
    start_django()
    from parindex.apps.audit import services

    outcome = services.verify()
    if not outcome.is_whole:
        typer.echo(f"Nhật ký hỏng ở dòng {outcome.broken_seq}: {outcome.reason}.")
        raise typer.Exit(1)
    typer.echo(f"Nhật ký nguyên vẹn: {outcome.count} dòng.")
