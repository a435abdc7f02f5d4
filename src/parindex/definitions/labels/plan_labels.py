"""The synonyms of plan labels as a table that answers: what field does this short phrase announce?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from parindex.definitions.yaml import load_yaml
from parindex.domain.text import folding

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:20)?\d\d$")
_NOTE = re.compile(r"\([^()]*\)")
_MOST_WORDS = 14


class FieldKind(StrEnum):
    """What a label announces; `name`, `number`, `code` and `note` only head columns of tables."""

    NUMBER = "number"
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
    words: frozenset[str]
    years: bool


@dataclass(frozen=True, slots=True)
class PlanLabels:
    """Compiled label synonyms; build with `load_plan_labels`."""

    kinds: tuple[_Kind, ...]
    sections: Mapping[str, re.Pattern[str]]
    frames: re.Pattern[str]
    _known: dict[str, tuple[FieldKind, ...]] = field(default_factory=dict, compare=False, repr=False)

    def kinds_of(self, text: str) -> tuple[FieldKind, ...]:
        """Return every kind that a phrase can be a label of, best first; empty when it is not a label."""
        known = self._known.get(text)
        if known is None:
            known = self._classify(folding.fold(_NOTE.sub(" ", text)))
            if len(self._known) < 10_000:
                self._known[text] = known
        return known

    def kind_of(self, text: str) -> FieldKind | None:
        """Return the kind that a phrase is a label of, or None."""
        kinds = self.kinds_of(text)
        return kinds[0] if kinds else None

    def _classify(self, folded: str) -> tuple[FieldKind, ...]:
        words = _WORD.findall(folded)
        if not words or len(words) > _MOST_WORDS:
            return ()
        phrase = " ".join(words)
        return tuple(known.kind for known in self.kinds if _fits(known, words, phrase))


def _fits(known: _Kind, words: list[str], phrase: str) -> bool:
    if not all(word in known.words or (known.years and _YEAR.match(word)) for word in words):
        return False
    return known.core.search(phrase) is not None


@cache
def load_plan_labels() -> PlanLabels:
    """Read the labels that ship with the product."""
    source = resources.files("parindex.definitions.labels").joinpath("plan_labels.yaml")
    return compile_plan_labels(source.read_text(encoding="utf-8"))


def compile_plan_labels(text: str) -> PlanLabels:
    """Compile label synonyms from YAML; raises YamlError or pydantic.ValidationError on a wrong definition."""
    definition = _Definition.model_validate(load_yaml(text, source="plan_labels.yaml"))
    common = _words(definition.common)
    return PlanLabels(
        kinds=tuple(
            _Kind(kind, _phrases(wanted.core), common | _words(wanted.core) | _words(wanted.words), wanted.years)
            for kind, wanted in definition.kinds.items()
        ),
        sections={name: _phrases(phrases) for name, phrases in definition.sections.items()},
        frames=_phrases(definition.frames),
    )


def _words(phrases: list[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in _WORD.findall(folding.fold(phrase)))


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    folded = sorted({" ".join(_WORD.findall(folding.fold(phrase))) for phrase in phrases}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in folded) + r")(?!\w)")
