"""`parindex run`: everything a newcomer needs, as child processes that start, live and end together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"
ACCOUNTS_FILE = "demo-accounts.txt"
_TRIED_PORTS = 50
_PATIENCE_SECONDS = 15


class StepFailed(Exception):
    """Raised when a step of the preparation ends with an error, which it has printed itself."""

    def __init__(self, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(f"exit code {exit_code}")


def run(*, wanted_port: int, with_demo: bool, data_dir: Path) -> int:
    """Prepare the database, load the demonstration once, then serve and work until Ctrl+C; return the exit code."""
    try:
        _step("migrate")
        accounts = _demo_accounts(data_dir / ACCOUNTS_FILE) if with_demo else ""
    except StepFailed as failed:
        return failed.exit_code
    port = free_port(wanted_port)
    if port != wanted_port:
        print(f"Cổng {wanted_port} đang có chương trình khác dùng; chuyển sang cổng {port}.")
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    children = [_start("serve", "--host", HOST, "--port", str(port)), _start("work"), _start("tick")]
    print(f"\nMở trình duyệt: http://{HOST}:{port}/\n")
    if accounts:
        print(f"Tài khoản minh họa (giữ trong {data_dir / ACCOUNTS_FILE}):\n{accounts}")
    print("Nhấn Ctrl+C để dừng.", flush=True)
    return _watch(children, stop)


def free_port(wanted: int) -> int:
    """Return the wanted port of this machine, or the next one that nobody listens on."""
    for port in range(wanted, wanted + _TRIED_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _demo_accounts(kept: Path) -> str:
    """Load the demonstration and return its accounts; the passwords of the first time are kept for the next."""
    loaded = _step("demo", "load")
    lines = [line for line in loaded.splitlines() if "\t" in line]
    if lines:
        kept.touch(mode=0o600)
        kept.chmod(0o600)
        kept.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def _step(*arguments: str) -> str:
    done = subprocess.run(_command(arguments), stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise StepFailed(done.returncode)
    return done.stdout


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own, so that Ctrl+C reaches it only through the supervisor, in order."""
    return subprocess.Popen(_command(arguments), start_new_session=True)


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "parindex", *arguments]


def _watch(children: list[subprocess.Popen[bytes]], stop: threading.Event) -> int:
    """Wait until somebody asks to stop or a child dies, then end all of them; a dead child is an error."""
    died = 0
    while not stop.wait(0.5) and not died:
        died = next((child.returncode or 1 for child in children if child.poll() is not None), 0)
    if died:
        print("Một tiến trình đã dừng ngoài ý muốn; đang dừng các tiến trình còn lại.", file=sys.stderr)
    else:
        print("\nĐang dừng ...")
    for child in reversed(children):
        child.terminate()
    for child in children:
        try:
            child.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            # The job it was at is taken up again at the next start.
            child.kill()
            child.wait()
    return died
