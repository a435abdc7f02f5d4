"""Import of one file: stage, reject, deduplicate, derive, write one part, commit; a kill leaves nothing or the whole.

Of the rows with one code the one with the latest event counts, then the higher status, then the later row; against
older files likewise, the new file winning a tie.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from parindex.analytics.bulk.deriving import derived_query
from parindex.analytics.bulk.errors import UnreadableFile
from parindex.analytics.bulk.session import connected, dossiers_of, text
from parindex.analytics.bulk.source import Source, has_open_quote, open_source, reader_rejects, write_rows
from parindex.analytics.bulk.staging import MOMENT_FORMATS, REASONS, dialect_query, stage_query
from parindex.analytics.bulk.store import ImportedFile, Manifest, Store, with_file
from parindex.analytics.bulk.words import UnitList, map_units, reject_procedures
from parindex.definitions.calendar.loader import load_calendar, load_office_hours
from parindex.definitions.dossiers.loader import load_clock_rules, load_columns
from parindex.domain.dossiers.clock import Clock

REJECT_HEADINGS = ("dòng", "cột", "giá trị", "lý do")
# Rows stay in the order of the file: sorting tens of millions of them costs more than reading, and spills.
PARQUET = "FORMAT parquet, COMPRESSION snappy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one file; `is_known` when the same bytes had been read before."""

    file: ImportedFile
    ignored: tuple[str, ...]
    is_known: bool
    rejects: Path | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a spreadsheet with their headings, read by somebody who may know spreadsheets."""

    headings: Sequence[object]
    rows: Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class _Staged:
    """A part with all rows of one file: the view `stage`, whose `row` counts from 0; `bad` names rows left out."""

    part: Path
    rows: int
    rejected: int
    rejects: Path | None


def load_clock() -> Clock:
    """Return the clock of the definitions."""
    return Clock(load_clock_rules(), load_calendar(), load_office_hours())


def rules_fingerprint(clock: Clock) -> str:
    """Return what tells whether facts were derived by these rules and this calendar."""
    calendar = clock.calendar
    first = date(calendar.first_year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(calendar.last_year + 1, 1, 1) - first).days))
    worked = "".join(str(int(calendar.is_working_day(day))) for day in days)
    content = f"{clock.rules}|{clock.office.text()}|{load_columns().version}|{first}|{worked}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def import_file(
    store: Store, path: Path, *, rows: Rows | None = None, units: UnitList | None = None, name: str | None = None
) -> Report:
    """Import a file, or the `rows` that somebody read from it; the same bytes twice change nothing.

    `name` is what people call the file when its path says something else. Raises DossierError; then the store is as it
    was.
    """
    label = name or path.name
    identity = _identity(path, units)
    clock = load_clock()
    with store.writing() as scratch:
        manifest = _current(store, clock, scratch)
        known = next((one for one in manifest.files if one.identity == identity), None)
        if known is not None:
            rejects = store.rejects_folder / known.rejects if known.rejects else None
            return Report(file=known, ignored=(), is_known=True, rejects=rejects)
        with connected(scratch) as connection:
            if rows is None:
                source = open_source(connection, path, label=label)
            else:
                source = write_rows(rows.headings, rows.rows, scratch=scratch, label=label)
            staged = _stage(connection, source, scratch, clock=clock, units=units, label=label)
            return _commit(connection, store, manifest, staged, source=source, label=label, identity=identity)


def _identity(path: Path, units: UnitList | None) -> str:
    """Return what makes an import the same: the bytes, and the list of units they were checked against."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    if units is not None:
        digest.update(repr(sorted(units.names.items())).encode())
    return digest.hexdigest()


def _current(store: Store, clock: Clock, scratch: Path) -> Manifest:
    """Return the manifest; facts of other rules or another calendar are derived again first."""
    rules = rules_fingerprint(clock)
    manifest = store.manifest() or Manifest(rules=rules)
    if manifest.rules == rules:
        return manifest
    parts = []
    with connected(scratch) as connection:
        for old in manifest.parts:
            fresh = f"{old.partition('.')[0]}.{rules}.parquet"
            _copy(
                connection,
                derived_query(dossiers_of([store.parts_folder / old]), clock=clock),
                store.parts_folder / fresh,
            )
            parts.append(fresh)
    manifest = Manifest(rules=rules, files=manifest.files, parts=tuple(parts))
    store.commit(manifest)
    return manifest


