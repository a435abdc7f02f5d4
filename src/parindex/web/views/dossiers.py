"""Figures of dossiers, what lost the points, what is late, one dossier explained, two sources held together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.analytics.engine import Key
from parindex.apps.dossiers import figures, selectors, services
from parindex.apps.dossiers.errors import NoDossiers
from parindex.apps.dossiers.figures import FigureFilter
from parindex.apps.dossiers.selectors import Area
from parindex.apps.orgs import selectors as orgs
from parindex.documents.write.xlsx import write_table
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.context import MOST_UNITS
from parindex.web.presenters import dossiers as presenter
from parindex.web.presenters.paging import window
from parindex.web.request import actor_of, whole_number

_PAGE = 50
_MOST_WITHIN = 60
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABS = (
    ("Số liệu", "dossier-figures"),
    ("Biểu II.06a", "dossier-form"),
    ("Ai làm mất điểm", "dossier-costs"),
    ("Trễ và sắp trễ", "dossier-late"),
    ("Đối chiếu nguồn", "dossier-compare"),
    ("Nhập tệp", "dossier-import"),
)
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: whose dossiers, of when, and how they are put together."""

    actor: Actor
    area: Area
    unit_id: int | None
    as_of: date
    year: int
    part: str
    by: Key

    @property
    def filter(self) -> FigureFilter:
        """The question to the store."""
        return FigureFilter(area=self.area, as_of=self.as_of, period=presenter.period_of(self.year, self.part))

    def query(self, **more: object) -> str:
        """Return the address that keeps this choice."""
        kept = {"don-vi": self.unit_id, "nam": self.year, "ky": self.part, "theo": self.by.value, **more}
        return urlencode({name: value for name, value in kept.items() if value})


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """Return the parts of the area that the actor may open."""
    may_import = bool(selectors.importing_units(actor))
    return [
        {"name": name, "url": reverse(target), "is_current": target == current}
        for name, target in _TABS
        if target != "dossier-import" or may_import
    ]


def for_dossiers(view: View[Rest]) -> View[Rest]:
    """Ask for the right to see dossiers; while nothing was imported, say what to do instead."""

    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        actor = actor_of(request)
        if not actor.holds(Permission.DOSSIERS_VIEW):
            raise PermissionDenied(Permission.DOSSIERS_VIEW)
        try:
            return view(request, *args, **kwargs)
        except NoDossiers as nothing:
            name = request.resolver_match.url_name if request.resolver_match else ""
            may_import = bool(selectors.importing_units(actor))
            context = {"tabs": tabs(actor, name or ""), "reason": nothing.message, "may_import": may_import}
            return render(request, "dossiers/empty.html", context)

    update_wrapper(guarded, view)
    return guarded


@require_GET
@for_dossiers
def show_figures(request: HttpRequest) -> HttpResponse:
    """Show every indicator of a selection, and its dossiers by unit, time, field or procedure."""
    asked = asked_of(request, default=Key.UNIT)
    counted = figures.rows(asked.filter, by=asked.by)
    counts = figures.total_of(counted)
    found = presenter.rows(counted, by=asked.by, area=asked.area)
    context = frame(asked, "dossier-figures") | {
        "lead": presenter.lead(counts, period=presenter.period_of(asked.year, asked.part).label),
        "counts": counts,
        "rates": presenter.rates(counts, on=presenter.period_of(asked.year, asked.part).start),
        "rows": found[: presenter.MOST_ROWS],
        "left_out": max(len(found) - presenter.MOST_ROWS, 0),
        "keys": [(key.value, name) for key, name in presenter.KEY_NAMES.items()],
        "key_name": presenter.KEY_NAMES[asked.by],
        "quality": presenter.quality(counts),
        "service": presenter.service(counts),
        "may_export": asked.actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "dossiers/figures.html", context)


@require_GET
@for_dossiers
def export_figures(request: HttpRequest) -> HttpResponse:
    """Send the grouped table as a workbook: every count of the definitions, in whole numbers."""
    asked = asked_of(request, default=Key.UNIT)
    if not asked.actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    found = figures.rows(asked.filter, by=asked.by)
    names = presenter.measure_names()
    codes = list(names)
    data = write_table(
        title="Hồ sơ",
        columns=[presenter.KEY_NAMES[asked.by], *(names[code] for code in codes)],
        rows=[
            [presenter.key_words(key, by=asked.by, area=asked.area), *(counts[code] for code in codes)]
            for key, counts in found
        ],
        above=[
            f"Hồ sơ tiếp nhận trong {presenter.period_of(asked.year, asked.part).label}, đến {asked.as_of:%d/%m/%Y}"
        ],
    )
    home = next(iter(asked.area.units.values()), None)
    if home is not None:
        services.record_export(unit=home, form="xlsx", actor=asked.actor, now=timezone.now())
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{asked.by.value}-{asked.year}.xlsx"'
    return response


