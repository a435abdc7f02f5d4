"""How much two texts say the same, so that an official is shown what may be a duplicate; the official decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

from parindex.domain.text.folding import split_words


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared: words of the subject and content, and what the feedback is about when it is known."""

    key: int
    words: str
    dossier_code: str = ""
    procedure_code: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another piece of feedback, how many words of a thousand it shares, and why it may be the same."""

    key: int
    permille: int
    reasons: tuple[str, ...]


def shingles(words: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of folded words that stand side by side; a single word is a pair with nothing."""
    found = split_words(words)
    return frozenset(pairwise(found)) if len(found) > 1 else frozenset((word, "") for word in found)


def permille(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> int:
    """Return Dice's coefficient of two sets in thousandths, rounded down; 0 when one is empty (Dice 1945)."""
    total = len(one) + len(other)
    return 2000 * len(one & other) // total if one and other else 0


def likely_same(text: Text, others: Iterable[Text], *, least: int, most: int = 5) -> tuple[Likeness, ...]:
    """Return the likest of `others` that share at least `least` thousandths, or name the same dossier, likest first."""
    own = shingles(text.words)
    found = []
    for other in others:
        share = permille(own, shingles(other.words))
        is_same_dossier = bool(text.dossier_code) and text.dossier_code == other.dossier_code
        if other.key != text.key and (share >= least or is_same_dossier):
            found.append(Likeness(other.key, share, _reasons(text, other, share=share, same=is_same_dossier)))
    return tuple(sorted(found, key=lambda like: (-like.permille, like.key))[:most])


def likely_pairs(texts: Iterable[Text], *, least: int) -> tuple[tuple[int, Likeness], ...]:
    """Return every two texts that `likely_same` would tell of each other, once, by the key that comes first."""
    told = [(text, shingles(text.words)) for text in texts]
    found = []
    for (text, own), (other, theirs) in combinations(told, 2):
        share = permille(own, theirs)
        same = bool(text.dossier_code) and text.dossier_code == other.dossier_code
        if share >= least or same:
            found.append((text.key, Likeness(other.key, share, _reasons(text, other, share=share, same=same))))
    return tuple(sorted(found, key=lambda pair: (-pair[1].permille, pair[0], pair[1].key)))


def _reasons(text: Text, other: Text, *, share: int, same: bool) -> tuple[str, ...]:
    reasons = [f"giống {share // 10}% cách dùng từ"]
    if same:
        reasons.append("cùng mã hồ sơ")
    if text.procedure_code and text.procedure_code == other.procedure_code:
        reasons.append("cùng thủ tục")
    return tuple(reasons)
