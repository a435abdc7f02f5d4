"""Form II.06a on the page and as a workbook: whose dossiers, of when, and that its sums close."""

from __future__ import annotations

import io
import zipfile

import pytest

from parindex.apps.audit.models import Event
from tests.web.conftest import NOW, ClientFor, World
from tests.web.dossiers import fill_store, line
from tests.web.test_dossiers import text

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/ho-so/bieu-ii06a/"


@pytest.fixture
def store(world: World) -> None:
    own, other = world.home_affairs.slug, world.office.slug
    lines = (line(1, own, done=""), line(2, own, done="12/01/2026"), line(3, other), line(4, other, due=""))
    fill_store(world.root, *lines, now=NOW)


@pytest.mark.usefixtures("store")
def test_form_counts_the_dossiers_of_the_actor_and_its_sums_close(world: World, client_for: ClientFor) -> None:
    focal, officer = client_for(world.users["focal"]), client_for(world.users["officer"])

    whole = text(focal, f"{PAGE}?nam=2026&ky=q1&theo=unit")
    own = text(officer, f"{PAGE}?nam=2026&ky=q1")

    # 3 received = direct; 7 settled = 0 early... one unknown; 11 open = late.
    assert "Tổng cộng 4 0 4 0 3 1 0 1 1 1 0 1" in whole
    assert "7 = 8 + 9 + 10 + chưa biết hạn 3 khớp" in whole
    assert "Tổng cộng 2 0 2 0 1 0 0 1 1 0 1" in own
    assert "không khớp" not in whole + own
    assert world.office.name in whole
    assert world.office.name not in own


@pytest.mark.usefixtures("store")
def test_period_before_the_receipt_is_empty_and_one_after_carries_over(world: World, client_for: ClientFor) -> None:
    focal = client_for(world.users["focal"])

    assert "Không có hồ sơ nào trong kỳ" in text(focal, f"{PAGE}?nam=2025")
    assert "Không có hồ sơ nào trong kỳ" in text(focal, f"{PAGE}?nam=2099")
    assert "Kỳ chưa có đủ số liệu" in text(focal, f"{PAGE}?nam=2026")


@pytest.mark.usefixtures("store")
def test_workbook_holds_lines_total_and_identities(world: World, client_for: ClientFor) -> None:
    sent = client_for(world.users["focal"]).get("/ho-so/bieu-ii06a.xlsx?nam=2026&ky=q1&theo=procedure")

    words = zipfile.ZipFile(io.BytesIO(sent.content)).read("xl/sharedStrings.xml").decode()
    assert "Biểu số II.06a/VPCP/KSTT" in words
    assert "3 = 7 + 11: khớp" in words
    assert "Tổng cộng" in words
    assert Event.objects.filter(action="dossiers.exported", after__form="ii06a").count() == 1
    assert client_for(world.users["officer"]).get(f"/ho-so/bieu-ii06a.xlsx?don-vi={world.office.pk}").status_code == 404
