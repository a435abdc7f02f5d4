"""The shape of what people type about feedback; the law is in the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from parindex.definitions.feedback import loader

_LONG = {"rows": 6}


class SubmissionForm(forms.Form):
    """Feedback as a citizen, or a clerk for them, writes it down.

    What the decree requires is told by the service, field by field, so no field is required here.
    """

    unit = forms.ChoiceField(label="Gửi tới cơ quan")
    subject = forms.CharField(label="Việc gì, trong một câu", max_length=200, required=False)
    content = forms.CharField(
        label="Kể rõ sự việc, kiến nghị của bạn",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="Khi nào, ở đâu, cơ quan nào, bạn đề nghị gì. Viết tiếng Việt.",
    )
    place = forms.CharField(label="Nơi xảy ra (nếu có)", max_length=200, required=False)
    content_kind = forms.ChoiceField(label="Thuộc loại nào (nếu biết)", required=False)
    dossier_code = forms.CharField(
        label="Mã hồ sơ (nếu có)", max_length=60, required=False, help_text="In trên giấy tiếp nhận và hẹn trả."
    )
    full_name = forms.CharField(
        label="Họ tên, hoặc tên tổ chức",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = forms.CharField(
        label="Địa chỉ",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    phone = forms.CharField(
        label="Số điện thoại",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text="Ghi số điện thoại hoặc thư điện tử.",
    )
    email = forms.CharField(
        label="Thư điện tử",
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    is_confidential = forms.BooleanField(required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units)
        _offer(self, "content_kind", [("", "Không rõ"), *loader.load_kinds().contents.items()])
        self.order_fields(["unit"])

    def add_refusals(self, wrong: dict[str, str]) -> None:
        """Show what the service refused at its fields; what has none of its own stands at the top."""
        for name, message in wrong.items():
            self.add_error(name if name in self.fields else None, message)


class EntryForm(SubmissionForm):
    """Feedback that a clerk writes down at the counter, at the telephone, from a letter."""

    channel = forms.ChoiceField(label="Nhận qua kênh nào")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [(code, name) for code, name in loader.load_kinds().channels.items() if code != "web"]
        _offer(self, "channel", channels)
        self.order_fields(["channel", "unit"])


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # django-stubs knows only Field here
