"""Letters of urging as files in the official layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from parindex.apps.assignments import letters
from parindex.apps.assignments.models import LetterState, UrgingLetter
from parindex.apps.audit import services as audit
from parindex.apps.imports import heads
from parindex.apps.planning.exports import FICTIONAL
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.model import Paper
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.official.urging_paper import OverdueDuty, UrgingText, paper_of_urging
from parindex.domain.access import Actor, Permission

WRITERS: Mapping[str, Callable[[Paper], bytes]] = {"docx": write_paper_document, "pdf": write_paper_pdf}


def write_letter(*, letter: UrgingLetter, form: str, actor: Actor, now: datetime) -> bytes:
    """Return a letter as "docx" or "pdf"; the same letter gives the same bytes.

    The export is recorded, and the letter remembers it when one who sends letters took it: that is what gets signed.
    """
    data = WRITERS[form](paper_of(letter))
    if actor.may(Permission.URGING_SEND, letter.unit.path):
        UrgingLetter.objects.filter(pk=letter.pk).update(
            taken_at=now, taken_by_name=actor.name[:120], taken_form=form, taken_version=letter.version
        )
    audit.record_view(
        actor=actor,
        action="letter.exported",
        object_type="letter",
        object_id=str(letter.public_id),
        object_label=f"{letter.addressee.name}: {letter.subject}"[:300],
        unit_path=letter.unit.path,
        after={"format": form},
        now=now,
    )
    return data


def paper_of(letter: UrgingLetter) -> Paper:
    """Return a letter as a paper, marked while it is a draft or of a fictional office."""
    duties = tuple(
        OverdueDuty(item.title, item.product, item.plan, item.due_on, item.progress)
        for item in letters.list_items(letter)
    )
    text = UrgingText(
        issuer=heads.issuer_of(letter.unit),
        addressee=heads.issuer_of(letter.addressee),
        about=letter.subject,
        body=tuple(line.strip() for line in letters.body_of(letter).splitlines() if line.strip()),
        number=letter.number or None,
        on=letter.issued_on,
        signer_title=letter.signer_title,
        signer=letter.signer,
        duties=duties,
    )
    return paper_of_urging(text, mark=_mark(letter))


def _mark(letter: UrgingLetter) -> str:
    marks = ["BẢN THẢO"] if letter.state == LetterState.DRAFT else []
    if letter.unit.is_fictional:
        marks.append(FICTIONAL)
    return " – ".join(marks)
