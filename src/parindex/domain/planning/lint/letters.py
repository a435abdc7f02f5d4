"""Letters: glyphs that the reader repaired, common phrases with a wrong accent, doubled and run-on words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from parindex.domain.planning.lint.model import Change, Hit, LintContext, Paragraph
from parindex.domain.planning.model import Plan
from parindex.domain.text import folding

_WORD = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ ]\1\b")
_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).isalpha()]
_LOWER = "".join(letter for letter in _LETTERS if letter.islower())
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
_RUN_ON = re.compile(rf"\b[^\W\d_]*[{_LOWER}](?=[{_UPPER}][{_LOWER}])[^\W\d_]+")
_EDGES = ' .,;:“”"()'
# Accepted spellings of each pair of folded words.
Phrases = dict[tuple[str, str], dict[str, str]]

_LATIN = re.compile(r"[A-Za-z]+")


def find_glyphs(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find lines whose letters the reader had to repair (`glyph`), by the log of repairs."""
    del plan
    rules = frozenset(context.book.words("glyph", "repair_rules"))
    # A text in an old encoding is wrong in every line: one finding tells it.
    whole = {rule: [change for change in context.source.changes if change.rule == rule] for rule in ("tcvn3", "vni")}
    for rule, changes in whole.items():
        if changes:
            values = {"rule": rule.upper(), "count": str(len(changes))}
            first = changes[0]
            yield Hit("glyph", first.before, case="encoding", line=first.line, page=first.page, values=values)
    for change in context.source.changes:
        if change.rule not in rules:
            continue
        before, after = _changed_words(change)
        values = {"before": before, "after": after, "count": str(count_changed(change))}
        yield Hit("glyph", before, case="repaired", line=change.line, page=change.page, values=values)


def count_changed(change: Change) -> int:
    """Count the characters that a repair of single letters changed; 1 for a repair that also changed the length."""
    if len(change.before) != len(change.after):
        return 1
    return sum(one != other for one, other in zip(change.before, change.after, strict=True))


def _changed_words(change: Change) -> tuple[str, str]:
    """Return the words that a repair changed, before and after, up to five of them."""
    before, after = change.before.split(), change.after.split()
    if len(before) != len(after):
        return folding.collapse(change.before)[:80], folding.collapse(change.after)[:80]
    pairs = [(one, other) for one, other in zip(before, after, strict=True) if one != other][:5]
    return " ".join(one.strip(_EDGES) for one, _ in pairs), " ".join(other.strip(_EDGES) for _, other in pairs)


def find_misspellings(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find words of common phrases with a wrong accent, doubled words, and words run together (`glyph`).

    The same fault is reported once, at its first place, with the number of times that it occurs.
    """
    del plan
    phrases = _phrases(context.book.words("glyph", "phrases"))
    doubling = context.book.folded("glyph", "may_double")
    first: dict[tuple[str, str], Hit] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for paragraph in context.source.paragraphs:
        for hit in (*_wrong_accents(paragraph, phrases), *_other_faults(paragraph, phrases, doubling)):
            key = (hit.case, hit.text.lower())
            counts[key] += 1
            first.setdefault(key, hit)
    for key, hit in first.items():
        times = f" ({counts[key]} lần)" if counts[key] > 1 else ""
        yield replace(hit, values={**hit.values, "times": times})


def _other_faults(paragraph: Paragraph, phrases: Phrases, doubling: frozenset[str]) -> Iterator[Hit]:
    for found in _DOUBLED.finditer(paragraph.text):
        word = folding.fold(found[1])
        following = folding.fold(paragraph.text[found.end() : found.end() + 12]).split()
        # "tuân thủ thủ tục": the second word opens the next phrase.
        is_two = bool(following) and (word, following[0]) in phrases
        if found[1].islower() and word not in doubling and not is_two:
            yield _hit(paragraph, found.start(), found.end(), case="doubled", right=found[1])
    for found in _RUN_ON.finditer(paragraph.text):
        if not _LATIN.fullmatch(found[0]):
            yield _hit(paragraph, found.start(), found.end(), case="run_on", right="")


def _hit(paragraph: Paragraph, start: int, end: int, *, case: str, right: str) -> Hit:
    words = paragraph.text[start:end]
    return Hit("glyph", words, span=paragraph.span(start, end), case=case, values={"before": words, "after": right})


@functools.lru_cache(maxsize=4)
def _phrases(words: tuple[str, ...]) -> Phrases:
    """Return the accepted spellings of each pair of folded words, by their spelling without the place of the tone."""
    found: Phrases = {}
    for phrase in words:
        first, second = folding.fold(phrase).split()
        found.setdefault((first, second), {})[_spelling(phrase)] = phrase
    return found


@functools.lru_cache(maxsize=8192)
def _spelling(words: str) -> str:
    """Return words with the tone of each at its end, so that "hoà" and "hòa" are the same."""
    return " ".join(_tone_last(word) for word in words.lower().split())


def _tone_last(word: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if letter not in tones) + "".join(t for t in letters if t in tones)


def _wrong_accents(paragraph: Paragraph, phrases: Phrases) -> Iterator[Hit]:
    folded = folding.fold_aligned(paragraph.text)
    words = [found.span() for found in _WORD.finditer(folded)]
    for at, ((start, middle), (after, end)) in enumerate(pairwise(words)):
        accepted = phrases.get((folded[start:middle], folded[after:end]))
        if accepted is None or folded[middle:after] != " ":
            continue
        written = paragraph.text[start:end]
        if _spelling(written) in accepted or _is_name(written):
            continue
        # "văn bản hành chính": the two words belong to the phrases before and after them.
        if not any(_is_phrase(paragraph.text, words[other : other + 2], phrases) for other in (at - 1, at + 1)):
            yield _hit(paragraph, start, end, case="", right=next(iter(accepted.values())))


def _is_phrase(text: str, words: list[tuple[int, int]], phrases: Phrases) -> bool:
    """Tell whether two neighbouring words are a known phrase, spelt rightly."""
    if len(words) < 2:
        return False
    written = text[words[0][0] : words[1][1]]
    pair = tuple(folding.fold(written).split())
    return len(pair) == 2 and _spelling(written) in phrases.get((pair[0], pair[1]), {})


def _is_name(words: str) -> bool:
    """Tell names of people and places, and words written without any accent as in an address."""
    return words.isascii() or all(word[:1].isupper() and word[1:].islower() for word in words.split())
