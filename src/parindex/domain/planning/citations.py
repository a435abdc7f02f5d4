"""Documents that a text cites: loại, số, ngày, cơ quan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from parindex.domain.planning.lexicon import opened
from parindex.domain.planning.model import Citation
from parindex.domain.text import dates, folding
from parindex.domain.text.memory import remember

_EDGES: Final = " \t\n.;,:-–—"
_KINDS: Final = (
    "Nghị quyết liên tịch", "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Thông tư liên tịch", "Thông tư",
    "Thông báo kết luận", "Thông báo", "Kế hoạch hành động", "Kế hoạch", "Công văn", "Công điện", "Văn bản hợp nhất",
    "Văn bản", "Báo cáo thẩm định", "Báo cáo", "Tờ trình", "Hướng dẫn", "Chương trình hành động", "Chương trình",
    "Kết luận", "Quy định", "Quy chế", "Đề án", "Luật", "Bộ luật", "Pháp lệnh",
)  # fmt: skip
_BY_FOLD: Final = {folding.fold(kind): kind for kind in _KINDS}
_KIND: Final = opened(_BY_FOLD).replace(r"\ ", r"\s+")
# A number may be glyph-broken ("139ƣ/KH-UBND", "…/KH-UBND"): whatever stands before the slash is kept as printed.
# "06/TU - ngày 26/3": the day is no part of the symbol.
_SYMBOL: Final = r"[^\W\d_][\w&]{0,15}(?:\s?[-–]\s?(?!ngay\b|ve\b|cua\b)[\w&]{1,25}){0,4}"
_NUMBER: Final = rf"(?:[\w.…]{{0,8}}\s?/\s?(?:\d{{4}}\s?/\s?)?{_SYMBOL}|\d{{1,4}}-[^\W\d_]{{2,4}}/[^\W\d_]{{2,6}})"
_SIGN: Final = re.compile(
    rf"(?P<kind>{_KIND})\s+(?:so\s*:?\s*)?(?P<number>{_NUMBER})(?!\w)"
    rf"|s(?<!\ws)o\s*:?\s*(?P<bare>\d[\w.]{{0,7}}\s?/\s?(?:\d{{4}}\s?/\s?)?{_SYMBOL})(?!\w)"
)
# More letters than a kind and its number have before the slash, and than the symbol has after it.
_BEFORE_SLASH: Final = 80
_AFTER_SLASH: Final = 240
# A kind or "số" stands near before the slash of a number; its last word is looked for before the whole is read.
_LEADS: Final = frozenset(("so", *(kind.split()[-1] for kind in _BY_FOLD)))
_LEAD_WORD: Final = re.compile(r"[^\W\d_]+")
_NEAR: Final = 32
# Behind the slash of a date stands a number.
_SYMBOL_NEXT: Final = re.compile(r"\s?(?:\d{4}\s?/\s?)?[^\W\d_]")
_LAW: Final = re.compile(
    r"(?<!\w)(?P<kind>luat|bo\s+luat|phap\s+lenh)\s+(?P<name>(?!so\b)[\w\s,-]{3,160}?)"
    r"\s*,?\s*(?=ngay\s+\d|so\s*:?\s*\d{1,3}\s?/\s?\d{4}\s?/|nam\s+\d{4})"
)
# "Luật Căn cước, hoàn thành trước ngày 30/6/2024": the day is that of the work, not of the law.
_DUE: Final = re.compile(r"\b(?:hoan thanh|xong)\b|\b(?:truoc|cham nhat|muon nhat|trong|den|het|vao|(?<!dau )tu)$")
_LAW_NUMBER: Final = re.compile(rf"\s*,?\s*so\s*:?\s*(?P<number>\d{{1,3}}\s?/\s?\d{{4}}\s?/\s?{_SYMBOL})(?!\w)")
_ON: Final = re.compile(r"[\s,;–-]{0,3}(?:\(?\s*(?:ban hanh\s+)?ngay\s*)")
_BY: Final = re.compile(r"[\s,.]{0,4}cua\s+(?:dong chi\s+)?")
_ISSUER_END: Final = re.compile(
    r"[;:()\n]|\.(?:\s|$)|,\s+(?!(?:thi xa|thanh pho|thi tran|phuong)\b)"
    r"|\s(?:ve|quy dinh|phe duyet|ban hanh|huong dan|sua doi|trien khai|cong bo|khac phuc|thuc hien|tren dia ban|tai"
    r"|va\s+(?:cac|nghi|quyet|ke hoach|cong van|huong dan|thong tu)|nham|de|trong|doi voi|giao|thong qua|duoc|co|theo"
    r"|lien quan)\b"
)


class FoundCitation(NamedTuple):
    """A citation and its half-open character range, `base_offset` included."""

    citation: Citation
    start: int
    end: int


def _read_date(folded: str, position: int) -> tuple[date | None, int]:
    """Read ", ngày 30/9/2022" at a position; the position after it."""
    opening = _ON.match(folded, position)
    if opening is None:
        return None, position
    found = next(dates.find_dates(folded[opening.end() : opening.end() + 40]), None)
    if found is None or found.start > 0:
        return None, position
    return found.value, opening.end() + found.end


def _read_issuer(text: str, folded: str, position: int) -> tuple[str | None, int]:
    """Read "của Bộ trưởng Bộ Nội vụ" at a position; the position after it."""
    opening = _BY.match(folded, position)
    if opening is None or "ửa" in text[position : opening.end()].lower():
        return None, position  # "Cửa Lạch, ngày …" below a number is the place of the date line.
    limit = min(len(text), opening.end() + 160)
    stop = _ISSUER_END.search(folded, opening.end(), limit)
    end = stop.start() if stop else limit
    issuer = text[opening.end() : end].strip(_EDGES)
    if not issuer or not issuer[0].isupper():
        return None, position
    return issuer, opening.end() + len(text[opening.end() : end].rstrip(_EDGES))


def _find_numbered(folded: str) -> Iterator[re.Match[str]]:
    """Find numbered documents around the slashes of their numbers, since nothing else has to be looked at."""
    end, slash = 0, folded.find("/")
    while slash >= 0:
        match = None
        near = _LEAD_WORD.findall(folded, max(end, slash - _NEAR), slash)
        if not _LEADS.isdisjoint(near) and _SYMBOL_NEXT.match(folded, slash + 1):
            match = _SIGN.search(folded, max(end, slash - _BEFORE_SLASH), slash + _AFTER_SLASH)
        if match is not None:
            end = match.end()
            yield match
        slash = folded.find("/", max(slash + 1, end))


def _find_signs(folded: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Find numbered documents and laws by name, in reading order and without overlap."""
    signs = [("sign", match) for match in _find_numbered(folded)]
    if "luat" in folded or "lenh" in folded:
        signs += [("law", match) for match in _LAW.finditer(folded) if not _DUE.search(match["name"])]
    if len(signs) < 2:
        yield from signs
        return
    end = 0
    for name, match in sorted(signs, key=lambda sign: (sign[1].start(), sign[0])):
        if match.start() >= end:
            end = match.end()
            yield name, match


