"""Makes proposals by the services: a small fictional annex as people get it, imported and read."""

from __future__ import annotations

import io
from datetime import datetime

from parindex.apps.catalogues import selectors, services
from parindex.apps.catalogues.models import Proposal
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor
from parindex.domain.scoring.catalogue import Level
from parindex.jobs import worker

ROWS = (
    ("1", "Chỉ đạo, điều hành", "3", ""),
    ("1.1", "Ban hành kế hoạch", "1", "Ban hành kịp thời: 1; không kịp thời: 0,5; không ban hành: 0"),
    ("1.2", "Hồ sơ giải quyết đúng hạn", "2", "Đạt 100%: 2; từ 80% đến dưới 100%: 1; dưới 80%: 0"),
    ("2", "Tác động", "2", ""),
    ("2.1", "Sáng kiến", "2", "Theo quy định riêng của cơ quan thẩm định năm ấy"),
    ("", "Tổng cộng", "5", ""),
)
"""Four columns: code, name, points, how it is scored; the third item has no rule that anybody could read."""


def annex(rows: tuple[tuple[str, ...], ...] = ROWS, *, has_decision: bool = True) -> bytes:
    """Return an annex as an HTML page of a fictional commune."""
    decision = (
        "<p>Số: 12/QĐ-UBND</p><p>Suối Vàng, ngày 05 tháng 01 năm 2026</p><p>QUYẾT ĐỊNH</p>" if has_decision else ""
    )
    head = "<tr><th>STT</th><th>Nội dung</th><th>Điểm tối đa</th><th>Cách chấm</th></tr>"
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    title = "<p>BỘ TIÊU CHÍ HƯ CẤU CẤP XÃ</p>"
    return f"<html><body>{decision}{title}<table>{head}{body}</table></body></html>".encode()


def start_annex(
    *, unit: Unit, actor: Actor, now: datetime, data: bytes | None = None, name: str = "phu-luc.html"
) -> services.Started:
    """Import an annex and leave its reading in the queue."""
    upload = services.Upload(name, io.BytesIO(annex() if data is None else data))
    target = services.Target(unit, Level.COMMUNE, 2026)
    (started,) = services.start(target=target, uploads=[upload], actor=actor, now=now)
    return started


def import_annex(
    *, unit: Unit, actor: Actor, now: datetime, data: bytes | None = None, name: str = "phu-luc.html"
) -> Proposal:
    """Import an annex and read it; return the proposal, whatever became of it."""
    started = start_annex(unit=unit, actor=actor, now=now, data=data, name=name)
    worker.run_until_empty()
    assert started.public_id is not None
    return selectors.access_proposal(actor, started.public_id)
