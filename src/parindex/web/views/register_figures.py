"""Figures of registers by unit and period, the rows behind each, and what everybody may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.orgs import selectors as orgs
from parindex.apps.registers import books, figures, public, selectors
from parindex.domain.calendar import periods
from parindex.domain.calendar.periods import Period
from parindex.domain.registers.describing import describe
from parindex.domain.registers.indicators import evaluate
from parindex.web.behind import days_of
from parindex.web.presenters import paging
from parindex.web.presenters import registers as presenter
from parindex.web.request import whole_number
from parindex.web.views.registers import require_reader

PAGE_SIZE = 50
_MOST_ROWS = 500
_GIVEN = 0
"""The number of a period whose days the address names."""
_EVERY = {
    "nam": ("Năm", "year"),
    "6-thang": ("6 tháng", "half_year"),
    "quy": ("Quý", "quarter"),
    "thang": ("Tháng", "month"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The period that the address names: how long, of which year, which of them."""

    every: str
    year: int
    number: int
    period: Period

    @property
    def query(self) -> str:
        """Return the address of the same period."""
        days = f"&tu={self.period.start}&den={self.period.last_day}" if self.number == _GIVEN else ""
        return f"ky={self.every}&nam={self.year}&so={self.number}{days}"


def period_of(request: HttpRequest) -> Asked:
    """Read the period of the address, which may name its days; the present year when it names none."""
    today = timezone.localdate()
    if (days := days_of(request)) is not None:
        return Asked("nam", days.start.year, _GIVEN, days)
    every = request.GET.get("ky", "nam")
    every = every if every in _EVERY else "nam"
    year = whole_number(request.GET.get("nam", "")) or today.year
    year = year if 1990 <= year <= 2100 else today.year
    found = periods.periods_of_year(_EVERY[every][1], year=year)
    number = min(max(whole_number(request.GET.get("so", "1")) or 1, 1), len(found))
    return Asked(every, year, number, found[number - 1])


def _choices(asked: Asked) -> dict[str, object]:
    found = periods.periods_of_year(_EVERY[asked.every][1], year=asked.year)
    return {
        "asked": asked,
        "kinds": [(code, name) for code, (name, _) in _EVERY.items()],
        "numbers": [(number, one.label) for number, one in enumerate(found, start=1)],
    }


@require_GET
def show(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show every indicator of a register by level and unit."""
    actor, asked, today = require_reader(request), period_of(request), timezone.localdate()
    register = books.register(register_id)
    found = figures.figures_of(actor, register, period=asked.period, today=today)
    views = [presenter.indicator_view(register, indicator, found[indicator.code]) for indicator in register.indicators]
    context = {"register": register, "views": views, **_choices(asked)}
    return render(request, "registers/figures.html", context)


@require_GET
def show_rows(request: HttpRequest, register_id: str, code: str, unit_id: int) -> HttpResponse:
    """Show the entries behind one number."""
    actor, asked, today = require_reader(request), period_of(request), timezone.localdate()
    unit = orgs.access_unit(actor, unit_id)
    address = f"{register_id}{figures.SEPARATOR}{code}"
    register, indicator = figures.find_indicator(address)
    found = figures.rows_behind(actor, address=address, period=asked.period, today=today, unit=unit, most=_MOST_ROWS)
    context = {
        "register": register,
        "indicator": indicator,
        "unit": unit,
        "view": presenter.figure(indicator, evaluate(indicator, found.tally)),
        "words": describe(register, indicator),
        "rows": [(entry, presenter.standing(indicator, one)) for entry, one in found.rows],
        "more": found.total - len(found.rows),
        "asked": asked,
    }
    return render(request, "registers/rows.html", context)


@require_GET
def show_public(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show everybody the public fields of a public register, and its public figures."""
    register = public.register(register_id)
    asked, today, query = period_of(request), timezone.localdate(), request.GET.get("tim", "")
    total = public.count_entries(register, query=query, year=asked.year)
    page = min(whole_number(request.GET.get("trang", "1")) or 1, max(-(-total // PAGE_SIZE), 1))
    part = slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    entries = public.list_entries(register, query=query, year=asked.year, page=part)
    names = selectors.units_by_slug(presenter.slugs(register, entries))
    kept = {key: str(value) for key, value in request.GET.items() if key != "trang"}
    context = {
        "register": register,
        "fields": presenter.listed_fields(register, public=True),
        "rows": presenter.rows(register, entries, names=names, today=today, public=True),
        "views": [
            presenter.indicator_view(register, indicator, found)
            for indicator, found in public.figures(register, period=asked.period, today=today)
        ],
        "query": query,
        "total": total,
        "window": paging.window(page=page, size=PAGE_SIZE, total=total, query=kept, noun="dòng"),
        **_choices(asked),
    }
    return render(request, "registers/public.html", context)
