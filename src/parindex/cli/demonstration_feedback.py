"""Feedback of the fictional province: some answered and published, one waiting, one overdue, two that say the same."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.base import subjects
from parindex.apps.base.subjects import CRITERION, DOSSIER, PROCEDURE
from parindex.apps.dossiers import selectors as dossiers
from parindex.apps.feedback import intake, links, selectors, steps
from parindex.apps.feedback.intake import Contact, Submission
from parindex.apps.feedback.steps import Hand, Reading
from parindex.apps.orgs import selectors as orgs
from parindex.definitions.calendar import loader as calendars
from parindex.domain.access import ANONYMOUS, SYSTEM, Actor

if TYPE_CHECKING:
    from parindex.apps.feedback.models import Feedback


@dataclass(frozen=True, slots=True)
class People:
    """Who deals with feedback in the demonstration."""

    focal: Actor
    officer: Actor
    leader: Actor


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of feedback: how many days ago, what it says, how far it came, and how the sender liked the answer."""

    days_ago: int
    subject: str
    content: str
    way: tuple[str, ...]
    theme: str = "late"
    answer: str = ""
    rating: str = ""
    channel: str = "web"
    is_confidential: bool = False


_ANSWERED = ("forward", "classify", "draft", "sign")
STORIES = (
    Story(
        75,
        "Hồ sơ xác nhận cư trú minh họa chậm trả",
        "Tôi nộp hồ sơ minh họa tại quầy, giấy hẹn trả ngày thứ Sáu nhưng đến thứ Tư tuần sau mới có kết quả, không có "
        "thư xin lỗi. Đề nghị cơ quan cho biết lý do.",
        (*_ANSWERED, "publish"),
        answer="Hồ sơ chậm 03 ngày do chờ xác minh. Cơ quan đã trả kết quả, đã gửi thư xin lỗi và đã nhắc bộ "
        "phận giải quyết.",
        rating="satisfied",
    ),
    Story(
        58,
        "Niêm yết thủ tục minh họa còn thiếu lệ phí",
        "Bảng niêm yết ở phòng tiếp dân minh họa không ghi mức lệ phí nên người dân phải hỏi nhiều lần. "
        "Đề nghị niêm yết "
        "đủ và cập nhật trên trang thông tin.",
        (*_ANSWERED, "publish"),
        theme="publication",
        answer="Bảng niêm yết đã được bổ sung mức lệ phí và thời hạn; nội dung trên trang thông tin đã cập "
        "nhật cùng ngày.",
        rating="accepted",
    ),
    Story(
        44,
        "Biểu mẫu trực tuyến minh họa báo lỗi khi ký số",
        "Khi nộp hồ sơ trực tuyến minh họa, bước ký số báo lỗi và mất hết nội dung đã khai. Kiến nghị "
        "cho lưu bản nháp.",
        (*_ANSWERED, "publish"),
        theme="online",
        answer="Lỗi đã được khắc phục, biểu mẫu nay tự lưu bản nháp. Ai bị mất nội dung có thể khai lại tại "
        "quầy hỗ trợ.",
        rating="unsatisfied",
    ),
    Story(
        31,
        "Đề nghị bớt bản sao trong hồ sơ minh họa",
        "Thủ tục minh họa yêu cầu hai bản sao có chứng thực trong khi dữ liệu đã có sẵn. Kiến nghị bỏ thành phần này.",
        _ANSWERED,
        theme="papers",
        answer="Kiến nghị hợp lý. Cơ quan đã đưa vào phương án đơn giản hóa trình cấp có thẩm quyền trong quý này.",
    ),
    Story(
        27,
        "Tố cáo một việc minh họa",
        "Nội dung minh họa này thực chất là đơn tố cáo nên không thuộc phạm vi phản ánh, kiến nghị.",
        ("refuse",),
        theme="other",
        channel="post",
    ),
    Story(
        24,
        "Hướng dẫn qua điện thoại chưa rõ (minh họa)",
        "Tôi gọi đường dây nóng minh họa hỏi về thủ tục nhưng mỗi lần được trả lời một khác. Đề nghị "
        "thống nhất nội dung.",
        ("forward", "classify"),
        theme="attitude",
        channel="phone",
        is_confidential=True,
    ),
    Story(
        9,
        "Chờ lấy số quá lâu ở quầy minh họa",
        "Buổi sáng thứ Hai người dân đứng chờ lấy số hơn một giờ ở quầy minh họa vì chỉ mở một cửa. Đề "
        "nghị mở thêm cửa.",
        ("ask",),
    ),
    Story(
        4,
        "Quầy minh họa chỉ mở một cửa",
        "Sáng thứ Hai người dân đứng chờ lấy số hơn một giờ ở quầy minh họa vì chỉ mở một cửa. Đề nghị "
        "mở thêm cửa nữa.",
        (),
    ),
    Story(
        1,
        "Kiến nghị trả kết quả minh họa qua bưu chính",
        "Người già ở thôn xa đi lại khó khăn. Kiến nghị giới thiệu rõ việc trả kết quả qua bưu chính "
        "ngay khi nhận hồ sơ.",
        (),
        theme="regulation",
    ),
)


