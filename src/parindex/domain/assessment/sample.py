"""Which items a second person appraises blindly: drawn by a hash, so that nobody chooses and everybody can check."""

from __future__ import annotations

import hashlib
from typing import Final

_SPACE: Final = 2**64


def is_sampled(*, campaign: str, sheet: str, code: str, percent: int) -> bool:
    """Tell whether an item is in the sample of `percent` of a hundred.

    The same identifiers always give the same answer; a larger percentage keeps every item of a smaller one.
    """
    text = "\n".join((campaign, sheet, code))
    place = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return place * 100 < percent * _SPACE
