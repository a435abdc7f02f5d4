"""Where results go: JSON alone on stdout or into a file, never mixed with anything else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import BinaryIO

from parindex.cli.errors import UsageError, reason_of

STDOUT = "-"


def write_json(value: object, *, target: str) -> None:
    """Write `value` as UTF-8 JSON to the file `target`, or to stdout when it is "-"; raises UsageError."""
    if target == STDOUT:
        _write(value, sys.stdout.buffer)
        sys.stdout.flush()
        return
    try:
        with Path(target).open("wb") as file:
            _write(value, file)
    except OSError as error:
        raise UsageError(f"Không ghi được tệp “{target}”: {reason_of(error)}.") from error


def _write(value: object, file: BinaryIO) -> None:
    """Write piece by piece: the results of thousands of units are hundreds of megabytes."""
    for piece in json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(value):
        file.write(piece.encode("utf-8"))
    file.write(b"\n")


def write_bytes(data: bytes, *, target: Path) -> None:
    """Write a file; raises UsageError when that is not possible."""
    try:
        target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"Không ghi được tệp “{target}”: {reason_of(error)}.") from error
