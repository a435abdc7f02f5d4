"""A citizen writes from a telephone, officials hand on, answer and sign, the citizen reads and rates."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Open, told

QUESTION = "Máy lấy số ở quầy hư cấu hỏng cả buổi sáng, người dân phải xếp hàng. Đề nghị sửa và báo trước."
ANSWER = "Máy đã được thay trong ngày; quầy nay có phiếu giấy dự phòng."


def click(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def test_citizen_writes_is_answered_and_rates(open_as: Open) -> None:
    phone = open_as(size=PHONE, scripts=False)
    phone.goto("/phan-anh-kien-nghi/")
    phone.get_by_label("Việc gì, trong một câu").fill("Máy lấy số hư cấu hỏng")
    phone.get_by_label("Kể rõ sự việc").fill(QUESTION)
    phone.get_by_label("Họ tên").fill("Người Gửi Hư Cấu")
    phone.get_by_label("Địa chỉ").fill("Thôn Hư Cấu")
    click(phone, "Gửi phản ánh")
    expect(phone.get_by_role("alert").first).to_be_visible()
    phone.get_by_label("Số điện thoại").fill("0900 000 009")
    phone.wait_for_timeout(3200)  # a form sent in no time is taken for a robot's
    click(phone, "Gửi phản ánh")
    code = phone.locator("#ma-tra-cuu").inner_text()

    focal = open_as("daumoi")
    focal.goto("/phan-anh/")
    focal.get_by_role("link", name="Máy lấy số hư cấu hỏng").click()
    focal.locator("summary", has=focal.get_by_role("heading", name="Chuyển cơ quan có thẩm quyền")).click()
    address = focal.url
    focal.get_by_label("Cơ quan", exact=True).select_option(label="Sở Nội vụ")
    click(focal, "Chuyển")
    expect(focal.get_by_text("Đã chuyển; cơ quan nhận")).to_be_visible()

    officer = open_as("chuyenvien")
    officer.goto(address)
    click(officer, "Nhận xử lý")
    told(officer, "Đã phân loại")
    officer.get_by_label("Nội dung trả lời").fill(ANSWER)
    click(officer, "Trình ký")
    told(officer, "Đã trình ký")
    leader = open_as("lanhdao")
    leader.goto(address)
    click(leader, "Ký và gửi trả lời")
    expect(leader.get_by_text("Đã ký; người gửi xem được")).to_be_visible()

    phone.goto("/phan-anh-kien-nghi/tra-cuu/")
    phone.get_by_label("Mã tra cứu").fill(code.lower().replace("-", " "))
    click(phone, "Xem tình hình")
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    expect(phone.get_by_text("Người Gửi Hư Cấu")).to_have_count(0)
    phone.get_by_label("Hài lòng", exact=True).check()
    click(phone, "Gửi đánh giá")
    expect(phone.get_by_text("Bạn đã đánh giá: Hài lòng.")).to_be_visible()
    phone.wait_for_load_state()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
