"""The page that begins a lower unit's draft from an imported upper plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.imports.models import Draft, DraftItem
from parindex.apps.orgs.models import Unit, UnitKind
from tests.factories import UnitFactory
from tests.web.conftest import World
from tests.web.page import get

AsRole = Callable[[str], Client]


@pytest.fixture
def commune(world: World) -> Unit:
    """Return a commune with the office that the rules look for."""
    found = UnitFactory(name="Xã Đồi Sao", kind=UnitKind.COMMUNE, parent=world.root)
    UnitFactory(name="Phòng Văn hóa - Xã hội", kind=UnitKind.OFFICE, parent=found)
    return found


def address(world: World) -> str:
    return f"/ke-hoach/nhap/{world.draft.public_id}/cap-duoi/"


def test_every_change_is_seen_before_the_draft_is_begun(world: World, commune: Unit, as_role: AsRole) -> None:
    client = as_role("focal")
    page = get(client, f"/ke-hoach/nhap/{world.draft.public_id}/").follow("Lập dự thảo cấp dưới")
    assert Draft.objects.filter(origin="upper_plan").count() == 0

    seen = page.send("Xem trước", **{"don-vi": str(commune.pk), "ngay": "16/11/2026"})
    changes = {tuple(row[1:3]) for row in seen.rows("//details[1]//tbody/tr")}
    assert ("Sở Nội vụ", "Phòng Văn hóa - Xã hội") in changes
    editor = seen.send("Lập bản soạn")

    assert Draft.objects.get(origin="upper_plan").unit == commune
    assert "Đã lập bản soạn." in editor.toasts()


def test_plan_page_offers_the_imported_upper_plan(world: World, commune: Unit, as_role: AsRole) -> None:
    page = get(as_role("focal"), "/ke-hoach/soan/")

    assert page.link(world.draft.file_name) == address(world)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"don-vi": "", "ngay": "16/11/2026"}, "Chọn đơn vị"),
        ({"don-vi": "999999", "ngay": "16/11/2026"}, "Chọn đơn vị"),
        ({"ngay": "khi nào cũng được"}, "Ghi ngày"),
    ],
)
def test_what_is_missing_is_told(
    world: World, commune: Unit, as_role: AsRole, sent: dict[str, str], error: str
) -> None:
    answer = as_role("focal").post(address(world), {"don-vi": str(commune.pk), **sent})

    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert Draft.objects.filter(origin="upper_plan").count() == 0


def test_number_of_queries_does_not_grow_with_the_items(world: World, commune: Unit, as_role: AsRole) -> None:
    client, sent = as_role("focal"), {"don-vi": str(commune.pk), "ngay": "16/11/2026"}

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address(world), sent).status_code == 200
        return len(seen)

    before = count()
    model = world.draft.items.order_by("position")[0]
    for at in range(30):
        DraftItem.objects.create(
            draft=world.draft,
            position=10_000 + at,
            key=f"body/9.{at}",
            part=model.part,
            section=model.section,
            number=f"9.{at}",
            fields=model.fields,
        )
    assert count() == before
