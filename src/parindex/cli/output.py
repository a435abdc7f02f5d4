"""Where results go: JSON alone on stdout or into a file, never mixed with anything else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from parindex.cli.errors import UsageError, reason_of

STDOUT = "-"


def write_json(value: object, *, target: str) -> None:
    """Write `value` as UTF-8 JSON to the file `target`, or to stdout when it is "-"; raises UsageError."""
    data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    if target == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    write_bytes(data, target=Path(target))


def write_bytes(data: bytes, *, target: Path) -> None:
    """Write a file; raises UsageError when that is not possible."""
    try:
        target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"Không ghi được tệp “{target}”: {reason_of(error)}.") from error
