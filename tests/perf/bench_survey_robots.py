"""A hundred thousand forms of robots at one public link, and people who answer between them.

The robots are few machines that name ever new places. Every form has a clear outcome: it counts, it is held back, or it
is refused and counted as such; the forms of people count, what is kept has an end, and the last form costs what the
first did. Figures are seconds of the processor, else numbers of forms.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from parindex.apps.orgs.models import UnitKind
from parindex.apps.surveys import selectors, services
from parindex.apps.surveys.errors import DayFull
from parindex.apps.surveys.models import SurveyAnswer, SurveyWave
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import SYSTEM
from tests.factories import UnitFactory
from tests.perf.rows import Row, best

FORMS, MACHINES, SLICE = 100_000, 5, 2_000
EACH = 500
"""Between so many forms of robots a person answers."""
COUNTER = "Bộ phận Một cửa"
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def run() -> list[Row]:
    """Measure everything and return the rows; nothing stays in the database."""
    with transaction.atomic():
        unit = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
        wave = services.open_wave(
            unit=unit, title="Máy tự động", questionnaire="quay-2018", closes_on=None, actor=SYSTEM, now=NOW
        )
        told: Counter[str] = Counter()
        times = [_flood(wave, told, first=first) for first in range(0, FORMS, SLICE)]
        look = best(lambda: selectors.signs_of(wave), rounds=1)
        kept = SurveyAnswer.objects.filter(wave=wave)
        people = FORMS // EACH
        counted = kept.filter(place=COUNTER, is_held=False).count()
        refused = sum(count for _, count in selectors.list_refused(wave))
        rows = kept.count()
        transaction.set_rollback(True)
    room = wave.most_of_wave + wave.most_held
    outcomes = rows + refused
    return [
        (f"{FORMS} phiếu của {MACHINES} máy: {SLICE} phiếu cuối so với {SLICE} đầu", times[-1], times[0], 1.5),
        (f"{people} người trả lời xen giữa so với {counted} phiếu được tính", people, max(counted, 1), 1.0),
        (f"{rows} phiếu được giữ so với chỗ", rows, room, 1.0),
        (
            f"{FORMS + people} phiếu gửi: {told['kept']} giữ, {told['refused']} báo chưa nhận",
            FORMS + people,
            outcomes,
            1.0,
        ),
        (f"Tìm dấu hiệu trong {rows} phiếu so với nhận {SLICE} phiếu", look, times[0], 0.5 * rows / SLICE),
    ]


def _flood(wave: SurveyWave, told: Counter[str], *, first: int) -> float:
    """Send a slice of the forms of robots, and the forms of people between them; return the seconds."""
    start = time.process_time()
    for number in range(first, first + SLICE):
        told[_sent(wave, place=f"Nơi {number % 90}", device=f"Máy {number % MACHINES}")] += 1
        if number % EACH == 0:
            told[_sent(wave, place=COUNTER, device=f"Người {number}")] += 1
    return time.process_time() - start


def _sent(wave: SurveyWave, *, place: str, device: str) -> str:
    sheet = Sheet({"cs1": "2", "cs3": "2"}, uuid.uuid4(), place=place, device=device)
    try:
        services.take_answer(wave=wave, sheet=sheet, now=NOW)
    except DayFull:
        return "refused"
    return "kept"
