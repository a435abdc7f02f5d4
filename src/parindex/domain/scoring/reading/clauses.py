"""Scoring lines cut into clauses: a condition and its points, "kịp thời: 1; không kịp thời: 0,5; không: 0"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parindex.domain.scoring.reading.numbers import read_number
from parindex.domain.scoring.reading.words import RuleWords, lower
from parindex.domain.text import folding

HUNDRED: Final = Fraction(100)
_BULLET: Final = re.compile(r"^\s*(?:[-–—+•*·●▪♦○✓►→]+|\(?[a-zđ]\)|[a-zđ][.)](?=\s))\s*")
_DASHES: Final = str.maketrans({"–": "-", "—": "-", "\u2212": "-", "\u2011": "-", "\u00a0": " ", "×": "x", "∗": "*"})
_SENTENCE: Final = re.compile(r"(?:[^\W\d_]{2}|\w[%)\]]|\s\d)\. (?=[^\W\d_])")
_WHERE: Final = re.compile(r"[\s,.(]*\b(?:trong đó|Trong đó)\b\s*:?\s*")
_SIGNS: Final = (
    (re.compile(r"[\s,]*\bnhân với\b\s*", re.IGNORECASE), " x "),
    (re.compile(r"[\s,]*\bchia cho\b\s*", re.IGNORECASE), " / "),
)
_QUOTES: Final = " “”\"'"
_STRONG: Final = r"(?::|=>|=|->|→)"
_END: Final = r"(?=\s*(?:[,;.)\]]?\s*$|[,;)]\s|\.\s|/\s*\D|\))|\s)"


@dataclass(frozen=True, slots=True)
class ScoringLine:
    """One line or row of an annex; `points` when they stand in the column of points."""

    text: str
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition and its points; `points` is None for a clause that gives none by itself."""

    label: str
    points: Fraction | None
    text: str


def split_clauses(lines: Iterable[ScoringLine], *, words: RuleWords, maximum: Fraction | None) -> tuple[Clause, ...]:
    """Cut lines into clauses in reading order; `maximum` is what "điểm tối đa" means, in points."""
    return tuple(clause for line in lines for clause in _clauses(line, words, maximum))


def tidy(text: str) -> str:
    """Bring a line to one form: NFC, one blank, plain dashes, no bullet before it."""
    plain = folding.collapse(folding.normalise(text).translate(_DASHES))
    for pattern, sign in _SIGNS:
        plain = pattern.sub(sign, plain)
    return folding.collapse(_BULLET.sub("", plain, count=1))


def trim(text: str) -> str:
    """Strip what only holds clauses apart."""
    return folding.collapse(text).strip(" ,;.:-=>→")


def unquote(text: str) -> str:
    """Strip quotes around a whole text."""
    return text.strip(_QUOTES)


def _clauses(line: ScoringLine, words: RuleWords, maximum: Fraction | None) -> Iterator[Clause]:
    text = tidy(line.text)
    if not text:
        return
    if line.points is not None:
        yield Clause(trim(text), line.points, text)
        return
    for part in _parts(text):
        pieces = [piece.strip() for piece in _assignments(part, words)]
        for piece in pieces:
            found = _read_points(piece, words, maximum)
            if found is not None and _is_condition(found.label, words):
                yield found
            elif trim(piece):
                yield Clause(trim(piece), None, piece)


def _parts(text: str) -> Iterator[str]:
    """Cut at semicolons, line ends and ends of sentences that stand outside of brackets, and before "trong đó"."""
    text = _WHERE.sub("\n", text)
    depth, start = 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]" and depth > 0)
        if letter == "\n" or (depth == 0 and (letter == ";" or _ends_sentence(text, at))):
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _ends_sentence(text: str, at: int) -> bool:
    return _SENTENCE.match(text, max(at - 2, 0), at + 3) is not None and text[at + 2].isupper()


def _assignments(part: str, words: RuleWords) -> Iterator[str]:
    """Cut after points that are followed by another condition: "Đạt: 1, không đạt: 0", "Đạt: 1 / Không đạt: 0"."""
    lowered = lower(part)
    start = 0
    for match in _ending(words).finditer(lowered):
        rest = part[match.end() :].lstrip(" ,;./)")
        if (
            match.start() < start
            or not rest
            or not _ends_here(part, match.end())
            or words.compile(r"^\(?\s*(?:nhưng\s+)?{caps}").match(lower(rest))
        ):
            continue
        if not _has_label(lowered[start : match.start()], words):
            continue
        if not _gives_points(rest, words) and not lowered[match.end() :].lstrip().startswith("."):
            continue
        yield part[start : match.end()]
        start = len(part) - len(rest)
    yield part[start:]


