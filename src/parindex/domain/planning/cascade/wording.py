"""Words of an upper plan in the mouth of a lower unit: agencies, the unit itself and the year; the rest is asked.

Whatever still names the upper unit or one of its agencies after that is either kept for a stated reason or a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parindex.domain.planning import citations
from parindex.domain.planning.cascade.agencies import AgencyMap, Fit
from parindex.domain.planning.cascade.model import CascadeBook, Change, ChangeKind, LowerUnit, Phrase, Question
from parindex.domain.planning.cascade.places import UpperUnit
from parindex.domain.planning.model import SourceSpan

_CAPITAL = "A-ZĐÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_ASK_WHY = "Chưa có quy tắc cho những chữ này; chúng nói về cấp trên hay về chính đơn vị?"
_SUBJECT = 250
_DASHED = re.compile(r"(?:\\ )*\\?[-–](?:\\ )*")
_SENTENCE_END = re.compile(r"[;:]|\.\s")
_NOTHING = re.compile(r"(?!)")
_ABOUT = re.compile(r"\b(?:về|ban hành)\b")
_CITED = "Văn bản được dẫn."
_CRITERION = "Tên tiêu chí nói chung về cấp của đơn vị."
_MANY_LEVELS = "Câu nói về nhiều cấp, trong đó có cấp của đơn vị."


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text after its rewriting, what was changed or kept, and what must be asked."""

    text: str
    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()


class Rewriter:
    """Rewrites texts of one upper plan for one lower unit; `years` is the plan's year and that of the draft."""

    def __init__(
        self,
        book: CascadeBook,
        *,
        upper: UpperUnit,
        unit: LowerUnit,
        agencies: AgencyMap,
        years: tuple[int, int] | None = None,
    ) -> None:
        """Compile the words of the rules for the names of both units."""
        self._unit = unit
        self._agencies = agencies
        self._years = years
        self._own_level = f"cấp {unit.regime.level}"
        self._phrases = tuple(p for p in book.phrases if not p.regimes or unit.regime.key in p.regimes)
        self._upper = upper
        self._pattern = _compile(list(self._alternatives()))

    def _alternatives(self) -> Iterator[tuple[str, str]]:
        """Yield the parts of the pattern with their names, each beginning with a letter; the earlier part wins.

        A department speaks with the words of its own province, so only the year changes.
        """
        if self._years is not None and self._years[0] != self._years[1]:
            yield "year", rf"năm\s+{self._years[0]}\b(?!\s*[-–]\s*\d)"
        if self._unit.is_department:
            return
        upper = re.escape(self._upper.word)
        place = re.escape(self._upper.place).replace(r"\ ", r"\s+")
        named = rf"\b(?:\s+{place})?" if place else r"\b"
        for at, phrase in enumerate(self._phrases):
            words = phrase.find.format(upper=self._upper.word, own=self._unit.word)
            yield f"p{at}", re.escape(words).replace(r"\ ", r"\s+") + named
        for name in sorted(self._agencies.names, key=len, reverse=True):
            words = _DASHED.sub(r"\\s*[-–]\\s*", re.escape(name))
            yield "agency", words.replace(r"\ ", r"\s+") + named
        yield "office", rf"S(?-i:(?<=S)ở(?:\s+[{_CAPITAL}]\w+)+)"
        for council in ("UBND", "HĐND", r"Chủ\s+tịch\s+UBND"):
            yield "council", rf"{council}\s+{upper}{named}"
        yield "level", r"cấp (?:tỉnh|huyện)\b"
        yield "area", upper + named
        if place:
            yield "area", rf"{place}\b"
        if self._unit.regime.level != "huyện":
            yield "district", r"huyện\b"

    def rewrite(self, text: str, *, field: str, span: SourceSpan | None = None) -> Rewriting:
        """Rewrite a text; the words of questions are left as they stand."""
        cited = [(found.start, found.end) for found in citations.find_citations(text)] if "/" in text else []
        parts: list[str] = []
        changes: list[Change] = []
        questions: list[Question] = []
        at = 0
        for found in self._pattern.finditer(text):
            if any(start <= found.start() < end or _is_subject(text[end : found.end()], found) for start, end in cited):
                told: Change | Question = Change(ChangeKind.KEPT, field, found[0], found[0], _CITED)
            else:
                told = self._decide(found, text, field)
            told = replace(told, span=span)
            if isinstance(told, Question):
                questions.append(told)
                continue
            changes.append(told)
            parts += [text[at : found.start()], told.after]
            at = found.end()
        if not changes:
            return Rewriting(text, (), tuple(questions))
        return Rewriting("".join((*parts, text[at:])), tuple(dict.fromkeys(changes)), tuple(questions))

    def _decide(self, found: re.Match[str], text: str, field: str) -> Change | Question:
        """Say what becomes of words by the part of the pattern that found them."""
        part, words = _part_of(found), found[0]
        if part == "year" and self._years is not None:
            after = words.replace(str(self._years[0]), str(self._years[1]))
            return Change(ChangeKind.YEAR, field, words, after, "Năm của bản dự thảo.")
        if part == "agency" and field == "names" and self._own_level in words.lower():
            return Change(ChangeKind.KEPT, field, words, words, _CRITERION)
        if part == "agency":
            return self._hand_over(words, text, field)
        if part == "level" and self._own_level in text.lower() and self._is_lasting(words):
            return Change(ChangeKind.KEPT, field, words, words, _MANY_LEVELS)
        if part.startswith("p") and part[1:].isdigit():
            return self._apply(self._phrases[int(part[1:])], words, field)
        return Question(field, words, _ASK_WHY)

    def _is_lasting(self, words: str) -> bool:
        """Tell whether the level that words name still exists on the day of the draft."""
        return not ("cấp huyện" in words.lower() and self._unit.regime.key == "commune_two_tier")

    def _hand_over(self, words: str, text: str, field: str) -> Change | Question:
        place = f" {self._upper.place}" if self._upper.place else ""
        handover = self._agencies.resolve(words.removesuffix(place) if place else words)
        if handover.fit is Fit.BECOME:
            after = _as_begun(handover.text, words)
            return Change(ChangeKind.AGENCY, field, words, after, handover.why, handover.certainty)
        if handover.fit is Fit.KEEP:
            return Change(ChangeKind.KEPT, field, words, words, handover.why)
        if handover.fit is Fit.DROP and self._own_level in text.lower() and self._is_lasting(words):
            return Change(ChangeKind.KEPT, field, words, words, _MANY_LEVELS)
        return Question(field, words, handover.why, handover.suggestion)

    def _apply(self, phrase: Phrase, words: str, field: str) -> Change:
        if phrase.become is None:
            return Change(ChangeKind.KEPT, field, words, words, phrase.why)
        after = _as_begun(phrase.become.format(own=self._unit.word, upper=self._upper.word), words)
        return Change(ChangeKind.UNIT, field, words, after, phrase.why)


