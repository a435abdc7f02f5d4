"""Importing answers: equal to single edits, all or nothing, every mistake with its place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.apps.assessment import bulk, sheets
from parindex.apps.assessment.models import Sheet, SheetItem
from parindex.apps.audit.models import Event
from parindex.domain.access import Role
from parindex.domain.scoring.entries import BadEntries, Entry
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db


def rows(*cells: tuple[str, str, str, str]) -> list[Entry]:
    return [Entry(number, *row) for number, row in enumerate(cells, start=2)]


def mistakes_of(season, entries, *, actor=None, now=make.SEASON_AT):
    with pytest.raises(BadEntries) as refused:
        bulk.import_answers(campaign=season.campaign, entries=entries, actor=actor or season.holder, now=now)
    assert not SheetItem.objects.exclude(version=1).exists()
    return [(mistake.row, mistake.column, mistake.message) for mistake in refused.value.mistakes]


def test_import_writes_items_and_totals():
    season = make.make_season(2)
    first, second = (unit.slug for unit in season.communes)

    done = bulk.import_answers(
        campaign=season.campaign,
        entries=rows(
            (first, "1.1", "", "kịp thời"),
            (first, "1.2", "numerator", "39"),
            (first, "1.2", "denominator", "40"),
            (season.communes[1].name, "1.1", "level", "none"),
            (second, "1.4.1", "", "n/a"),
        ),
        actor=season.holder,
        now=make.SEASON_AT,
    )

    assert (done.sheet_count, done.item_count, done.same_count) == (2, 4, 0)
    assert season.item("1.1").inputs == {"level": "on_time"}
    assert season.item("1.2").inputs == {"numerator": "39", "denominator": "40"}
    assert season.item("1.4.1", 1).is_not_applicable
    assert season.sheet().self_high < season.sheet().self_maximum + 50000
    assert Event.objects.filter(action="sheet.imported").count() == 2


def test_import_twice_changes_nothing():
    season = make.make_season(1)
    entries = rows((season.communes[0].slug, "1.1", "", "late"))
    bulk.import_answers(campaign=season.campaign, entries=entries, actor=season.holder, now=make.SEASON_AT)

    again = bulk.import_answers(campaign=season.campaign, entries=entries, actor=season.holder, now=make.SEASON_AT)

    assert (again.sheet_count, again.item_count, again.same_count) == (0, 0, 1)
    assert season.item("1.1").version == 2


def test_import_keeps_inputs_that_the_table_leaves_out():
    season = make.make_season(1)
    slug = season.communes[0].slug
    for row in ((slug, "1.2", "denominator", "40"), (slug, "1.2", "numerator", "38")):
        bulk.import_answers(campaign=season.campaign, entries=rows(row), actor=season.holder, now=make.SEASON_AT)
    assert season.item("1.2").inputs == {"numerator": "38", "denominator": "40"}

    with pytest.raises(BadEntries, match=r"nhiều hơn 40"):
        bulk.import_answers(
            campaign=season.campaign,
            entries=rows((slug, "1.2", "numerator", "41")),
            actor=season.holder,
            now=make.SEASON_AT,
        )


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("nơi-lạ", "1.1", "", "late"), "unit", "không có đơn vị “nơi-lạ”"),
        (("", "1.1", "", "late"), "unit", "thiếu mã đơn vị"),
        (("{0}", "9.9.9", "", "1"), "code", "không có mã “9.9.9”"),
        (("{0}", "1", "", "1"), "code", "cộng từ các mục con"),
        (("{0}", "1.2", "tử số", "1"), "input", "không có đầu vào “tử số”"),
        (("{0}", "1.2", "numerator", "95,5 %"), "value", "bỏ ký hiệu %"),
        (("{0}", "1.2", "numerator", "1.234"), "value", "có thể hiểu hai cách"),
        (("{0}", "1.2", "numerator", "–"), "value", "không phải số"),
        (("{0}", "1.2", "numerator", "1,5"), "value", "phải là số nguyên"),
        (("{0}", "1.1", "", "n/a"), "value", "áp dụng với mọi đơn vị"),
        (("{0}", "1.1", "", "=1+1"), "value", "không phải một lựa chọn"),
    ],
)
def test_import_refuses_with_the_place_and_writes_nothing(row, column, words):
    season = make.make_season(1)
    slug = season.communes[0].slug
    entries = rows((slug, "1.3", "due", "4"), tuple(cell.format(slug) for cell in row))

    found = mistakes_of(season, entries)

    assert [(at, name) for at, name, _ in found] == [(3, column)]
    assert words in found[0][2]


def test_import_tells_every_mistake_at_once():
    season = make.make_season(2)
    first, second = (unit.slug for unit in season.communes)

    found = mistakes_of(
        season,
        rows(
            (first, "1.1", "", "late"),
            (second, "1.2", "numerator", "–"),
            (first, "1.1", "level", "none"),
            ("?", "", "", ""),
        ),
    )

    assert [(row, column) for row, column, _ in found] == [(3, "value"), (4, "input"), (5, "unit")]
    assert found[1][2] == "đã có giá trị ở dòng 2."


def test_import_by_two_names_of_one_unit_is_a_duplicate():
    season = make.make_season(1)
    unit = season.communes[0]

    found = mistakes_of(season, rows((unit.slug, "1.1", "", "late"), (unit.name, "1.1", "", "none")))

    assert found == [(3, "input", "đã có giá trị ở dòng 2.")]


def test_import_late_is_refused_once_for_a_sheet():
    season = make.make_season(1)
    slug = season.communes[0].slug

    found = mistakes_of(
        season,
        rows((slug, "1.1", "", "late"), (slug, "1.3", "due", "4")),
        now=make.ROUNDS["self_score"][1],
    )

    assert len(found) == 1
    assert "đã khóa lúc 17:00:00 ngày 15/11/2026" in found[0][2]


def test_import_of_an_officer_reaches_the_own_unit_only():
    season = make.make_season(2)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    own, other = (unit.slug for unit in season.communes)

    found = mistakes_of(season, rows((own, "1.1", "", "late"), (other, "1.1", "", "late")), actor=officer)

    assert found == [(3, "unit", f"đợt này không có đơn vị “{other}”.")]


def test_import_asks_which_of_two_units_of_one_name():
    season = make.make_season(2)
    type(season.communes[0]).objects.filter(pk=season.communes[1].pk).update(name=season.communes[0].name)

    found = mistakes_of(season, rows((season.communes[0].name, "1.1", "", "late")))

    assert found == [(2, "unit", "“Xã Hư Cấu 0000” là tên của 2 đơn vị trong đợt; ghi mã đơn vị.")]


def test_import_refuses_an_item_without_a_rule():
    text = """
