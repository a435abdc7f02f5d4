"""What happened after a day is taken back, and nothing else is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.registers.loader import shipped_registers
from parindex.domain.registers.past import Later, as_then, day_of_change, event_codes, without_days_to_come

FINDINGS = shipped_registers()["kien-nghi-kiem-tra"]
JUNE = date(2026, 6, 30)


def test_days_of_events_are_ends_and_days_that_moves_ask_for_and_never_limits() -> None:
    assert event_codes(FINDINGS) == {"ngay_xong"}
    for register in shipped_registers().values():
        assert not event_codes(register) & {clock.due for clock in register.clocks}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(date(2026, 6, 20), date(2026, 6, 20), id="told"),
        pytest.param(None, JUNE, id="recorded"),
        pytest.param(date(2026, 7, 5), JUNE, id="planned"),
    ],
)
def test_a_change_happened_on_the_day_that_it_tells(told: date | None, expected: date) -> None:
    values: dict[str, Any] = {"han": date(2026, 6, 1)} | ({"ngay_xong": told} if told else {})

    assert day_of_change(FINDINGS, values, ["ngay_xong", "han", "ket_qua"], recorded=JUNE) == expected


def test_corrections_are_kept_unless_they_too_are_judged_by_their_day() -> None:
    later = [Later("dang", {"noi_dung": "sai"}, {"noi_dung": "đúng"}, is_move=False)]

    assert as_then({"noi_dung": "đúng"}, "dang", later, with_corrections=False) == ({"noi_dung": "đúng"}, "dang")
    assert as_then({"noi_dung": "đúng"}, "dang", later, with_corrections=True) == ({"noi_dung": "sai"}, "dang")


def test_days_to_come_are_not_there_yet() -> None:
    values = {"ngay_xong": JUNE + timedelta(days=1), "han": JUNE + timedelta(days=9)}

    assert without_days_to_come(values, ["ngay_xong"], as_of=JUNE) == {"han": values["han"]}
    assert without_days_to_come(values, ["ngay_xong"], as_of=JUNE + timedelta(days=1)) is values


_STORED = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3) | st.text("xy", max_size=2))


@given(start=_STORED, steps=st.lists(st.tuples(_STORED, st.sampled_from(["mo", "dang", "xong"]))))
def test_taking_back_every_move_gives_the_entry_as_it_began(start: dict[str, Any], steps: list[Any]) -> None:
    values, state, later = dict(start), "moi", []
    for after, target in steps:
        changed = [code for code in values.keys() | after.keys() if values.get(code) != after.get(code)]
        before_part = {code: values[code] for code in changed if code in values}
        later.insert(0, Later(state, before_part, {c: after[c] for c in changed if c in after}, is_move=True))
        values, state = dict(after), target

    assert as_then(values, state, later, with_corrections=False) == (start, "moi")
    assert as_then(values, state, [], with_corrections=True) == (values, state)
