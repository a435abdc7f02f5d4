"""Random dossiers that reach every corner of the clock, and the files they come in. All names are made up."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from parindex.domain.dossiers.model import Dossier, LimitUnit, Status

ValueT = TypeVar("ValueT")
FIRST, LAST = datetime(2021, 1, 1), datetime(2026, 12, 31, 23, 59, 59)
HEADINGS = {
    "code": "MaHoSo",
    "procedure": "MaTTHC",
    "unit": "Đơn vị xử lý",
    "status": "Trạng thái",
    "received_at": "NgayTiepNhan",
    "due_at": "Ngày hẹn trả",
}


def dossier_code(number: int) -> str:
    """Return the code of the n-th dossier, of both patterns in turn."""
    if number % 2:
        return f"H{number // 10**7 % 90 + 10}.{number % 20}-20250102-{number % 10**7:07d}"
    return f"000.00.{number // 10**8 % 90 + 10}.H99-{number // 10**4 % 10**4 + 250000:06d}-{number % 10**4:04d}"


def random_dossiers(count: int, *, seed: int) -> Iterator[Dossier]:
    """Yield dossiers that pass the checks of the import; about a third of each optional value is unknown."""
    dice = random.Random(seed)
    for number in range(count):
        yield _dossier(dice, number)


def _dossier(dice: random.Random, number: int) -> Dossier:
    received = FIRST + timedelta(seconds=dice.randrange(int((LAST - FIRST).total_seconds())))
    if dice.random() < 0.3:  # the edges of the sessions and of the cut-off
        clock = dice.choice([(7, 30), (11, 30), (13, 30), (15, 0), (15, 1), (17, 0), (0, 0)])
        received = received.replace(hour=clock[0], minute=clock[1], second=0)
    asked = _later(dice, received, 40)
    return Dossier(
        code=dossier_code(number),
        procedure=f"1.{dice.randrange(30):06d}",
        unit=f"Xã Minh Họa {dice.randrange(12)}",
        status=dice.choice(list(Status)),
        received_at=received,
        field=_maybe(dice, f"LV{dice.randrange(5)}"),
        office=_maybe(dice, f"Bàn {dice.randrange(3)}"),
        level=_maybe(dice, dice.randint(1, 3)),
        channel=_maybe(dice, dice.randint(1, 3)),
        due_at=_maybe(dice, _later(dice, received, 45)),
        finished_at=_maybe(dice, _later(dice, received, 60)),
        returned_at=_maybe(dice, _later(dice, received, 70)),
        refused_at=_maybe(dice, _later(dice, received, 30)),
        supplement_from=_maybe(dice, asked),
        supplement_to=_maybe(dice, _later(dice, asked, dice.choice([0, 1, 3, 20]))),
        supplement_count=_maybe(dice, dice.randint(0, 3)),
        rescheduled_due=_maybe(dice, _later(dice, received, 60).date()),
        reschedule_count=_maybe(dice, dice.randint(0, 2)),
        apology_on=_maybe(dice, _later(dice, received, 50).date()),
        limit_amount=_maybe(dice, dice.randint(1, 40)),
        limit_unit=_maybe(dice, dice.choice(list(LimitUnit))),
        service_level=_maybe(dice, dice.randint(2, 4)),
        digitised=_maybe(dice, dice.randint(0, 3)),
        paid_online=_maybe(dice, dice.randint(0, 2)),
        has_fee=_maybe(dice, dice.random() < 0.5),
        result_file=_maybe(dice, dice.random() < 0.5),
        result_by_post=_maybe(dice, dice.random() < 0.5),
        vneid=_maybe(dice, dice.random() < 0.5),
        contacts=_maybe(dice, dice.randint(0, 3)),
        agencies=_maybe(dice, dice.randint(0, 3)),
        complaint=_maybe(dice, dice.random() < 0.5),
    )


def _later(dice: random.Random, moment: datetime, days: int) -> datetime:
    return moment + timedelta(seconds=dice.randint(0, days * 86_400))


def _maybe(dice: random.Random, value: ValueT) -> ValueT | None:
    return value if dice.random() < 0.67 else None


def cells(dossier: Dossier) -> dict[str, str]:
    """Return the cells of a dossier as an export writes them, by heading."""
    return {HEADINGS.get(field.name, field.name): _cell(getattr(dossier, field.name)) for field in fields(dossier)}


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case Status() | LimitUnit():
            return str(int(value))
        case datetime():
            return f"{value:%d/%m/%Y %H:%M:%S}"
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value)


def write_csv(path: Path, rows: Iterable[dict[str, str]], *, delimiter: str = ",") -> Path:
    """Write rows of equal headings as CSV."""
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(listed[0]), delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    return path
