"""Criteria in headings: codes ("TCTP 3.2.1") and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from parindex.domain.planning.model import CriterionLevel
from parindex.domain.text import folding
from parindex.domain.text.memory import remember
from parindex.domain.text.signs import has_any

_EDGES: Final = " \t\n.;,:-–—−*_#"
_OPENING: Final = frozenset("“\"«‘'„”`")
_CLOSING: Final = frozenset("”\"»’'“`")
_COMPONENT: Final = r"tieu\s+chi\s+thanh\s+phan|chi\s+so\s+thanh\s+phan|tieu\s+chi\s+con|tctp"
_CRITERION: Final = r"tieu\s+chi|chi\s+so|tc"
_CODE: Final = re.compile(
    rf"(?<!\w)(?:(?P<component>{_COMPONENT})|(?P<criterion>{_CRITERION}))\s*(?:so\s+)?[:.]?\s*"
    r"(?P<number>\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})\.?(?!\w)"
)
# What stands in every code, and one of what stands in every level: a cheap look before a dear one.
_DOTTED: Final = re.compile(r"\d\s?\.\s?\d")
_LEVEL_SIGNS: Final = ("tieu", "tc", "thanh")
_LEVEL: Final = re.compile(rf"(?<!\w)(?:(?P<component>{_COMPONENT})|(?:tieu\s+chi|tc(?=\s*\d)))(?![^\W\d]|\s+thanh)")
_NUMBERING: Final = re.compile(
    r"[\s#*_]*(?:[-+•]\s+)?"
    r"(?:\d{1,2}(?:\s?\.\s?\d{1,3}){1,4}(?!\d)\s*[.):]?|(?:\d{1,2}|[ivx]{1,5}|[a-z])\s*[.)])\s*[*_]*\s*[-–]?\s*"
)
_DIGITS: Final = r"\d{1,2}(?:\s?\.\s?\d{1,2}){1,3}"
# "Tiêu chí 1.2 và 1.3 …", "TCTP 3.1.2, 3.1.3: …": one item of several criteria.
_FURTHER: Final = rf"(?:\s*(?:[,;&]|,?\s*\bva\b)\s*{_DIGITS}(?!\w))"
_FURTHER_CODES: Final = re.compile(rf"{_FURTHER}+")
_BARE: Final = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})(?:\s*[.:)]?\s*$|(?:\s*[.:)]\s*|\s+[-–]?\s*)(?=[^\W\d_a-z]))")
_EACH: Final = re.compile(_DIGITS)
_NAMED: Final = rf"(?:ve\s+)?(?:(?:cac|nhom)\s+)?(?:{_COMPONENT}|tieu\s+chi|(?:tc|chi\s+so)(?=\s*\d))"
# "Tiêu chí 8: …", "Tiêu chí 8 “…”": counted without a dot.
_COUNT: Final = r"\d{1,2}(?!\s?\.\s?\d)(?=\s*(?:[:.–—-]|[“«„\"])\s*[^\W\d]|\s*[“«„\"])"
_LABEL: Final = re.compile(
    rf"(?:^|[;,]|(?<=[”\"»’'])|\bva\b|(?<=\s)-)\s*{_NAMED}(?![^\W\d])\s*"
    rf"(?:so\s+\d{{1,2}}(?!\s?\.\s?\d)|so\s+|{_COUNT})?[:.]?\s*(?:{_DIGITS}{_FURTHER}*\.?)?\s*[:–—-]?\s*"
)
# One of these stands in every label of a text whose white space is single blanks.
_LABEL_SIGNS: Final = ("tieu", "chi so", "tc")
_QUOTED: Final = re.compile(r"[“«„](?P<a>[^“”«»„]{2,600})[”»]|\"(?P<b>[^\"]{2,600})\"|”(?P<c>[^“”]{2,600})”")


# "Công khai tiến độ giải quyết hồ sơ (TCTP 3.2.3)" or "(TC 1.4) Ban hành kế hoạch": ministries bracket the code.
_BRACKETED: Final = (
    r"(?:TCTP|TC|[Tt]iêu chí thành phần|[Tt]iêu chí|[Cc]hỉ số thành phần|[Mm]ã)\s*(?:số\s+)?"
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?"
)
_CLOSING_CODE: Final = re.compile(rf"\s*[(\[]{_BRACKETED}[)\]]\s*[.:;]?\s*$")
_OPENING_CODE: Final = re.compile(rf"\s*[(\[]{_BRACKETED}[)\]]\s*[.:–-]?\s*(?=\S)")
# "Yếu tố “Tiếp cận dịch vụ”", "Trục nội dung "Thủ tục hành chính công" (đạt 7,1 điểm)": the name is what is quoted.
_QUOTED_KIND: Final = re.compile(
    r"(?:[Vv]ề\s+)?(?:[Yy]ếu tố|(?:[Tt]rục |[Cc]hỉ số |[Nn]hóm )?[Nn]ội dung(?: thành phần)?|[Kk]hía cạnh|[Tt]rụ cột"
    r"|[Ll]ĩnh vực|[Cc]hỉ số|[Cc]hỉ tiêu|[Vv]ấn đề|[Nn]hiệm vụ|[Hh]ạn chế)\s*(?:số\s+)?(?:\d{1,2}(?:\.\d{1,2})*)?"
    r"\s*[:.]?\s*"
    r"(?=[“«„\"][^“”«»„\"]{2,600}[”»\"]\s*(?:\([^()]*\)\s*)?[.:;]?\s*$)"
)


@dataclass(frozen=True, slots=True)
class CriterionCode:
    """A criterion's code as "TCTP 3.2.1" and its level, with the half-open character range it was read from."""

    code: str
    level: CriterionLevel
    start: int
    end: int


