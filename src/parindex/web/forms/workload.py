"""The shape of what people type about shares; the law is in the services."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from parindex.apps.workload.services import MOST_FAULTS, Judgement, Told

DAY_HELP = "Ngày ghi như 21/07/2026."


class GiveForm(forms.Form):
    """What is given to whom."""

    person = forms.TypedChoiceField(label="Giao cho", coerce=int)
    part = forms.CharField(label="Phần việc", required=False, help_text="Để trống là cả nhiệm vụ.")
    product = forms.CharField(
        label="Sản phẩm phải có",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi sản phẩm phải có để sau này đánh giá được."},
    )
    due_on = forms.DateField(
        label="Hạn",
        required=False,
        help_text="Không muộn hơn hạn của nhiệm vụ.",
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "21/07/2026"}),
        error_messages={"invalid": DAY_HELP},
    )
    weight = forms.DecimalField(
        label="Hệ số quy đổi",
        localize=True,
        initial=Decimal(1),
        help_text="Một sản phẩm này bằng bao nhiêu sản phẩm chuẩn, ví dụ 1 hoặc 0,50.",
    )
    note = forms.CharField(label="Lời giao", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a choice field, set for each page

    def told(self) -> Told:
        """Return what a valid form gives."""
        typed = self.cleaned_data
        return Told(
            product=typed["product"],
            part=typed["part"],
            weight=typed["weight"],
            due_on=typed["due_on"],
            note=typed["note"],
        )


class JudgeForm(forms.Form):
    """How a head judges a product."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    faults = forms.IntegerField(label="Số lỗi lớn", min_value=0, max_value=MOST_FAULTS, initial=0)
    faults_note = forms.CharField(label="Lỗi gì", required=False)
    is_excused = forms.BooleanField(label="Chậm do nguyên nhân khách quan", required=False)
    excuse_note = forms.CharField(label="Nguyên nhân và văn bản xác nhận", required=False)

    def judgement(self) -> Judgement:
        """Return what a valid form says."""
        typed = self.cleaned_data
        return Judgement(typed["faults"], typed["faults_note"], typed["is_excused"], typed["excuse_note"])