@require_GET
@for_dossiers
def show_costs(request: HttpRequest) -> HttpResponse:
    """Show which procedure, desk, unit or field has the late dossiers, and what share of lost points each bears."""
    asked = asked_of(request, default=Key.PROCEDURE)
    asked = asked if asked.by in presenter.COST_KEYS else replace(asked, by=Key.PROCEDURE)
    typed = request.GET.get("diem", "").strip() or "1"
    loss = presenter.loss_of(typed)
    costs = figures.costs(asked.filter, by=asked.by, loss=loss or 0)
    context = frame(asked, "dossier-costs") | {
        "typed": typed,
        "error": "" if loss is not None else "Ghi số điểm bị mất như 0,25 (từ 0 đến 100).",
        "lines": presenter.cost_lines(costs[: presenter.MOST_ROWS], by=asked.by, area=asked.area),
        "total": sum(one.late for one in costs),
        "keys": [(key.value, presenter.KEY_NAMES[key]) for key in presenter.COST_KEYS],
        "key_name": presenter.KEY_NAMES[asked.by],
    }
    return render(request, "dossiers/costs.html", context, status=200 if loss is not None else 422)


@require_GET
@for_dossiers
def show_late(request: HttpRequest) -> HttpResponse:
    """Show open dossiers that are late or soon will be, the most urgent first."""
    asked = asked_of(request, default=Key.UNIT)
    within = min(whole_number(request.GET.get("trong", "")) or 0, _MOST_WITHIN) if "trong" in request.GET else 3
    total = selectors.count_due(asked.area, as_of=asked.as_of, within=within)
    page = min(whole_number(request.GET.get("trang", "")) or 1, max(-(-total // _PAGE), 1))
    total, listed = selectors.due_list(asked.area, as_of=asked.as_of, within=within, page=page, size=_PAGE)
    kept = {"don-vi": str(asked.unit_id or ""), "trong": str(within)}
    context = frame(asked, "dossier-late") | {
        "within": within,
        "total": total,
        "dossiers": [(one, asked.area.name_of(one.unit)) for one in listed],
        "window": window(page=page, size=_PAGE, total=total, query=kept, noun="hồ sơ"),
    }
    return render(request, "dossiers/late.html", context)


@require_GET
@for_dossiers
def compare(request: HttpRequest) -> HttpResponse:
    """Show where the one-stop system and the national portal tell different things of the same dossier."""
    asked = asked_of(request, default=Key.UNIT)
    counts, found = selectors.list_differences(asked.area)
    context = frame(asked, "dossier-compare") | {
        "counts": [(presenter.difference_words(column), count) for column, count in counts.items()],
        "total": sum(counts.values()),
        "lines": presenter.difference_lines(found),
        "most": selectors.MOST_DIFFERENCES,
    }
    return render(request, "dossiers/compare.html", context)


def frame(asked: Asked, current: str) -> dict[str, object]:
    """Return what every part of the area shows around its own table: tabs, filters, the chosen unit."""
    highest = list(orgs.list_highest(asked.actor, most=MOST_UNITS))
    chosen = next((unit for unit in asked.area.units.values() if unit.pk == asked.unit_id), None)
    if chosen is not None and chosen.pk not in {unit.pk for unit in highest}:
        highest.append(chosen)
    return {
        "tabs": tabs(asked.actor, current),
        "asked": asked,
        "query": asked.query(),
        "query_of_unit": asked.query(**{"don-vi": None, "theo": Key.PROCEDURE.value}),
        "unit": chosen,
        "units": highest,
        "years": figures.years(asked.area, as_of=asked.as_of),
        "parts": presenter.period_choices(),
        "is_fictional": any(unit.is_fictional for unit in asked.area.units.values()),
    }


def asked_of(request: HttpRequest, *, default: Key) -> Asked:
    """Read the choice of an address; what it cannot mean is left out."""
    actor, given = actor_of(request), request.GET
    unit_id = whole_number(given.get("don-vi", ""))
    area = selectors.area_of(actor, unit=orgs.access_unit(actor, unit_id) if unit_id else None)
    as_of = selectors.figures_day(today=timezone.localdate())
    year = whole_number(given.get("nam", ""))
    known = [key for key in Key if key.value == given.get("theo") and key in presenter.KEY_NAMES]
    return Asked(
        actor=actor,
        area=area,
        unit_id=unit_id or None,
        as_of=as_of,
        year=year if year and 2000 <= year <= 2100 else as_of.year,
        part=given.get("ky", ""),
        by=known[0] if known else default,
    )
