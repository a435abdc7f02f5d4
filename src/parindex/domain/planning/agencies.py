"""Agencies in the words of a plan: lists, who leads and who helps, and the subjects of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from parindex.domain.planning import agency_lists
from parindex.domain.planning.lexicon import Lexicon, compile_words
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_PLURAL: Final = re.compile(r"(?:cac|nhung)\s+")
_NUMBERED: Final = re.compile(r"\((?:\d{1,2}|[a-z])\)")
_SLASH: Final = re.compile(r"/(?<!\d/)(?!\d)\s*")
_AND_OR: Final = re.compile(r"\bva\s*/\s*hoac\b")
_DUTIES: Final = compile_words(("chủ trì", "có trách nhiệm", "chịu trách nhiệm", "tham mưu", "phối hợp"))
# "Văn bản do UBND huyện ban hành" tells which papers; only these verbs say who does what the sentence is about.
_DONE_BY: Final = compile_words(
    ("chủ trì", "có trách nhiệm", "chịu trách nhiệm", "tham mưu", "phối hợp", "thực hiện", "phụ trách", "làm đầu mối")
)
_BY: Final = "do"
_LONGEST_SUBJECT: Final = 400
_PLACE: Final = re.compile(r"\b(?:tinh|huyen|xa|phuong|thanh pho|thi xa|quan|dac khu|khu vuc)\b(?! (?:uy|doan)\b)")
# Lower-case words that may go on with the name of an agency after its field or its place.
_NAME_GOES_ON: Final = re.compile(
    r"(?:va|tinh|huyen|xa|phuong|thanh pho|thi xa|thi tran|quan|dac khu|khu vuc|cap|thuoc|truc thuoc|cua|cac"
    r"|co|lien quan|o|tai|cung|voi|hoac|theo|khac|noi|duoc|nay|nha nuoc|dia phuong|vung|so \d)\b"
)


class LabelKind(StrEnum):
    """What the label before a list of agencies says ("Cơ quan phối hợp/thực hiện" is COORDINATE_IMPLEMENT)."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    IMPLEMENT = "implement"
    COORDINATE_IMPLEMENT = "coordinate_implement"


class Duties(NamedTuple):
    """Who does what for one item; each entry is the document's words."""

    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    implement: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


def _open_parts(entry: str, *, grammar: agency_lists.Grammar) -> tuple[str, str] | None:
    """Split "Công chức: Tư pháp, Địa chính" at its colon into the head and the rest; None for other entries."""
    before, colon, rest = entry.partition(":")
    if not colon:
        return None
    plural = _PLURAL.match(folding.fold_aligned(before))
    head = before[plural.end() if plural else 0 :].strip()
    if not grammar.heads.fullmatch(folding.fold_aligned(head)):
        return None
    return head[:1].upper() + head[1:], rest


def _share_head(head: str, rest: str, *, grammar: agency_lists.Grammar) -> Iterator[str]:
    """Yield each part of a list with the head that stands before the colon."""
    reading = agency_lists.read(rest, grammar=grammar)
    start = 0
    for comma in re.finditer(r",\s*|\bva\s+|$", reading.folded):
        field = reading.match_field(start)
        if field and comma.start() < field.end():
            continue
        if comma[0].startswith("va") and not (field and reading.match_field(comma.end())):
            continue
        part = reading.text[start : comma.start()].strip(agency_lists.EDGES)
        if part:
            yield f"{head} {part}"
        start = comma.end()


def _continues_parts(reading: agency_lists.Reading) -> bool:
    """Tell whether an entry still belongs to the head before a colon: a bare word without head or group of its own."""
    head = reading.match_head(0)
    if head:
        return head.end() == len(reading.folded)
    return not reading.match_quantifier(0)


def _restore_heads(entries: Iterable[str], *, grammar: agency_lists.Grammar) -> Iterator[str]:
    """Yield entries, those after "Công chức:" with the head that they share."""
    shared: str | None = None
    for entry in entries:
        opened = _open_parts(entry, grammar=grammar)
        reading = agency_lists.read(entry, grammar=grammar)
        if opened:
            shared, rest = opened
            yield from _share_head(shared, rest, grammar=grammar)
        elif shared and _continues_parts(reading):
            yield from _share_head(shared, entry, grammar=grammar)
        else:
            shared = None
            yield entry


def _trim(entry: str) -> str:
    """Strip the edges of an entry."""
    return folding.collapse(entry.strip(agency_lists.EDGES))


@remember
def split_agencies(text: str, *, lexicon: Lexicon) -> tuple[str, ...]:
    """Split a list of agencies into its entries, in the document's words, elided heads restored."""
    grammar = agency_lists.compile_grammar(lexicon)
    entries: Iterable[str] = agency_lists.split_entries(agency_lists.read(text, grammar=grammar))
    if ":" in text:
        entries = _restore_heads(entries, grammar=grammar)
    return tuple(filter(None, map(_trim, entries)))


def _unite(parts: Iterable[str], *, lexicon: Lexicon) -> tuple[str, ...]:
    """Split several lists and keep each entry once, in order of appearance."""
    return tuple(dict.fromkeys([entry for part in parts for entry in split_agencies(part, lexicon=lexicon)]))


