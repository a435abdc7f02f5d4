"""What persons were given of the assignments of their agency, and how it was judged."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class ShareState(models.TextChoices):
    """Where a share stands."""

    GIVEN = "given", "Đã giao"
    REPORTED = "reported", "Chờ đánh giá"
    ACCEPTED = "accepted", "Đã đánh giá"
    WITHDRAWN = "withdrawn", "Thôi giao"


class Share(models.Model):
    """An assignment of an agency, or a part of it with its own product and deadline, given to one person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="shares", help_text="Nhiệm vụ của cơ quan."
    )
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan đã giao.")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", help_text="Người được giao.")
    part = models.TextField(blank=True, help_text="Phần việc; trống là cả nhiệm vụ.")
    product = models.TextField(help_text="Sản phẩm phải có.")
    weight = models.DecimalField(max_digits=6, decimal_places=2, help_text="Hệ số quy đổi ra sản phẩm chuẩn.")
    due_on = models.DateField(null=True, help_text="Hạn của phần việc.")
    note = models.TextField(blank=True, help_text="Lời giao.")
    state = models.CharField(max_length=9, choices=ShareState, default=ShareState.GIVEN, help_text="Trạng thái.")
    reported_on = models.DateField(null=True, help_text="Ngày báo xong.")
    report_note = models.TextField(blank=True, help_text="Lời báo xong hoặc lý do trả lại.")
    document_number = models.CharField(max_length=60, blank=True, help_text="Số văn bản của sản phẩm.")
    faults = models.PositiveSmallIntegerField(null=True, help_text="Số lỗi lớn; trống là chưa đánh giá.")
    faults_note = models.TextField(blank=True, help_text="Lỗi gì.")
    is_excused = models.BooleanField(default=False, help_text="Chậm do nguyên nhân khách quan đã được xác nhận.")
    excuse_note = models.TextField(blank=True, help_text="Nguyên nhân khách quan và văn bản xác nhận.")
    judged_by_id = models.BigIntegerField(null=True, help_text="Người đánh giá.")
    judged_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người đánh giá.")
    judged_at = models.DateTimeField(null=True, help_text="Lúc đánh giá.")
    given_by_id = models.BigIntegerField(null=True, help_text="Người giao.")
    given_by_name = models.CharField(max_length=120, help_text="Tên người giao.")
    given_at = models.DateTimeField(help_text="Lúc giao.")
    last_step = models.JSONField(
        default=dict, help_text="Bước cuối: ai làm, lần đổi, giá trị trước; để người ấy hoàn tác."
    )
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")

    class Meta:
        db_table = "share"
        indexes = [
            models.Index(fields=["person", "due_on"], name="share_person"),
            models.Index(fields=["unit", "due_on"], name="share_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ShareState.values), name="share_state_known"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="share_weight_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["given", "withdrawn"]) | Q(reported_on__isnull=False),
                name="share_reported_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(faults__isnull=False), name="share_accepted_is_judged"
            ),
        ]


class ClosedSheet(models.Model):
    """The monthly sheet of a person for the work of one agency, as its head closed it; nothing of it ever changes.

    Closing a month again is another row with its reason.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", help_text="Phiếu của ai.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan giao việc.")
    year = models.PositiveSmallIntegerField(help_text="Năm.")
    month = models.PositiveSmallIntegerField(help_text="Tháng.")
    number = models.PositiveSmallIntegerField(help_text="Lần chốt.")
    reason = models.TextField(blank=True, help_text="Vì sao chốt lại; trống ở lần đầu.")
    points = models.CharField(max_length=20, help_text="Điểm kết quả như in trên phiếu.")
    snapshot = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Bản chụp của phiếu."
    )
    xlsx = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Tệp XLSX.")
    closed_by_id = models.BigIntegerField(null=True, help_text="Người chốt.")
    closed_by_name = models.CharField(max_length=120, help_text="Tên người chốt.")
    closed_at = models.DateTimeField(help_text="Lúc chốt.")

    class Meta:
        db_table = "closed_month_sheet"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "year", "month", "number"], name="closed_month_sheet_once"
            ),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="closed_month_sheet_month"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="closed_month_sheet_again_has_reason"),
        ]
