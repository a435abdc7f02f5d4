"""A letter of urging (công văn đôn đốc) as an official paper, with the list of what is overdue as its annex.

What no person has written yet (number, day, who signs) stays blank for the one who finishes the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.documents.write.official import wording
from parindex.documents.write.official.model import Annex, Column, Line, Paper, Row, Table
from parindex.domain.text.dates import format_date

_COLUMNS = (
    Column("STT", 5, centred=True),
    Column("Nhiệm vụ", 40),
    Column("Sản phẩm", 25),
    Column("Kế hoạch", 14),
    Column("Hạn", 10, centred=True),
    Column("Tiến độ (%)", 8, centred=True),
)


@dataclass(frozen=True, slots=True)
class OverdueDuty:
    """One line of the annex; `progress` in percent."""

    title: str
    product: str
    plan: str
    due_on: date
    progress: int


@dataclass(frozen=True, slots=True)
class UrgingText:
    """What a letter says; `number` and `on` are None before it is signed, every paragraph is one entry of `body`."""

    issuer: str
    addressee: str
    about: str
    body: tuple[str, ...]
    number: str | None
    on: date | None
    signer_title: str
    signer: str
    duties: tuple[OverdueDuty, ...]


def paper_of_urging(letter: UrgingText, *, mark: str = "") -> Paper:
    """Lay a letter out as a paper; `mark` says on every page what the paper is not ("bản thảo")."""
    return Paper(
        mark=mark,
        superior="",
        authority=wording.authority_lines(letter.issuer),
        number=f"Số: {letter.number}" if letter.number else f"Số:{wording.BLANK}/{wording.BLANK}",
        place_and_date=wording.place_and_date(letter.issuer, letter.on),
        kind="",
        title="",
        body=tuple(Line(text) for text in letter.body),
        recipients=wording.recipient_lines(("Như trên", "Lưu: VT")),
        signing=wording.signing_lines(letter.issuer, letter.signer_title or None),
        signer=letter.signer,
        annex=_annex(letter),
        about=f"V/v {letter.about}",
        addressees=(f"{letter.addressee}",),
    )


def _annex(letter: UrgingText) -> Annex:
    rows = [
        Row((f"{at}", duty.title, duty.product, duty.plan, format_date(duty.due_on), f"{duty.progress}"))
        for at, duty in enumerate(letter.duties, start=1)
    ]
    return Annex(
        caption="PHỤ LỤC",
        title=f"DANH SÁCH NHIỆM VỤ QUÁ HẠN CỦA {letter.addressee.upper()}",
        reference=wording.annex_reference(
            kind="Công văn", number=letter.number, issued=letter.on, issuer=letter.issuer
        ),
        tables=(Table(_COLUMNS, tuple(rows)),),
    )
