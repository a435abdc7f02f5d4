"""Headings and other words of a catalogue's annex from `catalogue_labels.yaml`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from pydantic import BaseModel, ConfigDict, ValidationError

from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.scoring.catalogue import Channel, Level
from parindex.domain.scoring.reading.words import alternatives
from parindex.domain.text import folding

_WORD = re.compile(r"\w+")


class ColumnKind(StrEnum):
    """What a column of an annex holds."""

    AGENCY = "agency"
    CHANNEL = "channel"
    SELF = "self"
    APPRAISED = "appraised"
    RESULT = "result"
    SURVEY = "survey"
    EVIDENCE = "evidence"
    DETAIL = "detail"
    SCORING = "scoring"
    POINTS = "points"
    NUMBER = "number"
    NAME = "name"
    NOTE = "note"


class CatalogueLabelsError(ValueError):
    """`catalogue_labels.yaml` does not have the shape that the reader of annexes needs."""

    code = "definitions.catalogue_labels"


class _Column(BaseModel):
    model_config = ConfigDict(extra="forbid")
    phrases: list[str]
    whole: list[str] = []


class _Definition(BaseModel):
    model_config = ConfigDict(extra="forbid")
    columns: dict[ColumnKind, _Column]
    totals: list[str]
    bonus: list[str]
    penalty: list[str]
    channels: dict[Channel, list[str]]
    annex: list[str]
    levels: dict[Level, list[str]]


@dataclass(frozen=True, slots=True)
class CatalogueLabels:
    """Compiled words, compared without accents and case."""

    columns: tuple[tuple[ColumnKind, re.Pattern[str], frozenset[str]], ...]
    totals: re.Pattern[str]
    bonus: re.Pattern[str]
    penalty: re.Pattern[str]
    channels: Mapping[Channel, re.Pattern[str]]
    annex: re.Pattern[str]
    levels: Mapping[Level, re.Pattern[str]]

    def kind_of(self, heading: str) -> ColumnKind | None:
        """Return what a column of this heading holds; None when no phrase is known."""
        words = _words(heading)
        for kind, phrases, whole in self.columns:
            if words in whole or (words and phrases.search(words)):
                return kind
        return None

    def channel_of(self, text: str) -> Channel | None:
        """Return the channel that a cell names."""
        words = _words(text)
        return next((channel for channel, phrases in self.channels.items() if phrases.search(words)), None)


def build_catalogue_labels(text: str, *, source: str) -> CatalogueLabels:
    """Compile the words from YAML; raises CatalogueLabelsError with what is wrong."""
    try:
        told = _Definition.model_validate(load_yaml(text, source=source))
    except (YamlError, ValidationError) as error:
        raise CatalogueLabelsError(f"{source}: {error}") from error
    return CatalogueLabels(
        columns=tuple(
            (kind, _phrases(column.phrases), frozenset(_words(phrase) for phrase in column.whole))
            for kind, column in told.columns.items()
        ),
        totals=_phrases(told.totals),
        bonus=_phrases(told.bonus),
        penalty=_phrases(told.penalty),
        channels={channel: _phrases(phrases) for channel, phrases in told.channels.items()},
        annex=_phrases(told.annex),
        levels={level: _accented(phrases) for level, phrases in told.levels.items()},
    )


@functools.cache
def load_catalogue_labels() -> CatalogueLabels:
    """Load the words that ship with the house; read once."""
    text = resources.files("parindex.definitions.labels").joinpath("catalogue_labels.yaml").read_text(encoding="utf-8")
    return build_catalogue_labels(text, source="catalogue_labels.yaml")


def _accented(phrases: list[str]) -> re.Pattern[str]:
    """Compile phrases with their accents: "sở" is not "số"."""
    return re.compile(alternatives(phrases))


def _words(phrase: str) -> str:
    return " ".join(_WORD.findall(folding.fold(phrase)))


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    """Compile phrases on word borders, longest first; none never matches."""
    told = sorted({_words(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in told) + r")(?!\w)" if told else r"(?!)")
