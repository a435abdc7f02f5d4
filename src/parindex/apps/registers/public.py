"""What everybody may see of registers: public fields of public registers, and public figures; never a person."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from parindex.apps.orgs.models import Unit
from parindex.apps.registers import books
from parindex.apps.registers import figures as counting
from parindex.apps.registers.errors import RegisterNotFound
from parindex.apps.registers.models import RegisterEntry
from parindex.domain.access import SYSTEM
from parindex.domain.calendar.periods import Period
from parindex.domain.registers.indicators import Figure
from parindex.domain.registers.model import Indicator, Register
from parindex.domain.text.folding import fold


def shows_something(register: Register) -> bool:
    """Tell whether everybody may see rows or figures of a register."""
    return register.is_public or any(indicator.is_public for indicator in register.indicators)


def list_registers() -> list[Register]:
    """Return the registers that show something to everybody and have entries. One query."""
    used = set(RegisterEntry.objects.filter(removed_at=None).order_by().values_list("register", flat=True).distinct())
    return [one for one in books.registers().values() if one.id in used and shows_something(one)]


def register(register_id: str) -> Register:
    """Return a register that shows something to everybody. Raises `RegisterNotFound` for any other."""
    found = books.register(register_id)
    if not shows_something(found):
        raise RegisterNotFound(register_id)
    return found


def list_entries(register: Register, *, query: str, year: int, page: slice) -> list[RegisterEntry]:
    """Return public entries of a year with nothing but public values, the latest first. One query."""
    codes = {field.code for field in register.public_fields}
    rows = list(_visible(register, query=query, year=year).select_related("unit").order_by("-dated_on", "-pk")[page])
    for entry in rows:
        entry.values = {code: value for code, value in entry.values.items() if code in codes}
    return rows


def count_entries(register: Register, *, query: str, year: int) -> int:
    """Count the public entries of a year. One query."""
    return _visible(register, query=query, year=year).count()


def figures(register: Register, *, period: Period, today: date) -> list[tuple[Indicator, list[tuple[Unit, Figure]]]]:
    """Return the public indicators with the figure of every unit."""
    if not any(indicator.is_public for indicator in register.indicators):
        return []
    found = counting.figures_of(SYSTEM, register, period=period, today=today)
    return [(indicator, found[indicator.code]) for indicator in register.indicators if indicator.is_public]


def _visible(register: Register, *, query: str, year: int) -> QuerySet[RegisterEntry]:
    rows = RegisterEntry.objects.filter(register=register.id, removed_at=None)
    if not register.is_public or "\0" in query:
        return rows.none()
    if register.date:
        rows = rows.filter(dated_on__year=year)
    if register.public_states:
        rows = rows.filter(state__in=register.public_states)
    # Only the title is searched: the words of the search column come from fields that are not all public.
    for word in fold(query).split():
        rows = rows.filter(title_fold__contains=word)
    return rows
