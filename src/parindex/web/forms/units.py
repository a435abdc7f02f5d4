"""The shape of what people type about units; the law is in the services."""

from __future__ import annotations

from django import forms


class ImportForm(forms.Form):
    """A table of units, and what holds for the rows that do not say it themselves."""

    file = forms.FileField(
        label="Tệp bảng",
        help_text="XLSX, XLS, ODS hoặc CSV; dòng đầu là tên cột.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Chọn tệp bảng cần nhập.", "empty": "Tệp rỗng; chọn tệp khác."},
    )
    valid_from = forms.DateField(label="Có từ ngày", required=False, help_text="Cho dòng không ghi, ví dụ 01/07/2025.")
    valid_to = forms.DateField(label="Hết từ ngày", required=False, help_text="Cho dòng không ghi; trống là còn.")
    source = forms.CharField(
        label="Nguồn", required=False, max_length=300, help_text="Văn bản làm căn cứ, cho dòng không ghi."
    )
