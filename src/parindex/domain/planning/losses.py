"""The losses of a published result as the words of a draft plan, in the three groups that such plans have.

The layout is that of signed plans (plan 004: II.1 khắc phục, II.2 SIPAS, II.3 duy trì), so that the importer reads the
draft as it reads any plan. What nobody knows yet (actions, who leads, until when) is left out, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.wording import number_text

MISSING_NAME = "chưa rõ tên"
GROUP_TITLES = (
    "Khắc phục, cải thiện các tiêu chí, tiêu chí thành phần còn tồn tại, hạn chế",
    "Cải thiện, nâng cao Chỉ số hài lòng của người dân (SIPAS)",
    "Duy trì các tiêu chí, tiêu chí thành phần đã đạt điểm tối đa",
)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item of the lowest level got; `points` is None while it is not known.

    For a penalty, `points` are those that were taken from the total.
    """

    code: str
    name: str
    points: Fraction | None
    maximum: Fraction
    is_sipas: bool = False
    is_penalty: bool = False

    @property
    def lost(self) -> Fraction | None:
        """Return the points that were not reached."""
        if self.points is None or self.is_penalty:
            return self.points
        return self.maximum - self.points


@dataclass(frozen=True, slots=True)
class ResultSource:
    """Where the points come from: the unit, the year that was measured, the decision that published it."""

    unit_name: str
    year: int
    decision_number: str
    decision_on: str
    issuer: str


def plan_text(source: ResultSource, items: Sequence[ItemResult]) -> str:
    """Write the draft; an item without known points stands in no group and is named at the end.

    Items lose most first in the first group; the others keep the order of the catalogue.
    """
    lost = sorted((item for item in items if item.lost and not item.is_sipas), key=lambda item: -(item.lost or 0))
    sipas = [item for item in items if item.is_sipas and item.points is not None]
    kept = [item for item in items if item.lost == 0 and not item.is_sipas]
    unknown = [item for item in items if item.points is None]
    lines = _head(source)
    number = 0
    for title, members, block in zip(GROUP_TITLES, (lost, sipas, kept), (_fix, _survey, _keep), strict=True):
        if members:
            number += 1
            lines.append(f"{number}. {title}")
            for position, item in enumerate(members, start=1):
                lines += block(item, number=f"{number}.{position}", source=source)
    lines += _foot(unknown, source=source)
    return "\n".join(lines) + "\n"


def _head(source: ResultSource) -> list[str]:
    return [
        source.unit_name.upper(),
        "Số:      /KH-UBND",
        "DỰ THẢO",
        "",
        "KẾ HOẠCH",
        f"Khắc phục tồn tại, hạn chế và cải thiện, nâng cao Chỉ số cải cách hành chính của {source.unit_name} "
        f"năm {source.year + 1}",
        "",
        f"Căn cứ Quyết định số {source.decision_number} ngày {source.decision_on} của {source.issuer} về công bố "
        f"kết quả Chỉ số cải cách hành chính năm {source.year}.",
        "I. MỤC ĐÍCH, YÊU CẦU",
        f"- Khắc phục những nội dung bị trừ điểm năm {source.year}; rõ người, rõ việc, rõ trách nhiệm, rõ thời gian, "
        "rõ hiệu quả.",
        "II. NHIỆM VỤ VÀ GIẢI PHÁP",
    ]


def _fix(item: ItemResult, *, number: str, source: ResultSource) -> list[str]:
    if item.is_penalty:
        return [
            _title(item, number),
            f"a) Tồn tại, hạn chế: Năm {source.year} bị trừ {_points(item.points)} điểm.",
            "b) Mục tiêu: Không bị trừ điểm.",
        ]
    return [
        _title(item, number),
        f"a) Tồn tại, hạn chế: Năm {source.year} đạt {_points(item.points)}/{_points(item.maximum)} điểm, mất "
        f"{_points(item.lost)} điểm.",
        f"b) Mục tiêu: Đạt {_points(item.maximum)} điểm.",
    ]


def _survey(item: ItemResult, *, number: str, source: ResultSource) -> list[str]:
    """A survey answers for itself: the draft asks only for not less than what was reached."""
    if not item.lost:
        return _keep(item, number=number, source=source)
    return [*_fix(item, number=number, source=source)[:2], f"b) Mục tiêu: Từ {_points(item.points)} điểm trở lên."]


def _keep(item: ItemResult, *, number: str, source: ResultSource) -> list[str]:
    goal = "không bị trừ điểm" if item.is_penalty else f"đạt {_points(item.maximum)} điểm"
    return [_title(item, number), f"a) Mục tiêu: Tiếp tục {goal} như năm {source.year}."]


def _foot(unknown: Sequence[ItemResult], *, source: ResultSource) -> list[str]:
    lines = ["III. TỔ CHỨC THỰC HIỆN"]
    if unknown:
        codes = ", ".join(item.code for item in unknown)
        lines.append(f"- Chưa rõ điểm năm {source.year}, cần xem lại trước khi đưa vào kế hoạch: {codes}.")
    lines.append("- Điền nhiệm vụ, giải pháp, cơ quan chủ trì, phối hợp và thời hạn của từng mục trước khi ký.")
    return lines


def _title(item: ItemResult, number: str) -> str:
    """Write the code as signed plans do ("3.4.1"); a code of another form would be read as part of the name."""
    code = f" {item.code}" if "." in item.code and item.code.replace(".", "").isdecimal() else ""
    return f"{number}. Tiêu chí{code} “{item.name or MISSING_NAME}”"


def _points(value: Fraction | None) -> str:
    return number_text(value or Fraction(0))
