"""Rules of lint one by one where a whole plan would hide the case, and that no text makes them fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.definitions.lint.loader import load_rule_book
from parindex.domain.planning.lint import numbering, report, targets
from parindex.domain.planning.lint.criteria import choose_catalogue
from parindex.domain.planning.lint.model import Change, Finding, LintContext, Paragraph, Source
from parindex.domain.planning.model import (
    Confidence,
    Deadline,
    DeadlineKind,
    DeadlineRole,
    Item,
    Part,
    Plan,
    PlanDocument,
    Section,
    SourceSpan,
    Target,
    TargetOp,
    UnitLevel,
)
from parindex.domain.planning.model import Finding as ReadFinding
from parindex.domain.scoring import catalogue as scoring

BOOK = load_rule_book()
ITEM = Item(
    key="body/1.1",
    part=Part.BODY,
    section=Section.FIX,
    number="1.1",
    names=("Tiêu chí mẫu của kế hoạch",),
    lead=("Sở Mẫu",),
    target_text="Đạt 90% trở lên",
    targets=(Target(TargetOp.GE, Decimal(90), "%", "việc"),),
    deadline_text="Quý II/2026",
    deadlines=(Deadline(DeadlineRole.BOTH, DeadlineKind.QUARTER, "Quý II/2026", year=2026, quarter=2),),
    sources={"names": (SourceSpan(1, 0, 5, line=3),)},
)
DOCUMENT = PlanDocument(doc="mẫu.txt", sha256="0" * 64, number="1/KH-UBND", date_=date(2026, 3, 2), plan_year=2026)


def lint(*items: Item, document: PlanDocument = DOCUMENT, **known: object) -> tuple[Finding, ...]:
    context = LintContext(book=BOOK, **known)  # type: ignore[arg-type]  # the keys are those of the context
    return report.lint_plan(Plan(document=document, items=items or (ITEM,)), context)


def codes(*items: Item, **known: object) -> list[str]:
    return sorted(finding.code for finding in lint(*items, **known))


def target(op: TargetOp, value: str | None, unit: str | None = "%", **more: str) -> Target:
    numbers = {name: Decimal(number) for name, number in more.items()}
    return Target(op, Decimal(value) if value else None, unit, "việc", **numbers)  # type: ignore[arg-type]


def test_clean_item_gives_nothing() -> None:
    assert codes() == []


def test_doubtful_item_is_not_blamed_for_what_may_be_misread() -> None:
    doubtful = ITEM._replace(lead=(), deadline_text=None, deadlines=(), confidence={"names": Confidence.CHECK})

    assert codes(doubtful) == []
    assert codes(doubtful._replace(confidence={})) == ["no_assignment", "no_deadline", "no_lead"]


def test_only_one_who_carries_out_leads() -> None:
    alone = ITEM._replace(lead=(), implement=("Phòng Mẫu",))

    assert codes(alone) == []
    assert codes(alone._replace(implement=("Phòng Mẫu", "Phòng Khác"))) == ["no_lead"]


@pytest.mark.parametrize(
    ("found", "is_impossible"),
    [
        (target(TargetOp.GE, "100"), False),
        (target(TargetOp.GE, "100.01"), True),
        (target(TargetOp.BETWEEN, "80", value2="100"), False),
        (target(TargetOp.BETWEEN, "80", value2="110"), True),
        (target(TargetOp.BETWEEN, "80", value2="70"), True),
        (target(TargetOp.GE, "85", baseline="85"), False),
        (target(TargetOp.GE, "84.9", baseline="85"), True),
        (target(TargetOp.INCREASE_GE, "15", "pp", baseline="85"), False),
        (target(TargetOp.INCREASE_GE, "15.1", "pp", baseline="85"), True),
        (target(TargetOp.DECREASE_GE, "90", "pp", baseline="85"), True),
        (target(TargetOp.DECREASE_GE, "85", "pp", baseline="85"), False),
        (target(TargetOp.LE, "120"), False),
        (target(TargetOp.GE, "120", "hồ sơ"), False),
        (target(TargetOp.INCREASE, None), False),
    ],
)
def test_targets_that_cannot_be(found: Target, is_impossible: bool) -> None:
    item = ITEM._replace(targets=(found,), target_text="Đạt 90 việc")

    assert ("impossible_target" in codes(item)) is is_impossible


def test_more_than_the_plan_is_possible() -> None:
    item = ITEM._replace(targets=(target(TargetOp.GE, "110"),), target_text="Thu 110% dự toán được giao")

    assert "impossible_target" not in codes(item)


def test_numbers_are_written_as_offices_do() -> None:
    assert targets.number_text(Decimal("85.40")) == "85,4"
    assert targets.number_text(Decimal("100")) == "100"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Không có việc chậm", (target(TargetOp.EQ, "0", "việc"),)),
        ("Mức độ 3 và 4, 02 lớp", ()),
    ],
)
def test_goal_that_counts_is_measured(text: str, found: tuple[Target, ...]) -> None:
    assert codes(ITEM._replace(target_text=text, targets=found)) == []


@pytest.mark.parametrize(
    "text", ["Đạt mức độ 3 và 4", "Theo Quyết định số 12/QĐ-UBND ngày 3/2/2026", "Công bố ISO 9001"]
)
def test_goal_with_names_only_is_not_measured(text: str) -> None:
    assert codes(ITEM._replace(target_text=text, targets=())) == ["no_number"]


def test_deadline_of_early_next_year_is_let_pass() -> None:
    def due(day: date) -> Item:
        text = f"Trước ngày {day:%d/%m/%Y}"
        return ITEM._replace(
            deadline_text=text, deadlines=(Deadline(DeadlineRole.BOTH, DeadlineKind.DATE, text, date_=day),)
        )

    assert codes(due(date(2027, 1, 31))) == []
    assert codes(due(date(2027, 2, 1))) == ["past_deadline"]
    assert codes(due(date(2026, 3, 1))) == ["past_deadline"]
    assert codes(due(date(2026, 3, 2))) == []


def test_start_before_the_signing_is_no_past_deadline() -> None:
    text, day = "Từ 02/01/2026", date(2026, 1, 2)
    start = Deadline(DeadlineRole.BOTH, DeadlineKind.DATE, text, date_=day, op=">=")

    assert codes(ITEM._replace(deadline_text=text, deadlines=(start,))) == []


def test_draft_is_compared_with_today() -> None:
    draft = replace(DOCUMENT, date_=None)
    text = "Trước ngày 30/4/2026"
    item = ITEM._replace(
        deadline_text=text,
        deadlines=(Deadline(DeadlineRole.BOTH, DeadlineKind.DATE, text, date_=date(2026, 4, 30)),),
    )

    assert codes(item, document=draft, today=date(2026, 5, 1)) == ["past_deadline"]
    assert codes(item, document=draft, today=date(2026, 4, 30)) == []
    assert codes(item, document=draft) == []


def marker(text: str, style: str, number: str, block: int) -> Paragraph:
    return Paragraph(text=f"{number}) {text}", block=block, line=block, style=style, number=number, end=len(number) + 2)


@pytest.mark.parametrize(
    ("numbers", "faults"),
    [
        (["1.1", "1.2", "1.3", "2.1", "2.2"], []),
        (["1.7", "1.9"], ["1.9"]),
        (["1.1", "1.1"], ["1.1"]),
        (["1", "2", "1", "2"], []),
    ],
)
def test_headings_follow_on(numbers: list[str], faults: list[str]) -> None:
    source = Source(tuple(marker("việc", "number", number, at) for at, number in enumerate(numbers, start=10)))

    found = [finding.text.split(")")[0] for finding in lint(source=source)]

    assert found == faults


@pytest.mark.parametrize(
    ("letters", "faults"),
    [
        ("abcd", 0), ("abcdđe", 0), ("abcde", 0), ("abd", 1), ("abccd", 1), ("bcd", 1), ("abab", 0), ("az", 0),
        ("wz", 0),
    ],
)  # fmt: skip
def test_letters_follow_on(letters: str, faults: int) -> None:
    source = Source(tuple(marker("ý", "letter", letter, at) for at, letter in enumerate(letters, start=10)))

    assert len([finding for finding in lint(source=source) if finding.code == "numbering"]) == faults


def test_number_inside_the_paragraph_before_is_not_skipped() -> None:
    first = replace(marker("việc", "letter", "a", 10), text="a) Mục tiêu b) Nhiệm vụ")

    assert codes(source=Source((first, marker("phân công", "letter", "c", 11)))) == []


@given(st.integers(min_value=1, max_value=39))
def test_roman_numbers_are_read_as_written(value: int) -> None:
    assert numbering.roman_value(numbering.roman_text(value)) == value


def test_old_encoding_is_told_once() -> None:
    changes = tuple(Change("tcvn3", "C¶i c¸ch", "Cải cách", line=line) for line in (1, 2, 3))

    found = lint(source=Source((), changes))

    assert [finding.code for finding in found] == ["glyph"]
    assert "TCVN3 (3 dòng)" in found[0].message


def catalogue(*pairs: tuple[str, str]) -> scoring.Catalogue:
    status = scoring.ItemStatus.UNVERIFIED
    items = tuple(scoring.Item(code, name, Fraction(1), status) for code, name in pairs)
    return scoring.Catalogue(
        id="thu",
        level=scoring.Level.PROVINCE,
        year=2026,
        title="Bộ thử",
        status=scoring.CatalogueStatus.RECONSTRUCTION,
        group="tỉnh",
        items=items,
    )


def coded(code: str, name: str) -> Item:
    return ITEM._replace(key=f"appendix/{code}", code=f"TCTP {code}", names=(name,))


def test_catalogue_is_chosen_by_its_names() -> None:
    fits = catalogue(("1.1", "Thực hiện kế hoạch"), ("1.2", "Chế độ báo cáo"))
    other = catalogue(("1.1", "Chế độ báo cáo"), ("1.2", "Thực hiện kế hoạch"))
    plan = Plan(DOCUMENT, (coded("1.1", "Thực hiện kế hoạch"), coded("1.2", "Chế độ báo cáo định kỳ")))

    assert choose_catalogue(plan, catalogues=(other, fits)) is fits
    assert choose_catalogue(plan, catalogues=(other,)) is None
    assert choose_catalogue(plan, catalogues=()) is None


def test_lost_points_are_taken_up_by_code_parent_or_name() -> None:
    known = catalogue(("1.1", "Thực hiện kế hoạch"), ("2.1", "Tiêu chí mẫu của kế hoạch"), ("3.1", "Bị quên"))
    items = (ITEM._replace(code="TC 1.1"),)

    found = lint(*items, catalogue=known, losses=("1.1", "1.1.2", "2.1", "3.1", "9"))

    assert [finding.text for finding in found if finding.code == "missing_loss"] == ["3.1", "9"]
    assert "“Bị quên”" in next(finding.message for finding in found if finding.text == "3.1")


def test_unknown_level_keeps_rules_of_levels_silent() -> None:
    item = ITEM._replace(names=("Mức độ thu hút đầu tư của tỉnh",), coordinate=("Sở Khác",))

    assert codes(item) == []
    assert codes(item, level=UnitLevel.COMMUNE) == ["not_applicable_here", "wrong_level_agency", "wrong_level_agency"]


TEXTS = st.text(
    alphabet=st.sampled_from(list("aăâbcdđeêghiklmnoôơpqrstuưvxy ABCĐ0123456789/.,;:()%-“”\n…ƣ")), max_size=80
)


@settings(max_examples=60)
@given(st.lists(TEXTS, max_size=6), st.sampled_from(UnitLevel), TEXTS, TEXTS)
def test_no_text_makes_lint_fail(texts: list[str], level: UnitLevel, goal: str, agency: str) -> None:
    paragraphs = tuple(Paragraph(text, block, line=block + 1) for block, text in enumerate(texts))
    item = ITEM._replace(target_text=goal, lead=(agency,), names=(agency or "x",))
    document = replace(DOCUMENT, issuer=f"UBND xã {agency}", unit_level=level)

    found = lint(item, document=document, source=Source(paragraphs), level=level)

    assert all(finding.message for finding in found)


def test_two_equal_items_are_a_duplicate_and_two_times_a_contradiction() -> None:
    again = ITEM._replace(key="body/2.1", number="2.1")
    later = again._replace(deadlines=(again.deadlines[0]._replace(quarter=3, year=2027),))

    assert codes(ITEM, again) == ["duplicate"]
    assert codes(ITEM, later) == ["contradiction"]


def test_place_of_an_earlier_citation_is_a_line_a_page_or_above() -> None:
    cited = "Kế hoạch số 9/KH-UBND ngày {}/01/2026 của UBND tỉnh Mẫu"
    later = Paragraph(cited.format(6), block=9)

    for first, place in (
        (Paragraph(cited.format(5), block=8, line=7), "dòng 7"),
        (Paragraph(cited.format(5), block=8, page=2), "trang 2"),
        (Paragraph(cited.format(5), block=8), "phần trên"),
    ):
        found = lint(source=Source((first, later)))
        assert [finding.code for finding in found] == ["bad_citation"]
        assert place in found[0].message


def test_chapter_opens_new_lists_and_item_without_sources_has_no_place() -> None:
    chapter = Paragraph("Chương II. VIỆC", block=11, style="chapter", number="II", end=10)
    source = Source((marker("việc", "number", "3", 10), chapter, marker("việc", "number", "7", 12)))

    assert codes(ITEM._replace(sources={}), source=source) == []


def test_item_without_number_and_code_is_this_item() -> None:
    found = lint(ITEM._replace(number=None, target_text="Thực hiện tốt", targets=()))

    assert found[0].message == "Mục này có mục tiêu không đo được bằng số."


def test_repairs_of_other_rules_are_no_fault() -> None:
    assert codes(source=Source((), (Change("join_lines", "a\nb", "a b"),))) == []


def test_line_that_became_no_item_is_told_with_its_place() -> None:
    span = SourceSpan(4, 0, 20, page=2)
    told = tuple(
        ReadFinding(code, "Lời.", text="Dời quầy trước 30/6", span=span) for code in ("unread_line", "no_lead")
    )
    plan = Plan(document=DOCUMENT, items=(ITEM,), findings=told)

    (found,) = [finding for finding in report.lint_plan(plan, LintContext(book=BOOK)) if finding.code == "unread_line"]

    assert (found.text, found.page, found.item) == ("Dời quầy trước 30/6", 2, None)


def test_further_codes_are_told_unless_another_item_bears_them() -> None:
    first, second = ITEM._replace(code="TC 1.1"), ITEM._replace(key="body/1.2", code="TC 1.2")
    told = (ReadFinding("more_codes", "Lời.", item=first.key, text="TC 1.2, TC 1.3"),)

    def missing(*items: Item) -> list[tuple[str | None, str]]:
        found = report.lint_plan(Plan(document=DOCUMENT, items=items, findings=told), LintContext(book=BOOK))
        return [(finding.item, finding.text) for finding in found if finding.code == "more_codes"]

    assert missing(first) == [(first.key, "TC 1.2, TC 1.3")]
    assert missing(first, second) == [(first.key, "TC 1.3")]
    assert missing(second) == []
