"""The synonyms of plan labels as a table that answers: what field does this short phrase announce?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from parindex.definitions.yaml import load_yaml
from parindex.domain.planning.lexicon import bound
from parindex.domain.text import folding

_YEAR = re.compile(r"(?:20)?\d\d$")
_NOTE = re.compile(r"\([^()]*\)")
# "Cơ quan phối hợp thực hiện" helps; "phối hợp/thực hiện" and "phối hợp và thực hiện" ask for two.
_HELPING = re.compile(r"(?:phối hợp|tham gia)\s+(?:thực hiện|triển khai)\b", re.IGNORECASE)
_MOST_WORDS = 14
_BEGINNING = 48


class FieldKind(StrEnum):
    """What a label announces; `name`, `number`, `unit`, `code` and `note` only head columns of tables."""

    NUMBER = "number"
    UNIT = "unit"
    LEADER = "leader"
    POINTS = "points"
    LIMITATION = "limitation"
    ASSIGNMENT_GROUP = "assignment_group"
    DEADLINE = "deadline"
    LEAD = "lead"
    LEAD_COORDINATE = "lead_coordinate"
    COORDINATE_IMPLEMENT = "coordinate_implement"
    COORDINATE = "coordinate"
    IMPLEMENT = "implement"
    PRODUCT = "product"
    BUDGET = "budget"
    TARGET = "target"
    ACTIONS = "actions"
    NAME = "name"
    CODE = "code"
    NOTE = "note"


class _KindDefinition(BaseModel):
    model_config = ConfigDict(extra="forbid")
    core: list[str]
    words: list[str] = []
    years: bool = False


class _Definition(BaseModel):
    model_config = ConfigDict(extra="forbid")
    common: list[str]
    kinds: dict[FieldKind, _KindDefinition]
    sections: dict[str, list[str]]
    frames: list[str]


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: FieldKind
    core: re.Pattern[str]
    years: bool


# Compared by identity, because answers are remembered by labels and hashing every pattern is slow.
@dataclass(frozen=True, slots=True, eq=False)
class PlanLabels:
    """Compiled label synonyms; build with `load_plan_labels`.

    `kinds_of_word` has a bit for each kind that a word may belong to, counted from the first of `kinds`.
    """

    kinds: tuple[_Kind, ...]
    kinds_of_word: Mapping[str, int]
    sections: Mapping[str, re.Pattern[str]]
    frames: re.Pattern[str]

    def kinds_of(self, text: str) -> tuple[FieldKind, ...]:
        """Return every kind that a phrase can be a label of, best first; empty when it is not a label."""
        return _kinds_of(self, text)

    def may_be(self, phrase: str) -> bool:
        """Tell by its first words alone whether a phrase may be a label: a cheap look before a dear one."""
        beginning = phrase[:_BEGINNING]
        if "(" in beginning:
            return True
        words = folding.split_words(beginning)
        if len(phrase) > _BEGINNING and words:
            del words[-1]
        return _kinds_in_common(self, words) != 0

    def kind_of(self, text: str) -> FieldKind | None:
        """Return the kind that a phrase is a label of, or None."""
        kinds = self.kinds_of(text)
        return kinds[0] if kinds else None


def _kinds_of(labels: PlanLabels, text: str) -> tuple[FieldKind, ...]:
    words = folding.split_words(_NOTE.sub(" ", text) if "(" in text else text)
    fitting = _kinds_in_common(labels, words) if 0 < len(words) <= _MOST_WORDS else 0
    if not fitting:
        return ()
    phrase = " ".join(words)
    found = tuple(
        known.kind for bit, known in enumerate(labels.kinds) if fitting >> bit & 1 and known.core.search(phrase)
    )
    if found[:1] == (FieldKind.COORDINATE_IMPLEMENT,) and FieldKind.COORDINATE in found and _HELPING.search(text):
        return tuple(sorted(found, key=lambda kind: kind is not FieldKind.COORDINATE))
    return found


def _kinds_in_common(labels: PlanLabels, words: list[str]) -> int:
    """Return the bits of the kinds that all folded words may belong to."""
    fitting, bits_of = -1, labels.kinds_of_word
    for word in words:
        fitting &= bits_of.get(word, 0) if word[0] > "9" else _fitting(labels, word)
        if not fitting:
            break
    return fitting


def _fitting(labels: PlanLabels, word: str) -> int:
    """Return the bits of the kinds that a folded word may belong to."""
    bits = labels.kinds_of_word.get(word, 0)
    if _YEAR.match(word):
        bits |= sum(1 << bit for bit, known in enumerate(labels.kinds) if known.years)
    return bits


@cache
def load_plan_labels() -> PlanLabels:
    """Read the labels that ship with the product."""
    source = resources.files("parindex.definitions.labels").joinpath("plan_labels.yaml")
    return compile_plan_labels(source.read_text(encoding="utf-8"))


def compile_plan_labels(text: str) -> PlanLabels:
    """Compile label synonyms from YAML; raises YamlError or pydantic.ValidationError on a wrong definition."""
    definition = _Definition.model_validate(load_yaml(text, source="plan_labels.yaml"))
    common = _words(definition.common)
    bits: dict[str, int] = {}
    for bit, wanted in enumerate(definition.kinds.values()):
        for word in common | _words(wanted.core) | _words(wanted.words):
            bits[word] = bits.get(word, 0) | 1 << bit
    return PlanLabels(
        kinds=tuple(_Kind(kind, _phrases(wanted.core), wanted.years) for kind, wanted in definition.kinds.items()),
        kinds_of_word=bits,
        sections={name: _phrases(phrases) for name, phrases in definition.sections.items()},
        frames=_phrases(definition.frames),
    )


def _words(phrases: list[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in folding.split_words(phrase))


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    folded = {" ".join(folding.split_words(phrase)) for phrase in phrases}
    return re.compile(bound(folded))
