"""The form of a sheet: points at once, refusals beside their field, nothing for strangers, submit and sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.assessment.models import AppraisalDuty, EvidenceLink, Round, RoundKind, Sheet, SheetItem
from parindex.apps.evidence.models import Document
from parindex.documents.read.answers import read_answers
from parindex.domain.access import Role
from tests.factories.assessment import make_revision_of, make_season
from tests.perf.bench_season import catalogue
from tests.web.conftest import NOW, World, person
from tests.web.page import Page, get, parse
from tests.web.season import SeasonThings, make_things

AsRole = Callable[[str], Client]
MOST_STATEMENTS = 19
"""The form asks for the sheet, what proves it, what is suggested for it, and what was last year and is planned."""


@pytest.fixture
def things(world: World) -> SeasonThings:
    """Return an open season in which the home affairs department scores itself."""
    return make_things(holder=world.root, unit=world.home_affairs)


def address(things: SeasonThings, tail: str = "") -> str:
    return f"/phieu-cham/{things.sheet.public_id}/{tail}"


def save(client: Client, things: SeasonThings, code: str, **words: str) -> str:
    answer = client.post(address(things, f"muc/{code}/"), {"version": "1", **words}, headers={"X-Part": "row"})
    return answer.content.decode()


def row_of(html: str, code: str) -> str:
    start = html.index(f'data-code="{code}"')
    return html[start : html.index("</tr>", start)]


def test_answer_gives_points_and_the_sentence_at_once(things: SeasonThings, as_role: AsRole) -> None:
    html = save(as_role("officer"), things, "1", **{"in-numerator": "1", "in-denominator": "3"})

    row = row_of(html, "1")
    assert "0,3333" in row
    assert "1/3" in row
    assert "0,3333–2,3333 / 3,00" in html


def test_form_works_without_scripts(things: SeasonThings, as_role: AsRole) -> None:
    officer = as_role("officer")
    data = {"version": "1", "in-met": "co", "giai-trinh": "Hồ sơ giấy (hư cấu)."}

    answer = officer.post(address(things, "muc/2/"), data)

    assert answer.headers["Location"].endswith("?muc=2#muc-2")
    row = SheetItem.objects.get(sheet=things.sheet, code="2")
    assert (row.inputs, row.justification) == ({"met": "yes"}, "Hồ sơ giấy (hư cấu).")


@pytest.mark.parametrize(
    ("word", "message"),
    [("95,5 %", "bỏ ký hiệu %"), ("1.234", "có thể hiểu hai cách"), ("–", "không phải số"), ("=1+1", "không phải số")],
)
def test_bad_number_is_told_beside_its_field_and_kept_in_it(
    things: SeasonThings, as_role: AsRole, word: str, message: str
) -> None:
    officer = as_role("officer")
    data = {"version": "1", "in-numerator": word, "in-denominator": "3"}
    answer = officer.post(address(things, "muc/1/"), data)

    row = row_of(answer.content.decode(), "1")
    assert answer.status_code == 422
    assert message in row
    assert f'value="{word}"' in row
    assert SheetItem.objects.get(pk=things.item.pk).inputs == {}


def test_two_people_on_one_item_see_both_values(things: SeasonThings, as_role: AsRole) -> None:
    first, second = as_role("officer"), as_role("focal")
    save(first, things, "1", **{"in-numerator": "1", "in-denominator": "3"})

    answer = second.post(address(things, "muc/1/"), {"version": "1", "in-numerator": "2", "in-denominator": "3"})

    row = row_of(answer.content.decode(), "1")
    assert answer.status_code == 409
    assert 'value="2"' in row
    assert "Đang lưu: <b>1</b>" in row
    assert "Giữ số liệu đang lưu" in row


def test_locked_round_refuses_and_says_when(things: SeasonThings, as_role: AsRole) -> None:
    closed = {"opens_at": NOW - timedelta(days=2), "closes_at": NOW - timedelta(seconds=1)}
    Round.objects.filter(campaign=things.campaign, kind=RoundKind.SELF_SCORE).update(**closed)
    officer = as_role("officer")

    page = officer.get(address(things)).content.decode()
    answer = officer.post(address(things, "muc/2/"), {"version": "1", "in-met": "co"})

    assert "in-met" not in page
    assert "Đã khóa" in page
    assert answer.status_code == 422
    assert "đã khóa lúc" in answer.content.decode()


def test_sheet_of_strangers_is_not_there(world: World, as_role: AsRole) -> None:
    far = make_things(holder=world.far_unit, unit=world.far_unit)
    for tail in ("", "nguy-co/", "in/", "tai-ve/", "nhap-bang/"):
        assert as_role("focal").get(address(far, tail)).status_code == 404
    assert as_role("focal").post(address(far, "muc/2/"), {"version": "1"}).status_code == 404


def test_submit_needs_proof_then_leader_signs(things: SeasonThings, as_role: AsRole) -> None:
    officer = as_role("officer")
    save(officer, things, "2", **{"in-met": "co"})
    refused = get(officer, address(things, "nguy-co/")).send("Gửi lãnh đạo duyệt")
    assert refused.status == 422
    assert "chưa có tài liệu kiểm chứng, cũng chưa có giải trình: 2." in refused.words()

    officer.post(address(things, "muc/2/"), {"version": "2", "in-met": "co", "giai-trinh": "Hồ sơ giấy."})
    get(officer, address(things, "nguy-co/")).send("Gửi lãnh đạo duyệt")
    assert Sheet.objects.get(pk=things.sheet.pk).state == "submitted"

    get(as_role("leader"), address(things, "nguy-co/")).send("Duyệt và ký phiếu")
    assert Sheet.objects.get(pk=things.sheet.pk).state == "signed"


def submitted(things: SeasonThings, as_role: AsRole) -> Page:
    """Return the page that the officer sees after the sheet was filled in and submitted."""
    officer = as_role("officer")
    save(officer, things, "2", **{"in-met": "co", "giai-trinh": "Hồ sơ giấy."})
    page = get(officer, address(things, "nguy-co/")).send("Gửi lãnh đạo duyệt")
    assert Sheet.objects.get(pk=things.sheet.pk).state == "submitted"
    return page


def test_submission_can_be_undone_from_its_message(things: SeasonThings, as_role: AsRole) -> None:
    submitted(things, as_role).send("Hoàn tác")

    assert Sheet.objects.get(pk=things.sheet.pk).state == "returned"


def test_leader_returns_only_with_a_reason(things: SeasonThings, as_role: AsRole) -> None:
    submitted(things, as_role)
    leader = as_role("leader")

    refused = get(leader, address(things, "nguy-co/")).send("Trả lại để sửa")
    assert refused.status == 422
    assert "Ghi lý do trả lại" in refused.words()

    get(leader, address(things, "nguy-co/")).send("Trả lại để sửa", **{"ghi-chu": "Thiếu số liệu quý IV."})
    assert Sheet.objects.get(pk=things.sheet.pk).state == "returned"


def test_signed_scan_is_kept_and_given_back(things: SeasonThings, as_role: AsRole, world: World) -> None:
    officer = submitted(things, as_role).client
    scan = SimpleUploadedFile("phieu-da-ky.pdf", b"%PDF-1.4\n%%EOF\n")
    data = {"version": "2", "ban-ky": scan}
    as_role("leader").post(address(things, "buoc/ky/"), data)

    answer = officer.get(address(things, "ban-ky/"))

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.4")
    assert "Mở bản ký quét" in get(officer, address(things, "nguy-co/")).words()


def test_save_answers_with_the_row_alone(things: SeasonThings, as_role: AsRole) -> None:
    officer = as_role("officer")

    html = save(officer, things, "2", **{"in-met": "co"})

    assert "data-answer" in html
    assert 'data-code="2"' in html
    assert 'data-code="1"' not in html
    assert "<html" not in html


@pytest.mark.parametrize(("word", "codes"), [("", {"1", "2"}), ("chua-cham", {"1"}), ("can-xem", {"1", "2"})])
def test_filters_keep_what_they_name(things: SeasonThings, as_role: AsRole, word: str, codes: set[str]) -> None:
    officer = as_role("officer")
    save(officer, things, "2", **{"in-met": "co"})

    html = officer.get(address(things), {"loc": word}).content.decode()

    assert {code for code in ("1", "2") if f'data-code="{code}"' in html} == codes


def test_agency_that_appraises_one_field_sees_it_with_the_whole_total(
    things: SeasonThings, world: World, client_for: Callable[[object], Client]
) -> None:
    sheet, appraiser = things.judged.sheet, person(world.home_affairs, Role.APPRAISER, "chuyen-vien")
    AppraisalDuty.objects.filter(group=sheet.group).update(field_code="2")
    Sheet.objects.filter(pk=sheet.pk).update(self_low=12_000, self_high=12_000, self_maximum=30_000)
    SheetItem.objects.create(sheet=sheet, code="1", field_code="1", position=1, inputs={"numerator": "9"})

    html = client_for(appraiser).get(f"/phieu-cham/{sheet.public_id}/").content.decode()

    assert 'data-code="2"' in html
    assert 'data-code="1"' not in html
    assert "1,20 / 3,00" in html
    assert "của lĩnh vực bạn được xem" in html


def test_table_for_excel_comes_back_as_it_went(things: SeasonThings, as_role: AsRole) -> None:
    officer = as_role("officer")
    save(officer, things, "2", **{"in-met": "co"})
    data = officer.get(address(things, "tai-ve/")).content

    entries = read_answers(data, name="phieu.xlsx")
    file = SimpleUploadedFile("phieu.xlsx", data)
    answer = officer.post(address(things, "nhap-bang/"), {"tep": file})

    assert {(entry.code, entry.input_name, entry.value) for entry in entries} == {
        ("1", "numerator", ""),
        ("1", "denominator", ""),
        ("2", "met", "yes"),
    }
    assert answer.status_code == 302
    assert SheetItem.objects.get(sheet=things.sheet, code="2").inputs == {"met": "yes"}


def test_table_with_mistakes_tells_each_and_writes_nothing(things: SeasonThings, as_role: AsRole) -> None:
    officer = as_role("officer")
    slug = things.sheet.unit.slug
    text = f"unit,code,input,value\n{slug},2,met,có\n{slug},9.9,met,có\n{slug},1,numerator,“95 %”\n"
    answer = officer.post(address(things, "nhap-bang/"), {"tep": SimpleUploadedFile("x.csv", text.encode())})

    page = parse(officer, address(things), answer)
    assert answer.status_code == 422
    assert [row[:2] for row in page.rows()] == [["3", "code"], ["4", "value"]]
    assert SheetItem.objects.get(sheet=things.sheet, code="2").inputs == {}


def test_paper_shows_points_and_reasons(things: SeasonThings, as_role: AsRole) -> None:
    officer = as_role("officer")
    officer.post(address(things, "muc/2/"), {"version": "1", "in-met": "co", "giai-trinh": "Hồ sơ giấy."})

    words = get(officer, address(things, "in/")).words()

    assert "MINH HỌA, KHÔNG PHẢI VĂN BẢN CỦA CƠ QUAN NÀO" in words
    assert "Hồ sơ giấy." in words
    assert "THỦ TRƯỞNG ĐƠN VỊ" in words


def statements(client: Client, path: str) -> list[str]:
    """Return the statements of a page that was opened before."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"][:200] for query in captured.captured_queries]


