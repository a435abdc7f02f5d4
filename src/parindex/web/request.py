"""Typed access to what the middleware put on a request."""

from __future__ import annotations

import re
from datetime import date
from ipaddress import ip_network
from typing import TYPE_CHECKING, cast

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

from parindex.domain.access import ANONYMOUS, Actor

if TYPE_CHECKING:
    from parindex.apps.people.models import User

_MONTH = re.compile(
    r"\s*(?:(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])|(?P<first>0?[1-9]|1[0-2])\s*/\s*(?P<last>20\d\d))\s*"
)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts on this request."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def whole_number(text: str) -> int | None:
    """Return the number that a parameter names; None for anything but up to 18 plain digits, which databases keep."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def month_of(request: HttpRequest) -> date:
    """Return the first day of the month that is asked for, as 2026-11 or 11/2026, else of this month."""
    found = _MONTH.fullmatch(request.GET.get("thang", ""))
    if found is None:
        return timezone.localdate().replace(day=1)
    return date(int(found["year"] or found["last"]), int(found["month"] or found["first"]), 1)


def signed_in_user(request: HttpRequest) -> User | None:
    """Return the account of the signed-in person, None for a guest."""
    user = request.user
    return user if user.is_authenticated else None


def place_of(request: HttpRequest) -> str:
    """Return where in the network a request comes from, for limits that keep only a keyed hash of it.

    Of an address of version 6 the first four groups count: a household has all that follow.
    """
    address = str(get_adapter().get_client_ip(request))
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address


def self_of(request: HttpRequest) -> User:
    """Return the account of the signed-in person on a page that is not public."""
    user = signed_in_user(request)
    if user is None:
        raise TypeError("a page without sign-in asked who is signed in")
    return user
