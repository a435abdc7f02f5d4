"""A whole season in the browser, from preparing the campaign to a bundle that anyone can recompute.

One commune is scored. Time passes on the clock of the site, so that every step is taken while it is open.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from parindex.definitions.catalogues import loader
from parindex.domain.scoring.catalogue import Channel, Effect, GoldenCase, Item
from tests.e2e.conftest import ROOT, WORK_MS, Open, Site, running_site, told

CATALOGUE = "commune-2026-demonstration"
Place = dict[str, Any]
TITLE, COMMUNE, NUMBER = "Chấm điểm thử một xã (hư cấu)", "Xã Suối Vàng", "77/QĐ-MINHHOA"
ROUNDS = {
    "self_score": ("16/11/2026 07:00", "18/11/2026 07:00"),
    "approval": ("16/11/2026 07:00", "18/11/2026 07:00"),
    "appraisal_1": ("18/11/2026 07:00", "20/11/2026 07:00"),
    "explanation": ("20/11/2026 07:00", "22/11/2026 07:00"),
    "appraisal_2": ("22/11/2026 07:00", "24/11/2026 07:00"),
    "council": ("24/11/2026 07:00", "26/11/2026 07:00"),
    "publication": ("26/11/2026 07:00", "28/11/2026 07:00"),
}
STEP_DAYS = 2
PROUD = ("1.1", "1.2", "1.7", "3.3.1", "7.3")
"""The items that the commune says it did as well as can be; of the others it claims no point, so they need no proof."""
COUNTED = {"1.7"}
"""What the rooms counted when the season was opened: its source is its proof, so no words are asked for it."""
ADJUSTED, ASKED = "1.2", "7.3"
WORDS = "Hồ sơ lưu tại văn phòng xã (hư cấu)."


@dataclass
class Calendar:
    """The clock of the site during the journey."""

    site: Site
    passed: int = 0

    def next_step(self) -> None:
        """Let the next step of the season begin."""
        self.site.travel(STEP_DAYS)
        self.passed += STEP_DAYS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site of its own: a season moves the clock of its site."""
    with running_site(tmp_path_factory.mktemp("season")) as started:
        yield started


@pytest.fixture
def calendar(site: Site) -> Iterator[Calendar]:
    """Give the clock back as it was, for the other journeys."""
    moved = Calendar(site)
    yield moved
    if moved.passed:
        site.travel(-moved.passed)


def leaves() -> dict[str, tuple[Item, Effect]]:
    """Return the items that have a rule, with the effect of their field."""
    roots = loader.load_catalogue(CATALOGUE).items
    return {item.code: (item, root.effect) for root in roots for _, item in root.walk() if item.rule}


def case_of(code: str) -> GoldenCase:
    """Return the golden case that the commune answers by: the best of the items it is proud of, else the least."""
    cases = [case for case in leaves()[code][0].cases if case.points is not None]
    return (
        max(cases, key=lambda case: case.points or 0)
        if code in PROUD
        else min(cases, key=lambda case: case.points or 0)
    )


def test_season_from_opening_to_a_verified_bundle(open_as: Open, calendar: Calendar, tmp_path: Path) -> None:
    campaign = prepare(open_as("daumoi"))
    sheet = fill(open_as("suoivang"), campaign)
    survey(open_as("daumoi"), sheet)
    sign(open_as("lanhdaoxa"), sheet)
    calendar.next_step()
    appraise(open_as("thamdinh"), sheet)
    calendar.next_step()
    explain(open_as("suoivang"), sheet)
    calendar.next_step()
    appraise_again(open_as("thamdinh"), sheet)
    calendar.next_step()
    decide(open_as("lanhdao"), campaign)
    calendar.next_step()
    publish(open_as("lanhdao"), campaign)
    bundle = take_home(open_as(), tmp_path)
    assert verify(bundle).returncode == 0
    found = verify(forge(bundle))
    assert found.returncode == 1
    assert "ranking.csv" in found.stdout
    assert "KHÁC" in found.stdout


