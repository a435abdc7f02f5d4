"""Text of one sign over and over is read in proportion to its length."""

from __future__ import annotations

import pytest

from parindex.documents.blocks import NOWHERE, Line
from parindex.documents.read import txt_tables
from parindex.documents.read.txt import read_txt
from parindex.documents.repair.page_marks import drop_page_marks
from tests.growth import ends


@pytest.mark.parametrize("blank", ["\t", "\u00a0"], ids=["tab", "no-break"])
def test_a_line_of_blanks(blank: str) -> None:
    assert ends(lambda text: read_txt(f"a\n{text}\nb".encode(), name="a.txt"), blank)


@pytest.mark.parametrize("before", ["", "-", "1", "1/2", "Trang", "Trang -"])
def test_what_may_be_the_number_of_a_page(before: str) -> None:
    def work(text: str) -> object:
        return drop_page_marks([Line(f"{before}{text}x", NOWHERE)])

    assert ends(work, "\t")


@pytest.mark.parametrize("unit", ["-", " ", "- ", ":-", "=--"])
def test_what_may_be_the_ruling_of_a_table(unit: str) -> None:
    def work(text: str) -> object:
        return txt_tables.build_delimited(0, [Line(f"| {text}x |", NOWHERE)], delimiter="|")

    assert ends(work, unit)
