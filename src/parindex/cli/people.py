"""`parindex user`: accounts from the command line, with the rights of the system."""

from __future__ import annotations

from typing import Annotated

import typer

from parindex.cli.errors import UsageError, reported
from parindex.cli.site import start_django

app = typer.Typer(help="Tài khoản.", no_args_is_help=True)

Username = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]


@app.command()
def create(
    username: Username,
    *,
    name: Annotated[str, typer.Option(help="Họ và tên.")],
    email: Annotated[str, typer.Option(help="Thư điện tử.")] = "",
    role: Annotated[str, typer.Option(help="admin, leader, focal, appraiser hoặc officer; cần --unit.")] = "",
    unit: Annotated[str, typer.Option(help="Mã đơn vị (slug) nơi có vai trò.")] = "",
) -> None:
    """Tạo tài khoản với mật khẩu tạm in ra một lần, kèm vai trò nếu có."""
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from parindex.apps.orgs import selectors as orgs
    from parindex.apps.people import passwords, services
    from parindex.domain.access import SYSTEM, Role

    if bool(role) != bool(unit) or (role and role not in set(Role)):
        with reported():
            raise UsageError("--role và --unit đi cùng nhau; vai trò là admin, leader, focal, appraiser hoặc officer.")
    now, password = timezone.now(), passwords.random_password()
    with reported(), transaction.atomic():
        place = orgs.access_slug(SYSTEM, unit) if unit else None
        user = services.create_user(
            username=username,
            full_name=name,
            email=email,
            password=password,
            must_change_password=True,
            actor=SYSTEM,
            now=now,
        )
        if place is not None:
            services.set_role(
                user=user, unit=place, role=Role(role), valid_from=timezone.localdate(now), actor=SYSTEM, now=now
            )
    typer.echo(f"Đã tạo tài khoản {username}. Mật khẩu tạm, phải đổi khi đăng nhập: {password}")


@app.command()
def invite(
    username: Username,
    *,
    url: Annotated[str, typer.Option(help="Địa chỉ của trang; mặc định PARINDEX_PUBLIC_URL.")] = "",
) -> None:
    """Gửi lời mời tới thư điện tử của tài khoản và in liên kết."""
    start_django()
    from django.conf import settings
    from django.utils import timezone

    from parindex.apps.people import invitations, selectors
    from parindex.domain.access import SYSTEM

    base_url = url or settings.PARINDEX_PUBLIC_URL or "http://127.0.0.1:8000"
    with reported():
        user = selectors.get_by_username(username)
        invited = invitations.invite(user=user, base_url=base_url, actor=SYSTEM, now=timezone.now())
    typer.echo(invited.link)
    typer.echo("Đã gửi thư." if invited.is_mailed else "Chưa gửi được thư; hãy chuyển liên kết trên.", err=True)


@app.command("reset-password")
def reset_password(username: Username) -> None:
    """Cấp mật khẩu tạm, in ra một lần; mở khóa nếu đang bị khóa."""
    start_django()
    from django.utils import timezone

    from parindex.apps.people import selectors, services
    from parindex.domain.access import SYSTEM

    with reported():
        user = selectors.get_by_username(username)
        password = services.reset_password(user=user, actor=SYSTEM, now=timezone.now())
    typer.echo(f"Mật khẩu tạm của {username}, phải đổi khi đăng nhập: {password}")
