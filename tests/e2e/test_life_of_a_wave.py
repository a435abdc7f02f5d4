"""The life of a wave: sized, drawn, asked in five ways, closed, judged against its target, felt in the score.

A fictional commune runs it. Paper is filled in by drawing on the printed pages; the offline pack is a file in two
phones whose network is off.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from parindex.definitions.questionnaires import loader
from parindex.documents.survey_page import PageLayout, lay_out
from tests.e2e.conftest import PHONE, WAIT_MS, WORK_MS, Open
from tests.e2e.test_axe import faults
from tests.factories.scans import Feed, Picture, feed, mark_page, pictures_of, scan

TITLE, OTHER = "Hỏi dân về một cửa (hư cấu)", "Hỏi tại nhà về việc giải quyết thủ tục (minh họa)"
QUESTIONNAIRE, COLUMNS = "quay-2018", ("cs1", "cs3", "cs4", "cs7")
SEED, COUNTER, ITEM = "2026", "Quầy 9", "3.6"
FRAME = [
    {"loai": kind, "thon": f"Thôn {kind} {village}", "ho": f"Hộ {home}"}
    for kind in ("gần", "xa")
    for village in range(1, 4)
    for home in range(1, 13)
]
LINK, KIOSK, INTERVIEW, OFFLINE = ("2222", "2212", "1202", "2122"), "2221", "2221", ("2212", "2122")
PAPER = (("2221",), ("1222", "2211"), ("2212",))
"""What is answered: the levels of the four questions; on paper for each of three villages."""
DOUBTFUL, SEEN = 3, "Trước hẹn, không có phản ánh"
AIMS = {"whole": ("7,90", "chưa đạt"), "CQ": ("5,00", "đạt"), "ho_so": ("7,00", "chưa kết luận được")}
IDLE_MS, OPENED = 181_000, datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Two phones that have never seen the site."""
    made = [browser.new_context(viewport=PHONE, locale="vi-VN") for _ in range(2)]
    for one in made:
        one.set_default_timeout(WAIT_MS)
    yield made
    for one in made:
        one.close()


def test_wave_lives_from_its_size_to_the_score(open_as: Open, phones: list[BrowserContext], tmp_path: Path) -> None:
    clerk = open_as("suoivang")
    wave = design(clerk)
    home, *villages = draw(clerk, wave, tmp_path)
    link, kiosk = links(clerk, wave)
    answer_by_link(open_as(size=PHONE), link)
    answer_at_the_counter(open_as(), kiosk)
    ask_on_paper(clerk, wave, villages, tmp_path)
    decide(clerk, wave)
    pack = give_pack(clerk, wave, home)
    interview(open_as(size=PHONE), pack)
    late = ask_without_a_network(clerk, wave, phones, tmp_path)
    close(clerk, wave)
    judge(clerk)
    come_too_late(late, open_as(), link)
    feel_the_score(clerk)


def design(page: Page) -> str:
    """How many to ask, for a target of two points more; then the wave with a questionnaire that ships."""
    page.goto("/dot-khao-sat/co-mau/")
    page.get_by_label("Số người hoặc hộ của tổng thể (N)").fill("12000")
    page.get_by_label("Sai số e của công thức").fill("5")
    page.get_by_label("Sai số mong muốn").fill("3,5")
    page.get_by_label("Số phiếu định thu").fill("486")
    page.get_by_label("Số phiếu đợt trước").fill("486")
    page.get_by_label("Tỷ lệ hài lòng dự kiến").fill("82")
    page.get_by_role("button", name="Tính").click()
    told = page.get_by_role("table", name="Kết quả")
    expect(told.get_by_role("row", name=re.compile("Ne²"))).to_contain_text("388 phiếu")
    expect(told.get_by_role("row", name=re.compile("mức mong muốn"))).to_contain_text("446 phiếu")
    expect(told.get_by_role("row", name=re.compile("Thay đổi nhỏ nhất"))).to_contain_text("6,8 điểm")

    page.goto("/dot-khao-sat/")
    page.get_by_role("link", name="Mở đợt khảo sát").click()
    page.get_by_label("Tên đợt").fill(TITLE)
    page.locator("select[name=questionnaire]").select_option(QUESTIONNAIRE)
    page.get_by_role("button", name="Mở đợt khảo sát").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def draw(page: Page, wave: str, folder: Path) -> list[str]:
    """Draw villages of two strata with spares and quotas; thrown away and drawn with the same seed it is the same."""
    frame = folder / "khung.csv"
    with frame.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, FRAME[0])
        table.writeheader()
        table.writerows(FRAME)
    drawn = draw_once(page, wave, frame, folder)
    page.get_by_role("button", name="Bỏ mẫu này").click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã bỏ mẫu")
    assert draw_once(page, wave, frame, folder) == drawn
    asked = [row for row in drawn if row["vai_tro"] == "chính"]
    assert (len(asked), len(drawn)) == (8, 12)
    assert {row["nhom"] for row in asked} == {"nam", "nữ"}
    assert sum(float(row["weight"]) for row in asked) == len(FRAME)
    villages = list(dict.fromkeys(row["noi"] for row in drawn))
    assert faults(page) == []
    for village in villages:
        expect(page.get_by_role("table", name="Mẫu theo nơi")).to_contain_text(village)
    return villages


