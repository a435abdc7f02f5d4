"""The shape of what people type into registers: one text a field, whatever the register; the law is in the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import NUMBERS, Field, FieldType, Register
from parindex.domain.registers.values import MOST_TEXT, Mistake, defaults, edit_text

UNIT_LIST = "ds-don-vi"
_MOST = 400
_EXAMPLES = {FieldType.DATE: "21/07/2026", FieldType.MONEY: "1.250.000 hoặc 1,25 triệu", FieldType.DECIMAL: "80,35"}


class EntryForm(forms.Form):
    """The fields of an entry, or some of them; `keeper` is asked for when there are units to choose from."""

    def __init__(
        self,
        *args: Any,
        fields: Iterable[Field],
        units: Sequence[tuple[int, str]] = (),
        with_keeper: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if with_keeper:
            self.fields["keeper"] = forms.TypedChoiceField(label="Đơn vị giữ sổ", coerce=int, choices=list(units))
        self.codes: list[str] = []
        for field in fields:
            self.codes.append(field.code)
            self.fields[f"f_{field.code}"] = _input(field)

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the code of the field; raises AttributeError before validation."""
        return {code: str(self.cleaned_data.get(f"f_{code}") or "") for code in self.codes}

    def tell(self, mistakes: Iterable[Mistake]) -> None:
        """Show mistakes at their fields, those of other fields on top."""
        for mistake in mistakes:
            name = f"f_{mistake.field}"
            self.add_error(name if name in self.fields else None, mistake.message)


class ImportForm(forms.Form):
    """A table for a register."""

    keeper = forms.TypedChoiceField(label="Đơn vị giữ sổ", coerce=int)
    tep = forms.FileField(
        label="Bảng (XLSX, CSV, XLS, ODS)",
        help_text="Dòng đầu là tên cột. Cùng khóa thì sửa dòng đã có, nhập lại cùng bảng thì không đổi gì.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.xls,.ods,.txt"}),
    )
    ca_bang = forms.BooleanField(label="Có một dòng sai thì không nhập dòng nào", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = list(units)  # type: ignore[attr-defined]  # django-stubs knows only Field here


def initial_of(register: Register, values: Mapping[str, Value] | None, names: Mapping[str, str]) -> dict[str, str]:
    """Return what the form of an entry begins with; `names` are the names of units by slug."""
    if values is None:
        return {f"f_{code}": text for code, text in defaults(register).items()}
    shown = {}
    for code, value in values.items():
        field = register.by_code[code]
        text = edit_text(field, value)
        shown[f"f_{code}"] = names.get(text, text) if field.type is FieldType.UNIT else text
    return shown


def _input(field: Field) -> forms.CharField | forms.ChoiceField:
    """Return the input of a field; nothing is checked here but its length."""
    label = f"{field.name} ({field.measure})" if field.measure else field.name
    common: dict[str, Any] = {"label": label, "required": False, "help_text": field.help}
    if field.type is FieldType.CHOICE:
        choices = [("", "Chưa chọn"), *((option.value, option.name) for option in field.options)]
        return _AnyChoice(**common, choices=choices)
    if field.type is FieldType.YES_NO:
        return _AnyChoice(**common, choices=[("", "Chưa rõ"), ("co", "Có"), ("khong", "Không")])
    if field.type is FieldType.LONG_TEXT:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(**common, widget=widget, max_length=MOST_TEXT[FieldType.LONG_TEXT])
    attrs = {"autocomplete": "off"}
    if field.type in NUMBERS or field.type is FieldType.DATE:
        attrs["inputmode"] = "decimal" if field.type is FieldType.DECIMAL else "text"
    if field.type in _EXAMPLES:
        attrs["placeholder"] = _EXAMPLES[field.type]
    if field.type is FieldType.UNIT:
        attrs["list"] = UNIT_LIST
    if field.is_required:
        attrs["aria-required"] = "true"
    return forms.CharField(**common, widget=forms.TextInput(attrs=attrs), max_length=_MOST)


class _AnyChoice(forms.ChoiceField):
    """A choice whose value the service checks, so that page, table and command refuse with the same words."""

    def valid_value(self, _value: object) -> bool:
        """Accept."""
        return True
