"""PDF files that are really signed, by keys made on the spot that nobody trusts."""

from __future__ import annotations

import functools
import io
from datetime import UTC, datetime

import pypdfium2
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

OFFICE = "UBND xã Hư Cấu"


def unsigned_pdf() -> bytes:
    """Return a PDF of one empty page."""
    document, kept = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(200, 200)
    document.save(kept)
    return kept.getvalue()


def sign(data: bytes, *, name: str = OFFICE, place: str = "chu-ky") -> bytes:
    """Add a signature to a PDF as a further revision; `place` is the name of its field."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    told = signers.PdfSignatureMetadata(field_name=place)
    return signers.sign_pdf(writer, told, signer=_signer(name)).getvalue()


def change_after_signing(data: bytes) -> bytes:
    """Change the size of the first page in a further revision, as an editor of PDF files does."""
    writer, kept = IncrementalPdfFileWriter(io.BytesIO(data)), io.BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(side) for side in (0, 0, 90, 90)])
    writer.update_container(page)
    writer.write(kept)
    return kept.getvalue()


@functools.cache
def _signer(name: str) -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = {"digital_signature": True, "content_commitment": True}
    others = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    rest = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    certificate = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(**usage, **rest), critical=True)
        .sign(key, hashes.SHA256())
    )
    der, plain = serialization.Encoding.DER, serialization.NoEncryption()
    secret = key.private_bytes(der, serialization.PrivateFormat.PKCS8, plain)
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),
    )
