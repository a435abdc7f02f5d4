"""Deadlines in the words of a plan ("Trong năm 2023/Chậm nhất ngày 31 tháng 01 năm 2024")."""

from __future__ import annotations

from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Deadline


def parse_deadlines(text: str, *, plan_year: int | None, lexicon: Lexicon) -> tuple[Deadline, ...]:
    """Read the deadlines of a deadline text in reading order.

    "A/B" gives A the role PERFORM and B the role COMPLETE, otherwise every deadline has the role BOTH. A text that
    holds no known way of writing a deadline gives an empty tuple.
    """
    raise NotImplementedError(text, plan_year, lexicon)
