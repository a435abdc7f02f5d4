"""Importing a batch of files: one bad file never stops the others, and the same file given twice is read once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from parindex.cli.errors import CodedError, exit_code_of, reason_of
from parindex.domain.planning.model import Plan

SOME_FAILED = 1

logger = logging.getLogger(__name__)

ReadPlan = Callable[[bytes, str], Plan]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no plan."""

    file: str
    code: str
    message: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the files, in the order given; `file_count` leaves out repetitions."""

    plans: tuple[Plan, ...]
    failures: tuple[Failure, ...]
    file_count: int

    @property
    def exit_code(self) -> int:
        """0 when every file gave a plan, the file's own code when it was alone, else 1."""
        if not self.failures:
            return 0
        return self.failures[0].exit_code if self.file_count == 1 else SOME_FAILED


def read_batch(paths: Iterable[Path], *, read_plan: ReadPlan, on_file: Callable[[Path], None]) -> Batch:
    """Read every file with `read_plan(data, name)`; `on_file` hears of each before it is read."""
    plans: list[Plan] = []
    failures: list[Failure] = []
    seen: set[tuple[str, str]] = set()
    for path in dict.fromkeys(paths):
        on_file(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            failures.append(_unreadable(path, error))
            continue
        key = (path.name, hashlib.sha256(data).hexdigest())
        if key not in seen:
            seen.add(key)
            outcome = _read_one(data, path=path, read_plan=read_plan)
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                plans.append(outcome)
    return Batch(tuple(plans), tuple(failures), file_count=len(plans) + len(failures))


def _read_one(data: bytes, *, path: Path, read_plan: ReadPlan) -> Plan | Failure:
    """Read one file; an error without a code is a bug: it is logged whole, and the batch goes on."""
    try:
        return read_plan(data, path.name)
    except Exception as error:
        if isinstance(error, CodedError):
            return Failure(path.name, error.code, error.message, exit_code_of(error))
        logger.exception("unexpected failure while reading %s", path.name)
        message = f"Lỗi chương trình khi đọc tệp “{path.name}” ({type(error).__name__}); hãy báo cho người phát triển."
        return Failure(path.name, "internal_error", message, exit_code=SOME_FAILED)


def _unreadable(path: Path, error: OSError) -> Failure:
    return Failure(path.name, "unreadable_file", f"Không mở được tệp “{path}”: {reason_of(error)}.", exit_code=3)
