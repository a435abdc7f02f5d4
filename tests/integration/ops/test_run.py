"""`parindex run` as a newcomer sees it: started twice, a taken port, stopped with Ctrl+C, nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parindex.cli import supervisor
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start `parindex run`, wait for its address and give the lines printed so far."""
    fresh = {"PARINDEX_DATA_DIR": str(folder), "PARINDEX_DATABASE_URL": "", "PARINDEX_SECRET_KEY": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "parindex", "run", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **fresh},
        cwd=folder,
    )
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if "Ctrl+C" in line:
                break
        yield process, lines
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def address(lines: list[str]) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+/", "".join(lines))[0]


def answer(url: str) -> bytes:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as response:
                return response.read()
        except OSError:
            assert time.monotonic() < until, f"no answer from {url}"
            time.sleep(0.2)


def test_run_moves_to_a_free_port_and_stops_cleanly(tmp_path: Path) -> None:
    folder = tmp_path / "thư mục có dấu"
    folder.mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with running(folder, "--no-demo", "--port", str(port)) as (_, lines):
            url = address(lines)
            assert f"Cổng {port} đang có chương trình khác dùng" in "".join(lines)
            assert answer(f"{url}suc-khoe/") == b"ok\n"

    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(url, timeout=PATIENCE)
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600


def test_dead_child_ends_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]),
        subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]),
    ]

    assert supervisor._watch(children, threading.Event()) == 3
    assert children[0].poll() is not None
    assert "ngoài ý muốn" in capsys.readouterr().err


def test_demonstration_accounts_are_kept_for_the_second_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "demo-accounts.txt"
    answers = iter(["quantri\tMat-khau-1\tQuản trị\tTỉnh\n", "Dữ liệu minh họa đã có từ trước.\n"])
    monkeypatch.setattr(supervisor, "_step", lambda *arguments: next(answers))

    first, second = supervisor._demo_accounts(kept), supervisor._demo_accounts(kept)

    assert first == second == "quantri\tMat-khau-1\tQuản trị\tTỉnh\n"
    assert kept.stat().st_mode & 0o777 == 0o600
