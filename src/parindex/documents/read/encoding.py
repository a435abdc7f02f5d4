"""From bytes to text when nobody says the encoding: Unicode, Windows-1258, and the raw 8-bit TCVN3 and VNI.

Text typed for TCVN3 (ABC) or VNI fonts is Latin-1 to a computer. It is handed on as such, as it would show without
the font, with a warning: turning it into Unicode is a repair and is logged as one.
"""

from __future__ import annotations

import codecs
import re

from parindex.documents.errors import MixedEncoding

# Letters that are frequent in Vietnamese, as bytes of each encoding. TCVN3 alone uses A8-BE for letters.
_TCVN3 = frozenset(range(0xA8, 0xBF)) | frozenset((0xC6, 0xC7, 0xCA, 0xCB, 0xD2, 0xD3, 0xD5, 0xD6, 0xDC, 0xDD, 0xE8))
_TCVN3_ONLY = frozenset(range(0xA8, 0xBF)) - {0xA9, 0xAB, 0xAE, 0xB0, 0xB4, 0xB7, 0xBB}
_VNI = frozenset((0xF1, 0xD1, 0xF6, 0xD6, 0xF8, 0xD8, 0xF9, 0xD9, 0xFB, 0xDB, 0xEF, 0xCF))
_CP1258 = frozenset((0xF0, 0xD0, 0xFD, 0xDD, 0xF5, 0xD5, 0xCC, 0xEC, 0xD2, 0xDE, 0xF2))
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINES_NAMED = 5
# Letters of Vietnamese and marks of text lie in rows 00, 01, 03, 1E and 20 of Unicode.
_WIDE_PART = re.compile(rb"(?:(?:[^\0][\0\x01\x03\x1e\x20]){3,}|(?:[\0\x01\x03\x1e\x20][^\0]){3,})\0?")


def decode_text(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, the name of its encoding (utf-8, utf-16, cp1258, tcvn3, vni) and warnings in Vietnamese.

    Raises `MixedEncoding` when some lines are UTF-8 and others are not.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode_marked(data, codec)
    wide = wide_codec(data)
    if wide:
        return data.decode(wide, "replace"), "utf-16", ()
    _refuse_wide_parts(data)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8"), "utf-8", ("Tệp bị cắt giữa một chữ ở cuối; đã bỏ chữ ấy.",)
    _refuse_mixture(data)
    return _decode_8bit(data)


def _decode_marked(data: bytes, codec: str) -> tuple[str, str, tuple[str, ...]]:
    encoding = codec.removesuffix("-sig")
    text = data.decode(codec, "replace")
    if "\ufffd" in text and encoding == "utf-8":
        _refuse_mixture(data)
    return text, encoding, ("Có ký tự hỏng, đã thay bằng dấu “\ufffd”.",) if "\ufffd" in text else ()


def wide_codec(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: Vietnamese text has a zero in every second byte of its ASCII letters."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) * 5 < len(head) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def drop_wide_parts(data: bytes) -> bytes:
    """Return text of one-byte units without its parts in UTF-16; what is no such mixture is returned as it is."""
    if b"\0" not in data:
        return data
    rest = _WIDE_PART.sub(lambda part: b"" if b"\0" in part[0] else part[0], data)
    return data if b"\0" in rest or len(rest) * 2 < len(data) else rest


def _refuse_wide_parts(data: bytes) -> None:
    if len(drop_wide_parts(data)) < len(data):
        number = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise MixedEncoding(where=f"dòng {number}")


def _refuse_mixture(data: bytes) -> None:
    """Raise when sure UTF-8 letters and bytes that are not UTF-8 stand in one file, naming the lines of the fewer."""
    unicode_lines: list[int] = []
    other_lines: list[int] = []
    for number, line in enumerate(data.splitlines(), start=1):
        if line.isascii():
            continue
        (unicode_lines if _is_utf8(line) else other_lines).append(number)
    # One or two byte pairs of an 8-bit text may look like UTF-8 by chance; a whole line of letters does not.
    if len(unicode_lines) * 20 < len(other_lines):
        return
    if not unicode_lines and not _mixed_line(data):
        return
    fewer = min((other_lines, unicode_lines or other_lines), key=len)
    named = ", ".join(str(number) for number in fewer[:_LINES_NAMED])
    more = "…" if len(fewer) > _LINES_NAMED else ""
    raise MixedEncoding(where=f"dòng {named}{more}")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mixed_line(data: bytes) -> bool:
    """Tell whether most non-ASCII bytes are whole UTF-8 letters although some byte is not."""
    high = sum(1 for byte in data if byte >= 0x80)
    inside = sum(len(match.group()) for match in _MULTIBYTE.finditer(data) if _is_utf8(match.group()))
    return inside * 2 > high


def _decode_8bit(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    high = [byte for byte in data if byte >= 0x80]
    tcvn3 = sum(1 for byte in high if byte in _TCVN3)
    if sum(1 for byte in high if byte in _TCVN3_ONLY) * 4 >= len(high) and tcvn3 * 2 >= len(high):
        return _legacy(data), "tcvn3", ("Tệp dùng bảng mã cũ TCVN3 (ABC), cần chuyển sang Unicode.",)
    if sum(1 for byte in high if byte in _VNI) > sum(1 for byte in high if byte in _CP1258):
        return _legacy(data), "vni", ("Tệp dùng bảng mã cũ VNI, cần chuyển sang Unicode.",)
    text = data.decode("cp1258", "replace")
    warning = "Tệp dùng bảng mã Windows-1258; nên kiểm tra lại dấu."
    broken = ("Có ký tự hỏng, đã thay bằng dấu “\ufffd”.",) if "\ufffd" in text else ()
    return text, "cp1258", (warning, *broken)


def _legacy(data: bytes) -> str:
    """Decode as the Western text which a legacy font was drawn over; its five unused bytes stay control characters."""
    return (
        "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in data)
        if _odd(data)
        else (data.decode("cp1252"))
    )


def _odd(data: bytes) -> bool:
    return any(byte in data for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
