"""The goal of an item at the level of the lower unit: its own clauses, known thresholds, and numbers to ask about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from parindex.domain.planning.cascade.model import (
    CascadeBook,
    Change,
    ChangeKind,
    LowerUnit,
    Question,
    Threshold,
)
from parindex.domain.planning.model import Item, SourceSpan, Target
from parindex.domain.text import folding

_CLAUSE_END = re.compile(r"(?:;|(?<=\w)\.)\s+(?=[-+–]\s)|;\s+")
_PERCENT = re.compile(r"\d+(?:,\d+)?(?=\s*%)")
_OWN_NUMBER = "Ngưỡng của cấp này"
_OTHER_LEVEL = "Chỉ tiêu riêng của cấp khác."
_NO_THRESHOLD = "Kế hoạch cấp trên chỉ nêu số của cấp khác và chưa biết ngưỡng của cấp này."
_BASELINE = "Số nền là của đơn vị cấp trên; đơn vị phải lấy số của chính mình."
_COUNTED = "Số đếm trên phạm vi của cấp trên; chưa biết ngưỡng của đơn vị."
_RELATIVE = frozenset({"%", "pp"})


@dataclass(frozen=True, slots=True)
class Goal:
    """The goal after the choice of clauses; `is_foreign` when every clause was for another level."""

    text: str | None
    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    is_foreign: bool = False


def levels_in(text: str, *, book: CascadeBook) -> frozenset[str]:
    """Return the levels that a text names."""
    lowered = text.lower()
    return frozenset(level for level, words in book.levels.items() if any(word.lower() in lowered for word in words))


def is_foreign(text: str, *, book: CascadeBook, unit: LowerUnit) -> bool:
    """Tell whether a text speaks of other levels only."""
    levels = levels_in(text, book=book)
    return bool(levels) and unit.fact.kind.value not in levels


def choose_goal(item: Item, *, book: CascadeBook, unit: LowerUnit, span: SourceSpan | None) -> Goal:
    """Choose the clauses of a goal for the level of a unit and ask about numbers that are the upper unit's own."""
    text = item.target_text
    if not text:
        return Goal(text)
    clauses = [(clause, is_foreign(clause, book=book, unit=unit)) for clause in _split(text)]
    left = [clause for clause, foreign in clauses if foreign]
    kept = [clause for clause, foreign in clauses if not foreign]
    if left and any(_continues(clause) for clause in kept):
        # What follows has its subject in a clause that would be left out.
        left, kept = [], [text]
    if left and not kept:
        return _replace_number(text, left, book=book, unit=unit, span=span)
    changes = tuple(Change(ChangeKind.LEFT_OUT, "target_text", words, "", _OTHER_LEVEL, span=span) for words in left)
    questions = tuple(
        Question("target_text", _words(target, text), why, span=span)
        for target in item.targets
        if (why := _doubt(target)) and (not left or any(_mentions(clause, target) for clause in kept))
    )
    chosen = "; ".join(clause.rstrip(" .;") for clause in kept) + "." if left else text
    return Goal(chosen, changes, tuple(dict.fromkeys(questions)))


def _split(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE_END.split(text) if clause and clause.strip()]


def _continues(clause: str) -> bool:
    """Tell whether a clause goes on with a sentence: it begins with a small letter and without a mark."""
    return clause[:1].islower()


def _replace_number(
    text: str, clauses: list[str], *, book: CascadeBook, unit: LowerUnit, span: SourceSpan | None
) -> Goal:
    """Take the known threshold of the level where the upper plan has only those of others."""
    level = unit.fact.kind.value
    folded = folding.fold(text)
    rule = next((rule for rule in book.thresholds if rule.words in folded and level in rule.values), None)
    if rule is None or not _PERCENT.search(clauses[-1]):
        question = Question("target_text", text, _NO_THRESHOLD, span=span)
        return Goal(None, (), (question,), is_foreign=True)
    before = clauses[-1]
    after = _PERCENT.sub(_number(rule, level), before)
    for words in book.levels["province"] + book.levels["district"]:
        after = after.replace(words, f"cấp {unit.regime.level}")
    change = Change(
        ChangeKind.THRESHOLD, "target_text", text, after, f"{_OWN_NUMBER}: {rule.source}.", rule.certainty, span
    )
    return Goal(after, (change,))


def _number(rule: Threshold, level: str) -> str:
    return f"{rule.values[level]:f}".replace(".", ",")


def _doubt(target: Target) -> str:
    """Say why the number of a target cannot be the lower unit's; "" when it can. Nought and shares are everyone's."""
    if target.baseline is not None:
        return _BASELINE
    if target.value is None or target.value == Decimal(0) or target.unit in _RELATIVE or target.unit is None:
        return ""
    return _COUNTED


def _words(target: Target, text: str) -> str:
    """Return the clause of a target, the whole text when it cannot be told."""
    return next((clause for clause in _split(text) if _mentions(clause, target)), text)


def _mentions(clause: str, target: Target) -> bool:
    value = target.baseline if target.baseline is not None else target.value
    digits = re.escape(f"{value:f}".replace(".", ",")) if value is not None else "(?!)"
    return re.search(rf"(?<![\d,])0*{digits}(?![\d,])", clause) is not None
