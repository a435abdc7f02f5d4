"""The phrase parsers against the fields of the gold items that people read by hand."""

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parindex.definitions.labels import phrases
from parindex.domain.planning import agencies
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.targets import targets

GOLD = Path(__file__).resolve().parents[5] / "shared" / "gold" / "gold.json"
LEXICON = phrases.load_lexicon()


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    if not GOLD.exists():
        if os.environ.get("CI"):
            pytest.fail("the gold items are missing")
        pytest.skip("the gold items are not beside this checkout")
    return json.loads(GOLD.read_text(encoding="utf-8"))["items"]


def exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def read_pairs(items: list[dict[str, Any]], text: str, values: str) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    for item in items:
        if item.get(text):
            yield item, item.get(values) or []


def test_targets_are_those_of_the_gold(items: list[dict[str, Any]]) -> None:
    wrong = []
    for text, values in (("target_text", "targets"), ("product", "product_targets")):
        for item, gold in read_pairs(items, text, values):
            found = targets.parse_targets(item[text], plan_year=None, lexicon=LEXICON)
            names = ("value", "value2", "baseline", "derived_absolute")
            want = [
                (one["op"], one.get("unit"), one.get("baseline_year"), *(exact(one.get(name)) for name in names))
                for one in gold
            ]
            got = [
                (one.op.value, one.unit, one.baseline_year, *(getattr(one, name) for name in names)) for one in found
            ]
            if want != got:
                wrong.append((item["id"], want, got))

    assert wrong == []


def test_deadlines_are_those_of_the_gold(items: list[dict[str, Any]]) -> None:
    names = ("role", "kind", "year", "year_to", "month", "day", "n", "quarter", "every", "op")
    wrong = []
    for item, gold in read_pairs(items, "deadline_text", "deadlines"):
        found = deadlines.parse_deadlines(item["deadline_text"], plan_year=None, lexicon=LEXICON)
        want = [(*(one.get(name) for name in names), one.get("date"), one.get("event", one.get("ref"))) for one in gold]
        got = [
            (*(getattr(one, name) for name in names), one.date_ and one.date_.isoformat(), one.event) for one in found
        ]
        if want != got:
            wrong.append((item["id"], want, got))

    assert wrong == []


@pytest.mark.parametrize("separator", ["; ", ", "])
def test_agencies_split_as_the_gold_splits_them(items: list[dict[str, Any]], separator: str) -> None:
    lists = [tuple(item[field]) for item in items for field in ("lead", "coordinate", "implement", "support")]

    wrong = [
        entries for entries in lists if agencies.split_agencies(separator.join(entries), lexicon=LEXICON) != entries
    ]

    assert wrong == []