@pytest.mark.parametrize("tail", ["", "nguy-co/", "in/", "?loc=can-xem"])
def test_pages_take_as_many_statements_for_sixty_items_as_for_ten(
    world: World, client_for: Callable[[object], Client], tail: str
) -> None:
    counts = []
    for items in (10, 60):
        season = make_season(1, revision=make_revision_of(catalogue(items)), province=world.root, year=2020 + items)
        times = {"opens_at": NOW - timedelta(days=1), "closes_at": NOW + timedelta(days=1)}
        Round.objects.filter(campaign=season.campaign).update(**times)
        sheet = season.sheet()
        document = Document.objects.create(unit=sheet.unit, number="01/BC", created_at=NOW, search_fold="")
        rows = SheetItem.objects.filter(sheet=sheet)
        EvidenceLink.objects.bulk_create(EvidenceLink(item=row, document=document, added_at=NOW) for row in rows)
        rows.update(inputs={"numerator": "9", "denominator": "10"})
        user = person(sheet.unit, Role.OFFICER, f"can-bo-{items}")
        found = statements(client_for(user), f"/phieu-cham/{sheet.public_id}/{tail}")
        assert rows.count() == items
        counts.append(found)

    assert len(counts[0]) == len(counts[1]), "\n".join(counts[1])
    assert len(counts[1]) <= MOST_STATEMENTS, "\n".join(counts[1])
