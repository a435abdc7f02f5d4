"""The registers of this site: those that ship with the product and those of its data folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from parindex.apps.registers.errors import RegisterNotFound
from parindex.definitions.registers.loader import load_registers, problems_in
from parindex.domain.registers.model import Register


def folder() -> Path:
    """Return the folder in which a place keeps registers of its own."""
    return Path(settings.DATA_DIR) / "registers"


def registers() -> Mapping[str, Register]:
    """Return every register by id; files of the place that cannot be used are left out."""
    return load_registers(folder())


def problems() -> list[str]:
    """Return why files of the place cannot be used."""
    return problems_in(folder())


def register(register_id: str) -> Register:
    """Return one register. Raises `RegisterNotFound`."""
    found = registers().get(register_id)
    if found is None:
        raise RegisterNotFound(register_id)
    return found
