"""One way to report an error at the command line: one Vietnamese line on stderr and the error's own exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

import typer


@runtime_checkable
class CodedError(Protocol):
    """What errors of documents and domain carry: a stable code and a message for a person."""

    code: str
    message: str


class UsageError(Exception):
    """An argument that cannot be understood."""

    code = "usage"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person at the terminal."""
        self.message = message
        super().__init__(message)


def exit_code_of(error: CodedError) -> int:
    """Return the exit code an error asks for, 1 when it asks for none."""
    code = getattr(error, "exit_code", 1)
    return code if isinstance(code, int) else 1


OS_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "không tìm thấy"),
    (IsADirectoryError, "đó là thư mục"),
    (NotADirectoryError, "đường dẫn đi qua một tệp"),
    (PermissionError, "không có quyền"),
)
OS_NUMBERS: dict[int, str] = {
    errno.ENOSPC: "ổ đĩa hết chỗ",
    errno.EADDRINUSE: "một chương trình khác đang dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ ấy",
}


def reason_of(error: OSError) -> str:
    """Say in Vietnamese why the machine refused a file; rarer causes in the machine's own words."""
    known = next((text for kind, text in OS_REASONS if isinstance(error, kind)), None)
    return known or OS_NUMBERS.get(error.errno or 0) or error.strerror or type(error).__name__


def print_error(message: str) -> None:
    """Print one line on stderr, whatever line breaks the message has."""
    print("Lỗi: " + " ".join(message.split()), file=sys.stderr)


def print_note(message: str) -> None:
    """Print one line on stderr that stops nothing: what a person should know about how a file was read."""
    print("Lưu ý: " + " ".join(message.split()), file=sys.stderr)


@contextmanager
def reported() -> Iterator[None]:
    """Turn an error that carries a code into its line and its exit code; anything else stays a bug that shows."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, CodedError):
            raise
        print_error(error.message)
        raise typer.Exit(exit_code_of(error)) from error
