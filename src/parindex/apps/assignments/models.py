"""Assignments (nhiệm vụ): who owes what by when, and how it goes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from parindex.domain.units import INNER_KINDS


class AssignmentState(models.TextChoices):
    """Where an assignment stands; moves are in `domain.lifecycle`."""

    OPEN = "open", "Chưa làm"
    DOING = "doing", "Đang làm"
    SUBMITTED = "submitted", "Chờ xác nhận"
    RETURNED = "returned", "Trả lại"
    DONE = "done", "Đã xong"
    CANCELLED = "cancelled", "Thôi giao"


class Assignment(models.Model):
    """One duty of one agency for one period, made from a plan item."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    plan_item = models.ForeignKey(
        "planning.PlanItem", on_delete=models.PROTECT, related_name="assignments", help_text="Mục kế hoạch."
    )
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="assignments", help_text="Đơn vị của kế hoạch."
    )
    owner = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="owned_assignments", help_text="Cơ quan chủ trì."
    )
    owner_text = models.CharField(max_length=300, blank=True, help_text="Chủ trì như ghi trong văn bản.")
    given_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="given", help_text="Nhiệm vụ chung được giao lại."
    )
    title = models.TextField(help_text="Việc phải làm.")
    product = models.TextField(blank=True, help_text="Sản phẩm, kết quả phải có.")
    year = models.PositiveSmallIntegerField(help_text="Năm của kế hoạch.")
    period_label = models.CharField(max_length=60, blank=True, help_text="Kỳ, ví dụ Quý III/2026.")
    due_on = models.DateField(null=True, help_text="Hạn; trống là chưa có hạn.")
    due_explanation = models.TextField(blank=True, help_text="Vì sao là ngày này, hoặc vì sao chưa có hạn.")
    due_is_certain = models.BooleanField(default=False, help_text="Hạn suy ra chắc chắn từ văn bản.")
    awaits = models.TextField(blank=True, help_text="Thời hạn phụ thuộc sự kiện, như ghi trong văn bản.")
    event_on = models.DateField(null=True, help_text="Ngày của sự kiện mà hạn phụ thuộc, do người dùng ghi.")
    state = models.CharField(
        max_length=10, choices=AssignmentState, default=AssignmentState.OPEN, help_text="Trạng thái."
    )
    progress = models.PositiveSmallIntegerField(default=0, help_text="Tiến độ 0 đến 100.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    submitted_at = models.DateTimeField(null=True, help_text="Lúc báo xong gần nhất.")
    done_at = models.DateTimeField(null=True, help_text="Lúc được xác nhận xong.")
    created_at = models.DateTimeField(help_text="Lúc tạo.")
    search_fold = models.TextField(help_text="Chữ không dấu để tìm.")

    class Meta:
        db_table = "assignment"
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="assignment_owner"),
            models.Index(fields=["unit", "year"], name="assignment_unit_year"),
            models.Index(fields=["due_on"], name="assignment_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="assignment_progress_percent"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="assignment_done_has_time"
            ),
        ]

    @property
    def owner_label(self) -> str:
        """Return the owner's name; an office or post also names its agency ("Phòng Kinh tế, Xã X"); "" for none."""
        if self.owner is None:
            return ""
        if self.owner.kind in INNER_KINDS and self.owner.parent is not None:
            return f"{self.owner.name}, {self.owner.parent.name}"
        return self.owner.name


