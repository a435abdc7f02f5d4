"""How the name of an agency begins, compiled once from the lexicon."""

from __future__ import annotations

import re
from functools import cache

from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.planning.lexicon import alternate, compile_words
from parindex.domain.text import folding

_LONGEST_NAME = 120
# "Bộ máy", "Quý I", "Hội nghị" begin like agencies and are none.
_OTHERS = re.compile(
    r"(?:bo may|quy (?:\d|[ivx]+\b)|hoi (?:nghi|nhap|thi)|to chuc|truong hop|doi ngu|bao chi|vu viec"
    # A group of what is done, not of who does it.
    r"|(?:cac|nhung|nhom) (?:nhiem vu|noi dung|cong viec|giai phap|bien phap|chi tieu|tieu chi|hoat dong|muc tieu"
    r"|van de|chi so|ton tai|han che|ket qua|yeu cau|linh vuc|kien nghi)\b)"
)
_DIGIT = re.compile(r"\d")
_FIRST_WORD = re.compile(r"[\s+-]*(\w+)")
_GIVEN = re.compile(
    r"(?:giao|doi voi|trach nhiem cua|de nghi|yeu cau|(?:cac |nhung |nhom )?(?:nhiem vu|cong viec|noi dung|viec)"
    r" (?:(?:duoc )?giao(?: cho)?|cua|do|thuoc trach nhiem(?: cua)?))\s+"
)
# "Các nhiệm vụ giao Sở Nội vụ chủ trì" names the agency alone.
_GIVEN_DUTY = re.compile(r".*\S(?=\s+(?:chu tri|phu trach|thuc hien|dam nhan|chiu trach nhiem)(?: thuc hien| chinh)?$)")


def names_agency(text: str) -> tuple[int, int] | None:
    """Return the range of the agency's name where a line is nothing else ("1. Sở Nội vụ:", "Giao Sở Y tế:")."""
    end = len(text.rstrip(" :.;"))
    folded = folding.fold_aligned(text)[:end]
    given = _GIVEN.match(folded)
    start = given.end() if given is not None else 0
    if given is not None and (duty := _GIVEN_DUTY.match(folded, start)) is not None:
        end = duty.end()
        folded = folded[:end]
    if not 3 <= end - start <= _LONGEST_NAME or not begins_agency(text, folded, start):
        return None
    verbs = compile_words(load_lexicon().duty_verbs)
    if _OTHERS.match(folded, start) or _DIGIT.search(folded) or verbs.match(folded, start):
        return None
    doing = next((verb for verb in verbs.finditer(folded, start) if is_verb(text, verb)), None)
    return None if doing is not None else (start, end)


def is_group_of_work(folded: str) -> bool:
    """Tell whether folded words begin like an agency and are none: "Các nhiệm vụ", "Bộ máy", "Quý I"."""
    return _OTHERS.match(folded) is not None


def is_verb(text: str, match: re.Match[str]) -> bool:
    """Tell whether what matches a verb of duty letter by letter is one: "cần" but not "cán bộ", no part of a name."""
    word = text[match.start() : match.end()]
    return word[0].islower() and (len(word.split()) > 1 or word.isascii() or word in _short_verbs())


@cache
def _short_verbs() -> frozenset[str]:
    return frozenset(word for word in load_lexicon().duty_verbs if " " not in word)


def begins_agency(text: str, folded: str, start: int = 0) -> bool:
    """Tell whether an agency's name begins there, also by its accents: "Ban chỉ đạo" but not "Bàn giao"."""
    return agency_starts().match(folded, start) is not None and may_begin_agency(text, start)


def may_begin_agency(text: str, start: int = 0) -> bool:
    """Tell by the first word alone whether an agency's name may begin there: a cheap look before a dear one."""
    word = _FIRST_WORD.match(text, start)
    return word is not None and _tone_order(word[1].lower()) in _first_words()


def _tone_order(word: str) -> str:
    """Write "uỷ" as "ủy": both spellings are in use."""
    return word.replace("uỷ", "ủy").replace("oà", "òa").replace("oá", "óa")


@cache
def _first_words() -> frozenset[str]:
    lexicon = load_lexicon()
    words = (*lexicon.agency_heads, *lexicon.group_quantifiers, *lexicon.group_nouns)
    return frozenset(_tone_order(re.split(r"\W+", word.lower())[0]) for word in words)


@cache
def agency_starts(*, with_fields: bool = False) -> re.Pattern[str]:
    """Return the pattern of folded words that open an agency or a group of agencies.

    With `with_fields` the field alone counts too ("tư pháp", "nội vụ"), as in a narrow column of a table.
    """
    lexicon = load_lexicon()
    words = [*lexicon.agency_heads, *lexicon.group_quantifiers, *lexicon.group_nouns]
    if with_fields:
        words.extend(lexicon.agency_fields)
    folded = {folding.fold(word) for word in words}
    if with_fields:
        folded |= {word.split()[0] for word in folded}
    return re.compile(rf"[-+]?\s*{alternate(folded)}(?!\w)")
