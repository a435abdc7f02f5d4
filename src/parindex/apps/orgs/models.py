"""The tree of agencies through time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class UnitKind(models.TextChoices):
    """What a unit is in the State apparatus."""

    PROVINCE = "province", "UBND tỉnh, thành phố"
    DEPARTMENT = "department", "Sở, ban, ngành tỉnh"
    DISTRICT = "district", "UBND huyện (đến 30/06/2025)"
    COMMUNE = "commune", "UBND xã, phường, đặc khu"
    OFFICE = "office", "Phòng, bộ phận, trung tâm"
    POST = "post", "Chức danh công chức"
    EXTERNAL = "external", "Cơ quan ngoài khối UBND"
    GROUP = "group", "Nhóm cơ quan"


class Unit(models.Model):
    """An agency, office or post, in force on [valid_from, valid_to)."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Mã ổn định dùng trong tệp và địa chỉ.")
    official_code = models.CharField(max_length=20, blank=True, help_text="Mã đơn vị hành chính, nếu có.")
    name = models.CharField(max_length=200, help_text="Tên đầy đủ.")
    short_name = models.CharField(max_length=100, blank=True, help_text="Tên gọi tắt.")
    kind = models.CharField(max_length=12, choices=UnitKind, help_text="Loại đơn vị.")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", help_text="Đơn vị cấp trên."
    )
    path = models.CharField(max_length=200, unique=True, help_text="Đường dẫn mã từ gốc, ví dụ /1/15/.")
    valid_from = models.DateField(null=True, help_text="Có từ ngày này; trống là không rõ.")
    valid_to = models.DateField(null=True, help_text="Hết từ ngày này; trống là còn.")
    source = models.CharField(max_length=300, blank=True, help_text="Nguồn của thông tin.")
    is_fictional = models.BooleanField(default=False, help_text="Đơn vị hư cấu của dữ liệu minh họa.")
    name_fold = models.CharField(max_length=200, help_text="Tên không dấu để tìm.")
    name_sort = models.CharField(max_length=400, help_text="Khóa xếp thứ tự tiếng Việt.")

    class Meta:
        db_table = "unit"
        indexes = [
            models.Index(fields=["name_fold"], name="unit_name_fold"),
            models.Index(fields=["official_code"], name="unit_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_period_not_empty",
            ),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        ]


class NameKind(models.TextChoices):
    """What kind of other name this is."""

    SHORT = "short", "Tên gọi tắt"
    FORMER = "former", "Tên cũ"
    ALSO = "also", "Cách viết khác"


class UnitName(models.Model):
    """Another name under which a unit is found."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names", help_text="Đơn vị.")
    name = models.CharField(max_length=200, help_text="Tên.")
    kind = models.CharField(max_length=8, choices=NameKind, help_text="Loại tên.")
    name_fold = models.CharField(max_length=200, help_text="Tên không dấu để tìm.")

    class Meta:
        db_table = "unit_name"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_name_once")]
        indexes = [models.Index(fields=["name_fold"], name="unit_name_lookup")]


class Succession(models.Model):
    """One unit continues another from a day on (merger, split, renaming)."""

    predecessor = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="successions", help_text="Đơn vị trước."
    )
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="origins", help_text="Đơn vị sau.")
    on = models.DateField(help_text="Từ ngày.")
    source = models.CharField(max_length=300, help_text="Văn bản làm căn cứ.")

    class Meta:
        db_table = "unit_succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="unit_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="unit_succession_not_self"),
        ]
