"""Shapes of input on the pages of supervision and proposals; the law is in the services."""

from __future__ import annotations

from django import forms

from parindex.apps.reports.merits import OUTCOMES
from parindex.apps.reports.supervision import Said
from parindex.domain.reporting.merit import MeritKind


class NoteForm(forms.Form):
    """A note of supervision."""

    organisation = forms.CharField(
        label="Tổ chức giám sát", max_length=200, help_text="Ví dụ: Ủy ban Mặt trận Tổ quốc Việt Nam xã."
    )
    text = forms.CharField(label="Ý kiến", widget=forms.Textarea(attrs={"rows": 5}))
    answer_by = forms.DateField(
        label="Hạn trả lời",
        help_text="Gợi ý theo thông số của hệ thống, đếm theo ngày làm việc; sửa được.",
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "20/09/2026"}),
        error_messages={"invalid": "Ngày ghi như 20/09/2026."},
    )

    def said(self) -> Said:
        """Return the words of a valid form."""
        told = self.cleaned_data
        return Said(told["organisation"], told["text"], told["answer_by"])


class MeritForm(forms.Form):
    """What a leader decides on one proposal; `seen` are the reasons shown, one a line."""

    unit = forms.IntegerField()
    kind = forms.TypedChoiceField(choices=[(kind.value, kind.name) for kind in MeritKind], coerce=MeritKind)
    outcome = forms.ChoiceField(choices=[(outcome, outcome) for outcome in OUTCOMES])
    note = forms.CharField(required=False)
    seen = forms.CharField(required=False)
