"""Why a file is no bundle that can be checked."""

from __future__ import annotations

from parindex.documents.errors import DocumentError


class NotABundle(DocumentError):
    """The file is no ZIP, or has no manifest of a known form."""

    code = "not_a_bundle"
    exit_code = 5
    what = "Tệp không phải gói công bố của parindex."
    advice = "Tải lại gói từ trang kết quả rồi kiểm tra lần nữa."


class DamagedBundle(DocumentError):
    """The file is a bundle whose parts cannot be read: cut off, oversized or not of the stated form."""

    code = "damaged_bundle"
    what = "Gói công bố bị hỏng."
    advice = "Tải lại gói từ trang kết quả rồi kiểm tra lần nữa."
