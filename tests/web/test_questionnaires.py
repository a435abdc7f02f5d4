"""The builder of questionnaires: made, changed, previewed, undone, used by a wave; all of it without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.people.models import User
from parindex.apps.surveys import own
from parindex.apps.surveys.models import OwnQuestionnaire, SurveyWave
from parindex.domain.access import SYSTEM, Role
from parindex.domain.surveys.questionnaire import QuestionKind
from tests.web.conftest import NOW, World, person
from tests.web.page import get
from tests.web.surveys import make_questionnaire

AsRole = Callable[[str], Client]


@pytest.fixture
def mine(world: World) -> OwnQuestionnaire:
    return make_questionnaire(world.root, now=NOW)


def inside(mine: OwnQuestionnaire, rest: str = "") -> str:
    return f"/bo-cau-hoi/{mine.public_id}/{rest}"


def test_questionnaire_is_made_grown_and_used(world: World, as_role: AsRole) -> None:
    focal = as_role("focal")
    page = get(focal, "/bo-cau-hoi/lap/?tu=quay-2018")
    builder = page.send("Lập bộ câu hỏi", title="Quầy của tỉnh", slug="quay-tinh")
    mine = OwnQuestionnaire.objects.get()
    assert builder.path == inside(mine)
    assert len(builder.all("//*[contains(@class,'asked')]//fieldset")) == 4

    question = builder.send("Thêm", loai="matrix", truoc="0")
    assert question.path == inside(mine, "cau/1/")
    shown = question.send("Xem trước", vi="Đánh giá từng bước?", en="Rate each step?")
    assert "Đánh giá từng bước?" in shown.words("//*[@id='xem-truoc']")
    builder = shown.send("Lưu câu hỏi")
    first = own.read(OwnQuestionnaire.objects.get()).questions[0]
    assert (first.kind, first.text.en, len(first.rows)) == (QuestionKind.MATRIX, "Rate each step?", 2)

    builder = builder.send("Xuống câu 1")
    assert own.read(OwnQuestionnaire.objects.get()).questions[1].text.vi == "Đánh giá từng bước?"
    builder = builder.send("Xóa câu 2").send("Hoàn tác: Xóa câu 2")
    opened = get(focal, builder.link("Mở đợt với phiếu này")).send("Mở đợt khảo sát", title="Đợt")
    wave = SurveyWave.objects.get()
    assert opened.path == f"/dot-khao-sat/{wave.public_id}/"
    assert wave.questionnaire_text == OwnQuestionnaire.objects.get().text
    assert "Tải bản 1 (YAML)" in get(focal, inside(mine)).words()
    assert focal.get(inside(mine, "ban-1.yaml")).content.decode() == wave.questionnaire_text


def test_clerk_of_a_unit_makes_a_questionnaire_of_that_unit(world: World, client_for: Callable[[User], Client]) -> None:
    clerk = client_for(person(world.home_affairs, Role.FOCAL, "motphong"))

    page = get(clerk, "/bo-cau-hoi/lap/")

    assert [one.text for one in page.all("//select[@name='unit']/option")] == ["Sở Nội vụ"]
    page.send("Lập bộ câu hỏi", title="Của phòng", slug="cua-phong")
    assert OwnQuestionnaire.objects.get().unit == world.home_affairs


def test_preview_is_what_the_respondent_sees(mine: OwnQuestionnaire, as_role: AsRole) -> None:
    focal = as_role("focal")
    get(focal, f"/dot-khao-sat/mo/?phieu={mine.public_id}").send("Mở đợt khảo sát", title="Đ")
    form = get(Client(), f"/khao-sat/{SurveyWave.objects.get().token}/")

    seen = get(focal, inside(mine, "xem-truoc/"))

    assert [one.text_content() for one in seen.all("//fieldset")] == [
        one.text_content() for one in form.all("//fieldset")
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "có dấu"}, "Mã câu gồm"),
        ({"vi": ""}, "Ghi câu hỏi"),
        ({"kind": "la"}, "Chọn loại câu"),
        ({"o-points": ["x", "1"]}, "Phương án 1: điểm là số"),
        ({"o-value": ["1", ""]}, "Phương án 2: cần giá trị"),
        ({"when": "c0", "values": ""}, "Ghi giá trị"),
        ({"code": "place"}, "Mã câu “place” dành cho cột"),
        ({"vi": "x" * 1001}, "Lời dài hơn 1000 ký tự"),
        ({"o-vi": ["Không", "x" * 1001]}, "Phương án 2: Lời dài hơn"),
        ({"o-value": [f"{n}" for n in range(101)], "o-vi": ["a"] * 101}, "tối đa 100 phương án, đang có 101"),
        ({"r-code": [f"r{n}" for n in range(101)], "r-vi": ["a"] * 101}, "tối đa 100 dòng, đang có 101"),
        ({"lan-sua": "7"}, "vừa được sửa ở nơi khác"),
    ],
)
def test_question_that_is_mistyped_says_where(
    mine: OwnQuestionnaire, as_role: AsRole, change: dict[str, object], words: str
) -> None:
    told = {"lan-sua": "0", "code": "c1", "kind": "single", "vi": "Hài lòng?", "o-value": ["1", "2"]}
    told |= {"o-vi": ["Không", "Có"], "o-points": ["0", "1"], **change}

    answer = as_role("focal").post(inside(mine, "cau/1/"), told)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert OwnQuestionnaire.objects.get().revision == 0


def test_what_contradicts_itself_is_told_at_its_question(mine: OwnQuestionnaire, as_role: AsRole) -> None:
    focal = as_role("focal")
    told = {"lan-sua": "0", "code": "c1", "kind": "single", "vi": "Hài lòng?", "element": "I.A"}
    focal.post(inside(mine, "cau/1/"), told | {"o-value": ["1", "2"], "o-vi": ["Không", "Có"]})

    page = get(focal, inside(mine))

    assert "Câu 1 (c1): cần ít nhất một phương án satisfied" in page.words("//*[@id='phai-sua']")
    assert page.one("//*[@id='phai-sua']//a").get("href") == "#cau-1"
    refused = focal.post(
        "/dot-khao-sat/mo/", {"title": "Đ", "unit": mine.unit_id, "questionnaire": str(mine.public_id)}
    )
    assert refused.status_code == 422


def test_text_with_a_mistake_names_its_line_and_a_file_is_taken(mine: OwnQuestionnaire, as_role: AsRole) -> None:
    focal = as_role("focal")
    bad = focal.post(inside(mine, "yaml/"), {"lan-sua": "0", "text": mine.text.replace("kind: single", "kind: la")})
    assert bad.status_code == 422
    assert "questions.0.kind: chỉ nhận" in bad.content.decode()

    file = SimpleUploadedFile("phieu.yaml", mine.text.replace("Mức độ hài lòng", "Phần đổi tên").encode())
    assert focal.post(inside(mine, "yaml/"), {"lan-sua": "0", "tep": file}).status_code == 302
    assert "Phần đổi tên" in focal.get(inside(mine, "phieu.yaml")).content.decode()


def test_groups_are_edited_and_an_empty_one_is_told(mine: OwnQuestionnaire, as_role: AsRole) -> None:
    focal = as_role("focal")
    told = {"lan-sua": "0", "vi": "Tên mới", "years": "2026", "aggregation": "mean_score"}
    lines = {"g-part": ["I", "I"], "g-part_vi": ["Một", "Một"], "g-code": ["I.A", "I.B"], "g-vi": ["A", "B"]}
    assert focal.post(inside(mine, "thong-tin/"), told | lines).status_code == 302

    page = get(focal, inside(mine))
    assert page.one("//h1").text == "Tên mới"
    assert "Nhóm “I.B” không có mục nào." in page.words("//*[@id='phai-sua']")
    many = {"g-part": ["I"] * 101, "g-part_vi": ["Một"] * 101, "g-code": ["A"] * 101, "g-vi": ["A"] * 101}
    for change in ({"g-part": ["I"]}, many, {**lines, "g-vi": ["A", "x" * 1001]}):
        assert focal.post(inside(mine, "thong-tin/"), told | {"lan-sua": "1"} | change).status_code == 422
    mine.refresh_from_db()
    assert mine.revision == 1


def test_points_and_lines_that_a_file_may_hold_come_back_from_the_form_as_they_were(
    mine: OwnQuestionnaire, as_role: AsRole
) -> None:
    focal = as_role("focal")
    text = mine.text.replace("points: '1'", "points: '1234567.12345678'")
    assert text != mine.text
    assert focal.post(inside(mine, "yaml/"), {"lan-sua": "0", "text": text}).status_code == 302
    before = own.read(OwnQuestionnaire.objects.get()).questions

    get(focal, inside(mine, "cau/1/")).send("Lưu câu hỏi", vi="Lời mới")

    after = own.read(OwnQuestionnaire.objects.get()).questions
    assert after[0].text.vi == "Lời mới"
    assert after[0].options == before[0].options


def test_pages_take_as_many_statements_for_many(world: World, as_role: AsRole) -> None:
    client, counts = as_role("focal"), []
    mine = make_questionnaire(world.root, now=NOW)
    client.post(inside(mine, "cau/them/"), {"lan-sua": "0", "loai": "text"})
    for nth in range(1, 3):
        for path in ("/bo-cau-hoi/", inside(mine)):
            client.get(path)
            with CaptureQueriesContext(connection) as told:
                assert client.get(path).status_code == 200
            counts.append(len(told))
        for more in range(8):
            own.create(unit=world.root, slug=f"m-{nth}-{more}", title="M", source=None, actor=SYSTEM, now=NOW)
            client.post(inside(mine, "cau/them/"), {"lan-sua": str(1 + more), "loai": "text"})

    assert len(own.read(OwnQuestionnaire.objects.get(pk=mine.pk)).questions) == 10
    assert counts[:2] == counts[2:]


def test_shipped_questionnaire_is_shown_and_sent(as_role: AsRole) -> None:
    leader = as_role("leader")

    page = get(leader, "/bo-cau-hoi/co-san/quay-2018/")

    assert page.all("//fieldset")
    assert not page.all("//a[normalize-space()='Chép để sửa']")
    assert leader.get("/bo-cau-hoi/co-san/quay-2018.yaml").content.decode().startswith("#")
    assert get(leader, "/bo-cau-hoi/co-san/khong-co/").status == 404


def test_head_that_is_too_long_is_told_and_stays_as_typed(mine: OwnQuestionnaire, as_role: AsRole) -> None:
    focal = as_role("focal")
    lines = {"g-part": ["I"], "g-part_vi": ["Một"], "g-code": ["I.A"], "g-vi": ["A"]}
    told = {"lan-sua": "0", "vi": "Tên " * 60, "years": "2026", "notice": "x" * 2001, "aggregation": "mean_score"}

    answer = focal.post(inside(mine, "thong-tin/"), told | lines)

    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Tên (tiếng Việt): dài 239 ký tự, nhiều nhất 200" in words
    assert "Lưu ý: dài 2001 ký tự, nhiều nhất 2000" in words
    assert ("Tên " * 60).strip() in words
    mine.refresh_from_db()
    assert mine.revision == 0


def test_code_that_the_table_has_taken_is_told_when_it_is_saved(mine: OwnQuestionnaire, as_role: AsRole) -> None:
    focal, text = as_role("focal"), mine.text.replace("code: c1", "code: place")

    refused = focal.post(inside(mine, "yaml/"), {"lan-sua": "0", "text": text})
    assert (refused.status_code, "Mã câu “place” dành cho cột" in refused.content.decode()) == (422, True)

    OwnQuestionnaire.objects.update(text=text)  # written before the code was taken
    assert "mã câu “place” dành cho cột có sẵn" in get(focal, inside(mine)).words()
    assert "còn chỗ phải sửa" in get(focal, "/bo-cau-hoi/").words()
