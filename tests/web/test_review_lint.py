"""The panel of lint on the review page: by severity, with the way to the item or to the words in the whole text."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.web.presenters import review as presenter
from tests.web.conftest import World
from tests.web.page import get

AsRole = Callable[[str], Client]
FOUND = {"message": "Mục 1.1 không ghi cơ quan chủ trì.", "text": "Tiêu chí mẫu", "fix": "Ghi một cơ quan chủ trì."}


def with_findings(world: World, *findings: dict[str, object]) -> str:
    """Give the draft findings and return the address of its review."""
    world.draft.findings = [{**FOUND, "span": None, "item": None, **finding} for finding in findings]
    world.draft.save(update_fields=["findings"])
    return f"/ke-hoach/nhap/{world.draft.public_id}/"


def test_findings_stand_by_severity_and_lead_to_their_item(world: World, as_role: AsRole) -> None:
    item = world.draft.items.order_by("position").first()
    assert item is not None
    address = with_findings(world, {"severity": "info"}, {"severity": "error", "item": item.key})

    page = get(as_role("focal"), address)

    groups = page.all("//section[@id='phat-hien']/details")
    assert ["Lỗi phải sửa" in group[0].text_content() for group in groups] == [True, False]
    assert [group.get("open") is not None for group in groups] == [True, False]
    assert groups[0].xpath(".//a/@href") == [f"?muc={item.pk}#muc"]
    assert "Cách sửa: Ghi một cơ quan chủ trì." in groups[0].text_content()


def test_findings_without_an_item_lead_to_the_words_in_the_whole_text(world: World, as_role: AsRole) -> None:
    block = world.draft.blocks.order_by("index").first()
    assert block is not None
    client = as_role("focal")
    address = with_findings(world, {"severity": "warning", "line": 3, "span": [block.index, 0, 4, None, None, None, 3]})

    links = get(client, address).all("//section[@id='phat-hien']//a")

    target, anchor = links[0].get("href").split("#")
    assert links[0].text_content() == "dòng 3"
    assert get(client, target).all(f"//*[@id='{anchor}']")


def test_findings_of_an_earlier_version_count_as_warnings() -> None:
    groups = presenter.finding_groups([{**FOUND, "page": 2}], [])

    assert [(group.label, group.findings[0].number) for group in groups] == [("Cảnh báo", "tr. 2")]


def test_plan_without_findings_has_no_panel(world: World, as_role: AsRole) -> None:
    page = get(as_role("focal"), with_findings(world))

    assert page.all("//section[@id='phat-hien']") == []


def test_number_of_queries_does_not_grow_with_findings(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    address = with_findings(world, {"severity": "error"})
    get(client, address)

    with CaptureQueriesContext(connection) as few:
        get(client, address)
    with_findings(world, *[{"severity": "error"}] * 200)
    with CaptureQueriesContext(connection) as many:
        get(client, address)

    assert len(many) == len(few)
