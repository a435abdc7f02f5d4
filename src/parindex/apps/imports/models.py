"""Drafts: what was read from a file and is being reviewed by people before it becomes a plan."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class DraftState(models.TextChoices):
    """Where a draft stands."""

    READING = "reading", "Đang đọc"
    REVIEW = "review", "Đang đối chiếu"
    FAILED = "failed", "Không đọc được"
    SUBMITTED = "submitted", "Đã trình"
    AGREED = "agreed", "Đã duyệt, chờ ban hành"
    APPROVED = "approved", "Đã duyệt, thành kế hoạch"
    DISCARDED = "discarded", "Đã bỏ"


class Origin(models.TextChoices):
    """What a draft was made from."""

    FILE = "file", "Tệp đã nhập"
    LOSSES = "losses", "Điểm bị mất của kỳ đã công bố"
    LAST_YEAR = "last_year", "Kế hoạch năm trước"
    UPPER_PLAN = "upper_plan", "Kế hoạch cấp trên"
    AMENDMENT = "amendment", "Sửa kế hoạch đã ban hành"
    BLANK = "blank", "Bản trống"


class Draft(models.Model):
    """A plan in the making for one unit. The same bytes, or the same source, for the same unit are one draft."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="drafts", help_text="Đơn vị của kế hoạch."
    )
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.FILE, help_text="Lập từ đâu.")
    origin_key = models.CharField(
        max_length=120, blank=True, help_text="Nguồn, ví dụ kết quả nào; cùng nguồn là cùng bản."
    )
    file = models.ForeignKey(
        "evidence.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        related_name="drafts",
        help_text="Tệp gốc; trống khi soạn trên trang.",
    )
    file_name = models.CharField(max_length=255, help_text="Tên tệp khi tải lên, hoặc tên của bản soạn.")
    revises = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="revisions",
        help_text="Bản soạn mà tệp này là bản sửa của nó.",
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="amendments",
        help_text="Bản của kế hoạch đã ban hành mà bản này thay thế.",
    )
    job = models.ForeignKey(
        "base.Job", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Việc nền đọc tệp."
    )
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.READING, help_text="Trạng thái.")
    error_code = models.CharField(max_length=60, blank=True, help_text="Mã lỗi đọc.")
    error_message = models.TextField(blank=True, help_text="Lỗi đọc và cách xử lý.")
    facts = models.JSONField(default=dict, help_text="Thông tin văn bản: giá trị, nguồn, độ chắc chắn.")
    findings = models.JSONField(default=list, help_text="Những điều cần xem.")
    repairs = models.JSONField(default=list, help_text="Nhật ký sửa chữ, có thể hoàn nguyên.")
    plan_year = models.PositiveSmallIntegerField(null=True, help_text="Năm áp dụng.")
    revision = models.PositiveIntegerField(default=0, help_text="Số lần sửa, để phát hiện sửa đồng thời.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người nhập.")
    created_at = models.DateTimeField(help_text="Lúc nhập.")
    approved_at = models.DateTimeField(null=True, help_text="Lúc duyệt.")
    approved_by_id = models.BigIntegerField(null=True, help_text="Người duyệt.")

    class Meta:
        db_table = "draft"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "file"],
                name="draft_file_once_per_unit",
                condition=~Q(state="discarded") & Q(revises__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["revises", "file"], name="draft_file_once_per_draft", condition=~Q(state="discarded")
            ),
            models.UniqueConstraint(
                fields=["unit", "origin", "origin_key"],
                name="draft_source_once_per_unit",
                condition=~Q(state="discarded") & ~Q(origin_key=""),
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="draft_origin_known"),
            models.CheckConstraint(
                condition=Q(origin="file", file__isnull=False) | (~Q(origin="file") & Q(file__isnull=True)),
                name="draft_file_of_origin",
            ),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by_id__isnull=True)
                | Q(approved_at__isnull=False, approved_by_id__isnull=False),
                name="draft_approval_whole",
            ),
        ]


