"""The shape of forms that come back from the field as JSON; the law is in the services."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from parindex.apps.surveys.field import MOST_FORMS, FieldForm, Visit
from parindex.documents.write.survey_pack import SCHEMA

_MOST_SERIAL = 99_999
_MOST_KEY = 2**63 - 1
_BROKEN = "Tệp phiếu bị hỏng. Xuất lại từ gói rồi tải lên."


class BadSync(Exception):
    """Text that is no delivery of forms."""

    code = "survey_sync"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a pack brings: forms, and visits without an interview."""

    forms: list[FieldForm]
    visits: list[Visit]


def read_delivery(text: str) -> Delivery:
    """Return what a pack sends over the network; raises `BadSync`."""
    return _delivery(_object(text), most=MOST_FORMS)


def read_file(text: str) -> tuple[uuid.UUID, str, str]:
    """Return the pack, the text of the forms and its signature of a delivered file; raises `BadSync`."""
    told = _object(text)
    forms, signature = told.get("forms"), told.get("signature")
    if told.get("schema") != SCHEMA or not isinstance(forms, str) or not isinstance(signature, str):
        raise BadSync("Tệp này không do gói ngoại tuyến xuất ra. Mở gói, bấm “Xuất tệp để nộp” rồi tải tệp ấy lên.")
    try:
        forms.encode()
    except UnicodeEncodeError as error:
        raise BadSync(_BROKEN) from error
    return _uuid(told.get("pack")), forms, signature


def read_forms(text: str) -> Delivery:
    """Return what a delivered file brings; packs without households write only the list of forms. Raises `BadSync`."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSync(_BROKEN) from error
    return _delivery(told if isinstance(told, dict) else {"forms": told}, most=None)


def _delivery(told: dict[str, Any], *, most: int | None) -> Delivery:
    forms, visits = _listed(told.get("forms"), most=most), _listed(told.get("visits", []), most=most)
    return Delivery([_form(one) for one in forms], [_visit(one) for one in visits])


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSync("Nội dung gửi lên không phải JSON đọc được.") from error
    if not isinstance(told, dict):
        raise BadSync("Nội dung gửi lên không phải JSON đọc được.")
    return told


def _listed(told: object, *, most: int | None) -> list[dict[str, Any]]:
    if not isinstance(told, list) or (most is not None and len(told) > most):
        raise BadSync(f"Mỗi lần gửi một danh sách nhiều nhất {MOST_FORMS} phiếu.")
    if not all(isinstance(one, dict) for one in told):
        raise BadSync("Có phiếu sai dạng.")
    return told


def _form(told: dict[str, Any]) -> FieldForm:
    serial, answers = told.get("serial"), told.get("answers")
    if not isinstance(serial, int) or isinstance(serial, bool) or not 1 <= serial <= _MOST_SERIAL:
        raise BadSync("Có phiếu không có số tờ.")
    if not isinstance(answers, dict) or not all(isinstance(text, str) for text in answers.values()):
        raise BadSync(f"Phiếu số {serial} không có câu trả lời.")
    texts = {str(code): text for code, text in answers.items()}
    nonce, household = _uuid(told.get("nonce")), _household(told.get("household"))
    return FieldForm(nonce, serial, texts, household, is_outside=told.get("outside") is True)


def _visit(told: dict[str, Any]) -> Visit:
    household = _household(told.get("household"))
    if household is None:
        raise BadSync("Có lần tới không ghi hộ.")
    return Visit(_uuid(told.get("nonce")), household, str(told.get("outcome")))


def _household(told: object) -> int | None:
    if told is not None and (not isinstance(told, int) or isinstance(told, bool) or not 0 < told <= _MOST_KEY):
        raise BadSync("Có phiếu ghi hộ sai dạng.")
    return told


def _uuid(told: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(told))
    except ValueError as error:
        raise BadSync("Có phiếu hoặc bộ không có mã.") from error
