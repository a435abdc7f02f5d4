"""Messages at the command line: a letter to try the mail server, the round of the day by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from parindex.cli.errors import reported
from parindex.cli.site import start_django

app = typer.Typer(help="Thư báo và đôn đốc.", no_args_is_help=True)


@app.callback()
def notify() -> None:
    """Thư báo và đôn đốc."""


@app.command()
def test(address: Annotated[str, typer.Argument(metavar="ĐỊA_CHỈ", help="Thư điện tử nhận thư thử.")]) -> None:
    """Gửi một thư thử và in lời của máy chủ thư; không nhận thì mã thoát 1."""
    start_django()
    from parindex.apps.base import mail

    letter = mail.Letter(to=address, subject="parindex: thư thử", text="Máy chủ thư của parindex hoạt động.\n")
    with reported():
        typer.echo(mail.send(letter))


@app.command()
def remind() -> None:
    """Chạy vòng đôn đốc của hôm nay ngay bây giờ; chạy lại trong ngày không báo ai hai lần."""
    start_django()
    from django.utils import timezone

    from parindex.apps.assignments import urging

    done = urging.remind(now=timezone.now())
    if not done.is_working_day:
        typer.echo("Hôm nay không phải ngày làm việc; không nhắc ai.")
        return
    typer.echo(
        f"Bản tin: {done.digests}. Tin chờ gửi cho lãnh đạo: {done.escalations}. Công văn có việc mới: {done.letters}."
    )
    if done.without_head:
        typer.echo(f"{done.without_head} việc quá hạn chưa có lãnh đạo nào có tài khoản để báo.")
