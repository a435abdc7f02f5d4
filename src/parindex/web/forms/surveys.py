"""The shape of what people type to open a wave; the law is in the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from parindex.apps.surveys.services import USUAL_LIMITS, DayLimits
from parindex.definitions.questionnaires import loader

MOST_A_DAY = 100_000
_MOST_BYTES = 1_000_000


def _limit(label: str, usual: int, words: str) -> forms.IntegerField:
    """Return a field for how many forms count on a day; left empty it is as usual."""
    return forms.IntegerField(
        label=label, min_value=1, max_value=MOST_A_DAY, required=False, initial=usual, help_text=words
    )


class WaveForm(forms.Form):
    """A new wave."""

    title = forms.CharField(label="Tên đợt", max_length=200)
    unit = forms.TypedChoiceField(label="Đơn vị khảo sát", coerce=int)
    questionnaire = forms.ChoiceField(label="Bộ câu hỏi", required=False)
    text = forms.CharField(
        label="Hoặc phiếu của địa phương",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Dán nguyên văn YAML; có thì dùng phiếu này thay cho phiếu có sẵn.",
    )
    closes_on = forms.DateField(
        label="Ngày cuối nhận trả lời",
        required=False,
        input_formats=["%d/%m/%Y"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "30/09/2026", "autocomplete": "off"}),
        error_messages={"invalid": "Ngày ghi như 30/09/2026."},
        help_text="Để trống thì nhận đến khi bạn đóng đợt.",
    )

    most_of_device = _limit(
        "Mỗi máy, mỗi ngày",
        USUAL_LIMITS.of_device,
        "Một nhà, một phòng chung mạng có thể là một máy. Máy đặt tại quầy không tính ở đây.",
    )
    most_of_place = _limit(
        "Mỗi nơi, mỗi ngày", USUAL_LIMITS.of_place, "Bằng khoảng số người đông nhất tới nơi ấy trong một ngày."
    )
    most_of_wave = _limit(
        "Cả đợt, mỗi ngày",
        USUAL_LIMITS.of_wave,
        "Tổng qua đường dẫn và mã QR; giấy, phỏng vấn, bảng không tính.",
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], own: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # django-stubs knows only Field here
        self.fields["questionnaire"].choices = [  # type: ignore[attr-defined]  # as above
            *((one.id, f"{one.title.vi} ({one.years})") for one in loader.list_questionnaires()),
            *own,
        ]

    def limits(self) -> DayLimits:
        """Return how many forms count on a day; what was left empty is as usual."""
        told = self.cleaned_data
        return DayLimits(
            told["most_of_device"] or USUAL_LIMITS.of_device,
            told["most_of_place"] or USUAL_LIMITS.of_place,
            told["most_of_wave"] or USUAL_LIMITS.of_wave,
        )

    def chosen(self) -> str:
        """Return the YAML that was pasted, or else the id of the questionnaire that was chosen."""
        text = str(self.cleaned_data["text"]).strip()
        return f"{text}\n" if text else str(self.cleaned_data["questionnaire"])


class QuestionnaireForm(forms.Form):
    """A new questionnaire."""

    title = forms.CharField(label="Tên bộ câu hỏi", max_length=200, required=False)
    slug = forms.CharField(
        label="Mã phiếu",
        max_length=80,
        required=False,
        help_text="Chữ thường không dấu, số, gạch nối, ví dụ “mot-cua-2026”; không đổi được.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    unit = forms.TypedChoiceField(label="Đơn vị lập", coerce=int)
    source = forms.ChoiceField(label="Bắt đầu từ", required=False)
    file = forms.FileField(
        label="Hoặc nhập tệp YAML", required=False, help_text="Có tệp thì tên, mã và câu hỏi lấy từ tệp."
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], sources: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # as above
        self.fields["source"].choices = [("", "Phiếu trống"), *sources]  # type: ignore[attr-defined]  # as above

    def text(self) -> str:
        """Return the YAML that was sent; empty without a file."""
        file = self.cleaned_data["file"]
        return "" if file is None else str(file.read(_MOST_BYTES).decode("utf-8-sig", "replace"))
