"""Answers as words: checked by the rule when they come in, read as values when points are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parindex.apps.assessment.books import Book
from parindex.apps.assessment.errors import BadAnswer
from parindex.domain.scoring import entries
from parindex.domain.scoring.catalogue import Item
from parindex.domain.scoring.values import Mark, Value

_UNIT = "-"


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer that the rule accepts: words by input name without the unknown ones."""

    inputs: Mapping[str, str]
    is_not_applicable: bool


def check(*, book: Book, code: str, inputs: Mapping[str, str], is_not_applicable: bool) -> Checked:
    """Check the answer of one item as `parindex score` checks a row of a file.

    Blank words are unknown; "n/a" in any input means the item does not apply. Choices are kept as their key.
    Raises `BadAnswer` with the first mistake.
    """
    words = {name: word.replace("\0", "").strip() for name, word in inputs.items()}
    if is_not_applicable:
        if any(words.values()):
            message = f"mục {code} vừa chọn không áp dụng vừa có số liệu; xóa số liệu hoặc bỏ chọn."
            raise BadAnswer(message, item_code=code)
        words = {"": "n/a"}
    values = _read(words, book=book, code=code)
    if Mark.NOT_APPLICABLE in values.values():
        return Checked(inputs={}, is_not_applicable=True)
    kept = {
        name: value if isinstance(value, str) else words[name]
        for name, value in values.items()
        if not isinstance(value, Mark)
    }
    return Checked(inputs=kept, is_not_applicable=False)


def _read(words: Mapping[str, str], *, book: Book, code: str) -> Mapping[str, Value]:
    names = dict(enumerate(words))
    rows = [entries.Entry(row, _UNIT, code, name, words[name]) for row, name in names.items()]
    try:
        units = entries.read_entries(rows, catalogue=book.alone[code])
    except entries.BadEntries as refused:
        first = refused.mistakes[0]
        raise BadAnswer(first.message, item_code=code, input_name=names[first.row]) from refused
    return units[0].inputs.get(code, {}) if units else {}


def read(*, item: Item, inputs: Mapping[str, str], is_not_applicable: bool) -> dict[str, Value]:
    """Return the values of words that `check` has accepted."""
    if is_not_applicable:
        return {"": Mark.NOT_APPLICABLE}
    declared = {one.name: one for one in item.rule.inputs} if item.rule else {}
    return {name: declared[name].read(word) for name, word in inputs.items()}
