"""Periodic reports, notes of supervision and proposals: what was asked, written, sent and decided.

What was sent never changes: each sending keeps a snapshot and its papers as stored files (ADR 0010).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class ReportPeriod(models.Model):
    """A report asked for by a unit of itself and the units below, over [window_start, window_end)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị mở kỳ.")
    regime = models.CharField(max_length=40, help_text="Chế độ báo cáo.")
    code = models.CharField(max_length=60, help_text="Mã kỳ trong chế độ; đột xuất là mã riêng.")
    title = models.CharField(max_length=300, help_text="Tên báo cáo.")
    year = models.PositiveSmallIntegerField(help_text="Năm báo cáo.")
    window_start = models.DateField(help_text="Số liệu từ ngày này.")
    window_end = models.DateField(help_text="Số liệu đến trước ngày này.")
    due_on = models.DateField(help_text="Hạn gửi của đơn vị mở kỳ.")
    due_steps = models.JSONField(default=list, help_text="Cách tìm ra hạn.")
    lower_due_on = models.DateField(help_text="Hạn gửi của đơn vị cấp dưới.")
    lower_due_steps = models.JSONField(default=list, help_text="Cách tìm ra hạn của cấp dưới.")
    definition = models.CharField(max_length=64, help_text="Mã băm của chế độ khi mở kỳ.")
    opened_by_id = models.BigIntegerField(null=True, help_text="Người mở kỳ.")
    opened_at = models.DateTimeField(help_text="Lúc mở kỳ.")

    class Meta:
        db_table = "report_period"
        indexes = [models.Index(fields=["unit", "year"], name="report_period_unit_year")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "regime", "code", "year"], name="report_period_once"),
            models.CheckConstraint(condition=Q(window_end__gt=F("window_start")), name="report_period_not_empty"),
        ]


class ReportState(models.TextChoices):
    """Where a report stands; moves are in `domain.lifecycle`."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Trả lại để sửa"
    APPROVED = "approved", "Đã duyệt"


class PeriodicReport(models.Model):
    """The report of one unit for a period; `figures` are those of the draft, what was sent is in its sendings."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="reports", help_text="Kỳ báo cáo.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="reports", help_text="Đơn vị báo cáo.")
    receiver = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị nhận; trống là ngoài cây."
    )
    receiver_name = models.CharField(max_length=200, help_text="Tên nơi nhận.")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT, help_text="Trạng thái.")
    figures = models.JSONField(default=list, help_text="Số liệu của bản đang soạn.")
    plans = models.JSONField(default=list, help_text="Tiến độ kế hoạch lồng ghép vào bản đang soạn.")
    received = models.JSONField(default=list, help_text="Đơn vị đã có báo cáo được tổng hợp.")
    missing = models.JSONField(default=list, help_text="Đơn vị chưa có báo cáo khi tính số.")
    cut_off = models.DateField(help_text="Số liệu tính đến trước ngày này.")
    computed_at = models.DateTimeField(help_text="Lúc tính số liệu.")
    sent_on = models.DateField(null=True, help_text="Ngày gửi gần nhất.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi số liệu, trạng thái.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người lập.")
    created_at = models.DateTimeField(help_text="Lúc lập.")

    class Meta:
        db_table = "periodic_report"
        indexes = [models.Index(fields=["unit", "period"], name="periodic_report_unit")]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="periodic_report_once"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="periodic_report_state_known"),
        ]


class ReportSection(models.Model):
    """One part of the narrative; each has a version of its own, so that two people may write at once."""

    report = models.ForeignKey(PeriodicReport, on_delete=models.CASCADE, related_name="sections", help_text="Báo cáo.")
    code = models.CharField(max_length=40, help_text="Mã phần trong đề cương.")
    title = models.CharField(max_length=300, help_text="Tên phần.")
    position = models.PositiveSmallIntegerField(help_text="Thứ tự.")
    text = models.TextField(blank=True, help_text="Lời văn; {mã} là chỗ của số liệu.")
    is_edited = models.BooleanField(default=False, help_text="Người đã sửa; tính lại số không soạn đè.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần sửa.")
    updated_by_name = models.CharField(max_length=120, blank=True, help_text="Người sửa sau cùng.")
    updated_at = models.DateTimeField(null=True, help_text="Lúc sửa sau cùng.")

    class Meta:
        db_table = "report_section"
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="report_section_once")]


