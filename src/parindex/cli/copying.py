"""From one database to another, SQLite or PostgreSQL, compared row by row before it counts as done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.management import call_command
from django.db import transaction

from parindex.cli import tables
from parindex.cli.connecting import connected


class CopyRefused(Exception):
    """Raised when a copy would be wrong; nothing is left in the target."""

    code = "copy_refused"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """One table that is the same on both sides."""

    name: str
    rows: int
    sha256: str


def copy_database(*, source_url: str, target_url: str) -> tuple[CopiedTable, ...]:
    """Copy every table into an empty database and compare counts and hashes; all or nothing.

    The target is created or brought up to date first. Raises `CopyRefused` when the source is of another version, the
    target holds rows, or a table differs afterwards.
    """
    _demand_source(source_url)
    with connected(source_url, alias="copy-source") as source, connected(target_url, alias="copy-target") as target:
        call_command("migrate", database=target, verbosity=0, interactive=False)
        if tables.applied_migrations(using=source) != tables.applied_migrations(using=target):
            raise CopyRefused("Nguồn thuộc phiên bản khác. Chạy “parindex migrate” trên nguồn rồi chép lại.")
        if not tables.is_empty(using=target):
            raise CopyRefused("Đích đã có dữ liệu. Dùng một cơ sở dữ liệu trống.")
        with transaction.atomic(using=source), transaction.atomic(using=target):
            tables.freeze(using=source)
            for model in tables.list_tables():
                tables.write_lines(model, tables.read_lines(model, using=source), using=target)
            tables.raise_sequences(using=target)
            return _compare(source, target)


def _demand_source(url: str) -> None:
    """Refuse a SQLite file that is not there: opening it would make an empty one."""
    parts = urlsplit(url)
    path = Path(unquote(parts.path))
    if parts.scheme == "sqlite" and not path.is_file():
        raise CopyRefused(
            f"Không có tệp nguồn “{path}”. Địa chỉ tuyệt đối viết với bốn dấu gạch: sqlite:////thư-mục/tệp."
        )


def _compare(source: str, target: str) -> tuple[CopiedTable, ...]:
    copied = []
    for model in tables.list_tables():
        name = model._meta.db_table
        here, there = tables.sum_table(model, using=source), tables.sum_table(model, using=target)
        if here != there:
            raise CopyRefused(f"Bảng {name} khác nhau sau khi chép ({here.rows} và {there.rows} dòng); đã hoàn tác.")
        copied.append(CopiedTable(name=name, rows=there.rows, sha256=there.sha256))
    return tuple(copied)
