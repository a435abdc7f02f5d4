"""Ed25519 signatures over the root hash of a bundle: who published it, told by a key that the site shows."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "ed25519"
_OWNER_ONLY = 0o600


class SigningKey:
    """A private key; only its public half ever leaves the machine."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        """Wrap a key of the library."""
        self._private = private

    @classmethod
    def make(cls) -> SigningKey:
        """Make a new key from the random source of the machine."""
        return cls(Ed25519PrivateKey.generate())

    @property
    def public_hex(self) -> str:
        """Return the public key as 64 hexadecimal digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, root_sha256: str) -> str:
        """Return the signature over a root hash as hexadecimal digits."""
        return self._private.sign(root_sha256.encode("ascii")).hex()

    def save(self, path: Path) -> None:
        """Write the key for the owner only; raises FileExistsError rather than replace a key."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._private.private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())


def load_key(path: Path) -> SigningKey:
    """Return the key kept at `path`; the first call makes it. Raises ValueError for a damaged file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            SigningKey.make().save(path)
        except FileExistsError:
            pass  # another process made it a moment ago
    return SigningKey(Ed25519PrivateKey.from_private_bytes(path.read_bytes()))


def is_signed_by(*, public_hex: str, signature_hex: str, root_sha256: str) -> bool:
    """Tell whether a signature over a root hash was made with the private half of a public key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex))
        key.verify(bytes.fromhex(signature_hex), root_sha256.encode("ascii"))
    except (ValueError, InvalidSignature):
        return False
    return True
