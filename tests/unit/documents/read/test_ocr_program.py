"""Whether the machine can read pictures is asked of the program, which may be too busy to answer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from parindex.documents.read import ocr


@pytest.fixture
def _nothing_remembered() -> Iterator[None]:
    ocr._languages.cache_clear()
    yield
    ocr._languages.cache_clear()


@pytest.mark.usefixtures("_nothing_remembered")
@pytest.mark.parametrize("trouble", [subprocess.TimeoutExpired("tesseract", 1), OSError("no more processes")])
def test_program_that_did_not_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    answers = iter([trouble, subprocess.CompletedProcess([], 0, stdout=b"List of languages (2):\neng\nvie\n")])
    asked: list[object] = []

    def answer(command: object, **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        given = next(answers)
        if isinstance(given, Exception):
            raise given
        return given

    monkeypatch.setattr(shutil, "which", lambda program: f"/somewhere/{program}")
    monkeypatch.setattr(subprocess, "run", answer)

    assert [ocr.is_available() for _ in range(3)] == [False, True, True]
    assert len(asked) == 2
