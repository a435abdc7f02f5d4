"""Write a bundle: a ZIP with a fixed order and fixed times, so the same result gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from parindex.documents.bundle import tables
from parindex.documents.bundle.content import Content, GroupResult, compute
from parindex.documents.bundle.signing import ALGORITHM, SigningKey

SCHEMA: Final = "parindex.bundle/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature.json"
UNITS, ANSWERS, POINTS, RANKING = "units.csv", "answers.csv", "points.csv", "ranking.csv"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_README: Final = """GÓI CÔNG BỐ KẾT QUẢ CHẤM ĐIỂM (parindex.bundle/1)

Ai có gói này cũng tính lại được mọi điểm và mọi hạng, không cần cơ sở dữ liệu:

    parindex verify TÊN_GÓI.zip

catalogues/     bộ tiêu chí của từng nhóm, nguyên văn
units.csv       đơn vị, nhóm, tên lúc công bố
answers.csv     số liệu cuối cùng của từng mục; n/a là không áp dụng, không có dòng là chưa biết
points.csv      điểm từng mục, từng đơn vị
ranking.csv     tổng điểm, điểm tối đa áp dụng, chỉ số chính xác (phân số, phần trăm), hạng, loại
manifest.json   quyết định công bố, mã băm SHA-256 của mọi tệp và mã băm gốc
signature.json  chữ ký Ed25519 trên mã băm gốc, khóa công khai của nơi công bố
"""


def write_bundle(content: Content, *, key: SigningKey) -> bytes:
    """Score, rank and pack a result, signed with `key`; raises what `compute` raises."""
    return pack(content, compute(content), key=key)


def pack(content: Content, results: Sequence[GroupResult], *, key: SigningKey) -> bytes:
    """Pack a result that `compute` gave for this content, signed with `key`."""
    files = {"README.txt": _README.encode()}
    names = [f"catalogues/{number}.yaml" for number in range(1, len(content.groups) + 1)]
    for name, group in zip(names, content.groups, strict=True):
        files[name] = group.catalogue_text.encode()
    files[UNITS] = tables.write_table(tables.UNITS, tables.unit_rows(content))
    files[ANSWERS] = tables.write_table(tables.ANSWERS, tables.answer_rows(content))
    files[POINTS] = tables.write_table(tables.POINTS, tables.point_rows(results))
    files[RANKING] = tables.write_table(tables.RANKING, tables.ranking_rows(results))
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    manifest: dict[str, object] = {
        "schema": SCHEMA,
        **asdict(content.head),
        "groups": [{"name": group.name, "catalogue": name} for name, group in zip(names, content.groups, strict=True)],
        "files": listed,
    }
    root = root_of(manifest)
    files[MANIFEST] = canonical_json({**manifest, "root": root})
    files[SIGNATURE] = canonical_json(
        {"algorithm": ALGORITHM, "public_key": key.public_hex, "signature": key.sign(root)}
    )
    return _zip(files)


def root_of(manifest: dict[str, object]) -> str:
    """Return the hash over everything the manifest says, the hashes of all files among it."""
    told = {name: value for name, value in manifest.items() if name != "root"}
    return hashlib.sha256(canonical_json(told)).hexdigest()


def canonical_json(value: object) -> bytes:
    """Write JSON in one way only: sorted keys, two spaces, UTF-8, a line feed at the end."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def _zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data)
    return stream.getvalue()
