"""Deadlines in the words of a plan ("Trong năm 2023/Chậm nhất ngày 31 tháng 01 năm 2024").

Each rule claims the characters it understands, so that a later, more general rule does not read them again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from parindex.domain.planning import lexicon as lexicons
from parindex.domain.planning.deadlines import clauses, events, points, recurring
from parindex.domain.planning.deadlines.clauses import Build, Clause, Rules
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Deadline, DeadlineKind, DeadlineRole
from parindex.domain.text import folding
from parindex.domain.text.memory import remember
from parindex.domain.text.signs import BySign

_CLAIMED: Final = "\x00"


def _build_continuous(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Go on all the time."""
    yield clause.make(DeadlineKind.CONTINUOUS, year=int(match["year"]) if match["year"] else None)


def _build_plain(kind: DeadlineKind) -> Build:
    """Make a builder of a kind without values."""

    def build(clause: Clause, _match: re.Match[str]) -> Iterator[Deadline]:
        """Make the one deadline."""
        yield clause.make(kind)

    return build


@functools.lru_cache(maxsize=8)
def _compile_rules(lexicon: Lexicon) -> BySign[tuple[re.Pattern[str], Build]]:
    """Put the rules in order, the office's own words among them."""
    own = (
        lexicon.continuous_words,
        lexicon.request_words,
        lexicon.assignment_words,
        lexicon.plan_words,
        lexicon.regulation_words,
    )
    continuous, requests, assignments, plans, regulations = (lexicons.compile_words(words).pattern for words in own)
    words_of = ["|".join(map(folding.fold, words)) for words in own]
    by = r"\b(?:theo|dung)\s+(?:[a-z]+\s+){0,4}?"
    year = r"(?:,?\s*(?:va\s+)?(?:trong\s+)?(?:ca\s+)?nam\b(?:\s+(?P<year>\d{4}))?)?"
    rest = r"(?:(?!\b(?:truoc|cham nhat|xong|hoan thanh|trong|quy|hang)\b)[^,;/\x00])*"
    worded: Rules = (
        (words_of[2], rf"{by}{assignments}{rest}", _build_plain(DeadlineKind.PER_ASSIGNMENT)),
        (words_of[3], rf"{by}{plans}{rest}", _build_plain(DeadlineKind.PER_PLAN)),
        (words_of[4], rf"(?:{by}|^|(?<=\x00),\s*){regulations}{rest}", _build_plain(DeadlineKind.PER_REGULATION)),
    )
    rules: Rules = (
        *events.COUNTED,
        *recurring.DAYS,
        (words_of[1], rf"{requests}[^;]*", _build_plain(DeadlineKind.ON_REQUEST)),
        *events.UNCOUNTED,
        (words_of[0], rf"{continuous}(?:\s*,?\s*{continuous})*{year}", _build_continuous),
        *worded,
        *points.DATES,
        *recurring.PERIODS,
        *points.YEARS,
    )
    return BySign((signs, (re.compile(pattern), build)) for signs, pattern, build in rules)


def _read_clause(clause: Clause, *, lexicon: Lexicon) -> list[Deadline]:
    """Apply every rule to the characters that no earlier rule has claimed; deadlines in reading order."""
    found: list[tuple[int, int, Deadline]] = []
    masked = clauses.mute_citations(clause)
    for pattern, build in _compile_rules(lexicon).find_fitting(masked):
        for match in pattern.finditer(masked):
            built = list(build(clause, match))
            found.extend((match.start(), number, deadline) for number, deadline in enumerate(built))
            masked = masked[: match.start()] + _CLAIMED * (match.end() - match.start()) + masked[match.end() :]
    return [deadline for _, _, deadline in sorted(found, key=lambda item: item[:2])]


@remember
def parse_deadlines(text: str, *, plan_year: int | None, lexicon: Lexicon) -> tuple[Deadline, ...]:
    """Read the deadlines of a deadline text in reading order.

    "A/B" gives A the role PERFORM and B the role COMPLETE, otherwise every deadline has the role BOTH. A text that
    holds no known way of writing a deadline gives an empty tuple.
    """
    plain = folding.collapse(folding.normalise(text))
    return tuple(
        deadline if role is DeadlineRole.BOTH else deadline._replace(role=role)
        for role, part in clauses.split_roles(plain)
        for clause in clauses.split_clauses(part)
        for deadline in _read_clause(
            Clause(text=clause, folded=folding.fold_aligned(clause), plan_year=plan_year), lexicon=lexicon
        )
    )


def names_week(text: str) -> bool:
    """Tell whether a deadline text names a week of a month, of which `parse_deadlines` reads the month only."""
    return points.WEEK_OF_MONTH.search(folding.fold_aligned(folding.collapse(folding.normalise(text)))) is not None
