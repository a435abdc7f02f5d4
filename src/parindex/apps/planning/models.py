"""Approved plans: facts that the assignments are made from, each traceable to words of the document."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

MOST_SOURCE = 300


class Plan(models.Model):
    """The plan of a unit for a year, approved from a draft."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="plans", help_text="Đơn vị ban hành.")
    year = models.PositiveSmallIntegerField(help_text="Năm áp dụng.")
    title = models.CharField(max_length=1000, help_text="Tên kế hoạch.")
    number = models.CharField(max_length=60, blank=True, help_text="Số, ký hiệu.")
    issued_on = models.DateField(null=True, help_text="Ngày ban hành.")
    issuer = models.CharField(max_length=300, blank=True, help_text="Cơ quan ban hành như ghi trong văn bản.")
    signer = models.CharField(max_length=120, blank=True, help_text="Người ký.")
    facts = models.JSONField(default=dict, help_text="Thông tin văn bản kèm nguồn.")
    citations = models.JSONField(default=list, help_text="Văn bản được dẫn.")
    draft = models.OneToOneField("imports.Draft", on_delete=models.PROTECT, related_name="plan", help_text="Bản nhập.")
    approved_at = models.DateTimeField(help_text="Lúc duyệt.")
    approved_by_id = models.BigIntegerField(null=True, help_text="Người duyệt.")
    paper_docx = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", help_text="Bản DOCX lúc ban hành."
    )
    paper_pdf = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", help_text="Bản PDF lúc ban hành."
    )
    superseded_at = models.DateTimeField(null=True, help_text="Lúc bị kế hoạch khác thay thế.")
    published_at = models.DateTimeField(null=True, help_text="Lúc công khai cho người dân xem; trống là chưa.")

    class Meta:
        db_table = "plan"
        indexes = [models.Index(fields=["unit", "year"], name="plan_unit_year")]


class PlanItem(models.Model):
    """One item of an approved plan, in the words of the document."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items", help_text="Kế hoạch.")
    draft_item = models.OneToOneField(
        "imports.DraftItem", on_delete=models.PROTECT, related_name="+", help_text="Mục đã đối chiếu."
    )
    position = models.PositiveIntegerField(help_text="Thứ tự.")
    part = models.CharField(max_length=8, help_text="Thân hay phụ lục.")
    section = models.CharField(max_length=8, help_text="Nhóm.")
    domain = models.CharField(max_length=10, blank=True, help_text="Số La Mã của lĩnh vực.")
    domain_name = models.CharField(max_length=300, blank=True, help_text="Tên lĩnh vực.")
    number = models.CharField(max_length=20, blank=True, help_text="Số mục.")
    code = models.CharField(max_length=20, blank=True, help_text="Mã tiêu chí, ví dụ TCTP 3.2.1.")
    name = models.TextField(help_text="Tên tiêu chí hoặc nhiệm vụ.")
    target_text = models.TextField(blank=True, help_text="Mục tiêu.")
    product = models.TextField(blank=True, help_text="Sản phẩm.")
    deadline_text = models.TextField(blank=True, help_text="Thời hạn như ghi trong văn bản.")
    fields = models.JSONField(default=dict, help_text="Mọi trường đã đối chiếu, kèm nguồn.")
    name_fold = models.TextField(help_text="Tên không dấu để tìm.")

    class Meta:
        db_table = "plan_item"
        indexes = [
            models.Index(fields=["plan", "position"], name="plan_item_order"),
            models.Index(fields=["code"], name="plan_item_code"),
        ]


class AgencyRole(models.TextChoices):
    """What a named agency does for an item."""

    LEAD = "lead", "Chủ trì"
    COORDINATE = "coordinate", "Phối hợp"
    IMPLEMENT = "implement", "Thực hiện"
    SUPPORT = "support", "Phối hợp, thực hiện"


class ItemAgency(models.Model):
    """An agency as the document names it, with the unit it was resolved to, if any."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="agencies", help_text="Mục.")
    role = models.CharField(max_length=10, choices=AgencyRole, help_text="Vai trò.")
    position = models.PositiveSmallIntegerField(help_text="Thứ tự trong vai trò.")
    text = models.CharField(max_length=300, help_text="Tên như ghi trong văn bản.")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị trong cây."
    )
    score = models.PositiveSmallIntegerField(default=0, help_text="Độ khớp 0 đến 100; 0 là chưa khớp.")

    class Meta:
        db_table = "plan_item_agency"
        constraints = [
            models.UniqueConstraint(fields=["item", "role", "position"], name="plan_item_agency_order"),
            models.CheckConstraint(condition=Q(role__in=AgencyRole.values), name="plan_item_agency_role_known"),
        ]


class LowerPlan(models.Model):
    """The duty of a lower unit to issue its own plan below an upper one, and the draft that was made for it."""

    upper = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="lower_plans", help_text="Kế hoạch cấp trên."
    )
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị cấp dưới.")
    job = models.ForeignKey(
        "base.Job", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Việc nền lập dự thảo."
    )
    draft = models.ForeignKey(
        "imports.Draft",
        on_delete=models.PROTECT,
        null=True,
        related_name="lower_plans",
        help_text="Dự thảo của đơn vị; trống là chưa có.",
    )
    refusal = models.TextField(blank=True, help_text="Vì sao không lập được dự thảo.")
    counts = models.JSONField(default=dict, help_text="Số mục theo từng kết quả.")
    drafted_at = models.DateTimeField(null=True, help_text="Lúc lập dự thảo.")
    received_on = models.DateField(null=True, help_text="Ngày đơn vị nhận kế hoạch cấp trên; trống là chưa ghi.")
    received_by_name = models.CharField(max_length=120, blank=True, help_text="Tên người ghi ngày nhận.")
    created_at = models.DateTimeField(help_text="Lúc giao.")

    class Meta:
        db_table = "plan_lower"
        constraints = [models.UniqueConstraint(fields=["upper", "unit"], name="plan_lower_once")]


