"""Digital signatures: really signed files, files changed afterwards, files that only look signed."""

from __future__ import annotations

import importlib.util

import pytest

from parindex.documents.read.pdf_signature import SignatureState, check_signature
from tests.factories.signatures import OFFICE, change_after_signing, sign, unsigned_pdf


def test_signed_file_is_whole_and_names_who_the_certificate_says() -> None:
    checked = check_signature(sign(unsigned_pdf()))

    assert (checked.state, checked.names) == (SignatureState.WHOLE, (OFFICE,))


def test_a_second_signature_leaves_the_first_whole() -> None:
    twice = sign(sign(unsigned_pdf(), name="Nguyễn Văn Mẫu", place="nguoi-ky"), place="con-dau")

    checked = check_signature(twice)

    assert (checked.state, checked.names) == (SignatureState.WHOLE, ("Nguyễn Văn Mẫu", OFFICE))


def test_file_without_signature() -> None:
    assert check_signature(unsigned_pdf()).state is SignatureState.NONE


def test_change_of_one_byte_breaks_the_signature() -> None:
    signed = sign(unsigned_pdf())

    assert check_signature(signed.replace(b"/MediaBox", b"/MediaBoy", 1)).state is SignatureState.BROKEN


def test_change_by_a_further_revision_breaks_the_signature() -> None:
    assert check_signature(change_after_signing(sign(unsigned_pdf()))).state is SignatureState.BROKEN


def test_one_broken_signature_of_two_breaks_the_file() -> None:
    assert check_signature(sign(change_after_signing(sign(unsigned_pdf())), place="sau")).state is SignatureState.BROKEN


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.95, 0.99])
def test_cut_file_is_never_told_whole(kept: float) -> None:
    signed = sign(unsigned_pdf())

    assert check_signature(signed[: int(len(signed) * kept)]).state in (SignatureState.NONE, SignatureState.BROKEN)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"van ban /ByteRange", b"\x89PNG\r\n\x1a\n"])
def test_other_files_stay_unchecked(data: bytes) -> None:
    assert check_signature(data).state is SignatureState.UNCHECKED


def test_damaged_file_that_says_it_is_signed_is_broken() -> None:
    assert check_signature(b"%PDF-1.7\n/ByteRange [0 1 2 3] /SubFilter /adbe").state is SignatureState.BROKEN


def test_without_the_library_a_signed_file_stays_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = sign(unsigned_pdf())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert check_signature(signed).state is SignatureState.UNCHECKED
    assert check_signature(unsigned_pdf()).state is SignatureState.NONE
