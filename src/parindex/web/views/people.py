"""People of one's units: list, new account, roles, invitation, lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.people import invitations, selectors, services
from parindex.apps.people.errors import PeopleError
from parindex.domain.access import ROLE_NAMES, Actor, Permission, PermissionDenied, Role
from parindex.web.forms.people import GrantForm, NewPersonForm, PersonForm
from parindex.web.presenters import people as presenter
from parindex.web.presenters import units as unit_presenter
from parindex.web.request import actor_of

if TYPE_CHECKING:
    from parindex.apps.people.models import User


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the people whom one may see, searched without accents."""
    actor, now = actor_of(request), timezone.now()
    if not actor.holds(Permission.PEOPLE_VIEW):
        raise PermissionDenied(Permission.PEOPLE_VIEW)
    filters = selectors.PeopleFilter(query=request.GET.get("tim", ""), role=request.GET.get("vai-tro", ""))
    context = {
        "rows": [presenter.person(user, now=now) for user in selectors.list_people(actor, filters)],
        "filters": filters,
        "roles": [(role.value, name) for role, name in ROLE_NAMES.items()],
        "may_manage": actor.holds(Permission.PEOPLE_MANAGE),
    }
    return render(request, "people/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Show the form of a new account, or make it."""
    actor = actor_of(request)
    if not actor.holds(Permission.PEOPLE_MANAGE):
        raise PermissionDenied(Permission.PEOPLE_MANAGE)
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        try:
            user = services.create_user(**form.cleaned_data, actor=actor, now=timezone.now())
        except PeopleError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Đã tạo tài khoản. Cấp vai trò rồi gửi lời mời.")
            return redirect("people-detail", user.pk)
    return render(request, "people/create.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show one person, or keep what was changed about them."""
    actor = actor_of(request)
    if not actor.holds(Permission.PEOPLE_VIEW):
        raise PermissionDenied(Permission.PEOPLE_VIEW)
    user = selectors.access_person(actor, user_id)
    initial = {"full_name": user.full_name, "email": user.email, "position": user.position}
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.update_user(user=user, **form.cleaned_data, actor=actor, now=timezone.now())
        except PeopleError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("people-detail", user_id)
    return _render_person(request, user, form=form, grant_form=_grant_form(actor))


@require_POST
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    actor, now = actor_of(request), timezone.now()
    if not actor.holds(Permission.PEOPLE_MANAGE):
        raise PermissionDenied(Permission.PEOPLE_MANAGE)
    user = selectors.access_person(actor, user_id)
    form = _grant_form(actor, data=request)
    if form.is_valid():
        units = {unit.pk: unit for unit in selectors.list_grantable_units(actor, today=timezone.localdate(now))}
        try:
            services.set_role(
                user=user,
                unit=units[form.cleaned_data["unit"]],
                role=Role(form.cleaned_data["role"]),
                valid_from=form.cleaned_data["valid_from"] or timezone.localdate(now),
                valid_to=form.cleaned_data["valid_to"],
                actor=actor,
                now=now,
            )
        except PeopleError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Đã cấp vai trò.")
            return redirect("people-detail", user_id)
    initial = {"full_name": user.full_name, "email": user.email, "position": user.position}
    return _render_person(request, user, form=PersonForm(initial=initial), grant_form=form)


@require_POST
def revoke(request: HttpRequest, user_id: int, membership_id: int) -> HttpResponse:
    """Take a role away."""
    actor = actor_of(request)
    membership = selectors.access_membership(actor, user_id=user_id, membership_id=membership_id)
    services.revoke_role(membership=membership, actor=actor, now=timezone.now())
    messages.success(request, "Đã thu hồi vai trò.")
    return redirect("people-detail", user_id)


@require_POST
def act(request: HttpRequest, user_id: int, action: str) -> HttpResponse:
    """Invite, lock out, let in again, unlock, or give a temporary password."""
    actor = actor_of(request)
    if action not in _ACTIONS:
        raise Http404
    user = selectors.access_person(actor, user_id)
    try:
        messages.success(request, _ACTIONS[action](request, user, actor, timezone.now()))
    except PeopleError as refused:
        messages.error(request, refused.message)
    return redirect("people-detail", user_id)


def _invite(request: HttpRequest, user: User, actor: Actor, now: datetime) -> str:
    base_url = settings.PARINDEX_PUBLIC_URL or request.build_absolute_uri("/")
    invited = invitations.invite(user=user, base_url=base_url, actor=actor, now=now)
    if invited.is_mailed:
        return f"Đã gửi lời mời tới {user.email}. Liên kết dùng được một lần, trong 7 ngày."
    return f"Không gửi được thư. Hãy chuyển liên kết này cho người được mời: {invited.link}"


def _deactivate(_request: HttpRequest, user: User, actor: Actor, now: datetime) -> str:
    services.deactivate(user=user, actor=actor, now=now)
    return "Đã ngừng tài khoản."


def _activate(_request: HttpRequest, user: User, actor: Actor, now: datetime) -> str:
    services.activate(user=user, actor=actor, now=now)
    return "Đã mở lại tài khoản."


def _unlock(_request: HttpRequest, user: User, actor: Actor, now: datetime) -> str:
    services.unlock(user=user, actor=actor, now=now)
    return "Đã mở khóa đăng nhập."


def _reset(_request: HttpRequest, user: User, actor: Actor, now: datetime) -> str:
    password = services.reset_password(user=user, actor=actor, now=now)
    return f"Mật khẩu tạm, chỉ hiện một lần: {password} — người dùng phải đổi khi đăng nhập."


_ACTIONS: dict[str, Callable[[HttpRequest, User, Actor, datetime], str]] = {
    "moi": _invite,
    "ngung": _deactivate,
    "mo-lai": _activate,
    "mo-khoa": _unlock,
    "mat-khau-tam": _reset,
}


def _grant_form(actor: Actor, *, data: HttpRequest | None = None) -> GrantForm:
    units = unit_presenter.options(selectors.list_grantable_units(actor, today=timezone.localdate()))
    return GrantForm(data.POST if data else None, units=[(one.unit_id, one.label) for one in units])


def _render_person(request: HttpRequest, user: User, *, form: PersonForm, grant_form: GrantForm) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "person": presenter.person(user, now=timezone.now()),
        "form": form,
        "grant_form": grant_form,
        "may_manage": actor.holds(Permission.PEOPLE_MANAGE),
        "is_self": user.pk == actor.user_id,
    }
    return render(request, "people/detail.html", context, status=422 if form.errors or grant_form.errors else 200)