def _compile(alternatives: list[tuple[str, str]]) -> re.Pattern[str]:
    """Compile the parts by their first letter, so that a word is compared only with those that begin like it."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for at, (name, pattern) in enumerate(alternatives):
        by_letter[pattern[0].lower()].append(f"(?P<{name}_{at}>{pattern})")
    if not by_letter:
        return _NOTHING
    groups = (f"(?={letter})(?:{'|'.join(patterns)})" for letter, patterns in by_letter.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})", re.IGNORECASE)


def _part_of(found: re.Match[str]) -> str:
    """Return the name of the part of the pattern that found some words."""
    return (found.lastgroup or "").partition("_")[0]


def _is_subject(between: str, found: re.Match[str]) -> bool:
    """Tell whether an area or a year belongs to the subject of the document cited before it in the same sentence.

    Of the years only the first after "về" does: what follows it may be the sentence again.
    """
    if not 0 < len(between) <= _SUBJECT or _SENTENCE_END.search(between):
        return False
    if _part_of(found) == "year":
        said = between[: -len(found[0])]
        return found[0] not in said and _ABOUT.search(said) is not None
    return _part_of(found) == "area"


def _as_begun(text: str, model: str) -> str:
    """Begin a text with a small letter when the words that it replaces do so, unless it is a proper name."""
    begins_small = model[:1].islower() and text.startswith(("Các ", "Tham mưu"))
    begins_large = model[:1].isupper() and text[:1].islower()
    if begins_small:
        return text[:1].lower() + text[1:]
    return text[:1].upper() + text[1:] if begins_large else text
