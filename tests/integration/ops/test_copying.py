"""copy-database: both ways, compared, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from typer.testing import CliRunner

from parindex.apps.audit.models import Event
from parindex.apps.people.models import User
from parindex.cli import app, copying, tables
from parindex.cli.connecting import connected
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
            tables.reset_sequences(using=other)
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
