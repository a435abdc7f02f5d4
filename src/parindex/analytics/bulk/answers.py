"""Read a table of answers from CSV or Parquet through DuckDB; every value is text and every column is coded."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import numpy as np

from parindex.analytics.bulk.session import connected, name, text
from parindex.analytics.surveys.mistakes import BadAnswers, UnreadableAnswers
from parindex.analytics.surveys.table import EMPTY, AnswerTable, Codes, TextColumn
from parindex.domain.surveys.forms import Mistake

_DELIMITERS = ",;\t"
_REJECTS = 1000
_ENCODING = "utf-8-sig"


def read_table(path: Path) -> AnswerTable:
    """Return the table of a file; raises UnreadableAnswers and BadAnswers with the rows that cannot be cut."""
    if not path.is_file():
        raise UnreadableAnswers(f"Không đọc được tệp “{path.name}”: không tìm thấy.")
    with connected() as connection:
        try:
            if path.suffix.lower() == ".parquet":
                _load_parquet(connection, path)
                first = 1
            else:
                _load_csv(connection, path)
                first = 2
            return _coded(connection, first)
        except duckdb.Error as error:
            raise UnreadableAnswers(f"Không đọc được tệp “{path.name}”: {_reason(error)}.") from error


def _load_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    relation = f"read_parquet({text(path)})"
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    columns = ", ".join(
        f"trim(CAST({_whole(heading, kind)} AS VARCHAR)) AS {name(heading)}" for heading, kind, *_ in described
    )
    connection.execute(f"CREATE TABLE answers AS SELECT {columns} FROM {relation}")


def _whole(heading: str, kind: str) -> str:
    """Write 5.0 as 5: programs store whole numbers with gaps as floating point."""
    if kind not in ("DOUBLE", "FLOAT"):
        return name(heading)
    quoted = name(heading)
    whole = f"CAST(CAST({quoted} AS BIGINT) AS VARCHAR)"
    return f"CASE WHEN {quoted} = round({quoted}) THEN {whole} ELSE CAST({quoted} AS VARCHAR) END"


def _load_csv(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    headings, delimiter = _headings(path)
    kinds = ", ".join(f"{text(heading)}: 'VARCHAR'" for heading in headings)
    columns = ", ".join(f"trim({name(heading)}) AS {name(heading)}" for heading in headings)
    connection.execute(
        f"CREATE TABLE answers AS SELECT {columns} FROM read_csv({text(path)}, auto_detect=false, header=true, "
        f"delim={text(delimiter)}, quote='\"', escape='\"', columns={{{kinds}}}, store_rejects=true, "
        f"rejects_limit={_REJECTS})"
    )
    rejected = connection.execute("SELECT DISTINCT line FROM reject_errors ORDER BY line").fetchall()
    if rejected:
        message = f"dòng này không có đúng {len(headings)} cột, hoặc không phải UTF-8"
        raise BadAnswers([Mistake(int(line), "", message) for (line,) in rejected])


def _headings(path: Path) -> tuple[list[str], str]:
    try:
        with path.open(encoding=_ENCODING, newline="") as file:
            first = file.readline()
    except UnicodeDecodeError as error:
        raise UnreadableAnswers(f"Tệp “{path.name}” không phải UTF-8.") from error
    except OSError as error:
        raise UnreadableAnswers(f"Không đọc được tệp “{path.name}”: {error.strerror}.") from error
    delimiter = max(_DELIMITERS, key=first.count)
    headings = [heading.strip() for heading in next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter), [])]
    doubled = sorted({heading for heading in headings if headings.count(heading) > 1})
    if not headings or "" in headings or doubled:
        problem = f"cột “{doubled[0]}” có hai lần" if doubled and doubled[0] else "có cột không tên"
        raise BadAnswers([Mistake(1, "", problem)])
    return headings, delimiter


def _coded(connection: duckdb.DuckDBPyConnection, first: int) -> AnswerTable:
    headings = [row[0] for row in connection.execute("DESCRIBE answers").fetchall()]
    parts = []
    for position, heading in enumerate(headings):
        quoted = name(heading)
        # The empty text is always there and comes first, so that its code less one is that of nothing.
        told = f"SELECT {quoted} AS told FROM answers WHERE {quoted} IS NOT NULL UNION SELECT ''"
        connection.execute(f"CREATE TYPE kind{position} AS ENUM (SELECT told FROM ({told}) ORDER BY told)")
        parts.append(f"coalesce(enum_code({quoted}::kind{position})::INTEGER - 1, {EMPTY}) AS c{position}")
    read = connection.execute(f"SELECT {', '.join(parts)} FROM answers").fetchnumpy()
    columns = {
        heading: TextColumn(_plain(read[f"c{position}"]), _values(connection, position))
        for position, heading in enumerate(headings)
    }
    size = len(next(iter(columns.values())).codes)
    return AnswerTable(columns, np.arange(first, first + size, dtype=np.int64))


def _values(connection: duckdb.DuckDBPyConnection, position: int) -> tuple[str, ...]:
    found = connection.execute(f"SELECT unnest(enum_range(NULL::kind{position})) AS told").fetchnumpy()["told"]
    return tuple(map(str, found.tolist()))[1:]


def _plain(column: object) -> Codes:
    codes: Codes = np.ma.filled(np.ma.asarray(column), EMPTY).astype(np.int32, copy=False)
    return codes


def _reason(error: duckdb.Error) -> str:
    """Return the first line of what the reader says."""
    return str(error).strip().partition("\n")[0].rstrip(".")
