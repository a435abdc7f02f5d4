"""What the house tells people: messages, their way through each channel, and what people and offices chose."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class MessageKind(models.TextChoices):
    """What a message is about."""

    DIGEST = "digest", "Bản tin việc"
    ESCALATION = "escalation", "Báo người đứng đầu"
    LETTER = "letter", "Công văn đôn đốc"


class MessageState(models.TextChoices):
    """Whether a message may leave."""

    WAITING = "waiting", "Chờ gửi"
    RELEASED = "released", "Đã cho gửi"
    DISCARDED = "discarded", "Không gửi"


class Message(models.Model):
    """One message to one person; what waits leaves only when a person of its unit says so."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    kind = models.CharField(max_length=12, choices=MessageKind, help_text="Loại thư báo.")
    recipient = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="messages", help_text="Người nhận."
    )
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị gửi; trống là hệ thống."
    )
    subject = models.CharField(max_length=200, help_text="Tiêu đề.")
    text = models.TextField(help_text="Nội dung bằng chữ thường.")
    html = models.TextField(blank=True, help_text="Nội dung có định dạng.")
    channels = models.JSONField(default=list, help_text="Các kênh sẽ dùng khi được gửi.")
    state = models.CharField(
        max_length=10, choices=MessageState, default=MessageState.WAITING, help_text="Có được gửi không."
    )
    dedupe_key = models.CharField(max_length=200, unique=True, help_text="Khóa chống viết hai lần.")
    created_at = models.DateTimeField(help_text="Lúc viết.")
    decided_at = models.DateTimeField(null=True, help_text="Lúc cho gửi hoặc bỏ.")
    decided_by_id = models.BigIntegerField(null=True, help_text="Người cho gửi hoặc bỏ; trống là hệ thống.")
    decided_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người ấy lúc đó.")
    reason = models.TextField(blank=True, help_text="Vì sao không gửi.")

    class Meta:
        db_table = "message"
        indexes = [
            models.Index(fields=["state", "unit"], name="message_waiting"),
            models.Index(fields=["recipient", "created_at"], name="message_recipient"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MessageKind.values), name="message_kind_known"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_at__isnull=False), name="message_decided_has_time"
            ),
        ]


class DeliveryState(models.TextChoices):
    """How far a message came on one channel."""

    QUEUED = "queued", "Đang chờ"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã nhận"
    KEPT = "kept", "Ghi vào tệp"
    FAILED = "failed", "Không gửi được"
    UNKNOWN = "unknown", "Không rõ"
    SKIPPED = "skipped", "Không có địa chỉ"


class Delivery(models.Model):
    """A message on its way through one channel; `sending` is written before the channel is spoken to."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries", help_text="Thư báo.")
    channel = models.CharField(max_length=20, help_text="Kênh: email, page, …")
    address = models.CharField(max_length=254, blank=True, help_text="Địa chỉ đã dùng.")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.QUEUED, help_text="Đã tới đâu.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Số lần đã thử.")
    next_at = models.DateTimeField(null=True, help_text="Không gửi trước lúc này.")
    ended_at = models.DateTimeField(null=True, help_text="Lúc có kết quả cuối.")
    response = models.TextField(blank=True, help_text="Lời máy chủ ở lần gần nhất.")
    log = models.JSONField(default=list, help_text="Từng lần thử: lúc nào, kết quả, lời máy chủ.")

    class Meta:
        db_table = "message_delivery"
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="message_delivery_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="message_delivery_state_known"),
        ]


class DigestChoice(models.TextChoices):
    """How often a person wants the digest by e-mail."""

    DAILY = "daily", "Mỗi ngày làm việc"
    WEEKLY = "weekly", "Mỗi tuần một lần"
    OFF = "off", "Không gửi"


class Preference(models.Model):
    """What a person chose; without a row the digest is daily where the office has switched it on."""

    user = models.OneToOneField(
        "people.User", on_delete=models.CASCADE, related_name="preference", help_text="Người chọn."
    )
    digest = models.CharField(
        max_length=6, choices=DigestChoice, default=DigestChoice.DAILY, help_text="Bản tin việc qua thư điện tử."
    )
    changed_at = models.DateTimeField(help_text="Lúc chọn.")

    class Meta:
        db_table = "message_preference"
        constraints = [models.CheckConstraint(condition=Q(digest__in=DigestChoice.values), name="preference_known")]


class Switch(models.Model):
    """Whether digests go out by e-mail to the people of a unit and of the units below it; off without a row."""

    unit = models.OneToOneField("orgs.Unit", on_delete=models.CASCADE, related_name="+", help_text="Đơn vị.")
    is_on = models.BooleanField(help_text="Có gửi bản tin qua thư điện tử.")
    changed_at = models.DateTimeField(help_text="Lúc đổi.")
    changed_by_id = models.BigIntegerField(null=True, help_text="Người đổi.")
    changed_by_name = models.CharField(max_length=120, help_text="Tên người đổi lúc đó.")

    class Meta:
        db_table = "message_switch"
