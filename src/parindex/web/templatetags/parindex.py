"""Template tags of the house; templates do no arithmetic, tags only format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template

from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal

register = template.Library()


@register.filter
def at(mapping: Mapping[object, object], key: object) -> object:
    """Return the value of a mapping at a key; nothing when it is not there."""
    return mapping.get(key, ())


@register.filter
def vdate(value: date | None) -> str:
    """Return a date as 21/07/2023; nothing for no date."""
    return format_date(value) if value else ""


@register.filter
def vnum(value: int) -> str:
    """Return a whole number with dots between thousands."""
    return format_decimal(value)
