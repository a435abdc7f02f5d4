"""The processes of a site: the web server, the worker, the clock, and all of them under one supervisor."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from types import FrameType
from typing import Annotated

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.site import start_django

HOST = "127.0.0.1"
PORT = 8000
CONNECTIONS = 1000
"""Browsers keep a connection open for minutes: with fewer, the next person waits until somebody else's is given up."""
_HELPED_BY_ANOTHER_PORT = (errno.EADDRINUSE, errno.EACCES)

HostOption = Annotated[str, typer.Option(help="Địa chỉ để nghe; chỉ máy này theo mặc định.")]
PortOption = Annotated[int, typer.Option(help="Cổng, từ 1 đến 65535.", min=1, max=65535)]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the `parindex` command itself."""
    app.command()(serve)
    app.command()(work)
    app.command()(tick)
    app.command()(run)


def serve(*, host: HostOption = HOST, port: PortOption = PORT) -> None:
    """Mở trang web (waitress) trên 127.0.0.1:8000."""
    start_django()
    import waitress
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    signal.signal(signal.SIGTERM, _end)
    with reported():
        _demand_free(host, port)
    waitress.serve(
        get_wsgi_application(),
        host=host,
        port=port,
        threads=8,
        connection_limit=CONNECTIONS,
        # `select` ends at 1024 files, `poll` does not.
        asyncore_use_poll=True,
        ident="parindex",
        # Kept only for the counted proxies of the operator, who tell from where people come; nobody else may say so.
        clear_untrusted_proxy_headers=settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0,
        max_request_body_size=settings.MAX_REQUEST_BYTES,
    )


def _demand_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before the site is built around it; raises UsageError."""
    # As waitress reads a host: “*” and most names are addresses of both families.
    name = None if host == "*" else host.strip("[]")
    try:
        for family, _, _, _, address in socket.getaddrinfo(
            name, port, socket.AF_UNSPEC, socket.SOCK_STREAM, socket.IPPROTO_TCP, socket.AI_PASSIVE
        ):
            socket.create_server(address, family=family).close()
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(f"Không mở được {host}:{port}: không có địa chỉ ấy.") from error
    except OSError as error:
        advice = " Chọn cổng khác bằng --port." if error.errno in _HELPED_BY_ANOTHER_PORT else ""
        raise UsageError(f"Không mở được {host}:{port}: {reason_of(error)}.{advice}") from error


def work() -> None:
    """Chạy các việc nền cho đến khi được bảo dừng; việc đang làm được làm xong."""
    start_django()
    from parindex.jobs import worker

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    worker.run_forever(stop)


def tick(*, once: Annotated[bool, typer.Option("--once", help="Xem giờ một lần rồi thoát.")] = False) -> None:
    """Đưa các việc định kỳ tới giờ vào hàng đợi; chạy hai tiến trình cũng chỉ có một lần mỗi giờ hẹn."""
    start_django()
    from django.utils import timezone

    from parindex.jobs import schedule

    if once:
        typer.echo(f"Đã đưa vào hàng đợi {schedule.tick(now=timezone.now())} việc định kỳ.")
        return
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    schedule.run_forever(stop)


def _end(_number: int, _frame: FrameType | None) -> None:
    """Let waitress finish the requests at hand, as it does for Ctrl+C."""
    raise SystemExit


def run(*, port: PortOption = PORT, demo: Annotated[bool, typer.Option(help="Nạp dữ liệu minh họa.")] = True) -> None:
    """Chuẩn bị cơ sở dữ liệu, nạp dữ liệu minh họa một lần, rồi mở trang web, tiến trình việc nền và đồng hồ."""
    start_django()
    from django.conf import settings

    from parindex.cli import supervisor

    raise typer.Exit(supervisor.run(wanted_port=port, with_demo=demo, data_dir=settings.DATA_DIR))
