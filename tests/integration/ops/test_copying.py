"""copy-database: both ways, compared, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import OperationalError
from typer.testing import CliRunner

from parindex.apps.audit.models import Event
from parindex.apps.people.models import User
from parindex.cli import app, copying, tables
from parindex.cli.connecting import connected
from parindex.cli.usage import machine_fault
from tests import template
from tests.factories import UserFactory


def fill(url: str) -> dict[str, tables.TableSum]:
    """Put the rows of the test's own database into another one and return its sums."""
    if url.startswith("sqlite"):
        template.lay(Path(url.removeprefix("sqlite://")))
    with connected(url, alias="other") as other:
        call_command("migrate", database=other, verbosity=0)
        with transaction.atomic(using=other):
            for model in tables.list_tables():
                tables.write_lines(model, tables.read_lines(model, using="default"), using=other)
            tables.raise_sequences(using=other)
        return {model._meta.db_table: tables.sum_table(model, using=other) for model in tables.list_tables()}


def test_copy_between_files_keeps_every_row(filled: str, sqlite_url: str) -> None:
    sums = fill(sqlite_url)
    target = sqlite_url.replace(".sqlite3", "-2.sqlite3")

    result = CliRunner().invoke(app, ["copy-database", "--from", sqlite_url, "--to", target])

    assert result.exit_code == 0, result.output
    assert "hai bên giống nhau" in result.output
    assert sums["audit_event"].rows == Event.objects.count() == 2
    again = CliRunner().invoke(app, ["copy-database", "--from", sqlite_url, "--to", target])
    assert again.exit_code == 1
    assert "Đích đã có dữ liệu" in again.output + again.stderr


def test_copy_that_changed_a_row_is_undone(filled: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(sqlite_url)
    target = sqlite_url.replace(".sqlite3", "-2.sqlite3")
    honest = tables.write_lines

    def spoil(model: type, lines: object, *, using: str) -> int:
        return honest(model, (line.replace("Hư Cấu".encode(), b"Khac") for line in lines), using=using)

    with monkeypatch.context() as spoiled:
        spoiled.setattr(tables, "write_lines", spoil)
        with pytest.raises(copying.CopyRefused, match="khác nhau sau khi chép"):
            copying.copy_database(source_url=sqlite_url, target_url=target)

    with connected(target, alias="other") as other:
        assert tables.is_empty(using=other)


@pytest.mark.slow
@pytest.mark.django_db
def test_making_a_database_asks_nothing_of_the_site_s_own(sqlite_url: str) -> None:
    def refuse(*statement: object) -> NoReturn:
        raise AssertionError(f"asked of the site's own database: {statement[1]}")

    with connected(sqlite_url, alias="other") as other, connection.execute_wrapper(refuse):
        call_command("migrate", database=other, verbosity=0, interactive=False)
        assert tables.is_empty(using=other)


@pytest.mark.postgres
def test_copy_goes_to_postgresql_and_back(filled: str, sqlite_url: str, postgres_url: str) -> None:
    sums = fill(sqlite_url)
    target = sqlite_url.replace(".sqlite3", "-2.sqlite3")

    copying.copy_database(source_url=sqlite_url, target_url=postgres_url)
    with connected(postgres_url, alias="other") as other:
        new = UserFactory.build(username="sau-khi-chep")
        new.save(using=other)
        assert new.pk > User.objects.using("default").order_by("-pk").first().pk
        User.objects.using(other).filter(pk=new.pk).delete()
    copied = copying.copy_database(source_url=postgres_url, target_url=target)

    assert {table.name: tables.TableSum(rows=table.rows, sha256=table.sha256) for table in copied} == sums


def test_copy_refuses_a_source_that_is_not_there_and_makes_nothing(db: None, tmp_path: Path) -> None:
    addresses = [f"sqlite://{tmp_path}/{name}.sqlite3" for name in ("khong-co", "dich")]

    result = CliRunner().invoke(app, ["copy-database", "--from", addresses[0], "--to", addresses[1]])

    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "Không có tệp nguồn" in result.stderr


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("mysql://x/y", 2, "không hiểu “mysql://”"),
        ("postgresql://u@127.0.0.1:1/x", 1, "Không nối được tới cơ sở dữ liệu"),
        ("sqlite:////khong-co-thu-muc/x.sqlite3", 1, "thư mục của tệp không có hoặc không ghi được"),
        (f"sqlite://{Path(__file__)}", 1, "tệp ấy không phải cơ sở dữ liệu SQLite"),
    ],
)
def test_copy_into_nowhere_is_one_line(db: None, sqlite_url: str, target: str, code: int, words: str) -> None:
    Path(sqlite_url.removeprefix("sqlite://")).touch()

    result = CliRunner().invoke(app, ["copy-database", "--from", sqlite_url, "--to", target])

    assert result.exit_code == code
    assert words in result.stderr


def test_command_on_a_database_without_tables_says_what_to_run(sqlite_url: str) -> None:
    Path(sqlite_url.removeprefix("sqlite://")).touch()
    with connected(sqlite_url, alias="other") as other, pytest.raises(OperationalError) as caught:
        User.objects.using(other).count()

    assert "parindex migrate" in (machine_fault(caught.value) or "")
