"""What an operator sets: the secret key kept once, databases by address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parindex.apps.base.databases import database_settings
from parindex.config.environment import Environment


def test_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    folder = tmp_path / "dữ liệu"

    first = Environment(data_dir=folder, secret_key="").resolved_secret_key()

    assert first == Environment(data_dir=folder, secret_key="").resolved_secret_key()
    assert len(first) > 50
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["secret.key"]
    assert Environment(data_dir=folder, secret_key="riêng").resolved_secret_key() == "riêng"


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: Environment(data_dir=tmp_path, secret_key="").resolved_secret_key(), range(32)))

    assert len(keys) == 1


def test_database_settings_reads_addresses(tmp_path: Path) -> None:
    embedded = database_settings("", data_dir=tmp_path)
    named = database_settings("sqlite:///thư%20mục/a.sqlite3", data_dir=tmp_path)
    server = database_settings("postgresql://an%40x:m%3Aật@db.example:5433/cải%20cách", data_dir=tmp_path)

    assert embedded["NAME"] == str(tmp_path / "parindex.sqlite3")
    assert named["NAME"] == "/thư mục/a.sqlite3"
    assert (server["USER"], server["PASSWORD"], server["HOST"], server["PORT"], server["NAME"]) == (
        "an@x",
        "m:ật",
        "db.example",
        "5433",
        "cải cách",
    )
    with pytest.raises(ValueError, match="không hiểu"):
        database_settings("mysql://x", data_dir=tmp_path)
