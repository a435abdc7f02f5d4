"""Every golden case, on every engine: those of the shapes in shapes.yaml, and those beside the rules of catalogues."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from parindex.analytics.scoring import bulk
from parindex.analytics.scoring.columns import from_entries
from parindex.analytics.scoring.compile import compile_catalogue
from parindex.definitions.catalogues import loader
from parindex.definitions.catalogues.rules import RuleShape
from parindex.definitions.yaml import load_yaml
from parindex.domain.scoring.catalogue import Catalogue, GoldenCase, Item
from parindex.domain.scoring.entries import Entry, UnitEntries, read_entries
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.sheet import ScoreSheet

SHAPES = Path(__file__).with_name("shapes.yaml")
HEAD = {
    "schema": "parindex.catalogue/1", "id": "spec", "level": "commune", "year": "2026", "title": "Thử",
    "status": "demonstration", "notice": "Thử", "group": "xã",
}  # fmt: skip

Engine = Callable[[Catalogue, UnitEntries], ScoreSheet]


def score_in_bulk(catalogue: Catalogue, unit: UnitEntries) -> ScoreSheet:
    """Score one unit as the bulk engine scores thousands."""
    program = compile_catalogue(catalogue)
    return bulk.score(program, from_entries(program, [unit])).sheet(0)


ENGINES: dict[str, Engine] = {
    "reference": lambda catalogue, unit: evaluate(catalogue, unit.inputs, unit=unit.unit),
    "bulk": score_in_bulk,
}


def spec_catalogues() -> list[Catalogue]:
    """Return one small catalogue for each entry of shapes.yaml."""
    made = []
    rows = load_yaml(SHAPES.read_text(encoding="utf-8"), source=SHAPES.name)
    assert isinstance(rows, list)
    for row in rows:
        item = {"code": "1", "name": "mục", **{key: row[key] for key in ("rule", "max_points", "cases")}}
        head = HEAD | ({"item_rounding": row["item_rounding"]} if "item_rounding" in row else {})
        text = yaml.safe_dump({**head, "items": [item]}, allow_unicode=True)
        made.append(loader.read_catalogue(text, source=SHAPES.name))
    return made


SPEC = spec_catalogues()
CASES = [
    pytest.param(catalogue, item, case, id=f"{catalogue.id}-{item.rule.shape if item.rule else ''}-{item.code}-{at}")
    for catalogue in (*SPEC, *loader.list_catalogues())
    for _, item in catalogue.walk()
    for at, case in enumerate(item.cases)
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("catalogue", "item", "case"), CASES)
def test_golden_case(engine: str, catalogue: Catalogue, item: Item, case: GoldenCase) -> None:
    rows = [Entry(1, "a", item.code, name, value) for name, value in case.given.items()]
    units = read_entries(rows, catalogue=catalogue) or (UnitEntries("a", "xã", {}),)

    score = ENGINES[engine](catalogue, units[0]).item(item.code)

    scale = catalogue.item_rounding.scale
    assert score.status == case.status
    assert (None if score.points is None else Fraction(score.points, scale)) == case.points


def test_every_shape_has_cases() -> None:
    shapes = {kind.model_fields["shape"].annotation.__args__[0] for kind in RuleShape.__subclasses__()}  # type: ignore[union-attr]

    tested = {item.rule.shape for catalogue in SPEC for _, item in catalogue.walk() if item.rule and item.cases}

    assert len(shapes) == 12
    assert tested == shapes - {"sum_of_children"}
