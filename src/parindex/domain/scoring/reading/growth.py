"""`growth`: points for ranges of the change since the year before ("tăng từ 10% trở lên so với năm trước: 1")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from parindex.domain.scoring.reading.bands import Step, build_ladder, find_steps
from parindex.domain.scoring.reading.clauses import Clause, trim
from parindex.domain.scoring.reading.proposal import Found, Subject, lower_first
from parindex.domain.scoring.reading.ranges import Range
from parindex.domain.scoring.reading.words import lower

_FALLS = re.compile(r"^(?:không\s+tăng|giảm|bằng\s+hoặc\s+giảm|không\s+đổi)(?!\w)")
_NAME = re.compile(r"^(?:mức|tỷ lệ|tỉ lệ|tốc độ|mức độ)?\s*(?:tăng trưởng|tăng)\s+")


def read_growth(subject: Subject) -> Found | None:
    """Read bands of the change since the year before; needs the words for that year."""
    texts = (subject.name, subject.heading, *(clause.text for clause in subject.clauses))
    if not any(subject.words.holds("growth", text) for text in texts):
        return None
    ranged, others = find_steps(subject)
    falls = [clause for clause in others if clause.points is not None and _FALLS.match(lower(clause.label))]
    if not ranged or any(clause.points is not None for clause in others if clause not in falls):
        return None
    steps = [*_raised(ranged, has_rest=bool(falls)), *_rest(falls)]
    ladder = build_ladder(steps, floor=None)
    if ladder.fault:
        return None
    doubts = (
        ladder.doubts
        if subject.is_zero_told
        else (*ladder.doubts, "văn bản không nói năm trước bằng 0 thì tính sao, tạm để chưa chấm")
    )
    rule = {
        "shape": "growth",
        "subject": _subject(subject),
        "bands": list(ladder.bands),
        "when_zero": subject.zero.value,
    }
    return Found(rule, [step.clause for step in steps], doubts)


def _raised(steps: Sequence[Step], *, has_rest: bool) -> list[Step]:
    """ "Tăng dưới 10%" begins above nothing when the rest is told apart."""
    raised = []
    for step in steps:
        is_rise = step.range.low is None and has_rest and not step.range.is_rest
        wanted = Range(Fraction(0), False, step.range.high, step.range.has_high) if is_rise else step.range
        raised.append(replace(step, range=wanted))
    return raised


def _rest(clauses: Sequence[Clause]) -> list[Step]:
    """ "Không tăng: 0; giảm: 0" are one rest when they give the same."""
    points = {clause.points for clause in clauses if clause.points is not None}
    return [Step(Range(is_rest=True), value, clauses[0]) for value in points]


def _subject(subject: Subject) -> str:
    """Name what is compared: "số hồ sơ tăng so với năm trước" and "tốc độ tăng số hồ sơ" are "số hồ sơ"."""
    text = subject.text
    cut = re.search(r"\s*(?:tăng|giảm)?\s*" + subject.words.any_of("growth"), lower(text))
    kept = trim(text[: cut.start()]) if cut and cut.start() else text
    start = _NAME.match(lower(kept))
    return lower_first(trim(kept[start.end() :]) if start else kept)