class Coordinator(models.Model):
    """Another agency named for an assignment."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="coordinators", help_text="Nhiệm vụ."
    )
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị trong cây."
    )
    text = models.CharField(max_length=300, help_text="Tên như ghi trong văn bản.")
    role = models.CharField(max_length=10, help_text="coordinate, implement hoặc support.")
    position = models.PositiveSmallIntegerField(help_text="Thứ tự.")

    class Meta:
        db_table = "assignment_coordinator"
        constraints = [models.UniqueConstraint(fields=["assignment", "position"], name="assignment_coordinator_order")]


class ReportKind(models.TextChoices):
    """What a step in the life of an assignment was."""

    PROGRESS = "progress", "Báo tiến độ"
    SUBMIT = "submit", "Báo xong"
    CONFIRM = "confirm", "Xác nhận"
    RETURN = "return", "Trả lại"
    REASSIGN = "reassign", "Giao lại"
    RESCHEDULE = "reschedule", "Đổi hạn"
    EVENT = "event", "Ghi ngày sự kiện"
    GIVE = "give", "Giao cho từng cơ quan"
    CANCEL = "cancel", "Thôi giao"
    UNDO = "undo", "Hoàn tác"


class Report(models.Model):
    """One step reported on an assignment, with its proof: a file or the number of a document."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports", help_text="Nhiệm vụ.")
    kind = models.CharField(max_length=10, choices=ReportKind, help_text="Loại bước.")
    progress = models.PositiveSmallIntegerField(null=True, help_text="Tiến độ sau bước này.")
    state_before = models.CharField(max_length=10, help_text="Trạng thái trước.")
    state_after = models.CharField(max_length=10, help_text="Trạng thái sau.")
    note = models.TextField(blank=True, help_text="Ghi chú, vướng mắc hoặc lý do.")
    document_number = models.CharField(max_length=60, blank=True, help_text="Số, ký hiệu văn bản chứng minh.")
    document_date = models.DateField(null=True, help_text="Ngày văn bản chứng minh.")
    file = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", help_text="Tệp chứng minh."
    )
    file_name = models.CharField(max_length=255, blank=True, help_text="Tên tệp khi nộp.")
    details = models.JSONField(default=dict, help_text="Giá trị trước và sau của bước đổi chủ trì, đổi hạn.")
    actor_id = models.BigIntegerField(null=True, help_text="Người báo.")
    actor_name = models.CharField(max_length=120, help_text="Tên người báo.")
    at = models.DateTimeField(help_text="Lúc báo.")

    class Meta:
        db_table = "assignment_report"
        indexes = [models.Index(fields=["assignment", "id"], name="assignment_report_order")]


class LetterState(models.TextChoices):
    """Where a letter of urging stands."""

    DRAFT = "draft", "Bản thảo"
    ISSUED = "issued", "Đã ban hành"
    DISCARDED = "discarded", "Đã bỏ"


class UrgingLetter(models.Model):
    """A letter that urges an agency (công văn đôn đốc): drafted by the ladder, edited, signed and sent by people."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị gửi.")
    addressee = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị nhận.")
    subject = models.CharField(max_length=300, help_text="Trích yếu, không có “V/v”.")
    body = models.TextField(help_text="Nội dung, mỗi dòng một đoạn.")
    state = models.CharField(max_length=9, choices=LetterState, default=LetterState.DRAFT, help_text="Trạng thái.")
    number = models.CharField(max_length=60, blank=True, help_text="Số, ký hiệu do văn thư ghi.")
    issued_on = models.DateField(null=True, help_text="Ngày ban hành.")
    signer_title = models.CharField(max_length=120, blank=True, help_text="Chức vụ người ký.")
    signer = models.CharField(max_length=120, blank=True, help_text="Họ tên người ký.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    created_at = models.DateTimeField(help_text="Lúc soạn.")
    decided_at = models.DateTimeField(null=True, help_text="Lúc ban hành hoặc bỏ.")
    decided_by_id = models.BigIntegerField(null=True, help_text="Người ban hành hoặc bỏ.")
    decided_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người ấy lúc đó.")
    taken_at = models.DateTimeField(null=True, help_text="Lúc tải gần nhất.")
    taken_by_name = models.CharField(max_length=120, blank=True, help_text="Người tải gần nhất.")
    taken_form = models.CharField(max_length=4, blank=True, help_text="Dạng tệp đã tải: docx, pdf.")
    taken_version = models.PositiveIntegerField(null=True, help_text="Công văn ở lần đổi nào khi được tải.")

    class Meta:
        db_table = "urging_letter"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="urging_letter_state_known"),
            models.UniqueConstraint(
                fields=["unit", "addressee"], condition=Q(state="draft"), name="urging_letter_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_on__isnull=False), name="urging_letter_issued_has_day"
            ),
        ]


class LetterItem(models.Model):
    """One overdue assignment in the annex of a letter, in the words of the day on which it was listed."""

    letter = models.ForeignKey(UrgingLetter, on_delete=models.CASCADE, related_name="items", help_text="Công văn.")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+", help_text="Nhiệm vụ.")
    due_on = models.DateField(help_text="Hạn lúc lập danh sách.")
    title = models.TextField(help_text="Việc phải làm.")
    product = models.TextField(blank=True, help_text="Sản phẩm.")
    plan = models.CharField(max_length=300, blank=True, help_text="Kế hoạch.")
    progress = models.PositiveSmallIntegerField(default=0, help_text="Tiến độ lúc lập danh sách.")

    class Meta:
        db_table = "urging_letter_item"
        constraints = [models.UniqueConstraint(fields=["letter", "assignment"], name="urging_letter_item_once")]


class Reminder(models.Model):
    """One rung of the ladder that was reached for an assignment and told to one person, or put into a letter."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="reminders", help_text="Nhiệm vụ."
    )
    rung = models.CharField(max_length=20, help_text="Nấc của thang đôn đốc.")
    due_on = models.DateField(help_text="Hạn mà nấc này tính từ đó.")
    message = models.ForeignKey(
        "notify.Message", on_delete=models.PROTECT, null=True, related_name="reminders", help_text="Thư báo."
    )
    letter = models.ForeignKey(
        UrgingLetter, on_delete=models.CASCADE, null=True, related_name="reminders", help_text="Công văn."
    )
    at = models.DateTimeField(help_text="Lúc nhắc.")

    class Meta:
        db_table = "assignment_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "rung", "due_on", "message"], name="assignment_reminder_once"
            ),
            models.CheckConstraint(
                condition=Q(message__isnull=False) | Q(letter__isnull=False), name="assignment_reminder_by_something"
            ),
        ]