def draw_once(page: Page, wave: str, frame: Path, folder: Path) -> list[dict[str, str]]:
    """Type the design, send the frame, take the list home."""
    page.goto(f"{wave}chon-mau/")
    for at, (unit, strata, take) in enumerate((("thon", "loai", "gần=2; xa=2"), ("ho", "", "2")), start=1):
        page.locator(f"#id_unit{at}").fill(unit)
        page.locator(f"#id_strata{at}").fill(strata)
        page.locator(f"#id_take{at}").fill(take)
    page.get_by_label("Số dự phòng mỗi cụm").fill("1")
    page.get_by_label("Tên nhóm cần hỏi").fill("giới")
    page.get_by_label("Tỷ lệ các nhóm").fill("nam=50; nữ=50")
    page.get_by_label("Hạt giống").fill(SEED)
    page.get_by_label("Khung mẫu").set_input_files(frame)
    page.get_by_role("button", name="Chọn mẫu").click()
    expect(page.locator("[data-toast]").last).to_contain_text(f"Đã chọn mẫu bằng hạt giống “{SEED}”")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải danh sách mẫu (CSV)").click()
    kept = folder / "mau.csv"
    coming.value.save_as(kept)
    return list(csv.DictReader(kept.read_text(encoding="utf-8-sig").splitlines()))


def links(page: Page, wave: str) -> tuple[str, str]:
    """Return the public link of a counter, and that of the machine on it."""
    page.goto(wave)
    page.get_by_label("Nơi đặt mã").fill(COUNTER)
    page.get_by_role("button", name="Tạo mã cho nơi này").click()
    expect(page.get_by_role("img", name=re.compile("Mã QR"))).to_be_visible()
    shown = page.locator("a[href*='/khao-sat/']:not([href*='/dot-khao-sat/'])")
    link, kiosk = (shown.nth(at).get_attribute("href") or "" for at in range(2))
    assert "quay=1" in kiosk
    return link, kiosk


def choose(place: Page | Locator, levels: str) -> None:
    """Choose an answer to each of the four questions."""
    for column, level in zip(COLUMNS, levels, strict=True):
        place.locator(f"input[name={column}][value='{level}']").check()


def answer_by_link(page: Page, link: str) -> None:
    """Four people; the first one sends an empty form and is told so."""
    for levels in LINK:
        page.goto(link)
        if levels == LINK[0]:
            page.get_by_role("button", name="Gửi phiếu").click()
            expect(page.get_by_role("alert")).to_contain_text("Bạn chưa trả lời câu nào")
        choose(page, levels)
        page.get_by_role("button", name="Gửi phiếu").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn bạn đã trả lời")


def answer_at_the_counter(page: Page, kiosk: str) -> None:
    """Somebody walks away and the form is empty again; the next one answers, and going back shows nothing."""
    page.clock.install(time=OPENED)
    page.clock.pause_at(OPENED + timedelta(seconds=1))  # only the steps below let time pass, however slow the machine
    page.goto(kiosk)
    choose(page, "0000")
    page.clock.run_for(IDLE_MS - 20_000)
    expect(page.get_by_role("alert")).to_contain_text("Chạm vào màn hình để điền tiếp")
    page.mouse.click(5, 5)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.clock.run_for(IDLE_MS - 60_000)
    expect(page.locator("input[name=cs1][value='0']")).to_be_checked()
    page.clock.run_for(60_000)
    expect(page.locator("input:checked")).to_have_count(0)
    choose(page, KIOSK)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("link", name="Người tiếp theo")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Gửi phiếu")).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(0)


