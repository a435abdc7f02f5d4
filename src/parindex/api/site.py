"""The OpenAPI interface of the house: the same selectors and services as the pages, with tokens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from parindex.api.authentication import TokenAuthentication
from parindex.api.routers import assignments, plans
from parindex.apps.assignments.errors import AssignmentError
from parindex.apps.assignments.selectors import AssignmentNotFound
from parindex.apps.planning.selectors import PlanNotFound
from parindex.domain.access import PermissionDenied
from parindex.domain.lifecycle import MoveRefused

api = NinjaAPI(
    title="parindex",
    version="1",
    description="Kế hoạch và nhiệm vụ cải cách hành chính. Xác thực bằng mã truy cập: Authorization: Bearer ...",
    auth=TokenAuthentication(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("/plans", plans.router, tags=["Kế hoạch"])
api.add_router("/assignments", assignments.router, tags=["Nhiệm vụ"])


def _register(cause: type[Exception], status: int) -> None:
    def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        body = {"code": getattr(error, "code", "error"), "message": getattr(error, "message", str(error))}
        return api.create_response(request, body, status=status)

    api.add_exception_handler(cause, answer)


for _cause in (AssignmentNotFound, PlanNotFound):
    _register(_cause, 404)
_register(PermissionDenied, 403)
_register(AssignmentError, 409)
_register(MoveRefused, 409)
