"""Where rows come from: a relation of the columns that are known, and nothing of the others.

Columns that are not in `definitions/dossiers/columns.yaml` (names, identity numbers, telephones, addresses) are not
read into anything: what is never read cannot leak.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from parindex.analytics.bulk.errors import UnknownKind, UnreadableFile, WrongColumns
from parindex.analytics.bulk.session import name, text
from parindex.definitions.dossiers.loader import Columns, load_columns

_DELIMITERS = ",;\t|"
_HEAD_BYTES = 1 << 16
_LARGEST_OBJECT = 1 << 26
_LONGEST_LINE = 1 << 22
# The reader takes sixteen of the longest lines by itself, and touching fresh memory costs as much as reading it.
BUFFER = 2 * _LONGEST_LINE
KINDS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet")


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column as it arrives: its SQL expression, and its type where the file has types."""

    sql: str
    type: str = "VARCHAR"
    may_be_empty: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A relation and the known columns in it; `ignored` are headings that were left alone.

    `plain` reads the same text with quotes as letters: one quote that nobody closed swallows all rows up to the next.
    """

    relation: str
    columns: Mapping[str, RawColumn]
    ignored: tuple[str, ...]
    has_reader_rejects: bool = False
    plain: Source | None = None


def open_source(connection: duckdb.DuckDBPyConnection, path: Path, *, label: str) -> Source:
    """Open a CSV, JSON or Parquet file; raises UnknownKind, UnreadableFile, WrongColumns."""
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        raise UnknownKind(f"Không nhập được “{label}”: dùng CSV, XLSX, JSON hoặc Parquet.")
    if suffix == ".parquet":
        return _typed(connection, f"read_parquet({text(path)})", label)
    if suffix in (".json", ".jsonl", ".ndjson"):
        options = f"maximum_object_size={_LARGEST_OBJECT}, sample_size=1000, convert_strings_to_integers=false"
        return _typed(connection, f"read_json({text(path)}, {options}, dateformat='%Y-%m-%d')", label)
    return _csv(path, label=label)


def write_rows(headings: Sequence[object], rows: Iterable[Sequence[object]], *, scratch: Path, label: str) -> Source:
    """Put rows of a spreadsheet into a scratch file, only their known columns, and open that."""
    columns, _ = _recognised([str(heading) for heading in headings], load_columns(), label=label)
    positions = list(columns.values())
    path = scratch / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[position] for position in positions] for row in rows)
    return _csv(path, label=label)


def _csv(path: Path, *, label: str) -> Source:
    """Describe a CSV file by its first line; the delimiter is the one that cuts it into most headings."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    first, new_line = _first_line(head, label=label)
    delimiter = max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    headings = next(csv.reader(io.StringIO(first), delimiter=delimiter))
    positions, ignored = _recognised(headings, load_columns(), label=label)
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(headings)))
    options = (
        f"{text(path)}, auto_detect=false, header=true, delim={text(delimiter)}, "
        f"new_line={text(new_line)}, columns={{{types}}}, store_rejects=true, rejects_table='reader_rejects', "
        f"rejects_scan='reader_scans', rejects_limit=0, max_line_size={_LONGEST_LINE}, buffer_size={BUFFER}"
    )
    # The reader turns empty cells into NULL by itself.
    columns = {column: RawColumn(f"c{position}", may_be_empty=False) for column, position in positions.items()}
    bare = {column: RawColumn(f"trim(c{position}, '\"')") for column, position in positions.items()}
    plain = Source(f"read_csv({options}, quote='', escape='')", bare, ignored, has_reader_rejects=True)
    quoted = f"read_csv({options}, quote='\"', escape='\"')"
    return Source(quoted, columns, ignored, has_reader_rejects=True, plain=plain)


def _first_line(head: bytes, *, label: str) -> tuple[str, str]:
    line, _, _ = head.partition(b"\n")
    try:
        words = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{label}” không phải UTF-8: lưu lại dạng CSV UTF-8 rồi nhập lần nữa.") from error
    if "\0" in words or not words.strip():
        raise UnreadableFile(f"“{label}” không có dòng tiêu đề: không phải bảng CSV.")
    return words.rstrip("\r"), "\\r\\n" if words.endswith("\r") else "\\n"


def _typed(connection: duckdb.DuckDBPyConnection, relation: str, label: str) -> Source:
    """Describe a file that has its own types."""
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as error:
        raise UnreadableFile(f"“{label}” bị hỏng hoặc bị cắt ngang, không đọc được.") from error
    headings = [str(row[0]) for row in described]
    positions, ignored = _recognised(headings, load_columns(), label=label)
    columns = {
        column: _typed_column(name(headings[position]), str(described[position][1]))
        for column, position in positions.items()
    }
    return Source(relation, columns, ignored)


def _typed_column(sql: str, kind: str) -> RawColumn:
    """Return a column of a file with types; values of several kinds in one column of JSON are taken as text."""
    return RawColumn(f"({sql} ->> '$')") if kind == "JSON" else RawColumn(sql, kind)


def _recognised(headings: Sequence[str], columns: Columns, *, label: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Find the known columns by position; raises WrongColumns naming what is missing or twice."""
    found: dict[str, int] = {}
    ignored: list[str] = []
    for position, heading in enumerate(headings):
        column = columns.recognise(heading)
        if column is None:
            ignored.append(heading)
        elif column in found:
            raise WrongColumns(
                f"“{label}”: cột {position + 1} “{heading}” trùng nghĩa với cột {found[column] + 1} "
                f"“{headings[found[column]]}”; bỏ bớt một cột."
            )
        else:
            found[column] = position
    missing = [column.title for column in columns.all if column.required and column.name not in found]
    if missing:
        raise WrongColumns(
            f"“{label}” thiếu cột: {', '.join(missing)}. Tên cột nhận được ghi ở tài liệu tra cứu hồ sơ."
        )
    return found, tuple(ignored)


def has_open_quote(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the reader met a quote that was not closed."""
    found = connection.execute("SELECT count(*) FROM reader_rejects WHERE error_type = 'UNQUOTED VALUE'").fetchone()
    return found != (0,)


def reader_rejects(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    """Yield the lines that are no rows at all, with the reason; what stands in them is never shown."""
    reasons = {
        "TOO MANY COLUMNS": "thừa cột",
        "MISSING COLUMNS": "thiếu cột",
        "UNQUOTED VALUE": "dấu nháy không đóng",
        "LINE SIZE OVER MAXIMUM": "dòng quá dài",
        "INVALID ENCODING": "không phải UTF-8",
        "INVALID STATE": "dấu nháy đặt sai",
    }
    found = connection.execute("SELECT line, min(error_type) FROM reader_rejects GROUP BY line ORDER BY line")
    for line, kind in found.fetchall():
        yield int(line), reasons.get(str(kind), "dòng không đúng dạng")
