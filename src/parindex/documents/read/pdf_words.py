"""Words that a cell too narrow for them cut into pieces: "Trướ|c", "phườ|ng", "UBN|D", "31/12|/2024"."""

from __future__ import annotations

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_INITIAL = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_SYLLABLE = re.compile(
    rf"(?:{_INITIAL})?"
    "(?:uyê|uya|iê|yê|ia|ya|ươ|ưa|uô|ua|oa|oă|oe|uâ|uê|uơ|uy|[aăâeêioôơuưy])"
    "(?:ch|ng|nh|[cmnpt]|[iyou])?"
)
_NUMBER = re.compile(r"(?:[IVX]{1,4}/)?\d[\d/.]*")
# Roman numbers, and what the headers and cells of tables shorten.
_ABBREVIATION = re.compile(r"[IVX]+|TCTP|UBND|HĐND|TTHC|CCHC|STT?|TT|ĐVT|ĐKĐĐ|CNTT|KHCN|VP")
_OPENING, _CLOSING = "(“\"'‘[", ",.;:)”\"'’]"
# Words that begin with a vowel, as few do, and so may well stand alone behind another that ends with one.
_WHOLE = re.compile(
    "a[inp]|anh|ao|á[np]|ánh|ảnh|ăn|âm|ân|ấ[npy]|ẩn|[eé][mp]|ích|ít|in|oan|o?ong|ô[nm]|ông|ổn|ốc|ở|ủng|uy|[uủ][yỷ]|ước|ưu"
    "|[ứú]ng|út|[yý]|yê[nu]|yếu"
)


def is_cut_word(piece: str, other: str) -> bool:
    """Tell whether two pieces, printed below one another where the column has no room for both, are one word."""
    head, tail = piece.lstrip(_OPENING), other.rstrip(_CLOSING)
    if not tail:
        return True  # A comma alone on its line.
    if not head:
        return False
    if head.isupper() and tail.isupper() and _ABBREVIATION.fullmatch(head + tail):
        return True
    if head[-1].isdigit() or tail[0].isdigit():
        return _NUMBER.fullmatch(head + tail) is not None
    return _WHOLE.fullmatch(tail.lower()) is None and _is_syllable(head + tail)


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    plain, tones = _TONES.subn("", letters)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