@remember
def read_code(text: str) -> CriterionCode | None:
    """Read the first criterion code of a text ("TCTP3.2.1", "Tiêu chí thành phần 3.2.1"); None when it has none.

    A heading number before the label ("1.1. Tiêu chí …") is not a code.
    """
    folded = folding.fold_aligned(text)
    match = _CODE.search(folded) if _DOTTED.search(folded) else None
    if match is None:
        return None
    number = re.sub(r"\s", "", match["number"])
    level = CriterionLevel.TCTP if match["component"] or number.count(".") > 1 else CriterionLevel.TC
    return CriterionCode(code=f"{level.value} {number}", level=level, start=match.start(), end=match.end())


def further_codes(text: str) -> tuple[str, ...]:
    """Return the codes that follow the first one of a text ("Tiêu chí 1.2 và 1.3 …" gives "TC 1.3")."""
    if _DOTTED.search(text) is None or (code := read_code(text)) is None:
        return ()
    further = _FURTHER_CODES.match(folding.fold_aligned(text), code.end)
    numbers = _EACH.findall(further[0]) if further is not None else ()
    return tuple(full_code(re.sub(r"\s", "", number)) for number in numbers)


def ends_in_code(text: str) -> bool:
    """Tell whether a text closes with a criterion's code in brackets."""
    return text.rstrip(" .:;")[-1:] in {")", "]"} and _CLOSING_CODE.search(text) is not None


def read_level(heading: str) -> CriterionLevel | None:
    """Read whether a heading speaks of a TC or a TCTP; None when it says neither."""
    folded = folding.fold_aligned(heading)
    match = _LEVEL.search(folded) if has_any(folded, _LEVEL_SIGNS) else None
    if match is None:
        return None
    code = read_code(heading)
    if code and code.start == match.start():
        return code.level
    return CriterionLevel.TCTP if match["component"] else CriterionLevel.TC


def _trim(name: str) -> str:
    """Strip punctuation, Markdown marks and unpaired quotes from the ends of a name."""
    name = folding.collapse(name).strip(_EDGES)
    if name[:1] in _OPENING:
        name = name[1:]
    if name[-1:] in _CLOSING and _count_quotes(name) % 2 == 1:
        name = name[:-1]
    return name.strip(_EDGES)


def _count_quotes(name: str) -> int:
    """Count quotation marks of every style."""
    return sum(letter in '“”"«»„' for letter in name)


def _find_quoted(text: str) -> Iterator[str]:
    """Yield the quoted names of a heading."""
    for match in _QUOTED.finditer(text):
        yield match["a"] or match["b"] or match["c"]


def _cut_at_labels(text: str) -> list[str]:
    """Cut a heading at each "Tiêu chí …" label when one opens it."""
    folded = folding.fold_aligned(text)
    first = _LABEL.match(folded)
    if first is None:
        return [text]
    labels = [first]
    if has_any(folded[first.end() :], _LABEL_SIGNS):
        labels += _LABEL.finditer(folded, first.end())
    ends = [label.start() for label in labels[1:]] + [len(text)]
    return [text[label.end() : end] for label, end in zip(labels, ends, strict=True)]


def _read_part(part: str) -> tuple[str, ...]:
    """Read the names after one label: what is quoted, else everything up to a missing closing quote."""
    opened = part.lstrip(" *_")[:1] in tuple('“"«„”')
    quoted = [name for name in map(_trim, _find_quoted(part)) if name] if opened else []
    if quoted:
        return tuple(quoted)
    name = _trim(part)
    return (name,) if name else ()


def split_names(heading: str) -> tuple[str, ...]:
    """Split a heading into the names of its criteria, without number, label, code and quotes."""
    text = folding.collapse(folding.normalise(heading))
    number = _NUMBERING.match(folding.fold_aligned(text))
    text = text[number.end() if number else 0 :].lstrip(" *_#-+•")
    text = _CLOSING_CODE.sub("", text) if text.rstrip(" .:;")[-1:] in {")", "]"} else text
    text = _OPENING_CODE.sub("", text, count=1) if text[:1] in {"(", "["} else text
    kind = _QUOTED_KIND.match(text)
    return tuple(name for part in _cut_at_labels(text[kind.end() if kind else 0 :]) for name in _read_part(part))


def read_bare_code(text: str) -> CriterionCode | None:
    """Read a dotted number that begins a text and stands alone or before a name ("1.3.2. Xử lý…"), where it is known
    to be a code; None when there is none.
    """
    match = _BARE.match(text)
    found = read_code(f"TC {match[1]}") if match is not None else None
    return replace(found, start=match.start(1), end=match.end(1)) if found is not None and match is not None else None


def full_code(code: str) -> str:
    """Return a code as "TCTP 3.2.1", also where a person typed its number alone; what is no code stays as it is."""
    found = read_code(code) or read_code(f"TC {code}")
    return found.code if found is not None else code
