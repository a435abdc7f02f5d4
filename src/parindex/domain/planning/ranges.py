"""Where a point of time in the words of a plan is a start: what begins then is not due then."""

from __future__ import annotations

import re
from typing import Final

FROM: Final = ">="
"""The `op` of a deadline whose words name when something starts."""

_DASH: Final = r"[-–—−]"
_NAMES: Final = r"(?:(?:ngay|thang|quy|nam|la|vao|dau|giua|cuoi|het)\s+)*"
_POINT: Final = (
    r"(?:\d{1,2}-\d{1,2}-\d{4}|\d{1,2}(?:\s?[/.]\s?\d{1,4}){1,2}|\d{1,2}\s+thang\s+\d{1,2}|thang\s+\d{1,2}"
    r"|quy\s+(?:iv|i{1,3}|[1-4])\b|q\.?\s?[1-4]\b|(?:iv|i{1,3})\b|(?:19|20)\d{2}\b|nam\b)"
    r"(?:\s?/\s?\d{4}|,?\s+nam\s+\d{4})?"
)
# A third point after a second dash makes a list of the three, not a range.
_TO: Final = re.compile(
    rf"\s*(?:{_DASH}|\b(?:den|toi)\b(?:\s+truoc)?)\s*(?:(?:ngay|la|dau|giua|cuoi|het|tuan\s+(?:thu\s+)?\w{{1,4}})\s+)*"
    rf"(?>{_POINT})(?!\s*{_DASH}\s*{_NAMES}[\divx])"
)
_NOT_FIRST: Final = re.compile(
    rf"(?:{_DASH}\s*|\b(?:truoc|cham nhat|muon nhat|xong|den|toi|khong qua|het)\s+){_NAMES}$"
)
# With accents: "thứ tư", "đầu tư", "thứ sáu" are other words.
_SINCE: Final = re.compile(
    r"\b(?:từ|sau)\s+(?:\d{1,2}\s?(?:giờ|h|:)\s?(?:\d{2})?(?:\s?phút)?,?\s+)?"
    r"(?:(?:sau|ngày|tháng|quý|đầu|giữa|cuối|hết)\s+)*$",
    re.IGNORECASE,
)


def opens_range(folded: str, *, start: int, end: int) -> bool:
    """Tell whether the point at [start, end) is the first of "… đến …", "… - …" in a text folded letter by letter.

    A point with a limit before it ("trước 15/6 - 15/12") is due itself.
    """
    return _TO.match(folded, end) is not None and _NOT_FIRST.search(folded, max(0, start - 40), start) is None


def is_since(text: str, start: int) -> bool:
    """Tell whether "từ", "sau" stand before the point of time at a position of a text."""
    return _SINCE.search(text, max(0, start - 40), start) is not None
