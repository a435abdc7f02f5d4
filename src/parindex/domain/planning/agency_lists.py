"""Lists of agencies: where one entry ends, and what an elided entry leaves out."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple

from parindex.domain.planning import lexicon as lexicons
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

EDGES: Final = " \t\n.;,:-–—−+*•·"
# More than any list has before an entry; without a bound each full stop of a dotted line would look at all the others.
_MOST_EDGES: Final = 60

_SEPARATOR: Final = re.compile(r"[;\n,/v+•-](?:(?<=[;\n,/])|(?<=\sv)a(?=\s)|(?<=\s[-+•])(?=\s))")
_LONGEST_NAME: Final = 400
_BULLET: Final = re.compile(r"\s*[-+•–*]\s")
_LEVEL: Final = re.compile(r"(?:cap )?(?:tinh|huyen|xa|so|trung uong|thon)(?=\s*(?:[,;./)\n]|va |$))")
_LEVEL_END: Final = re.compile(r"\bcap (?:tinh|huyen|xa|so|trung uong)$")
_LONGEST_LEVEL: Final = len("cap trung uong")
_AREAS: Final = re.compile(r"\w+ (?:xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|dac khu|thon|to dan pho)\b")
_OF_AREAS: Final = re.compile(r"\b(?:ubnd|hdnd|nhan dan|chu tich|cong an)\b")
_RELATED: Final = re.compile(r"[^;,/\n]{0,80}\b(?:lien quan|khac)\b")
_BRACKET: Final = re.compile(r"[()]")
_HANGING: Final = re.compile(r"(?:\b(?:cua|thuoc|voi|va|tai|cac|nhung|cap)|[-–&(])$")
_OFFICE: Final = re.compile(r"(?:van phong|vp)\b[^;,]{0,60}\b(?:hdnd|hoi dong nhan dan|dbqh|quoc hoi)$")
_COUNCIL: Final = re.compile(r"(?:hdnd|ubnd|hoi dong nhan dan|uy ban nhan dan)\b")
_STAFF: Final = re.compile(r"(?:can bo|cong chuc|vien chuc|nguoi lao dong)\b")
_STAFF_END: Final = re.compile(r"\b(?:can bo|cong chuc|vien chuc)$")
_NOUN_END: Final = re.compile(r"\b(?:so|phong|ban|nganh|co quan|don vi)$")
_VILLAGES: Final = frozenset(("tdp", "to dan pho", "khu pho"))
_VILLAGE_END: Final = re.compile(r"\b(?:thon|lang|buon|ban|xom|ap|khu pho|tdp|to dan pho|xa|phuong|cac)$")
# "các phòng, chi cục" is one group of units that nothing names further; "trung tâm y tế" is a unit.
_UNITS: Final = (
    "(?:chi cuc|trung tam|bo phan|chi nhanh|tram|truong|doi|hat|vien|benh vien|doanh nghiep|don vi su nghiep"
    "|ban quan ly)"
)
_UNITS_END: Final = re.compile(
    rf"{_UNITS}(?=\s*(?:[,;.)\n/]|(?:va|truc thuoc|thuoc|cua|tren dia ban|co lien quan)\b|$))"
)
_PLURAL: Final = r"(?:cac|nhung|moi|tat ca cac|toan the cac) (?:phong|so|ban|nganh|co quan|don vi)"
_UNITS_GROUP: Final = re.compile(
    rf"(?:(?:truong|lanh dao|thu truong|nguoi dung dau) )?{_PLURAL}"
    rf"(?:\s*(?:,|/|va)\s*(?:phong|so|ban|nganh|co quan|don vi|{_UNITS}))*$"
)
_FIELD_END: Final = re.compile(r"\s*(?:[;,/\n.]|va\s|$)")
_QUOTES: Final = frozenset("“\"'")
_BARE: Final = frozenset(
    {
        *("so", "ban", "phong", "nganh", "bao", "khoi", "hdnd", "ubnd", "hoi dong nhan dan", "uy ban nhan dan"),
        *("chu tich", "pho chu tich", "giam doc", "pho giam doc", "truong phong", "pho truong phong", "bi thu"),
        *("lanh dao", "can bo", "cong chuc", "vien chuc", "thuong truc", "cap uy"),
    }
)


# What stands before a subject inside a text: the end of a sentence, or what gives a duty to somebody. Begins with one
# letter, so that a search runs to it, and looks back from what follows.
_GIVES: Final = ("do", "giao", "de nghi", "yeu cau", "phan cong")
_BEFORE_SUBJECT: Final = (
    r"[.;dgyp](?:(?P<gap>\s(?<=[.;]\s)\s*+)"
    r"|(?:" + "|".join(rf"{word[1:]}(?<=\b{word})" for word in _GIVES) + r")\s++(?:cho\s++)?)"
)


# Compared by identity, like the lexicon that it is compiled from.
@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The lexicon's words, compiled for agency lists.

    `begins` and `goes_on` find where an agency may be the subject of a text, by its first word alone: at the beginning
    of the text and inside of it.
    """

    heads: re.Pattern[str]
    fields: re.Pattern[str]
    quantifiers: re.Pattern[str]
    nouns: re.Pattern[str]
    verbs: re.Pattern[str]
    begins: re.Pattern[str]
    goes_on: re.Pattern[str]
    exact: frozenset[str]
    acronyms: frozenset[str]


