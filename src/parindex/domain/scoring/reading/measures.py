"""What a percentage is of: "tỷ lệ A trên B", "giữa A so với B", "A / tổng số B", or only its name."""

from __future__ import annotations

import re

from parindex.domain.scoring.reading.clauses import trim
from parindex.domain.scoring.reading.proposal import RuleData, Subject, lower_first
from parindex.domain.scoring.reading.words import RuleWords, lower

_HEAD = r"(?:tính\s+)?(?:{ratios})\s*(?:%|phần trăm)?\s*(?:\(%\)\s*)?"
_PATTERNS = (
    rf"{_HEAD}(?:giữa\s+)?(?P<part>.+?)\s+so\s+với\s+(?P<whole>tổng\s+số\s+.+|.+)",
    rf"{_HEAD}(?P<part>.+?)\s+trên\s+(?P<whole>tổng\s+số\s+.+|.+)",
    rf"{_HEAD}(?P<part>.+?)\s*/\s*(?P<whole>(?:tổng\s+)?số\s+.+)",
    r"(?P<part>số\s+[^/]+?)\s*/\s*(?P<whole>(?:tổng\s+)?số\s+.+)",
)
_COUNT = re.compile(r"^(?:tổng\s+)?số\s+(?:lượng\s+)?")


def read_measure(subject: Subject) -> tuple[RuleData, tuple[str, ...]]:
    """Return the measure of a percentage as catalogues write it, and what was inferred."""
    ratio = find_ratio(subject.heading, words=subject.words)
    if ratio is None:
        return {"percent": lower_first(subject.text)}, ()
    return make_ratio(subject, *ratio)


def make_ratio(subject: Subject, part: str, whole: str) -> tuple[RuleData, tuple[str, ...]]:
    """Return a ratio with its policy for zero; a policy that the text does not state is a doubt."""
    doubts = () if subject.is_zero_told else ("văn bản không nói không phát sinh thì tính sao, tạm để chưa chấm",)
    return {"numerator": part, "denominator": whole, "when_zero": subject.zero.value}, doubts


def find_ratio(text: str, *, words: RuleWords) -> tuple[str, str] | None:
    """Find what is divided by what in a heading; None when it names only a percentage."""
    lowered = lower(text)
    for pattern in _PATTERNS:
        match = words.compile(pattern).fullmatch(lowered)
        if match is not None:
            part, whole = (_counted(text[match.start(name) : match.end(name)]) for name in ("part", "whole"))
            if part and whole:
                return part, whole
    return None


def _counted(text: str) -> str:
    """Leave "số", "tổng số" out: what is counted names itself."""
    kept = trim(text)
    count = _COUNT.match(lower(kept))
    return lower_first(trim(kept[count.end() :] if count else kept))
