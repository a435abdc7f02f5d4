"""Names of a document resolved to stored units."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from parindex.apps.orgs import resolution, selectors, services
from parindex.apps.orgs.models import Unit
from parindex.domain.access import SYSTEM

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BEFORE, AFTER = date(2024, 3, 1), date(2026, 3, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    services.load_dataset(name="song-may", actor=SYSTEM, now=NOW)
    return {unit.slug: unit for unit in Unit.objects.all()}


def test_resolve_all_gives_units_groups_and_text(units: dict[str, Unit]) -> None:
    texts = ["Sở Nội vụ", "các sở, ban, ngành tỉnh", "các cơ quan, đơn vị liên quan", "Hội Người yêu mây"]

    found = resolution.resolve_all(texts, on=AFTER, near=units["sm-tinh"])

    assert (found["Sở Nội vụ"].unit_id, found["Sở Nội vụ"].score) == (units["sm-snv"].pk, 100)
    departments, related = found["các sở, ban, ngành tỉnh"].group, found["các cơ quan, đơn vị liên quan"].group
    assert departments is not None
    assert related is not None
    assert units["sm-snnmt"].pk in departments.unit_ids
    assert units["sm-stttt"].pk not in departments.unit_ids
    assert (departments.is_open, related.is_open) == (False, True)
    assert found["Hội Người yêu mây"] == resolution.ResolvedName()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Buru điện tỉnh", "sm-buu-dien"),
        ("Sở Nộii vụ", "sm-snv"),
        ("Sở Giáo duc và Đào tạọ", "sm-sgddt"),
        ("Trung tâm Phục vụ hành chinh cộng tỉnh", "sm-ttpvhcc"),
        ("Sở Khoa hoc và Công nghê", "sm-skhcn"),
    ],
)
def test_resolve_reads_a_misspelt_name(units: dict[str, Unit], text: str, slug: str) -> None:
    found = resolution.resolve(text, on=AFTER, near=units["sm-tinh"])

    assert found.unit_id == units[slug].pk
    assert found.score >= 90


@pytest.mark.parametrize("text", ["Sở Ngoại vụ", "Sở Tài sản", "Sở Văn hóa", "Hội Nông dân", "Công ty tỉnh", "Sở 1"])
def test_resolve_never_takes_another_agency_for_a_misspelt_one(units: dict[str, Unit], text: str) -> None:
    found = resolution.resolve(text, on=AFTER, near=units["sm-tinh"])

    assert (found.unit_id, found.score) == (None, 0)
    assert all(score < 90 for _, score in found.alternatives)


def test_resolve_lists_similar_names(units: dict[str, Unit]) -> None:
    found = resolution.resolve("Sở Tài chánh tổng hợp", on=AFTER, near=units["sm-tinh"])
    near = resolution.resolve("Sở Nội vụ vụ", on=AFTER, near=units["sm-tinh"])

    assert found.unit_id is None
    assert near.unit_id is None
    assert units["sm-snv"].pk in {unit_id for unit_id, _ in near.alternatives}


def test_resolve_knows_a_renamed_unit_at_once(units: dict[str, Unit]) -> None:
    unit = units["sm-sct"]
    assert resolution.resolve("Sở Mây Gió", on=AFTER, near=unit).unit_id is None

    services.rename(unit=unit, name="Sở Mây Gió", short_name="", actor=SYSTEM, now=NOW)

    assert resolution.resolve("Sở Mây Gió", on=AFTER, near=unit).unit_id == unit.pk
    assert resolution.resolve("Sở Công Thương", on=AFTER, near=unit).unit_id == unit.pk


def test_resolve_follows_successions(units: dict[str, Unit]) -> None:
    before = resolution.resolve("Sở Thông tin và Truyền thông", on=BEFORE, near=units["sm-tinh"])
    after = resolution.resolve("Sở Thông tin và Truyền thông", on=AFTER, near=units["sm-tinh"])

    assert (before.unit_id, after.unit_id) == (units["sm-stttt"].pk, units["sm-skhcn"].pk)


@pytest.mark.parametrize("count", [1, 30])
def test_resolve_all_takes_a_constant_number_of_queries(
    units: dict[str, Unit], count: int, django_assert_num_queries: Any
) -> None:
    texts = [f"Sở Nội vụ {number}" for number in range(count)]

    with django_assert_num_queries(4):
        resolution.resolve_all(texts, on=AFTER, near=units["sm-tinh"])


def test_directory_is_built_once_for_one_tree(units: dict[str, Unit]) -> None:
    first, second = selectors.directory(), selectors.directory()

    services.rename(unit=units["sm-snv"], name="Sở Mưa", short_name="", actor=SYSTEM, now=NOW)

    assert first is second
    assert selectors.directory() is not first
