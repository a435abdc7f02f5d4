"""The shape of questions about sizes and of a design to draw with; what they mean is in the domain of surveys."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms

from parindex.domain.surveys.drawing import STRATUM_MARK, DrawPlan, DrawStage, Quotas
from parindex.domain.text import folding

STAGES = 3
_NUMBER = re.compile(r"[0-9]{1,12}([.,][0-9]{1,6})?")
_MOST_TAKE = 20_000
_TAKE = "Ghi một số, ví dụ 6; hoặc mỗi tầng một số: phường=2; xã=4."
_SHARES = "Ghi ít nhất hai nhóm, mỗi nhóm một tỷ lệ: nam=50; nữ=50."


class ExactField(forms.CharField):
    """A decimal number kept exactly, with a comma or a point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Fraction | None:
        """Return the number; None when nothing was typed."""
        text = super().clean(value).strip().removesuffix("%").strip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise forms.ValidationError("Ghi một số, ví dụ 3 hoặc 3,5.")
        return Fraction(text.replace(",", "."))


class SizeForm(forms.Form):
    """What is known before anyone is asked; whatever is left empty is not asked."""

    population = forms.IntegerField(
        label="Số người hoặc hộ của tổng thể (N)", required=False, min_value=1, max_value=999_999_999
    )
    error = ExactField(label="Sai số e của công thức n = N/(1+Ne²), %", required=False)
    margin = ExactField(label="Sai số mong muốn, điểm phần trăm", required=False)
    share = ExactField(label="Tỷ lệ hài lòng dự kiến, %", required=False, help_text="Để trống là 50, mức an toàn nhất.")
    effect = ExactField(
        label="Hệ số thiết kế", required=False, help_text="Để trống là 1. Chọn theo cụm thường từ 1,5 đến 2."
    )
    forms_now = forms.IntegerField(label="Số phiếu định thu", required=False, min_value=1, max_value=999_999_999)
    forms_before = forms.IntegerField(label="Số phiếu đợt trước", required=False, min_value=1, max_value=999_999_999)


class DrawForm(forms.Form):
    """A frame and how to draw from it, stage by stage."""

    frame = forms.FileField(
        label="Khung mẫu (CSV, XLSX hoặc ODS)",
        help_text="Mỗi hộ hoặc người một dòng, dòng đầu là tên cột. Tệp không được giữ lại, chỉ giữ mã băm.",
        error_messages={"required": "Chọn tệp khung mẫu.", "empty": "Tệp rỗng (0 byte)."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods"}),
    )
    seed = forms.CharField(
        label="Hạt giống",
        max_length=80,
        help_text="Một số công bố được, ví dụ kết quả xổ số của ngày đã định. Cùng khung và hạt giống thì cùng mẫu.",
        error_messages={"required": "Ghi hạt giống."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    spare = forms.IntegerField(
        label="Số dự phòng mỗi cụm", required=False, min_value=0, max_value=1000, help_text="Thay hộ vắng, từ chối."
    )
    quota_name = forms.CharField(label="Tên nhóm cần hỏi", required=False, max_length=40)
    quota_shares = forms.CharField(label="Tỷ lệ các nhóm", required=False, max_length=300, help_text="nam=50; nữ=50")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at in range(1, STAGES + 1):
            self.fields[f"unit{at}"] = forms.CharField(label="Cột đơn vị", max_length=60, required=False)
            self.fields[f"strata{at}"] = forms.CharField(label="Cột tầng", max_length=120, required=False)
            self.fields[f"take{at}"] = forms.CharField(label="Số chọn", max_length=600, required=False)

    def clean(self) -> dict[str, Any]:
        """Put the stages together; a stage without a unit is not there."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        stages = [stage for at in range(1, STAGES + 1) if (stage := self._stage(told, at)) is not None]
        if not stages and not self.errors:
            self.add_error("unit1", "Ghi cột tên đơn vị của ít nhất một bậc.")
        if stages:
            last = stages[-1]
            stages[-1] = DrawStage(last.unit, last.take, last.strata, told.get("spare") or 0)
        told["plan"] = DrawPlan(tuple(stages), self._quotas(told))
        return told

    def _stage(self, told: dict[str, Any], at: int) -> DrawStage | None:
        unit = folding.fold(str(told.get(f"unit{at}", "")).strip())
        if not unit:
            return None
        take = _counts(str(told.get(f"take{at}", "")))
        if take is None:
            self.add_error(f"take{at}", _TAKE)
            return None
        strata = tuple(
            folding.fold(name.strip()) for name in str(told.get(f"strata{at}", "")).split(",") if name.strip()
        )
        return DrawStage(unit, take, strata)

    def _quotas(self, told: dict[str, Any]) -> Quotas | None:
        name, text = str(told.get("quota_name", "")).strip(), str(told.get("quota_shares", "")).strip()
        if not name and not text:
            return None
        shares = _pairs(text)
        if not name or shares is None or len(shares) < 2:
            self.add_error("quota_shares", _SHARES)
            return None
        return Quotas(name, shares)


def _counts(text: str) -> dict[str, int] | None:
    """Return the numbers to take by stratum; None for what is none."""
    if text.strip().isdecimal():
        counts = {"": int(text)}
    else:
        pairs = _pairs(text)
        if pairs is None or any(share.denominator != 1 for share in pairs.values()):
            return None
        counts = {STRATUM_MARK.join(part.strip() for part in k.split(STRATUM_MARK)): int(v) for k, v in pairs.items()}
    return counts if all(1 <= count <= _MOST_TAKE for count in counts.values()) else None


def _pairs(text: str) -> dict[str, Fraction] | None:
    """Read `name=number; name=number`; None when it is not that."""
    found: dict[str, Fraction] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, mark, number = part.rpartition("=")
        number = number.strip().removesuffix("%").strip()
        if not mark or not name.strip() or name.strip() in found or not _NUMBER.fullmatch(number):
            return None
        found[name.strip()] = Fraction(number.replace(",", "."))
    return found if found and all(found.values()) else None
