"""From a database URL to Django's settings; SQLite embedded by default, PostgreSQL at scale."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit


class DatabaseAddressError(ValueError):
    """An address of no database that this house knows."""

    code = "usage"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person at the terminal."""
        self.message = message
        super().__init__(message)


def database_settings(url: str, *, data_dir: Path) -> dict[str, object]:
    """Return Django's settings of one database for `url`; an empty URL is SQLite in the data folder.

    Raises `DatabaseAddressError`.
    """
    if not url:
        return sqlite_settings(data_dir / "parindex.sqlite3")
    parts, host, port = _split(url)
    if parts.scheme == "sqlite":
        return sqlite_settings(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": port,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise DatabaseAddressError(
        f"PARINDEX_DATABASE_URL: không hiểu “{parts.scheme}://”. Dùng sqlite:///đường-dẫn hoặc postgresql://..."
    )


def _split(url: str) -> tuple[SplitResult, str, str]:
    """Return the parts of an address, its machine and its port; what is refused is told without the password."""
    try:
        parts = urlsplit(url)
        return parts, parts.hostname or "", str(parts.port or "")
    except ValueError as error:
        raise DatabaseAddressError(
            "PARINDEX_DATABASE_URL: không đọc được máy hay cổng. Viết postgresql://tên:mật-khẩu@máy:5432/cơ-sở;"
            " ký tự đặc biệt trong mật khẩu viết dạng %40."
        ) from error


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
