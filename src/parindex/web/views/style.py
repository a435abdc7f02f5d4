"""The living style page: every component in every state, for those who build pages; served in development only."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parindex.charts import bars
from parindex.web.presenters import home, paging
from parindex.web.presenters.assignments import BoardRow
from parindex.web.presenters.due import DueBadge

CHIPS = (
    ("Xong", "ok"),
    ("Đang làm", "brand"),
    ("Chưa bắt đầu", ""),
    ("Cần xem", "warn"),
    ("Thiếu tài liệu", "bad"),
    ("Không rõ", "idle"),
)
DUES = (
    DueBadge("", "clock", "còn 97 ngày", "20/12/2023"),
    DueBadge("soon", "clock", "còn 3 ngày", "19/09/2023"),
    DueBadge("soon", "clock", "hôm nay", "14/09/2023"),
    DueBadge("late", "warn", "quá hạn 5 ngày", "07/09/2023"),
    DueBadge("ok", "done", "đã xong", "20/09/2023"),
    DueBadge("none", "dash", "chưa có hạn", ""),
)
TABS = (
    {"name": "Nhiệm vụ", "url": "?", "is_current": True, "count": 23},
    {"name": "Văn bản", "url": "?", "is_current": False},
    {"name": "Lịch sử", "url": "?", "is_current": False},
)
STEPS = (
    {
        "iso": "2023-09-13",
        "date": "13/09/2023",
        "words": "Quá hạn 3 ngày làm việc",
        "by": "công văn mẫu",
        "kind": "bad",
    },
    {"iso": "2023-09-11", "date": "11/09/2023", "words": "Nhắc người phụ trách", "by": "đã xem lúc 07:52", "kind": ""},
    {"iso": "2023-12-20", "date": "20/12/2023", "words": "Hạn hoàn thành", "by": "", "kind": "next"},
)
ROWS = (
    BoardRow("1", "Sở Mẫu Một", total=23, done=9, open=11, late=3, waiting=1, undated=0),
    BoardRow("2", "Văn phòng UBND tỉnh Mẫu", total=14, done=14, open=0, late=0, waiting=0, undated=0),
    BoardRow("", "Chưa rõ cơ quan chủ trì", total=4, done=0, open=4, late=0, waiting=0, undated=4),
)


@dataclass(frozen=True, slots=True)
class JobState:
    """Work that is half done."""

    note: str
    done: int
    total: int


class SampleForm(forms.Form):
    """One field of each kind, with and without an error."""

    due_on = forms.DateField(label="Hạn hoàn thành", help_text="Ngày/tháng/năm, ví dụ 20/12/2023")
    lead = forms.ChoiceField(label="Cơ quan phụ trách", choices=[("", "Chọn cơ quan"), ("a", "Sở Mẫu Một")])
    note = forms.CharField(label="Vướng mắc, nếu có", required=False, widget=forms.Textarea)


MONTHS = (("3/2023", (12, 0, 0)), ("6/2023", (10, 4, 3)), ("9/2023", (4, 14, 5)), ("12/2023", (0, 38, 0)))


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    context = {
        "chips": CHIPS,
        "dues": DUES,
        "tabs_shown": TABS,
        "steps": STEPS,
        "form": SampleForm({"due_on": "31/02/2024", "lead": ""}),
        "window": paging.window(page=2, size=100, total=1240, query={"nam": "2023"}, noun="nhiệm vụ"),
        "job_state": JobState("Đang đọc chữ và bảng", 17, 41),
        "year": home.year(ROWS),
        "months": home.drawn(
            bars.month_load([home.bar(m, counts) for m, counts in MONTHS], title="Hạn theo tháng", key="thang")
        ),
    }
    return render(request, "components/page.html", context)
