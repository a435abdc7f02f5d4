"""How one entry is hashed: the same bytes on every database, today and in ten years."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

GENESIS = "0" * 64
HASHED_FIELDS = (
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "object_type",
    "object_id",
    "object_label",
    "unit_path",
    "before",
    "after",
    "request_id",
)


def plain(value: object) -> object:
    """Return a value as JSON that reads back equal from SQLite and PostgreSQL.

    Dates, decimals, floats and codes become text; zero characters, which PostgreSQL refuses, are left out.
    Raises `TypeError` for anything else that JSON does not know.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value).replace("\0", "")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(str(key))): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"audit: no JSON for {type(value).__name__}")


def hash_entry(values: Mapping[str, object], *, previous_hash: str) -> str:
    """Return the SHA-256, in hexadecimal, of an entry's fields and the hash of the entry before it."""
    content = {name: plain(values[name]) for name in HASHED_FIELDS}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()
