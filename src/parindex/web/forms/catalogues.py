"""Shapes of input on the pages that import a catalogue; the law is in the services."""

from __future__ import annotations

from django import forms

from parindex.apps.catalogues.rows import DEEPEST, ItemInput
from parindex.domain.scoring.catalogue import CHANNEL_TEXTS

DEPTH_NAMES = ("Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Cấp 4", "Cấp 5", "Cấp 6")


class ItemForm(forms.Form):
    """One item of an annex as a person corrects or adds it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(label="Mã", max_length=30, error_messages={"required": "Ghi mã của mục, ví dụ 3.4.1."})
    max_points = forms.CharField(
        label="Điểm tối đa", max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    name = forms.CharField(
        label="Tên", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi tên của mục."}
    )
    depth = forms.TypedChoiceField(
        label="Cấp trong cây", coerce=int, choices=[(at, DEPTH_NAMES[at]) for at in range(DEEPEST + 1)]
    )
    channel = forms.ChoiceField(
        label="Nguồn điểm",
        required=False,
        choices=[("", "Không ghi"), *((channel.value, name) for channel, name in CHANNEL_TEXTS.items())],
    )
    rule = forms.CharField(
        label="Cách chấm (YAML)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "class": "code-in"}),
        help_text="Để trống khi có mục con (máy cộng) hoặc khi chưa rõ.",
    )
    evidence = forms.CharField(
        label="Tài liệu kiểm chứng",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một tài liệu.",
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def typed(self) -> ItemInput:
        """Return what was typed in a valid form."""
        told = self.cleaned_data
        return ItemInput(
            code=told["code"],
            name=told["name"],
            max_points=told["max_points"],
            depth=told["depth"],
            rule=told["rule"],
            channel=told["channel"],
            evidence=tuple(told["evidence"].splitlines()),
            note=told["note"],
        )


class HeadForm(forms.Form):
    """Title, decision and total of an annex."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Tên bộ tiêu chí", max_length=500, required=False)
    number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    date = forms.CharField(
        label="Ngày quyết định",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "21/07/2026"}),
    )
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=300, required=False)
    total_points = forms.CharField(
        label="Tổng điểm", max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
