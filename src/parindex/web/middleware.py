"""Who acts, on which request, and whether they may see anything at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied as Forbidden
from django.core.exceptions import TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import defaults

from parindex.apps.audit import context
from parindex.apps.people import access as people
from parindex.domain.access import ANONYMOUS, PermissionDenied, Role
from parindex.web import access
from parindex.web.request import actor_of, signed_in_user, whole_number

HSTS_SECONDS = 365 * 24 * 3600
Respond = Callable[[HttpRequest], HttpResponse]


class ReadableRequestMiddleware:
    """Refuse what no page takes, before anything of it is kept: a body that is too large, a zero character.

    It stands before the check of CSRF, which is the first to read the body. Only signed-in people at an address that
    takes files may send more than a form. PostgreSQL keeps no text with a zero character and no person types one.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Answer 413 or 400, or let the request through."""
        name = request.resolver_match.url_name if request.resolver_match else None
        most = _most_bytes(name, is_signed_in=name in access.FILE_URL_NAMES and signed_in_user(request) is not None)
        if _declared_size(request) > most:
            return _refused(
                request, f"Nội dung gửi lên nặng hơn {most // 2**20} MB cho phép trong một lần.", status=413
            )
        if request.path.startswith(access.API_PREFIX):
            return None
        try:
            texts = [request.path, *_texts(request.GET), *_texts(request.POST)]
        except TooManyFilesSent:
            most_files = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return _refused(request, f"Mỗi lần chỉ gửi được {most_files} tệp. Chia thành nhiều lần.", status=413)
        if any("\0" in text for text in texts):
            return _refused(request, "Yêu cầu có ký tự không đọc được (mã 0). Xóa ký tự đó rồi gửi lại.", status=400)
        return None


def _most_bytes(name: str | None, *, is_signed_in: bool) -> int:
    """Return how large a request to an address may be; `is_signed_in` counts where signed-in people send files."""
    if is_signed_in:
        return int(settings.MAX_REQUEST_BYTES)
    is_open = name in access.PUBLIC_FILE_URL_NAMES
    return int(settings.PUBLIC_REQUEST_BYTES if is_open else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _declared_size(request: HttpRequest) -> int:
    return whole_number(request.META.get("CONTENT_LENGTH") or "0") or 0


def _texts(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from (str(value) for value in values)


def _refused(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    if request.path.startswith(access.API_PREFIX):
        return JsonResponse({"code": "request_refused", "message": reason}, status=status)
    return render(request, "400.html", {"reason": reason}, status=status)


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
        if settings.SESSION_COOKIE_SECURE:
            # The site stands behind a proxy that ends HTTPS, so Django itself would never call a request secure.
            response["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
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
