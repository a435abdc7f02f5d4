"""The catalogues of the product are whole, honest about what is not known, and readable by the published schema."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from parindex.definitions.catalogues import loader, schema
from parindex.definitions.catalogues.loader import CatalogueDefinitionError, UnknownCatalogue
from parindex.definitions.catalogues.rules import RuleShape
from parindex.domain.scoring import checks, difference
from parindex.domain.scoring.catalogue import Catalogue, CatalogueStatus, Item, ItemStatus
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.rules.growth import Growth
from parindex.domain.scoring.rules.ratio_bands import RatioBands
from parindex.domain.scoring.sheet import ScoreStatus
from parindex.domain.scoring.values import read_number

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "src" / "parindex" / "definitions" / "catalogues"
PUBLISHED = ROOT / "docs" / "reference" / "parindex.catalogue-1.schema.json"
FILES = sorted(FOLDER.rglob("catalogue.yaml"))
ALL = loader.list_catalogues()
DEMONSTRATIONS = [catalogue for catalogue in ALL if catalogue.status is CatalogueStatus.DEMONSTRATION]
SCORED = [
    pytest.param(item, id=f"{catalogue.id}-{item.code}")
    for catalogue in DEMONSTRATIONS
    for _, item in catalogue.walk()
    if item.rule
]

MINIMAL = """
schema: parindex.catalogue/1
id: thu
level: commune
year: 2026
title: Thử
status: demonstration
notice: Thử
group: xã
items:
  - code: "1"
    name: mục
    max_points: "1"
    rule: {shape: all_or_nothing, condition: có kế hoạch}