def _cut_at_slash(text: str, *, grammar: agency_lists.Grammar) -> tuple[str, str | None]:
    """Cut at the slash between two lists; None as second part when there is no such slash."""
    reading = agency_lists.read(text, grammar=grammar)
    slashes = [
        match
        for match in _SLASH.finditer(reading.folded)
        if not _AND_OR.search(reading.folded, max(0, match.start() - 4), match.end() + 5)
        and not agency_lists.names_one_office(reading.folded[: match.start()].rstrip(), reading.folded, match.end())
    ]
    if not slashes:
        return reading.text, None
    fitting = [
        match
        for match in slashes
        if reading.match_head(match.end())
        or reading.match_quantifier(match.end())
        or grammar.nouns.match(reading.folded, match.end())
    ]
    slash = (fitting or slashes)[0]
    return reading.text[: slash.start()], reading.text[slash.end() :]


@remember
def read_assignment(text: str, *, label_kind: LabelKind, lexicon: Lexicon) -> Duties:
    """Read the value of a label of duties.

    Under COORDINATE_IMPLEMENT the agencies before the slash coordinate and those after it implement; without a slash
    they support. Numbered parts "(1) … (2) …" are united without repetition.
    """
    grammar = agency_lists.compile_grammar(lexicon)
    parts = [part for part in _NUMBERED.split(text) if part.strip(agency_lists.EDGES)]
    if label_kind is not LabelKind.COORDINATE_IMPLEMENT:
        return Duties(**{label_kind.value: _unite(parts, lexicon=lexicon)})
    cuts = [_cut_at_slash(part, grammar=grammar) for part in parts]
    return Duties(
        coordinate=_unite([before for before, after in cuts if after is not None], lexicon=lexicon),
        implement=_unite([after for _, after in cuts if after is not None], lexicon=lexicon),
        support=_unite([before for before, after in cuts if after is None], lexicon=lexicon),
    )


def _match_opening(reading: agency_lists.Reading, start: int) -> int | None:
    """Give the end of the head or of the generic noun that opens a subject; None when none stands at `start`."""
    head = reading.match_head(start)
    if head:
        return head.end()
    quantifier = reading.match_quantifier(start)
    if quantifier is None:
        return None
    inner = quantifier.end() + 1
    noun = reading.grammar.nouns.match(reading.folded, inner) or reading.grammar.heads.match(reading.folded, inner)
    return noun.end() if noun else None


def _find_subject(reading: agency_lists.Reading, *, start: int, verbs: re.Pattern[str]) -> str | None:
    """Find the words from `start` to the first lower-case duty verb when an agency or a group opens them."""
    opening = _match_opening(reading, start)
    if opening is None:
        return None
    limit = start + _LONGEST_SUBJECT
    colon = reading.text.find(":", start, limit)
    for verb in verbs.finditer(reading.folded, opening, colon if colon > 0 else limit):
        if reading.text[verb.start()].islower():
            return reading.text[start : verb.start()]
    return reading.text[start:colon] if colon > 0 else None


def _end_of_name(reading: agency_lists.Reading) -> int | None:
    """Give where the name of an agency ends before a lower-case word that cannot go on with it; None if it does not.

    A name ends at its known field ("Sở Tư pháp") or its place ("Công an tỉnh").
    """
    head = reading.match_head(0)
    if head is None:
        return None
    field = reading.grammar.fields.match(reading.folded, head.end() + 1)
    ends = [match.end() for match in _PLACE.finditer(reading.folded, head.end())]
    if field and reading.text[field.start()].isupper():
        ends = [field.end(), *(end for end in ends if end > field.end())]
    for end in ends:
        following = reading.text[end + 1 : end + 2]
        if reading.text[end : end + 1] != " " or not following.islower():
            continue
        if not _NAME_GOES_ON.match(reading.folded, end + 1):
            return end
    return None


def _cut_after_name(entry: str, *, grammar: agency_lists.Grammar) -> str:
    """Cut what follows the name of an agency in an entry that ran on into its sentence."""
    reading = agency_lists.read(entry, grammar=grammar)
    return reading.text[: _end_of_name(reading)]


def _find_openings(reading: agency_lists.Reading) -> list[tuple[int, bool, str]]:
    """Find where a subject may begin: whether a duty is given there ("giao", "do" …), and after ";" or "do"."""
    folded = reading.folded
    first = reading.grammar.begins.match(folded)
    openings = [(first.end(), False, "")] if first else []
    for match in reading.grammar.goes_on.finditer(folded):
        is_given = match["gap"] is None
        at = match.start() - is_given
        before = ";" if at >= 0 and folded[at] == ";" else _BY if is_given and match[0].startswith(_BY) else ""
        openings.append((match.end(), is_given, before))
    return openings


def find_actors(sentence: str, *, lexicon: Lexicon) -> tuple[str, ...]:
    """Find the agencies that a sentence makes responsible (the subject of "chủ trì", "có trách nhiệm" …).

    After a semicolon only the verbs of duty proper count, because a list of objects may stand there, after "do" those
    of doing.
    """
    grammar = agency_lists.compile_grammar(lexicon)
    reading = agency_lists.read(sentence, grammar=grammar)
    openings = _find_openings(reading)
    if not openings:
        return ()
    found: list[str] = []
    end = 0
    for start, is_given, before in openings:
        if start < end or (is_given and found):
            continue
        end = start
        subject = _find_subject(reading, start=start, verbs=_DUTIES if before == ";" else grammar.verbs)
        if subject and (before != _BY or _DONE_BY.match(reading.folded, start + len(subject))):
            entries = split_agencies(subject, lexicon=lexicon)
            found.extend([_cut_after_name(entry, grammar=grammar) for entry in entries])
            end = start + len(subject)
    return tuple(dict.fromkeys(found))
