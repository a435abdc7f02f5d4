"""What the reader of the plan left over: lines that speak of work, and criteria, that became no item."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.domain.planning.lint.model import Hit, LintContext
from parindex.domain.planning.model import Plan

LINE = "unread_line"
MORE_CODES = "more_codes"
CODES = frozenset({LINE, MORE_CODES})
"""The codes of these rules, and of the reader's own findings."""


def find_unread(plan: Plan, _: LintContext) -> Iterator[Hit]:
    """Find the lines that name a time or an agency and became no item (`unread_line`), as the reader told them."""
    for finding in plan.findings:
        if finding.code == LINE:
            row = finding.span.row if finding.span is not None else None
            yield Hit(LINE, finding.text or "", span=finding.span, case="row" if row is not None else "")


def find_more_codes(plan: Plan, _: LintContext) -> Iterator[Hit]:
    """Find the criteria that an item names beside its own (`more_codes`) and that no item of the plan bears."""
    items = {item.key: item for item in plan.items}
    borne = {item.code for item in plan.items}
    for finding in plan.findings:
        item = items.get(finding.item or "") if finding.code == MORE_CODES else None
        missing = [code for code in (finding.text or "").split(", ") if code not in borne]
        if item is not None and missing:
            codes = ", ".join(missing)
            yield Hit(MORE_CODES, codes, item, finding.span, values={"codes": codes, "code": item.code or ""})
