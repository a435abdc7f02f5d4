"""The OpenAPI interface of the house: the same selectors and services as the pages, with tokens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from parindex.api.authentication import TokenAuthentication
from parindex.api.routers import assignments, plans, season
from parindex.apps.assessment.errors import CampaignNotFound, SheetNotFound
from parindex.apps.assignments.errors import AssignmentError
from parindex.apps.assignments.selectors import AssignmentNotFound
from parindex.apps.planning.selectors import PlanNotFound
from parindex.domain.access import PermissionDenied
from parindex.domain.lifecycle import MoveRefused

api = NinjaAPI(
    title="parindex",
    version="1",
    description=(
        "Kế hoạch, nhiệm vụ và chấm điểm cải cách hành chính. Xác thực bằng mã truy cập: Authorization: Bearer ..."
    ),
    auth=TokenAuthentication(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("/plans", plans.router, tags=["Kế hoạch"])
api.add_router("/campaigns", season.campaigns, tags=["Đợt chấm điểm"])
api.add_router("/sheets", season.sheets, tags=["Đợt chấm điểm"])
api.add_router("/assignments", assignments.router, tags=["Nhiệm vụ"])


INVALID_INPUT = "invalid_input"


def _answer(request: HttpRequest, *, code: str, message: str, status: int) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message}, status=status)


def _register(cause: type[Exception], status: int) -> None:
    def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        code, message = getattr(error, "code", "error"), getattr(error, "message", str(error))
        return _answer(request, code=code, message=message, status=status)

    api.add_exception_handler(cause, answer)


for _cause in (AssignmentNotFound, PlanNotFound, CampaignNotFound, SheetNotFound):
    _register(_cause, 404)
_register(PermissionDenied, 403)
_register(AssignmentError, 409)
_register(MoveRefused, 409)


@api.exception_handler(AuthenticationError)
def _without_token(request: HttpRequest, _error: AuthenticationError | type[AuthenticationError]) -> HttpResponse:
    message = (
        "Thiếu mã truy cập, hoặc mã đã thu hồi hay hết hạn. Tạo mã mới ở trang Tài khoản rồi gửi trong "
        "Authorization: Bearer ..."
    )
    return _answer(request, code="token_invalid", message=message, status=401)


@api.exception_handler(ValidationError)
def _with_wrong_values(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Name the values that are wrong, without the words that came in."""
    wrong = [".".join(str(part) for part in found["loc"][1:]) or "nội dung gửi lên" for found in _details(error)]
    message = f"Giá trị chưa đúng: {', '.join(dict.fromkeys(wrong))}. Xem kiểu và giới hạn ở openapi.json."
    return _answer(request, code=INVALID_INPUT, message=message, status=422)


def _details(error: ValidationError | type[ValidationError]) -> list[dict[str, Any]]:
    return error.errors if isinstance(error, ValidationError) else []


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, _error: HttpError | type[HttpError]) -> HttpResponse:
    """Answer a body that is no JSON; ninja raises nothing else of this kind here."""
    return _answer(request, code=INVALID_INPUT, message="Nội dung gửi lên không phải JSON.", status=422)
