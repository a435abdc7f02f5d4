"""The season (đợt chấm điểm): who is scored by which catalogue, what they answered, how it was judged, what came out.

Points are never entered: people enter answers, rules give points. Totals kept on a sheet are integers of the
catalogue's scale, written in the transaction that changed an answer.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class CampaignState(models.TextChoices):
    """Where a campaign stands; moves are in `domain.lifecycle`."""

    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đợt đang mở"
    PUBLISHED = "published", "Đã công bố"
    CANCELLED = "cancelled", "Đã hủy"


class Campaign(models.Model):
    """One season of one year, held by a unit over the units below it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="campaigns", help_text="Nơi tổ chức.")
    year = models.PositiveSmallIntegerField(help_text="Năm đánh giá.")
    title = models.CharField(max_length=300, help_text="Tên đợt.")
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.DRAFT, help_text="Trạng thái.")
    blind_percent = models.PositiveSmallIntegerField(default=0, help_text="Tỷ lệ mục thẩm định kín lần hai, phần trăm.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người lập.")
    created_at = models.DateTimeField(help_text="Lúc lập.")
    opened_at = models.DateTimeField(null=True, help_text="Lúc mở đợt.")

    class Meta:
        db_table = "campaign"
        indexes = [models.Index(fields=["unit", "year"], name="campaign_unit_year")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state_known"),
            models.CheckConstraint(condition=Q(blind_percent__lte=100), name="campaign_blind_percent"),
        ]


class CampaignGroup(models.Model):
    """Units that are scored by one catalogue and ranked together."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="groups", help_text="Đợt.")
    name = models.CharField(max_length=120, help_text="Tên nhóm.")
    revision = models.ForeignKey(
        "catalogues.Revision", on_delete=models.PROTECT, related_name="+", help_text="Bộ tiêu chí đã xác nhận."
    )
    position = models.PositiveSmallIntegerField(help_text="Thứ tự.")

    class Meta:
        db_table = "campaign_group"
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="campaign_group_once")]


class RoundKind(models.TextChoices):
    """The steps of a season, in their order."""

    SELF_SCORE = "self_score", "Tự chấm"
    APPROVAL = "approval", "Lãnh đạo duyệt"
    APPRAISAL_1 = "appraisal_1", "Thẩm định lần 1"
    EXPLANATION = "explanation", "Giải trình"
    APPRAISAL_2 = "appraisal_2", "Thẩm định lần 2"
    COUNCIL = "council", "Hội đồng"
    PUBLICATION = "publication", "Công bố"


class Round(models.Model):
    """When a step may be worked on: from `opens_at` until before `closes_at`, judged at the moment of writing."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rounds", help_text="Đợt.")
    kind = models.CharField(max_length=12, choices=RoundKind, help_text="Bước.")
    opens_at = models.DateTimeField(help_text="Mở từ.")
    closes_at = models.DateTimeField(help_text="Khóa đúng lúc này.")

    class Meta:
        db_table = "campaign_round"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind"], name="campaign_round_once"),
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="campaign_round_kind_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="campaign_round_not_empty"),
        ]


class SheetState(models.TextChoices):
    """Where a sheet stands; moves are in `domain.lifecycle`."""

    ENTERING = "entering", "Đang tự chấm"
    SUBMITTED = "submitted", "Chờ lãnh đạo duyệt"
    RETURNED = "returned", "Trả lại để sửa"
    SIGNED = "signed", "Đã duyệt, chờ thẩm định"
    PUBLISHED = "published", "Đã công bố"