class ExtensionState(models.TextChoices):
    """What became of a request for more time."""

    ASKED = "asked", "Chờ trả lời"
    GRANTED = "granted", "Được gia hạn"
    REFUSED = "refused", "Không đồng ý"
    WITHDRAWN = "withdrawn", "Đã rút"


class Extension(models.Model):
    """A request of the doer for another date, with the reason, and the answer of those who gave the assignment."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="extensions", help_text="Nhiệm vụ."
    )
    due_before = models.DateField(null=True, help_text="Hạn lúc xin.")
    wanted_on = models.DateField(help_text="Hạn xin dời tới.")
    granted_on = models.DateField(null=True, help_text="Hạn được cho.")
    reason = models.TextField(help_text="Vì sao xin gia hạn.")
    state = models.CharField(
        max_length=9, choices=ExtensionState, default=ExtensionState.ASKED, help_text="Đã được trả lời chưa."
    )
    answer = models.TextField(blank=True, help_text="Lý do của câu trả lời.")
    asked_at = models.DateTimeField(help_text="Lúc xin.")
    asked_by_id = models.BigIntegerField(null=True, help_text="Người xin.")
    asked_by_name = models.CharField(max_length=120, help_text="Tên người xin lúc đó.")
    answered_at = models.DateTimeField(null=True, help_text="Lúc trả lời.")
    answered_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người trả lời lúc đó.")

    class Meta:
        db_table = "assignment_extension"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="assignment_extension_known"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="asked"), name="assignment_extension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(answered_at__isnull=False), name="assignment_extension_answered"
            ),
        ]


class Block(models.Model):
    """Why an assignment cannot go on: another agency, or another assignment, holds it up."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="blocks", help_text="Nhiệm vụ.")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan đang làm vướng."
    )
    cause = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="holding", help_text="Nhiệm vụ phải xong trước."
    )
    reason = models.TextField(help_text="Vướng ở đâu, cần gì.")
    raised_at = models.DateTimeField(help_text="Lúc ghi.")
    raised_by_id = models.BigIntegerField(null=True, help_text="Người ghi.")
    raised_by_name = models.CharField(max_length=120, help_text="Tên người ghi lúc đó.")
    cleared_at = models.DateTimeField(null=True, help_text="Lúc hết vướng.")
    cleared_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người ghi hết vướng.")
    answer = models.TextField(blank=True, help_text="Hết vướng vì sao.")

    class Meta:
        db_table = "assignment_block"
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__isnull=True) | ~Q(cause=models.F("assignment")), name="assignment_block_not_self"
            )
        ]