def tell(people: People, *, now: datetime) -> None:
    """Let the stories happen as the days went by."""
    root, agency = orgs.access_slug(SYSTEM, "sm-tinh"), orgs.access_slug(SYSTEM, "sm-snv")
    for nth, story in enumerate(STORIES):
        at = now - timedelta(days=story.days_ago)
        submission = Submission(
            sheet=uuid.uuid5(uuid.NAMESPACE_URL, f"song-may/phan-anh/{nth}"),
            subject=story.subject,
            content=story.content,
            contact=Contact(
                f"Người Gửi Minh Họa {nth + 1}", "Thôn Hư Cấu, tỉnh Sông Mây", email=f"nguoi{nth}@hu-cau.example"
            ),
            is_confidential=story.is_confidential,
        )
        actor = ANONYMOUS if story.channel == "web" else people.focal
        row = intake.receive(unit=root, submission=submission, channel=story.channel, actor=actor, now=at).feedback
        for step in story.way:
            at = _next_morning(at)
            row = _take(step, row, story, people, agency_id=agency.pk, now=at)
        if story.rating:
            intake.rate(feedback=row, rating=story.rating, now=at + timedelta(days=1))


def say_what_about(*, focal: Actor, now: datetime) -> None:
    """Link the newest story to a dossier that is late and to a published procedure."""
    today = timezone.localdate(now)
    asked = selectors.FeedbackFilter(view="all", query="tra ket qua minh hoa qua buu chinh")
    (row,) = selectors.list_feedback(focal, asked, today=today, page=slice(1))
    as_of = dossiers.figures_day(today=today)
    _, late = dossiers.due_list(dossiers.area_of(focal), as_of=as_of, within=30, page=1, size=1)
    chosen = [*((DOSSIER, one.code) for one in late)]
    chosen += [(one.kind, one.code) for one in subjects.find(focal, "minh hoa", limit=1) if one.kind == PROCEDURE]
    for kind, code in chosen:
        row = links.link(feedback=row, kind=kind, code=code, hand=Hand(focal, row.version, now))


def _next_morning(at: datetime) -> datetime:
    """Return half past nine on the next working day: officials of the demonstration rest on days off."""
    local = timezone.localtime(at)
    day = calendars.load_calendar().next_working_day(local.date())
    return local.replace(year=day.year, month=day.month, day=day.day, hour=9, minute=30)


def _take(step: str, row: Feedback, story: Story, people: People, *, agency_id: int, now: datetime) -> Feedback:
    focal, officer, leader = (Hand(who, row.version, now) for who in (people.focal, people.officer, people.leader))
    if step == "forward":
        return steps.forward(feedback=row, to=orgs.access_unit(SYSTEM, agency_id), note="", hand=focal)
    if step == "classify":
        row = links.link(feedback=row, kind=CRITERION, code="3.5.1", hand=officer)
        return steps.classify(
            feedback=row, reading=Reading("conduct", story.theme), hand=replace(officer, version=row.version)
        )
    if step == "draft":
        return steps.draft(feedback=row, answer=story.answer, hand=officer)
    if step == "sign":
        return steps.sign(feedback=row, hand=leader)
    if step == "publish":
        return steps.publish(feedback=row, subject=story.subject, summary=story.content, hand=officer)
    if step == "ask":
        return steps.ask(
            feedback=row, words="Cho biết quầy nào và khoảng mấy giờ để cơ quan xem lại camera.", hand=focal
        )
    words = "Nội dung là tố cáo. Đề nghị gửi đơn tố cáo đến cơ quan có thẩm quyền theo Luật Tố cáo."
    return steps.refuse(feedback=row, reason="complaint", words=words, hand=focal)
