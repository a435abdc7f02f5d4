"""How the login library behaves in this house: no sign-up, our services, our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from parindex.apps.people import logins, services
from parindex.domain.access import Actor
from parindex.web.request import signed_in_user

if TYPE_CHECKING:
    from parindex.apps.people.models import User

# One sentence for a wrong password, an unknown name and a locked account: nobody learns which accounts exist.
_LOGIN_REFUSED = (
    "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa. "
    "Sai 5 lần liên tiếp thì khóa 30 phút; quên mật khẩu thì chọn “Quên mật khẩu” bên dưới."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Passwords change through the service of people; sign-up is closed."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _LOGIN_REFUSED,
        "email_password_mismatch": _LOGIN_REFUSED,
        "too_many_login_attempts": "Thử đăng nhập quá nhiều lần. Đợi vài phút rồi thử lại.",
        "account_inactive": _LOGIN_REFUSED,
        "incorrect_password": "Mật khẩu không đúng.",
        "enter_current_password": "Nhập đúng mật khẩu đang dùng.",
        "incorrect_code": "Mã không đúng. Xem mã mới trên điện thoại rồi nhập lại.",
        "invalid_password_reset": "Liên kết đặt lại mật khẩu không đúng, đã dùng hoặc đã hết hạn.",
        "rate_limited": "Gửi quá nhiều yêu cầu. Đợi một phút rồi thử lại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature is the library's
        """Refuse: accounts are made by administrators and invitations."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change the password through the service, which records it."""
        person = cast("User", user)
        actor = Actor(user_id=person.pk, name=person.full_name)
        services.change_password(user=person, password=password, actor=actor, now=timezone.now())

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in after all steps are passed, and record it."""
        super().login(request, user)
        logins.note_success(cast("User", user), now=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        """Record the end and sign out."""
        user = signed_in_user(request)
        if user is not None:
            logins.note_end(user, now=timezone.now())
        super().logout(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a reset letter; with a public address set, never the host that the request names."""
        if not settings.PARINDEX_PUBLIC_URL:
            return str(super().get_reset_password_from_key_url(key))
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.PARINDEX_PUBLIC_URL).rstrip("/") + path.replace("UID-KEY", key)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Our words for the second factor."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Mã không đúng. Xem mã mới trên điện thoại rồi nhập lại.",
        "cannot_generate_recovery_codes": "Bật xác thực hai bước trước rồi mới tạo được mã dự phòng.",
        "cannot_delete_authenticator": "Bạn không tắt được xác thực hai bước.",
    }
