"""The letter of apology for a dossier that will be late: drafted, entered into the register, never kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from parindex.analytics.bulk.importing import load_clock
from parindex.apps.dossiers import services
from parindex.apps.dossiers.selectors import Found
from parindex.documents.write.official.apology_paper import paper_of_apology
from parindex.documents.write.official.docx import write_paper_document
from parindex.domain.access import Actor
from parindex.domain.dossiers.apology import draft_apology


def draft_letter(*, found: Found, new_due: date, reason: str, actor: Actor, now: datetime) -> bytes:
    """Return the letter as DOCX; applicant, number and signature stay blank.

    Raises `UnlawfulAppointment` and `UnknownCalendarYear`.
    """
    calendar = load_clock().calendar
    drafted = draft_apology(found.dossier, found.timing, new_due=new_due, reason=reason, calendar=calendar)
    paper = paper_of_apology(replace(drafted, unit=found.unit_name))
    if found.unit is not None:
        services.record_apology(unit=found.unit, code=found.dossier.code, new_due=new_due, actor=actor, now=now)
    return write_paper_document(paper)
