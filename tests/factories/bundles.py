"""A small published result: three fictional communes under a catalogue with ties, an unknown and a not applicable."""

from __future__ import annotations

from parindex.documents.bundle.content import NOT_APPLICABLE, Content, Group, Head, UnitAnswers

CATALOGUE = """\
schema: parindex.catalogue/1
id: bundle-test
level: commune
year: 2026
title: Bộ thử gói công bố
status: demonstration
notice: Đặt ra để kiểm thử.
group: xã
total_points: "3"
ranking: {by: index, tie_breakers: ["2"], grades: [{name: Tốt, from: "80"}, {name: Khác}]}
items:
  - code: "1"
    name: Tỷ lệ
    max_points: "1"
    rule:
      shape: proportional
      measure: {numerator: đúng hạn, denominator: hồ sơ, when_zero: not_applicable}
  - code: "2"
    name: Có hay không
    max_points: "2"
    always_applies: true
    rule: {shape: all_or_nothing, condition: ban hành kế hoạch}
"""

HEAD = Head(
    campaign="Đợt thử năm 2026",
    year=2026,
    organiser="UBND tỉnh Sông Mây",
    decision_number="01/QĐ-MH",
    decision_on="2027-01-15",
    issuer="UBND tỉnh Sông Mây",
    published_at="2027-01-15T08:00:00+07:00",
    is_fictional=True,
)


def content() -> Content:
    """Return the result: `xa-1` and `xa-2` are settled, `xa-3` is not."""
    return Content(
        head=HEAD,
        groups=(Group("Xã, phường", CATALOGUE),),
        units=(
            UnitAnswers(
                "xa-1", "Xã Một", "Xã, phường", {"1": {"numerator": "1", "denominator": "3"}, "2": {"met": "có"}}
            ),
            UnitAnswers("xa-2", "Xã Hai", "Xã, phường", {"1": {"": NOT_APPLICABLE}, "2": {"met": "có"}}),
            UnitAnswers("xa-3", "Xã Ba", "Xã, phường", {"2": {"met": "không"}}),
        ),
    )
