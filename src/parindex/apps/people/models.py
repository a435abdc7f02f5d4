"""People, what they may do where, invitations and API tokens."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from parindex.domain.access import ROLE_NAMES, Role


class RoleChoice(models.TextChoices):
    """The roles of `domain.access` with their Vietnamese names."""

    ADMIN = Role.ADMIN.value, ROLE_NAMES[Role.ADMIN]
    LEADER = Role.LEADER.value, ROLE_NAMES[Role.LEADER]
    FOCAL = Role.FOCAL.value, ROLE_NAMES[Role.FOCAL]
    APPRAISER = Role.APPRAISER.value, ROLE_NAMES[Role.APPRAISER]
    OFFICER = Role.OFFICER.value, ROLE_NAMES[Role.OFFICER]
    SUPERVISOR = Role.SUPERVISOR.value, ROLE_NAMES[Role.SUPERVISOR]


class UserManager(BaseUserManager["User"]):
    """Finds people by their login name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this login name."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """One account of one person."""

    username = models.CharField(max_length=60, unique=True, help_text="Tên đăng nhập.")
    email = models.EmailField(blank=True, help_text="Thư điện tử công vụ.")
    full_name = models.CharField(max_length=120, help_text="Họ và tên.")
    position = models.CharField(max_length=120, blank=True, help_text="Chức vụ.")
    is_active = models.BooleanField(default=True, help_text="Còn được đăng nhập.")
    must_change_password = models.BooleanField(default=False, help_text="Phải đổi mật khẩu ở lần đăng nhập tới.")
    failed_logins = models.PositiveSmallIntegerField(default=0, help_text="Số lần đăng nhập sai liên tiếp.")
    locked_until = models.DateTimeField(null=True, help_text="Khóa đăng nhập tới lúc này.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người tạo tài khoản; trống là hệ thống.")
    date_joined = models.DateTimeField(help_text="Lúc tạo tài khoản.")
    full_name_fold = models.CharField(max_length=120, help_text="Họ tên không dấu để tìm.")
    full_name_sort = models.CharField(max_length=240, help_text="Khóa xếp thứ tự tiếng Việt.")

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        db_table = "user"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_once"),
            models.UniqueConstraint(Lower("email"), name="user_email_once", condition=~Q(email="")),
        ]


class Membership(models.Model):
    """A role of a person over a unit and its subtree, on [valid_from, valid_to)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", help_text="Người dùng.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="memberships", help_text="Đơn vị.")
    role = models.CharField(max_length=10, choices=RoleChoice, help_text="Vai trò.")
    valid_from = models.DateField(help_text="Từ ngày.")
    valid_to = models.DateField(null=True, help_text="Hết từ ngày này.")

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=RoleChoice.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="membership_period_not_empty"
            ),
        ]


class Invitation(models.Model):
    """A one-time link that lets an invited person set a password."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations", help_text="Người được mời.")
    token_hash = models.CharField(max_length=64, unique=True, help_text="Mã băm của liên kết mời.")
    invited_by_id = models.BigIntegerField(null=True, help_text="Người mời.")
    created_at = models.DateTimeField(help_text="Lúc mời.")
    expires_at = models.DateTimeField(help_text="Hết hiệu lực lúc.")
    accepted_at = models.DateTimeField(null=True, help_text="Lúc nhận lời.")

    class Meta:
        db_table = "invitation"


class ApiToken(models.Model):
    """A token for the API; only its hash is kept. It never has more rights than its owner."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens", help_text="Chủ mã truy cập.")
    name = models.CharField(max_length=100, help_text="Dùng cho việc gì.")
    token_hash = models.CharField(max_length=64, unique=True, help_text="Mã băm của mã truy cập.")
    created_at = models.DateTimeField(help_text="Lúc tạo.")
    expires_at = models.DateTimeField(null=True, help_text="Hết hiệu lực lúc.")
    last_used_on = models.DateField(null=True, help_text="Ngày dùng gần nhất.")
    revoked_at = models.DateTimeField(null=True, help_text="Lúc thu hồi.")

    class Meta:
        db_table = "api_token"
