"""Who acts, on which request, and whether they may see anything at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied as Forbidden
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views import defaults

from parindex.apps.audit import context
from parindex.apps.people import access as people
from parindex.domain.access import ANONYMOUS, PermissionDenied, Role
from parindex.web import access
from parindex.web.request import actor_of, signed_in_user

Respond = Callable[[HttpRequest], HttpResponse]


class RequestCodeMiddleware:
    """Give every request a code that is in the answer, in the log and in the audit register."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request inside its code."""
        code = uuid.uuid4().hex
        with context.within_request(code), structlog.contextvars.bound_contextvars(request=code):
            response = self.get_response(request)
        response["X-Request-ID"] = code
        return response


class ActorMiddleware:
    """Set `request.actor`: the signed-in person with the grants of today, else a guest."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        user = signed_in_user(request)
        actor = people.actor_of(user, today=timezone.localdate()) if user is not None else ANONYMOUS
        request.actor = actor  # type: ignore[attr-defined]  # Django's type has no room for it
        return self.get_response(request)


class AccessMiddleware:
    """Ask for sign-in everywhere but on the listed pages, and answer 403 and 404 with their reasons."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Send the person to what must come first: signing in, a new password, the second factor."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if request.path.startswith(access.API_PREFIX) or name in access.PUBLIC_URL_NAMES:
            return None
        user = signed_in_user(request)
        if user is None:
            return _to_login(request)
        if user.must_change_password and name not in access.NAMES_BEFORE_PASSWORD_CHANGE:
            return redirect("account_change_password")
        if _lacks_second_factor(request) and name not in access.NAMES_BEFORE_SECOND_FACTOR:
            return redirect("mfa_activate_totp")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 403 when a permission is wanting and 404 when a thing is not there or not visible, with the reason."""
        if isinstance(error, PermissionDenied):
            return defaults.permission_denied(request, Forbidden(error.message))
        if str(getattr(error, "code", "")).endswith("_not_found"):
            return defaults.page_not_found(request, Http404(str(error)))
        return None


def _to_login(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back; a fragment asked for by a script is told to load the whole page."""
    target = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()}, safe='/')}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_URL})
    return HttpResponseRedirect(target)


def _lacks_second_factor(request: HttpRequest) -> bool:
    if not settings.PARINDEX_ADMIN_TOTP:
        return False
    is_admin = any(grant.role is Role.ADMIN for grant in actor_of(request).grants)
    return is_admin and not is_mfa_enabled(request.user)
