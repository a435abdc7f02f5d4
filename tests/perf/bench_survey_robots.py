"""Robots at a public form: beyond the limit of a wave a form costs what it cost before, and every one is kept.

Figures are seconds of the processor; the last row counts forms that were sent and forms that are kept.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from parindex.apps.orgs.models import UnitKind
from parindex.apps.surveys import selectors, services
from parindex.apps.surveys.models import SurveyAnswer
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import SYSTEM
from tests.factories import UnitFactory
from tests.perf.rows import Row, best

FORMS, MOST = 2_000, 500
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def run() -> list[Row]:
    """Measure everything and return the rows; nothing stays in the database."""
    with transaction.atomic():
        unit = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
        wave = services.open_wave(
            unit=unit, title="Máy tự động", questionnaire="quay-2018", closes_on=None, actor=SYSTEM, now=NOW
        )
        wave.most_of_wave = MOST
        wave.save(update_fields=["most_of_wave"])

        def flood() -> None:
            for number in range(FORMS):
                sheet = Sheet(
                    {"cs1": str(number % 3), "cs3": "2"}, uuid.uuid4(), place=f"Nơi {number % 90}", device=str(number)
                )
                services.take_answer(wave=wave, sheet=sheet, now=NOW)

        first = best(flood, rounds=1)
        second = best(flood, rounds=1)
        look = best(lambda: selectors.signs_of(wave), rounds=1)
        kept = SurveyAnswer.objects.filter(wave=wave).count()
        transaction.set_rollback(True)
    return [
        (f"{FORMS} phiếu máy tự động khi đã có {FORMS}, so với lúc đầu", second, first, 1.5),
        (f"Tìm dấu hiệu trong {2 * FORMS} phiếu so với nhận {FORMS} phiếu", look, first, 0.5),
        (f"{2 * FORMS} phiếu đã gửi so với {kept} phiếu được giữ", 2 * FORMS, kept, 1.0),
    ]
