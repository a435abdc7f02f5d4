"""What feedback is about as lines with their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from parindex.apps.base.subjects import KIND_NAMES, Subject


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A thing that feedback is or may be about; `url` is blank for what has no page of its own."""

    kind: str
    kind_name: str
    code: str
    name: str
    url: str


def lines(found: Iterable[Subject]) -> list[SubjectLine]:
    """Return things in words."""
    return [
        SubjectLine(
            one.kind,
            KIND_NAMES[one.kind],
            one.code,
            one.name,
            reverse(one.page, args=one.args) if one.page else "",
        )
        for one in found
    ]
