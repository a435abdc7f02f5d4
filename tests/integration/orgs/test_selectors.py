"""Reading the tree: only what the actor may see, as of a day, in a constant number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from parindex.apps.orgs import selectors, services
from parindex.apps.orgs.errors import UnitNotFound
from parindex.apps.orgs.models import Unit
from parindex.apps.orgs.selectors import UnitFilter
from parindex.domain.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from parindex.domain.units import UnitFact, UnitKind

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BEFORE, AFTER = date(2024, 3, 1), date(2026, 3, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    services.load_dataset(name="song-may", actor=SYSTEM, now=NOW)
    return {unit.slug: unit for unit in Unit.objects.all()}


def officer_of(unit: Unit) -> Actor:
    return Actor(user_id=1, name="Lê Văn Hư Cấu", grants=(Grant(Role.OFFICER, unit.pk, unit.path),))


def slugs(found: list[Unit]) -> list[str]:
    return [unit.slug for unit in found]


def test_list_units_shows_an_actor_the_own_subtree_only(units: dict[str, Unit]) -> None:
    commune = units["sm-xa-suoi-vang"]

    seen = selectors.list_units(officer_of(commune), filters=UnitFilter())

    assert {unit.pk for unit in seen} == {unit.pk for unit in units.values() if unit.path.startswith(commune.path)}
    assert selectors.list_units(ANONYMOUS, filters=UnitFilter()) == []


def test_list_units_is_of_a_day_a_kind_and_a_subtree(units: dict[str, Unit]) -> None:
    district = units["sm-huyen-thung-nang"]
    filters = UnitFilter(on=BEFORE, kind="commune", under_path=district.path)

    before = selectors.list_units(SYSTEM, filters=filters)
    after = selectors.list_units(SYSTEM, filters=UnitFilter(on=AFTER, kind="commune"))

    assert (len(before), len(after)) == (7, 18)
    assert [unit.name for unit in before][:2] == ["Thị trấn Thung Nắng", "Xã Đá Hát"]


@pytest.mark.parametrize("query", ["suoi vang", "Suối Vàng", "SUỐI  vàng"])
def test_list_units_needs_no_accents(units: dict[str, Unit], query: str) -> None:
    assert slugs(selectors.list_units(SYSTEM, filters=UnitFilter(query=query, on=AFTER))) == ["sm-xa-suoi-vang"]


def test_access_unit_hides_what_is_not_visible(units: dict[str, Unit]) -> None:
    commune = units["sm-xa-suoi-vang"]

    assert selectors.access_unit(officer_of(commune), commune.pk) == commune
    assert selectors.access_slug(officer_of(commune), "sm-xa-suoi-vang") == commune
    for unit_id in (units["sm-snv"].pk, 0):
        with pytest.raises(UnitNotFound):
            selectors.access_unit(officer_of(commune), unit_id)
    with pytest.raises(UnitNotFound):
        selectors.access_slug(officer_of(commune), "sm-snv")


def test_list_children_is_in_vietnamese_order(units: dict[str, Unit]) -> None:
    found = selectors.list_children(SYSTEM, unit=units["sm-xa-suoi-vang"], on=AFTER)

    assert [unit.name for unit in found] == [
        "Công an",
        "Đoàn Thanh niên",
        "Phòng Kinh tế",
        "Phòng Văn hóa - Xã hội",
        "Trung tâm Phục vụ hành chính công",
        "Ủy ban Mặt trận Tổ quốc Việt Nam",
        "Văn phòng HĐND và UBND",
    ]
    assert slugs(selectors.list_children(SYSTEM, unit=None)) == ["sm-tinh"]


def test_list_owners_leaves_out_the_offices_of_lower_areas(units: dict[str, Unit]) -> None:
    province = selectors.list_owners(SYSTEM, near=units["sm-snv"], on=AFTER)
    commune = selectors.list_owners(SYSTEM, near=units["sm-xa-suoi-vang-vp"], on=AFTER)

    assert {"sm-tinh", "sm-snv", "sm-xa-suoi-vang", "sm-cong-an"} <= set(slugs(province))
    assert not [unit for unit in province if unit.slug.startswith("sm-xa-suoi-vang-")]
    assert {"sm-xa-suoi-vang", "sm-xa-suoi-vang-pkt"} <= set(slugs(commune))
    assert all(unit.path.startswith(units["sm-xa-suoi-vang"].path) for unit in commune)


def test_history_tells_what_a_unit_continues(units: dict[str, Unit]) -> None:
    history = selectors.history(units["sm-xa-suoi-vang"])

    assert [fact.predecessor.name for fact in history.origins] == ["Xã Suối Vàng", "Xã Suối Bạc"]
    assert history.successions == ()
    assert selectors.history(units["sm-svhttdl"]).other_names == ("Sở VHTTDL",)


@pytest.mark.parametrize("count", [1, 30])
def test_selectors_take_a_constant_number_of_queries(count: int, django_assert_num_queries: Any) -> None:
    services.add_unit(fact=UnitFact(key="tinh", name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE), actor=SYSTEM, now=NOW)
    for number in range(count):
        fact = UnitFact(
            key=f"so-{number}",
            name=f"Sở Mây {number}",
            kind=UnitKind.DEPARTMENT,
            parent="tinh",
            short_name=f"SM{number}",
        )
        services.add_unit(fact=fact, actor=SYSTEM, now=NOW)
    province = Unit.objects.get(slug="tinh")

    with django_assert_num_queries(1):
        listed = selectors.list_units(SYSTEM, filters=UnitFilter(query="may"))
        assert len({unit.parent and unit.parent.name for unit in listed}) == 2
    with django_assert_num_queries(1):
        assert len(selectors.list_children(SYSTEM, unit=province)) == count
    with django_assert_num_queries(1):
        assert len(selectors.list_owners(SYSTEM, near=province)) == count + 1
    with django_assert_num_queries(3):
        selectors.history(province)
    with django_assert_num_queries(4):
        selectors.directory()