class DraftBlock(models.Model):
    """One neutral block of the document, as text with its place, so that every value can be shown at its source."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="blocks", help_text="Bản nhập.")
    index = models.PositiveIntegerField(help_text="Thứ tự từ 0.")
    kind = models.CharField(max_length=10, help_text="Loại khối.")
    level = models.PositiveSmallIntegerField(null=True, help_text="Cấp tiêu đề.")
    marker = models.CharField(max_length=40, blank=True, help_text="Ký hiệu đầu dòng.")
    text = models.TextField(blank=True, help_text="Nguyên văn.")
    page = models.PositiveIntegerField(null=True, help_text="Trang.")
    line = models.PositiveIntegerField(null=True, help_text="Dòng.")
    cells = models.JSONField(null=True, help_text="Các ô của bảng: hàng, cột, gộp, chữ, trang.")

    class Meta:
        db_table = "draft_block"
        constraints = [models.UniqueConstraint(fields=["draft", "index"], name="draft_block_order")]


class ItemState(models.TextChoices):
    """What a person decided about an item."""

    PENDING = "pending", "Chưa xem"
    ACCEPTED = "accepted", "Đã nhận"
    SKIPPED = "skipped", "Bỏ qua"


class DraftItem(models.Model):
    """One item under review; `fields` holds value, confidence, sources and absence reason of each field."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="items", help_text="Bản nhập.")
    position = models.PositiveIntegerField(help_text="Thứ tự, cách nhau 1000 để chèn.")
    key = models.CharField(max_length=60, help_text="Khóa trong văn bản, ví dụ body/1.2.")
    linked_key = models.CharField(max_length=60, blank=True, help_text="Mục cùng tiêu chí ở phần kia của văn bản.")
    part = models.CharField(max_length=8, help_text="Thân hay phụ lục.")
    section = models.CharField(max_length=8, help_text="Nhóm.")
    domain = models.CharField(max_length=10, blank=True, help_text="Số La Mã của lĩnh vực.")
    domain_name = models.CharField(max_length=300, blank=True, help_text="Tên lĩnh vực.")
    number = models.CharField(max_length=20, blank=True, help_text="Số mục.")
    fields = models.JSONField(default=dict, help_text="Các trường.")
    source = models.JSONField(default=dict, help_text="Mục này lấy từ đâu, đã đổi gì, còn phải quyết định gì.")
    check_count = models.PositiveSmallIntegerField(default=0, help_text="Số trường cần xem.")
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.PENDING, help_text="Quyết định.")
    is_deleted = models.BooleanField(default=False, help_text="Đã xóa khỏi bản nhập.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần sửa.")

    class Meta:
        db_table = "draft_item"
        indexes = [models.Index(fields=["draft", "position"], name="draft_item_order")]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="draft_item_key_once"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="draft_item_state_known"),
        ]


class Edit(models.Model):
    """One reversible step of a review: which item, which field, from what to what, by whom."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits", help_text="Bản nhập.")
    group = models.UUIDField(help_text="Các bước của một thao tác; hoàn tác cùng nhau.")
    item = models.ForeignKey(DraftItem, on_delete=models.CASCADE, null=True, related_name="edits", help_text="Mục.")
    field = models.CharField(max_length=30, help_text="Trường, hoặc state, is_deleted, position.")
    before = models.JSONField(null=True, help_text="Giá trị trước.")
    after = models.JSONField(null=True, help_text="Giá trị sau.")
    label = models.CharField(max_length=120, help_text="Tên thao tác bằng tiếng Việt.")
    actor_id = models.BigIntegerField(null=True, help_text="Người sửa.")
    actor_name = models.CharField(max_length=120, help_text="Tên người sửa.")
    at = models.DateTimeField(help_text="Lúc sửa.")
    undone_at = models.DateTimeField(null=True, help_text="Lúc hoàn tác.")

    class Meta:
        db_table = "draft_edit"
        indexes = [models.Index(fields=["draft", "-id"], name="draft_edit_latest")]


class DraftVersion(models.Model):
    """A named state of a draft as a whole, so that two of them can be compared and one brought back."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions", help_text="Bản soạn.")
    number = models.PositiveIntegerField(help_text="Số thứ tự trong bản soạn, từ 1.")
    name = models.CharField(max_length=120, help_text="Tên phiên bản, ví dụ “Trình lần 1”.")
    revision = models.PositiveIntegerField(help_text="Số lần sửa của bản soạn lúc lưu.")
    facts = models.JSONField(help_text="Thông tin văn bản lúc lưu.")
    items = models.JSONField(help_text="Các mục lúc lưu.")
    actor_id = models.BigIntegerField(null=True, help_text="Người lưu.")
    actor_name = models.CharField(max_length=120, help_text="Tên người lưu.")
    at = models.DateTimeField(help_text="Lúc lưu.")

    class Meta:
        db_table = "draft_version"
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_number")]


class DraftComment(models.Model):
    """What a person says about an item of a draft, or about the whole of it, until somebody settles it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comments", help_text="Bản soạn.")
    item = models.ForeignKey(
        DraftItem, on_delete=models.CASCADE, null=True, related_name="comments", help_text="Mục; trống là cả văn bản."
    )
    text = models.TextField(help_text="Ý kiến.")
    actor_id = models.BigIntegerField(null=True, help_text="Người góp ý.")
    actor_name = models.CharField(max_length=120, help_text="Tên người góp ý.")
    at = models.DateTimeField(help_text="Lúc góp ý.")
    resolved_at = models.DateTimeField(null=True, help_text="Lúc giải quyết xong.")
    resolved_by_id = models.BigIntegerField(null=True, help_text="Người ghi là đã giải quyết.")
    resolved_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người ghi là đã giải quyết.")

    class Meta:
        db_table = "draft_comment"
        indexes = [models.Index(fields=["draft", "-at"], name="draft_comment_latest")]
