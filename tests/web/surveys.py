"""A wave of a survey on either side of the table of addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parindex.apps.orgs.models import Unit
from parindex.apps.surveys import services
from parindex.apps.surveys.models import SurveyWave
from parindex.domain.access import SYSTEM

ADDRESSES = ("survey-detail", "survey-close", "survey-export")


def make_wave(unit: Unit, *, now: datetime) -> SurveyWave:
    """Return an open wave of the counter's questionnaire."""
    return services.open_wave(
        unit=unit, title="Đánh giá tại quầy", questionnaire="quay-2018", closes_on=None, actor=SYSTEM, now=now
    )


def survey_addresses(wave: SurveyWave) -> dict[str, dict[str, Any]]:
    """Return what the addresses of surveys name."""
    public, inside = {"token": wave.token}, {"public_id": wave.public_id}
    return {**dict.fromkeys(ADDRESSES, inside), "survey-form": public, "survey-thanks": public}