@remember
def _spell(text: str) -> str:
    """Give a spelling in which "hoà" and "hòa" are equal but "số" and "sở" are not."""
    return "".join(sorted(unicodedata.normalize("NFD", text.lower())))


@functools.lru_cache(maxsize=8)
def compile_grammar(lexicon: Lexicon) -> Grammar:
    """Compile the agency words of a lexicon; remembered."""
    fields = lexicons.alternate(folding.fold(word).replace(" - ", "-") for word in lexicon.agency_fields)
    openings = (*lexicon.agency_heads, *lexicon.group_quantifiers)
    first_words = {re.split(r"\W", folding.fold(word))[0] for word in openings}
    edge, first = f"[{re.escape(EDGES)}]", f"(?={lexicons.bound(first_words)})"
    return Grammar(
        heads=lexicons.compile_words(lexicon.agency_heads),
        fields=re.compile(rf"(?<!\w){fields}(?!\w)".replace(r"\-", r"\s?[-–]\s?")),
        quantifiers=lexicons.compile_words(lexicon.group_quantifiers),
        nouns=lexicons.compile_words(lexicon.group_nouns),
        verbs=lexicons.compile_words(lexicon.duty_verbs),
        begins=re.compile(f"{edge}*+{first}"),
        goes_on=re.compile(f"{_BEFORE_SUBJECT}{edge}{{0,{_MOST_EDGES}}}+{first}"),
        exact=frozenset(_spell(word) for word in openings),
        acronyms=frozenset(folding.fold(word) for word in lexicon.agency_heads if word.isupper()),
    )


def _is_capital(text: str, position: int) -> bool:
    """Tell whether a capital letter, a digit or a quote stands at a position."""
    letter = text[position : position + 1]
    return letter.isupper() or letter.isdigit() or letter in _QUOTES


class Reading(NamedTuple):
    """A text with its aligned fold and the grammar to read it by."""

    text: str
    folded: str
    grammar: Grammar

    def match_head(self, position: int) -> re.Match[str] | None:
        """Match the head of an agency: spelt exactly, and a single word only before a capital letter."""
        match = self.grammar.heads.match(self.folded, position)
        if match is None or match[0] in self.grammar.acronyms:
            return match
        written = self.text[match.start() : match.end()]
        if match[0].count(" ") < 2 and _spell(written) not in self.grammar.exact:
            return None
        if " " in match[0] or _is_capital(self.text, match.end() + 1):
            return match
        return None

    def match_quantifier(self, position: int) -> re.Match[str] | None:
        """Match the word that opens a generic group ("các")."""
        match = self.grammar.quantifiers.match(self.folded, position)
        if match is None or _spell(self.text[match.start() : match.end()]) not in self.grammar.exact:
            return None
        return match

    def match_field(self, position: int) -> re.Match[str] | None:
        """Match a field name that fills the place up to the next separator."""
        match = self.grammar.fields.match(self.folded, position)
        if match is None or not _FIELD_END.match(self.folded, match.end()):
            return None
        return match if _is_capital(self.text, position) else None


def read(text: str, *, grammar: Grammar) -> Reading:
    """Prepare a text: NFC, blanks collapsed, line ends kept."""
    plain = folding.normalise(text)
    if "\n" in plain:
        plain = "\n".join(filter(None, map(folding.collapse, plain.split("\n"))))
    else:
        plain = folding.collapse(plain)
    return Reading(text=plain, folded=folding.fold_aligned(plain), grammar=grammar)


class _Place(NamedTuple):
    """A possible end of an entry: the separator, the folded words on its left, the start of its right."""

    separator: str
    left: str
    right: int


def names_one_office(left: str, folded: str, right: int) -> bool:
    """Tell whether a separator stands inside "Văn phòng HĐND và UBND"."""
    return _COUNCIL.match(folded, right) is not None and _OFFICE.search(left) is not None