def prepare(page: Page) -> str:
    """The holder makes a campaign with one commune, shares the appraisal, sets the calendar and opens it."""
    page.goto("/dot-cham-diem/")
    page.get_by_role("link", name="Lập đợt chấm điểm").click()
    page.get_by_label("Tên đợt").fill(TITLE)
    page.get_by_label("Năm đánh giá").fill("2026")
    page.get_by_role("button", name="Lập đợt chấm điểm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    campaign = page.url
    page.get_by_role("link", name="Thêm nhóm đơn vị").click()
    page.locator("select[name=bo]").select_option(CATALOGUE)
    page.wait_for_url(f"**bo={CATALOGUE}**")
    page.locator("input[name=ten]").wait_for()
    page.get_by_label("Chỉ đơn vị được đánh dấu").check()
    page.get_by_placeholder("Lọc theo tên").fill("suoi vang")
    page.get_by_label(COMMUNE, exact=True).check()
    expect(page.locator("[data-pick-count]")).to_have_text("Sẽ lấy 1 đơn vị")
    page.get_by_role("button", name="Thêm nhóm").click()
    told(page, "Đã thêm nhóm")
    page.get_by_role("link", name="Phân công").click()
    page.locator("[name=co-quan-]").select_option(label="Sở Nội vụ")
    page.get_by_role("button", name="Lưu phân công").click()
    told(page, "Đã phân công")
    page.get_by_role("link", name="Đặt lịch").click()
    for kind, (opens, closes) in ROUNDS.items():
        page.locator(f"[name={kind}-opens]").fill(opens)
        page.locator(f"[name={kind}-closes]").fill(closes)
    page.get_by_role("button", name="Đặt lịch").click()
    told(page, "Đã đặt lịch")
    page.get_by_role("button", name="Mở đợt chấm điểm").click()
    told(page, "Đã mở đợt")
    expect(page.get_by_role("link", name=COMMUNE, exact=True)).to_be_visible()
    return campaign


def fill(page: Page, campaign: str) -> str:
    """The commune fills its sheet with nothing but the keyboard, sees what may be lost, and submits."""
    page.goto(campaign)
    page.get_by_role("link", name=COMMUNE, exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phiếu tự chấm")
    sheet = page.url.split("?")[0]
    fill_rows(page)
    justify(page, set(PROUD) - COUNTED)
    page.reload()
    blank = "all => all.filter((one) => !one.value).map((one) => one.closest('tr').dataset.code)"
    assert page.locator("tr[data-code] .cell").evaluate_all(blank) == []
    page.get_by_role("link", name="Soát lại và gửi duyệt").press("Enter")
    page.get_by_role("button", name="Gửi lãnh đạo duyệt").press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Đã gửi phiếu")
    return sheet


def fill_rows(page: Page) -> None:
    """Fill in every cell in the order in which Enter leads through them."""
    page.wait_for_load_state("load")  # the keys work once the script runs, and modules run before this
    page.keyboard.press("p")
    expect(page.locator("tr[data-code] .cell").first).to_be_focused()
    before: Place | None = None
    while (place := focused(page)) != before:
        before = place
        if not place["name"].startswith("in-"):
            page.keyboard.press("ArrowDown")  # surveys are not the commune's to answer
            continue
        word = case_of(place["code"]).given[place["name"].removeprefix("in-")]
        if place["options"]:
            nth = next(nth for nth, names in enumerate(place["options"]) if word in names)
            for _ in range(nth):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(word)
        page.keyboard.press("Enter")


def focused(page: Page) -> Place:
    """Return where the keyboard is: the code of the row, the name of the cell, its options by key and by words."""
    return page.evaluate(
        """() => { const e = document.activeElement; return {
            code: e.closest("tr[data-code]")?.dataset.code ?? "", name: e.name ?? "",
            options: [...(e.options ?? [])].map((one) => [one.value, one.text.toLowerCase()]) }; }"""
    )


def justify(page: Page, codes: set[str]) -> None:
    """Go from one item that needs something to the next and justify the points that are claimed."""
    for code in codes:  # what an item needs is known once its row is saved
        expect(page.locator(f"tr[data-code='{code}'][data-wanted]")).to_be_visible(timeout=WORK_MS)
    for _ in range(4 * len(codes)):
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        code = focused(page)["code"]
        if code in codes:
            expect(page.locator("#ngan-ten")).to_contain_text(code)
            page.keyboard.press("Escape")
            page.keyboard.press("g")
            page.keyboard.type(WORDS)
            page.keyboard.press("Escape")
            settled = page.locator(f"tr[data-code='{code}']:not(.is-saving, [data-wanted])")
            expect(settled).to_be_visible(timeout=WORK_MS)  # the rows before it are still on their way
            codes.remove(code)
        if not codes:
            return
    raise AssertionError(f"not asked for: {codes}")


def survey(page: Page, sheet: str) -> None:
    """The holder enters what surveys and statistics say."""
    page.goto(sheet)
    for code, (item, _) in leaves().items():
        if item.channel in (None, Channel.SELF_APPRAISAL):
            continue
        for name, word in case_of(code).given.items():
            page.locator(f"tr[data-code='{code}'] [name=in-{name}]").fill(word)
        page.keyboard.press("Enter")
        expect(page.locator(f"tr[data-code='{code}'] [name=version]")).not_to_have_value("1")


def sign(page: Page, sheet: str) -> None:
    """The leader of the commune signs."""
    page.goto(f"{sheet}nguy-co/")
    page.get_by_role("button", name="Duyệt và ký phiếu").click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã duyệt")


def appraise(page: Page, sheet: str) -> None:
    """The appraiser adjusts one item with a reason, asks about another and accepts the rest."""
    page.goto(sheet.replace("/phieu-cham/", "/tham-dinh/phieu/"))
    choose(page, ADJUSTED)
    page.locator(".drawer").get_by_role("link", name="Điều chỉnh").click()
    for name, word in lesser(ADJUSTED).items():
        page.locator(f"#so-{name}").fill(word)
    page.locator("#ly-do").fill("Báo cáo ghi ít hơn (hư cấu).")
    page.get_by_role("button", name="Lưu điều chỉnh").click()
    expect(page.locator("[data-toast]").last).to_contain_text(ADJUSTED)
    choose(page, ASKED)
    page.locator(".drawer").get_by_role("link", name="Yêu cầu giải trình").click()
    page.locator("#ly-do").fill("Nêu rõ sổ theo dõi (hư cấu).")
    page.get_by_role("button", name="Gửi yêu cầu giải trình").click()
    expect(page.locator("[data-toast]").last).to_contain_text(ASKED)
    page.get_by_role("button", name="Chấp nhận các mục còn lại").click()
    told(page, "Đã chấp nhận")
    expect(page.locator(".desk-tbl")).not_to_contain_text("Chưa thẩm định")


def choose(page: Page, code: str) -> None:
    """Open an item on the desk."""
    page.get_by_role("link", name=re.compile(rf"^{re.escape(code)} ")).click()
    expect(page.locator(".drawer h2")).to_contain_text(code)


def lesser(code: str) -> dict[str, str]:
    """Return another answer than the best, which gives fewer points."""
    best = case_of(code)
    cases = [case for case in leaves()[code][0].cases if case.points is not None and case.points < (best.points or 0)]
    return dict(max(cases, key=lambda case: case.points or 0).given)


def explain(page: Page, sheet: str) -> None:
    """The commune explains what was asked and what was changed."""
    page.goto(f"{sheet}giai-trinh/")
    sections = page.locator("section.sheet[id^=muc-]")
    expect(sections).to_have_count(2)
    for nth, words in enumerate(("1 mục chưa giải trình", "2 mục được hỏi hoặc điều chỉnh.")):
        section = sections.nth(nth)
        section.get_by_label("Nội dung giải trình").fill("Bổ sung văn bản ghi rõ số liệu (hư cấu).")
        section.get_by_role("button", name="Lưu giải trình").click()
        expect(page.locator(".lead")).to_contain_text(words)
    page.reload()
    expect(page.get_by_text("chưa giải trình")).to_have_count(0)


def appraise_again(page: Page, sheet: str) -> None:
    """The appraiser takes one explanation and not the other."""
    page.goto(sheet.replace("/phieu-cham/", "/tham-dinh/phieu/"))
    choose(page, ASKED)
    page.get_by_role("button", name="Chấp nhận giải trình").click()
    expect(page.locator("[data-toast]").last).to_contain_text(ASKED)
    choose(page, ADJUSTED)
    page.locator(".drawer").get_by_role("link", name="Không chấp nhận").click()
    page.locator("#ly-do").fill("Văn bản ban hành sau kỳ đánh giá (hư cấu).")
    page.locator(".drawer").get_by_role("button", name="Không chấp nhận").click()
    expect(page.locator("[data-toast]").last).to_contain_text(ADJUSTED)


def decide(page: Page, campaign: str) -> None:
    """The council settles what is still seen differently."""
    page.goto(f"{campaign.replace('/dot-cham-diem/', '/tham-dinh/')}hoi-dong/")
    expect(page.locator(".desk-tbl tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Theo cơ quan thẩm định").click()
    expect(page.locator("[data-toast]").last).to_contain_text(ADJUSTED)


def publish(page: Page, campaign: str) -> None:
    """The leader publishes by a decision."""
    page.goto(campaign)
    page.get_by_role("link", name="Xem trước và công bố").click()
    page.get_by_label("Số quyết định").fill(NUMBER)
    page.locator("[name=on]").fill("26/11/2026")
    page.get_by_role("button", name="Công bố kết quả").click()
    expect(page.locator("main")).to_contain_text(NUMBER)


def take_home(page: Page, folder: Path) -> Path:
    """A citizen without an account opens the ranking and downloads the bundle."""
    page.goto("/ket-qua/")
    page.get_by_role("link", name=re.compile(re.escape(TITLE))).click()
    expect(page.get_by_role("row", name=re.compile(COMMUNE))).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Gói kiểm chứng, ZIP").click()
    bundle = folder / "goi.zip"
    bundle.write_bytes(Path(waiting.value.path()).read_bytes())
    return bundle


def verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    """Recompute a bundle by the command, where there is no database."""
    env = {**os.environ, "PARINDEX_DATA_DIR": str(bundle.parent / "none"), "PARINDEX_DATABASE_URL": ""}
    command = [sys.executable, "-m", "parindex", "verify", str(bundle)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def forge(bundle: Path) -> Path:
    """Return a copy in which the commune has one point more."""
    forged = bundle.with_name("gia.zip")
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, raised(data) if name == "ranking.csv" else data)
    return forged


def raised(data: bytes) -> bytes:
    """Return a ranking with another figure in its first line."""
    head, *rows = csv.reader(io.StringIO(data.decode()))
    at = head.index("points")
    rows[0][at] = f"{rows[0][at]}1" if "." in rows[0][at] else f"{rows[0][at]}.5"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue().encode()
