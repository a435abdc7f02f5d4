"""Values as offices write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import Field, FieldType, Option, Register, State, Status
from parindex.domain.registers.values import Memory, NotReadable, check, edit_text, parse, restore, show, store

OPTIONS = (Option("nstw", "Ngân sách trung ương", ("NSTW",)), Option("khac", "Nguồn khác"))


def field(kind: FieldType, **more: object) -> Field:
    return Field("f", "Trường", kind, options=OPTIONS if kind is FieldType.CHOICE else (), **more)  # type: ignore[arg-type]  # a test names what it needs


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.TEXT, "  Đường   liên xã ", "Đường liên xã"),
        (FieldType.WHOLE, "1.250", 1250),
        (FieldType.DECIMAL, "80,35", Decimal("80.35")),
        (FieldType.MONEY, "1.250.000", 1_250_000),
        (FieldType.MONEY, "1,5 tỷ đồng", 1_500_000_000),
        (FieldType.MONEY, "250 triệu", 250_000_000),
        (FieldType.MONEY, "12.000 đồng", 12_000),
        (FieldType.DATE, "21/7/2026", date(2026, 7, 21)),
        (FieldType.DATE, "2026-07-21", date(2026, 7, 21)),
        (FieldType.DATE, "ngày 21 tháng 7 năm 2026", date(2026, 7, 21)),
        (FieldType.DATE, "21/07/2026 00:00", date(2026, 7, 21)),
        (FieldType.CHOICE, "ngan sach TRUNG ƯƠNG", "nstw"),
        (FieldType.CHOICE, "NSTW", "nstw"),
        (FieldType.YES_NO, "Có", True),
        (FieldType.YES_NO, "Không đạt", False),
        (FieldType.DATE, "   ", None),
    ],
)
def test_reads_what_an_office_writes(kind: FieldType, text: str, value: Value | None) -> None:
    assert parse(field(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldType.WHOLE, "12,5"),
        (FieldType.WHOLE, "mười hai"),
        (FieldType.MONEY, "0,5 đồng"),
        (FieldType.MONEY, "9999999999999999"),
        (FieldType.DATE, "31/02/2026"),
        (FieldType.DATE, "21/07/0026"),
        (FieldType.DATE, "21/07/2026 hoặc sau"),
        (FieldType.CHOICE, "ngân sách xã"),
        (FieldType.YES_NO, "có thể"),
        (FieldType.TEXT, "a" * 301),
    ],
)
def test_refuses_what_it_would_have_to_guess(kind: FieldType, text: str) -> None:
    with pytest.raises(NotReadable):
        parse(field(kind), text)


def test_bounds_are_kept() -> None:
    bounded = field(FieldType.WHOLE, least=Decimal(0), most=Decimal(10))

    assert parse(bounded, "10") == 10
    with pytest.raises(NotReadable, match="lớn nhất là 10"):
        parse(bounded, "11")
    with pytest.raises(NotReadable, match="nhỏ nhất là 0"):
        parse(bounded, "-1")


def two_dates() -> Register:
    return Register(
        "r", "1", "Sổ", "", Status.UNVERIFIED, "ten",
        (
            Field("ten", "Tên", FieldType.TEXT, is_required=True),
            Field("nhan", "Ngày nhận", FieldType.DATE),
            Field("tra", "Ngày trả", FieldType.DATE, not_before="nhan"),
        ),
        (State("moi", "Mới"),),
    )  # fmt: skip


def test_every_mistake_of_an_entry_is_told_at_once() -> None:
    checked = check(two_dates(), {"nhan": "10/03/2026", "tra": "09/03/2026"})

    assert [mistake.field for mistake in checked.mistakes] == ["ten", "tra"]
    assert "trước ngày nhận 10/03/2026" in checked.mistakes[1].message


def test_the_same_day_is_not_before() -> None:
    assert not check(two_dates(), {"ten": "x", "nhan": "10/03/2026", "tra": "10/03/2026"}).mistakes


class Row(dict[str, str]):
    """The texts of an entry; unlike a plain dict one can ask whether it is still held."""


def test_memory_refuses_each_time_and_holds_no_row() -> None:
    memory, held = Memory(), []
    for _ in range(3):
        row = Row(ten="x", nhan="không rõ", tra="09/03/2026")
        held.append(ref(row))
        assert check(two_dates(), row, read=memory) == check(two_dates(), row)
        del row

    assert [one() for one in held] == [None] * 3


VALUES: dict[FieldType, st.SearchStrategy[Value]] = {
    FieldType.WHOLE: st.integers(-(10**14), 10**14),
    FieldType.MONEY: st.integers(0, 10**14),
    FieldType.DECIMAL: st.decimals(-(10**6), 10**6, places=3),
    FieldType.DATE: st.dates(date(1945, 1, 1), date(2100, 12, 31)),
    FieldType.YES_NO: st.booleans(),
    FieldType.CHOICE: st.sampled_from(["nstw", "khac"]),
}


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_what_is_shown_and_what_is_kept_reads_back_the_same(pair: tuple[FieldType, Value]) -> None:
    kind, value = pair
    one = field(kind)
    register = Register("r", "1", "Sổ", "", Status.UNVERIFIED, "f", (one,), (State("moi", "Mới"),))

    assert parse(one, show(one, value)) == value
    assert parse(one, edit_text(one, value)) == value
    assert restore(register, store({"f": value})) == {"f": value}
