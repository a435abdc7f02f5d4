"""Measurable aims in the words of a plan ("tăng ít nhất 02% so với năm 2022 (năm 2022 là 83,99%)")."""

from __future__ import annotations

from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Target


def parse_targets(text: str, *, plan_year: int | None, lexicon: Lexicon) -> tuple[Target, ...]:
    """Read the targets of a target text in reading order.

    Numbers of documents, dates, levels, conditions and durations are never targets; without a measurable aim the
    result is empty. The rules are those of the gold contract in docs/reference/plan-schema.md.
    """
    raise NotImplementedError(text, plan_year, lexicon)
