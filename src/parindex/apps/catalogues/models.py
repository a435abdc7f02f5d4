"""Confirmed catalogues (Bộ tiêu chí) that never change, and proposals read from an annex that a person goes through."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from parindex.domain.scoring.catalogue import CatalogueStatus, Level


class LevelChoice(models.TextChoices):
    """Which units a catalogue measures."""

    PROVINCE = Level.PROVINCE.value, "Cấp tỉnh"
    DEPARTMENT = Level.DEPARTMENT.value, "Sở, ban, ngành"
    COMMUNE = Level.COMMUNE.value, "Cấp xã"


class StatusChoice(models.TextChoices):
    """How far a catalogue can be trusted."""

    VERIFIED = CatalogueStatus.VERIFIED.value, "Đã đối chiếu nguyên văn"
    RECONSTRUCTION = CatalogueStatus.RECONSTRUCTION.value, "Dựng lại, không phải bản chính thức"
    DEMONSTRATION = CatalogueStatus.DEMONSTRATION.value, "Minh họa, không phải văn bản của cơ quan nào"


class Revision(models.Model):
    """One confirmed text of a catalogue; a correction is a new revision, never a change of this row."""

    catalogue_id = models.CharField(max_length=80, help_text="Mã của bộ tiêu chí.")
    number = models.PositiveSmallIntegerField(help_text="Lần xác nhận thứ mấy của mã này.")
    level = models.CharField(max_length=10, choices=LevelChoice, help_text="Cấp được chấm.")
    year = models.PositiveSmallIntegerField(help_text="Năm đánh giá.")
    title = models.CharField(max_length=500, help_text="Tên bộ tiêu chí.")
    status = models.CharField(max_length=14, choices=StatusChoice, help_text="Mức tin cậy.")
    decision_number = models.CharField(max_length=60, blank=True, help_text="Số quyết định ban hành.")
    source = models.CharField(max_length=300, help_text="Bộ có sẵn, hoặc tên tệp phụ lục đã nhập.")
    text = models.TextField(help_text="Nguyên văn YAML theo lược đồ parindex.catalogue/1.")
    sha256 = models.CharField(max_length=64, unique=True, help_text="Mã băm SHA-256 của nguyên văn.")
    confirmed_by_id = models.BigIntegerField(null=True, help_text="Người xác nhận; trống là bộ có sẵn.")
    confirmed_at = models.DateTimeField(help_text="Lúc xác nhận.")

    class Meta:
        db_table = "catalogue_revision"
        constraints = [
            models.UniqueConstraint(fields=["catalogue_id", "number"], name="catalogue_revision_once"),
            models.CheckConstraint(condition=Q(level__in=LevelChoice.values), name="catalogue_revision_level_known"),
            models.CheckConstraint(condition=Q(status__in=StatusChoice.values), name="catalogue_revision_status_known"),
        ]


class ProposalState(models.TextChoices):
    """Where the reading of an annex stands."""

    READING = "reading", "Đang đọc"
    FAILED = "failed", "Không đọc được"
    REVIEW = "review", "Chờ đối chiếu"
    CONFIRMED = "confirmed", "Đã xác nhận"
    DISCARDED = "discarded", "Đã bỏ"


class Proposal(models.Model):
    """An annex (phụ lục) as read from a file, until a person has confirmed every item."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị nhập.")
    file = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Tệp gốc.")
    file_name = models.CharField(max_length=255, help_text="Tên tệp khi tải lên.")
    level = models.CharField(max_length=10, choices=LevelChoice, help_text="Cấp được chấm.")
    year = models.PositiveSmallIntegerField(help_text="Năm đánh giá.")
    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.READING, help_text="Trạng thái."
    )
    head = models.JSONField(default=dict, help_text="Số, ngày, cơ quan, tên đọc được.")
    findings = models.JSONField(default=list, help_text="Điều cần xem: tổng không khớp, dòng không hiểu.")
    error_code = models.CharField(max_length=60, blank=True, help_text="Mã lỗi khi không đọc được.")
    error_message = models.TextField(blank=True, help_text="Lời giải thích lỗi.")
    job = models.ForeignKey("base.Job", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Việc nền.")
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="+", help_text="Bộ tiêu chí sau xác nhận."
    )
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người nhập.")
    created_at = models.DateTimeField(help_text="Lúc nhập.")

    class Meta:
        db_table = "catalogue_proposal"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="catalogue_proposal_state_known"),
            models.UniqueConstraint(
                fields=["unit", "file", "level", "year"],
                name="catalogue_proposal_file_once",
                condition=~Q(state="discarded"),
            ),
        ]


