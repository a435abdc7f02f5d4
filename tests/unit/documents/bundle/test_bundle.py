"""The published bundle: same data same bytes, recomputable, and no change of it goes unnoticed."""

from __future__ import annotations

import hashlib
import io
import json
import random
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parindex.cli import app
from parindex.documents.bundle.errors import DamagedBundle, NotABundle
from parindex.documents.bundle.read import read_bundle
from parindex.documents.bundle.signing import SigningKey, load_key
from parindex.documents.bundle.verify import verify_bundle
from parindex.documents.bundle.write import canonical_json, root_of, write_bundle
from tests.factories.bundles import content

KEY = SigningKey.make()
GOOD = write_bundle(content(), key=KEY)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def forged(name: str, change: Callable[[str], str], *, key: SigningKey | None = None) -> bytes:
    """Change one file and make every hash fit again, as a careful forger would; signed anew with `key`."""
    files = unpacked(GOOD)
    changed = change(files[name].decode())
    assert changed != files[name].decode()
    files[name] = changed.encode()
    manifest = json.loads(files["manifest.json"])
    for listed in manifest["files"]:
        data = files[listed["name"]]
        listed.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    manifest["root"] = root_of(manifest)
    files["manifest.json"] = canonical_json(manifest)
    if key is not None:
        signature = {"algorithm": "ed25519", "public_key": key.public_hex, "signature": key.sign(manifest["root"])}
        files["signature.json"] = canonical_json(signature)
    return packed(files)


def test_the_same_result_gives_the_same_bytes() -> None:
    assert write_bundle(content(), key=KEY) == GOOD


def test_whole_bundle_is_recomputed() -> None:
    report = verify_bundle(GOOD, expected_key=KEY.public_hex)

    assert report.is_same
    assert (report.unit_count, report.point_count) == (3, 6)
    assert report.bundle.content == content()


def test_ranking_keeps_the_exact_index_and_leaves_the_unsettled_unranked() -> None:
    rows = unpacked(GOOD)["ranking.csv"].decode().splitlines()

    assert rows[1:] == [
        '"Xã, phường",xa-1,2.3333,3,23333/300,2,Khác',
        '"Xã, phường",xa-2,2,2,100/1,1,Tốt',
        '"Xã, phường",xa-3,,3,,,',
    ]


@pytest.mark.parametrize(
    ("name", "before", "after", "place"),
    [
        ("points.csv", "scored,0.3333", "scored,0.3334", "xa-1, 1, cột points"),
        ("ranking.csv", "100/1,1,Tốt", "100/1,2,Tốt", "xa-2, cột rank"),
        ("answers.csv", "numerator,1", "numerator,2", "xa-1, 1, cột points"),
        ("catalogues/1.yaml", 'from: "80"', 'from: "70"', "xa-1, cột grade"),
        ("units.csv", "xa-2,Xã Hai", "xa-2,Xã Khác", ""),
    ],
)
def test_forger_without_the_key_is_named(name: str, before: str, after: str, place: str) -> None:
    report = verify_bundle(forged(name, lambda text: text.replace(before, after, 1)))

    assert not report.is_same
    assert report.key == ""
    assert place in {difference.place for difference in report.differences} or not place


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("points.csv", "scored,0.3333", "scored,0.3334"), ("ranking.csv", "100/1,1,Tốt", "100/1,2,Tốt")],
)
def test_publisher_who_signs_wrong_points_is_named(name: str, before: str, after: str) -> None:
    report = verify_bundle(
        forged(name, lambda text: text.replace(before, after, 1), key=KEY), expected_key=KEY.public_hex
    )

    assert [difference.file for difference in report.differences] == [name]
    assert report.key == KEY.public_hex


def test_bundle_of_another_publisher_is_named_when_the_key_is_known() -> None:
    other = write_bundle(content(), key=SigningKey.make())

    assert verify_bundle(other).is_same
    assert [one.place for one in verify_bundle(other, expected_key=KEY.public_hex).differences] == ["khóa công khai"]


def test_any_changed_byte_of_any_part_is_noticed() -> None:
    chance = random.Random(20261121)
    files = unpacked(GOOD)
    for name, data in files.items():
        for _ in range(25):
            at = chance.randrange(len(data))
            flipped = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
            try:
                report = verify_bundle(packed({**files, name: flipped}))
            except (DamagedBundle, NotABundle):
                continue
            # A signature file may be written with other spaces and say the same.
            assert not report.is_same or (name == "signature.json" and report.key == KEY.public_hex), (name, at)


@pytest.mark.parametrize("missing", sorted(unpacked(GOOD)))
def test_missing_part_is_noticed(missing: str) -> None:
    files = {name: data for name, data in unpacked(GOOD).items() if name != missing}
    try:
        report = verify_bundle(packed(files))
    except (DamagedBundle, NotABundle):
        return
    assert not report.is_same


def test_added_file_is_noticed() -> None:
    report = verify_bundle(packed({**unpacked(GOOD), "ghi-chu.txt": b"x"}))

    assert [difference.place for difference in report.differences] == ["ghi-chu.txt"]


@pytest.mark.parametrize("data", [b"", b"abc", b"PK\x03\x04", GOOD[: len(GOOD) // 2]])
def test_file_that_is_no_whole_zip_is_refused(data: bytes) -> None:
    with pytest.raises((NotABundle, DamagedBundle)):
        read_bundle(data)


def test_two_files_of_one_name_are_refused() -> None:
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("points.csv", b"")

    with pytest.raises(DamagedBundle, match="cùng tên"):
        read_bundle(stream.getvalue())


def test_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "publication.key"
    first, second = load_key(path), load_key(path)

    assert first.public_hex == second.public_hex
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_command_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARINDEX_DATA_DIR", str(tmp_path / "none"))
    good, bad = tmp_path / "gói.zip", tmp_path / "sai.zip"
    good.write_bytes(GOOD)
    bad.write_bytes(forged("points.csv", lambda text: text.replace("0.3333", "0.4", 1)))

    right = CliRunner().invoke(app, ["verify", str(good), "--key", KEY.public_hex])
    wrong = CliRunner().invoke(app, ["verify", str(bad), "--json", "-"])

    assert (right.exit_code, wrong.exit_code) == (0, 1)
    assert "mọi điểm và hạng đúng như công bố" in right.output
    assert "01/QĐ-MH ngày 15/01/2027" in right.output
    assert "HƯ CẤU" in right.output.upper()
    differences = json.loads(wrong.stdout)["differences"]
    assert {
        "file": "points.csv",
        "place": "xa-1, 1, cột points",
        "published": "0.4",
        "computed": "0.3333",
    } in differences
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("make", "code"), [(lambda path: path, 2), (lambda path: path.write_bytes(b"x") and path, 5)])
def test_command_refuses_what_is_no_bundle(tmp_path: Path, make: Callable[[Path], Path], code: int) -> None:
    assert CliRunner().invoke(app, ["verify", str(make(tmp_path / "x.zip"))]).exit_code == code
