"""Shapes of input on the pages of reports; the law is in the services."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from parindex.apps.reports.periods import Asked
from parindex.definitions.report_regimes.loader import load_regimes
from parindex.domain.reporting.regimes import Every

_DAY: dict[str, Any] = {
    "widget": forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "20/09/2026", "autocomplete": "off"}),
    "error_messages": {"invalid": "Ngày ghi như 20/09/2026."},
}


def _bare(label: str) -> str:
    """Return the name of a report without the place of its year."""
    return label.replace("/{year}", "").replace(" {year}", "")


def choices_of_periods() -> list[tuple[str, str]]:
    """Return every report that can be asked for: "cchc:quarter_3", "monthly:month_07", "adhoc:"."""
    found: list[tuple[str, str]] = []
    for book in load_regimes().values():
        if book.every is Every.FIXED:
            found += [(f"{book.code}:{one.code}", f"CCHC: {_bare(one.label)}") for one in book.reports]
        elif book.every is Every.MONTH:
            found += [(f"{book.code}:month_{month:02d}", f"Báo cáo tháng {month:02d}") for month in range(1, 13)]
        else:
            found.append((f"{book.code}:", book.name))
    return found


class PeriodForm(forms.Form):
    """What a unit asks of itself and those below."""

    kind = forms.ChoiceField(label="Báo cáo", choices=choices_of_periods)
    unit = forms.TypedChoiceField(label="Đơn vị mở kỳ", coerce=int)
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    before = forms.IntegerField(
        label="Cấp dưới gửi trước, ngày làm việc",
        min_value=0,
        max_value=30,
        help_text="Hạn trong tỉnh do nơi tổ chức đặt; đếm ngược theo lịch làm việc.",
        error_messages={"required": "Ghi cấp dưới gửi trước mấy ngày làm việc, 0 là cùng ngày."},
    )
    due_on = forms.DateField(
        label="Hạn gửi", required=False, help_text="Báo cáo CCHC định kỳ để trống: hạn là ngày 20.", **_DAY
    )
    title = forms.CharField(label="Tên báo cáo đột xuất", max_length=300, required=False)
    window_start = forms.DateField(label="Số liệu từ ngày", required=False, **_DAY)
    window_end = forms.DateField(label="Đến trước ngày", required=False, **_DAY)

    def __init__(self, *args: Any, units: list[tuple[int, str]], today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"year": today.year})
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a field of choices, as declared above

    def asked(self) -> Asked:
        """Return what a valid form asks for."""
        told = self.cleaned_data
        regime, _, code = told["kind"].partition(":")
        return Asked(
            regime=regime,
            code=code,
            year=told["year"],
            before=told["before"],
            due_on=told["due_on"],
            title=told["title"],
            window_start=told["window_start"],
            window_end=told["window_end"],
        )
