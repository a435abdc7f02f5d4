"""How much two texts say the same, so that an official is shown what may be a duplicate; the official decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

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


def likely_pairs(
    texts: Iterable[Text], *, least: int, is_asked: Callable[[int, int], bool] | None = None
) -> tuple[tuple[int, Likeness], ...]:
    """Return every two texts that `likely_same` would tell of each other, once, by the key that comes first.

    `is_asked` drops two keys before they are compared.
    """
    found = []
    for (text, size, own), (other, length, theirs) in combinations(_marked(texts), 2):
        same = bool(text.dossier_code) and text.dossier_code == other.dossier_code
        most = 2000 * min(size, length) // max(size + length, 1)
        if (most < least and not same) or not (is_asked is None or is_asked(text.key, other.key)):
            continue
        share = 2000 * (own & theirs).bit_count() // max(size + length, 1)
        if share >= least or same:
            found.append((text.key, Likeness(other.key, share, _reasons(text, other, share=share, same=same))))
    return tuple(sorted(found, key=lambda pair: (-pair[1].permille, pair[0], pair[1].key)))


def _marked(texts: Iterable[Text]) -> list[tuple[Text, int, int]]:
    """Return each text with its count of pairs of words and, as bits of one number, those that another text has too.

    Two numbers meet a hundred times faster than two sets of a long text, and what one text alone has meets nothing.
    """
    ids: dict[str, int] = {}
    told: list[tuple[Text, set[int]]] = []
    for text in texts:
        pairs = shingles(text.words)
        told.append((text, {ids.setdefault(a, len(ids)) << 32 | ids.setdefault(b, len(ids)) for a, b in pairs}))
    counted = Counter(chain.from_iterable(own for _, own in told))
    places = {pair: at for at, pair in enumerate(pair for pair, count in counted.items() if count > 1)}
    marked = []
    for text, own in told:
        bits = bytearray(len(places) // 8 + 1)
        for at in map(places.get, own):
            if at is not None:
                bits[at >> 3] |= 1 << (at & 7)
        marked.append((text, len(own), int.from_bytes(bits, "little")))
    return marked


def _reasons(text: Text, other: Text, *, share: int, same: bool) -> tuple[str, ...]:
    reasons = [f"giống {share // 10}% cách dùng từ"]
    if same:
        reasons.append("cùng mã hồ sơ")
    if text.procedure_code and text.procedure_code == other.procedure_code:
        reasons.append("cùng thủ tục")
    return tuple(reasons)
