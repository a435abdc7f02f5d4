"""Interviewers: a link for the phone, a file for places without a network, files that come back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parindex.apps.surveys import field, services
from parindex.apps.surveys.models import FieldPack, SampleUnit, SurveyAnswer, SurveyWave
from parindex.domain.access import SYSTEM
from tests.web.conftest import NOW, World
from tests.web.page import get
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]
GOOD = {"cs1": "2", "cs3": "1"}
SAMPLE = (
    "xa,ho,xa_tong,xa_chon,ho_tong,ho_chon,weight,thu_tu,vai_tro\n"
    "Xã Mây,Hộ 7,10,2,90,2,225,1,chính\nXã Mây,Hộ 9,10,2,90,2,225,2,dự phòng\n"
)


@pytest.fixture
def wave(world: World) -> SurveyWave:
    return make_wave(world.root, now=NOW)


@pytest.fixture
def pack(wave: SurveyWave) -> FieldPack:
    return field.give_pack(wave=wave, label="Tổ 1", place="Xã Mây", actor=SYSTEM, now=NOW)


def inside(wave: SurveyWave, rest: str = "") -> str:
    return f"/dot-khao-sat/{wave.public_id}/dieu-tra/{rest}"


def outside(pack: FieldPack, rest: str = "") -> str:
    return f"/khao-sat/phong-van/{pack.token}/{rest}"


def test_pack_is_given_used_and_taken_back(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    focal.post(inside(wave, "bo/"), {"label": "Tổ 1", "place": "Xã Mây"})
    pack = FieldPack.objects.get()
    assert outside(pack) in get(focal, inside(wave)).all("//a[text()='Đường dẫn']")[0].get("href")
    phone = Client()
    assert "Phỏng vấn mới" in get(phone, outside(pack)).words()

    for _ in range(2):
        sheet = get(phone, outside(pack, "phieu/")).one("//input[@name='phieu']").get("value")
        answer = phone.post(outside(pack, "phieu/"), {**GOOD, "phieu": sheet})
        assert answer.headers["Location"] == outside(pack)
    assert "Đã nhận phiếu." in phone.get(outside(pack)).content.decode()

    assert [(kept.answers, kept.place) for kept in SurveyAnswer.objects.all()] == [(GOOD, "Xã Mây")] * 2
    focal.post(inside(wave, f"bo/{pack.public_id}/thu/"))
    assert "thu lại" in get(phone, outside(pack)).words()
    assert phone.post(outside(pack, "phieu/"), {**GOOD, "phieu": sheet}).status_code == 410
    assert phone.post(outside(pack, "ket-qua/"), {"ho": "1", "ket-qua": "refused"}).status_code == 410
    assert "thu lại" in get(phone, outside(pack, "goi.html")).words()


def test_interview_that_is_wrong_is_shown_again(pack: FieldPack) -> None:
    phone = Client()

    for told in ({"phieu": "giả", **GOOD}, {}, {"cs1": "9"}):
        sheet = get(phone, outside(pack, "phieu/")).one("//input[@name='phieu']").get("value")
        assert phone.post(outside(pack, "phieu/"), {"phieu": sheet, **told}).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_sample_leads_from_household_to_household(wave: SurveyWave, pack: FieldPack, as_role: AsRole) -> None:
    focal = as_role("focal")
    sent = focal.post(inside(wave, "mau/"), {"sample": SimpleUploadedFile("mau.csv", SAMPLE.encode())})
    assert sent.status_code == 302, sent.content.decode()
    assert SampleUnit.objects.get(number=1).design == {
        "bac": "xa|ho",
        "xa": "Xã Mây", "xa_tong": "10", "xa_chon": "2", "ho_tong": "90", "ho_chon": "2", "weight": "225"
    }  # fmt: skip
    phone = Client()
    page = get(phone, outside(pack))
    assert "Hộ số 1" in page.words()
    assert "Hộ số 2" not in page.words()

    phone.post(outside(pack, "ket-qua/"), {"ho": "1", "ket-qua": "refused"})
    assert "Hộ số 2 (dự phòng)" in get(phone, outside(pack)).words()
    form = get(phone, outside(pack, "phieu/?ho=2"))
    assert "Hộ 9, Xã Mây" in form.words()
    sheet = form.one("//input[@name='phieu']").get("value")
    phone.post(outside(pack, "phieu/?ho=2"), {**GOOD, "phieu": sheet})

    assert "kết quả của mọi hộ" in get(phone, outside(pack)).words()
    assert dict(get(focal, inside(wave)).rows()[1:])["Tỷ lệ trả lời"] == "50,0%"
    assert phone.post(outside(pack, "ket-qua/"), {"ho": "2", "ket-qua": "refused"}).status_code == 422


def test_page_tells_whose_file_carries_no_households(wave: SurveyWave, pack: FieldPack, as_role: AsRole) -> None:
    focal = as_role("focal")
    slip = field.give_pack(wave=wave, label="Tổ 2", place="Xã Mấy", actor=SYSTEM, now=NOW)
    assert "không mang danh sách hộ" not in get(focal, inside(wave)).words()  # there is no list to carry
    far = f"{SAMPLE}Xã Núi,Hộ 1,10,2,90,2,225,3,chính\n"
    focal.post(inside(wave, "mau/"), {"sample": SimpleUploadedFile("mau.csv", far.encode())})

    rows = {row[0]: row[4] for row in get(focal, inside(wave)).rows()[:2]}

    assert ["không mang danh sách hộ" in rows[one.label] for one in (pack, slip)] == [False, True]
    assert [len(data_of(one)["households"]) for one in (pack, slip)] == [2, 0]
    field.stop_pack(pack=slip, actor=SYSTEM, now=NOW)
    assert "không mang danh sách hộ" not in get(focal, inside(wave)).words()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mau.csv", b"a,b\n1,2\n", "thiếu cột"),
        ("mau.csv", b"", "Tệp rỗng"),
        ("mau.pdf", b"%PDF-1.7 x", "CSV, XLSX"),
    ],
)
def test_file_that_is_no_sample_says_so(
    wave: SurveyWave, as_role: AsRole, name: str, content: bytes, words: str
) -> None:
    answer = as_role("focal").post(inside(wave, "mau/"), {"sample": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def data_of(pack: FieldPack) -> dict[str, object]:
    """Return what the offline file carries."""
    page = get(Client(), outside(pack, "goi.html"))
    return json.loads(page.one("//script[@id='data']").text_content())


def test_file_names_the_visits_that_its_numbers_already_count(
    wave: SurveyWave, pack: FieldPack, as_role: AsRole
) -> None:
    as_role("focal").post(inside(wave, "mau/"), {"sample": SimpleUploadedFile("mau.csv", SAMPLE.encode())})
    household = data_of(pack)["households"][0]["key"]
    noted = str(uuid.uuid4())
    post_sync(pack, {"forms": [], "visits": [{"nonce": noted, "household": household, "outcome": "waiting"}]})

    data = data_of(pack)

    assert ([one["visits"] for one in data["households"]], data["counted"]) == ([1, 0], [noted])
    other = field.give_pack(wave=wave, label="Tổ 2", place="", actor=SYSTEM, now=NOW)
    assert data_of(other)["counted"] == []


def delivery(serial: int = 1, answers: object = None, nonce: object = None) -> dict[str, object]:
    return {"nonce": str(nonce or uuid.uuid4()), "serial": serial, "answers": GOOD if answers is None else answers}


def test_offline_file_names_its_wave_and_where_to_send(wave: SurveyWave, pack: FieldPack) -> None:
    page = get(Client(), outside(pack, "goi.html"))
    data = data_of(pack)

    assert (data["title"], data["place"], data["pack"]) == (wave.title, "Xã Mây", str(pack.public_id))
    assert str(data["sync"]).endswith(outside(pack, "dong-bo/"))
    assert not page.all("//script[@src] | //link | //img")
    assert "attachment" in page.response.headers["Content-Disposition"]


def test_words_of_a_questionnaire_cannot_leave_their_place_in_the_file(world: World) -> None:
    wave = services.open_wave(
        unit=world.root, title="</script><b>x", questionnaire="quay-2018", closes_on=None, actor=SYSTEM, now=NOW
    )
    pack = field.give_pack(wave=wave, label="<i>Tổ", place="[[script]]", actor=SYSTEM, now=NOW)

    page = get(Client(), outside(pack, "goi.html"))

    assert not page.all("//b | //i")
    assert (data_of(pack)["title"], data_of(pack)["place"]) == ("</script><b>x", "[[script]]")


def post_sync(pack: FieldPack, content: object) -> tuple[int, dict[str, object]]:
    body = content if isinstance(content, str) else json.dumps(content)
    answer = Client(enforce_csrf_checks=True).post(outside(pack, "dong-bo/"), body, content_type="text/plain")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.status_code, answer.json()


def test_sync_takes_forms_and_tells_of_each(pack: FieldPack, as_role: AsRole) -> None:
    first = delivery()

    status, told = post_sync(pack, {"forms": [first, delivery(1), delivery(2, {})]})

    assert status == 200
    assert [one["outcome"] for one in told["results"]] == ["kept", "doubled", "refused"]
    assert [one["outcome"] for one in post_sync(pack, {"forms": [first]})[1]["results"]] == ["known"]
    assert SurveyAnswer.objects.count() == 2
    as_role("focal").post(f"/dot-khao-sat/{pack.wave.public_id}/dong/")
    status, told = post_sync(pack, {"forms": [delivery(3)]})
    assert (status, "đã kết thúc" in str(told["message"])) == (410, True)


def test_form_that_says_so_is_kept_as_outside_of_the_sample(pack: FieldPack) -> None:
    post_sync(pack, {"forms": [{**delivery(1), "outside": True}, {**delivery(2), "outside": None}, delivery(3)]})

    kept = SurveyAnswer.objects.order_by("serial").values_list("design", flat=True)
    assert list(kept) == [{"ngoai_mau": "1"}, {}, {}]


@pytest.mark.parametrize(
    "content",
    [
        *("không phải json", [], {}, {"forms": [1]}, {"forms": [{"nonce": "x", "serial": 1, "answers": {}}]}),
        *({"forms": [delivery(0)]}, {"forms": [delivery(1, [])]}, {"forms": [delivery(1, {"cs1": 2})]}),
        {"forms": [delivery(at) for at in range(1, 202)]},
    ],
)
def test_sync_of_something_else_is_refused(pack: FieldPack, content: object) -> None:
    status, told = post_sync(pack, content)

    assert (status, bool(told["message"])) == (400, True)
    assert not SurveyAnswer.objects.exists()


def test_sync_with_an_unknown_secret_is_refused(db: None) -> None:
    answer = Client().post("/khao-sat/phong-van/khong-co/dong-bo/", "{}", content_type="text/plain")

    assert answer.status_code == 404
    assert "Không có bộ phiếu này" in answer.json()["message"]


def test_sync_by_a_form_of_a_page_is_refused(pack: FieldPack) -> None:
    answer = Client().post(outside(pack, "dong-bo/"), {"forms": "[]"})

    assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


def exported(pack: FieldPack, forms: object, change: dict[str, object] | None = None) -> SimpleUploadedFile:
    """Return the file that the pack exports."""
    text = json.dumps(forms, ensure_ascii=False)
    told = {
        "schema": "parindex.survey-sync/1",
        "pack": str(pack.public_id),
        "forms": text,
        "signature": field.sign(pack, text),
    }
    return SimpleUploadedFile("phieu.json", json.dumps({**told, **(change or {})}).encode())


def test_file_of_a_pack_is_taken_once(wave: SurveyWave, pack: FieldPack, as_role: AsRole) -> None:
    focal, forms = as_role("focal"), [delivery(1), delivery(2)]

    focal.post(inside(wave, "nop/"), {"delivery": exported(pack, forms)})
    assert "2 phiếu: 2 nhận mới" in " ".join(get(focal, inside(wave)).toasts())
    focal.post(inside(wave, "nop/"), {"delivery": exported(pack, forms)})
    assert "2 đã có từ trước" in " ".join(get(focal, inside(wave)).toasts())

    assert SurveyAnswer.objects.count() == 2


def test_file_tells_forms_and_visits_apart(wave: SurveyWave, pack: FieldPack, as_role: AsRole) -> None:
    focal = as_role("focal")
    focal.post(inside(wave, "mau/"), {"sample": SimpleUploadedFile("mau.csv", SAMPLE.encode())})
    first, second = SampleUnit.objects.order_by("number").values_list("pk", flat=True)
    visits = [{"nonce": str(uuid.uuid4()), "household": one, "outcome": "absent"} for one in (first, second, 9**9)]

    told = []
    for content in ({"forms": [delivery()], "visits": visits}, {"forms": [], "visits": visits}, {"forms": []}):
        focal.post(inside(wave, "nop/"), {"delivery": exported(pack, content)})
        told.append(" ".join(get(focal, inside(wave)).toasts()))

    assert "Tệp có 1 phiếu: 1 nhận mới; 3 lần tới không hỏi được: 2 nhận mới, 1 không nhận." in told[0]
    assert "Tệp có 3 lần tới không hỏi được: 2 đã có từ trước, 1 không nhận." in told[1]
    assert "Tệp không có phiếu nào." in told[2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"forms": "[]"}, "chữ ký không khớp"),
        ({"signature": "0"}, "chữ ký không khớp"),
        ({"signature": "ký"}, "chữ ký không khớp"),
        ({"signature": "\ud800"}, "chữ ký không khớp"),
        ({"forms": "\ud800"}, "bị hỏng"),
        ({"schema": "x"}, "không do gói ngoại tuyến"),
        ({"pack": "x"}, "không có mã"),
    ],
)
def test_file_that_was_edited_is_refused(
    wave: SurveyWave, pack: FieldPack, as_role: AsRole, change: dict[str, object], words: str
) -> None:
    answer = as_role("focal").post(inside(wave, "nop/"), {"delivery": exported(pack, [delivery()], change)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SurveyAnswer.objects.exists()


def test_nothing_chosen_is_said(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")

    assert "Chưa chọn tệp phiếu" in focal.post(inside(wave, "nop/")).content.decode()
    assert "Chưa chọn tệp mẫu" in focal.post(inside(wave, "mau/")).content.decode()
    assert "Ghi tên bộ" in focal.post(inside(wave, "bo/"), {"label": ""}).content.decode()


def test_places_of_a_file_that_are_cut_to_the_same_name_are_refused(wave: SurveyWave, as_role: AsRole) -> None:
    long = "Tổ dân phố số " * 5
    head = "to,ho,to_tong,to_chon,ho_tong,ho_chon,weight,thu_tu,vai_tro"
    rows = [f"{long}{at},Hộ {at},2,2,1,1,1,{at},chính" for at in (1, 2)]
    file = SimpleUploadedFile("mau.csv", "\n".join([head, *rows]).encode())

    answer = as_role("focal").post(inside(wave, "mau/"), {"sample": file})

    assert (answer.status_code, SampleUnit.objects.count()) == (422, 0)
    assert f"{long}1” (dòng 2) và “{long}2” (dòng 3) giống nhau ở 60 ký tự đầu" in answer.content.decode()
