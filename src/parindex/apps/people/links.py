"""One-time secrets: what is given out once, and the hash that is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_secret(prefix: str) -> str:
    """Return a secret of 256 random bits, with a prefix by which leaked ones can be found."""
    return prefix + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Return what is stored instead of the secret; random secrets of this length need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