class ProposalItem(models.Model):
    """One row of an annex: what was read, what was proposed, what the person decided; the depths make the tree."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="items", help_text="Bản nhập.")
    position = models.PositiveIntegerField(help_text="Thứ tự trong phụ lục, cách nhau 1000 để chèn.")
    depth = models.PositiveSmallIntegerField(default=0, help_text="Cấp trong cây; 0 là lĩnh vực.")
    code = models.CharField(max_length=30, help_text="Mã mục.")
    printed = models.CharField(max_length=40, blank=True, help_text="Ký hiệu như in trong văn bản.")
    name = models.TextField(blank=True, help_text="Tên mục như trong văn bản.")
    max_points = models.CharField(max_length=20, blank=True, help_text="Điểm tối đa; trống là chưa rõ.")
    rule = models.JSONField(null=True, help_text="Quy tắc được đề xuất, theo dạng của tệp YAML.")
    channel = models.CharField(max_length=20, blank=True, help_text="Nguồn điểm.")
    effect = models.CharField(max_length=10, default="normal", help_text="Cộng, trừ hay bình thường.")
    evidence = models.JSONField(default=list, help_text="Tài liệu kiểm chứng.")
    note = models.TextField(blank=True, help_text="Ghi chú của văn bản.")
    confidence = models.CharField(max_length=10, blank=True, help_text="Độ chắc chắn của đề xuất: sure, check, none.")
    words = models.TextField(blank=True, help_text="Lời của văn bản làm căn cứ.")
    reason = models.TextField(blank=True, help_text="Vì sao đề xuất như vậy hoặc vì sao không đọc được.")
    place = models.JSONField(default=dict, help_text="Trang, khối, ô trong tệp.")
    is_confirmed = models.BooleanField(default=False, help_text="Người đối chiếu đã xác nhận.")
    is_deleted = models.BooleanField(default=False, help_text="Đã xóa khỏi bản nhập.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")

    class Meta:
        db_table = "catalogue_proposal_item"
        constraints = [models.UniqueConstraint(fields=["proposal", "position"], name="catalogue_proposal_item_order")]


class ProposalEdit(models.Model):
    """One reversible change of a row or, without one, of the head: the changed values before and after, by whom."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="edits", help_text="Bản nhập.")
    group = models.UUIDField(help_text="Các bước của một thao tác; hoàn tác cùng nhau.")
    item = models.ForeignKey(ProposalItem, on_delete=models.CASCADE, null=True, related_name="edits", help_text="Mục.")
    before = models.JSONField(default=dict, help_text="Các giá trị trước.")
    after = models.JSONField(default=dict, help_text="Các giá trị sau.")
    label = models.CharField(max_length=120, help_text="Tên thao tác bằng tiếng Việt.")
    actor_id = models.BigIntegerField(null=True, help_text="Người sửa.")
    actor_name = models.CharField(max_length=120, help_text="Tên người sửa.")
    at = models.DateTimeField(help_text="Lúc sửa.")
    undone_at = models.DateTimeField(null=True, help_text="Lúc hoàn tác.")

    class Meta:
        db_table = "catalogue_proposal_edit"
        indexes = [models.Index(fields=["proposal", "-id"], name="catalogue_edit_latest")]
