"""Left blank: the number and the date that every issued plan has, and dots to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parindex.domain.planning.lint.model import Hit, LintContext
from parindex.domain.planning.model import Plan
from parindex.domain.text import folding

_NUMBER = re.compile(
    r"(?<!\w)so\s*:?\s*(?:[.…_]{1,40}|\s{0,40})\s*/\s*(?:\d{4}\s*/\s*)?(?=[a-z]{2,4}\s?-)[a-z&]+(?:\s?-\s?[a-z&]+)*"
)
_DATE = re.compile(
    r"(?<!\w)ngay\s*(?:[.…_]+|\s)\s*thang\s*(?:[.…_]+|\d{1,2}|)\s*nam\s*(?:\d{4}|[.…_]+|)"
    r"|(?<!\w)ngay\s+\d{1,2}\s+thang\s*(?:[.…_]+|\s)\s*nam\s+\d{4}|(?<!\w)ngay\s*[.…_]+\s*/\s*(?:[.…_]+|\d{1,2})\s*/\s*\d{4}"
)
_DOTS = re.compile(r"(?<!\w)(?:[.…]{4,}|_{4,}|…{2,})\s*%?")
_FORM = re.compile(r"^\W*$")


def find_blanks(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find numbers and dates left blank (`blank_number_or_date`), and a plan that shows neither."""
    has_blank = False
    for paragraph in context.source.paragraphs:
        text = paragraph.text
        if "/" not in text and "…" not in text and ".." not in text and "__" not in text and "áng" not in text:
            continue
        folded = folding.fold_aligned(text)
        for case, pattern in (("number", _NUMBER), ("date", _DATE), ("dots", _DOTS)):
            found = pattern.search(folded)
            if found is None or (case == "dots" and (has_blank or _FORM.match(text))):
                continue
            has_blank = has_blank or case != "dots"
            words = text[found.start() : found.end()].strip()
            span = paragraph.span(found.start(), found.end())
            yield Hit("blank_number_or_date", words, span=span, case=case, values={"words": words})
    first = next((paragraph for paragraph in context.source.paragraphs if paragraph.text.strip()), None)
    if not has_blank and first and plan.document.number is None and plan.document.date_ is None:
        words = folding.collapse(first.text)[:80]
        yield Hit(
            "blank_number_or_date", words, span=first.span(0, len(first.text)), case="lost", values={"words": words}
        )
