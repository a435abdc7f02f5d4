"""backup, restore and verify: whole, checked first, never half."""

from __future__ import annotations

import errno
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from parindex.apps.audit import services as audit
from parindex.apps.audit import triggers
from parindex.apps.evidence import services as evidence
from parindex.apps.evidence import store
from parindex.apps.people.models import User
from parindex.cli import app, archive, tables

Sums = dict[str, tables.TableSum]


def all_sums() -> Sums:
    return {model._meta.db_table: tables.sum_table(model, using="default") for model in tables.list_tables()}


def empty_database() -> None:
    triggers.remove(connection)
    tables.clear(using="default")
    triggers.install(connection)


def invoke(*arguments: str) -> object:
    return CliRunner().invoke(app, list(arguments))


def rewrite(path: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> None:
    """Write the archive again with some members changed."""
    with tarfile.open(path) as tar:
        members = [(entry.name, tar.extractfile(entry).read()) for entry in tar]
    with tarfile.open(path, "w") as tar:
        for name, content in members:
            new_name, new_content = change(name, content)
            entry = tarfile.TarInfo(new_name)
            entry.size = len(new_content)
            tar.addfile(entry, io.BytesIO(new_content))


def test_backup_and_restore_bring_everything_back(filled: str, tmp_path: Path) -> None:
    before, path = all_sums(), tmp_path / "bản sao.tar"

    assert invoke("backup", str(path)).exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".backup")] == []
    empty_database()
    store.path_of(filled).unlink()
    result = invoke("restore", str(path))

    assert result.exit_code == 0, result.output
    assert all_sums() == before
    assert audit.verify().is_whole
    assert evidence.check_files().is_whole
    User.objects.create(username="moi", date_joined=timezone.now())


