"""Dates as Vietnamese offices write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.text import dates


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("21/7/2023", date(2023, 7, 21)),
        ("ngày 29 tháng 9 năm 2022", date(2022, 9, 29)),
        ("ngày 29 tháng 9, năm 2022", date(2022, 9, 29)),
        ("Chậm nhất 31 tháng 01 năm 2024.", date(2024, 1, 31)),
        ("30/9/2022. của", date(2022, 9, 30)),
        ("15.3.2024", date(2024, 3, 15)),
        ("15-03-2024", date(2024, 3, 15)),
        ("30/ 9 /2022", date(2022, 9, 30)),
        ("15 tháng 6/2023", date(2023, 6, 15)),
        ("ngày 31/02/2023, rồi 01/3/2023", date(2023, 3, 1)),
    ],
)
def test_parse_date_reads_the_first_date(text: str, value: date) -> None:
    assert dates.parse_date(text) == value


@pytest.mark.parametrize("text", ["", "tháng 6/2023", "31/02/2023", "1/2/3/2023", "15/6", "12/13/2023", "5/20231"])
def test_parse_date_finds_none(text: str) -> None:
    assert dates.parse_date(text) is None


def test_find_dates_gives_ranges_of_the_text() -> None:
    text = "từ ngày 01/3/2023 đến ngày 30 tháng 6 năm 2023"

    found = list(dates.find_dates(text))

    assert [text[item.start : item.end] for item in found] == ["01/3/2023", "30 tháng 6 năm 2023"]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_format_then_parse_gives_the_date_back(value: date) -> None:
    assert dates.parse_date(dates.format_date(value)) == value
