"""What is counted about feedback: exact whole numbers, and a denominator of zero means that nothing arose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from parindex.domain.calendar.days import Certainty

FLAG_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "received": "đã vào sổ",
        "settled": "đã có kết quả xử lý",
        "answered": "đã có trả lời",
        "published": "đã công khai kết quả",
        "refused": "không được tiếp nhận",
        "rated": "được người gửi đánh giá",
        "satisfied": "làm người gửi hài lòng",
        "unsatisfied": "không làm người gửi hài lòng",
        "judged": "đã xong mọi hạn hoặc đã trễ một hạn",
        "on_time": "đúng hạn ở mọi bước",
        "overdue": "đang quá hạn",
        "forward_judged": "đã xong hoặc đã trễ hạn phân loại, chuyển",
        "forward_kept": "được phân loại hoặc chuyển đúng hạn",
        "publish_judged": "đã xong hoặc đã trễ hạn công khai",
        "publish_kept": "được công khai đúng hạn",
    }
)
"""What may be true of a piece of feedback on the day of the count, in the words that people read."""

FLAGS = frozenset(FLAG_NAMES)
CLOCK_FLAGS = frozenset(
    {"judged", "on_time", "overdue", "forward_judged", "forward_kept", "publish_judged", "publish_kept"}
)
"""Those that only the clocks can tell."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A share: of the feedback with all flags of `denominator`, how much has all flags of `numerator` too."""

    code: str
    name: str
    numerator: frozenset[str]
    denominator: frozenset[str]
    criteria: tuple[str, ...]
    source: str
    certainty: Certainty
    version: str


@dataclass(frozen=True, slots=True)
class Count:
    """What an indicator came to."""

    numerator: int
    denominator: int

    @property
    def is_arisen(self) -> bool:
        """Tell whether there was anything to count; a share of nothing is neither 0 nor 100."""
        return self.denominator > 0


def count(facts: Iterable[frozenset[str]], indicator: Indicator) -> Count:
    """Count an indicator over the flags of each piece of feedback."""
    counted = [flags for flags in facts if indicator.denominator <= flags]
    return Count(sum(indicator.numerator <= flags for flags in counted), len(counted))
