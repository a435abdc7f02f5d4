"""The words of a report, what contradicts it, what is frozen of it, and proposals."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.report_regimes.loader import regime
from parindex.domain.reporting import content as contents
from parindex.domain.reporting import contradictions as against
from parindex.domain.reporting import merit, narrative
from parindex.domain.reporting.content import Content, PlanLine, PlanProgress, Section
from parindex.domain.reporting.contradictions import FedClaim, OpenRow, SheetClaim, Text
from parindex.domain.reporting.figures import Figure, LowerReport, Part
from parindex.domain.reporting.merit import MeritKind, Record, Standing, Tally, Thresholds
from parindex.domain.reporting.work import Outcome, WorkRow

BOOK = regime("cchc")
ROW = WorkRow("nv:1", "Niêm yết thủ tục", "", "", "Phòng Kinh tế", date(2026, 6, 30), None, None)


def figure(key: str, value: int | None, **more: object) -> Figure:
    """Return a figure of a value."""
    number = None if value is None else Decimal(value)
    return replace(Figure(key, key, "nhiệm vụ", "1", number, number, (f"nv:{key}",), "ab"), **more)


def by_key(*figures: Figure) -> dict[str, Figure]:
    """Return figures by key."""
    return {one.key: one for one in figures}


def test_text_keeps_the_places_of_figures() -> None:
    text = "Hoàn thành {hoan-thanh} trong {tthc.nhiem-vu} nhiệm vụ"
    known = by_key(figure("hoan-thanh", 1234))

    assert narrative.fill(text, known) == "Hoàn thành 1.234 trong (chưa có số) nhiệm vụ"
    assert narrative.unknown_keys(text, known) == ("tthc.nhiem-vu",)
    assert [piece.key for piece in narrative.pieces(text, known) if piece.key] == ["hoan-thanh", "tthc.nhiem-vu"]


@given(st.text(alphabet="ab{}-. \n", max_size=40))
def test_cutting_a_text_loses_nothing(text: str) -> None:
    kept = "".join(f"{{{piece.key}}}" if piece.key else piece.text for piece in narrative.pieces(text, {}))

    assert kept == text


def test_draft_says_what_was_done_and_why_not() -> None:
    done = replace(ROW, key="nv:2", title="Mua máy quét", done_on=date(2026, 6, 1), proof="Văn bản 12/BC-MH")
    told = replace(ROW, words="chờ kinh phí.")
    rows = {Outcome.DONE_ON_TIME: (done,), Outcome.OVERDUE: (told, replace(ROW, key="nv:3", title="Kiểm kê"))}

    text = narrative.draft_field("Mở đầu.", rows, total=figure("nhiem-vu", 3))

    assert text.splitlines() == [
        "Mở đầu.",
        "Đã hoàn thành:",
        "- Mua máy quét (Phòng Kinh tế): Văn bản 12/BC-MH.",
        "Chưa hoàn thành:",
        "- Niêm yết thủ tục (Phòng Kinh tế): quá hạn từ 30/06/2026; đơn vị báo: “chờ kinh phí”.",
        "- Kiểm kê (Phòng Kinh tế): quá hạn từ 30/06/2026; chưa ghi lý do.",
    ]
    assert narrative.said_done(text) == ("Mua máy quét (Phòng Kinh tế): Văn bản 12/BC-MH.",)


def test_draft_of_an_empty_field_says_so() -> None:
    assert "không có nhiệm vụ" in narrative.draft_field("Mở đầu.", {}, total=figure("nhiem-vu", 0))


def test_long_lists_are_cut_and_lead_to_the_appendix() -> None:
    rows = {Outcome.OVERDUE: tuple(replace(ROW, key=f"nv:{nth}") for nth in range(20))}

    assert narrative.draft_field("", rows, total=None).endswith("phụ lục.")


def test_fields_that_do_not_sum_up_are_listed() -> None:
    good = by_key(figure("hoan-thanh", 3), figure("tthc.hoan-thanh", 1), figure("so.hoan-thanh", 2))
    bad = good | by_key(figure("so.hoan-thanh", 1))

    assert against.field_totals(good, BOOK.figures, ("tthc", "so")) == []
    (found,) = against.field_totals(bad, BOOK.figures, ("tthc", "so"))
    assert (found.code, found.here.words, found.there.words) == ("field_total", "Tổng: 3", "Cộng các lĩnh vực: 2")


def test_lower_report_that_differs_from_the_register_is_listed() -> None:
    lower = LowerReport("xa", "Xã Mẫu", "bc:7", {"hoan-thanh": Decimal(5), "chi-so": Decimal(80)})

    same = against.lower_against_register([lower], {"xa": {"hoan-thanh": Decimal(5)}}, BOOK.figures)
    (found,) = against.lower_against_register([lower], {"xa": {"hoan-thanh": Decimal(4)}}, BOOK.figures)

    assert same == []
    assert (found.here.ref, found.there.ref) == ("bc:7", "dv:xa")
    assert against.lower_totals([lower], BOOK.figures, ("tthc",))[0].here.ref == "bc:7"


def test_done_that_is_open_is_listed_from_figures_and_from_words() -> None:
    opened = [OpenRow("nv:1", "Niêm yết thủ tục", "Đang làm", "Phòng")]
    text = Text("tthc", "Thủ tục", "Đã hoàn thành:\n- Niêm yết thủ tục (Phòng): 12/BC.\nChưa hoàn thành:\n- Việc khác.")

    assert against.done_but_open(["nv:2"], opened) == []
    assert against.done_but_open(["nv:1"], opened)[0].there.ref == "nv:1"
    assert against.said_done_but_open([text], opened)[0].here.ref == "muc:tthc"
    assert against.said_done_but_open([replace(text, text="- Niêm yết thủ tục (Phòng)")], opened) == []
    other = [replace(opened[0], owner="Phò")]
    assert against.said_done_but_open([text], other) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Đã hoàn thành 114 nhiệm vụ.", 1),
        ("Đã hoàn thành 10 nhiệm vụ.", 0),
        ("Lĩnh vực hoàn thành 4 nhiệm vụ.", 0),
        ("Đã hoàn thành {hoan-thanh} nhiệm vụ.", 0),
        ("Hoàn thành 98% nhiệm vụ", 0),
        ("Hoàn thành 1.234 nhiệm vụ", 1),
    ],
)
def test_typed_numbers_are_compared_with_figures(words: str, count: int) -> None:
    known = by_key(figure("hoan-thanh", 10), figure("tthc.hoan-thanh", 4))

    found = against.typed_numbers([Text("tthc", "Thủ tục", words)], known, BOOK.figures)

    assert [one.code for one in found] == ["typed_number"] * count


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Chỉ số CCHC đạt 85,1%, xếp hạng 3.", 0),
        ("Chỉ số CCHC đạt 86%", 1),
        ("tỉnh xếp thứ 5 cả nước", 1),
        ("Tỷ lệ hoàn thành đạt 66,67%", 0),
        ("Tỷ lệ hoàn thành 67%", 1),
        ("thu về 120 phiếu", 1),
        ("thu về 48 phiếu, mức độ hài lòng là 90%", 0),
        ("Chỉ số CCHC {chi-so}%", 0),
        ("xếp hạng 3/2026", 0),
    ],
)
def test_typed_numbers_of_other_sources_are_compared_too(words: str, count: int) -> None:
    known = by_key(
        replace(figure("chi-so", 0), value=Decimal("85.1")),
        figure("hang", 3),
        replace(figure("ty-le", 0), value=Decimal("66.67")),
        figure("phieu-khao-sat", 48),
        figure("hai-long", None),
    )

    found = against.typed_numbers([Text("tthc", "Thủ tục", words)], known, BOOK.figures)

    assert [one.code for one in found] == ["typed_number"] * count


def test_figures_that_moved_since_they_were_computed_are_one_line() -> None:
    drafted = by_key(figure("hoan-thanh", 3), figure("tthc.hoan-thanh", 1), figure("hang", None), figure("cu", 1))
    on = date(2026, 9, 14)

    assert against.stale_figures(drafted, drafted, computed_on=on) == []
    now = by_key(figure("hoan-thanh", 4), figure("tthc.hoan-thanh", 2), figure("hang", 2))
    (found,) = against.stale_figures(drafted, now, computed_on=on)
    assert found.code == "source_moved"
    assert "14/09/2026" in found.message
    assert "hoan-thanh: 3 → 4; hang: (chưa có số) → 2" in found.message
    assert "tthc" not in found.message


def test_sheet_and_register_that_count_differently_are_both_named() -> None:
    claim = FedClaim("mục 1.2, Tử số", Decimal(12), "Sổ mẫu, tử số", Fraction(12), "phieu:1#1.2", "cs:so:mau/2")

    assert against.fed_claims([claim, replace(claim, value=Decimal("12.0000001"))]) == []
    (found,) = against.fed_claims([replace(claim, value=Decimal("33.33"), counted=Fraction(100, 3))])
    assert (found.code, found.here.ref, found.there.ref) == ("sheet_register", "phieu:1#1.2", "cs:so:mau/2")
    assert "33,33; " in found.message
    assert "33,333333." in found.message


def test_sheet_that_says_another_number_is_listed() -> None:
    known = by_key(figure("hoan-thanh", 10))
    claim = SheetClaim("hoan-thanh", "nhiệm vụ hoàn thành", Decimal(12), "phieu:1#1.2")

    assert against.sheet_claims([replace(claim, value=Decimal(10))], known) == []
    assert against.sheet_claims([claim], known)[0].there.ref == "phieu:1#1.2"


def whole_content() -> Content:
    """Return the content of a small report."""
    parts = (Part("xa", "Xã Mẫu", "bc:7", Decimal("2")), Part("b", "Xã Hai", "bc:8", None))
    return Content(
        title="Báo cáo quý III/2026",
        period="Quý III/2026",
        unit="Tỉnh Sông Mây",
        issuer="Ủy ban nhân dân tỉnh Sông Mây",
        superior="",
        receiver="Bộ Nội vụ",
        regime="cchc",
        definition=BOOK.version,
        window_start=date(2026, 6, 15),
        window_end=date(2026, 9, 15),
        cut_off=date(2026, 9, 15),
        outline_note="",
        is_fictional=True,
        sections=(Section("tthc", "Thủ tục", "Có {hoan-thanh}"),),
        figures=(figure("hoan-thanh", 3, parts=parts), figure("hang", None)),
        plans=(PlanProgress("Kế hoạch 1", (PlanLine("1.1", "Việc", "Phòng", "Quý II", "Đã xong", "100%"),)),),
        received=("Xã Mẫu",),
        missing=("Xã Hai",),
    )


def test_content_comes_back_from_its_bytes_and_gives_the_same_again() -> None:
    data = contents.encode(whole_content())

    assert contents.decode(data) == whole_content()
    assert contents.encode(contents.decode(data)) == data


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": "parindex.report/9"}', b"[1]", b"\xff"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(contents.BadContent):
        contents.decode(data)


def test_content_from_before_figures_had_a_source_is_read() -> None:
    content = whole_content()
    shape = json.loads(contents.encode(content))
    for row in shape["figures"]:
        del row["source"], row["as_of"]

    assert contents.decode(json.dumps(shape).encode()) == content


def test_source_and_day_of_a_figure_come_back() -> None:
    given = figure("ho-so", 3, source="indicator", as_of=date(2026, 9, 14))
    content = replace(whole_content(), figures=(given,))

    assert contents.decode(contents.encode(content)).figures == (given,)


def test_changes_name_the_figures_and_rows_that_differ() -> None:
    before = figure("hoan-thanh", 2, rows=("nv:1", "nv:2"))
    after = replace(before, value=Decimal(2), rows=("nv:2", "nv:3"), sha256="cd")

    (found,) = contents.changes((before, figure("hang", 1)), (after, figure("hang", 1)))

    assert (found.key, found.added, found.removed) == ("hoan-thanh", ("nv:3",), ("nv:1",))
    assert contents.changes((before,), ())[0].after is None
    assert contents.changes((before,), (before,)) == ()


LIMITS = Thresholds(3, 3, Decimal(100), Decimal(20), 5, 2)


def test_proposals_say_why_and_nobody_is_in_both_lists() -> None:
    best = Record("a", "Xã Một", Standing(1, 20, Decimal("91.5"), "Xã", "kq:1"), Tally(10, 10, 0, "nv:a"))
    worst = Record("b", "Xã Hai", Standing(20, 20, None, "Xã", "kq:2"), Tally(10, 5, 3, "nv:b"), late_reports=2)
    mixed = Record("c", "Xã Ba", Standing(2, 20, None, "Xã", "kq:3"), Tally(10, 5, 3, "nv:c"))
    plain = Record("d", "Xã Tư", None, Tally(4, 0, 4, "nv:d"))

    found = merit.propose((best, worst, mixed, plain), thresholds=LIMITS)

    assert [(one.unit, one.kind, len(one.reasons)) for one in found] == [
        ("a", MeritKind.COMMEND, 2),
        ("b", MeritKind.REPROACH, 3),
    ]
    assert found[0].reasons[0].text == "Xếp hạng 1/20 nhóm Xã, chỉ số 91,5%."


def test_small_groups_have_no_last_ones() -> None:
    few = Record("a", "Xã Một", Standing(3, 5, None, "Xã", "kq:1"), None)

    assert merit.propose((replace(few, standing=Standing(5, 5, None, "Xã", "")),), thresholds=LIMITS) == ()
    assert merit.propose((few,), thresholds=LIMITS)[0].kind is MeritKind.COMMEND
