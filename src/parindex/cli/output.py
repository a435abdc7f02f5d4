"""Where results go: JSON alone on stdout or into a file, never mixed with anything else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

STDOUT = "-"


def write_json(value: object, *, target: str) -> None:
    """Write `value` as UTF-8 JSON to the file `target`, or to stdout when it is "-"."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if target == STDOUT:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
        return
    Path(target).write_text(text, encoding="utf-8")
