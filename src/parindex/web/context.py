"""What every page's frame needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
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
    """One line of the navigation.

    `also` are patterns of other addresses of its area, `*` for any characters.
    """

    name: str
    url: str
    icon: str
    permission: Permission | None = None
    also: tuple[str, ...] = ()
    is_current: bool = False

    def closeness(self, path: str) -> int:
        """Return how many characters of a pattern of this link fit an address, 0 when none does."""
        start = self.url if self.url == "/" else f"{self.url}*"
        return max((len(one) for one in (start, *self.also) if fnmatchcase(path, one)), default=0)


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
            Link("Phiếu tháng", "/phieu-thang/", "table", Permission.ASSIGNMENTS_VIEW, also=("/phan-viec/*",)),
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
            Link("Đợt chấm điểm", "/dot-cham-diem/", "pen", Permission.SCORES_VIEW, also=("/phieu-cham/*",)),
            Link("Số liệu sống", "/so-lieu-song/", "look", Permission.SCORES_VIEW, also=("/*/*/so-lieu-song/",)),
            Link("Tài liệu kiểm chứng", "/tai-lieu/", "clip", Permission.SCORES_VIEW),
            Link("Thẩm định", "/tham-dinh/", "seal", Permission.SCORES_VIEW),
            Link("Kết quả", "/ket-qua/", "rank", Permission.SCORES_VIEW),
            Link("Khảo sát", "/dot-khao-sat/", "people", Permission.SURVEYS_VIEW, also=("/bo-cau-hoi/*",)),
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

PORTAL = (
    Link("Kế hoạch", "/cong-khai/", "plan"),
    Link("Xếp hạng", "/ket-qua/", "rank"),
    Link("Hồ sơ", "/cong-khai/ho-so/", "inbox"),
    Link("Phản ánh", "/phan-anh-kien-nghi/", "chat", also=("/cong-khai/phan-anh/*",)),
)
"""What everybody may open without an account."""


@cache
def _is_served(url: str) -> bool:
    """Tell whether the site has a page at an address, so that the navigation names only areas that exist."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


def navigation(actor: Actor, *, path: str) -> list[Section]:
    """Return the sections and links that the actor may use, the one closest to `path` marked as current."""
    current = _closest([link for section in NAVIGATION for link in section.links], path)
    sections = (
        Section(
            section.title,
            tuple(
                replace(link, is_current=link is current)
                for link in section.links
                if _is_served(link.url) and (link.permission is None or actor.holds(link.permission))
            ),
        )
        for section in NAVIGATION
    )
    return [section for section in sections if section.links]


def portal(path: str) -> list[Link]:
    """Return the links above every public page, the one closest to `path` marked as current."""
    current = _closest(PORTAL, path)
    return [replace(link, is_current=link is current) for link in PORTAL]


def _closest(links: Sequence[Link], path: str) -> Link | None:
    best = max(links, key=lambda link: link.closeness(path))
    return best if best.closeness(path) else None


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the values of the bar, the navigation and the person's display settings; units are read when shown.

    The units to choose from are the highest that the actor sees and those right below them.
    """
    actor = actor_of(request)
    return {
        "actor": actor,
        "navigation": navigation(actor, path=request.path),
        "portal": partial(portal, request.path),
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
