"""Load registers: those of this folder, those of a folder of the place, and any text of the same shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from parindex.definitions.registers.reading import RegisterReading
from parindex.definitions.registers.schema import RegisterShape, explain
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.registers.checks import find_problems
from parindex.domain.registers.model import Register

_FOLDER = resources.files(__package__)


class RegisterDefinitionError(ValueError):
    """A register that cannot be used; the message names the file and where it can the line."""

    code = "register_definition"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


@cache
def shipped_registers() -> Mapping[str, Register]:
    """Return the registers that ship with the product by id, in the order of ids; raises RegisterDefinitionError."""
    files = sorted((file for file in _FOLDER.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    found = [read_register(file.read_text(encoding="utf-8"), source=file.name) for file in files]
    return MappingProxyType({register.id: register for register in found})


def load_registers(folder: Path | None = None) -> Mapping[str, Register]:
    """Return the registers by id: those shipped, and over them those of a folder of the place.

    Raises RegisterDefinitionError for the first file that cannot be used.
    """
    if folder is None or not folder.is_dir():
        return shipped_registers()
    local = [_read_file(file, file.stat().st_mtime_ns) for file in sorted(folder.glob("*.yaml"))]
    return MappingProxyType({**shipped_registers(), **{register.id: register for register in local}})


@lru_cache(maxsize=200)
def _read_file(path: Path, _changed: int) -> Register:
    return read_register(path.read_text(encoding="utf-8"), source=path.name)


@lru_cache(maxsize=200)
def read_register(text: str, *, source: str) -> Register:
    """Read a register; `source` names the file in errors; raises RegisterDefinitionError."""
    try:
        shape = RegisterShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise RegisterDefinitionError(f"{error}.") from error
    except ValidationError as error:
        raise RegisterDefinitionError(explain(error, text=text, source=source)) from error
    reading = RegisterReading(shape, text)
    register = reading.register()
    problems = [*reading.problems, *find_problems(register)]
    if problems:
        raise RegisterDefinitionError(f"{source}: {'; '.join(problems)}.")
    return register