class ReportSending(models.Model):
    """One sending of a report: what was sent, frozen, and what the receiver decided."""

    report = models.ForeignKey(PeriodicReport, on_delete=models.CASCADE, related_name="sendings", help_text="Báo cáo.")
    number = models.PositiveSmallIntegerField(help_text="Lần gửi.")
    snapshot = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Bản chụp nội dung, số liệu."
    )
    docx = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Tệp DOCX.")
    pdf = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Tệp PDF.")
    contradictions = models.JSONField(default=list, help_text="Mâu thuẫn có khi gửi.")
    contradiction_count = models.PositiveSmallIntegerField(default=0, help_text="Số mâu thuẫn có khi gửi.")
    reason = models.TextField(blank=True, help_text="Lý do vẫn gửi khi có mâu thuẫn.")
    late_days = models.PositiveSmallIntegerField(null=True, help_text="Số ngày làm việc trễ; trống là không đếm được.")
    is_late = models.BooleanField(default=False, help_text="Gửi sau hạn.")
    sent_by_id = models.BigIntegerField(null=True, help_text="Người gửi.")
    sent_by_name = models.CharField(max_length=120, help_text="Tên người gửi.")
    sent_at = models.DateTimeField(help_text="Lúc gửi.")
    decision = models.CharField(max_length=10, blank=True, help_text="return hay approve; trống là chưa.")
    decision_reason = models.TextField(blank=True, help_text="Lý do trả lại, ý kiến khi duyệt.")
    decided_by_name = models.CharField(max_length=120, blank=True, help_text="Người quyết định.")
    decided_at = models.DateTimeField(null=True, help_text="Lúc quyết định.")

    class Meta:
        db_table = "report_sending"
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_sending_once"),
            models.CheckConstraint(
                condition=Q(contradiction_count=0) | ~Q(reason=""), name="report_sending_contradiction_has_reason"
            ),
        ]


class SupervisionNote(models.Model):
    """A note of the Fatherland Front or a mass organisation on one plan, assignment or report, to be answered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị phải trả lời.")
    plan = models.ForeignKey(
        "planning.Plan", on_delete=models.PROTECT, null=True, related_name="+", help_text="Kế hoạch."
    )
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, null=True, related_name="+", help_text="Nhiệm vụ."
    )
    report = models.ForeignKey(
        PeriodicReport, on_delete=models.PROTECT, null=True, related_name="+", help_text="Báo cáo."
    )
    subject = models.CharField(max_length=300, help_text="Tên việc được góp ý lúc ghi.")
    organisation = models.CharField(max_length=200, help_text="Tổ chức giám sát.")
    text = models.TextField(help_text="Ý kiến giám sát.")
    answer_by = models.DateField(help_text="Hạn trả lời.")
    author_id = models.BigIntegerField(null=True, help_text="Người ghi.")
    author_name = models.CharField(max_length=120, help_text="Tên người ghi.")
    created_at = models.DateTimeField(help_text="Lúc ghi.")
    answer = models.TextField(blank=True, help_text="Trả lời.")
    answered_by_name = models.CharField(max_length=120, blank=True, help_text="Người trả lời.")
    answered_at = models.DateTimeField(null=True, help_text="Lúc trả lời.")

    class Meta:
        db_table = "supervision_note"
        indexes = [models.Index(fields=["answered_at", "answer_by"], name="supervision_note_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, assignment__isnull=True, report__isnull=True)
                | Q(plan__isnull=True, assignment__isnull=False, report__isnull=True)
                | Q(plan__isnull=True, assignment__isnull=True, report__isnull=False),
                name="supervision_note_one_subject",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="supervision_note_has_text"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="supervision_note_answer_whole",
            ),
        ]


class MeritKind(models.TextChoices):
    """What is proposed."""

    COMMEND = "commend", "Đề nghị biểu dương, khen thưởng"
    REPROACH = "reproach", "Đề nghị phê bình, kiểm điểm"


class MeritOutcome(models.TextChoices):
    """What a person decided on a proposal."""

    ACCEPTED = "accepted", "Đồng ý trình"
    REFUSED = "refused", "Không trình"


class MeritDecision(models.Model):
    """What a leader decided on a proposal drawn from figures, with the reasons as they stood then."""

    holder = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị xét.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị được xét.")
    year = models.PositiveSmallIntegerField(help_text="Năm xét.")
    kind = models.CharField(max_length=8, choices=MeritKind, help_text="Loại đề xuất.")
    outcome = models.CharField(max_length=8, choices=MeritOutcome, help_text="Quyết định.")
    reasons = models.JSONField(default=list, help_text="Lý do lúc quyết định, mỗi lý do có nguồn.")
    note = models.TextField(blank=True, help_text="Ý kiến của người quyết định.")
    decided_by_id = models.BigIntegerField(null=True, help_text="Người quyết định.")
    decided_by_name = models.CharField(max_length=120, help_text="Tên người quyết định.")
    decided_at = models.DateTimeField(help_text="Lúc quyết định.")

    class Meta:
        db_table = "merit_decision"
        constraints = [
            models.UniqueConstraint(fields=["holder", "unit", "year", "kind"], name="merit_decision_once"),
            models.CheckConstraint(condition=Q(kind__in=MeritKind.values), name="merit_decision_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=MeritOutcome.values), name="merit_decision_outcome_known"),
            models.CheckConstraint(condition=Q(outcome="accepted") | ~Q(note=""), name="merit_refusal_has_note"),
        ]
