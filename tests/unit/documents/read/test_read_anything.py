"""Whatever the bytes, a reader gives a document or says why not: never another error."""

from __future__ import annotations

from contextlib import suppress

import pytest
from docx.document import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.documents import errors
from parindex.documents.blocks import Document
from parindex.documents.errors import DocumentError
from parindex.documents.read import read_document
from tests.unit.documents.read import samples

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _word() -> bytes:
    def build(document: WordDocument) -> None:
        document.add_heading("Kế hoạch")
        document.add_paragraph("Mục một", style="List Number")
        document.add_table(3, 3).cell(1, 1).text = "ô"

    return samples.word(build)


WORD = _word()
PDF = samples.pdf([samples.ruled_table((50, 100, 200), (700, 660, 620), [["1", "a"], ["2", "b"]]) * 2])
HEADS = (
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)


def _read(data: bytes) -> None:
    with suppress(DocumentError):
        assert isinstance(read_document(data, name="a.bin", ocr=False), Document)


@QUIET
@given(head=st.sampled_from(HEADS), rest=st.binary(max_size=3000))
def test_read_document_survives_random_bytes(head: bytes, rest: bytes) -> None:
    _read(head + rest)


@QUIET
@given(share=st.integers(0, 1000), source=st.sampled_from((WORD, PDF)))
def test_read_document_survives_truncation(share: int, source: bytes) -> None:
    _read(source[: len(source) * share // 1000])


@QUIET
@given(data=st.data(), source=st.sampled_from((WORD, PDF)))
def test_read_document_survives_flipped_bytes(data: st.DataObject, source: bytes) -> None:
    changed = bytearray(source)
    for position in data.draw(st.lists(st.integers(0, len(source) - 1), min_size=1, max_size=20)):
        changed[position] = data.draw(st.integers(0, 255))

    _read(bytes(changed))


def _classes() -> list[type[DocumentError]]:
    return [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, DocumentError)]


@pytest.mark.parametrize("cause", _classes(), ids=lambda item: item.__name__)
def test_document_errors_say_what_where_and_what_next(cause: type[DocumentError]) -> None:
    message = cause(name="ke-hoach.docx", where="trang 3").message

    assert message == f"Tệp “ke-hoach.docx”, trang 3: {cause.what} {cause.advice}"
    assert cause(where="trang 3").message.startswith(f"Trang 3: {cause.what}")
    assert cause().message == f"{cause.what} {cause.advice}"


def test_document_errors_have_codes_of_their_own() -> None:
    codes = [cause.code for cause in _classes()]

    assert len(codes) == len(set(codes))
    assert {cause.exit_code for cause in _classes()} == {3, 4, 5, 6}