class Sheet(models.Model):
    """The scoring of one unit in a campaign (phiếu chấm điểm).

    `self_*` are what the unit claims, `final_*` what holds after every ruling so far; None while not known.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sheets", help_text="Đợt.")
    group = models.ForeignKey(CampaignGroup, on_delete=models.PROTECT, related_name="sheets", help_text="Nhóm.")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="sheets", help_text="Đơn vị được chấm."
    )
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.ENTERING, help_text="Trạng thái.")
    self_low = models.BigIntegerField(default=0, help_text="Điểm tự chấm thấp nhất có thể, số nguyên theo thang.")
    self_high = models.BigIntegerField(null=True, help_text="Điểm tự chấm cao nhất có thể.")
    self_maximum = models.BigIntegerField(null=True, help_text="Điểm tối đa áp dụng khi tự chấm.")
    final_low = models.BigIntegerField(default=0, help_text="Điểm sau thẩm định thấp nhất có thể.")
    final_high = models.BigIntegerField(null=True, help_text="Điểm sau thẩm định cao nhất có thể.")
    final_maximum = models.BigIntegerField(null=True, help_text="Điểm tối đa áp dụng sau thẩm định.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi trạng thái.")
    submitted_at = models.DateTimeField(null=True, help_text="Lúc gửi lãnh đạo.")
    submitted_by_id = models.BigIntegerField(null=True, help_text="Người gửi.")
    signed_at = models.DateTimeField(null=True, help_text="Lúc lãnh đạo duyệt.")
    signed_by_id = models.BigIntegerField(null=True, help_text="Người duyệt.")
    signed_scan = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", help_text="Bản ký quét."
    )

    class Meta:
        db_table = "sheet"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="sheet_unit_once"),
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known"),
        ]


class SheetItem(models.Model):
    """The answers of one unit to one item that has a rule of its own; each row has a version of its own.

    `inputs` holds the words as entered by input name, checked by the rule; an absent one is not known.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="items", help_text="Phiếu.")
    code = models.CharField(max_length=30, help_text="Mã mục trong bộ tiêu chí.")
    field_code = models.CharField(max_length=30, help_text="Mã lĩnh vực, để biết cơ quan thẩm định.")
    position = models.PositiveSmallIntegerField(help_text="Thứ tự trong bộ tiêu chí.")
    inputs = models.JSONField(default=dict, help_text="Số liệu đã nhập theo tên đầu vào.")
    is_not_applicable = models.BooleanField(default=False, help_text="Không áp dụng với đơn vị.")
    justification = models.TextField(blank=True, help_text="Giải trình khi thiếu tài liệu.")
    source = models.CharField(max_length=200, blank=True, help_text="Số liệu lấy từ đâu, khi không do người nhập.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    updated_by_id = models.BigIntegerField(null=True, help_text="Người nhập sau cùng.")
    updated_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người nhập sau cùng.")
    updated_at = models.DateTimeField(null=True, help_text="Lúc nhập sau cùng.")

    class Meta:
        db_table = "sheet_item"
        constraints = [models.UniqueConstraint(fields=["sheet", "code"], name="sheet_item_once")]


class EvidenceLink(models.Model):
    """A document that proves an item of a sheet, with the place in it; one document serves many items."""

    item = models.ForeignKey(SheetItem, on_delete=models.CASCADE, related_name="evidence", help_text="Mục.")
    document = models.ForeignKey(
        "evidence.Document", on_delete=models.PROTECT, related_name="links", help_text="Tài liệu kiểm chứng."
    )
    place = models.CharField(max_length=200, blank=True, help_text="Mục, trang được dẫn.")
    round = models.CharField(
        max_length=12, choices=RoundKind, default=RoundKind.SELF_SCORE, help_text="Thêm ở bước tự chấm hay giải trình."
    )
    added_by_id = models.BigIntegerField(null=True, help_text="Người dẫn.")
    added_at = models.DateTimeField(help_text="Lúc dẫn.")

    class Meta:
        db_table = "evidence_link"
        constraints = [models.UniqueConstraint(fields=["item", "document"], name="evidence_link_once")]


class AppraisalDuty(models.Model):
    """A specialised agency that appraises a field (or one item) of a group."""

    group = models.ForeignKey(CampaignGroup, on_delete=models.CASCADE, related_name="duties", help_text="Nhóm.")
    agency = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Cơ quan thẩm định.")
    field_code = models.CharField(max_length=30, blank=True, help_text="Mã lĩnh vực; trống là mọi lĩnh vực.")

    class Meta:
        db_table = "appraisal_duty"
        constraints = [models.UniqueConstraint(fields=["group", "agency", "field_code"], name="appraisal_duty_once")]


class RulingStage(models.TextChoices):
    """Who judges an item; a later one of the first three holds over an earlier one."""

    APPRAISAL_1 = "appraisal_1", "Thẩm định lần 1"
    APPRAISAL_2 = "appraisal_2", "Thẩm định lần 2"
    COUNCIL = "council", "Hội đồng"
    BLIND = "blind", "Thẩm định kín, để so"
    MOCK = "mock", "Hội đồng thử"


class RulingDecision(models.TextChoices):
    """What was decided on an item."""

    ACCEPT = "accept", "Chấp nhận"
    ADJUST = "adjust", "Điều chỉnh"
    ASK = "ask", "Yêu cầu giải trình"


class Ruling(models.Model):
    """A judgement on one item in one stage. An adjustment changes the answers, with a reason; the rule gives points."""

    item = models.ForeignKey(SheetItem, on_delete=models.CASCADE, related_name="rulings", help_text="Mục.")
    stage = models.CharField(max_length=12, choices=RulingStage, help_text="Bước.")
    decision = models.CharField(max_length=6, choices=RulingDecision, help_text="Quyết định.")
    inputs = models.JSONField(default=dict, help_text="Số liệu sau điều chỉnh; chỉ khi điều chỉnh.")
    is_not_applicable = models.BooleanField(default=False, help_text="Điều chỉnh thành không áp dụng.")
    reason = models.TextField(blank=True, help_text="Lý do; bắt buộc khi không chấp nhận.")
    agency = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Cơ quan thẩm định."
    )
    previous = models.JSONField(
        default=dict, help_text="Quyết định trước đó ở cùng bước, để hoàn tác; trống là không có."
    )
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    actor_id = models.BigIntegerField(null=True, help_text="Người quyết định.")
    actor_name = models.CharField(max_length=120, help_text="Tên người quyết định.")
    at = models.DateTimeField(help_text="Lúc quyết định.")

    class Meta:
        db_table = "ruling"
        constraints = [
            models.UniqueConstraint(fields=["item", "stage"], name="ruling_once"),
            models.CheckConstraint(condition=Q(stage__in=RulingStage.values), name="ruling_stage_known"),
            models.CheckConstraint(condition=Q(decision__in=RulingDecision.values), name="ruling_decision_known"),
            models.CheckConstraint(condition=Q(decision="accept") | ~Q(reason=""), name="ruling_has_reason"),
        ]


