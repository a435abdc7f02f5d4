"""The shape of what people type about people; the law is in the services."""

from __future__ import annotations

from django import forms

from parindex.domain.access import ROLE_NAMES, Role


class PersonForm(forms.Form):
    """Name, position and address of one person."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(
        label="Thư điện tử", required=False, help_text="Cần có để gửi lời mời và đặt lại mật khẩu."
    )
    position = forms.CharField(label="Chức vụ", max_length=120, required=False)


class NewPersonForm(PersonForm):
    """A new account."""

    field_order = ["username", "full_name", "email", "position"]
    username = forms.CharField(
        label="Tên đăng nhập", max_length=60, help_text="3 đến 60 chữ không dấu, số, hoặc dấu . _ -"
    )


class GrantForm(forms.Form):
    """A role over a unit and all below it."""

    role = forms.ChoiceField(label="Vai trò", choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    unit = forms.TypedChoiceField(label="Đơn vị (gồm cả cấp dưới)", coerce=int)
    valid_from = forms.DateField(label="Từ ngày", required=False, help_text="Để trống là từ hôm nay.")
    valid_to = forms.DateField(label="Đến trước ngày", required=False, help_text="Để trống là không thời hạn.")

    def __init__(self, *args: object, units: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field, set for each actor


class InvitedPasswordForm(forms.Form):
    """The password of an invited person, twice."""

    password = forms.CharField(label="Mật khẩu mới", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(
        label="Nhập lại mật khẩu", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, object]:
        """Compare the two."""
        values: dict[str, object] = super().clean() or {}
        if values.get("password") != values.get("again"):
            self.add_error("again", "Hai lần nhập mật khẩu không giống nhau.")
        return values


class TokenForm(forms.Form):
    """A new token of the API."""

    name = forms.CharField(label="Dùng cho việc gì", max_length=100)
    expires_on = forms.DateField(label="Hết hạn ngày", required=False, help_text="Để trống là không thời hạn.")