def ask_on_paper(page: Page, wave: str, villages: list[str], folder: Path) -> None:
    """Sheets of three villages come back, the first upside down, one with two marks for a question, and a stranger."""
    (layout,) = lay_out(loader.load_questionnaire(QUESTIONNAIRE))
    sheets = []
    for village, told in zip(villages, PAPER, strict=True):
        printed = print_forms(page, wave, village, folder, count=len(told))
        for picture, levels in zip(printed, told, strict=True):
            cross(picture, layout, levels)
            sheets.append(picture)
    mark_page(sheets[DOUBTFUL], layout, {COLUMNS[-1]: "0"})
    sheets[0] = feed(sheets[0], Feed(angle=180))
    page.goto("/dot-khao-sat/")
    page.get_by_role("link", name=OTHER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(OTHER)
    (strange, *_) = print_forms(page, page.url, villages[0], folder, count=1)
    cross(strange, layout, "0000")
    file = folder / "quet.pdf"
    file.write_bytes(scan([*sheets, strange]))
    page.goto(f"{wave}giay/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Đọc bản quét").click()
    rows = page.get_by_role("table", name="Từng trang của tệp").locator("tbody tr")
    expect(rows).to_have_count(len(sheets) + 1, timeout=WORK_MS)
    expect(rows.filter(has_text="Đã đọc trang")).to_have_count(len(sheets))
    expect(rows.nth(DOUBTFUL).locator("td").last).to_have_text("1")
    expect(rows.last).to_contain_text("Không nhận trang")
    expect(rows.last).to_contain_text("đợt khác")


def print_forms(page: Page, wave: str, village: str, folder: Path, *, count: int) -> list[Picture]:
    """Print a batch for a village and return its pages as pictures."""
    page.goto(f"{wave}giay/")
    page.get_by_label("Nơi phát").fill(village)
    page.get_by_label("Số tờ").fill(str(count))
    page.get_by_role("button", name="Lập lô phiếu").click()
    expect(page.locator("[data-toast]").last).to_contain_text("Đã lập lô phiếu")
    with page.expect_download() as coming:
        page.get_by_role("table", name="Các lô đã lập").get_by_role("link").first.click()
    kept = folder / "phieu.pdf"
    coming.value.save_as(kept)
    return pictures_of(kept.read_bytes())


def cross(picture: Picture, layout: PageLayout, levels: str) -> None:
    """Cross a box for each question with a pen."""
    mark_page(picture, layout, dict(zip(COLUMNS, levels, strict=True)))


def decide(page: Page, wave: str) -> None:
    """A person looks at the question with two marks."""
    page.goto(wave)
    page.get_by_role("link", name="Xem các ô ấy").click()
    expect(page.locator("img.scan-cut")).to_have_count(1)
    page.get_by_label(SEEN).check()
    page.get_by_role("button", name="Ghi các ô đã chọn").click()
    expect(page.locator("[data-toast]").last).to_contain_text("Đã ghi 1 ô")


def give_pack(page: Page, wave: str, village: str) -> str:
    """Give a team the households of a village."""
    page.goto(f"{wave}dieu-tra/")
    page.get_by_label("Tên bộ").fill("Tổ điều tra 1")
    page.get_by_label("Nơi hỏi").fill(village)
    page.get_by_role("button", name="Lập bộ phiếu").click()
    return (
        page.get_by_role("table", name="Các bộ đã giao").get_by_role("link", name="Đường dẫn").get_attribute("href")
        or ""
    )


def interview(page: Page, pack: str) -> None:
    """One household answers, one refuses, and its spare is shown."""
    page.goto(pack)
    expect(page.get_by_role("region")).to_have_count(2)
    page.get_by_role("link", name="Hỏi hộ này").first.click()
    choose(page, INTERVIEW)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận phiếu")
    page.get_by_label("Vì sao không hỏi được").select_option("refused")
    page.get_by_role("button", name="Ghi không hỏi được").click()
    expect(page.get_by_role("region")).to_have_count(1)
    expect(page.get_by_role("region")).to_contain_text("(dự phòng)")


def ask_without_a_network(page: Page, wave: str, phones: list[BrowserContext], folder: Path) -> Page:
    """Two phones carry the same pack where there is no network, and both use the first number."""
    page.goto(f"{wave}dieu-tra/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="tệp không cần mạng").click()
    file = folder / "goi.html"
    coming.value.save_as(file)
    opened = []
    for phone, levels in zip(phones, OFFLINE, strict=True):
        phone.set_offline(True)
        one = phone.new_page()
        one.goto(file.as_uri())
        keep(one, levels)
        expect(one.get_by_role("status")).to_have_text("1 phiếu đã lưu, 0 đã gửi, 1 chưa gửi.")
        opened.append(one)
    for phone, one in zip(phones, opened, strict=True):
        phone.set_offline(False)
        send_back(one)
        expect(one.get_by_role("status")).to_have_text("1 phiếu đã lưu, 1 đã gửi, 0 chưa gửi.")
    expect(opened[0].locator("#troubles li")).to_have_count(0)
    expect(opened[1].locator("#troubles")).to_contain_text(
        re.compile(r"trùng số tờ khác của bộ và hộ số \d+ đã có phiếu khác")
    )
    page.reload()
    asked = page.get_by_role("table", name="Kết quả tới hỏi các hộ trong mẫu").locator("tbody tr")
    paper = sum(map(len, PAPER))
    expect(asked.filter(has_text="Đã trả lời")).to_contain_text(str(2 + paper))
    expect(asked.filter(has_text="trong đó phiếu không ghi hộ")).to_contain_text(str(paper))
    expect(asked.filter(has_text="Không rõ: hộ khác")).to_contain_text("2")
    row = page.get_by_role("table", name="Các bộ đã giao").locator("tbody tr")
    expect(row.locator("td").nth(2)).to_have_text("3")
    expect(row.locator("td").nth(3)).to_have_text("2")
    return opened[0]


def send_back(page: Page) -> None:
    """Press until the forms are gone, as a person would: the phone tries by itself as soon as it hears of a network."""
    until = time.monotonic() + WAIT_MS / 1000
    while "0 chưa gửi" not in page.get_by_role("status").inner_text() and time.monotonic() < until:
        page.get_by_role("button", name="Gửi về").click()
        page.wait_for_timeout(500)


def keep(page: Page, levels: str, serial: str = "1") -> None:
    """Keep a form in the phone."""
    page.get_by_label("Số tờ").fill(serial)
    if serial == "1":  # the only household that waits: the spare of the one that refused
        page.get_by_label("Hộ", exact=True).select_option(index=1)
    else:
        page.get_by_label("Hộ", exact=True).select_option(label="Ngoài danh sách mẫu")
    choose(page, levels)
    page.get_by_role("button", name="Lưu phiếu").click()


def close(page: Page, wave: str) -> None:
    """Set the targets while nobody knows the result for good, then close the wave."""
    page.goto(wave)
    expect(page.locator(".head")).to_contain_text(f"{len(forms())} phiếu")
    for code, (aim, _) in AIMS.items():
        page.get_by_label("Chỉ số", exact=True).select_option(code)
        page.get_by_label("Mức", exact=True).fill(aim)
        page.get_by_role("button", name="Đặt mục tiêu").click()
        expect(page.get_by_role("table", name="Mục tiêu của đợt")).to_contain_text(f"ít nhất {aim}")
    page.locator("summary", has_text="Đóng đợt").click()
    page.get_by_role("button", name="Đóng đợt này").click()
    expect(page.locator("[data-toast]").last).to_contain_text("Đã đóng đợt")
    kept = page.get_by_role("main").get_by_text("sau khi đóng đợt; không đổi nữa")
    deadline = time.monotonic() + WORK_MS / 1000
    while not kept.count() and time.monotonic() < deadline:
        page.reload()
    expect(kept).to_be_visible()


def forms() -> list[str]:
    """Return every form that came, as its levels were meant."""
    return [*LINK, KIOSK, INTERVIEW, *OFFLINE, *(levels for village in PAPER for levels in village)]


def judge(page: Page) -> None:
    """The result is weighed by the sample, has its interval, and stands against each target in words."""
    whole = page.get_by_role("table", name="Chỉ số và khoảng tin cậy 95%").locator("tbody tr").first
    expect(whole).to_contain_text(re.compile(r"Chỉ số chung.*\d,\d\d – \d,\d\d", re.DOTALL))
    expect(page.get_by_role("main")).to_contain_text(f"{len(LINK) + 1} phiếu không thuộc mẫu đã chọn")
    aims = page.get_by_role("table", name="Mục tiêu của đợt").locator("tbody tr")
    for aim, verdict in AIMS.values():
        row = aims.filter(has_text=f"ít nhất {aim}")
        expect(row.locator(".chip")).to_have_text(verdict)
        expect(row).not_to_contain_text("đặt sau khi đóng đợt")


def come_too_late(phone: Page, page: Page, link: str) -> None:
    """The link says that the wave is over; the phone keeps the form that it could not send."""
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text("Đợt khảo sát đã kết thúc")
    keep(phone, "2222", serial="9")
    expect(phone.get_by_role("alert").first).to_contain_text("Đợt khảo sát đã kết thúc")
    expect(phone.get_by_role("status")).to_have_text("2 phiếu đã lưu, 1 đã gửi, 1 chưa gửi.")


def feel_the_score(page: Page) -> None:
    """The sheet of the commune counts the answers of the wave, says where they are from and takes them."""
    page.goto("/dot-cham-diem/")
    page.locator("main table a[href^='/dot-cham-diem/']").first.click()
    page.locator("main table a[href^='/phieu-cham/']").first.click()
    row = page.locator(f"tr[data-code='{ITEM}']")
    counted = {level: "".join(forms()).count(level) for level in "210"}
    expect(row).to_contain_text(
        f"“rất hài lòng” {counted['2']}; số phiếu “hài lòng” {counted['1']}; số phiếu “chưa hài lòng” {counted['0']}"
    )
    row.get_by_role("button", name="Lấy số này").click()
    expect(row.locator("[name=in-very_good]")).to_have_value(str(counted["2"]))
    expect(row).to_contain_text("Lấy từ sổ: Phiếu đánh giá việc giải quyết thủ tục tại quầy")
