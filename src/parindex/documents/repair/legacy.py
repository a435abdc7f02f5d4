"""Text typed for TCVN3 (ABC) or VNI fonts, which computers show as Latin-1 letters, turned into Unicode."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from parindex.documents.blocks import Place, Repair

_TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True)))
_TCVN3_ONLY = re.compile(r"[µ¸¶·¹¨»¾¼½©®ª«¬\u00ad]")
_VNI_ONLY = re.compile(r"(?:[aeouyAEOUY][øùûõïåäëüØÙÛÕÏÅÄËÜ]|[öÖ][øùûõï]|ñ[aeouöôi])")
_HINT = re.compile(r"[µ¸¶¹¨»¾¼½®ª¬\u00ad]|[öÖ][øùûõï]|ñ[aeouöô]|[aeou][øùûåäë]")
# One of these letters, or "ù" behind another vowel, stands wherever the hint does, and is found in a tenth of the time.
LEGACY_LETTERS = r"µ¸¶¹¨»¾¼½®ª¬\u00adöÖñøûåäë"
_LETTER = re.compile(rf"[{LEGACY_LETTERS}ù](?<![^aeou]ù)")
_MODERN = re.compile(r"[\u1ea0-\u1ef9đĐăĂơƠưƯ]")

# Combining grave, acute, hook, tilde and dot below, as VNI writes them behind a letter.
_VNI_TONES = {"ø": "̀", "ù": "́", "û": "̉", "õ": "̃", "ï": "̣"}
_VNI_ROOF = {"â": "", "à": "̀", "á": "́", "å": "̉", "ã": "̃", "ä": "̣"}
_VNI_BREVE = {"ê": "", "è": "̀", "é": "́", "ú": "̉", "ü": "̃", "ë": "̣"}
_VNI_ALONE = {"ñ": "đ", "Ñ": "Đ", "ö": "ư", "Ö": "Ư", "ô": "ơ", "Ô": "Ơ", "æ": "ỉ", "Æ": "Ỉ", "ó": "ĩ", "Ó": "Ĩ"}
_VNI_ALONE |= {"ò": "ị", "Ò": "Ị", "î": "ỵ", "Î": "Ỵ"}


def _vni_pairs() -> dict[str, str]:
    """Build every VNI letter pair: a base letter followed by its marks."""
    pairs: dict[str, str] = {}
    bases = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
    for base, letter in bases.items():
        for mark, tone in _VNI_TONES.items():
            pairs[base + mark] = unicodedata.normalize("NFC", letter + tone)
    for base, letter in {"a": "â", "e": "ê", "o": "ô"}.items():
        for mark, tone in _VNI_ROOF.items():
            pairs[base + mark] = unicodedata.normalize("NFC", letter + tone)
    for mark, tone in _VNI_BREVE.items():
        pairs["a" + mark] = unicodedata.normalize("NFC", "ă" + tone)
    upper = {key.upper(): value.upper() for key, value in pairs.items()}
    title = {key[0].upper() + key[1]: value.upper() for key, value in pairs.items()}
    return {**pairs, **title, **upper, **_VNI_ALONE}


_VNI = _vni_pairs()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def convert_tcvn3(text: str) -> str:
    """Turn text typed for a TCVN3 font into Unicode."""
    return text.translate(_TCVN3)


def convert_vni(text: str) -> str:
    """Turn text typed for a VNI font into Unicode."""
    return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)


def may_be_legacy(text: str) -> bool:
    """Tell whether a text has a letter or a pair of letters that Vietnamese in Unicode has not."""
    return _LETTER.search(text) is not None and _HINT.search(text) is not None


def detect_legacy(text: str) -> str | None:
    """Tell whether a text is "tcvn3" or "vni" shown as Latin-1; None when it is Unicode or too short to know."""
    most = len(text) // 100
    if sum(1 for _ in islice(_MODERN.finditer(text), most + 1)) > most:
        return None
    enough = max(2, len(text) // 40)
    if len(_TCVN3_ONLY.findall(text)) >= enough:
        return "tcvn3"
    return "vni" if len(_VNI_ONLY.findall(text)) >= enough else None


def repair_legacy(text: str, place: Place, *, encoding: str | None) -> tuple[str, list[Repair]]:
    """Convert a text when its document was found to be TCVN3 or VNI, with the repair for the log."""
    if encoding is None or encoding not in {"tcvn3", "vni"}:
        return text, []
    after = convert_tcvn3(text) if encoding == "tcvn3" else convert_vni(text)
    return after, [Repair(encoding, text, after, None, place)] if after != text else []
