"""Tables as XLSX: text stays text, dates are dates, the same values give the same bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.documents.read import FileKind
from parindex.documents.read.xlsx import read_spreadsheet
from parindex.documents.write.xlsx import CellValue, write_table

DAY = datetime.date(2024, 6, 5)


def part(data: bytes, path: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(path).decode()


def rows_of(data: bytes) -> list[list[str]]:
    table = read_spreadsheet(data, name="a.xlsx", kind=FileKind.XLSX).blocks[1].table
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows()]


def test_write_table_can_be_read_again() -> None:
    values: list[CellValue] = ["Sở Nội vụ", 12, Decimal("83.99"), DAY, None]

    data = write_table(title="Nhiệm vụ", columns=["a", "b", "c", "d", "e"], rows=[values])

    assert rows_of(data) == [["a", "b", "c", "d", "e"], ["Sở Nội vụ", "12", "83,99", "05/06/2024", ""]]


def test_write_table_keeps_the_header_in_sight_with_a_filter() -> None:
    sheet = part(write_table(title="x", columns=["a", "b"], rows=[["1", "2"]]), "xl/worksheets/sheet1.xml")

    assert '<autoFilter ref="A1:B2"/>' in sheet
    assert 'state="frozen"' in sheet


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x")', "http://x", "{=A1}"])
def test_write_table_never_makes_a_formula_or_link(text: str) -> None:
    data = write_table(title="x", columns=["a"], rows=[[text]])

    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert rows_of(data)[1] == [text]


def test_write_table_gives_the_same_bytes_for_the_same_values() -> None:
    rows: list[list[CellValue]] = [["Sở A", DAY]]

    assert write_table(title="x", columns=["a", "b"], rows=rows) == write_table(
        title="x", columns=["a", "b"], rows=rows
    )


def test_write_table_cuts_what_excel_cannot_hold() -> None:
    data = write_table(title="Rất dài [x]: " * 9, columns=["a"], rows=[["x" * 40_000]])

    assert len(rows_of(data)[1][0]) == 32_767
    assert rows_of(data)[1][0].endswith("…")


def test_write_table_refuses_rows_of_another_width() -> None:
    with pytest.raises(ValueError, match="zip"):
        write_table(title="x", columns=["a", "b"], rows=[["1"]])


@settings(max_examples=40, deadline=None)
@given(st.text(), st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=4))
def test_write_table_takes_any_text(title: str, rows: list[list[str]]) -> None:
    assert zipfile.is_zipfile(io.BytesIO(write_table(title=title, columns=["a", "b"], rows=rows)))


def test_sheet_name_counts_the_units_that_excel_counts() -> None:
    data = write_table(title="𝒜" * 40, columns=["Cột"], rows=[["x"]])

    assert f'name="{"𝒜" * 15}"' in part(data, "xl/workbook.xml")