def test_own_registers_and_feeds_come_back(filled: str, tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    own = {"registers/muon-hoi-truong.yaml": b"schema: a\n", "feeds/dia-phuong-2026.yaml": b"schema: b\n"}
    for name, content in own.items():
        (settings.DATA_DIR / name).parent.mkdir(parents=True)
        (settings.DATA_DIR / name).write_bytes(content)
    (settings.DATA_DIR / "registers" / "ghi-chu.txt").write_bytes(b"x")

    assert invoke("backup", str(tmp_path / "a.tar")).exit_code == 0
    settings.DATA_DIR = tmp_path / "khac"
    (settings.DATA_DIR / "registers").mkdir(parents=True)
    (settings.DATA_DIR / "registers" / "muon-hoi-truong.yaml").write_bytes(b"hong")
    assert invoke("restore", str(tmp_path / "a.tar"), "--force").exit_code == 0

    files = (path for path in settings.DATA_DIR.rglob("*") if path.is_file())
    assert {str(path.relative_to(settings.DATA_DIR)): path.read_bytes() for path in files} == own


@pytest.mark.parametrize("name", ["definitions/registers/../../x.yaml", "definitions/keys/x.yaml", "definitions/x"])
def test_no_other_file_comes_out_of_an_archive(filled: str, tmp_path: Path, settings: Settings, name: str) -> None:
    settings.DATA_DIR = tmp_path / "data"
    (settings.DATA_DIR / "registers").mkdir(parents=True)
    (settings.DATA_DIR / "registers" / "a.yaml").write_bytes(b"a")
    assert invoke("backup", str(tmp_path / "a.tar")).exit_code == 0
    there = "definitions/registers/a.yaml"

    def change(member: str, content: bytes) -> tuple[str, bytes]:
        return (name, content) if member == there else (member, content.replace(there.encode(), name.encode()))

    rewrite(tmp_path / "a.tar", change)

    refused = invoke("restore", str(tmp_path / "a.tar"), "--force")
    assert refused.exit_code == 1
    assert "không khôi phục" in refused.output


def test_restore_refuses_a_database_with_rows_unless_forced(filled: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    archive.back_up(path, now=timezone.now())
    User.objects.create(username="sau", date_joined=timezone.now())

    with pytest.raises(archive.ArchiveRefused, match="--force"):
        archive.restore(path)
    assert User.objects.filter(username="sau").exists()
    assert invoke("restore", str(path), "--force").exit_code == 0
    assert not User.objects.filter(username="sau").exists()


def test_new_rows_never_take_a_key_that_was_given_before(filled: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    archive.back_up(path, now=timezone.now())
    later = User.objects.create(username="sau", date_joined=timezone.now())

    archive.restore(path, force=True)

    assert User.objects.create(username="sau-nua", date_joined=timezone.now()).pk > later.pk


def spoil_row(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content.replace(b"admin", b"focal") if name == "tables/membership.jsonl" else content


def spoil_file(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content + b"x" if name.startswith("files/") else content


def climb(name: str, content: bytes) -> tuple[str, bytes]:
    return ("../" + name if name.startswith("files/") else name), content


def from_the_future(name: str, content: bytes) -> tuple[str, bytes]:
    if name != "manifest.json":
        return name, content
    manifest = json.loads(content)
    manifest["migrations"].append("people.9999_future")
    return name, json.dumps(manifest).encode()


def without_manifest(name: str, content: bytes) -> tuple[str, bytes]:
    return ("other.json" if name == "manifest.json" else name), content


@pytest.mark.parametrize("change", [spoil_row, spoil_file, climb, from_the_future, without_manifest])
def test_restore_of_a_changed_archive_leaves_everything_as_it_was(
    change: Callable[[str, bytes], tuple[str, bytes]], filled: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.tar"
    archive.back_up(path, now=timezone.now())
    rewrite(path, change)
    before = all_sums()

    result = invoke("restore", str(path), "--force")

    assert result.exit_code == 1
    assert "Lỗi:" in result.stderr
    assert all_sums() == before
    assert evidence.check_files().is_whole


def test_restore_checks_the_register_inside(filled: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'x' WHERE seq = 1")
    triggers.install(connection)
    archive.back_up(path, now=timezone.now())
    User.objects.create(username="sau", date_joined=timezone.now())

    with pytest.raises(archive.ArchiveRefused, match="dòng 1"):
        archive.restore(path, force=True)

    assert User.objects.filter(username="sau").exists()
    User.objects.create(username="sau-nua", date_joined=timezone.now())


def test_restore_refuses_what_is_no_archive(filled: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(b"khong phai tar" * 100)

    for name, reason in ((path, "không phải bản sao lưu"), (tmp_path / "khong-co.tar", "không tìm thấy")):
        with pytest.raises(archive.ArchiveRefused, match=reason):
            archive.restore(name)


def test_restore_says_that_an_archive_is_cut_off(filled: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    archive.back_up(path, now=timezone.now())
    path.write_bytes(path.read_bytes()[:-20_000])

    with pytest.raises(archive.ArchiveRefused, match=r"hỏng hoặc bị cắt cụt|thiếu hoặc thừa thành phần"):
        archive.restore(path)


def test_backup_into_a_folder_that_is_not_there_is_one_line(filled: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["backup", str(tmp_path / "khong-co" / "a.tar")])

    assert result.exit_code == 1
    assert "không tìm thấy" in result.stderr


def test_backup_below_a_file_is_one_line(filled: str, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_bytes(b"")

    result = CliRunner().invoke(app, ["backup", str(tmp_path / "tệp" / "a.tar")])

    assert (result.exit_code, result.stderr) == (
        1,
        f"Lỗi: Không ghi được tệp “{tmp_path}/tệp/a.tar”: đường dẫn đi qua một tệp.\n",
    )


def test_backup_names_the_stored_file_that_stops_it(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "ab" * 32
    monkeypatch.setattr(store, "stored_hashes", lambda: [gone])

    with pytest.raises(archive.ArchiveRefused) as caught:
        archive.back_up(tmp_path / "a.tar", now=timezone.now())

    assert caught.value.message == f"Sao lưu dừng ở “{store.path_of(gone)}”: không tìm thấy."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "“{data}”: ổ đĩa hết chỗ."),
        (PermissionError(errno.EACCES, "Permission denied", "/kho/ab"), "“/kho/ab”: không có quyền."),
    ],
)
def test_restore_does_not_blame_the_archive_for_the_data_folder(
    filled: str, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    path = tmp_path / "a.tar"
    archive.back_up(path, now=timezone.now())

    def write(_data: bytes) -> str:
        raise error

    monkeypatch.setattr(store, "write", write)
    with pytest.raises(archive.ArchiveRefused) as caught:
        archive.restore(path, force=True)

    assert caught.value.message == f"Khôi phục dừng ở {words.format(data=settings.DATA_DIR)}"


def test_backup_refuses_damaged_files_and_leaves_no_part(filled: str, tmp_path: Path) -> None:
    store.path_of(filled).write_bytes(b"hong")

    with pytest.raises(archive.ArchiveRefused, match="đã hỏng trên đĩa"):
        archive.back_up(tmp_path / "a.tar", now=timezone.now())

    assert [entry.name for entry in tmp_path.glob("a.tar*")] == []


def test_verify_tells_what_is_wrong(filled: str) -> None:
    assert invoke("verify").exit_code == 0
    assert invoke("audit", "verify").exit_code == 0
    orphan = store.write(b"khong co dong")
    assert f"mồ côi\t{orphan}" in invoke("verify").output

    store.path_of(filled).unlink()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET action = 'x' WHERE seq = 2")
    triggers.install(connection)
    wrong = invoke("verify")

    assert wrong.exit_code == 1
    assert f"thiếu\t{filled}" in wrong.output
    assert "hỏng ở dòng 2" in wrong.output
    assert invoke("audit", "verify").exit_code == 1
