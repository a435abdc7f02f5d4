"""Answers that parsers remember while one document is read."""

from __future__ import annotations

import contextlib
import gc

from parindex.domain.text.memory import forget, keep_all, remember


def test_a_remembered_answer_is_found_once_until_it_is_forgotten() -> None:
    asked: list[str] = []

    @remember
    def measure(text: str, *, factor: int) -> int:
        asked.append(text)
        return factor * len(text)

    assert [measure("kế hoạch", factor=2), measure("kế hoạch", factor=2)] == [16, 16]
    assert asked == ["kế hoạch"]
    assert measure("kế hoạch", factor=3) == 24
    forget()
    assert measure("kế hoạch", factor=2) == 16
    assert len(asked) == 3


def test_an_error_is_not_remembered() -> None:
    asked: list[str] = []

    @remember
    def refuse(text: str) -> int:
        asked.append(text)
        raise ValueError(text)

    for _ in range(2):
        try:
            refuse("x")
        except ValueError:
            continue
    assert asked == ["x", "x"]


def test_garbage_waits_until_the_outermost_reading_ends() -> None:
    assert gc.isenabled()

    with keep_all():
        with keep_all():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_garbage_is_searched_again_after_an_error() -> None:
    with contextlib.suppress(ValueError), keep_all():
        raise ValueError

    assert gc.isenabled()
