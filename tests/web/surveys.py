"""A wave of a survey on either side of the table of addresses."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from parindex.apps.evidence.uploads import Upload
from parindex.apps.orgs.models import Unit
from parindex.apps.surveys import field, own, papers, services
from parindex.apps.surveys.models import OwnQuestionnaire, SurveyWave
from parindex.domain.access import SYSTEM

ADDRESSES = (
    "survey-detail",
    "survey-close",
    "survey-release",
    "survey-discard",
    "survey-restore",
    "survey-export",
    "survey-result",
    "survey-compare",
    "survey-aim",
    "survey-ties",
)
PAPER_ADDRESSES = ("survey-papers", "survey-print", "survey-scan", "survey-doubts")
SCAN_ADDRESSES = ("survey-scan-detail", "survey-scan-progress", "survey-scan-again")
FIELD_ADDRESSES = (
    "survey-table",
    "survey-table-template",
    "survey-field",
    "survey-pack",
    "survey-sample",
    "survey-deliver",
)
DRAW_ADDRESSES = ("survey-draw", "survey-draw-drop", "survey-draw-list")
PACK_ADDRESSES = ("interview", "interview-form", "interview-visit", "interview-pack", "interview-sync")
ADDRESSES_OF_A_WAVE = (
    *(*ADDRESSES, *PAPER_ADDRESSES, *SCAN_ADDRESSES, "survey-batch", "survey-take"),
    *(*FIELD_ADDRESSES, *DRAW_ADDRESSES, "survey-pack-stop", "survey-aim-drop", "survey-report"),
)
WORDS = b"%PDF-1.7 nothing to read"


def make_wave(unit: Unit, *, now: datetime) -> SurveyWave:
    """Return an open wave of the counter's questionnaire."""
    return services.open_wave(
        unit=unit, title="Đánh giá tại quầy", questionnaire="quay-2018", closes_on=None, actor=SYSTEM, now=now
    )


def make_field_work(wave: SurveyWave, *, now: datetime) -> SurveyWave:
    """Give a wave a batch of paper, a scan and a pack."""
    field.give_pack(wave=wave, label="Tổ 1", place="", actor=SYSTEM, now=now)
    papers.print_batch(wave=wave, place="", count=2, actor=SYSTEM, now=now)
    papers.send_scans(wave=wave, uploads=[Upload("quét.pdf", io.BytesIO(WORDS))], actor=SYSTEM, now=now)
    return wave


def survey_addresses(wave: SurveyWave) -> dict[str, dict[str, Any]]:
    """Return what the addresses of surveys name; with field work, also those of its paper and packs."""
    public, inside = {"token": wave.token}, {"public_id": wave.public_id}
    known = {
        **dict.fromkeys((*ADDRESSES, *PAPER_ADDRESSES, *FIELD_ADDRESSES, *DRAW_ADDRESSES), inside),
        "survey-form": public,
        "survey-thanks": public,
    }
    known |= {"survey-aim-drop": {**inside, "aim_id": 1}, "survey-report": {**inside, "form": "pdf"}}
    batch, scan = wave.batches.first(), wave.scans.first()
    if batch and scan:
        known |= {name: {**inside, "scan_id": scan.public_id} for name in SCAN_ADDRESSES}
        known |= {"survey-batch": {**inside, "batch_id": batch.public_id}, "survey-take": {**inside, "serial": 1}}
    pack = wave.packs.first()
    if pack:
        known |= {name: {"token": pack.token} for name in PACK_ADDRESSES}
        known |= {"survey-pack-stop": {**inside, "pack_id": pack.public_id}}
    return known


OWN_ADDRESSES = ("detail", "file", "preview", "undo", "drop", "head", "yaml", "add")
QUESTION_ADDRESSES = ("question", "move", "remove")
ADDRESSES_OF_A_QUESTIONNAIRE = tuple(
    f"questionnaire-{name}" for name in (*OWN_ADDRESSES, *QUESTION_ADDRESSES, "version")
)


def make_questionnaire(unit: Unit, *, now: datetime) -> OwnQuestionnaire:
    """Return a questionnaire of a unit's own with one question, which a wave may use."""
    return own.create(unit=unit, slug=f"mot-cua-{unit.pk}", title="Một cửa hư cấu", source=None, actor=SYSTEM, now=now)


def questionnaire_addresses(mine: OwnQuestionnaire) -> dict[str, dict[str, Any]]:
    """Return what the addresses of questionnaires name."""
    inside, shipped = {"public_id": mine.public_id}, {"questionnaire_id": "quay-2018"}
    return {
        **{f"questionnaire-{name}": inside for name in OWN_ADDRESSES},
        **{f"questionnaire-{name}": {**inside, "number": 1} for name in (*QUESTION_ADDRESSES, "version")},
        "questionnaire-shipped": shipped,
        "questionnaire-shipped-file": shipped,
    }
