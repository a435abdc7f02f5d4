"""The shape of what people type about a campaign; the law is in the services."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from parindex.apps.assessment.rounds import STEPS, RoundTime, kind_of
from parindex.definitions.calendar import loader
from parindex.domain.calendar.days import UnknownCalendarYear

_MOMENT = "%d/%m/%Y %H:%M"
_OPENS, _CLOSES = time(7, 0), time(17, 0)
_WORKING_DAYS = {
    "self_score": 15,
    "approval": 3,
    "appraisal_1": 10,
    "explanation": 5,
    "appraisal_2": 5,
    "council": 3,
    "publication": 5,
}
"""A usual length of each step, in working days; a proposal that the person changes, not a rule."""


class _MomentInput(forms.DateTimeInput):
    """Shows seconds only where there are some, so that a lock at 17:00:30 is sent back as it was."""

    def format_value(self, value: Any) -> str | None:
        """Return the words of the field."""
        if isinstance(value, datetime):
            return value.strftime(f"{_MOMENT}:%S" if value.second else _MOMENT)
        return super().format_value(value)


class MomentField(forms.DateTimeField):
    """A moment in the office's time, written as 30/11/2026 17:00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=[_MOMENT, "%d/%m/%Y %H:%M:%S"],
            widget=_MomentInput(format=_MOMENT, attrs={"placeholder": "30/11/2026 17:00", "autocomplete": "off"}),
            error_messages={"invalid": "Ghi ngày và giờ như 30/11/2026 17:00."},
            **kwargs,
        )


class CampaignForm(forms.Form):
    """The head of a campaign."""

    title = forms.CharField(label="Tên đợt", max_length=300, help_text="Ví dụ: Chấm điểm cải cách hành chính năm 2026.")
    year = forms.IntegerField(label="Năm đánh giá", min_value=2000, max_value=2100)
    unit = forms.TypedChoiceField(label="Nơi tổ chức", coerce=int)
    blind_percent = forms.IntegerField(
        label="Thẩm định kín lần hai, phần trăm số mục",
        min_value=0,
        max_value=100,
        initial=0,
        help_text="Một mẫu mục được người thứ hai thẩm định mà không thấy ý kiến thứ nhất; 0 là không dùng.",
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field, set for each actor


class RoundsForm(forms.Form):
    """When each step opens and locks; a step without both is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name in STEPS:
            self.fields[f"{kind}-opens"] = MomentField(label=f"{name}: mở từ", required=False)
            self.fields[f"{kind}-closes"] = MomentField(label=f"{name}: khóa lúc", required=False)

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return the fields of each step with its name."""
        return [(name, self[f"{kind}-opens"], self[f"{kind}-closes"]) for kind, name in STEPS]

    def clean(self) -> dict[str, Any]:
        """Ask for the other end when one is given."""
        values: dict[str, Any] = super().clean() or {}
        for kind, _ in STEPS:
            ends = (values.get(f"{kind}-opens"), values.get(f"{kind}-closes"))
            for name, value in zip(("opens", "closes"), ends, strict=True):
                if value is None and any(ends) and f"{kind}-{name}" not in self.errors:
                    self.add_error(f"{kind}-{name}", "Ghi cả lúc mở và lúc khóa, hoặc để trống cả hai.")
        return values

    def times(self) -> list[RoundTime]:
        """Return the steps of a valid form."""
        told = self.cleaned_data
        return [
            RoundTime(kind_of(kind), told[f"{kind}-opens"], told[f"{kind}-closes"])
            for kind, _ in STEPS
            if told[f"{kind}-opens"] is not None
        ]


def usual_times(today: date) -> dict[str, datetime]:
    """Propose a calendar from the next working day on; steps beyond the known calendar stay empty."""
    calendar, found = loader.load_calendar(), {}
    try:
        start = calendar.next_working_day(today)
        for kind, days in _WORKING_DAYS.items():
            end = calendar.add_working_days(start, days - 1)
            found[f"{kind}-opens"] = _moment(start, _OPENS)
            found[f"{kind}-closes"] = _moment(end, _CLOSES)
            start = calendar.next_working_day(end)
    except UnknownCalendarYear:
        pass
    return found


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())


class ReopenForm(forms.Form):
    """A step opened again, for one sheet or for all."""

    kind = forms.ChoiceField(label="Bước", choices=STEPS)
    sheet = forms.TypedChoiceField(label="Đơn vị", coerce=str, required=False)
    until = MomentField(label="Khóa lại lúc")
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, sheets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [("", "Mọi đơn vị"), *sheets]  # type: ignore[attr-defined]  # set for each page
