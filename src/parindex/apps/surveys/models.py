"""Waves of surveys and their answers; nothing of an answer tells who gave it."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q


def new_token() -> str:
    """Return the secret part of a public link."""
    return secrets.token_urlsafe(12)


class WaveState(models.TextChoices):
    """Whether a wave takes answers."""

    OPEN = "open", "Đang nhận trả lời"
    CLOSED = "closed", "Đã đóng đợt"


class AnswerChannel(models.TextChoices):
    """How an answer was given."""

    LINK = "link", "Đường dẫn, mã QR"
    KIOSK = "kiosk", "Máy tại quầy"


class SurveyWave(models.Model):
    """One round of a survey: a questionnaire as it stood, a public link, the days on which answers are taken."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị khảo sát.")
    title = models.CharField(max_length=200, help_text="Tên đợt khảo sát.")
    questionnaire_id = models.CharField(max_length=80, help_text="Mã phiếu.")
    questionnaire_text = models.TextField(help_text="Nguyên văn YAML của phiếu lúc mở đợt; không đổi nữa.")
    token = models.CharField(max_length=32, unique=True, default=new_token, help_text="Phần kín của đường dẫn.")
    state = models.CharField(max_length=6, choices=WaveState, default=WaveState.OPEN, help_text="Trạng thái.")
    closes_on = models.DateField(null=True, help_text="Ngày cuối nhận trả lời; trống là đến khi đóng.")
    device_key = models.CharField(max_length=64, blank=True, help_text="Khóa nhận ra thiết bị; hủy khi đóng đợt.")
    repeated_count = models.PositiveIntegerField(default=0, help_text="Số phiếu cùng thiết bị, đếm lúc đóng đợt.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người mở đợt.")
    created_at = models.DateTimeField(help_text="Lúc mở đợt.")
    closed_at = models.DateTimeField(null=True, help_text="Lúc đóng đợt.")

    class Meta:
        db_table = "survey_wave"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="survey_wave_state_known"),
            models.CheckConstraint(
                condition=Q(state=WaveState.OPEN) | (Q(device_key="") & Q(closed_at__isnull=False)),
                name="survey_wave_closed_keeps_no_key",
            ),
        ]


class SurveyAnswer(models.Model):
    """One filled form; the day, not the hour, so that nobody can be seen walking to the counter."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="answers", help_text="Đợt khảo sát.")
    nonce = models.UUIDField(help_text="Mã của tờ phiếu đã mở; gửi lại không thành hai phiếu.")
    channel = models.CharField(max_length=5, choices=AnswerChannel, help_text="Trả lời bằng cách nào.")
    place = models.CharField(max_length=60, blank=True, help_text="Nơi đặt mã QR hoặc máy.")
    answers = models.JSONField(help_text="Phương án theo mã câu.")
    received_on = models.DateField(help_text="Ngày nhận.")
    device_mark = models.CharField(max_length=64, blank=True, help_text="Dấu có khóa của thiết bị; xóa khi đóng đợt.")

    class Meta:
        db_table = "survey_answer"
        constraints = [
            models.UniqueConstraint(fields=["wave", "nonce"], name="survey_answer_once"),
            models.CheckConstraint(condition=Q(channel__in=AnswerChannel.values), name="survey_answer_channel_known"),
        ]
        indexes = [models.Index(fields=["wave", "device_mark"], name="survey_answer_device")]
