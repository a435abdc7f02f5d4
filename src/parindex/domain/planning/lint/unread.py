"""What the reader of the plan left over: lines that speak of work and became no item."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.domain.planning.lint.model import Hit, LintContext
from parindex.domain.planning.model import Plan

CODE = "unread_line"
"""The code of the rule, and of the reader's own finding."""


def find_unread(plan: Plan, _: LintContext) -> Iterator[Hit]:
    """Find the lines that name a time or an agency and became no item (`unread_line`), as the reader told them."""
    for finding in plan.findings:
        if finding.code == CODE:
            row = finding.span.row if finding.span is not None else None
            yield Hit(CODE, finding.text or "", span=finding.span, case="row" if row is not None else "")
