"""Files as hostile or careless people send them: names, sizes, numbers, kinds."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.apps.evidence.models import StoredFile
from parindex.apps.imports.models import Draft
from tests.factories.plans import PLAN_TEXT
from tests.web.conftest import World

AsRole = Callable[[str], Client]
UPLOAD = "/ke-hoach/nhap/"


def send(client: Client, world: World, *files: Any, **extra: Any) -> Any:
    return client.post(UPLOAD, {"unit": str(world.root.pk), "files": list(files)}, **extra)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/kế hoạch.txt", "kế hoạch.txt"),
        ("C:\\Users\\a\\kế hoạch.txt", "kế hoạch.txt"),
        (unicodedata.normalize("NFD", "kế hoạch.txt"), "kế hoạch.txt"),
        ("kế\u202ehoạch\u0007.txt", "kếhoạch.txt"),
        ("..", "khong-ten"),
    ],
)
def test_name_is_made_harmless(world: World, as_role: AsRole, sent: str, kept: str) -> None:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="unit"\r\n\r\n{world.root.pk}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="files"; filename="{sent.replace(chr(92), chr(92) * 2)}"\r\n'
        f"Content-Type: text/plain\r\n\r\n{PLAN_TEXT}\nkhác\r\n--x--\r\n"
    ).encode()
    before = set(Draft.objects.values_list("pk", flat=True))

    as_role("focal").post(UPLOAD, body, content_type="multipart/form-data; boundary=x")

    names = Draft.objects.exclude(pk__in=before).values_list("file_name", flat=True)
    assert list(names) in ([kept], [])
    assert list(names) == [kept] or sent == ".."


def test_long_name_is_cut(world: World, as_role: AsRole) -> None:
    send(as_role("focal"), world, SimpleUploadedFile("ê" * 300 + ".txt", PLAN_TEXT.encode() + b"."))

    name = Draft.objects.latest("pk").file_name
    assert name.endswith(".txt")
    assert len(name.encode()) <= 255


def test_file_comes_back_as_an_attachment_with_its_name_and_is_recorded(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    page = f"<html><body><script>alert(1)</script><p>{PLAN_TEXT}</p></body></html>".encode()
    send(client, world, SimpleUploadedFile("kế hoạch.html", page))
    draft = Draft.objects.latest("pk")

    answer = client.get(reverse("draft-file", args=[draft.public_id]))

    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('kế hoạch.html')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == page
    register = as_role("leader").get("/nhat-ky/").content.decode()
    assert "Xem hoặc tải tệp" in register
    assert "kế hoạch.html" in register


def test_body_larger_than_a_form_is_refused_where_no_files_are_taken(world: World, as_role: AsRole) -> None:
    body = b"x" * (2 * 1024 * 1024 + 1)

    for client in (Client(), as_role("focal")):
        answer = client.post("/dang-nhap/", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 413
        assert "Chưa có gì bị ghi" in answer.content.decode()
    assert Client().post(UPLOAD, body, content_type="multipart/form-data; boundary=x").status_code == 413
    assert Client().post("/api/v1/plans", body, content_type="application/json").json()["code"] == "request_refused"


def test_file_over_the_limit_is_refused_and_the_others_are_kept(world: World, as_role: AsRole, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 10_000
    good = SimpleUploadedFile("a.txt", f"Kế hoạch khác.\n{PLAN_TEXT}".encode())

    answer = send(as_role("focal"), world, SimpleUploadedFile("b.txt", b"x" * 10_001), good)

    assert "nặng hơn" in answer.content.decode()
    assert Draft.objects.latest("pk").file_name == "a.txt"


@pytest.mark.slow
def test_a_thousand_files_are_taken_and_more_are_refused(world: World, as_role: AsRole) -> None:
    client, before = as_role("focal"), Draft.objects.count()
    files = [SimpleUploadedFile(f"{n}.txt", f"Kế hoạch số {n}".encode()) for n in range(1001)]

    too_many = send(client, world, *files)
    assert too_many.status_code == 413
    assert "1000 tệp" in too_many.content.decode()
    for file in files:
        file.seek(0)
    taken = send(client, world, *files[:1000])

    assert taken.status_code == 200
    assert Draft.objects.count() == before + 1000


def bomb() -> bytes:
    """Return a small DOCX-like archive that unpacks to 300 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300 * 1024 * 1024))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bom.docx", bomb),
        ("a.pdf", lambda: b"MZ" + bytes(200)),
        ("a.svg.zip", lambda: b"PK\x03\x04" + bytes(200)),
        ("rong.txt", lambda: b""),
    ],
)
def test_bad_proof_is_refused_with_its_reason(
    world: World, as_role: AsRole, name: str, make: Callable[[], bytes]
) -> None:
    row, before = world.assignment("1.1"), StoredFile.objects.count()
    typed = {"version": str(row.version), "file": SimpleUploadedFile(name, make()), "note": "gõ dở"}

    answer = as_role("focal").post(reverse("assignment-act", args=[row.public_id, "bao-xong"]), typed)

    assert answer.status_code == 422
    assert StoredFile.objects.count() == before
    row.refresh_from_db()
    assert row.state == "open"
