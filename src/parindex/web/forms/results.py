"""Shapes of input on the pages of results."""

from __future__ import annotations

from django import forms

from parindex.apps.assessment.publication import Decision


class PublishForm(forms.Form):
    """The decision by which a season is published, and the version of the season that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="Số quyết định", max_length=60, help_text="Ghi đúng như văn bản, ví dụ 677/QĐ-UBND.")
    on = forms.DateField(
        label="Ngày quyết định",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "21/07/2026"}),
        error_messages={"invalid": "Ngày ghi như 21/07/2026."},
    )
    issuer = forms.CharField(label="Cơ quan công bố", max_length=300)
    accepts_unsettled = forms.BooleanField(
        label="Công bố cả khi có đơn vị chưa xếp hạng được",
        required=False,
        help_text="Đơn vị còn mục chưa rõ điểm được nêu tên, không có hạng.",
    )

    def decision(self) -> Decision:
        """Return the decision of a valid form."""
        told = self.cleaned_data
        return Decision(number=told["number"], on=told["on"], issuer=told["issuer"])