"""


def test_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema.json_schema()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_file_fits_the_published_schema_as_any_reader_of_yaml_sees_it(path: Path) -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(published).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", RuleShape.__subclasses__(), ids=lambda kind: kind.__name__)
def test_schema_has_a_worked_example_of_each_shape(kind: type[RuleShape]) -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    definition = published["$defs"][kind.__name__]

    assert definition["examples"]
    for example in definition["examples"]:
        jsonschema.Draft202012Validator({**published, **definition}).validate(example)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_folder_names_level_and_year(path: Path) -> None:
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert path.parent.parent.name == data["level"]
    assert path.parent.name.startswith(f"{data['year']}-")


@pytest.mark.parametrize("catalogue", ALL, ids=lambda catalogue: catalogue.id)
def test_catalogue_has_no_problem(catalogue: Catalogue) -> None:
    assert checks.check_catalogue(catalogue).problems == ()


@pytest.mark.parametrize("catalogue", DEMONSTRATIONS, ids=lambda catalogue: catalogue.id)
def test_demonstration_is_marked_everywhere_and_whole(catalogue: Catalogue) -> None:
    report = checks.check_catalogue(catalogue)
    leaves = [item for _, item in catalogue.walk() if not item.children]
    functions = [item for item in leaves if item.rule and item.rule.shape == "function"]

    assert "minh họa" in catalogue.title
    assert "không phải quy định của cơ quan nào" in catalogue.notice
    assert catalogue.decision.number == ""
    assert {item.status for _, item in catalogue.walk()} == {ItemStatus.DEMONSTRATION}
    assert report.sums_skipped == ()
    assert all(item.rule for item in leaves)
    assert len(functions) * 20 < len(leaves)


@pytest.mark.parametrize("item", SCORED)
def test_rule_has_golden_cases_at_its_ends(item: Item) -> None:
    points = {case.points for case in item.cases}
    other = {case.status for case in item.cases} - {"scored"}

    assert {Fraction(0), item.max_points} <= points
    assert other or item.always_applies


def percents_of(item: Item) -> list[Fraction]:
    """Return the percentages that the golden cases of a rule with bands put in."""
    found = []
    for case in item.cases:
        if case.status == "scored":
            one, two = (read_number(case.given.get(name, "0")) for name in ("numerator", "denominator"))
            if isinstance(item.rule, Growth):
                now, then = (read_number(case.given[name]) for name in ("current", "previous"))
                found.append((now - then) * 100 / then)
            elif two:
                found.append(one * 100 / two)
    return found


@pytest.mark.parametrize("item", SCORED)
def test_golden_cases_stand_below_at_and_above_each_threshold(item: Item) -> None:
    if not isinstance(item.rule, RatioBands | Growth):
        return
    values = percents_of(item)

    for band in item.rule.bands:
        if band.threshold is not None:
            assert min(values) < band.threshold or band.threshold == 0
            assert band.threshold in values
            assert band.threshold == 100 or max(values) >= band.threshold
    assert {band.points for band in item.rule.bands} <= {case.points for case in item.cases}


def test_shapes_used_together_are_all_of_them() -> None:
    used = Counter(
        item.rule.shape for catalogue in DEMONSTRATIONS for _, item in catalogue.walk() if item.rule is not None
    )

    assert len(used) == 11  # all but sum_of_children, which is implied where items follow


@pytest.mark.parametrize("catalogue_id", ["province-2022-876-qd-bnv", "province-2023-876-qd-bnv"])
def test_reconstruction_keeps_what_nobody_knows_unknown(catalogue_id: str) -> None:
    catalogue = loader.load_catalogue(catalogue_id)
    depths = Counter(depth for depth, _ in catalogue.walk())
    known = {item.code: item.max_points for _, item in catalogue.walk() if item.max_points is not None}
    unnamed = {item.code for _, item in catalogue.walk() if item.name is None}
    missing = {item.code for _, item in catalogue.walk() if item.status is ItemStatus.MISSING}

    sheet = evaluate(catalogue, {})

    assert depths == {0: 8, 1: 35, 2: 67}
    assert known == {"8": Fraction("16.5"), "8.1": Fraction(10)}
    assert [part.max_points for part in catalogue.parts] == [Fraction(text) for text in ("61.5", "22", "10", "6.5")]
    assert {"1.3", "7.3.2"} <= missing <= unnamed
    assert {item.status for item in sheet.items} == {ScoreStatus.NO_RULE}
    assert (sheet.total.low, sheet.total.high) == (0, 1_000_000)


def test_older_catalogue_has_codes_and_no_points() -> None:
    catalogue = loader.load_catalogue("province-2021-1149-qd-bnv")
    names = {item.code: item.name for _, item in catalogue.walk()}

    sheet = evaluate(catalogue, {})

    assert {item.max_points for _, item in catalogue.walk()} == {None}
    assert names["1.6"] == "Thực hiện nhiệm vụ được Chính phủ, Thủ tướng Chính phủ giao"
    assert (names["1.3"], names["7.1.7"], names["3.4.3"]) == (None, None, None)
    assert (sheet.total.low, sheet.total.high, sheet.total.index) == (0, 1_000_000, None)


def test_same_code_does_not_mean_the_same_item() -> None:
    found = difference.compare(
        *(loader.load_catalogue(name) for name in ("province-2021-1149-qd-bnv", "province-2022-876-qd-bnv"))
    )
    changed = {item.item_code for item in found.items if item.change is difference.Change.CHANGED}

    assert {"1.6", "3.2.3", "5.6", "7.1.2", "7.3.1", "8.3.1", "8.3.2", "8.5"} <= changed


def test_same_catalogue_in_two_years_differs_in_the_year_only() -> None:
    found = difference.compare(*(loader.load_catalogue(f"province-{year}-876-qd-bnv") for year in (2022, 2023)))

    assert [change.field for change in found.head] == ["year"]
    assert (found.items, found.same_count) == ((), 110)


def test_difference_names_what_was_added_removed_and_changed() -> None:
    before = loader.read_catalogue(MINIMAL, source="a")
    after = loader.read_catalogue(MINIMAL.replace('max_points: "1"', 'max_points: "2"'), source="b")
    other = loader.read_catalogue(MINIMAL.replace('code: "1"', 'code: "2"'), source="c")

    changed, moved = difference.compare(before, after), difference.compare(before, other)

    assert [(item.change, [one.field for one in item.fields]) for item in changed.items] == [
        ("changed", ["max_points", "rule"])
    ]
    assert [(item.item_code, item.change) for item in moved.items] == [("1", "removed"), ("2", "added")]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('max_points: "1"', "max_points: 1.0.1", 13, "0.5"),
        ("condition: có kế hoạch", "conditions: có", 14, "condition: thiếu khóa này"),
        ("shape: all_or_nothing", "shape: guess", 14, "ratio_bands"),
        ("level: commune", "level: village", 4, "chỉ nhận"),
        ("notice: Thử", "", 2, "minh họa"),
        ("group: xã", "group: xã\ngrop: xã", 10, "grop: khóa lạ"),
        ('    max_points: "1"', "    max_points: null", 11, "max_points"),
        ("items:", "id: hai\nitems:", 10, "repeated"),
        ("status: demonstration", "status: reconstruction", 2, "phải có decision"),
        ("group: xã", "group: xã\nitems_from: commune-2026-demonstration", 2, "đúng một trong items"),
        ("name: mục", "name: mục\n    children: [{code: '2', name: b, max_points: null}]", 11, "sum_of_children"),
        ("name: mục", "name: mục\n    cases: [{given: {}}]", 13, "hoặc có points"),
        ("{shape: all_or_nothing, condition: có kế hoạch}", "{condition: a}", 14, "thiếu shape"),
        ("    rule: {", "    cases: [{given: {a: b}, status: unknown}]\n#", 11, "không có quy tắc để thử"),
        ('code: "1"', "code: mục-1", 11, "phải là chuỗi đúng dạng"),
        (
            "    rule: {",
            "    effect: bonus\n  - code: '2'\n    name: b\n    max_points: null\n    effect: bonus\n#",
            15,
            "trần",
        ),
    ],
)
def test_bad_file_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(CatalogueDefinitionError) as caught:
        loader.read_catalogue(MINIMAL.replace(old, new), source="thu.yaml")

    assert caught.value.message.startswith(f"thu.yaml:{line}: ")
    assert words in caught.value.message


def test_file_without_keys_is_told() -> None:
    with pytest.raises(CatalogueDefinitionError, match=r"thu\.yaml:1: tệp: phải gồm các khóa"):
        loader.read_catalogue("chỉ là chữ", source="thu.yaml")


def test_unknown_id_tells_which_there_are() -> None:
    with pytest.raises(UnknownCatalogue, match="commune-2026-demonstration"):
        loader.load_catalogue("khong-co")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("group: xã", 'group: xã\ntotal_points: "2"', "catalogue.sum"),
        ('max_points: "1"', 'max_points: "0.00001"', "catalogue.maximum"),
        ("có kế hoạch}", 'có kế hoạch}\n    cases: [{given: {met: "yes"}, points: "0.5"}]', "catalogue.case"),
        ("có kế hoạch}", 'có kế hoạch}\n    cases: [{given: {met: "?"}, points: "0.5"}]', "catalogue.case"),
        ("group: xã", 'group: xã\nranking: {tie_breakers: ["9"]}', "catalogue.ranking"),
        ("items:", 'items:\n  - {code: "1", name: trùng, max_points: null}', "catalogue.code"),
        (
            "group: xã",
            'group: xã\nranking: {grades: [{name: B, from: "8"}, {name: A, from: "9"}]}',
            "catalogue.ranking",
        ),
        (
            "{shape: all_or_nothing, condition: có kế hoạch}",
            '{shape: growth, subject: a, bands: [{from: "8", points: "2"}, {points: "0"}], when_zero: none}',
            "catalogue.rule",
        ),
        (
            "{shape: all_or_nothing, condition: có kế hoạch}",
            "{shape: function, name: nothing_20260101, numbers: [{name: a, label: a}]}",
            "catalogue.rule",
        ),
    ],
)
def test_check_finds_what_cannot_be_right(old: str, new: str, code: str) -> None:
    catalogue = loader.read_catalogue(MINIMAL.replace(old, new), source="thu.yaml")

    assert code in {problem.code for problem in checks.check_catalogue(catalogue).problems}


def test_sums_are_compared_only_where_every_part_is_known() -> None:
    text = MINIMAL.replace("group: xã", 'group: xã\ntotal_points: "9"')
    unknown = text + '  - {code: "2", name: chưa rõ, max_points: null}\n'

    whole, open_ = (checks.check_catalogue(loader.read_catalogue(one, source="thu")) for one in (text, unknown))

    assert [problem.code for problem in whole.problems] == ["catalogue.sum"]
    assert (open_.problems, open_.sums_skipped) == ((), ("",))
