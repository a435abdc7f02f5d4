"""Writing a plan on the page: begin, fill in, see lint and dates, clash with another, sign, issue, compare, decide."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.apps.imports.models import Draft, DraftItem
from parindex.apps.planning.models import Plan
from tests.web.conftest import NOW, World
from tests.web.page import get
from tests.web.writing import make_writing, write_draft

AsRole = Callable[[str], Client]


def begin(client: Client, world: World) -> Draft:
    answer = client.post("/ke-hoach/soan/", {"tu": "trong", "nguon": str(world.root.pk), "nam": "2027"})
    assert answer.status_code == 302
    return Draft.objects.get(public_id=answer.headers["Location"].strip("/").rpartition("/")[2])


def add(client: Client, draft: Draft, section: str = "fix") -> DraftItem:
    client.post(reverse("plan-edit-add", args=[draft.public_id]), {"phan": section})
    found = draft.items.filter(is_deleted=False).order_by("-pk").first()
    assert found is not None
    return found


def save(client: Client, item: DraftItem, **typed: str) -> None:
    client.post(reverse("plan-edit-item", args=[item.draft.public_id, item.pk]), typed)


def address(draft: Draft) -> str:
    return reverse("plan-edit", args=[draft.public_id])


def test_blank_plan_shows_its_three_sections(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = begin(client, world)

    page = get(client, address(draft))

    titles = [heading.text_content().split("  ")[0] for heading in page.all("//h2[@class='queue-h']")]
    assert [title.rsplit(" ", 1)[0] for title in titles] == [
        "Khắc phục tồn tại, hạn chế",
        "Nâng cao sự hài lòng (SIPAS)",
        "Duy trì tiêu chí đã tốt",
    ]
    assert page.all("//form[@data-editor]") == []


def test_year_must_be_one(world: World, as_role: AsRole) -> None:
    answer = as_role("focal").post("/ke-hoach/soan/", {"tu": "trong", "nguon": str(world.root.pk), "nam": "27"})

    assert answer.status_code == 422
    assert "bốn chữ số" in answer.content.decode()


def test_lint_beside_the_item_follows_what_is_saved(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = begin(client, world)
    item = add(client, draft)
    save(client, item, names="Rà soát văn bản", lead="", deadline_text="Trước ngày 30/6/2027")

    before = get(client, address(draft)).all("//section[@aria-labelledby='kt-muc']")[0].text_content()
    save(client, item, lead="Sở Nội vụ", **{"seen-lead": ""})
    after = get(client, address(draft)).all("//section[@aria-labelledby='kt-muc']")[0].text_content()

    assert "không ghi cơ quan chủ trì" in before
    assert "không ghi cơ quan chủ trì" not in after


def test_save_key_works_before_the_other_scripts_run(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = begin(client, world)
    add(client, draft)

    page = get(client, address(draft))

    keyboard, *others = page.all("//head/script")
    assert keyboard.get("src", "").endswith("js/keyboard.js")
    assert keyboard.get("type") is None
    assert {script.get("type") for script in others} == {"module"}
    assert len(page.all("//form[@data-editor][@data-ctrl-s]")) == 1


def test_date_is_told_while_it_is_typed(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = write_draft(world.root, now=NOW)
    url = reverse("plan-edit-due", args=[draft.public_id])

    told = client.get(url, {"chu": "Trước ngày 30/9/2026"}).json()["lines"]
    unknown = client.get(url, {"chu": "khi nào xong thì xong"}).json()["lines"]

    assert [line["due"] for line in told] == ["30/09/2026"]
    assert told[0]["why"]
    assert [line["due"] for line in unknown if line["due"]] == []


def test_second_editor_sees_both_values_at_the_field(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = begin(client, world)
    item = add(client, draft)
    save(client, item, names="Việc", product="Báo cáo")

    save(client, item, product="Kế hoạch", **{"seen-product": ""})

    field = get(client, f"{address(draft)}?muc={item.pk}").all("//div[contains(@class,'f-product')]")[0]
    assert field.xpath(".//input/@value") == ["Kế hoạch"]
    assert "vừa sửa thành: “Báo cáo”" in field.text_content()
    item.refresh_from_db()
    assert item.fields["product"]["value"] == "Báo cáo"


def test_leader_reads_agrees_and_the_plan_is_issued(world: World, as_role: AsRole) -> None:
    focal, leader = as_role("focal"), as_role("leader")
    draft = write_draft(world.root, now=NOW)
    base = [draft.public_id]

    focal.post(reverse("plan-sign", args=[*base, "trinh"]), {"loi": "Kính trình"})
    assert get(focal, address(draft)).all("//form[@data-editor]") == []
    leader.post(reverse("plan-sign", args=[*base, "tra-lai"]), {"loi": "Thêm sản phẩm"})
    assert "Thêm sản phẩm" in get(focal, address(draft)).all("//section[@id='ky']")[0].text_content()
    focal.post(reverse("plan-sign", args=[*base, "trinh"]))
    get(leader, address(draft)).send("Duyệt để ban hành")
    refused = focal.post(reverse("plan-issue", args=base), {"so": "77/KH-UBND", "ngay": "hôm nay"})
    assert refused.headers["Location"] == address(draft)
    issued = focal.post(reverse("plan-issue", args=base), {"so": "77/KH-UBND", "ngay": "06/07/2026"})

    plan = Plan.objects.get(number="77/KH-UBND")
    assert issued.headers["Location"] == reverse("plan-detail", args=[plan.pk])
    page = get(focal, issued.headers["Location"])
    assert page.all("//a[text()='Tải tệp gốc']") == []
    assert focal.get(reverse("plan-download", args=[plan.pk, "pdf"])).content.startswith(b"%PDF")
    names = [version.name for version in draft.versions.order_by("number")]
    assert names == ["Trình lần 1", "Trình lần 2"]


def test_versions_are_compared_and_restored(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = write_draft(world.root, now=NOW)
    item = draft.items.get()
    client.post(reverse("plan-version-save", args=[draft.public_id]), {"ten": "Trước góp ý"})
    save(client, item, product="Báo cáo", **{"seen-product": ""})
    url = reverse("plan-versions", args=[draft.public_id])

    rows = get(client, url).all("//table[contains(@class,'diff')]//tbody/tr")
    client.post(reverse("plan-version-restore", args=[draft.public_id, 1]))

    assert [row.xpath("string(th)") for row in rows] == ["Sản phẩm"]
    item.refresh_from_db()
    assert item.fields["product"]["value"] is None
    assert client.get(url, {"tu": "9"}).status_code == 404


def test_comment_stands_beside_its_item_until_it_is_settled(world: World, as_role: AsRole) -> None:
    draft = write_draft(world.root, now=NOW)
    item = draft.items.get()
    as_role("leader").post(
        reverse("plan-comment", args=[draft.public_id]), {"muc": item.pk, "y-kien": "Thiếu sản phẩm"}
    )
    client = as_role("focal")
    section = "//section[@aria-labelledby='gy-muc']"
    assert "Thiếu sản phẩm" in get(client, address(draft)).all(section)[0].text_content()

    client.post(reverse("plan-resolve", args=[draft.public_id, draft.comments.get().pk]))

    assert "ghi đã giải quyết" in get(client, address(draft)).all(section)[0].text_content()


def test_copy_shows_each_difference_and_refuses_it(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    things = make_writing(world.root, plan_id=world.plan.pk, now=NOW)
    url = reverse("plan-revision", args=[things.copy.public_id])
    assert [chip.text_content() for chip in get(client, url).all("//article//h2/span")] == ["Bỏ mục"]

    client.post(reverse("plan-revision-decide", args=[things.copy.public_id]), {"tat-ca": "1", "lam": "tu-choi"})

    assert get(client, url).all("//article") == []
    client.post(reverse("plan-revision-undo", args=[things.copy.public_id]))
    assert len(get(client, url).all("//article")) == 1


def test_added_item_is_shown_whole_and_decided_once(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    things = make_writing(world.root, plan_id=world.plan.pk, now=NOW)
    DraftItem.objects.create(
        draft=things.copy, position=1, key="body/9", part="body", section="fix", fields=things.item.fields
    )
    DraftItem.objects.filter(pk=things.item.pk).update(is_deleted=True)
    url = reverse("plan-revision", args=[things.copy.public_id])

    article = get(client, url).all("//article")[0]
    client.post(
        reverse("plan-revision-decide", args=[things.copy.public_id]),
        {"truoc": "", "sau": "body/9", "truong": "", "lam": "nhan"},
    )

    assert "Trước ngày 30/9/2026" in article.text_content()
    assert len(article.xpath(".//form")) == 1
    assert things.draft.items.filter(is_deleted=False).count() == 1
    assert get(client, url).all("//article") == []


def test_number_of_queries_does_not_grow_with_items(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    draft = write_draft(world.root, now=NOW)
    get(client, address(draft))
    with CaptureQueriesContext(connection) as few:
        get(client, address(draft))
    row = draft.items.get()
    DraftItem.objects.bulk_create(
        DraftItem(
            draft=draft, position=row.position + n, key=f"more/{n}", part="body", section="fix", fields=row.fields
        )
        for n in range(1, 30)
    )

    with CaptureQueriesContext(connection) as many:
        get(client, address(draft))

    assert len(many) == len(few)
