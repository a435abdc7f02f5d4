"""The fixed words of official papers and how names, numbers, places and dates are printed in them."""

from __future__ import annotations

import re
from datetime import date

from parindex.domain.planning import criteria
from parindex.domain.planning.model import CriterionLevel, Section

BLANK = " " * 6
SECTIONS = {
    Section.FIX: "Khắc phục tồn tại, hạn chế, cải thiện các tiêu chí chưa đạt",
    Section.SIPAS: "Nâng cao mức độ hài lòng của người dân, tổ chức",
    Section.MAINTAIN: "Duy trì các tiêu chí đã thực hiện tốt",
    Section.TASK: "Các công việc phải thực hiện",
    Section.APPENDIX: "Các tiêu chí",
    Section.GOAL: "Mục tiêu",
}
_LEVELS = {CriterionLevel.TC: "Tiêu chí", CriterionLevel.TCTP: "Tiêu chí thành phần"}
_QUOTES = (("“", "”", "“”«»„"), ('"', '"', '"“”'))
# Nghị định 30/2020/NĐ-CP, Phụ lục III.
_SYMBOLS = {
    "Kế hoạch": "KH",
    "Quyết định": "QĐ",
    "Báo cáo": "BC",
    "Chương trình": "CTr",
    "Chỉ thị": "CT",
    "Đề án": "ĐA",
    "Phương án": "PA",
    "Thông báo": "TB",
    "Nghị quyết": "NQ",
    "Tờ trình": "TTr",
}
_COMMITTEE = re.compile(r"(?:Ủy|Uỷ) ban nhân dân\s+", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)\s+(?=\w)(.+)$")


def is_committee(issuer: str) -> bool:
    """Tell whether an issuer is a people's committee."""
    return _COMMITTEE.match(issuer) is not None


def authority_lines(issuer: str) -> tuple[str, ...]:
    """Return the name of the issuer as it stands at the head: a committee over its place."""
    found = _COMMITTEE.match(issuer)
    if found is None:
        return (issuer.upper(),)
    return ("ỦY BAN NHÂN DÂN", issuer[found.end() :].upper())


def number_line(number: str | None, *, kind: str, issuer: str) -> str:
    """Return "Số: 05/KH-UBND"; a paper without number keeps the room for it."""
    if number:
        return f"Số: {number}"
    symbol = _SYMBOLS.get(kind, "")
    return f"Số:{BLANK}/{symbol}-{'UBND' if is_committee(issuer) else BLANK}"


def place_and_date(issuer: str, issued: date | None) -> str:
    """Return "Suối Vàng, ngày 05 tháng 01 năm 2026"; what is not known yet stays blank.

    Days below 10 and the months 1 and 2 have a zero before them (khoản 4 mục II phần I).
    """
    found = _PLACE.search(issuer)
    place = found[1] if found else "." * 14
    if issued is None:
        return f"{place}, ngày{BLANK}tháng{BLANK}năm{BLANK}"
    month = f"{issued.month:02d}" if issued.month < 3 else str(issued.month)
    return f"{place}, ngày {issued.day:02d} tháng {month} năm {issued.year}"


def annex_reference(*, kind: str, number: str | None, issued: date | None, issuer: str) -> str:
    """Return "(Kèm theo Kế hoạch số 05/KH-UBND ngày 05/01/2026 của ...)"; what is not known yet stays blank."""
    day = issued.strftime("%d/%m/%Y") if issued else "    /    /      "
    of = f" của {issuer}" if issuer else ""
    return f"(Kèm theo {kind} số {number or BLANK} ngày {day}{of})"


def recipient_lines(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Return who gets a paper, one a line."""
    return tuple(
        f"- {entry}{';' if at < len(recipients) else '.'}" for at, entry in enumerate(recipients, start=1) if entry
    )


def signing_lines(issuer: str, signer_title: str | None) -> tuple[str, ...]:
    """Return the authority and the title over a signature: a deputy signs for the head, a committee as a whole."""
    title = (signer_title or "").upper()
    if title.startswith(("TM.", "KT.", "TL.", "TUQ.", "Q.")):
        return (title,)
    lines = ("TM. ỦY BAN NHÂN DÂN",) if is_committee(issuer) else ()
    if title.startswith("PHÓ "):
        return (*lines, f"KT. {title.removeprefix('PHÓ ')}", title)
    return (*lines, title) if title else lines


def criterion_words(names: tuple[str, ...], *, level: CriterionLevel | None, code: str | None) -> str:
    """Return the words that name an item: its code or its level before names in quotes, work as it is."""
    label = criteria.full_code(code) if code else (_LEVELS[level] if level is not None else "")
    says_itself = code is None and level is criteria.read_level(names[0])
    if len(names) == 1 and (not label or says_itself):
        return names[0]
    first, *others = (_quoted(name) for name in names)
    again = f"{_LEVELS[level].lower()} " if level is not None else ""
    return "; ".join([f"{label} {first}".strip(), *(f"{again}{name}" for name in others)])


def _quoted(name: str) -> str:
    opening, closing, _ = next((q for q in _QUOTES if not set(q[2]) & set(name)), ("", "", ""))
    return f"{opening}{name}{closing}"
