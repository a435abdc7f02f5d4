"""What the pages of registers show for one unit: an entry with a document, a table that was brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from parindex.apps.evidence.documents import Facts, add_document
from parindex.apps.evidence.models import Document
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import services
from parindex.apps.registers.importing import import_table
from parindex.apps.registers.models import EntryImport, RegisterEntry
from parindex.documents.read.rows import read_rows
from parindex.domain.access import SYSTEM

REGISTER = "nhiem-vu-cap-tren"
TABLE = "Văn bản giao,Ngày giao,Nhiệm vụ,Hạn\nCV 1,05/01/2026,Việc trong bảng,31/12/2026\nCV 2,hôm qua,Việc sai,\n"
ENTRY = ("register-entry", "register-edit", "register-remove", "register-restore", "register-attach")
OF_TABLE = (
    *("register-imported", "register-import-progress", "register-rejects", "register-rejects-csv"),
    *("register-results", "register-results-csv"),
)
WHOLE = (
    *("register-list", "register-add", "register-import", "register-template", "register-xlsx", "register-csv"),
    "register-figures",
)
ADDRESSES = (*ENTRY, *OF_TABLE, "register-move", "register-detach", "register-rows")
"""Addresses that name a thing of one unit."""


@dataclass(frozen=True)
class RegisterThings:
    """The things of one unit."""

    unit: Unit
    entry: RegisterEntry
    table: EntryImport
    document: Document


def make_registers(unit: Unit, *, now: datetime) -> RegisterThings:
    """Return an entry with a proof and a table with one good and one bad row."""
    entry = services.add(register_id=REGISTER, unit=unit, texts=texts(), actor=SYSTEM, now=now)
    document = add_document(unit=unit, actor=SYSTEM, now=now, facts=Facts(number="7/BC-SNV")).document
    services.attach(entry=entry, document=document, actor=SYSTEM, now=now)
    table = import_table(
        register_id=REGISTER,
        unit=unit,
        rows=read_rows(TABLE.encode(), name="a.csv"),
        name="a.csv",
        sha256="0" * 64,
        actor=SYSTEM,
        now=now,
    )
    return RegisterThings(unit, entry, table, document)


def texts(number: str = "CV 9") -> dict[str, str]:
    """Return what somebody writes of a task that was given from above."""
    return {"van_ban_giao": number, "ngay_giao": "05/01/2026", "noi_dung": "Việc được giao", "han": "31/12/2026"}


def register_addresses(things: RegisterThings, step: str) -> dict[str, dict[str, Any]]:
    """Return what each address names."""
    whole: dict[str, Any] = {"register_id": REGISTER}
    entry = {**whole, "public_id": things.entry.public_id}
    table = {**whole, "public_id": things.table.public_id}
    return {
        **dict.fromkeys(WHOLE, whole),
        **dict.fromkeys(ENTRY, entry),
        **dict.fromkeys(OF_TABLE, table),
        "register-move": {**entry, "action": step},
        "register-detach": {**entry, "document_id": things.document.public_id},
        "register-rows": {**whole, "code": "qua_han", "unit_id": things.unit.pk},
        "register-public": {"register_id": "giai-ngan"},
    }


def typed(unit_id: int) -> dict[str, dict[str, Any]]:
    """Return what a person would type."""
    fields = {f"f_{code}": text for code, text in texts("CV 10").items()}
    return {
        "register-add": {"keeper": str(unit_id), **fields},
        "register-edit": {"version": "1", **fields},
        "register-move": {"version": "1", "f_ngay_xong": "06/07/2026", "f_san_pham": "Báo cáo"},
        "register-remove": {"version": "1", "ly-do": "Nhập nhầm"},
        "register-attach": {"so": "8/BC-SNV"},
        "register-import": {"keeper": str(unit_id), "tep": SimpleUploadedFile("a.csv", TABLE.encode())},
    }
