"""What the API answers when it refuses."""

from __future__ import annotations

from ninja import Schema


class ErrorOut(Schema):
    """What went wrong: a stable code and a Vietnamese message that says what to do next."""

    code: str
    message: str


READ_ERRORS = {frozenset({401, 404, 422}): ErrorOut}
"""Answers of every reading: no valid token, not there or not visible, an address or filter that makes no sense."""

WRITE_ERRORS = {frozenset({401, 403, 404, 409, 422}): ErrorOut}
"""Answers of every writing: besides those of reading, no right to do it, and a state that does not allow it."""