def _build(text: str, folded: str, *, name: str, match: re.Match[str]) -> tuple[Citation, int]:
    """Build one citation and give its end."""
    kind = " ".join(match["kind"].split()) if match["kind"] else None
    if name == "law":
        label: str | None = folding.collapse(text[match.start() : match.end("name")])
        numbered = _LAW_NUMBER.match(folded, match.end("name"))
        span = numbered.span("number") if numbered else (0, 0)
        end = numbered.end() if numbered else match.end("name")
    else:
        label = _BY_FOLD[kind] if kind else None
        span, end = match.span("number" if match["number"] else "bare"), match.end()
    number = "".join(text[slice(*span)].split()) or None
    value, end = _read_date(folded, end)
    issuer, end = _read_issuer(text, folded, end)
    cited = folding.collapse(text[match.start() : end])
    return Citation(kind=label, number=number, date_=value, issuer=issuer, text=cited), end


def find_citations(text: str, *, base_offset: int = 0) -> tuple[FoundCitation, ...]:
    """Find the cited documents of a text in reading order; parts that the text lacks are None.

    The kind of a law is its whole name ("Luật Tổ chức chính quyền địa phương"), because laws are cited without number.
    """
    folded = folding.fold_aligned(text)
    if "/" not in folded and "luat" not in folded and "lenh" not in folded:
        return ()
    return _find_citations(text, folded, base_offset)


@remember
def _find_citations(text: str, folded: str, base_offset: int) -> tuple[FoundCitation, ...]:
    found: list[FoundCitation] = []
    for name, match in _find_signs(folded):
        if found and match.start() + base_offset < found[-1].end:
            continue
        citation, end = _build(text, folded, name=name, match=match)
        found.append(FoundCitation(citation=citation, start=match.start() + base_offset, end=end + base_offset))
    return tuple(found)
