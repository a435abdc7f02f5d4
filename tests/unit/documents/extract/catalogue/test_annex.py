"""Tables of criteria become a proposal with its findings; anything else is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.catalogues import proposals
from parindex.documents.blocks import Block, BlockKind, Cell, Document, Place, Table
from parindex.documents.errors import NotACatalogue
from parindex.documents.extract.catalogue import extract_catalogue
from parindex.domain.scoring import proposal_codec
from parindex.domain.scoring.catalogue import CatalogueStatus, Channel, Effect, ItemStatus, Level
from parindex.domain.scoring.proposal import CatalogueProposal, ProposedItem, Severity
from parindex.domain.scoring.reading.proposal import Certainty

HEADER = ("STT", "Tiêu chí", "Điểm tối đa", "Cách chấm")
LEFT, UP = "<", "^"


def table(*rows: tuple[str, ...], index: int = 1, page: int | None = None) -> Block:
    """Build a table; "<" goes on with the left cell, "^" with the upper one."""
    spans: dict[tuple[int, int], list[int]] = {}
    texts: dict[tuple[int, int], str] = {}
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(rows):
        for col, text in enumerate(row):
            above = {LEFT: (at, col - 1), UP: (at - 1, col)}.get(text)
            place = origin[above] if above else (at, col)
            origin[at, col] = place
            texts.setdefault(place, text)
            down, right = spans.setdefault(place, [1, 1])
            spans[place] = [max(down, at - place[0] + 1), max(right, col - place[1] + 1)]
    cells = tuple(
        Cell(at, col, text, row_span=spans[at, col][0], col_span=spans[at, col][1], place=Place(page=page))
        for (at, col), text in sorted(texts.items())
    )
    return Block(index, BlockKind.TABLE, "", place=Place(page=page), table=Table(cells, len(rows), len(rows[0])))


def document(*blocks: Block | str) -> Document:
    built = tuple(
        Block(at, BlockKind.PARAGRAPH, block)
        if isinstance(block, str)
        else Block(at, block.kind, "", place=block.place, table=block.table)
        for at, block in enumerate(blocks)
    )
    return Document("phu-luc.docx", "0" * 64, "x", built)


def read(*blocks: Block | str) -> CatalogueProposal:
    return extract_catalogue(document(*blocks), level=Level.COMMUNE, year=2026)


def by_code(proposal: CatalogueProposal) -> dict[str, ProposedItem]:
    return {item.code: item for item in proposal.items}


CAPTION = "(Kèm theo Quyết định số 9901/QĐ-UBND ngày 05/01/2026 của UBND tỉnh Sông Mây)"
ROWS = (
    ("I", "CHỈ ĐẠO", "3", ""),
    ("1", "Kế hoạch", "1", "Kịp thời: 1; không kịp thời: 0,5; không ban hành: 0"),
    ("2", "Báo cáo", "2", "Trừ 0,5 điểm cho mỗi báo cáo chậm"),
    ("", "TỔNG CỘNG", "3", ""),
)


def test_annex_gives_tree_points_rules_and_head():
    proposal = read("BỘ TIÊU CHÍ XÃ THỬ NGHIỆM", CAPTION, table(HEADER, *ROWS))

    found = by_code(proposal)
    assert {code: (item.depth, item.max_points) for code, item in found.items()} == {
        "1": (0, Fraction(3)),
        "1.1": (1, Fraction(1)),
        "1.2": (1, Fraction(2)),
    }
    assert found["1.1"].printed == "1"
    assert found["1.1"].parent_code == "1"
    assert found["1"].rule == {"shape": "sum_of_children"}
    assert found["1.2"].rule is not None
    assert found["1.2"].rule["shape"] == "deduct_per"
    assert found["1.2"].words == "Trừ 0,5 điểm cho mỗi báo cáo chậm"
    assert (proposal.head.number, proposal.head.date_) == ("9901/QĐ-UBND", "2026-01-05")
    assert proposal.head.title == "BỘ TIÊU CHÍ XÃ THỬ NGHIỆM"
    assert proposal.head.total_points == 3
    assert proposal.findings == ()


def test_proposal_loads_as_a_catalogue_of_unverified_items():
    catalogue = proposals.to_catalogue(read("BỘ TIÊU CHÍ XÃ THỬ NGHIỆM", CAPTION, table(HEADER, *ROWS)))

    assert {item.status for _, item in catalogue.walk()} == {ItemStatus.UNVERIFIED}
    assert catalogue.status is CatalogueStatus.RECONSTRUCTION
    assert catalogue.id == "commune-2026-9901-qd-ubnd"


def test_without_a_decision_the_catalogue_never_looks_official():
    proposal = read(table(HEADER, *ROWS))

    assert proposal.head.number is None
    assert proposals.to_catalogue(proposal).status is CatalogueStatus.DEMONSTRATION
    assert [finding.code for finding in proposal.findings] == ["import.no_decision"]


def test_json_form_comes_back_the_same():
    proposal = read(CAPTION, table(HEADER, *ROWS[:-1], ("", "TỔNG CỘNG", "4", "")))

    assert proposal_codec.from_json(proposal_codec.to_json(proposal)) == proposal
    with pytest.raises(ValueError, match="schema"):
        proposal_codec.from_json({"schema": "khác"})


def test_sum_that_is_wrong_is_an_error_with_its_place():
    proposal = read(CAPTION, table(HEADER, *ROWS[:-1], ("", "TỔNG CỘNG", "4", ""), page=7))

    wrong = [finding for finding in proposal.findings if finding.severity is Severity.ERROR]
    assert [(finding.code, finding.item_code) for finding in wrong] == [("catalogue.sum", "")]
    assert wrong[0].place.describe() == "trang 7, hàng 5 của bảng"
    assert not proposal.is_consistent


def test_children_that_do_not_add_up_are_named_by_their_parent():
    rows = (("1", "Lĩnh vực", "5", ""), ("1.1", "Một", "1", ""), ("1.2", "Hai", "2", ""))

    proposal = read(table(HEADER, *rows))

    assert ("catalogue.sum", "1") in [(finding.code, finding.item_code) for finding in proposal.findings]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("1.2", "Hai", "một điểm", ""), "import.points"),
        (("1.2", "Hai", "", ""), "import.no_points"),
        (("1.2", "Hai", "không rõ", ""), "import.unknown_points"),
        (("1.1", "Lặp mã", "1", ""), "catalogue.code"),
        (("1.4", "Nhảy mã", "1", ""), "import.gap"),
    ],
)
def test_flawed_row_is_found(row, code):
    proposal = read(table(HEADER, ("1", "Lĩnh vực", "2", ""), ("1.1", "Một", "1", ""), row))

    assert code in {finding.code for finding in proposal.findings}


def test_points_that_nobody_can_read_stay_unknown():
    rows = (("1", "Lĩnh vực", "2", ""), ("1.1", "Một", "0 - 1", "Đạt: 1; không: 0"), ("1.2", "Hai", "1", ""))

    item = by_code(read(table(HEADER, *rows)))["1.1"]

    assert item.max_points is None
    assert item.rule is None
    assert item.certainty is Certainty.NONE
    assert "chưa rõ điểm tối đa" in item.reason


def test_merged_cells_give_one_item_with_its_levels():
    header = ("STT", "Tiêu chí", "Điểm tối đa", "Cách chấm", "Điểm từng mức")
    proposal = read(
        table(
            header,
            ("1", "Lĩnh vực", "2", "", ""),
            ("1.1", "Rà soát", "2", "Đúng hạn", "2"),
            (UP, UP, UP, "Chậm", "1"),
            (UP, UP, UP, "Không rà soát", "0"),
            ("2", "Lĩnh vực khác", "1", "", ""),
            ("", "Tổng", "3", "", ""),
        )
    )

    rule = by_code(proposal)["1.1"].rule
    assert rule is not None
    assert [level["points"] for level in rule["levels"]] == ["2", "1", "0"]


def test_field_row_across_the_table_gives_marker_name_and_points():
    proposal = read(
        table(HEADER, ("II. CÔNG VỤ (5 điểm)", LEFT, LEFT, LEFT), ("1", "Một", "2", ""), ("2", "Hai", "3", ""))
    )

    found = by_code(proposal)
    assert (found["2"].name, found["2"].max_points) == ("CÔNG VỤ", 5)
    assert found["2.2"].parent_code == "2"


def test_table_goes_on_after_a_page_with_and_without_its_header():
    first = table(HEADER, *ROWS[:2])
    for again in (table(HEADER, *ROWS[2:], index=2), table(*ROWS[2:], index=2)):
        assert list(by_code(read(first, again))) == ["1", "1.1", "1.2"]


def test_parts_that_add_up_are_items_and_results_are_not():
    rows = (
        ("1", "Lĩnh vực", "6", ""),
        ("1.1", "Biên chế", "3", ""),
        ("", "- Không vượt", "2", ""),
        ("", "- Đúng vị trí", "1", ""),
        ("1.2", "Kế hoạch", "3", ""),
        ("", "- Kịp thời", "3", ""),
        ("", "- Không kịp thời", "1", ""),
        ("", "- Không có", "0", ""),
    )

    found = by_code(read(table(HEADER, *rows)))

    assert [item.name for code, item in found.items() if code.startswith("1.1.")] == ["Không vượt", "Đúng vị trí"]
    assert found["1.2"].rule is not None
    assert found["1.2"].rule["shape"] == "levels"


def test_bonus_and_penalty_fields_and_the_channel_are_kept():
    header = (*HEADER, "Điều tra XHH")
    proposal = read(
        table(
            header,
            ("1", "Lĩnh vực", "2", "", ""),
            ("1.1", "Ý kiến", "2", "Theo kết quả điều tra XHH", "x"),
            ("T", "Điểm thưởng", "1", "", ""),
            ("T.1", "Bằng khen", "1", "Mỗi bằng khen được 0,5 điểm", ""),
            ("P", "Điểm trừ", "1", "", ""),
            ("P.1", "Nộp chậm", "1", "Mỗi ngày chậm trừ 0,5 điểm", ""),
        )
    )

    found = by_code(proposal)
    assert found["1.1"].channel is Channel.LEADERSHIP_SURVEY
    assert (found["T"].effect, found["P"].effect) == (Effect.BONUS, Effect.PENALTY)
    assert found["P.1"].rule is not None
    assert found["P.1"].rule["shape"] == "count_points"
    assert proposals.to_catalogue(proposal).items[2].children[0].effect is Effect.PENALTY


def test_words_that_say_no_rule_give_none_and_the_reason():
    rows = (("1", "Lĩnh vực", "1", ""), ("1.1", "Một", "1", "Theo hướng dẫn riêng"), ("1.2", "Hai", "0", ""))

    item = by_code(read(table(HEADER, *rows)))["1.1"]

    assert item.rule is None
    assert item.reason
    assert item.words == "Theo hướng dẫn riêng"


def test_second_listing_is_left_out_and_told():
    other = ("TT", "Tiêu chí", "Điểm chuẩn", "Ghi chú")
    proposal = read(table(HEADER, *ROWS), table(other, *(row for row in ROWS[:2]), ("1.3", "Ba", "1", ""), index=2))

    assert "import.other_tables" in {finding.code for finding in proposal.findings}


@pytest.mark.parametrize(("level", "first"), [(Level.DEPARTMENT, "Sở làm"), (Level.COMMUNE, "Xã làm")])
def test_of_two_annexes_the_one_for_the_level_is_read(level, first):
    department = table(HEADER, ("1", "Sở làm", "2", ""), ("1.1", "Một", "1", ""), ("1.2", "Hai", "1", ""))
    commune = table(HEADER, ("1", "Xã làm", "2", ""), ("1.1", "Một", "1", ""), ("1.2", "Hai", "1", ""), index=3)
    file = document("Phụ lục I. Bộ tiêu chí của các sở", department, "Phụ lục số II. Bộ tiêu chí của các xã", commune)

    proposal = extract_catalogue(file, level=level, year=2026)

    assert proposal.items[0].name == first
    assert len(proposal.items) == 3


@pytest.mark.parametrize(
    "blocks",
    [
        ("Kế hoạch này không có bảng.",),
        (table(("STT", "Nhiệm vụ", "Hạn"), ("1", "Làm", "Quý I")),),
        (table(HEADER, ("1", "Một mục", "1", "")),),
    ],
)
def test_file_without_criteria_is_refused(blocks):
    with pytest.raises(NotACatalogue) as caught:
        read(*blocks)

    assert caught.value.exit_code == 5
    assert "phu-luc.docx" in caught.value.message


def test_column_of_scoring_is_found_by_its_words_when_no_heading_tells():
    header = ("STT", "Tiêu chí", "Điểm tối đa", "Diễn giải thêm")
    proposal = read(table(header, *ROWS))

    assert [item.rule["shape"] for item in proposal.items if item.rule] == ["sum_of_children", "levels", "deduct_per"]


def test_total_that_a_page_end_joined_to_the_last_item_is_parted():
    rows = (*ROWS[:2], ("2", "Báo cáo TỔNG CỘNG", "2 3", ""))

    proposal = read(table(HEADER, *rows))

    assert proposal.head.total_points == 3
    assert by_code(proposal)["1.2"].name == "Báo cáo"


def test_subtotals_are_no_items():
    rows = (*ROWS[:-1], ("", "Cộng lĩnh vực I", "3", ""), ROWS[-1])

    assert list(by_code(read(table(HEADER, *rows)))) == ["1", "1.1", "1.2"]


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        (("I", "1", "2"), ["1", "1.1", "1.2"]),
        (("1", "1.1", "1.2"), ["1", "1.1", "1.2"]),
        (("II", "2.1", "2.2"), ["2", "2.1", "2.2"]),
        (("A", "I", "II"), ["A", "A.1", "A.2"]),
        (("1.", "a)", "b)"), ["1", "1.1", "1.2"]),
        (("Lĩnh vực 1", "Tiêu chí 1.1", "Tiêu chí 1.2"), ["1", "1.1", "1.2"]),
    ],
)
def test_codes_are_the_path_of_numbers(printed, codes):
    rows = tuple(
        (mark, f"Tên {at}", str(points), "") for at, (mark, points) in enumerate(zip(printed, (3, 1, 2), strict=True))
    )

    assert list(by_code(read(table(HEADER, *rows)))) == codes


TEXTS = st.sampled_from(
    [
        *("", "1", "1.1", "I", "a)", "- Đạt: 1", "Tổng cộng", "3", "0,5", "x", "Tiêu chí", "II. CÔNG VỤ (5 điểm)", "T"),
        *("P", "Điểm thưởng", "1 - 2", "10.000", "Trừ 0,5 điểm cho mỗi lỗi", "(1)", "(2)", "1.2.3.4.5", "Đ", "−1"),
        *("1/2", LEFT, UP),
    ]
)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=8))
def test_any_table_is_refused_or_gives_a_proposal_that_comes_back(rows):
    whole = [tuple("" if text == LEFT and col == 0 else text for col, text in enumerate(row)) for row in rows]
    plain = [tuple("" if text == UP and at == 0 else text for text in row) for at, row in enumerate(whole)]
    try:
        proposal = read(table(HEADER, *plain))
    except NotACatalogue:
        return

    assert proposal_codec.from_json(proposal_codec.to_json(proposal)) == proposal
    if "import.shape" not in {finding.code for finding in proposal.findings}:
        proposals.to_catalogue(proposal)
