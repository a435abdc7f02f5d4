"""From a database URL to Django's settings; SQLite embedded by default, PostgreSQL at scale."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit


def database_settings(url: str, *, data_dir: Path) -> dict[str, object]:
    """Return Django's settings of one database for `url`; an empty URL is SQLite in the data folder."""
    if not url:
        return sqlite_settings(data_dir / "parindex.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_settings(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(
        f"PARINDEX_DATABASE_URL: không hiểu “{parts.scheme}://”. Dùng sqlite:///đường-dẫn hoặc postgresql://..."
    )


def sqlite_settings(path: Path) -> dict[str, object]:
    """Return settings for SQLite with WAL, immediate transactions and a busy timeout of 20 seconds."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
