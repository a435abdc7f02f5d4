"""Where dossiers lie in the data folder, and which units a name in a file means."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from parindex.analytics.bulk.importing import load_clock, rules_fingerprint
from parindex.analytics.bulk.store import Manifest, Store
from parindex.analytics.bulk.words import UnitList
from parindex.apps.dossiers.errors import NoDossiers
from parindex.apps.dossiers.models import DossierSource
from parindex.apps.orgs.models import Unit, UnitName
from parindex.domain.text.folding import fold

_INCOMING = "incoming"


def folder() -> Path:
    """Return the folder of everything about dossiers."""
    return Path(settings.DOSSIERS_DIR)


def store_of(source: str = DossierSource.MAIN) -> Store:
    """Return the store of a source; it may hold nothing yet."""
    return Store(folder() / DossierSource(source).value)


def incoming_path(name: str) -> Path:
    """Return where an uploaded file waits for its reading; only this account of the machine may read there."""
    waiting = folder() / _INCOMING
    waiting.mkdir(mode=0o700, parents=True, exist_ok=True)
    return waiting / name


def opened(source: str = DossierSource.MAIN) -> tuple[Store, Manifest]:
    """Return a store with dossiers. Raises `NoDossiers`, also when its days were found by other rules."""
    store = store_of(source)
    manifest = store.manifest()
    if manifest is None or not manifest.parts:
        raise NoDossiers("Chưa có hồ sơ nào được nhập.")
    if manifest.rules != _rules():
        raise NoDossiers("Lịch làm việc hoặc quy tắc tính hạn đã đổi từ lần nhập trước. Nhập một tệp để kho tính lại.")
    return store, manifest


@lru_cache(maxsize=1)
def _rules() -> str:
    return rules_fingerprint(load_clock())


def unit_names(root: Unit) -> UnitList:
    """Return every name, code and slug of a unit and the units below it, kept under the slug.

    A name that two of them share means neither: their dossiers are rejected rather than given to the wrong one.
    """
    units = Unit.objects.filter(path__startswith=root.path).order_by("pk")
    names: dict[str, set[str]] = {}
    for slug, *own in units.values_list("slug", "name", "short_name", "official_code"):
        names[slug] = {word for word in own if word}
    for slug, name in UnitName.objects.filter(unit__in=units).values_list("unit__slug", "name"):
        names[slug].add(name)
    shared = Counter(word for own in names.values() for word in {fold(name) for name in own})
    return UnitList.of((slug, *sorted(name for name in own if shared[fold(name)] == 1)) for slug, own in names.items())
