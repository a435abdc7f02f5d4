"""`levels`, `all_or_nothing`: described results, each with its points."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parindex.domain.scoring.reading.clauses import Clause, trim, unquote
from parindex.domain.scoring.reading.numbers import data_text
from parindex.domain.scoring.reading.proposal import Found, Subject, lower_first, make_keys
from parindex.domain.scoring.reading.words import lower

_CONDITION = re.compile(r"^(?:nếu\s+)?đạt điều kiện\s*:?\s+")


def read_all_or_nothing(subject: Subject) -> Found | None:
    """Read one condition with all points and its denial with none, or the condition alone."""
    pointed = [clause for clause in subject.clauses if clause.points is not None]
    full = [clause for clause in pointed if clause.points == subject.maximum]
    empty = [clause for clause in pointed if clause.points == 0]
    if len(full) != 1 or len(pointed) != len(full) + len(empty) or len(empty) > 1:
        return None
    if empty and not _denies(empty[0], full[0], subject):
        return None
    doubts = () if empty else ("văn bản không nói không đạt thì được mấy điểm, đề xuất 0",)
    return Found({"shape": "all_or_nothing", "condition": _condition(full[0], subject)}, pointed, doubts)


def read_levels(subject: Subject) -> Found | None:
    """Read at least two described results."""
    pointed = [clause for clause in subject.clauses if clause.points is not None]
    if len(pointed) < 2 or any(clause.points is None or clause.points < 0 for clause in pointed):
        return None
    points = [clause.points for clause in pointed if clause.points is not None]
    if subject.maximum not in points and sum(points) == subject.maximum:
        return None  # Parts that add up are items of their own.
    labels = [lower_first(clause.label) for clause in pointed]
    if len(set(labels)) < len(labels):
        return None
    keys = make_keys(labels)
    levels = [
        {"key": key, "label": label, "points": data_text(clause.points)}
        for key, label, clause in zip(keys, labels, pointed, strict=True)
        if clause.points is not None
    ]
    doubts = () if subject.maximum in points else ("không mức nào đạt điểm tối đa",)
    return Found({"shape": "levels", "subject": lower_first(subject.text), "levels": levels}, pointed, doubts)


def _denies(empty: Clause, full: Clause, subject: Subject) -> bool:
    """Tell whether a result is only the denial of another: "không", "không đạt", "không ban hành" of "ban hành"."""
    lowered = lower(empty.label)
    words = subject.words
    if words.compile(r"(?:(?:các|trường hợp)\s+)*{rest}").fullmatch(lowered):
        return True
    denial = words.compile(r"(?:nếu\s+)?(?P<before>.*?){negations}(?P<what>.*)").fullmatch(lowered)
    if denial is None:
        return False
    what = trim(f"{denial['before']} {denial['what']}")
    if not what or words.compile(r"{met}").fullmatch(what):
        return True
    told = set(lower(full.label).split())
    return _share(what.split(), told) or _share(what.split(), set(lower(subject.text).split()))


def _share(words: Sequence[str], told: set[str]) -> bool:
    return sum(word in told for word in words) * 3 >= len(words) * 2


def _condition(full: Clause, subject: Subject) -> str:
    """Name the condition; one that says nothing itself ("đạt yêu cầu") is joined with what it is about."""
    label = full.label
    start = _CONDITION.match(lower(label))
    if start:
        return unquote(trim(label[start.end() :]))
    if subject.words.compile(r"(?:có\s+)?{met}").fullmatch(lower(label)):
        return f"{lower_first(subject.text)}: {lower_first(label)}"
    return lower_first(label)
