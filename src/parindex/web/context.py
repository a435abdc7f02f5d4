"""What every page's frame needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from parindex import __version__
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Actor, Permission
from parindex.web.request import actor_of

MOST_UNITS = 60
"""A longer choice does not help; any unit can be opened from the page of agencies."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the navigation."""

    name: str
    url: str
    icon: str
    permission: Permission | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of links."""

    title: str
    links: tuple[Link, ...]


NAVIGATION = (
    Section(
        "",
        (
            Link("Tổng quan", "/", "home", Permission.ASSIGNMENTS_VIEW),
            Link("Việc của tôi", "/viec-cua-toi/", "task", Permission.ASSIGNMENTS_VIEW),
            Link("Phiếu tháng", "/phieu-thang/", "table", Permission.ASSIGNMENTS_VIEW),
        ),
    ),
    Section(
        "Vòng cải cách",
        (
            Link("Kế hoạch", "/ke-hoach/", "plan", Permission.PLANS_VIEW),
            Link("Nhiệm vụ", "/nhiem-vu/", "look", Permission.ASSIGNMENTS_VIEW),
            Link("Đôn đốc", "/don-doc/", "bell", Permission.ASSIGNMENTS_VIEW),
            Link("Lịch", "/lich/", "cal", Permission.ASSIGNMENTS_VIEW),
        ),
    ),
    Section(
        "Chỉ số CCHC",
        (
            Link("Bộ tiêu chí", "/bo-tieu-chi/", "tree", Permission.CATALOGUES_VIEW),
            Link("Đợt chấm điểm", "/dot-cham-diem/", "pen", Permission.SCORES_VIEW),
            Link("Số liệu sống", "/so-lieu-song/", "look", Permission.SCORES_VIEW),
            Link("Tài liệu kiểm chứng", "/tai-lieu/", "clip", Permission.SCORES_VIEW),
            Link("Thẩm định", "/tham-dinh/", "seal", Permission.SCORES_VIEW),
            Link("Kết quả", "/ket-qua/", "rank", Permission.SCORES_VIEW),
            Link("Khảo sát", "/dot-khao-sat/", "people", Permission.SURVEYS_VIEW),
            Link("Phản ánh, kiến nghị", "/phan-anh/", "chat", Permission.FEEDBACK_VIEW),
            Link("Sổ theo dõi", "/so-theo-doi/", "table", Permission.REGISTERS_VIEW),
            Link("Hồ sơ TTHC", "/ho-so/", "inbox", Permission.DOSSIERS_VIEW),
        ),
    ),
    Section(
        "Đầu ra",
        (
            Link("Báo cáo", "/bao-cao/", "report", Permission.REPORTS_VIEW),
            Link("Giám sát", "/bao-cao/giam-sat/", "look", Permission.REPORTS_VIEW),
            Link("Khen thưởng, phê bình", "/bao-cao/khen-thuong/", "seal", Permission.MERIT_DECIDE),
        ),
    ),
    Section(
        "Quản lý",
        (
            Link("Cơ quan, đơn vị", "/don-vi/", "org", Permission.UNITS_VIEW),
            Link("Người dùng", "/nguoi-dung/", "people", Permission.PEOPLE_VIEW),
            Link("Nhật ký", "/nhat-ky/", "log", Permission.AUDIT_VIEW),
        ),
    ),
)


@cache
def _is_served(url: str) -> bool:
    """Tell whether the site has a page at an address, so that the navigation names only areas that exist."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


def navigation(actor: Actor, *, path: str) -> list[Section]:
    """Return the sections and links that the actor may use, the one that holds `path` marked as current."""
    urls = [link.url for section in NAVIGATION for link in section.links]
    current = max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")
    sections = (
        Section(
            section.title,
            tuple(
                replace(link, is_current=link.url == current)
                for link in section.links
                if _is_served(link.url) and (link.permission is None or actor.holds(link.permission))
            ),
        )
        for section in NAVIGATION
    )
    return [section for section in sections if section.links]


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the values of the bar, the navigation and the person's display settings; units are read when shown.

    The units to choose from are the highest that the actor sees and those right below them.
    """
    actor = actor_of(request)
    return {
        "actor": actor,
        "navigation": navigation(actor, path=request.path),
        "context_units": partial(orgs.list_highest, actor, most=MOST_UNITS),
        "version": __version__,
        "may_note": actor.holds(Permission.SUPERVISION_NOTE),
        "account_url": "/tai-khoan/",
        "theme": _choice(request, "theme", allowed=("light", "dark")),
        "density": _choice(request, "density", allowed=("thoang",)),
        "keys_off": request.COOKIES.get("keys") == "off",
    }


def _choice(request: HttpRequest, cookie: str, *, allowed: tuple[str, ...]) -> str:
    """Return what a cookie chooses; nothing when it holds anything else."""
    value = request.COOKIES.get(cookie, "")
    return value if value in allowed else ""
