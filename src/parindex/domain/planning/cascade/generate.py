"""The draft of a lower unit from the plan of an upper one, with the report of every decision."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.planning.cascade.agencies import AgencyMap
from parindex.domain.planning.cascade.criteria import CriterionIndex
from parindex.domain.planning.cascade.department import share_item
from parindex.domain.planning.cascade.duty import find_duty
from parindex.domain.planning.cascade.items import Setting, cascade_item
from parindex.domain.planning.cascade.model import (
    Cascade,
    CascadeBook,
    CascadeReport,
    Change,
    ChangeKind,
    ItemReport,
    LowerUnit,
)
from parindex.domain.planning.cascade.places import UpperUnit, read_upper_unit
from parindex.domain.planning.cascade.wording import Rewriter
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Citation, Item, Part, Plan, PlanDocument, Section, UnitLevel
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.units import UnitKind, issuer_of

SECTIONS = (Section.FIX, Section.SIPAS, Section.MAINTAIN, Section.TASK)
_LEVELS = {
    UnitKind.DEPARTMENT: UnitLevel.DEPARTMENT,
    UnitKind.DISTRICT: UnitLevel.DISTRICT,
    UnitKind.COMMUNE: UnitLevel.COMMUNE,
}


def cascade_plan(
    upper: Plan,
    *,
    unit: LowerUnit,
    book: CascadeBook,
    lexicon: Lexicon,
    calendar: WorkingCalendar,
    catalogue: Catalogue | None = None,
) -> Cascade:
    """Draft the plan of a unit from an upper plan; raises NoCascade when the unit is not below its issuer.

    The draft has neither number nor date. A plan of a past year is handed down for the year of the unit's tree.
    """
    above = read_upper_unit(upper, unit=unit)
    year = _year_of(upper, unit.on)
    stated = upper.document.plan_year
    agencies = AgencyMap(book, unit=unit)
    years = (stated, year) if stated is not None and year is not None else None
    rewriter = Rewriter(book, upper=above, unit=unit, agencies=agencies, years=years)
    duty = find_duty(upper.document.date_, book=book, calendar=calendar)
    criteria = CriterionIndex(catalogue) if catalogue is not None else None
    setting = Setting(book, unit, agencies, rewriter, lexicon, year, duty.due_on, criteria, is_later=year != stated)
    write = share_item if unit.is_department else cascade_item
    pairs = [write(item, setting=setting) for item in upper.items]
    items, keys = _renumber([item for item, _ in pairs if item is not None])
    document, changes = _document(upper.document, above, unit, year)
    report = CascadeReport(
        upper_doc=upper.document.doc,
        upper_sha256=upper.document.sha256,
        upper_number=upper.document.number,
        upper_date=upper.document.date_,
        unit=unit.fact.key,
        unit_name=unit.fact.name,
        on=unit.on,
        regime=unit.regime.key,
        items=tuple(_placed(told, keys) for _, told in pairs),
        document_changes=changes,
        duty=duty,
    )
    return Cascade(Plan(document=document, items=items), report)


def _year_of(upper: Plan, on: date) -> int | None:
    stated = upper.document.plan_year
    return max(stated, on.year) if stated is not None else on.year


def _placed(told: ItemReport, keys: dict[str, str]) -> ItemReport:
    return replace(told, lower_key=keys.get(told.key))


def _renumber(items: Iterable[Item]) -> tuple[tuple[Item, ...], dict[str, str]]:
    """Number the items anew, section by section, since some were left out; the keys follow, links too."""
    kept = list(items)
    places = [section for section in SECTIONS if any(_is_numbered(item, section) for item in kept)]
    counts: defaultdict[str, int] = defaultdict(int)
    numbers: dict[str, str] = {}
    keys: dict[str, str] = {}
    for item in kept:
        if item.part is Part.APPENDIX:
            group = f"appendix/{item.domain or 'x'}"
            counts[group] += 1
            numbers[item.key], keys[item.key] = str(counts[group]), f"{group}/{counts[group]}"
        elif item.section in places:
            group = str(places.index(item.section) + 1)
            counts[group] += 1
            numbers[item.key] = f"{group}.{counts[group]}"
            keys[item.key] = f"body/{numbers[item.key]}"
        else:
            keys[item.key] = item.key
    written = tuple(
        item._replace(
            key=keys[item.key],
            number=numbers.get(item.key, item.number),
            linked_key=keys.get(item.linked_key) if item.linked_key else None,
            line=None,
        )
        for item in kept
    )
    return written, keys


def _is_numbered(item: Item, section: Section) -> bool:
    return item.part is Part.BODY and item.section is section


def _document(
    upper: PlanDocument, above: UpperUnit, unit: LowerUnit, year: int | None
) -> tuple[PlanDocument, tuple[Change, ...]]:
    """Write the head of the draft: the unit, its own title, the upper plan as the first ground, no number, no date."""
    issuer = issuer_of(unit.fact.name, kind=unit.fact.kind)
    title = _title(upper, above, unit, year)
    pairs = (("issuer", upper.issuer, issuer), ("title", upper.title, title))
    changes = tuple(
        Change(ChangeKind.UNIT, field, before or "", after or "", "Kế hoạch của chính đơn vị.")
        for field, before, after in pairs
        if before != after
    )
    ground = Citation(
        kind=upper.kind or "Kế hoạch",
        number=upper.number,
        date_=upper.date_,
        issuer=upper.issuer,
        text=_ground(upper),
        carried_out=True,
    )
    nearest = next(iter(unit.above), None)
    document = PlanDocument(
        doc=f"du-thao-{unit.fact.key}",
        sha256="",
        kind=upper.kind,
        title=title,
        issuer=issuer,
        parent=f"Ủy ban nhân dân {nearest.name[:1].lower()}{nearest.name[1:]}" if nearest else None,
        unit_level=_LEVELS[unit.fact.kind],
        plan_year=year,
        citations=(ground,),
        absent={"number": "dự thảo", "date_": "dự thảo", "signer": "dự thảo"},
    )
    return document, changes


def _ground(upper: PlanDocument) -> str:
    """Name the upper plan as a ground; what it does not say is left out."""
    number = f" số {upper.number}" if upper.number else ""
    day = f" ngày {upper.date_.day}/{upper.date_.month}/{upper.date_.year}" if upper.date_ else ""
    by = f" của {upper.issuer}" if upper.issuer else ""
    return f"{upper.kind or 'Kế hoạch'}{number}{day}{by}"


def _title(upper: PlanDocument, above: UpperUnit, unit: LowerUnit, year: int | None) -> str | None:
    """Put the unit and the year of the draft in place of the upper unit and its year."""
    if upper.title is None:
        return None
    named = rf"\b{re.escape(above.word)}(?:\s+{re.escape(above.place)})?(?!\w)"
    if unit.is_department:
        # The indices of a province are not those of its department: "của" says whose work the plan is.
        named, called = rf"(?:\bcủa\s+)?{named}", f"của {unit.called}"
    else:
        called = unit.called
    title = re.sub(named, called, upper.title, flags=re.IGNORECASE)
    if year is not None and upper.plan_year is not None:
        title = re.sub(rf"\bnăm\s+{upper.plan_year}\b", f"năm {year}", title)
    return title
