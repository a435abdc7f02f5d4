"""Estimates equal the exact index; tables wide and long say the same; targets are judged by their margins."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.analytics.surveys.comparison import Comparison, Earlier, Verdict, compare, difference
from parindex.analytics.surveys.design import DesignError
from parindex.analytics.surveys.estimation import SurveyEstimate, estimate_survey
from parindex.analytics.surveys.mistakes import BadAnswers
from parindex.analytics.surveys.preparing import prepare
from parindex.analytics.surveys.report import EarlierError, as_json, earlier_from_json, notices
from parindex.analytics.surveys.table import table_of
from parindex.definitions.questionnaires.loader import load_questionnaire, read_questionnaire
from parindex.domain.surveys.index import Form, index
from parindex.domain.surveys.plan import Bootstrap, PostStrata, StagePlan, SurveyPlan, Target, TargetKind
from parindex.domain.surveys.questionnaire import Aggregation, Questionnaire

SMALL = read_questionnaire(
    """
schema: parindex.questionnaire/1
id: thu
version: "1"
kind: local
title: {vi: Phiếu thử}
years: "2026"
status: verified
scales:
  hl:
    - {value: "1", text: {vi: Kém}, points: "1"}
    - {value: "2", text: {vi: Vừa}, points: "2.5"}
    - {value: "3", text: {vi: Tốt}, points: "3", satisfied: "yes"}
    - {value: "9", text: {vi: Không biết}}
parts:
  - {code: I, name: {vi: Một}, elements: [{code: I.A, name: {vi: A}}, {code: I.B, name: {vi: B}}]}
  - {code: II, name: {vi: Hai}, elements: [{code: II.A, name: {vi: C}}]}
questions:
  - {code: da_den, kind: single, text: {vi: Đã đến?}, status: verified,
     options: [{value: "0", text: {vi: Chưa}}, {value: "1", text: {vi: Rồi}}]}
  - code: q
    kind: matrix
    text: {vi: Hài lòng}
    status: verified
    scale: hl
    rows:
      - {code: "1", text: {vi: Một}, status: verified, element: I.A}
      - {code: "2", text: {vi: Hai}, status: verified, element: I.A}
      - {code: "3", text: {vi: Ba}, status: verified, element: I.B}
  - {code: r, kind: single, text: {vi: Bốn}, status: verified, scale: hl, element: II.A,
     when: {column: da_den, is: ["1"]}}
  - {code: kenh, kind: multiple, text: {vi: Kênh}, status: verified,
     options: [{value: "1", text: {vi: Báo}}, {value: "2", text: {vi: Đài}}]}
