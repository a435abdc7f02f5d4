"""The name of an uploaded file, made harmless for showing and storing."""

from __future__ import annotations

import unicodedata

_FORBIDDEN = frozenset('<>:"|?*')
_LONGEST_BYTES = 200
_NAMELESS = "khong-ten"


def clean_name(name: str) -> str:
    """Return the last part of a name in NFC, without path, control, bidirectional or reserved characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(char for char in last if char not in _FORBIDDEN and unicodedata.category(char)[0] != "C")
    tidy = " ".join(kept.split()).strip(". ")
    stem, dot, extension = tidy.rpartition(".")
    if dot and stem and len(extension) <= 10:
        return f"{_shorten(stem)}.{extension}"
    return _shorten(tidy) or _NAMELESS


def _shorten(text: str) -> str:
    """Cut to what every file system keeps (255 bytes), at a whole letter."""
    return text.encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore").strip()
