"""The measure itself: what is right scores 1, what is wrong, missing or invented does not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.accuracy.expectation import parse_deadline, parse_target, predicted_target_key
from tests.accuracy.plans import ExpectedItem, list_plans
from tests.accuracy.scoring import Score, find_invented, normalise, score_document, score_items
from tests.accuracy.write_txt import write_txt

PLANS = list_plans()


def as_prediction(item: ExpectedItem) -> dict[str, Any]:
    """Return an item as a perfect importer would give it."""
    targets = []
    for target in item.targets:
        op, value, value2, unit = target.key
        baseline = target.baseline or (None, None)
        base = {"baseline": baseline[0], "baseline_year": baseline[1]}
        targets.append({"op": op, "value": value, "value2": value2, "unit": unit, **base})
    deadlines = []
    for deadline in item.deadlines:
        role, kind, values = deadline.accepted[0]
        deadlines.append({"role": role, "kind": kind, **dict(values)})
    return {
        "part": item.part,
        "section": item.section,
        "number": item.number,
        "domain": item.domain,
        "code": item.code,
        "names": list(item.names),
        "target_text": item.target_text,
        "targets": targets,
        "lead": list(item.lead),
        "coordinate": list(item.coordinate),
        "implement": list(item.implement),
        "support": list(item.support),
        "deadline_text": item.deadline_text,
        "deadlines": deadlines,
        "product": item.product,
        "actions": [{"text": actor, "actors": [actor]} for actor in item.actors],
    }


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_score_of_the_expectation_itself_is_one(plan):
    items = plan.items()

    score = score_items(items, [as_prediction(item) for item in items])

    assert score.micro(extra=True).f1 == 1.0
    assert score.errors == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_expected_wording_stands_in_the_text(plan):
    text = re.sub(r"\W+", " ", normalise(write_txt(plan).decode()))

    for item in plan.items():
        for wording in (*item.names, item.target_text, item.deadline_text, item.product, item.code):
            if wording and plan.options.get("txt", {}).get("table") not in {"flat", "columns"}:
                words = re.sub(r"\W+", " ", normalise(wording)).strip()
                # A value and its unit may stand in columns of their own.
                apart = wording == item.target_text and set(words.split()) <= set(text.split())
                assert words in text or apart


def test_score_counts_missed_extra_and_wrong_values():
    items = PLANS[0].items()[:3]
    predictions = [as_prediction(item) for item in items]
    predictions[0]["lead"] = ["Sở Nội vụ"]
    predictions[1] = {"part": "body", "names": ["một câu không có trong kế hoạch"]}

    score = score_items(items, predictions)

    assert score.tally("lead").missed == 2
    assert score.tally("lead").extra == 1
    assert (score.tally("item").right, score.tally("item").missed, score.tally("item").extra) == (2, 1, 1)
    assert score.micro().f1 < 1


def test_tolerated_sentence_is_no_over_generation():
    predictions = [{"names": ["Phấn đấu tăng ít nhất 03 bậc."], "part": "body"}]

    strict = score_items([], predictions)
    tolerant = score_items([], predictions, tolerated=["Phấn đấu tăng ít nhất 03 bậc"])

    assert strict.tally("item").extra == 1
    assert tolerant.micro().f1 == 1.0


def test_document_facts_missed_and_invented():
    score = Score()

    score_document(score, {"number": "1/KH-UBND", "signer": "Nguyễn Văn Mẫu"}, {"number": "1/KH-UBND", "date": "x"})

    facts = score.tally("facts")
    assert (facts.right, facts.missed, facts.extra) == (1, 1, 1)


def test_invented_values_are_found():
    item = {"names": ["Kiểm tra công vụ"], "lead": ["Sở Bịa Đặt"], "targets": [{"value": "35"}, {"value": "30"}]}

    found = find_invented([item], "Kiểm tra công vụ: 30% đơn vị. Sở Nội vụ")

    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (">=02.50%", (">=", "2.5", None, "%")),
        ("between 80..100%", ("between", "80", "100", "%")),
        ("increase @2024", ("increase", None, None, None)),
        (">=2 hội nghị", (">=", "2", None, "hội nghị")),
    ],
)
def test_target_notation(text, key):
    assert parse_target(text).key == key


def test_target_notation_keeps_the_baseline():
    assert parse_target("increase_ge 2pp base 83.99@2022").baseline == ("83.99", "2022")


def test_predicted_numbers_compare_exactly():
    assert predicted_target_key({"op": ">=", "value": 2.0, "unit": "%"}) == (">=", "2", None, "%")


@pytest.mark.parametrize("text", ["about 5%", "", "10"])
def test_target_notation_refuses_the_rest(text):
    with pytest.raises(ValueError, match="not a target"):
        parse_target(text)


def test_deadline_notation_accepts_choices():
    deadline = parse_deadline("?in_year 2025|by_year 2025")

    assert deadline.optional
    assert {key[1] for key in deadline.accepted} == {"in_year", "by_year"}


def test_deadline_notation_refuses_too_many_values():
    with pytest.raises(ValueError, match="not a deadline"):
        parse_deadline("continuous 2025 1")


def test_items_without_number_or_order_are_still_aligned():
    items = [replace(item, number=None) for item in PLANS[0].items()[:4]]

    score = score_items(items, [as_prediction(item) for item in reversed(items)])

    assert score.micro().f1 == 1.0