class ItemOutcome(models.TextChoices):
    """What became of an item of the upper plan in the draft of a lower unit."""

    INHERITED = "inherited", "Kế thừa"
    ADAPTED = "adapted", "Điều chỉnh"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
    TO_DECIDE = "to_decide", "Cần quyết định"


class LowerItem(models.Model):
    """What became of one item of the upper plan for one lower unit; changes and questions are in the draft item."""

    lower = models.ForeignKey(LowerPlan, on_delete=models.CASCADE, related_name="items", help_text="Kế hoạch cấp dưới.")
    upper_item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, related_name="lower_items", help_text="Mục của kế hoạch cấp trên."
    )
    draft_item = models.ForeignKey(
        "imports.DraftItem",
        on_delete=models.SET_NULL,
        null=True,
        related_name="lower_items",
        help_text="Mục của dự thảo; trống khi không áp dụng.",
    )
    outcome = models.CharField(max_length=14, choices=ItemOutcome, help_text="Kết quả.")
    reason = models.TextField(blank=True, help_text="Lý do.")

    class Meta:
        db_table = "plan_lower_item"
        constraints = [
            models.UniqueConstraint(fields=["lower", "upper_item"], name="plan_lower_item_once"),
            models.CheckConstraint(condition=Q(outcome__in=ItemOutcome.values), name="plan_lower_item_outcome_known"),
        ]


class SigningStep(models.TextChoices):
    """A step on the way from a draft to an issued plan."""

    SUBMIT = "submit", "Trình lãnh đạo"
    WITHDRAW = "withdraw", "Rút lại bản đã trình"
    RETURN = "return", "Trả lại"
    AGREE = "agree", "Duyệt bản soạn"
    ISSUE = "issue", "Ban hành"


class Signing(models.Model):
    """Who submitted, returned, agreed to or issued a draft, when and with what words."""

    draft = models.ForeignKey("imports.Draft", on_delete=models.PROTECT, related_name="signings", help_text="Bản soạn.")
    step = models.CharField(max_length=8, choices=SigningStep, help_text="Bước.")
    note = models.TextField(blank=True, help_text="Lời trình hoặc lý do trả lại.")
    revision = models.PositiveIntegerField(help_text="Số lần sửa của bản soạn lúc ấy.")
    actor_id = models.BigIntegerField(null=True, help_text="Người làm.")
    actor_name = models.CharField(max_length=120, help_text="Tên người làm.")
    at = models.DateTimeField(help_text="Lúc làm.")

    class Meta:
        db_table = "plan_signing"
        indexes = [models.Index(fields=["draft", "-id"], name="plan_signing_latest")]
        constraints = [models.CheckConstraint(condition=Q(step__in=SigningStep.values), name="plan_signing_step_known")]


class ProgrammeMeasure(models.Model):
    """What a goal of a programme stood at in a year, by a figure or by a person's word, with its source."""

    item = models.ForeignKey(
        PlanItem, on_delete=models.CASCADE, related_name="measures", help_text="Mục tiêu của chương trình."
    )
    target = models.PositiveSmallIntegerField(default=0, help_text="Mục tiêu con, đếm từ 0 như trong văn bản.")
    year = models.PositiveSmallIntegerField(help_text="Năm của số liệu.")
    value = models.DecimalField(
        max_digits=18, decimal_places=6, null=True, help_text="Số đo được, theo đơn vị của mục tiêu."
    )
    is_reached = models.BooleanField(null=True, help_text="Đạt hay chưa, khi mục tiêu không có số.")
    source = models.CharField(max_length=MOST_SOURCE, help_text="Nguồn của số liệu.")
    actor_id = models.BigIntegerField(null=True, help_text="Người ghi.")
    actor_name = models.CharField(max_length=120, help_text="Tên người ghi.")
    at = models.DateTimeField(help_text="Lúc ghi.")

    class Meta:
        db_table = "plan_programme_measure"
        constraints = [
            models.UniqueConstraint(fields=["item", "target", "year"], name="plan_measure_once_a_year"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, is_reached__isnull=False)
                | Q(value__isnull=False, is_reached__isnull=True),
                name="plan_measure_one_kind",
            ),
        ]


class ProgrammeLink(models.Model):
    """An item of a yearly plan by which the unit carries out an item of its programme, as a person confirmed it."""

    programme_item = models.ForeignKey(
        PlanItem, on_delete=models.CASCADE, related_name="yearly_links", help_text="Mục của chương trình."
    )
    yearly_item = models.ForeignKey(
        PlanItem, on_delete=models.CASCADE, related_name="programme_links", help_text="Mục của kế hoạch năm."
    )
    actor_id = models.BigIntegerField(null=True, help_text="Người nối.")
    at = models.DateTimeField(help_text="Lúc nối.")

    class Meta:
        db_table = "plan_programme_link"
        constraints = [
            models.UniqueConstraint(fields=["programme_item", "yearly_item"], name="plan_programme_link_once")
        ]
