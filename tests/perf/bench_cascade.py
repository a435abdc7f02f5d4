"""Cascading a plan against importing the same file, in one run; and all communes of a province against one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.units.loader import load_dataset
from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.domain.planning.cascade.generate import cascade_plan
from parindex.domain.planning.cascade.places import find_lower_unit
from parindex.domain.planning.model import Plan
from tests.accuracy.known import gold_folder
from tests.accuracy.plans import FOLDER, load_plan
from tests.accuracy.write_txt import write_txt
from tests.perf.rows import Row, best

_ON = date(2026, 2, 1)
_COMMUNES = 135
_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run() -> list[Row]:
    """Measure the example plan as a file of Word and as text, and the known plan of 79 rows where it is at hand."""
    plans = {
        "DOCX": (_EXAMPLES / "tinh-song-may-2026.docx").read_bytes(),
        "TXT": write_txt(load_plan(FOLDER / "20-tinh-song-may-2026.yaml")),
    }
    gold = gold_folder()
    if gold is not None:
        plans["TXT 79 dòng phụ lục"] = next((gold.parent / "corpus").glob("004_*.txt")).read_bytes()
    rows = [_compare(name, data) for name, data in plans.items()]
    plan = _read(plans["DOCX"])
    one = best(lambda: _hand_down(plan, count=1))
    return [*rows, (f"Triển khai xuống {_COMMUNES} xã so với {_COMMUNES} lần một xã",
                    best(lambda: _hand_down(plan, count=_COMMUNES)), one * _COMMUNES, 1.3)]  # fmt: skip


def _compare(name: str, data: bytes) -> Row:
    plan = _read(data)
    # The first run only loads definitions.
    _hand_down(plan, count=1)
    handed = best(lambda: _hand_down(plan, count=1))
    return (f"Triển khai kế hoạch {name} so với nhập", handed, best(lambda: _read(data)), 1.0)


def _read(data: bytes) -> Plan:
    return extract_plan(read_document(data, name="ke-hoach"))


def _hand_down(plan: Plan, *, count: int) -> None:
    """Cascade a plan to some communes of the fictional province, over and over when it has fewer."""
    book, lexicon, calendar = load_cascade_book(), load_lexicon(), load_calendar()
    facts = load_dataset("song-may").facts
    keys = [fact.key for fact in facts if fact.kind.value == "commune" and fact.is_valid_on(_ON)]
    for at in range(count):
        unit = find_lower_unit(facts, key=keys[at % len(keys)], on=_ON, book=book)
        cascade_plan(plan, unit=unit, book=book, lexicon=lexicon, calendar=calendar)
