"""The digital signatures of a PDF: whether it has any, and whether the file is still what was signed.

Trust is not judged: whether a certificate belongs to the office that it names is for a person or another system to
say. The library is optional (extra `sign`); without it a signed file stays unchecked.
"""

from __future__ import annotations

import importlib.util
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

# The digest is taken over ranges of bytes of the file, so their list always stands in it in the open (ISO 32000, 12.8).
_RANGES: Final = b"/ByteRange"
_FORMAT: Final = b"/SubFilter"
_LOGGERS: Final = ("pyhanko", "pyhanko_certvalidator")


class SignatureState(StrEnum):
    """What was found of the signatures of a file."""

    UNCHECKED = "unchecked"
    NONE = "none"
    WHOLE = "whole"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """The state of all signatures together and the names in their certificates, as written there and not verified."""

    state: SignatureState
    names: tuple[str, ...] = ()


def check_signature(data: bytes) -> SignatureCheck:
    """Check the digital signatures of a PDF without asking the network.

    WHOLE: every signature fits the bytes that it covers and nothing but further signatures was added since. A file
    that says it is signed and cannot be followed is BROKEN. Anything but a PDF is UNCHECKED.
    """
    if b"%PDF-" not in data[:1024]:
        return SignatureCheck(SignatureState.UNCHECKED)
    if _RANGES not in data:
        return SignatureCheck(SignatureState.NONE)
    if importlib.util.find_spec("pyhanko") is None:
        return SignatureCheck(SignatureState.UNCHECKED)
    with _silent():
        return _check(data)


def _check(data: bytes) -> SignatureCheck:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        signatures = list(reader.embedded_signatures)
        names = tuple(dict.fromkeys(_name(signature) for signature in signatures))
        is_whole = all(map(_is_whole, signatures))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return SignatureCheck(SignatureState.BROKEN)
    if not signatures:
        # Cut short, so that the signature is there and nothing leads to it any more.
        return SignatureCheck(SignatureState.BROKEN if _FORMAT in data else SignatureState.NONE)
    return SignatureCheck(SignatureState.WHOLE if is_whole else SignatureState.BROKEN, names)


def _is_whole(signature: EmbeddedPdfSignature) -> bool:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    return bool(status.intact and status.valid and status.docmdp_ok)


def _name(signature: EmbeddedPdfSignature) -> str:
    certificate = signature.signer_cert
    subject = certificate.subject.native if certificate is not None else {}
    return str(subject.get("common_name", "")) or "không ghi tên"


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the library from writing a trace for every certificate that leads to no trusted root, as all do here."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
