"""Plans and units for the tests of cascading."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.units.loader import load_dataset
from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.domain.planning.cascade.generate import cascade_plan
from parindex.domain.planning.cascade.model import Cascade, LowerUnit
from parindex.domain.planning.cascade.places import find_lower_unit
from parindex.domain.planning.model import Item, Part, Plan, PlanDocument, Section, UnitLevel

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus"
THREE_TIERS = ("sm-xa-nang-som-cu", date(2023, 8, 1))
TWO_TIERS = ("sm-xa-suoi-vang", date(2026, 2, 1))
DISTRICT = ("sm-huyen-thung-nang", date(2023, 8, 1))


def unit_on(slug: str, on: date) -> LowerUnit:
    """Find a unit of the fictional province on a day."""
    return find_lower_unit(load_dataset("song-may").facts, key=slug, on=on, book=load_cascade_book())


def hand_down(plan: Plan, slug: str, on: date) -> Cascade:
    """Cascade a plan to a unit of the fictional province by the rules that ship."""
    return cascade_plan(
        plan, unit=unit_on(slug, on), book=load_cascade_book(), lexicon=load_lexicon(), calendar=load_calendar()
    )


def upper_plan(*items: Item) -> Plan:
    """Return a plan of the fictional province with some items."""
    document = PlanDocument(
        doc="tinh.txt",
        sha256="0" * 64,
        kind="Kế hoạch",
        title="Kế hoạch Cải thiện Chỉ số cải cách hành chính tỉnh Sông Mây năm 2023",
        number="01/KH-UBND",
        date_=date(2023, 7, 21),
        issuer="Ủy ban nhân dân tỉnh Sông Mây",
        unit_level=UnitLevel.PROVINCE,
        plan_year=2023,
    )
    return Plan(document=document, items=items)


def upper_item(number: str = "1.1", **fields: object) -> Item:
    """Return a body item of the upper plan."""
    plain = Item(f"body/{number}", Part.BODY, Section.FIX, number, ("Thực hiện kế hoạch CCHC",))
    return Item(**{**{name: getattr(plain, name) for name in Item._fields}, **fields})


@cache
def known_plan() -> Plan:
    """Import the known plan of a province; it must be at hand in CI."""
    found = sorted(CORPUS.glob("004_*.txt"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the known plans must be at hand in CI")
        pytest.skip("the known plans are not beside the project")
    return extract_plan(read_document(found[0].read_bytes(), name=found[0].name))


@cache
def known_cascade(slug: str, on: date) -> Cascade:
    """Cascade the known plan to a unit."""
    return hand_down(known_plan(), slug, on)
