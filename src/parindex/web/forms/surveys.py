"""The shape of what people type to open a wave; the law is in the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from parindex.definitions.questionnaires import loader


class WaveForm(forms.Form):
    """A new wave."""

    title = forms.CharField(label="Tên đợt", max_length=200)
    unit = forms.TypedChoiceField(label="Đơn vị khảo sát", coerce=int)
    questionnaire = forms.ChoiceField(label="Phiếu có sẵn", required=False)
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

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # django-stubs knows only Field here
        self.fields["questionnaire"].choices = [  # type: ignore[attr-defined]  # as above
            (one.id, f"{one.title.vi} ({one.years})") for one in loader.list_questionnaires()
        ]

    def chosen(self) -> str:
        """Return the YAML that was pasted, or else the id of the questionnaire that was chosen."""
        text = str(self.cleaned_data["text"]).strip()
        return f"{text}\n" if text else str(self.cleaned_data["questionnaire"])
