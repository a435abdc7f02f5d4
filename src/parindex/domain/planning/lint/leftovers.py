"""Left over from another plan: names of other units, and the words of another kind of unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parindex.domain.planning import citations
from parindex.domain.planning.lint.agencies import day_of, end_of_districts
from parindex.domain.planning.lint.assignment import work_of
from parindex.domain.planning.lint.model import Hit, LintContext, Paragraph, label_of, span_of
from parindex.domain.planning.model import Item, Plan, UnitLevel
from parindex.domain.text import folding

_CAPITAL = "A-ZĐÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_AREA = re.compile(
    rf"\b(?P<kind>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+"
    rf"(?P<name>[{_CAPITAL}][\w'’]*(?:[ -](?!UBND|HĐND)[{_CAPITAL}][\w'’]*){{0,3}})"
)
_LEVELS = {
    "tỉnh": UnitLevel.PROVINCE, "thành phố": UnitLevel.DISTRICT,
    "huyện": UnitLevel.DISTRICT, "quận": UnitLevel.DISTRICT, "thị xã": UnitLevel.DISTRICT,
    "xã": UnitLevel.COMMUNE, "phường": UnitLevel.COMMUNE, "thị trấn": UnitLevel.COMMUNE, "đặc khu": UnitLevel.COMMUNE,
}  # fmt: skip
_RANKS = {UnitLevel.PROVINCE: 1, UnitLevel.DEPARTMENT: 1, UnitLevel.DISTRICT: 2, UnitLevel.COMMUNE: 3}
_COMMUNE_KINDS = ("xã", "phường", "thị trấn", "đặc khu")
_OWN_KIND = re.compile(r"\b(xã|phường|thị trấn|đặc khu)\b", re.IGNORECASE)
_WIDER = re.compile(r"trên địa bàn (huyện|quận|thị xã)\b(?!\s+[A-ZĐ])")


def find_foreign_places(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find named areas that are neither the unit itself nor above or below it (`leftover`), once each."""
    level = context.level or plan.document.unit_level
    facts = plan.document
    if level is None or facts.issuer is None:
        return
    own = folding.fold(" ".join(filter(None, (facts.issuer, facts.parent, facts.title))))
    on = day_of(plan, context)
    has_districts = on is None or on < end_of_districts(context)
    central = context.book.folded("leftover", "central_cities")
    seen: set[str] = set()
    for paragraph in context.source.paragraphs:
        for found in _AREA.finditer(paragraph.text):
            folded, name = folding.fold(found[0]), folding.fold(found["name"])
            kind = UnitLevel.PROVINCE if name in central else _LEVELS[found["kind"]]
            if folded in seen or found["name"].isupper():
                continue
            case = None
            # A "thành phố" of today may be the unit itself; "huyện", "quận", "thị xã" cannot.
            if kind is UnitLevel.DISTRICT and not has_districts and (found["kind"] != "thành phố" or name not in own):
                case = "old_district"
            elif name not in own:
                case = _case_of(kind, level, word=found["kind"], above=folding.fold(facts.parent or ""))
            if case is None or _is_cited(paragraph, found):
                continue
            seen.add(folded)
            values = {"words": found[0], "issuer": facts.issuer}
            span = paragraph.span(found.start(), found.end())
            yield Hit("leftover", found[0], span=span, case=case, values=values)


def _case_of(kind: UnitLevel, level: UnitLevel, *, word: str, above: str) -> str | None:
    """Return "" for an area beside the unit or beside the one above it; None for one below, or one unknown."""
    if _RANKS[kind] > _RANKS[level]:
        return None
    return "" if kind is level or folding.fold(word) in above else None


def _is_cited(paragraph: Paragraph, found: re.Match[str]) -> bool:
    """Tell whether words belong to a cited document, its subject included: that part of the sentence is not ours."""
    start = paragraph.text.rfind(";", 0, found.start()) + 1
    return any(True for _ in citations.find_citations(paragraph.text[start : found.end()]))


def find_other_kinds(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items of a commune that call the unit by another kind ("Công an xã" in a thị trấn), one finding an item."""
    level = context.level or plan.document.unit_level
    if level is not UnitLevel.COMMUNE or not plan.document.issuer:
        return
    issuer = plan.document.issuer.lower()
    own = next((kind for kind in _COMMUNE_KINDS if re.search(rf"\b{kind}\b(?!\s+hội)", issuer)), None)
    if own is None:
        return
    for item in work_of(plan):
        for field, text in _own_words(item):
            words = _other_kind(text, own)
            if words:
                values = {"item": label_of(item), "words": words, "own": own}
                yield Hit("leftover", words, item, span_of(item, field), case="other_kind", values=values)
                break


def _own_words(item: Item) -> Iterator[tuple[str, str]]:
    """Yield what an item says of its own unit: its goal and its agencies; a criterion's name speaks of all units."""
    yield "target_text", item.target_text or ""
    for field in ("lead", "coordinate", "implement", "support"):
        for name in getattr(item, field):
            yield field, name


def _other_kind(text: str, own: str) -> str:
    """Return the first words that call the unit by another kind or speak of the district as the own area."""
    wider = _WIDER.search(text)
    if wider:
        return wider[0]
    for found in _OWN_KIND.finditer(text):
        before, after = text[: found.start()].lower().rstrip(), text[found.end() :].lower().lstrip()
        is_general = before.endswith(("cấp", "các", ",", "huyện", "/")) or after.startswith(
            ("hội", ",", "phường", "thị trấn")
        )
        if found[0].lower() != own and not is_general:
            return _phrase_before(text, found.start()) + found[0]
    return ""


def _phrase_before(text: str, end: int) -> str:
    """Return the words before a place from the last capital letter on, at most eight of them."""
    words = text[:end].split()[-8:]
    starts = [at for at, word in enumerate(words) if word[:1].isupper()]
    kept = words[starts[-1] :] if starts else words[-1:]
    return " ".join(kept) + " " if kept else ""