def _stage(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    scratch: Path,
    *,
    clock: Clock,
    units: UnitList | None,
    label: str,
) -> _Staged:
    """Type, check and derive every row in one pass and list those that break a rule."""
    part = scratch / "stage.parquet"
    try:
        query = stage_query(source, dialect=_dialect(connection, source))
        _copy(connection, derived_query(f"({query})", clock=clock), part)
    except duckdb.Error as error:
        raise UnreadableFile(f"“{label}” bị hỏng hoặc bị cắt ngang, không đọc được.") from error
    if source.plain is not None and has_open_quote(connection):
        connection.execute("DROP TABLE reader_rejects; DROP TABLE reader_scans")
        return _stage(connection, source.plain, scratch, clock=clock, units=units, label=label)
    relation = f"read_parquet({text(part)}, file_row_number=true)"
    connection.execute(f"CREATE TEMP VIEW stage AS SELECT * RENAME (file_row_number AS row) FROM {relation}")
    connection.execute("CREATE TEMP TABLE bad AS SELECT row, problem FROM stage WHERE problem IS NOT NULL")
    reject_procedures(connection)
    map_units(connection, units)
    broken = list(reader_rejects(connection)) if source.has_reader_rejects else []
    rejects = scratch / "rejects.csv"
    rejected = _write_rejects(connection, broken, rejects)
    rows = _count(connection, "SELECT count(*) FROM stage") + len(broken)
    return _Staged(part, rows, rejected, rejects if rejected else None)


def _dialect(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, str]:
    """Find by column which format its moments have, from one sample value each."""
    query = dialect_query(source)
    sample = connection.execute(query).fetchone() if query else None
    if sample is None:
        return {}
    found = {}
    for column, value in zip(sample[0].split("|"), sample[1:], strict=True):
        for one in MOMENT_FORMATS:
            matched = connection.execute("SELECT try_strptime(?, ?) IS NOT NULL", [value, one]).fetchone()
            if value is not None and matched == (True,):
                found[column] = one
                break
    return found


def _write_rejects(connection: duckdb.DuckDBPyConnection, broken: list[tuple[int, str]], path: Path) -> int:
    """Write the rejected rows in the order of the file; row 1 holds the headings. Returns how many there are."""
    titles = {column.name: column.title for column in load_columns().all}
    problems = connection.execute("SELECT row, problem FROM bad ORDER BY row").fetchall()
    lines = [(line, "", "", reason) for line, reason in broken]
    lines += [
        (number, titles[column], value, REASONS[reason])
        for number, problem in zip(_file_rows([row for row, _ in problems], broken), problems, strict=True)
        for column, reason, value in [str(problem[1]).split("|", maxsplit=2)]
    ]
    if lines:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(REJECT_HEADINGS)
            writer.writerows(sorted(lines))
    return len(lines)


def _file_rows(positions: list[int], broken: list[tuple[int, str]]) -> Iterator[int]:
    """Turn positions among the rows that were read into rows of the file, which also counts the broken ones."""
    before = 0
    for position in positions:
        while before < len(broken) and broken[before][0] <= position + 2 + before:
            before += 1
        yield position + 2 + before


def _commit(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    manifest: Manifest,
    staged: _Staged,
    *,
    source: Source,
    label: str,
    identity: str,
) -> Report:
    """Leave out what another row beats, write the part, rewrite the older parts it beats, and commit."""
    duplicates = _find_duplicates(connection)
    older, beaten = _find_older(connection, store.part_paths(manifest))
    part = f"{identity[:16]}.{manifest.rules}.parquet"
    target = _without_losers(connection, staged)
    accepted, last_day = _summary(connection, target)
    parts = _rewrite_beaten(connection, store, manifest, beaten, suffix=identity[:8])
    if accepted:
        target.replace(store.parts_folder / part)
        parts = (*parts, part)
    rejects = None
    if staged.rejects is not None:
        rejects = store.rejects_folder / f"{identity[:16]}.csv"
        staged.rejects.replace(rejects)
    file = ImportedFile(
        identity=identity,
        name=label,
        rows=staged.rows,
        accepted=accepted,
        rejected=staged.rejected,
        duplicates=duplicates,
        older=older,
        replaced=sum(count for _, count in beaten),
        last_day=last_day,
        rejects=rejects.name if rejects else None,
    )
    store.commit(with_file(manifest, file, parts=parts))
    return Report(file=file, ignored=source.ignored, is_known=False, rejects=rejects)


