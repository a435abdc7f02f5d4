"""The stores as files for a backup, and back again; uploads that wait are left out, as they are sent again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from parindex.analytics.bulk.store import MANIFEST, Store
from parindex.apps.dossiers import stores
from parindex.apps.dossiers.models import DossierSource

NAME = re.compile(
    r"\A(?P<source>main|portal)/(?P<path>manifest\.json|(?:parts|facts|rejects)/[0-9a-f-]+[0-9a-zA-Z.-]*)\Z"
)


@contextmanager
def held_files() -> Iterator[list[tuple[str, Path]]]:
    """Lend the files of all stores by name, the manifest of each last; nobody imports meanwhile.

    Raises `StoreBusy` while somebody does.
    """
    with ExitStack() as stack:
        found: list[tuple[str, Path]] = []
        for source in DossierSource:
            store = stores.store_of(source)
            if store.manifest() is not None:
                stack.enter_context(store.writing())
                found += [(f"{source.value}/{path.relative_to(store.folder)}", path) for path in _files(store)]
        yield found


def put_back(files: Iterable[tuple[str, IO[bytes]]]) -> int:
    """Write the files of `held_files` back, the manifests last; what a store held before no longer counts.

    Raises `StoreBusy`, and ValueError for a name that no store has.
    """
    count = 0
    with ExitStack() as stack:
        held: set[str] = set()
        for name, stream in files:
            found = NAME.match(name)
            if found is None:
                raise ValueError(name)
            store = stores.store_of(found["source"])
            if found["source"] not in held:
                stack.enter_context(store.writing())
                held.add(found["source"])
            fresh = store.folder / f"{found['path']}.new"
            fresh.write_bytes(stream.read())
            fresh.replace(store.folder / found["path"])
            count += 1
        for source in held:
            restored = stores.store_of(source)
            if (manifest := restored.manifest()) is not None:
                restored.sweep(manifest)
    return count


def _files(store: Store) -> list[Path]:
    folders = (store.parts_folder, store.facts_folder, store.rejects_folder)
    return [*sorted(path for folder in folders for path in folder.glob("*")), store.folder / MANIFEST]
