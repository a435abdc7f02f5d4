"""Shapes of input on the pages of documents."""

from __future__ import annotations

from django import forms

from parindex.apps.evidence.documents import TEXT_FACTS, Facts

DAY_HELP = "Ngày ghi như 21/07/2026."
DRAFT_CHOICES = (("", "Chưa rõ"), ("khong", "Đã ban hành"), ("co", "Là dự thảo"))
_DRAFTS = {"khong": False, "co": True}


class NumberForm(forms.Form):
    """A document that is kept elsewhere, known by its number and date."""

    number = forms.CharField(
        label="Số, ký hiệu",
        max_length=TEXT_FACTS["number"],
        widget=forms.TextInput(attrs={"placeholder": "45/BC-UBND"}),
    )
    issued_on = forms.DateField(
        label="Ngày ban hành",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "21/07/2026"}),
        error_messages={"invalid": DAY_HELP},
    )
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=TEXT_FACTS["issuer"], required=False)
    subject = forms.CharField(label="Trích yếu", max_length=TEXT_FACTS["subject"], required=False)

    def facts(self) -> Facts:
        """Return the facts of a valid form."""
        told = self.cleaned_data
        return Facts(number=told["number"], issued_on=told["issued_on"], issuer=told["issuer"], subject=told["subject"])


class FactsForm(NumberForm):
    """Everything that is known of a document; what is left empty stays not known."""

    number = forms.CharField(label="Số, ký hiệu", max_length=TEXT_FACTS["number"], required=False)
    subject = forms.CharField(
        label="Trích yếu", max_length=TEXT_FACTS["subject"], required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    signer = forms.CharField(label="Người ký", max_length=TEXT_FACTS["signer"], required=False)
    draft = forms.ChoiceField(label="Tình trạng", choices=DRAFT_CHOICES, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("number", "issued_on", "issuer", "subject", "signer", "draft", "version")

    def facts(self) -> Facts:
        """Return the facts of a valid form."""
        told = self.cleaned_data
        return Facts(
            number=told["number"],
            issued_on=told["issued_on"],
            issuer=told["issuer"],
            subject=told["subject"],
            signer=told["signer"],
            is_draft=_DRAFTS.get(told["draft"]),
        )


def draft_key(is_draft: bool | None) -> str:  # noqa: FBT001 - the one thing that is asked
    """Return the choice that stands for a known or unknown draft."""
    return next((key for key, value in _DRAFTS.items() if value is is_draft), "")
