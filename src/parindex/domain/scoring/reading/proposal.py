"""What reading scoring lines gives: a rule as catalogues write it, how sure it is, and the words it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.domain.scoring.catalogue import Channel, Effect
from parindex.domain.scoring.reading.clauses import Clause
from parindex.domain.scoring.reading.words import RuleWords
from parindex.domain.scoring.rule import ZeroPolicy
from parindex.domain.text import folding

RuleData = Mapping[str, object]
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_KEY_WORDS = 5


class Certainty(StrEnum):
    """SURE: the words say exactly this; CHECK: something was inferred; NONE: nothing could be proposed."""

    SURE = "sure"
    CHECK = "check"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """A proposed rule; `words` is the text it rests on, `reason` says in Vietnamese what was inferred or why none."""

    rule: RuleData | None
    certainty: Certainty
    words: str
    reason: str = ""
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known beside the scoring lines: the item's name, maximum and effect, and its clauses.

    `heading` is what the lines say before their first condition; `zero` what a denominator of zero means and
    `is_zero_told` whether the text says so; `denied` clauses only repeat that.
    """

    name: str
    maximum: Fraction
    effect: Effect
    heading: str
    clauses: tuple[Clause, ...]
    zero: ZeroPolicy
    is_zero_told: bool
    words: RuleWords

    @property
    def text(self) -> str:
        """What the lines are about: their heading, else the name of the item."""
        return self.heading or self.name


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that a family of phrases recognises; `doubts` say what was inferred, `used` the clauses it explains."""

    rule: RuleData
    used: Sequence[Clause]
    doubts: tuple[str, ...] = ()


def make_keys(labels: Sequence[str]) -> list[str]:
    """Make a short distinct key of each label: "không kịp thời" is "khong_kip_thoi"."""
    keys: list[str] = []
    for label in labels:
        slug = _NOT_KEY.sub(" ", folding.fold(label)).split()[:_KEY_WORDS]
        key = "_".join(slug)
        key = key if key[:1].isalpha() else f"k_{key}".rstrip("_")
        base, count = key, 1
        while key in keys:
            count += 1
            key = f"{base}_{count}"
        keys.append(key)
    return keys


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the first word is an acronym."""
    return text if text[:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]