def _starts_group(reading: Reading, place: _Place) -> bool:
    """Tell whether a generic group ("các cơ quan …", "đơn vị có liên quan") starts on the right."""
    if reading.match_quantifier(place.right):
        return not (_AREAS.match(reading.folded, place.right) and _OF_AREAS.search(place.left))
    noun = reading.grammar.nouns.match(reading.folded, place.right)
    if noun is None or _NOUN_END.search(place.left):
        return False
    if reading.grammar.quantifiers.match(place.left) or reading.grammar.nouns.match(place.left):
        return False
    return "," in noun[0] or noun[0].count(" ") > 1 or _RELATED.match(reading.folded, place.right) is not None


def _starts_agency(reading: Reading, place: _Place) -> bool:
    """Tell whether a named agency or group of staff starts on the right."""
    head = reading.match_head(place.right)
    if head is None or _goes_on_with_group(reading, place):
        return False
    if names_one_office(place.left, reading.folded, place.right):
        return False
    if head[0] in _VILLAGES:
        return _VILLAGE_END.search(place.left) is None
    if not _STAFF.match(head[0]):
        return True
    if _STAFF_END.search(place.left):
        return False
    generic = reading.grammar.quantifiers.match(place.left) is not None
    return not generic or place.separator != "," or _is_capital(reading.text, head.end() + 1)


def _goes_on_with_group(reading: Reading, place: _Place) -> bool:
    """Tell whether one more kind of unit stands on the right of a group: "chi cục" of "các phòng, chi cục"."""
    if not reading.text[place.right : place.right + 1].islower() or not _UNITS_END.match(reading.folded, place.right):
        return False
    return _UNITS_GROUP.match(place.left) is not None


def _find_elision(reading: Reading, place: _Place) -> str | None:
    """Give what an elided entry on the right leaves out ("UBND" of "cấp xã", "Sở" of "Tài chính")."""
    level = _LEVEL_END.search(place.left, max(0, len(place.left) - _LONGEST_LEVEL))
    if level and _LEVEL.match(reading.folded, place.right):
        has_word = reading.folded.startswith("cap ", place.right)
        return place.left[: level.start() + (0 if has_word else 4)].strip()
    if place.separator != "," or not reading.match_field(place.right):
        return None
    head = reading.grammar.heads.match(place.left)
    body = place.left[head.end() :].strip() if head else place.left
    if not reading.grammar.fields.fullmatch(body):
        return None
    return head[0] if head else ""


def _ends_entry(reading: Reading, place: _Place) -> bool:
    """Tell whether an entry ends at a separator."""
    if place.separator == ";" or not place.left:
        return True
    if place.left in _BARE:
        return False
    if place.separator == "\n":
        if _HANGING.search(place.left) or reading.grammar.heads.fullmatch(place.left):
            return False
        if not _is_capital(reading.text, place.right):
            return False
    if place.separator in ("-", "+", "•") and not _BULLET.match(reading.text):
        return False
    if place.separator == "/" and not reading.match_head(place.right):
        return False
    return _starts_agency(reading, place) or _starts_group(reading, place)


def skip_to_words(folded: str, position: int) -> int:
    """Step over blanks and bullets."""
    while position < len(folded) and folded[position] in EDGES:
        position += 1
    return position


def _find_depths(folded: str) -> list[tuple[int, int]]:
    """Find the ranges inside round brackets; an unclosed bracket holds nothing."""
    ranges, stack = [], []
    for match in _BRACKET.finditer(folded) if "(" in folded else ():
        if match[0] == "(":
            stack.append(match.start())
        elif stack:
            start = stack.pop()
            if not stack:
                ranges.append((start, match.start()))
    return ranges


def split_entries(reading: Reading) -> list[str]:
    """Return the raw entries of a list in reading order, elided levels and fields restored."""
    entries: list[str] = []
    text, folded = reading.text, reading.folded
    brackets = _find_depths(folded)
    prefix, start, inside = "", 0, 0
    for match in _SEPARATOR.finditer(folded):
        end = match.start()
        while inside < len(brackets) and brackets[inside][1] < end:
            inside += 1
        in_brackets = inside < len(brackets) and brackets[inside][0] < end
        if in_brackets or end < start:
            continue
        begin = max(start, end - _LONGEST_NAME)
        left = _put_before(folding.fold_aligned(prefix), folded[begin:end])
        place = _Place(match[0], left, skip_to_words(folded, match.end()))
        elided = _find_elision(reading, place)
        if elided is None and not _ends_entry(reading, place):
            continue
        entries.append(_put_before(prefix, text[start:end]))
        # The fold is aligned, so the elided head is cut from the words as they are written.
        prefix = _put_before(prefix, text[begin:end])[: len(elided)] if elided else ""
        start = place.right
    return [*entries, _put_before(prefix, text[start:])]


def _put_before(prefix: str, words: str) -> str:
    """Put what an entry leaves out before its words."""
    return f"{prefix} {words}".strip(EDGES) if prefix else words.strip(EDGES)
