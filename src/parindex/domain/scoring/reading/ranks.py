"""`rank_band`: points by a published rank: "hạng 1 đến 10: 2; hạng 11 đến 30: 1; từ hạng 31 trở đi: 0"."""

from __future__ import annotations

from parindex.domain.scoring.reading.clauses import Clause, trim
from parindex.domain.scoring.reading.numbers import data_text
from parindex.domain.scoring.reading.proposal import Found, RuleData, Subject, lower_first
from parindex.domain.scoring.reading.words import lower

_N = r"(?:{ranks}\s+)?(?:thứ\s+)?(?:số\s+)?"
_SPAN = rf"(?:từ\s+)?{_N}(?P<first>\d+)\s*(?:-|đến)\s*{_N}(?P<last>\d+)(?:\s*/\s*\d+)?"
_AFTER = rf"(?:(?:từ\s+)?{_N}(?P<first>\d+)\s*(?:{{onward}}|{{downward}})|từ\s+{{ranks}}\s+(?P<only>\d+))"
_BEYOND = r"(?:ngoài|sau|dưới)\s+(?:{ranks}\s+)?(?:thứ\s+)?(?P<last>\d+)"
_TOP = r"(?:.*?\s)?(?:nhóm|top|trong)\s+(?P<last>\d+)(?:\s+.*)?"
_ONE = r"{ranks}\s+(?:thứ\s+)?(?P<last>\d+)"
_HEAD = r"^(?:{ranks})\s+(?:trong|tại|trên|theo|của)\s+"


def read_rank_band(subject: Subject) -> Found | None:
    """Read points for groups of ranks; the groups must follow one another from the first rank on."""
    is_rank = any(subject.words.holds("ranks", text) for text in (subject.text, *(c.label for c in subject.clauses)))
    pointed = [clause for clause in subject.clauses if clause.points is not None]
    if not is_rank or len(pointed) < 2:
        return None
    spans = [_span(clause, subject) for clause in pointed]
    if any(span is None for span in spans):
        return None
    doubts: list[str] = []
    bands: list[RuleData] = []
    at = 0
    for clause, span in zip(pointed, spans, strict=True):
        if span is None or clause.points is None or (span[0] is not None and span[0] != at + 1):
            return None
        if span[1] is None:
            bands.append({"points": data_text(clause.points)})
            break
        at = span[1]
        bands.append({"to": at, "points": data_text(clause.points)})
    if "to" in bands[-1]:
        bands.append({"points": "0"})
        doubts.append(f"văn bản không nói sau hạng {at} được mấy điểm, đề xuất 0")
    return Found({"shape": "rank_band", "ranking": _ranking(subject), "bands": bands}, pointed, tuple(doubts))


def _span(clause: Clause, subject: Subject) -> tuple[int | None, int | None] | None:
    """Return first and last rank; None for a first that is not told and a last that is open."""
    lowered = lower(clause.label)
    words = subject.words
    if words.compile(r"(?:(?:các|trường hợp|{ranks})\s+)*{rest}.*").fullmatch(lowered):
        return None, None
    match = words.compile(rf".*?{_SPAN}(?:\s+.*)?").fullmatch(lowered)
    if match:
        return int(match["first"]), int(match["last"])
    match = words.compile(rf".*?{_AFTER}(?:\s+.*)?").fullmatch(lowered)
    if match:
        return int(match["first"] or match["only"]), None
    match = words.compile(rf".*?{_BEYOND}(?:\s+.*)?").fullmatch(lowered)
    if match:
        return int(match["last"]) + 1, None
    match = words.compile(_TOP).fullmatch(lowered)
    if match:
        return None, int(match["last"])
    match = words.compile(rf"(?:xếp\s+)?{_ONE}(?:\s+.*)?").fullmatch(lowered)
    return (int(match["last"]), int(match["last"])) if match else None


def _ranking(subject: Subject) -> str:
    """Name the ranking: "hạng trong bảng xếp hạng X" is "bảng xếp hạng X"."""
    text = subject.text
    start = subject.words.compile(_HEAD).match(lower(text))
    return lower_first(trim(text[start.end() :] if start else text))