""",
    source="thu.yaml",
)
ITEMS = ("q.1", "q.2", "q.3", "r")
ANSWERS = st.sampled_from(["1", "2", "3", "9", ""])
HEADINGS = ("form", "weight", "stratum", "cluster", "unit", "da_den", *ITEMS)


def rows_of(seed: int, size: int = 60) -> list[tuple[str, ...]]:
    """Return forms with unequal weights in three strata of five clusters."""
    chance = random.Random(seed)
    return [
        (
            f"P{number}", str(1 + number % 3), f"T{number % 3}", f"C{number % 15}", f"X{number % 2}", "1",
            *chance.choices(["1", "2", "3", "9", ""], [2, 2, 8, 1, 1], k=4),
        )
        for number in range(size)
    ]  # fmt: skip


def estimated(
    rows: Sequence[Sequence[str]],
    plan: SurveyPlan | None = None,
    *,
    headings: Sequence[str] = HEADINGS,
    questionnaire: Questionnaire = SMALL,
) -> SurveyEstimate:
    return estimate_survey(questionnaire, prepare(table_of(headings, rows), questionnaire, plan))


def values(result: SurveyEstimate) -> dict[str, float | None]:
    return {figure.label.code: figure.value for figure in result.figures}


@pytest.mark.parametrize("aggregation", list(Aggregation))
@given(
    forms=st.lists(st.tuples(st.integers(1, 9), ANSWERS, ANSWERS, ANSWERS, ANSWERS), min_size=2, max_size=12),
    by_cluster=st.booleans(),
)
def test_estimate_equals_the_exact_index(
    aggregation: Aggregation, forms: list[tuple[int, str, str, str, str]], *, by_cluster: bool
) -> None:
    stages = (StagePlan(cluster="c" if by_cluster else ""),)
    plan = SurveyPlan(weight="weight", aggregation=aggregation, stages=stages, lonely="certainty", ignored=("c",))
    rows = [(str(at), str(weight), str(at // 2), "1", *told) for at, (weight, *told) in enumerate(forms)]

    found = values(estimated(rows, plan, headings=("form", "weight", "c", "da_den", *ITEMS)))

    exact = index(
        SMALL,
        [Form(dict(zip(ITEMS, told, strict=True)), Fraction(weight)) for weight, *told in forms],
        aggregation=aggregation,
    )
    assert found.keys() == exact.keys()
    for code, value in exact.items():
        assert found[code] == (None if value is None else pytest.approx(float(value), rel=1e-12)), code


def test_wide_and_long_tables_say_the_same() -> None:
    wide = [row for row in rows_of(1) if any(row[6:])]
    long = [(*row[:5], item, answer) for row in wide for item, answer in zip(HEADINGS[5:], row[5:], strict=True)]
    random.Random(1).shuffle(long)

    one, other = estimated(wide), estimated(long, headings=(*HEADINGS[:5], "item", "answer"))

    for first, second in zip(one.figures, other.figures, strict=True):
        assert first.value == pytest.approx(second.value)
        assert first.margin is not None
        assert second.margin is not None
        assert first.margin.error == pytest.approx(second.margin.error)


@pytest.mark.parametrize("aggregation", [Aggregation.POOLED_ANSWERS, Aggregation.MEAN_OF_GROUPS])
def test_forms_drawn_themselves_are_summed_as_if_kept(aggregation: Aggregation) -> None:
    """Squares summed by cell give what moving the weight of each single form gives."""
    rows = rows_of(2, 24)
    plan = SurveyPlan(
        weight="weight", stages=(StagePlan(("stratum",), ""),), ignored=("cluster", "unit"),
        aggregation=aggregation, post_strata=PostStrata("unit", {"X0": Fraction(70), "X1": Fraction(50)}),
    )  # fmt: skip

    result = estimated(rows, plan)

    delta = moved_weights(rows, aggregation)
    for figure, error in zip(result.figures, delta, strict=True):
        assert figure.margin is not None
        assert figure.margin.error == pytest.approx(error, rel=1e-6), figure.label.code


def moved_weights(rows: list[tuple[str, ...]], aggregation: Aggregation) -> list[float]:
    """Linearise by moving each weight a little, post-strata and all, and take the stratified variance."""
    totals = {"X0": 70.0, "X1": 50.0}
    weights = np.array([float(row[1]) for row in rows])
    groups = [row[4] for row in rows]

    def figures(weight: np.ndarray) -> np.ndarray:
        scaled = weight.copy()
        for group, total in totals.items():
            inside = np.array([one == group for one in groups])
            scaled[inside] *= total / weight[inside].sum()
        forms = [
            Form(dict(zip(HEADINGS, row, strict=True)), Fraction(one)) for row, one in zip(rows, scaled, strict=True)
        ]
        return np.array([float(value or 0) for value in index(SMALL, forms, aggregation=aggregation).values()])

    exact = list(index(SMALL, []))
    order = [exact.index(code) for code in values(estimated(rows, SurveyPlan(ignored=HEADINGS[1:5])))]
    scores = np.zeros((len(rows), len(order)))
    for at in range(len(rows)):
        step = 1e-4 * weights[at]
        up, down = weights.copy(), weights.copy()
        up[at] += step
        down[at] -= step
        scores[at] = ((figures(up) - figures(down)) / (2 * step) * weights[at])[order]
    variance = np.zeros(len(order))
    for stratum in {row[2] for row in rows}:
        inside = scores[[row[2] == stratum for row in rows]]
        variance += len(inside) / (len(inside) - 1) * ((inside - inside.mean(axis=0)) ** 2).sum(axis=0)
    return [float(error) for error in np.sqrt(variance)]


def test_domains_are_told_apart_and_small_ones_hidden() -> None:
    rows = [(*row[:4], "nhỏ" if number < 3 else row[4], *row[5:]) for number, row in enumerate(rows_of(3))]

    result = estimated(rows)

    told = {domain.name: domain for domain in result.domains}
    assert told["nhỏ"].figures is None
    alone = estimated([row for row in rows if row[4] == "X0"], SurveyPlan(weight="weight", ignored=HEADINGS[2:5]))
    assert told["X0"].figures is not None
    assert told["X0"].figures[0].value == pytest.approx(alone.figures[0].value)
    assert "1 nhóm có ít hơn 5 phiếu" in " ".join(notices(result))


def test_group_inside_one_cluster_has_the_margin_of_the_stages_below() -> None:
    """A commune that was drawn is estimated as its own survey of hamlets."""
    headings = ("form", "n", "commune", "hamlets", "hamlet", "q.1")
    rows = [
        (f"P{at}", "10", f"X{at // 20}", "12", f"{at // 5}", "3" if (at * 7) % 5 < 3 + at // 40 else "1")
        for at in range(60)
    ]
    stages = (StagePlan(cluster="commune", population="n"), StagePlan(cluster="hamlet", population="hamlets"))

    whole = estimated(rows, SurveyPlan(stages=stages, domains=("commune",)), headings=headings)
    alone = estimated(rows[:20], SurveyPlan(stages=stages[1:], domains=("commune",), ignored=("n",)), headings=headings)

    told = whole.domains[0]
    assert told.is_within
    assert told.figures is not None
    assert told.figures[0].margin is not None
    assert alone.figures[0].margin is not None
    assert told.figures[0].margin.error == pytest.approx(alone.figures[0].margin.error)
    assert told.figures[0].degrees == alone.figures[0].degrees == 3
    assert "nằm trọn trong một cụm" in " ".join(notices(whole))


def test_bootstrap_is_near_the_linearised_error_and_repeats() -> None:
    plan = SurveyPlan(
        weight="weight", stages=(StagePlan(("stratum",), "cluster"),), domains=("unit",), bootstrap=Bootstrap(2000, 7)
    )
    rows = rows_of(4, 600)

    first, again = estimated(rows, plan), estimated(rows, plan)

    for figure, same in zip(first.figures, again.figures, strict=True):
        assert figure.margin is not None
        assert figure.bootstrap is not None
        assert figure.bootstrap == same.bootstrap
        assert figure.bootstrap.error == pytest.approx(figure.margin.error, rel=0.12)
        assert figure.bootstrap.low < (figure.value or 0) < figure.bootstrap.high
    assert first.domains[0].figures is not None
    assert first.domains[0].figures[0].bootstrap is not None


def test_bootstrap_of_forms_and_post_strata() -> None:
    plan = SurveyPlan(
        weight="weight", stages=(StagePlan(("stratum",), ""),), ignored=("cluster",), bootstrap=Bootstrap(1500, 1),
        post_strata=PostStrata("unit", {"X0": Fraction(300), "X1": Fraction(500)}),
    )  # fmt: skip

    result = estimated(rows_of(5, 400), plan)

    for figure in result.figures:
        assert figure.margin is not None
        assert figure.bootstrap is not None
        assert figure.bootstrap.error == pytest.approx(figure.margin.error, rel=0.12)


def judged(target: Target, earlier: dict[str, Earlier] | None = None) -> Comparison:
    plan = SurveyPlan(
        weight="weight", stages=(StagePlan(("stratum",), "cluster"),), ignored=("unit",), targets=(target,)
    )
    return compare(estimated(rows_of(6), plan), earlier or {})[0]


@pytest.mark.parametrize(("amount", "verdict"), [(20, Verdict.MET), (99, Verdict.MISSED), (66, Verdict.UNDECIDED)])
def test_target_is_judged_by_the_margin(amount: int, verdict: Verdict) -> None:
    told = judged(Target("whole", TargetKind.AT_LEAST, Fraction(amount)))

    assert told.verdict is verdict
    assert told.low is not None
    assert told.high is not None
    assert told.low < (told.found or 0) < told.high


@pytest.mark.parametrize(
    ("kind", "before", "verdict"),
    [
        (TargetKind.INCREASE, 30.0, Verdict.MET),
        (TargetKind.INCREASE, 64.0, Verdict.UNDECIDED),
        (TargetKind.INCREASE, 95.0, Verdict.MISSED),
        (TargetKind.INCREASE_PERCENT, 30.0, Verdict.MET),
        (TargetKind.INCREASE_PERCENT, 95.0, Verdict.MISSED),
    ],
)
def test_rise_is_judged_with_the_margins_of_both_years(kind: TargetKind, before: float, verdict: Verdict) -> None:
    told = judged(Target("whole", kind, Fraction(2)), {"whole": Earlier(before, 2.0, 12)})

    assert told.verdict is verdict


def test_what_cannot_be_judged_says_why() -> None:
    assert judged(Target("khong-co", TargetKind.AT_LEAST, Fraction(1))).verdict is Verdict.UNKNOWN
    assert "chưa có kết quả năm trước" in judged(Target("whole", TargetKind.INCREASE, Fraction(2))).reason
    same = [(str(at), "3", "3", "3", "3", "1") for at in range(9)]
    plan = SurveyPlan(targets=(Target("whole", TargetKind.AT_LEAST, Fraction(80)),))
    result = estimated(same, plan, headings=("form", *ITEMS, "da_den"))
    assert compare(result, {})[0].verdict is Verdict.UNKNOWN
    counted = SurveyPlan(stages=(StagePlan(population="n"),), targets=plan.targets)
    census = estimated([(*row, "9") for row in same], counted, headings=("form", *ITEMS, "da_den", "n"))
    assert compare(census, {})[0].verdict is Verdict.MET


def test_degrees_of_a_difference_are_between_those_of_the_two() -> None:
    told = difference(Earlier(85.0, 1.0, 10), Earlier(83.0, 1.0, 10))

    assert (told.value, told.degrees) == (2.0, 20)
    assert told.error == pytest.approx(2**0.5)
    assert difference(Earlier(1.0, 0.0, 3), Earlier(1.0, 0.0, 5)).degrees == 3


def test_estimate_of_this_year_is_read_next_year() -> None:
    told = as_json(estimated(rows_of(7)), [])

    earlier = earlier_from_json(told, aggregation="pooled_answers")

    assert earlier["whole"].value == estimated(rows_of(7)).figures[0].value
    with pytest.raises(EarlierError, match="không so được"):
        earlier_from_json(told, aggregation="mean_score")
    with pytest.raises(EarlierError, match=r"parindex\.survey-estimate/1"):
        earlier_from_json([], aggregation="mean_score")


def test_one_form_has_no_margin() -> None:
    result = estimated(
        [("1", "3", "3", "", "2", "1")], SurveyPlan(lonely="certainty"), headings=("form", *ITEMS, "da_den")
    )

    assert result.figures[0].value == pytest.approx(200 / 3)
    assert result.figures[0].margin is None
    assert result.partial_forms == 1


def test_blank_forms_are_counted() -> None:
    rows = [("1", "", "", "", "", ""), ("2", "3", "3", "3", "", "0"), ("3", "1", "3", "9", "3", "1")]

    result = estimated(rows, SurveyPlan(issued=6), headings=("form", *ITEMS, "da_den"))

    told = as_json(result, [])["forms"]
    assert isinstance(told, dict)
    assert (told["blank"], told["partial"], told["response_percent"]) == (1, 0, pytest.approx(100 / 3))


MISTAKEN = [
    ({1: ("1", "4", "3", "3", "3", "1")}, None, "q.1", "không có phương án “4”", 3),
    ({1: ("0", "3", "3", "3", "3", "1")}, None, "form", "phiếu “0” có hai lần", 3),
    ({1: ("", "3", "3", "3", "3", "1")}, None, "form", "thiếu mã phiếu", 3),
    ({1: ("1", "3", "3", "3", "3", "0")}, None, "r", "câu này chỉ hỏi khi da_den là 1", 3),
]


@pytest.mark.parametrize(("changed", "plan", "column", "message", "row"), MISTAKEN, ids=[case[3] for case in MISTAKEN])
def test_mistake_names_its_row_and_column(
    changed: dict[int, tuple[str, ...]], plan: SurveyPlan | None, column: str, message: str, row: int
) -> None:
    rows = [changed.get(at, (str(at), "3", "3", "3", "3", "1")) for at in range(4)]

    with pytest.raises(BadAnswers) as raised:
        estimated(rows, plan, headings=("form", *ITEMS, "da_den"))

    mistake = raised.value.mistakes[0]
    assert (mistake.row, mistake.column) == (row, column)
    assert message in mistake.message


@pytest.mark.parametrize("weight", ["0", "-1", "nhiều", "", "inf", "nan"])
def test_weight_that_is_none_is_refused(weight: str) -> None:
    rows = [(str(at), "3", weight if at == 2 else "1,5") for at in range(4)]

    with pytest.raises(BadAnswers) as raised:
        estimated(rows, headings=("form", "q.1", "weight"))

    assert [(mistake.row, mistake.column) for mistake in raised.value.mistakes] == [(4, "weight")]


@pytest.mark.parametrize(
    ("headings", "plan", "message"),
    [
        (("form", "q.1", "q.77"), None, "không có câu này"),
        (("form", "la"), SurveyPlan(ignored=("la",)), "không có cột nào là mục"),
        (("form", "q.1"), SurveyPlan(weight="w"), "bảng thiếu cột này"),
        (("ma", "q.1"), None, "bảng thiếu cột này"),
    ],
)
def test_heading_is_checked(headings: Sequence[str], plan: SurveyPlan | None, message: str) -> None:
    with pytest.raises(BadAnswers) as raised:
        estimated([("1", "3", "3"[: len(headings) - 2])][:3], plan, headings=headings)

    assert any(message in mistake.message for mistake in raised.value.mistakes)


def test_long_table_is_checked() -> None:
    rows = [
        ("1", "T", "q.1", "3"), ("1", "T", "q.1", "2"), ("1", "U", "q.2", "3"), ("2", "T", "x", "3"),
        ("", "T", "q.1", "1"), ("3", "T", "", "1"),
    ]  # fmt: skip

    with pytest.raises(BadAnswers) as raised:
        estimated(rows, headings=("form", "stratum", "item", "answer"))

    assert [(mistake.row, mistake.column) for mistake in raised.value.mistakes] == [
        (3, "item"), (4, "stratum"), (5, "item"), (6, "form"), (7, "item"),
    ]  # fmt: skip


def test_post_strata_are_checked() -> None:
    plan = SurveyPlan(post_strata=PostStrata("unit", {"A": Fraction(5)}))

    with pytest.raises(BadAnswers) as raised:
        estimated([("1", "3", "A"), ("2", "3", "B"), ("3", "3", "")], plan, headings=("form", "q.1", "unit"))

    assert [(mistake.row, mistake.column) for mistake in raised.value.mistakes] == [(3, "unit"), (4, "unit")]


def test_multiple_choice_is_checked_but_not_estimated() -> None:
    headings = ("form", "q.1", "kenh")

    assert estimated([("1", "3", "1|2"), ("2", "1", "")], headings=headings).figures[0].value == 50
    with pytest.raises(BadAnswers, match="không có phương án “7”"):
        estimated([("1", "3", "1|7"), ("2", "1", "")], headings=headings)


def test_empty_table_is_refused() -> None:
    with pytest.raises(DesignError, match="không có phiếu nào"):
        estimated([], headings=("form", "q.1"))


def test_points_of_leaders_are_averaged() -> None:
    leaders = load_questionnaire("lanh-dao-2022")
    rows = [(str(at), level) for at, level in enumerate("AABD")]

    result = estimated(rows, headings=("form", "ld.chi_dao"), questionnaire=leaders)

    assert result.figures[0].value == 65
    assert result.shares["ld.chi_dao"] == {"A": 50.0, "B": 25.0, "C": 0.0, "D": 25.0}
