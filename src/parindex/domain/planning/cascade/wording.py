"""Words of an upper plan in the mouth of a lower unit: agencies, the unit itself and the year; the rest is asked.

Whatever still names the upper unit or one of its agencies after that is either kept for a stated reason or a question.
"""

from __future__ import annotations

import re
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
        self._pattern = re.compile(rf"\b(?:{'|'.join(self._alternatives())})", re.IGNORECASE)

    def _alternatives(self) -> Iterator[str]:
        """Yield the parts of the pattern; at one place the earlier part wins."""
        upper = re.escape(self._upper.word)
        place = re.escape(self._upper.place).replace(r"\ ", r"\s+") if self._upper.place else "(?!)"
        for at, phrase in enumerate(self._phrases):
            words = re.escape(phrase.find.format(upper="\0", own=self._unit.word)).replace(r"\ ", r"\s+")
            yield rf"(?P<p{at}>{words.replace(re.escape(chr(0)), upper)}\b(?:\s+{place})?)"
        names = sorted(self._agencies.names, key=len, reverse=True)
        agencies = "|".join(_DASHED.sub(r"\\s*[-–]\\s*", re.escape(name)).replace(r"\ ", r"\s+") for name in names)
        yield rf"(?P<agency>(?:{agencies})\b(?:\s+{place})?)"
        yield rf"(?P<office>(?-i:Sở\s+[{_CAPITAL}]\w+(?:\s+[{_CAPITAL}]\w+)*))"
        yield rf"(?P<council>(?:UBND|HĐND|Chủ tịch UBND|lãnh đạo)\s+{upper}\b(?:\s+{place})?)"
        yield r"(?P<level>cấp (?:tỉnh|huyện)\b)"
        yield rf"(?P<area>{upper}\b(?:\s+{place})?|{place}\b)"
        yield r"(?P<district>(?-i:huyện)\b)" if self._unit.regime.level != "huyện" else "(?!)"
        if self._years is not None and self._years[0] != self._years[1]:
            yield rf"(?P<year>năm\s+{self._years[0]}\b(?!\s*[-–]\s*\d))"

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
        part, words = found.lastgroup or "", found[0]
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


def _is_subject(between: str, found: re.Match[str]) -> bool:
    """Tell whether a named area belongs to the subject of the document cited before it in the same sentence."""
    return found.lastgroup == "area" and 0 < len(between) <= _SUBJECT and not _SENTENCE_END.search(between)


def _as_begun(text: str, model: str) -> str:
    """Begin a text with a small letter when the words that it replaces do so, unless it is a proper name."""
    begins_small = model[:1].islower() and text.startswith(("Các ", "Tham mưu"))
    begins_large = model[:1].isupper() and text[:1].islower()
    if begins_small:
        return text[:1].lower() + text[1:]
    return text[:1].upper() + text[1:] if begins_large else text