class ExplanationOutcome(models.TextChoices):
    """What became of an explanation."""

    WAITING = "waiting", "Chờ xem xét"
    ACCEPTED = "accepted", "Chấp nhận"
    REFUSED = "refused", "Không chấp nhận"


class Explanation(models.Model):
    """The answer of a unit (giải trình) to a first appraisal that asked or adjusted."""

    item = models.OneToOneField(SheetItem, on_delete=models.CASCADE, related_name="explanation", help_text="Mục.")
    text = models.TextField(help_text="Nội dung giải trình.")
    outcome = models.CharField(
        max_length=8, choices=ExplanationOutcome, default=ExplanationOutcome.WAITING, help_text="Kết quả xem xét."
    )
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    actor_id = models.BigIntegerField(null=True, help_text="Người giải trình.")
    actor_name = models.CharField(max_length=120, help_text="Tên người giải trình.")
    at = models.DateTimeField(help_text="Lúc giải trình.")

    class Meta:
        db_table = "explanation"
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=ExplanationOutcome.values), name="explanation_outcome_known")
        ]


class Reopening(models.Model):
    """A step opened again for one sheet or for all, with the reason, until a moment."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reopenings", help_text="Đợt.")
    sheet = models.ForeignKey(
        Sheet, on_delete=models.CASCADE, null=True, related_name="reopenings", help_text="Phiếu; trống là mọi phiếu."
    )
    kind = models.CharField(max_length=12, choices=RoundKind, help_text="Bước được mở lại.")
    until = models.DateTimeField(help_text="Khóa lại đúng lúc này.")
    reason = models.TextField(help_text="Lý do.")
    actor_id = models.BigIntegerField(null=True, help_text="Người mở lại.")
    actor_name = models.CharField(max_length=120, help_text="Tên người mở lại.")
    at = models.DateTimeField(help_text="Lúc mở lại.")

    class Meta:
        db_table = "campaign_reopening"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="campaign_reopening_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="campaign_reopening_has_reason"),
        ]


class Publication(models.Model):
    """The published result of a campaign with its bundle; nothing of it ever changes."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="publication", help_text="Đợt.")
    decision_number = models.CharField(max_length=60, help_text="Số quyết định công bố.")
    decision_on = models.DateField(help_text="Ngày quyết định.")
    issuer = models.CharField(max_length=300, help_text="Cơ quan công bố.")
    bundle = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, related_name="+", help_text="Gói công bố."
    )
    root_sha256 = models.CharField(max_length=64, help_text="Mã băm gốc của gói.")
    published_by_id = models.BigIntegerField(null=True, help_text="Người công bố.")
    published_at = models.DateTimeField(help_text="Lúc công bố.")

    class Meta:
        db_table = "publication"


