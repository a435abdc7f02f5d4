"""Recompute a bundle and name every difference: hashes, signature, catalogue, points, ranks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parindex.definitions.catalogues.loader import CatalogueDefinitionError, UnknownCatalogue
from parindex.documents.bundle import tables
from parindex.documents.bundle.content import compute
from parindex.documents.bundle.read import Bundle, read_bundle
from parindex.documents.bundle.signing import ALGORITHM, is_signed_by
from parindex.documents.bundle.tables import Row
from parindex.documents.bundle.write import MANIFEST, POINTS, RANKING, SIGNATURE, root_of
from parindex.domain.scoring.entries import BadEntries


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as published: the file, the place in it, what it says and what was computed."""

    file: str
    place: str
    published: str
    computed: str

    @property
    def message(self) -> str:
        """Say the difference in Vietnamese."""
        return f"{self.file}, {self.place}: công bố “{self.published}”, tính lại “{self.computed}”"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; `key` is the public key that signed, "" without a valid signature."""

    bundle: Bundle
    root: str
    key: str
    unit_count: int
    point_count: int
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether everything was recomputed as published."""
        return not self.differences


def verify_bundle(data: bytes, *, name: str = "", expected_key: str = "") -> Report:
    """Check hashes and signature and recompute every point and rank; raises NotABundle and DamagedBundle.

    `expected_key`: the public key (hexadecimal) that the publisher is known by; "" accepts any valid signature.
    """
    bundle = read_bundle(data, name=name)
    root = root_of(bundle.told)
    found = [*_hash_differences(bundle, root)]
    key, signature_differences = _check_signature(bundle, root, expected_key=expected_key)
    found += signature_differences
    try:
        results = compute(bundle.content)
    except (CatalogueDefinitionError, UnknownCatalogue, BadEntries) as error:
        found.append(Difference("answers.csv", "cả gói", "chấm được", error.message))
    else:
        found += _row_differences(POINTS, tables.POINTS, bundle.points, tables.point_rows(results), keys=3)
        found += _row_differences(RANKING, tables.RANKING, bundle.ranking, tables.ranking_rows(results), keys=2)
    return Report(bundle, root, key, len(bundle.content.units), len(bundle.points), tuple(found))


def _hash_differences(bundle: Bundle, root: str) -> Iterator[Difference]:
    if bundle.manifest.root != root:
        yield Difference(MANIFEST, "mã băm gốc", bundle.manifest.root, root)
    listed = {file.name: file for file in bundle.manifest.files}
    present = set(bundle.files) - {MANIFEST, SIGNATURE}
    for name in sorted(set(listed) - present):
        yield Difference(MANIFEST, name, "có trong gói", "không có")
    for name in sorted(present - set(listed)):
        yield Difference(MANIFEST, name, "không có trong gói", "có")
    for name in sorted(present & set(listed)):
        computed = hashlib.sha256(bundle.files[name]).hexdigest()
        if computed != listed[name].sha256:
            yield Difference(name, "mã băm", listed[name].sha256, computed)


def _check_signature(bundle: Bundle, root: str, *, expected_key: str) -> tuple[str, list[Difference]]:
    told = bundle.signature
    if told is None:
        return "", [Difference(SIGNATURE, "chữ ký", "có", "không có tệp chữ ký")]
    is_valid = told.algorithm == ALGORITHM and is_signed_by(
        public_hex=told.public_key, signature_hex=told.signature, root_sha256=root
    )
    if not is_valid:
        return "", [Difference(SIGNATURE, "chữ ký", "hợp lệ", "không khớp với mã băm gốc")]
    if expected_key and told.public_key != expected_key.lower():
        return told.public_key, [Difference(SIGNATURE, "khóa công khai", told.public_key, expected_key.lower())]
    return told.public_key, []


def _row_differences(
    file: str, columns: Sequence[str], published: Sequence[Row], computed: Sequence[Row], *, keys: int
) -> Iterator[Difference]:
    """Compare two tables by the first `keys` columns; every other cell that differs is named."""
    theirs = {row[:keys]: row for row in published}
    ours = {row[:keys]: row for row in computed}
    if len(theirs) != len(published):
        yield Difference(file, "cả tệp", f"{len(published)} dòng", f"{len(theirs)} dòng khác nhau")
    for key in sorted(set(theirs) | set(ours)):
        place = ", ".join(key[1:])
        if key not in theirs or key not in ours:
            is_there = key in theirs
            yield Difference(file, place, "có dòng" if is_there else "không có", "không có" if is_there else "có dòng")
            continue
        for column, left, right in zip(columns[keys:], theirs[key][keys:], ours[key][keys:], strict=True):
            if left != right:
                yield Difference(file, f"{place}, cột {column}", left, right)
