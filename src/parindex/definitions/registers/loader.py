"""Load registers: those of this folder, those of a folder of the place, and any text of the same shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from parindex.definitions.faults import explain
from parindex.definitions.registers.reading import RegisterReading
from parindex.definitions.registers.schema import RegisterShape
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.registers.checks import find_problems
from parindex.domain.registers.model import Register

_FOLDER = resources.files(__package__)
# What the checker calls the kinds of a test in a place; no file says them.
_TESTS = ("field-test", "state-test")
_WRITTEN = "phải là chuỗi đúng dạng; số đặt trong dấu nháy, mã không dấu và nối bằng “_”"


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
    """Return the registers by id: those shipped, and over them those of a folder of the place that can be used.

    A file of the place that cannot be used is left out, so that it stops no other register; `problems_in` tells why.
    """
    found = dict(shipped_registers())
    for file in _files_of(folder):
        register, _ = _read_file(file, file.stat().st_mtime_ns)
        if register is not None:
            found[register.id] = register
    return MappingProxyType(found)


def problems_in(folder: Path | None) -> list[str]:
    """Return what is wrong with the files of a folder that cannot be used, one sentence a file."""
    return [problem for file in _files_of(folder) if (problem := _read_file(file, file.stat().st_mtime_ns)[1])]


def _files_of(folder: Path | None) -> list[Path]:
    return [] if folder is None or not folder.is_dir() else sorted(folder.glob("*.yaml"))


@lru_cache(maxsize=200)
def _read_file(path: Path, _changed: int) -> tuple[Register | None, str]:
    try:
        return read_register(path.read_text(encoding="utf-8"), source=path.name), ""
    except RegisterDefinitionError as error:
        return None, error.message
    except (OSError, UnicodeDecodeError):
        return None, f"{path.name}: không đọc được tệp; tệp phải là chữ UTF-8."


@lru_cache(maxsize=200)
def read_register(text: str, *, source: str) -> Register:
    """Read a register; `source` names the file in errors; raises RegisterDefinitionError."""
    try:
        shape = RegisterShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise RegisterDefinitionError(f"{error}.") from error
    except ValidationError as error:
        raise RegisterDefinitionError(
            explain(error, text=text, source=source, hidden=_TESTS, written=_WRITTEN)
        ) from error
    reading = RegisterReading(shape, text)
    register = reading.register()
    problems = [*reading.problems, *find_problems(register)]
    if problems:
        raise RegisterDefinitionError(f"{source}: {'; '.join(problems)}.")
    return register
