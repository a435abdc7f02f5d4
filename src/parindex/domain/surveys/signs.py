"""Signs that the forms of a place on a day were not given by as many people: told with the reason, never acted on.

The thresholds are this project's own; no legal text sets any. Forms with few questions are alike by nature, so only
those with eight answers or more are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median

LEAST_FORMS, LEAST_ANSWERS = 10, 8
BURST_FORMS, BURST_TIMES = 30, 5
ALIKE_PERCENT, STRAIGHT_PERCENT = 50, 80
DEVICE_FORMS = 5
_MOST_KEPT = 2_000


class SignKind(StrEnum):
    """What is striking."""

    ALIKE = "alike"
    STRAIGHT = "straight"
    BURST = "burst"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Sign:
    """One striking thing: where, on which day, None for the whole wave, how many forms, and why in Vietnamese."""

    kind: SignKind
    place: str
    day: date | None
    forms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Came:
    """What is looked at of a form."""

    place: str
    day: date
    answers: Mapping[str, str]
    device: str = ""


@dataclass(slots=True)
class _Day:
    """What was counted for a place on a day; memory is bounded however many forms there are."""

    forms: int = 0
    long_forms: int = 0
    straight: int = 0
    alike: Counter[int] = field(default_factory=Counter)

    def add(self, answers: Mapping[str, str]) -> None:
        self.forms += 1
        if len(answers) < LEAST_ANSWERS:
            return
        self.long_forms += 1
        values = [text for text in answers.values() if len(text) == 1]
        self.straight += len(values) >= LEAST_ANSWERS and len(set(values)) == 1
        mark = hash(tuple(sorted(answers.items())))
        if mark in self.alike or len(self.alike) < _MOST_KEPT:
            self.alike[mark] += 1


def find_signs(came: Iterable[Came]) -> list[Sign]:
    """Return what is striking, by place and day; reads the forms once, in any order."""
    days: dict[tuple[str, date], _Day] = defaultdict(_Day)
    devices: dict[str, Counter[str]] = defaultdict(Counter)
    for one in came:
        days[one.place, one.day].add(one.answers)
        if one.device and (one.device in devices[one.place] or len(devices[one.place]) < _MOST_KEPT):
            devices[one.place][one.device] += 1
    signs = [sign for (place, day), told in days.items() for sign in _of_day(place, day, told)]
    signs += [sign for place in {place for place, _ in days} for sign in _bursts(place, days)]
    signs += [sign for place, counted in devices.items() for sign in _of_devices(place, counted)]
    return sorted(signs, key=lambda sign: (sign.place, sign.day or date.min, sign.kind))


def _of_day(place: str, day: date, told: _Day) -> Iterable[Sign]:
    if told.long_forms < LEAST_FORMS:
        return
    most = max(told.alike.values(), default=0)
    if most >= LEAST_FORMS and 100 * most >= ALIKE_PERCENT * told.long_forms:
        yield Sign(
            SignKind.ALIKE, place, day, most, f"{most} trong {told.long_forms} phiếu trả lời giống hệt nhau ở mọi câu"
        )
    if 100 * told.straight >= STRAIGHT_PERCENT * told.long_forms:
        reason = f"{told.straight} trong {told.long_forms} phiếu chọn một mức cho mọi câu"
        yield Sign(SignKind.STRAIGHT, place, day, told.straight, reason)


def _bursts(place: str, days: Mapping[tuple[str, date], _Day]) -> Iterable[Sign]:
    counts = {day: told.forms for (where, day), told in days.items() if where == place}
    for day, forms in counts.items():
        others = [count for other, count in counts.items() if other != day]
        usual = median(others) if others else 0
        if len(others) >= 3 and forms >= BURST_FORMS and forms > BURST_TIMES * usual:
            reason = f"{forms} phiếu trong một ngày, ngày thường của nơi này khoảng {round(usual)} phiếu"
            yield Sign(SignKind.BURST, place, day, forms, reason)


def _of_devices(place: str, counted: Mapping[str, int]) -> Iterable[Sign]:
    many = [count for count in counted.values() if count >= DEVICE_FORMS]
    if many:
        reason = f"{len(many)} thiết bị gửi từ {DEVICE_FORMS} phiếu trở lên, tất cả {sum(many)} phiếu"
        yield Sign(SignKind.DEVICE, place, None, sum(many), reason)
