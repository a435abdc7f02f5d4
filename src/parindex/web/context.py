"""What every page's frame needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from parindex import __version__
from parindex.domain.access import Permission
from parindex.web.request import actor_of


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
        ),
    ),
    Section(
        "Vòng cải cách",
        (
            Link("Kế hoạch", "/ke-hoach/", "plan", Permission.PLANS_VIEW),
            Link("Nhiệm vụ", "/nhiem-vu/", "look", Permission.ASSIGNMENTS_VIEW),
            Link("Lịch", "/lich/", "cal", Permission.ASSIGNMENTS_VIEW),
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


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the values of the bar, the navigation and the person's display settings."""
    actor = actor_of(request)
    longest = max((link.url for s in NAVIGATION for link in s.links if request.path.startswith(link.url)), default="")
    sections = []
    for section in NAVIGATION:
        links = tuple(
            Link(link.name, link.url, link.icon, link.permission, is_current=link.url == longest)
            for link in section.links
            if link.permission is None or actor.holds(link.permission)
        )
        if links:
            sections.append(Section(section.title, links))
    return {
        "actor": actor,
        "navigation": sections,
        "version": __version__,
        "account_url": "/tai-khoan/",
        "theme": request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in ("light", "dark") else "",
        "density": "thoang" if request.COOKIES.get("density") == "thoang" else "",
        "keys_off": request.COOKIES.get("keys") == "off",
    }
