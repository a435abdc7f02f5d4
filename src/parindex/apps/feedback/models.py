"""Feedback as it was received and dealt with; who sent it stands in a table of its own, which is erased first."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from parindex.domain.feedback.states import FEEDBACK

MOST_CODE = 300  # as many letters as a book takes for the code of a procedure


class Feedback(models.Model):
    """One piece of feedback. Nothing in this table is public but the state, `answer` and what was published."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    code_hash = models.CharField(max_length=64, unique=True, help_text="Mã băm của mã tra cứu; mã không được lưu.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan tiếp nhận.")
    holder = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan đang xử lý.")
    year = models.PositiveSmallIntegerField(help_text="Năm của sổ.")
    order = models.PositiveIntegerField(help_text="Số thứ tự trong sổ của năm.")
    number = models.CharField(max_length=30, help_text="Số vào sổ.")
    channel = models.CharField(max_length=20, help_text="Gửi qua kênh nào.")
    content_kind = models.CharField(max_length=20, blank=True, help_text="Nội dung phản ánh theo Điều 5.")
    feedback_class = models.CharField(max_length=20, blank=True, help_text="Phân loại theo Điều 9.")
    theme = models.CharField(max_length=20, blank=True, help_text="Chủ đề.")
    subject = models.CharField(max_length=200, help_text="Tiêu đề người gửi viết.")
    search_fold = models.CharField(max_length=240, blank=True, help_text="Số và tiêu đề không dấu để tìm.")
    content = models.TextField(blank=True, help_text="Nguyên văn; xóa khi hết thời gian lưu.")
    place = models.CharField(max_length=200, blank=True, help_text="Việc xảy ra ở đâu, cơ quan nào.")
    procedure_code = models.CharField(max_length=MOST_CODE, blank=True, help_text="Mã thủ tục hành chính.")
    dossier_code = models.CharField(max_length=MOST_CODE, blank=True, help_text="Mã hồ sơ.")
    criterion_code = models.CharField(max_length=MOST_CODE, blank=True, help_text="Mã tiêu chí liên quan.")
    is_confidential = models.BooleanField(default=False, help_text="Người gửi đề nghị giữ bí mật danh tính.")
    state = models.CharField(max_length=12, choices=list(FEEDBACK.state_names.items()), help_text="Trạng thái.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi bước, để hai người không ghi đè nhau.")
    received_at = models.DateTimeField(help_text="Lúc tiếp nhận.")
    due_on = models.DateField(null=True, help_text="Hạn gần nhất đang chạy.")
    due_rule = models.CharField(max_length=20, blank=True, help_text="Hạn ấy là của việc gì.")
    asked = models.TextField(blank=True, help_text="Điều đang chờ người gửi bổ sung; người gửi đọc được.")
    answer = models.TextField(blank=True, help_text="Nội dung trả lời; người gửi đọc được sau khi ký.")
    signer = models.CharField(max_length=120, blank=True, help_text="Người ký trả lời.")
    answered_at = models.DateTimeField(null=True, help_text="Lúc ký trả lời.")
    public_subject = models.CharField(max_length=200, blank=True, help_text="Tiêu đề công khai.")
    public_summary = models.TextField(blank=True, help_text="Tóm tắt công khai, không có dữ liệu cá nhân.")
    published_at = models.DateTimeField(null=True, help_text="Lúc công khai.")
    refusal = models.CharField(max_length=20, blank=True, help_text="Lý do không tiếp nhận.")
    outcome_note = models.TextField(blank=True, help_text="Lời giải thích khi không tiếp nhận, chuyển ra ngoài, gộp.")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", help_text="Đã gộp vào phản ánh này."
    )
    rating = models.CharField(max_length=20, blank=True, help_text="Người gửi đánh giá câu trả lời.")
    rating_note = models.TextField(blank=True, help_text="Lời của người đánh giá; không công khai.")
    rated_at = models.DateTimeField(null=True, help_text="Lúc đánh giá.")
    closed_at = models.DateTimeField(null=True, help_text="Lúc có kết quả; thời gian lưu tính từ đây.")
    sender_erased_at = models.DateTimeField(null=True, help_text="Lúc xóa thông tin người gửi.")
    words_erased_at = models.DateTimeField(null=True, help_text="Lúc xóa nguyên văn và tệp.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người vào sổ; trống là người dân tự gửi.")

    class Meta:
        db_table = "feedback"
        indexes = [
            models.Index(fields=["state", "due_on"], name="feedback_due"),
            models.Index(fields=["received_at"], name="feedback_received"),
            models.Index(fields=["published_at"], name="feedback_published"),
            models.Index(fields=["procedure_code"], name="feedback_procedure", condition=~Q(procedure_code="")),
            models.Index(fields=["dossier_code"], name="feedback_dossier", condition=~Q(dossier_code="")),
            models.Index(fields=["criterion_code"], name="feedback_criterion", condition=~Q(criterion_code="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "order"], name="feedback_book_order_once"),
            models.CheckConstraint(condition=Q(state__in=list(FEEDBACK.state_names)), name="feedback_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "published", "closed"]) | Q(answered_at__isnull=False),
                name="feedback_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(public_summary="")),
                name="feedback_published_has_summary",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="feedback_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="feedback_not_merged_into_itself"
            ),
        ]


class Sender(models.Model):
    """Who sent a piece of feedback; required by NĐ 20/2008/NĐ-CP, Điều 7, and never public."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="sender", help_text="Phản ánh.")
    full_name = models.CharField(max_length=120, help_text="Họ tên người gửi, hoặc tên tổ chức.")
    address = models.CharField(max_length=300, help_text="Địa chỉ.")
    phone = models.CharField(max_length=30, blank=True, help_text="Số điện thoại.")
    email = models.CharField(max_length=254, blank=True, help_text="Thư điện tử.")

    class Meta:
        db_table = "feedback_sender"
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="feedback_sender_can_be_reached")
        ]


class Attachment(models.Model):
    """A file that the sender added."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="files", help_text="Phản ánh.")
    file = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Tệp.")
    name = models.CharField(max_length=255, help_text="Tên tệp người gửi đặt.")

    class Meta:
        db_table = "feedback_file"
        constraints = [models.UniqueConstraint(fields=["feedback", "file"], name="feedback_file_once")]


class FeedbackStep(models.Model):
    """One step: what was done, by whom, from which state to which, and how it was before, so that it can be undone."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="steps", help_text="Phản ánh.")
    action = models.CharField(max_length=12, help_text="Bước.")
    from_state = models.CharField(max_length=12, help_text="Trạng thái trước.")
    to_state = models.CharField(max_length=12, help_text="Trạng thái sau.")
    at = models.DateTimeField(help_text="Lúc làm.")
    actor_id = models.BigIntegerField(null=True, help_text="Người làm; trống là người gửi hoặc hệ thống.")
    actor_name = models.CharField(max_length=120, help_text="Tên người làm lúc đó.")
    note = models.TextField(blank=True, help_text="Lời kèm; lời của người gửi bị xóa khi hết thời gian lưu.")
    before = models.JSONField(default=dict, help_text="Các trường trước khi làm.")
    undone_at = models.DateTimeField(null=True, help_text="Lúc hoàn tác.")

    class Meta:
        db_table = "feedback_step"
        indexes = [models.Index(fields=["feedback", "at"], name="feedback_step_order")]


class FeedbackBook(models.Model):
    """The last number of the book of a receiving unit in a year; its row is locked while one is given."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan tiếp nhận.")
    year = models.PositiveSmallIntegerField(help_text="Năm.")
    last = models.PositiveIntegerField(default=0, help_text="Số đã cấp gần nhất.")

    class Meta:
        db_table = "feedback_book"
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="feedback_book_once")]


class PublicMark(models.Model):
    """That something came from a place in the network, for an hour's limit; the place only as a keyed hash."""

    kind = models.CharField(max_length=10, help_text="Việc bị giới hạn.")
    mark = models.CharField(max_length=64, help_text="Dấu có khóa của địa chỉ mạng; trống là cả trang.")
    at = models.DateTimeField(help_text="Lúc nào.")

    class Meta:
        db_table = "feedback_mark"
        indexes = [models.Index(fields=["kind", "mark", "at"], name="feedback_mark_recent")]
