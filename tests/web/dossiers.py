"""Imports of dossiers on either side of the table of addresses, and a small store behind the pages."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from parindex.apps.dossiers import services, stores
from parindex.apps.dossiers.models import DossierImport, DossierSource, ImportState
from parindex.apps.orgs.models import Unit
from parindex.domain.access import SYSTEM
from parindex.jobs.worker import run_one

ADDRESSES = ("dossier-import-show", "dossier-import-progress", "dossier-import-rejects")
CODE = "H99.10-20260105-0000001"
HEAD = "MaHoSo,MaTTHC,MaLinhVuc,DonViXuLy,PhongBanXuLy,CapDonVi,TrangThaiHoSo,NgayTiepNhan,NgayHenTra,NgayKetThucXuLy"


def make_import(unit: Unit, *, now: datetime) -> DossierImport:
    """Return an import that is over, with a list of rejected rows; nothing is in the store."""
    rejects = stores.store_of().rejects_folder / f"{unit.pk}.csv"
    rejects.parent.mkdir(parents=True, exist_ok=True)
    rejects.write_text("dòng,cột,giá trị,lý do\n", encoding="utf-8")
    return DossierImport.objects.create(
        unit=unit,
        source=DossierSource.MAIN,
        file_name="ho-so.csv",
        file_size=1,
        state=ImportState.DONE,
        rejects_file=rejects.name,
        created_at=now,
    )


def dossier_addresses(one: DossierImport) -> dict[str, dict[str, Any]]:
    """Return what the addresses of dossiers name."""
    code = {"code": CODE}
    return {
        **{name: {"public_id": one.public_id} for name in ADDRESSES},
        "dossier-show": code,
        "dossier-apology": code,
    }


def line(number: int, unit: str, *, done: str = "05/01/2026", due: str = "08/01/2026") -> str:
    """Return one dossier received on Monday 05/01/2026."""
    code = f"H99.10-20260105-{number:07d}"
    return f"{code},9.000001,Hộ tịch (minh họa),{unit},Một cửa,1,{10 if done else 4},05/01/2026,{due},{done}"


def fill_store(unit: Unit, *lines: str, now: datetime, source: str = DossierSource.MAIN) -> DossierImport:
    """Import dossiers of a highest unit."""
    data = "\n".join([HEAD, *lines, ""]).encode()
    upload = services.Upload("ho-so.csv", io.BytesIO(data), len(data))
    one = services.start_import(unit=unit, source=source, upload=upload, actor=SYSTEM, now=now)
    assert run_one(worker="thu", clock=lambda: now)
    one.refresh_from_db()
    return one
