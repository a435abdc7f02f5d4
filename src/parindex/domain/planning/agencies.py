"""Agencies in the words of a plan: lists, who leads and who helps, and the subjects of sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parindex.domain.planning.lexicon import Lexicon


class LabelKind(StrEnum):
    """What the label before a list of agencies says ("Cơ quan phối hợp/thực hiện" is COORDINATE_IMPLEMENT)."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    IMPLEMENT = "implement"
    COORDINATE_IMPLEMENT = "coordinate_implement"


@dataclass(frozen=True, slots=True)
class Duties:
    """Who does what for one item; each entry is the document's words."""

    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    implement: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


def split_agencies(text: str, *, lexicon: Lexicon) -> tuple[str, ...]:
    """Split a list of agencies into its entries, in the document's words, elided heads restored."""
    raise NotImplementedError(text, lexicon)


def read_assignment(text: str, *, label_kind: LabelKind, lexicon: Lexicon) -> Duties:
    """Read the value of a label of duties.

    Under COORDINATE_IMPLEMENT the agencies before the slash coordinate and those after it implement; without a slash
    they support. Numbered parts "(1) … (2) …" are united without repetition.
    """
    raise NotImplementedError(text, label_kind, lexicon)


def find_actors(sentence: str, *, lexicon: Lexicon) -> tuple[str, ...]:
    """Find the agencies that a sentence makes responsible (the subject of "chủ trì", "có trách nhiệm" …)."""
    raise NotImplementedError(sentence, lexicon)
