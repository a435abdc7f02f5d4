"""The forms of the login library in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils import timezone

from parindex.apps.people import logins

_LABELS = {
    "login": "Tên đăng nhập hoặc thư điện tử",
    "password": "Mật khẩu",
    "oldpassword": "Mật khẩu đang dùng",
    "password1": "Mật khẩu mới",
    "password2": "Nhập lại mật khẩu mới",
    "email": "Thư điện tử",
    "code": "Mã",
}


class _InOurWords:
    """Gives Vietnamese labels and drops English help and placeholders: a placeholder is no label anyway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # mixed into forms only
            field.label, field.help_text = _LABELS.get(name, field.label), ""
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> Any:
        """Compare the two new passwords first, so that the library does not say it in English."""
        typed = [self.cleaned_data.get(name) for name in ("password1", "password2")]  # type: ignore[attr-defined]
        if all(typed) and typed[0] != typed[1]:
            self.add_error("password2", "Hai lần nhập mật khẩu không giống nhau.")  # type: ignore[attr-defined]
        return super().clean()  # type: ignore[misc]


class LoginForm(_InOurWords, account.LoginForm):  # type: ignore[misc]  # the library has no types
    """Sign in; browsers are told that a login name stands here, also when it is an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(_InOurWords, account.ChangePasswordForm):  # type: ignore[misc]  # no types
    """Change one's password."""


class ResetPasswordForm(_InOurWords, account.ResetPasswordForm):  # type: ignore[misc]  # no types
    """Ask for the letter."""


class ResetPasswordKeyForm(_InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # no types
    """Set a password with the link of the letter."""


class ReauthenticateForm(_InOurWords, account.ReauthenticateForm):  # type: ignore[misc]  # no types
    """Confirm with the password."""


class AuthenticateCodeForm(_InOurWords, second_factor.AuthenticateForm):  # type: ignore[misc]  # no types
    """The second factor at sign-in: a wrong code counts like a wrong password, so codes cannot be tried out."""

    def clean_code(self) -> str:
        """Check the code unless the account is locked; the answer is the same."""
        now, person = timezone.now(), self.user
        person.refresh_from_db(fields=["failed_logins", "locked_until"])
        if logins.is_locked(person, now=now):
            raise second_factor.get_adapter().validation_error("incorrect_code")
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            logins.note_failure(person, now=now)
            raise


class ReauthenticateCodeForm(_InOurWords, second_factor.ReauthenticateForm):  # type: ignore[misc]  # no types
    """Confirm with the second factor."""


class ActivateTotpForm(_InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]  # no types
    """Turn the second factor on."""