def _find_duplicates(connection: duckdb.DuckDBPyConnection) -> int:
    """Put the rows that another row of the same file beats into `losers`; hashes first, as duplicates are few."""
    connection.execute("CREATE TEMP TABLE losers (row BIGINT)")
    hashes = connection.execute("SELECT hash(code) AS h FROM stage WHERE problem IS NULL").fetchnumpy()["h"]
    hashes.sort()
    twice = hashes[1:][hashes[1:] == hashes[:-1]]
    if len(twice):
        connection.register("twice", {"h": twice})
        connection.execute(
            "INSERT INTO losers SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY code "
            "ORDER BY event_at DESC NULLS LAST, status DESC, row DESC) AS place FROM stage "
            "WHERE row NOT IN (SELECT row FROM bad) AND hash(code) IN (SELECT h FROM twice)) WHERE place > 1"
        )
        connection.unregister("twice")
    return _count(connection, "SELECT count(*) FROM losers")


def _find_older(connection: duckdb.DuckDBPyConnection, parts: list[Path]) -> tuple[int, list[tuple[str, int]]]:
    """Compare with older files: rows that lose join `losers`, older rows that lose stand in `beaten` by part."""
    connection.execute("CREATE TEMP TABLE beaten (part VARCHAR, row BIGINT)")
    if not parts:
        return 0, []
    old = dossiers_of(parts, options=", filename=true, file_row_number=true")
    connection.execute(
        "CREATE TEMP TABLE met AS SELECT s.row, p.file_row_number AS old_row, p.filename AS part, "
        "coalesce(s.event_at, TIMESTAMP '1000-01-01') > coalesce(p.event_at, TIMESTAMP '1000-01-01') "
        "OR (s.event_at IS NOT DISTINCT FROM p.event_at AND s.status >= p.status) AS wins "
        f"FROM {old} p JOIN stage s ON p.code = s.code "
        "WHERE s.row NOT IN (SELECT row FROM bad) AND s.row NOT IN (SELECT row FROM losers)"
    )
    connection.execute("INSERT INTO losers SELECT row FROM met WHERE NOT wins")
    connection.execute("INSERT INTO beaten SELECT part, old_row FROM met WHERE wins")
    found = connection.execute("SELECT part, count(*) FROM beaten GROUP BY part ORDER BY part").fetchall()
    return _count(connection, "SELECT count(*) FROM met WHERE NOT wins"), [(str(part), int(n)) for part, n in found]


def _without_losers(connection: duckdb.DuckDBPyConnection, staged: _Staged) -> Path:
    """Return the part to keep: the staged one when only rows with problems are left out, as those never count."""
    found = "SELECT count(*) FROM bad WHERE row NOT IN (SELECT row FROM stage WHERE problem IS NOT NULL)"
    changes = ("SELECT count(*) FROM losers", "SELECT count(*) FROM unit_names", found)
    if not any(_count(connection, query) for query in changes):
        return staged.part
    fresh = staged.part.with_name("kept.parquet")
    query = (
        "SELECT s.* EXCLUDE (row) REPLACE (coalesce(u.name, s.unit) AS unit) FROM stage s "
        "LEFT JOIN unit_names u ON u.unit = s.unit WHERE s.problem IS NULL "
        "AND s.row NOT IN (SELECT row FROM bad) AND s.row NOT IN (SELECT row FROM losers)"
    )
    _copy(connection, query, fresh)
    return fresh


def _rewrite_beaten(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    manifest: Manifest,
    beaten: list[tuple[str, int]],
    *,
    suffix: str,
) -> tuple[str, ...]:
    """Write the older parts again without the rows that a newer file beats; returns the parts that count."""
    renamed = {}
    for part, _ in beaten:
        old = Path(part).name
        stem, rules = old.split(".")[:2]
        fresh = f"{stem.partition('-')[0]}-{suffix}.{rules}.parquet"
        relation = dossiers_of([store.parts_folder / old], options=", file_row_number=true")
        query = (
            f"SELECT * EXCLUDE (file_row_number) FROM {relation} "
            f"WHERE file_row_number NOT IN (SELECT row FROM beaten WHERE part = {text(part)})"
        )
        _copy(connection, query, store.parts_folder / fresh)
        renamed[old] = fresh if _count(connection, _rows_of(store.parts_folder / fresh)) else None
    kept = (renamed.get(part, part) for part in manifest.parts)
    return tuple(part for part in kept if part is not None)


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    connection.execute(f"COPY ({query}) TO {text(target)} ({PARQUET})")


def _summary(connection: duckdb.DuckDBPyConnection, part: Path) -> tuple[int, str | None]:
    row = connection.execute(f"SELECT count(*), max(event_at)::DATE FROM {dossiers_of([part])}").fetchone()
    count, last = row or (0, None)
    return count, last.isoformat() if last else None


def _rows_of(path: Path) -> str:
    return f"SELECT count(*) FROM {dossiers_of([path])}"


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
