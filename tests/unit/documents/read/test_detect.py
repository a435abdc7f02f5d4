"""The kind of a file by its content, archives that must be refused, names made harmless."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.documents.errors import (
    DamagedFile,
    EmptyFile,
    MacroDocument,
    PasswordProtectedOffice,
    TooLarge,
    UnsupportedFile,
    ZipBomb,
)
from parindex.documents.read import FileKind, Limits, detect_kind, read_document
from parindex.documents.read.names import clean_name
from tests.unit.documents.read import samples

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE = ("utf-16-le", "utf-16-be")
WORD = samples.word(lambda document: document.add_paragraph("Kế hoạch"))


def ole(*streams: str, first_sector: bytes = b"") -> bytes:
    return (
        OLE.ljust(512, b"\0") + first_sector.ljust(512, b"\0") + b"".join(name.encode("utf-16-le") for name in streams)
    )


def png_bytes() -> bytes:
    buffer = io.BytesIO()
    samples.picture().save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (WORD, FileKind.DOCX),
        (samples.archive({"xl/workbook.xml": b"<x/>"}), FileKind.XLSX),
        (samples.archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), FileKind.ODS),
        (samples.archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), FileKind.ODT),
        (samples.pdf(["x"]), FileKind.PDF),
        (b"\n\n" + samples.pdf(["x"]), FileKind.PDF),
        (ole("WordDocument"), FileKind.DOC),
        (ole("Workbook"), FileKind.XLS),
        (b"{\\rtf1 x}", FileKind.RTF),
        (png_bytes(), FileKind.PNG),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        ("Kế hoạch".encode(), FileKind.TXT),
        ("Kế hoạch số 12".encode("utf-16"), FileKind.TXT),
        ("Ke hoach so 12".encode("utf-16-le"), FileKind.TXT),
        *(("Kế hoạch số 12 của Ủy ban".encode(codec), FileKind.TXT) for codec in WIDE),
        *(("Kế hoạch năm\n".encode() * 9 + "Cải cách\n".encode(codec), FileKind.TXT) for codec in WIDE),
        (b"<!DOCTYPE html><p>x", FileKind.HTML),
        (b"  <html><body>x", FileKind.HTML),
        ("<html><body>x".encode("utf-16"), FileKind.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', FileKind.HTML),
    ],
)
def test_detect_kind_looks_at_the_content(data: bytes, kind: FileKind) -> None:
    assert detect_kind(data) is kind


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (samples.with_members(WORD, {"word/vbaProject.bin": b"x"}), MacroDocument),
        (
            samples.archive({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
            MacroDocument,
        ),
        (ole("WordDocument", "_VBA_PROJECT"), MacroDocument),
        (ole("EncryptedPackage"), PasswordProtectedOffice),
        (
            ole("WordDocument", first_sector=b"\xec\xa5" + b"\0" * 8 + struct.pack("<H", 0x0100)),
            PasswordProtectedOffice,
        ),
        (ole("Msg"), UnsupportedFile),
        (samples.archive({"a.jpg": b"x"}), UnsupportedFile),
        (bytes(range(256)) * 4, UnsupportedFile),
        (b"chu thuong " * 9 + b"\0" * 8, UnsupportedFile),
        (struct.pack("<99H", *range(99)), UnsupportedFile),
        (b"PK\x03\x04" + b"x" * 100, DamagedFile),
    ],
)
def test_detect_kind_refuses(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        detect_kind(data)


def test_read_document_warns_of_a_wrong_extension_and_names_both() -> None:
    document = read_document(WORD, name="ke-hoach.pdf")

    assert document.name == "ke-hoach.pdf"
    assert ".pdf" in document.warnings[0]
    assert "DOCX" in document.warnings[0]
    assert read_document(WORD, name="ke-hoach.docx").warnings == ()


def test_read_document_refuses_by_size_before_parsing() -> None:
    with pytest.raises(TooLarge) as caught:
        read_document(b"PK\x03\x04" + bytes(2_000_000), name="to.docx", limits=Limits(file_bytes=1_000_000))
    with pytest.raises(EmptyFile):
        read_document(b"", name="rong.docx")

    assert (caught.value.exit_code, caught.value.name) == (4, "to.docx")


def test_open_archive_refuses_a_real_bomb_by_its_ratio() -> None:
    bomb = samples.with_members(WORD, {"word/media/x.bin": bytes(40_000_000)})

    assert len(bomb) < 200_000
    with pytest.raises(ZipBomb):
        read_document(bomb, name="bom.docx")


def test_open_archive_refuses_too_much_and_too_many() -> None:
    data = samples.archive({f"word/{index}.xml": b"x" * 1000 for index in range(50)}, compression=zipfile.ZIP_STORED)

    with pytest.raises(ZipBomb):
        read_document(data, name="a.docx", limits=Limits(members=49))
    with pytest.raises(ZipBomb):
        read_document(data, name="a.docx", limits=Limits(unpacked_bytes=49_000))


def test_open_archive_refuses_bombs_inside_archives() -> None:
    inner = samples.archive({"x.bin": bytes(40_000_000)})
    nested = samples.with_members(WORD, {"word/embeddings/a.zip": samples.archive({"b.zip": inner})})
    deep = samples.archive({"word/x": b"x"})
    for _ in range(5):
        deep = samples.with_members(WORD, {"word/embeddings/a.docx": deep})

    for data in (nested, deep):
        with pytest.raises(ZipBomb):
            read_document(data, name="a.docx")


def test_open_archive_keeps_a_document_with_a_broken_attachment() -> None:
    data = samples.with_members(WORD, {"word/embeddings/a.zip": b"PK\x03\x04 broken"})

    assert read_document(data, name="a.docx").blocks[0].text == "Kế hoạch"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Hồ sơ\\Kế hoạch.docx", "Kế hoạch.docx"),
        (unicodedata.normalize("NFD", "Kế hoạch.docx"), "Kế hoạch.docx"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("\u202efdp.docx", "fdp.docx"),
        ('a<b>:"c|?*.pdf', "abc.pdf"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
        ("x" * 400 + ".docx", "x" * 200 + ".docx"),
    ],
)
def test_clean_name_keeps_what_a_person_reads(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text())
def test_clean_name_is_safe_and_stable(name: str) -> None:
    clean = clean_name(name)

    assert clean
    assert "/" not in clean
    assert "\\" not in clean
    assert clean.isprintable()
    assert len(clean.encode()) <= 255
    assert clean_name(clean) == clean
