"""Answering a command line that was typed wrongly: one Vietnamese line instead of the library's box in English."""

from __future__ import annotations

import re
import sys
from typing import Any, NoReturn

from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from parindex.cli.errors import CodedError, exit_code_of, print_error

STOPPED = 1
FAILED = 1
_NO_TABLE = re.compile(r"no such table|relation .+ does not exist")
_BAD_FILES = {
    "unable to open database file": "thư mục của tệp không có hoặc không ghi được",
    "file is not a database": "tệp ấy không phải cơ sở dữ liệu SQLite",
}
SENTENCES: tuple[tuple[str, str], ...] = (
    (r"Missing argument (?P<what>'.+')\.", "Thiếu {what}."),
    (r"Missing option (?P<what>'.+')\.", "Thiếu tùy chọn {what}."),
    (r"No such command (?P<what>'.*')\. Did you mean (?P<near>.+)\?", "Không có lệnh {what}; có phải {near}?"),
    (r"No such command (?P<what>'.*')\.", "Không có lệnh {what}."),
    (r"No such option: (?P<what>\S+) \(Possible options: (?P<near>.+)\)", "Không có tùy chọn {what}; có phải {near}?"),
    (r"No such option: (?P<what>\S+)", "Không có tùy chọn {what}."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.+)\)", "Thừa tham số: {what}."),
    (r"Option (?P<what>'.+') requires an argument\.", "Tùy chọn {what} cần một giá trị."),
    (r"Invalid value for (?P<what>'.+'): .*valid integer.*", "Giá trị của {what} phải là số nguyên."),
    (r"Invalid value for (?P<what>'.+'): .*valid (?:number|decimal).*", "Giá trị của {what} phải là số."),
    (r"Invalid value for (?P<what>'.+'): .*is not one of (?P<near>.+)", "Giá trị của {what} phải là một trong: {near}"),
    (
        r"Invalid value for (?P<what>'.+'): .*less than or equal to (?P<near>\S+)",
        "Giá trị của {what} nhiều nhất là {near}.",
    ),
    (
        r"Invalid value for (?P<what>'.+'): .*greater than or equal to (?P<near>\S+)",
        "Giá trị của {what} ít nhất là {near}.",
    ),
    (r"Invalid value for (?P<what>'.+'): (?P<near>.+)", "Giá trị của {what} không hợp lệ ({near})."),
)


class OneLineGroup(TyperGroup):
    """The root of the command line, whose complaints are lines of `print_error`."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; wrong use exits with 2, a stop with 1, an error with its own code, each after one line."""
        if not extra.get("standalone_mode", True):
            return super().main(*args, **extra)
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except TyperException as error:
            _exit_because_of(error)
        except Abort:
            print_error("Đã dừng theo yêu cầu.")
            sys.exit(STOPPED)
        except Exception as error:
            message = machine_fault(error)
            if message is None:
                raise
            print_error(message)
            sys.exit(exit_code_of(error) if isinstance(error, CodedError) else FAILED)
        sys.exit(code if isinstance(code, int) else 0)


def in_vietnamese(message: str) -> str:
    """Say a complaint of the command-line library in Vietnamese; one that is not known stays in its own words."""
    for pattern, sentence in SENTENCES:
        found = re.fullmatch(pattern, message, flags=re.DOTALL)
        if found:
            return sentence.format(**found.groupdict())
    return message


def machine_fault(error: Exception) -> str | None:
    """Say what a person can do about a fault of the machine; None for what may be a bug and must show itself."""
    if isinstance(error, CodedError):
        return error.message
    if not _is_of_the_database(error):
        return None
    if _NO_TABLE.search(str(error)):
        return "Cơ sở dữ liệu chưa được tạo hoặc chưa nâng cấp. Chạy “parindex migrate” rồi làm lại."
    if found := next((reason for words, reason in _BAD_FILES.items() if words in str(error)), None):
        return f"Không mở được cơ sở dữ liệu: {found}. Xem lại địa chỉ của nó (PARINDEX_DATABASE_URL, --from, --to)."
    if isinstance(error.__cause__, Exception) and "connection" in str(error):
        return f"Không nối được tới cơ sở dữ liệu ({str(error).splitlines()[0]}). Xem lại PARINDEX_DATABASE_URL."
    return None


def _is_of_the_database(error: Exception) -> bool:
    """Tell by the name of its class, so that commands without a database need not load Django."""
    return type(error).__module__ == "django.db.utils"


def _exit_because_of(error: TyperException) -> NoReturn:
    """Print what was wrong and which help to read; a group called without a command has shown its help already."""
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if message.strip():
        hint = f" Xem '{context.command_path} --help'." if context is not None else ""
        print_error(in_vietnamese(message) + hint)
    sys.exit(error.exit_code)
