"""The shape of forms that come back from the field as JSON; the law is in the services."""

from __future__ import annotations

import json
import uuid
from typing import Any

from parindex.apps.surveys.field import MOST_FORMS, FieldForm
from parindex.documents.write.survey_pack import SCHEMA

_MOST_SERIAL = 99_999
_BROKEN = "Tệp phiếu bị hỏng. Xuất lại từ gói rồi tải lên."


class BadSync(Exception):
    """Text that is no delivery of forms."""

    code = "survey_sync"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def read_delivery(text: str) -> list[FieldForm]:
    """Return the forms of a delivery over the network; raises `BadSync`."""
    return _forms(_object(text).get("forms"))


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


def read_forms(text: str) -> list[FieldForm]:
    """Return the forms of a delivered file; raises `BadSync`."""
    try:
        return _forms(json.loads(text), most=None)
    except (ValueError, RecursionError) as error:
        raise BadSync(_BROKEN) from error


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSync("Nội dung gửi lên không phải JSON đọc được.") from error
    if not isinstance(told, dict):
        raise BadSync("Nội dung gửi lên không phải JSON đọc được.")
    return told


def _forms(told: object, *, most: int | None = MOST_FORMS) -> list[FieldForm]:
    if not isinstance(told, list) or (most is not None and len(told) > most):
        raise BadSync(f"Mỗi lần gửi một danh sách nhiều nhất {MOST_FORMS} phiếu.")
    return [_form(one) for one in told]


def _form(told: object) -> FieldForm:
    if not isinstance(told, dict):
        raise BadSync("Có phiếu sai dạng.")
    serial, answers = told.get("serial"), told.get("answers")
    if not isinstance(serial, int) or isinstance(serial, bool) or not 1 <= serial <= _MOST_SERIAL:
        raise BadSync("Có phiếu không có số tờ.")
    if not isinstance(answers, dict) or not all(isinstance(text, str) for text in answers.values()):
        raise BadSync(f"Phiếu số {serial} không có câu trả lời.")
    return FieldForm(_uuid(told.get("nonce")), serial, {str(code): text for code, text in answers.items()})


def _uuid(told: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(told))
    except ValueError as error:
        raise BadSync("Có phiếu hoặc bộ không có mã.") from error
