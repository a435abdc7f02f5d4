"""Signs of forms that were not given by as many people: each has a case just at and just below its threshold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.surveys.signs import Came, SignKind, find_signs

DAY = date(2026, 3, 16)


def form(values: str, *, place: str = "Xã Mây", day: date = DAY, device: str = "") -> Came:
    """Return a form whose answers are these letters."""
    return Came(place, day, {f"q{at}": value for at, value in enumerate(values)}, device)


def different(count: int, *, day: date = DAY) -> list[Came]:
    """Return forms no two of which are alike and none of which is straight."""
    return [form(f"{at:09b}".replace("0", "2") + "12", day=day) for at in range(count)]


def kinds(forms: list[Came]) -> list[SignKind]:
    return [sign.kind for sign in find_signs(forms)]


def test_forms_alike_are_told_from_half_of_at_least_ten() -> None:
    same = [form("12312312")] * 10

    assert kinds(same + different(10)) == [SignKind.ALIKE]
    assert kinds(same[:9] + different(9)) == []
    assert kinds(same + different(11)) == []
    (sign,) = find_signs(same + different(10))
    assert (sign.place, sign.day, sign.forms) == ("Xã Mây", DAY, 10)
    assert "10 trong 20 phiếu" in sign.reason


def test_one_level_for_all_questions_is_told() -> None:
    straight = [form(str(at % 5 + 1) * 8) for at in range(8)]

    assert kinds(straight + different(2)) == [SignKind.STRAIGHT]
    assert kinds(straight + different(3)) == []
    assert kinds([form("5" * 7)] * 40) == []  # seven questions are alike by nature


def test_day_with_far_more_than_usual_is_told() -> None:
    usual = [one for at in range(1, 4) for one in different(6, day=DAY + timedelta(days=at))]

    assert kinds(usual + different(31)) == [SignKind.BURST]
    assert kinds(usual + different(30)) == []
    assert kinds(usual[:12] + different(31)) == []  # two other days do not tell what is usual


def test_device_that_sent_many_is_told() -> None:
    assert kinds([form("12", device="a")] * 5 + [form("12", device="b")] * 4) == [SignKind.DEVICE]
    assert kinds([form("12", device="a")] * 4 + [form("12")] * 20) == []


@given(st.permutations([*[form("12312312")] * 10, *different(5), *[form("1", device="x")] * 5]))
def test_order_of_forms_does_not_matter(forms: list[Came]) -> None:
    assert kinds(forms) == [SignKind.DEVICE, SignKind.ALIKE]