class Result(models.Model):
    """One line of a ranking: of a published campaign, or of another year or province from a table with its source."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, related_name="results", help_text="Công bố; trống là nhập."
    )
    year = models.PositiveSmallIntegerField(help_text="Năm đánh giá.")
    index_name = models.CharField(max_length=20, default="PAR", help_text="Chỉ số: PAR hay SIPAS.")
    field = models.CharField(max_length=200, blank=True, help_text="Lĩnh vực hay phần; trống là toàn bộ chỉ số.")
    group = models.CharField(max_length=120, blank=True, help_text="Nhóm được xếp hạng cùng nhau; trống là không rõ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị.")
    unit_name = models.CharField(max_length=200, help_text="Tên đơn vị lúc công bố.")
    points = models.DecimalField(max_digits=20, decimal_places=8, null=True, help_text="Điểm.")
    maximum = models.DecimalField(max_digits=20, decimal_places=8, null=True, help_text="Điểm tối đa áp dụng.")
    index = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="Chỉ số, phần trăm.")
    rank = models.PositiveIntegerField(null=True, help_text="Hạng.")
    rank_of = models.PositiveIntegerField(null=True, help_text="Số đơn vị trong nhóm.")
    grade = models.CharField(max_length=60, blank=True, help_text="Loại.")
    catalogue_id = models.CharField(max_length=80, blank=True, help_text="Bộ tiêu chí; khác nhau là có ngắt chuỗi.")
    catalogue_sha256 = models.CharField(max_length=64, blank=True, help_text="Mã băm của bộ tiêu chí.")
    items = models.JSONField(default=list, help_text="Điểm từng mục: mã, tên, điểm, tối đa, trạng thái.")
    source = models.CharField(max_length=500, blank=True, help_text="Nguồn của dòng nhập từ bảng.")
    note = models.CharField(max_length=500, blank=True, help_text="Ghi chú, ví dụ nguồn mâu thuẫn.")

    class Meta:
        db_table = "result"
        indexes = [
            models.Index(fields=["unit", "year"], name="result_unit_year"),
            models.Index(fields=["index_name", "year", "group"], name="result_group_year"),
        ]