def _has_label(lowered: str, words: RuleWords) -> bool:
    """Tell whether something stands before points: "0,5 điểm/sáng kiến" has its condition behind them."""
    return words.compile(r"^\W*(?:{gives}|\W)*$").match(lowered) is None


def _ends_here(part: str, end: int) -> bool:
    """Tell whether a clause ends at a place: a sign that parts, or a blank before a capital where lines were joined."""
    rest = part[end:]
    return not rest[:1].isspace() or not rest.strip() or rest.lstrip()[:1] in "/,;.)" or rest.lstrip()[:1].isupper()


def _gives_points(text: str, words: RuleWords) -> bool:
    lowered = lower(text)
    return any(pattern.search(lowered) for pattern in (_ending(words), words.compile("{none|full}")))


def _ending(words: RuleWords) -> re.Pattern[str]:
    """Points at the end of a clause; a weak verb needs the word for points after the number."""
    number = r"(?:{n})"
    formula = r"[x*]\s*{n}\s*%?\]?(?:\s*/\s*{n}\s*%)?|{full}|{none}"
    return words.compile(
        rf"{formula}{_END}|{_STRONG}\s*(?:{{gives}}\s*)?[+]?{number}(?:\s*{{points}})?{_END}|(?:{{gives}}\s*)?[+]?{number}\s*{{points}}{_END}"
    )


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match, and what "điểm tối đa" means."""

    match: re.Match[str]
    maximum: Fraction | None


_Give = Callable[[_Hit], Fraction | None]
_NUMBER_TAIL: Final = r"[+]?(?P<n>{n})\s*(?:{points})?"


def _read_points(piece: str, words: RuleWords, maximum: Fraction | None) -> Clause | None:
    """Read one condition with its points, before or after it."""
    lowered = lower(piece).rstrip(" .,;")
    for pattern, give in _patterns(words):
        match = pattern.fullmatch(lowered)
        if match is None:
            continue
        label = trim(piece[match.start("label") : match.end("label")])
        points = give(_Hit(match, maximum))
        if points is not None and label:
            return Clause(label, points, piece.strip())
    return None


def _patterns(words: RuleWords) -> Sequence[tuple[re.Pattern[str], _Give]]:
    label, thus = r"(?P<label>.+?)", rf"\s*(?:{_STRONG}|\()?\s*(?:thì\s+)?(?:{{gives}}\s*)*"
    return (
        (words.compile(rf"{label}\s*{_STRONG}\s*(?:{{gives}}\s*)?{_NUMBER_TAIL}\)?"), _as_number),
        (words.compile(rf"{label}\s*(?:thì\s+)?(?:{{gives}}\s*)?\(?[+]?(?P<n>{{n}})\s*{{points}}\)?"), _as_number),
        (
            words.compile(
                rf"{label}{thus}(?P<n>{{n}})\s*%\s*(?:số\s+)?(?:tổng\s+)?(?:số\s+)?{{points|full}}(?:\s+{{full}})?\)?"
            ),
            _as_share,
        ),
        (
            words.compile(rf"{label}\s*(?:thì\s+)?(?:số\s+)?{{points}}(?:\s+\w+){{0,2}}\s*(?:là|=|:)\s*(?P<n>{{n}})"),
            _as_number,
        ),
        (words.compile(rf"{label}{thus}{{none}}\)?"), _as_nothing),
        (words.compile(rf"{label}{thus}{{full}}\)?"), _as_full),
        (
            words.compile(r"(?:{gives}\s*)?(?P<n>{n})\s*{points}\s*(?::|nếu|khi|đối với|cho)\s*(?P<label>.+)"),
            _as_number,
        ),
    )


def _as_number(hit: _Hit) -> Fraction | None:
    return read_number(hit.match["n"])


def _as_share(hit: _Hit) -> Fraction | None:
    share = read_number(hit.match["n"])
    return None if share is None or hit.maximum is None else share * hit.maximum / HUNDRED


def _as_nothing(_: _Hit) -> Fraction | None:
    return Fraction(0)


def _as_full(hit: _Hit) -> Fraction | None:
    return hit.maximum


def _is_condition(label: str, words: RuleWords) -> bool:
    """Tell a condition from the left side of a formula ("điểm = tỷ lệ x") and from a limit ("tối đa")."""
    if words.compile(r"(?:{caps}|{points}|không\s+thấp\s+hơn|\s)+").fullmatch(lower(label)):
        return False
    if words.compile(r"(?:{deducts}(?:\s+đi)?|\(\s*{caps})$").search(lower(label)):
        return False
    return not re.search(r"[x*/+=(]$|^[x*/+=]\s", label) and not words.compile(r"{points}\s*=").search(lower(label))
