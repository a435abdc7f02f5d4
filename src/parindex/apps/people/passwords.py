"""The password policy: eight characters and four classes (QCVN 12:2026/BCA), beside Django's own validators."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core.exceptions import ValidationError

from parindex.apps.people.errors import WeakPassword
from parindex.apps.people.models import User

_LOWER, _UPPER, _DIGITS, _OTHER = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+.!"
_RANDOM_LENGTH = 16


class LengthValidator(MinimumLengthValidator):
    """Django's check of the length in our words."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return f"Mật khẩu ngắn quá; cần ít nhất {self.min_length} ký tự."


class CommonValidator(CommonPasswordValidator):
    """Django's check against its list of common passwords, in our words."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return "Mật khẩu này quá phổ biến, dễ bị đoán."


class SimilarityValidator(UserAttributeSimilarityValidator):
    """Django's check against what the account says of its person, in our words."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return "Mật khẩu giống tên đăng nhập, họ tên hoặc thư điện tử của bạn."


class FourClassesValidator:
    """Django password validator: lower case, upper case, digit and another character."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - the signature is Django's
        """Raise `ValidationError` naming the classes that are missing."""
        missing = [
            name
            for name, is_there in (
                ("chữ thường", any(letter.islower() for letter in password)),
                ("chữ hoa", any(letter.isupper() for letter in password)),
                ("chữ số", any(letter.isdigit() for letter in password)),
                ("ký tự khác chữ và số", any(not letter.isalnum() for letter in password)),
            )
            if not is_there
        ]
        if missing:
            raise ValidationError(f"Mật khẩu còn thiếu: {', '.join(missing)}.", code="password_classes")

    def get_help_text(self) -> str:
        """Say the rule in one sentence."""
        return "Mật khẩu có chữ thường, chữ hoa, chữ số và ký tự khác."


def check(password: str, *, user: User | None) -> None:
    """Raise `WeakPassword` with every reason in one message when a password breaks the policy."""
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error


def random_password() -> str:
    """Return a random password that follows the policy and has no letters that look alike."""
    chosen = [secrets.choice(group) for group in (_LOWER, _UPPER, _DIGITS, _OTHER)]
    chosen += [secrets.choice(_LOWER + _UPPER + _DIGITS) for _ in range(_RANDOM_LENGTH - len(chosen))]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)
