"""Scanned files are kept for checking the reading, and erased some days after their wave was closed.

What was read of each page stays, and so do the forms; the register keeps how many files were erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from parindex.apps.evidence import services as files
from parindex.apps.surveys import keeping
from parindex.apps.surveys.models import PaperScan, SurveyWave, WaveState
from parindex.domain.access import SYSTEM


def erase_scans(*, days: int, now: datetime) -> int:
    """Erase the files of waves closed at least so many days ago; return how many. A second run finds nothing.

    Each wave is one transaction. Bytes that another room keeps stay there.
    """
    old = SurveyWave.objects.filter(state=WaveState.CLOSED, closed_at__lte=now - timedelta(days=days))
    waves = old.filter(scans__file__isnull=False).distinct().order_by("pk")
    return sum(_erase_of(wave, now) for wave in waves.select_related("unit"))


def _erase_of(wave: SurveyWave, now: datetime) -> int:
    with transaction.atomic():
        scans = list(PaperScan.objects.select_for_update(of=("self",)).filter(wave=wave, file__isnull=False))
        for scan, stored in [(scan, scan.file) for scan in scans]:
            scan.file, scan.erased_at = None, now
            scan.save(update_fields=["file", "erased_at"])
            if stored is not None:
                files.forget(stored)
        if scans:
            keeping.record(wave, "survey.scans_erased", actor=SYSTEM, now=now, after={"count": len(scans)})
    return len(scans)
