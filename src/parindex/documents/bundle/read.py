"""Read a bundle back, trusting nothing: sizes are bounded, names known, every table of the stated form."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parindex.documents.bundle import tables
from parindex.documents.bundle.content import Content, Group, Head, UnitAnswers
from parindex.documents.bundle.errors import DamagedBundle, NotABundle
from parindex.documents.bundle.tables import Row
from parindex.documents.bundle.write import ANSWERS, MANIFEST, POINTS, RANKING, SCHEMA, SIGNATURE, UNITS

MOST_BYTES: Final = 512 * 1024 * 1024
MOST_FILES: Final = 200


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileShape(_Shape):
    """One file that the manifest lists."""

    name: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class GroupShape(_Shape):
    """One group and the file of its catalogue."""

    name: str
    catalogue: str


class ManifestShape(_Shape):
    """The manifest of a bundle."""

    schema_: str = Field(alias="schema")
    campaign: str
    year: int
    organiser: str
    decision_number: str
    decision_on: str
    issuer: str
    published_at: str
    is_fictional: bool
    groups: tuple[GroupShape, ...]
    files: tuple[FileShape, ...]
    root: str


class SignatureShape(_Shape):
    """The signature of a bundle."""

    algorithm: str
    public_key: str = Field(pattern=r"^[0-9a-f]{64}$")
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")


_Known = TypeVar("_Known", bound=_Shape)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it lies in the file; nothing of it is checked yet against anything else."""

    files: dict[str, bytes]
    told: dict[str, Any]
    manifest: ManifestShape
    signature: SignatureShape | None
    content: Content
    points: tuple[Row, ...]
    ranking: tuple[Row, ...]


def read_bundle(data: bytes, *, name: str = "") -> Bundle:
    """Read the bytes of a bundle; raises NotABundle and DamagedBundle."""
    files = _unpack(data, name=name)
    if MANIFEST not in files:
        raise NotABundle(f"Trong tệp không có {MANIFEST}.", name=name)
    told = _json(files[MANIFEST], MANIFEST)
    if told.get("schema") != SCHEMA:
        raise NotABundle(f"Gói có lược đồ “{told.get('schema')}”, phần mềm này đọc {SCHEMA}.", name=name)
    manifest = _shaped(ManifestShape, told, MANIFEST)
    signature = _shaped(SignatureShape, _json(files[SIGNATURE], SIGNATURE), SIGNATURE) if SIGNATURE in files else None
    return Bundle(
        files=files,
        told=told,
        manifest=manifest,
        signature=signature,
        content=_content(manifest, files),
        points=_table(files, POINTS, tables.POINTS),
        ranking=_table(files, RANKING, tables.RANKING),
    )


def _unpack(data: bytes, *, name: str) -> dict[str, bytes]:
    """Unpack in memory, at most `MOST_BYTES`; a name given twice is refused, so nothing hides behind another."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise DamagedBundle("Gói nén quá lớn so với một gói công bố.", name=name)
            if len({entry.filename for entry in entries}) != len(entries):
                raise DamagedBundle("Gói có hai tệp cùng tên.", name=name)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        if data[:2] == b"PK":
            raise DamagedBundle("Gói bị cắt ngắn hoặc bị sửa: không giải nén được.", name=name) from error
        raise NotABundle(name=name) from error


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DamagedBundle("Không phải JSON đọc được.", where=name) from error
    if not isinstance(value, dict):
        raise DamagedBundle("Không phải JSON gồm các khóa và giá trị.", where=name)
    return value


def _shaped(shape: type[_Known], value: dict[str, Any], name: str) -> _Known:
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise DamagedBundle(f"Khóa “{place}” thiếu hoặc không đúng dạng.", where=name) from error


def _content(manifest: ManifestShape, files: dict[str, bytes]) -> Content:
    answers: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for group, unit, code, input_name, value in _table(files, ANSWERS, tables.ANSWERS):
        if input_name in answers[group, unit][code]:
            raise DamagedBundle(f"{unit}, mục {code}: hai giá trị cho một đầu vào.", where=ANSWERS)
        answers[group, unit][code][input_name] = value
    units = tuple(
        UnitAnswers(unit=unit, name=shown, group=group, answers=answers.pop((group, unit), {}))
        for group, unit, shown in _table(files, UNITS, tables.UNITS)
    )
    if len({(unit.group, unit.unit) for unit in units}) != len(units):
        raise DamagedBundle("Một đơn vị có hai dòng.", where=UNITS)
    if answers:
        raise DamagedBundle(f"Có số liệu của đơn vị không có trong {UNITS}: {min(answers)[1]}.", where=ANSWERS)
    return Content(
        head=Head(**manifest.model_dump(include=set(Head.__slots__))),
        groups=tuple(Group(group.name, _text(files, group.catalogue)) for group in manifest.groups),
        units=units,
    )


def _text(files: dict[str, bytes], name: str) -> str:
    try:
        return files[name].decode()
    except KeyError as error:
        raise DamagedBundle(f"Thiếu tệp {name}.", where=name) from error
    except UnicodeDecodeError as error:
        raise DamagedBundle("Không phải văn bản UTF-8.", where=name) from error


def _table(files: dict[str, bytes], name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    try:
        rows = list(csv.reader(io.StringIO(_text(files, name), newline=""), strict=True))
    except csv.Error as error:
        raise DamagedBundle(f"Không phải CSV: {error}.", where=name) from error
    if not rows or tuple(rows[0]) != columns:
        raise DamagedBundle(f"Dòng đầu phải là {','.join(columns)}.", where=name)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns):
            raise DamagedBundle(f"Dòng {number} có {len(row)} ô, cần {len(columns)}.", where=name)
    return tuple(tuple(row) for row in rows[1:])
