"""From raw text to typed columns in one pass; a row that breaks a rule carries its first problem with it.

A value is shown with its problem only when it has the shape of what the column should hold, so that a name or an
identity number that slipped into a wrong column goes nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from parindex.analytics.bulk.session import text
from parindex.analytics.bulk.source import RawColumn, Source
from parindex.analytics.facts import EVENTS, SQL_TYPES
from parindex.definitions.dossiers.loader import load_codes, load_columns
from parindex.definitions.dossiers.schema import ColumnShape, Kind
from parindex.domain.dossiers.model import STATES, State

MOMENT_FORMATS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S.%g",
    "%Y-%m-%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
)
SHOWN = {"code": "[0-9A-Z.-]{1,30}", "choice": "[0-9]{1,4}", "flag": "[0-9]{1,4}", "count": "-?[0-9]{1,8}"}
WORDS = ("code", "text")
SHOWN_DAY = "[0-9/:.TZ -]{1,25}"
PROCEDURE = "[0-9A-Za-z._/-]{1,60}"
LONG_NUMBER = "[0-9]{9,}"
LONGEST_TEXT = 600  # bytes, which the engine knows without counting letters
HIDDEN = "(không hiện)"
FLAGS = {1: ("1", "true", "có", "co", "x", "yes", "t"), 0: ("0", "false", "không", "khong", "no", "f")}
OUTSIDE = ", ".join(str(int(status)) for status, state in STATES.items() if state is State.OUTSIDE)
LATER_THAN_RECEIPT = (
    "due_at",
    "finished_at",
    "returned_at",
    "refused_at",
    "supplement_from",
    "supplement_to",
    "rescheduled_due",
    "apology_on",
)
REASONS = {
    "missing": "thiếu",
    "format": "không đọc được",
    "pattern": "không đúng mẫu mã",
    "before": "trước ngày tiếp nhận",
    "order": "trước ngày yêu cầu bổ sung",
    "unit": "đơn vị không có trong danh sách",
}


def stage_query(source: Source, *, dialect: dict[str, str]) -> str:
    """Return the SELECT that types and checks every row: the known columns, `event_at` and `problem`.

    Words of a row with a problem are left out, as they may stand in wrong columns.
    `dialect` tells by column the format most of its moments have, which is tried first.
    """
    columns = load_columns().all
    raw = ", ".join(
        f"{_raw(source.columns[c.name], kind=c.kind)} AS raw_{c.name}" for c in columns if c.name in source.columns
    )
    typed = ", ".join(f"{_value(c, source, dialect=dialect)} AS {c.name}" for c in columns)
    kept = ", ".join(f"raw_{c.name}" for c in columns if c.name in source.columns)
    events = ", ".join(event if event != "apology_on" else "apology_on::TIMESTAMP" for event in EVENTS)
    checks = " ".join(f"WHEN {condition} THEN {problem}" for condition, problem in _checks(source))
    names = ", ".join(column.name for column in columns)
    words = ", ".join(f"CASE WHEN problem IS NULL THEN {c.name} END AS {c.name}" for c in columns if c.kind in WORDS)
    return (
        f"SELECT * REPLACE ({words}) FROM (SELECT {names}, greatest({events}) AS event_at, "
        f"CASE {checks} END AS problem FROM (SELECT {typed}, {kept} FROM (SELECT {raw} FROM {source.relation})))"
    )


def dialect_query(source: Source) -> str | None:
    """Return the SELECT of sample values by column of moments, None when the file has types of its own."""
    moments = [c.name for c in load_columns().all if c.kind in ("moment", "day") and c.name in source.columns]
    moments = [column for column in moments if source.columns[column].type == "VARCHAR"]
    if not moments:
        return None
    picked = ", ".join(
        f"max({source.columns[c].sql}) FILTER (WHERE trim({source.columns[c].sql}) <> '')" for c in moments
    )
    formats = text("|".join(moments))
    return f"SELECT {formats}, {picked} FROM (SELECT * FROM {source.relation} LIMIT 2000)"


def _raw(column: RawColumn, *, kind: Kind) -> str:
    """Return text that is never empty; only words with a space at an end are trimmed, as trimming costs half a scan."""
    if column.type != "VARCHAR":
        return column.sql
    filled = f"nullif({column.sql}, '')" if column.may_be_empty else column.sql
    if kind not in WORDS:
        return filled
    # Text that begins with a space or less sorts before "!": far cheaper than cutting out a letter.
    return f"CASE WHEN {filled} < '!' OR ends_with({filled}, ' ') THEN nullif(trim({filled}), '') ELSE {filled} END"


def _value(column: ColumnShape, source: Source, *, dialect: dict[str, str]) -> str:
    """Return the typed expression of a column, NULL where the text cannot be read."""
    kind, sql_type = column.kind, SQL_TYPES[column.kind]
    if column.name not in source.columns:
        return f"NULL::{sql_type}"
    raw, is_typed = f"raw_{column.name}", source.columns[column.name].type != "VARCHAR"
    words = f"{raw}::VARCHAR" if is_typed else raw
    match kind:
        case "moment" | "day":
            return f"try_cast({raw} AS {sql_type})" if is_typed else _moment(raw, sql_type, dialect.get(column.name))
        case "count":
            number = f"try_cast(try_cast({words} AS USMALLINT) AS SMALLINT)"
            return f"nullif({number}, 0)" if column.name == "limit_amount" else number
        case "flag":
            return _mapped(words, {word: number for number, known in FLAGS.items() for word in known}, folded=False)
        case "choice":
            return _mapped(words, dict(load_codes().choices[column.name]), folded=True)
    return words


def _moment(raw: str, sql_type: str, first: str | None) -> str:
    """Return the moment of a text: the formats, then what carries a zone or stands between spaces."""
    listed = ", ".join(text(one) for one in sorted(MOMENT_FORMATS, key=lambda one: one != first))
    rest = (
        f"CASE WHEN {raw} IS NULL THEN NULL "
        f"WHEN {raw} LIKE '____-__-__T%' THEN try_cast({raw} AS TIMESTAMPTZ)::TIMESTAMP "
        f"WHEN {raw} <> trim({raw}) THEN try_strptime(trim({raw}), [{listed}]) END"
    )
    return f"coalesce(try_strptime({raw}, [{listed}]), {rest})::{sql_type}"


def _mapped(words: str, known: dict[str, int], *, folded: bool) -> str:
    """Return a CASE over the words that mean a number; plain digits are tried first as they are commonest."""
    digits = " ".join(f"WHEN {text(word)} THEN {number}" for word, number in known.items() if word.isdigit())
    others = " ".join(f"WHEN {text(word)} THEN {number}" for word, number in known.items())
    key = f"lower(trim({words}))"
    if folded:
        key = f"regexp_replace(replace(strip_accents(lower({words})), 'đ', 'd'), '[^a-z0-9]', '', 'g')"
    rest = f"CASE WHEN {words} IS NOT NULL THEN CASE {key} {others} END END"
    return f"(CASE {words} {digits} ELSE {rest} END)::TINYINT"


def _checks(source: Source) -> Iterator[tuple[str, str]]:
    """Yield condition and problem in the order in which they are looked at."""
    for column in load_columns().all:
        present, raw = column.name in source.columns, f"raw_{column.name}"
        if column.required:
            yield f"{raw} IS NULL", _problem(column.name, "missing")
        if present and column.kind not in WORDS:
            written = (
                f"trim({raw}::VARCHAR) NOT IN ('', '0')"
                if column.name == "limit_amount"
                else f"trim({raw}::VARCHAR) <> ''"
            )
            condition = f"{column.name} IS NULL AND {raw} IS NOT NULL AND {written}"
            yield condition, _problem(column.name, "format", column=column)
        if present and column.kind == "text":
            yield f"strlen({column.name}) > {LONGEST_TEXT}", _problem(column.name, "format")
    yield f"NOT regexp_full_match(code, {text(load_codes().pattern)})", _shown("code", "pattern", SHOWN["code"])
    yield f"received_at IS NULL AND status NOT IN ({OUTSIDE})", _problem("received_at", "missing")
    for column_name in LATER_THAN_RECEIPT:
        if column_name in source.columns:
            condition = f"{column_name}::DATE < received_at::DATE"
            yield condition, f"{text(column_name + '|before|')} || strftime({column_name}, '%d/%m/%Y')"
    condition = "supplement_to < supplement_from"
    yield condition, f"{text('supplement_to|order|')} || strftime(supplement_to, '%d/%m/%Y')"


def _problem(column_name: str, reason: str, *, column: ColumnShape | None = None) -> str:
    if column is None:
        return text(f"{column_name}|{reason}|")
    return _shown(column_name, reason, SHOWN.get(column.kind, SHOWN_DAY))


def _shown(column_name: str, reason: str, shape: str) -> str:
    raw = f"raw_{column_name}::VARCHAR"
    safe = f"regexp_full_match({raw}, {text(shape)}) AND NOT regexp_matches({raw}, {text(LONG_NUMBER)})"
    return f"{text(f'{column_name}|{reason}|')} || CASE WHEN {safe} THEN {raw} ELSE {text(HIDDEN)} END"
