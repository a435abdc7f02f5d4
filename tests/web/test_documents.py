"""The library and the documents of an item through the pages: add, confirm, cite, undo, open; nothing of others."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.assessment.models import EvidenceLink, Sheet
from parindex.apps.audit.models import Event
from parindex.apps.evidence.models import Document
from parindex.jobs import worker
from tests.unit.documents.extract.test_facts import REPORT
from tests.web.conftest import NOW, World
from tests.web.page import Page, get
from tests.web.season import SeasonThings, make_things

AsRole = Callable[[str], Client]


@pytest.fixture
def season(world: World) -> SeasonThings:
    return make_things(holder=world.root, unit=world.home_affairs)


def text(name: str = "bao-cao.txt", words: str = REPORT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())


def add(client: Client, *files: SimpleUploadedFile) -> Page:
    return get(client, "/tai-lieu/them/").send("Thêm tài liệu", _files={"files": list(files)})


def address(sheet: Sheet, code: str = "1") -> str:
    return f"/phieu-cham/{sheet.public_id}/tai-lieu/{code}/"


def test_a_file_is_read_marked_and_confirmed(world: World, as_role: AsRole) -> None:
    client = as_role("officer")

    page = add(client, text())
    poll = page.one("//*[@data-job]").get("data-poll")
    assert client.get(poll).json()["finished"] is False
    worker.run_until_empty()
    assert client.get(poll).json()["finished"] is True

    page = get(client, page.path)
    assert [mark.text for mark in page.all("//*[contains(@class, 'excerpt')]//mark")] == [
        "XÃ HƯ CẤU",
        "45/BC-UBND",
        "10 tháng 3 năm 2026",
        "Kết quả thực hiện kế hoạch cải cách hành chính quý I năm 2026",
        "Nguyễn Văn Mẫu",
    ]
    done = page.send("Xác nhận", subject="Báo cáo quý I")
    assert done.toasts() == ["Đã xác nhận thông tin tài liệu."]
    document = Document.objects.get()
    assert (document.subject, document.confirmed_by_id) == ("Báo cáo quý I", world.users["officer"].pk)


def test_a_batch_tells_what_became_of_each_file(world: World, as_role: AsRole) -> None:
    client = as_role("officer")
    add(client, text("mot.txt"))

    page = add(client, text("hai.txt"), text("ba.txt", REPORT + "."), text("rong.txt", ""))

    rows = [one.text_content() for one in page.all("//*[@aria-label='Kết quả tải lên']//li")]
    told = {name: next(row for row in rows if row.startswith(name)) for name in ("hai.txt", "ba.txt", "rong.txt")}
    assert "Đã có từ trước" in told["hai.txt"]
    assert "Đang đọc" in told["ba.txt"]
    assert "rỗng" in told["rong.txt"].lower()


def test_a_wrong_day_keeps_what_was_typed(world: World, as_role: AsRole) -> None:
    client = as_role("officer")
    page = add(client, text())

    answer = client.post(page.path, {"version": "1", "number": "7/BC", "issued_on": "hôm qua"})

    assert answer.status_code == 422
    assert "Ngày ghi như 21/07/2026." in answer.content.decode()
    assert 'value="7/BC"' in answer.content.decode()


def test_two_people_do_not_overwrite_each_other(world: World, as_role: AsRole) -> None:
    page = add(as_role("officer"), text())
    assert as_role("focal").post(page.path, {"version": "1", "number": "8/BC"}).status_code == 302

    answer = as_role("officer").post(page.path, {"version": "1", "number": "9/BC"})

    assert answer.status_code == 409
    assert 'value="9/BC"' in answer.content.decode()
    assert Document.objects.get().number == "8/BC"


def test_a_document_is_cited_undone_and_cited_again(world: World, season: SeasonThings, as_role: AsRole) -> None:
    client = as_role("officer")
    path = address(season.sheet, "2")
    document = season.cited.document

    answer = client.post(f"{path}dan/", {"tai-lieu": str(document.public_id), "cho": "trang 2"}, follow=True)
    assert answer.redirect_chain[-1][0] == path
    page = get(client, path)
    link = EvidenceLink.objects.get(item__sheet=season.sheet, item__code="2")
    assert (link.place, "trang 2" in page.one("//main").text_content()) == ("trang 2", True)

    answer = client.post(f"{path}bo/", {"dan": link.pk, "ve": "phieu"}, follow=True)
    assert urlparse(answer.redirect_chain[-1][0]).path == f"/phieu-cham/{season.sheet.public_id}/"
    url = next(str(m.extra_tags) for m in answer.context["messages"]).removeprefix("undo:")
    assert not EvidenceLink.objects.filter(pk=link.pk).exists()
    client.post(url)
    assert EvidenceLink.objects.get(item__sheet=season.sheet, item__code="2").place == "trang 2"


def test_a_new_file_or_a_number_is_cited_at_once(world: World, season: SeasonThings, as_role: AsRole) -> None:
    client = as_role("officer")
    path = address(season.sheet, "2")

    client.post(f"{path}them/", {"files": [text("a.txt"), text("b.txt", REPORT + ".")]})
    client.post(f"{path}them/", {"so": "77/QĐ-SNV", "ngay": "21/07/2026"})

    links = EvidenceLink.objects.filter(item__sheet=season.sheet, item__code="2").order_by("pk")
    assert [link.document.file_name or link.document.number for link in links] == ["a.txt", "b.txt", "77/QĐ-SNV"]


@pytest.mark.parametrize(
    ("step", "typed", "status", "words"),
    [
        ("them", {}, 422, "Chưa chọn tệp và chưa ghi số"),
        ("them", {"so": "7/BC", "ngay": "mai"}, 422, "Không hiểu ngày “mai”"),
        ("dan", {"tai-lieu": "khong-phai-ma"}, 404, "Không có tài liệu này"),
        ("bo", {"dan": "999999"}, 404, "không còn được dẫn"),
        ("chuyen", {"muc": "khong-co"}, 404, "Không có phiếu"),
        ("khac", {}, 404, "Không có phiếu"),
    ],
)
def test_bad_steps_say_why_and_write_nothing(
    season: SeasonThings, as_role: AsRole, step: str, typed: dict[str, str], status: int, words: str
) -> None:
    before = EvidenceLink.objects.count(), Document.objects.count()

    answer = as_role("officer").post(f"{address(season.sheet)}{step}/", typed)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert (EvidenceLink.objects.count(), Document.objects.count()) == before


def test_opening_a_file_is_recorded_and_gives_the_bytes(season: SeasonThings, as_role: AsRole) -> None:
    client = as_role("officer")

    for url in (
        f"/tai-lieu/{season.cited.document.public_id}/tep/",
        f"{address(season.sheet)}{season.cited.pk}/tep/",
    ):
        answer = client.get(url)
        assert b"".join(answer.streaming_content) == b"Bien ban"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    viewed = Event.objects.filter(action="file.viewed", object_id=str(season.cited.document.public_id))
    assert viewed.count() == 2


def test_the_form_of_a_sheet_shows_its_documents_and_reads_only_for_others(
    season: SeasonThings, as_role: AsRole
) -> None:
    path = f"/phieu-cham/{season.sheet.public_id}/?muc=1"

    own = get(as_role("officer"), path).one("//*[@id='tai-lieu']")
    other = get(as_role("leader"), path).one("//*[@id='tai-lieu']")

    assert "Thêm và dẫn" in own.text_content()
    assert "b.txt" in other.text_content()
    assert not other.xpath(".//form")


def test_the_library_searches_and_takes_no_more_statements_for_more(world: World, as_role: AsRole) -> None:
    client = as_role("focal")

    def keep(count: int) -> None:
        Document.objects.bulk_create(
            Document(
                unit=world.root,
                number=f"{n}/BC",
                subject="Báo cáo quý",
                created_at=NOW,
                search_fold=f"{n}/bc bao cao quy",
            )
            for n in range(count)
        )

    def asked() -> int:
        client.get("/tai-lieu/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/tai-lieu/")
        return len(captured)

    keep(1)
    few = asked()
    keep(30)
    assert asked() <= min(few, 12)
    page = get(client, "/tai-lieu/?tim=BÁO+CÁO+29/")
    assert [row.text_content() for row in page.all("//tbody//a")] == ["29/BC"]
    assert "Không có tài liệu nào khớp" in get(client, "/tai-lieu/?tim=xyz").one("//main").text_content()


def test_documents_of_a_sibling_are_not_listed(world: World, as_role: AsRole) -> None:
    Document.objects.create(unit=world.office, number="1/VP", created_at=NOW, search_fold="1/vp")
    Document.objects.create(unit=world.root, number="1/UB", created_at=NOW, search_fold="1/ub")

    page = get(as_role("officer"), "/tai-lieu/")

    assert [row.text_content() for row in page.all("//tbody//a")] == ["1/UB"]


def test_documents_of_an_item_take_no_more_statements_for_more(
    world: World, season: SeasonThings, as_role: AsRole
) -> None:
    client = as_role("officer")

    def keep(first: int, last: int) -> None:
        rows = [
            Document(unit=world.home_affairs, number=f"{n}/BC", issuer=f"UBND xã {n}", created_at=NOW, search_fold="")
            for n in range(first, last)
        ]
        kept = Document.objects.bulk_create(rows)
        EvidenceLink.objects.bulk_create(
            EvidenceLink(item=season.item, document=one, added_at=NOW) for one in kept[: len(kept) // 2]
        )

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    paths = [address(season.sheet), f"/phieu-cham/{season.sheet.public_id}/?muc=1"]
    keep(0, 4)
    few = [asked(path) for path in paths]
    keep(4, 44)

    assert [asked(path) for path in paths] == few
    assert max(few) <= 30, few