schema: parindex.catalogue/1
id: half-ruled
level: commune
year: 2026
title: Bộ có mục chưa rõ quy tắc
status: demonstration
notice: Bộ thử.
group: xã
items:
  - {code: "1", name: Một, max_points: "1", rule: {shape: manual, guidance: thử}}
  - {code: "2", name: Hai, max_points: "1"}
"""
    season = make.make_season(1, revision=make.make_revision_of(text))

    found = mistakes_of(season, rows((season.communes[0].slug, "2", "", "n/a")))

    assert found == [(2, "code", "phiếu không có mục 2 để nhập số liệu.")]


def test_import_of_nothing_is_refused():
    season = make.make_season(1)

    assert mistakes_of(season, [])[0][2] == "bảng không có dòng số liệu nào."


def test_what_is_listed_can_be_imported_back():
    season = make.make_season(2)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    make.fill_sheet(season.sheet(), actor=officer)
    first = season.communes[0].slug
    entries = rows((first, "1.4.1", "", "n/a"))
    bulk.import_answers(campaign=season.campaign, entries=entries, actor=officer, now=make.SEASON_AT)

    own = bulk.list_entries(campaign=season.campaign, actor=officer)
    every = bulk.list_entries(campaign=season.campaign, actor=season.holder)

    again = bulk.import_answers(campaign=season.campaign, entries=own, actor=officer, now=make.SEASON_AT)
    assert (again.item_count, again.same_count) == (0, len({entry.code for entry in own}))
    again = bulk.import_answers(campaign=season.campaign, entries=every, actor=season.holder, now=make.SEASON_AT)
    assert (again.item_count, again.same_count) == (0, 86)
    assert {entry.unit for entry in own} == {first}
    assert ("1.4.1", "numerator", "n/a") in {(entry.code, entry.input_name, entry.value) for entry in own}
    assert len(every) > 2 * len(own)
    assert bulk.list_entries(campaign=season.campaign, actor=season.appraiser) == []


COUNTS = st.sampled_from(["3", "4", "40", " 7 ", "0", "", "n/a"])
GARBAGE = st.sampled_from(["–", "1.234", "2,5", "late", "95,5 %"])
CELLS = st.one_of(
    st.tuples(st.just("1.1"), st.sampled_from(["", "level"]), st.sampled_from(["late", "Kịp thời", "", "none"])),
    st.tuples(st.sampled_from(["1.2", "1.4.1"]), st.sampled_from(["numerator", "denominator"]), COUNTS),
    st.tuples(st.just("1.3"), st.sampled_from(["on_time", "late", "due"]), COUNTS),
)
WRONG = st.tuples(st.sampled_from(["1.1", "1.2"]), st.sampled_from(["", "level", "numerator"]), GARBAGE)
TABLES = st.tuples(
    st.lists(st.tuples(st.integers(0, 1), CELLS), max_size=6, unique_by=lambda row: (row[0], row[1][:2])),
    st.lists(st.tuples(st.integers(0, 1), WRONG), max_size=1),
).map(lambda parts: parts[0] + parts[1] if len(parts[0]) % 3 == 0 else parts[0])


def state_of() -> tuple[object, ...]:
    items = SheetItem.objects.order_by("sheet_id", "position")
    totals = Sheet.objects.order_by("pk").values_list("self_low", "self_high", "self_maximum", "final_low")
    return (
        [(item.sheet_id, item.code, item.inputs, item.is_not_applicable, item.version) for item in items],
        list(totals),
    )


def edit_singly(season, entries: list[Entry]) -> None:
    """Do what an import does by one save for each item; raise what the form would raise."""
    by_item: dict[tuple[str, str], dict[str, str]] = {}
    for entry in entries:
        declared = make.book_of(season.group.revision).leaves[entry.code].rule.inputs
        name = entry.input_name or (declared[0].name if len(declared) == 1 or entry.value == "n/a" else "?")
        own = by_item.setdefault((entry.unit, entry.code), {})
        if name in own:
            raise sheets.answers.BadAnswer("hai lần", item_code=entry.code)
        own[name] = entry.value
    for (slug, code), words in by_item.items():
        item = season.item(code, [unit.slug for unit in season.communes].index(slug))
        is_marked = "n/a" in words.values()
        sheets.save_answer(
            item=item,
            version=item.version,
            inputs=words if is_marked else {**item.inputs, **words},
            is_not_applicable=False,
            justification=item.justification,
            actor=season.holder,
            now=make.SEASON_AT,
        )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tables=st.lists(TABLES, min_size=1, max_size=4))
def test_import_equals_single_edits(tables):
    from django.db import transaction

    with transaction.atomic():
        season = make.make_season(2)
        slugs = [unit.slug for unit in season.communes]
        for table in tables:
            entries = rows(*((slugs[place], *cells) for place, cells in table))
            imported = outcome_of(lambda entries=entries: import_all(season, entries))
            edited = outcome_of(lambda entries=entries: edit_singly(season, entries))
            assert imported == edited
            if edited is not None:
                edit_singly(season, entries)
        transaction.set_rollback(True)


def import_all(season, entries):
    if entries:
        bulk.import_answers(campaign=season.campaign, entries=entries, actor=season.holder, now=make.SEASON_AT)


def outcome_of(act) -> tuple[object, ...] | None:
    """Return what stands after an action that is taken back again; None when it is refused."""
    from django.db import transaction

    try:
        with transaction.atomic():
            act()
            found = state_of()
            transaction.set_rollback(True)
    except (BadEntries, sheets.answers.BadAnswer):
        return None
    return found
