"""The forms of the login library without its English placeholders; labels are in the templates."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp


class _WithoutPlaceholders:
    """Drops what would stand in an empty field: a placeholder is no label, and these are not Vietnamese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # mixed into forms only
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_WithoutPlaceholders, account.LoginForm):  # type: ignore[misc]  # the library has no types
    """Sign in; browsers are told that a login name stands here, also when it is an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(_WithoutPlaceholders, account.ChangePasswordForm):  # type: ignore[misc]  # no types
    """Change one's password."""


class ResetPasswordForm(_WithoutPlaceholders, account.ResetPasswordForm):  # type: ignore[misc]  # no types
    """Ask for the letter."""


class ResetPasswordKeyForm(_WithoutPlaceholders, account.ResetPasswordKeyForm):  # type: ignore[misc]  # no types
    """Set a password with the link of the letter."""


class ReauthenticateForm(_WithoutPlaceholders, account.ReauthenticateForm):  # type: ignore[misc]  # no types
    """Confirm with the password."""


class AuthenticateCodeForm(_WithoutPlaceholders, second_factor.AuthenticateForm):  # type: ignore[misc]  # no types
    """The second factor at sign-in."""


class ReauthenticateCodeForm(_WithoutPlaceholders, second_factor.ReauthenticateForm):  # type: ignore[misc]  # no types
    """Confirm with the second factor."""


class ActivateTotpForm(_WithoutPlaceholders, totp.ActivateTOTPForm):  # type: ignore[misc]  # no types
    """Turn the second factor on."""
