"""A backup carries the stores of dossiers, and brings them back as they were."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from parindex.analytics.bulk.store import Store
from parindex.apps.dossiers import figures, keeping, selectors, stores
from parindex.apps.dossiers.figures import FigureFilter
from parindex.apps.people.models import User
from parindex.cli import archive
from parindex.domain.access import SYSTEM
from tests.integration.conftest import NOW, TODAY, Province
from tests.web.dossiers import fill_store, line

pytestmark = pytest.mark.django_db(transaction=True)


def received() -> int:
    return figures.totals(FigureFilter(area=selectors.area_of(SYSTEM), as_of=TODAY))["received"]


def test_backup_brings_dossiers_back(province: Province, tmp_path: Path) -> None:
    slug, path = province.home_affairs.slug, tmp_path / "sao.tar"
    fill_store(province.root, line(1, slug), line(2, "không có"), now=NOW)
    fill_store(province.root, line(1, slug), now=NOW, source="portal")
    manifest = stores.store_of().manifest()
    outcome = archive.back_up(path, now=NOW)
    fill_store(province.root, line(7, slug), line(8, slug), now=NOW)
    assert received() == 3

    restored = archive.restore(path, force=True)

    assert restored == outcome
    assert received() == 1
    assert stores.store_of().manifest() == manifest
    assert len(list(stores.store_of().parts_folder.iterdir())) == 1
    shutil.rmtree(stores.folder())
    archive.restore(path, force=True)
    assert received() == 1
    assert User.objects.exists()


def test_backup_waits_for_no_import(province: Province, tmp_path: Path) -> None:
    fill_store(province.root, line(1, province.home_affairs.slug), now=NOW)

    with stores.store_of().writing(), pytest.raises(archive.ArchiveRefused, match="Một lần nhập khác"):
        archive.back_up(tmp_path / "sao.tar", now=NOW)
    assert not list(tmp_path.glob("*.tar*"))


@pytest.mark.parametrize("name", ["main/../../x", "other/manifest.json", "main/parts/../x", "main/.lock"])
def test_strange_names_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    with path.open("rb") as stream, pytest.raises(ValueError, match=re.escape(name)):
        keeping.put_back([(name, stream)])


def test_store_names_are_those_of_a_backup(province: Province) -> None:
    fill_store(province.root, line(1, province.home_affairs.slug), line(2, "không có"), now=NOW)

    with keeping.held_files() as files:
        assert [name for name, _ in files if not keeping.NAME.match(name)] == []
        assert files[-1][0] == "main/manifest.json"
        assert len(files) == 4
    assert Store(stores.folder() / "portal").manifest() is None
