"""Aims without a quantity ("không có hồ sơ trễ hạn", "giữ vững", "tất cả", "đạt điểm tối đa")."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from parindex.domain.planning.model import Target, TargetOp
from parindex.domain.planning.targets.amounts import COUNTS
from parindex.domain.planning.targets.changes import CHANGE_SIGNS, find_changes
from parindex.domain.planning.targets.clauses import EDGES, Baseline, Clause, read_reached
from parindex.domain.planning.targets.measures import BEFORE_TAIL, OF_STOP, read_before
from parindex.domain.planning.targets.words import NOT, Words
from parindex.domain.text import folding
from parindex.domain.text.signs import has_any

_DIGIT: Final = re.compile(r"\d")
# "không giảm quá 5% so với năm 2025" allows to fall.
_NO_LESS: Final = re.compile(rf"\b{NOT}(?:thấp hơn|giảm|kém)\b(?!(?:(?!\bso với\b)[^;,]){{0,40}}?(?:\bquá\b|\d))")
_NONE: Final = re.compile(
    r"^(?:(?:dam bao|bao dam|phan dau|va|de)\s+)*khong\s+(?:co|con|phat sinh|de xay ra|de phat sinh)\s+"
    r"(?P<of>[^;.\x00]{3,200})"
)
# One of these stands in every clause without a digit that has an aim.
_SAID_AIMS: Final = (*CHANGE_SIGNS, "tất cả", "toàn bộ", "gấp ", *COUNTS)
_FOLDED_AIMS: Final = ("khong ", "toi da", "tuyet doi", "so voi")
_ALL: Final = re.compile(r"\b(?P<all>tất cả|toàn bộ)\s+(?:các\s+|những\s+|số\s+)?(?P<of>[^;.]{3,200})")
_FULL_SCORE: Final = re.compile(r"\b(?:dat\s+)?(?:so\s+)?diem\s+(?:so\s+)?(?:toi da|tuyet doi)\b")
_OTHER_MEASURE: Final = re.compile(r"\s*(?:thu hang|vi tri|diem so|so luong|so(?!\s+voi))\b")
_KEEP: Final = re.compile(r"^(?:tiep tuc\s+)?(?:giu vung|giu nguyen|duy tri)\b")


def may_aim(text: str) -> bool:
    """Tell whether a clause may have an aim, which takes a number or words for it: a cheap look before a dear one."""
    if _DIGIT.search(text):
        return True
    return has_any(folding.lower_aligned(text), _SAID_AIMS) or has_any(folding.fold_aligned(text), _FOLDED_AIMS)


def read_aims(clause: Clause, *, words: Words) -> list[Target]:
    """Read what a clause without a quantity aims at; no more than one target."""
    target = (
        _read_keep(clause, words=words)
        or _read_no_less(clause)
        or _read_none(clause, words=words)
        or _read_direction(clause, words=words)
        or _read_all(clause)
    )
    return [target] if target else []


def _read_keep(clause: Clause, *, words: Words) -> Target | None:
    """Read "Giữ vững hoặc nâng cao …": at least the baseline."""
    keep = _KEEP.search(clause.masked.lstrip(EDGES))
    if keep is None:
        return None
    against = clause.baseline
    if against.year is None and against.value is None:
        against = read_reached(clause.folded)
    if against.year is None and against.value is None:
        return None
    measure = words.percentages.search(clause.masked)
    start = measure.start() if measure else keep.end()
    stop = OF_STOP.search(clause.folded, start)
    return _hold(against, of=clause.text[start : stop.start() if stop else None].strip(EDGES))


def _read_no_less(clause: Clause) -> Target | None:
    """Read "không thấp hơn năm 2025": at least the baseline."""
    against = clause.baseline
    found = _NO_LESS.search(clause.written) if against.year else None
    if found is None:
        return None
    return _hold(against, of=clause.text[: found.start()].strip(EDGES))


def _hold(against: Baseline, *, of: str) -> Target:
    """Build the target of what may not fall below where it stood."""
    op, unit = (TargetOp.GE_BASELINE, None) if against.value is None else (TargetOp.GE, "%")
    return Target(op=op, value=against.value, unit=unit, of=of, baseline=against.value, baseline_year=against.year)


def _read_none(clause: Clause, *, words: Words) -> Target | None:
    """Read "Không có …": zero of it."""
    match = _NONE.search(clause.masked.lstrip(EDGES))
    if match is None:
        return None
    offset = len(clause.masked) - len(clause.masked.lstrip(EDGES))
    of = clause.text[offset + match.start("of") : offset + match.end("of")].strip(EDGES)
    noun = words.nouns.match(folding.fold_aligned(of))
    unit = of[: noun.end()] if noun else None
    if unit and folding.fold(unit) in ("can bo", "cong chuc", "vien chuc", "nguoi"):
        unit = "người"
    return Target(op=TargetOp.EQ, value=Decimal(0), unit=unit, of=of)


def _read_direction(clause: Clause, *, words: Words) -> Target | None:
    """Read a change without a number: "tăng so với năm 2020", "Nâng cao tỷ lệ …"."""
    changes = find_changes(clause, 0, len(clause.written))
    if not changes:
        return None
    measured = [change for change in changes if _names_measure(clause, change, words=words)]
    if "so voi" not in clause.folded and not clause.baseline.year and not measured:
        return None
    change = (measured or changes)[0]
    after = _skip_high(clause, change)
    op = TargetOp.INCREASE if change["up"] else TargetOp.DECREASE
    stop = OF_STOP.search(clause.folded, after)
    of = clause.text[after : stop.start() if stop else None].strip(EDGES)
    if not measured:
        tail = BEFORE_TAIL.search(clause.written, 0, change.start())
        of = clause.text[: tail.start() if tail else change.start()].strip(EDGES)
    return Target(
        op=op, value=None, unit=None, of=of, baseline=clause.baseline.value, baseline_year=clause.baseline.year
    )


def _skip_high(clause: Clause, change: re.Match[str]) -> int:
    """Give the end of a change word and of "cao" after it ("nâng cao")."""
    return change.end() + len(" cao") * clause.written.startswith(" cao", change.end())


def _names_measure(clause: Clause, change: re.Match[str], *, words: Words) -> bool:
    """Tell whether a change word is followed by what it changes ("nâng cao tỷ lệ", "cải thiện thứ hạng")."""
    after = _skip_high(clause, change)
    measure = words.percentages.match(clause.masked, after + 1) or _OTHER_MEASURE.match(clause.masked, after)
    return measure is not None


def _read_all(clause: Clause) -> Target | None:
    """Read "tất cả …" as 100 % and "đạt điểm tối đa" as a full score of unknown height."""
    match = _ALL.search(clause.written) if "tất cả" in clause.written or "toàn bộ" in clause.written else None
    if match:
        of = clause.text[match.start("of") : match.end("of")].strip(EDGES)
        return Target(op=TargetOp.EQ, value=Decimal(100), unit="%", of=of)
    score = _FULL_SCORE.search(clause.masked) if "diem" in clause.masked else None
    if score:
        return Target(op=TargetOp.EQ, value=None, unit="điểm", of=read_before(clause, 0, score.start()))
    return None
