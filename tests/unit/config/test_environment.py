"""What an operator sets: the secret key kept once, databases by address."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.http.request import validate_host

from parindex.apps.base.databases import DatabaseAddressError, database_settings
from parindex.config.environment import Environment


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_own_machine_is_answered_by_each_of_its_names(host: str) -> None:
    assert validate_host(host, Environment.model_fields["allowed_hosts"].default)


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


@pytest.mark.parametrize("host", ["h:abc", "[::1", "h:99999", "an:mật℀khẩu@h"])
def test_database_address_that_cannot_be_read_is_named_without_its_password(tmp_path: Path, host: str) -> None:
    with pytest.raises(DatabaseAddressError) as caught:
        database_settings(f"postgresql://{host}/x", data_dir=tmp_path)

    assert caught.value.message.startswith("PARINDEX_DATABASE_URL: không đọc được máy hay cổng.")
    assert "mật℀" not in caught.value.message


def test_wrong_database_address_is_wrong_use() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "parindex", "migrate"],
        env={**os.environ, "PARINDEX_DATABASE_URL": "postgresql://h:abc/x"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr.count("\n")) == (2, 1)
    assert found.stderr.startswith("Lỗi: PARINDEX_DATABASE_URL")
