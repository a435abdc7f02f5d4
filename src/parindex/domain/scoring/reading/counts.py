"""`count_points`, `deduct_per`: "mỗi sáng kiến được 0,5 điểm, tối đa 1", "trừ 0,25 điểm cho mỗi lần trễ"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.reading.clauses import Clause, trim
from parindex.domain.scoring.reading.numbers import data_text, read_number
from parindex.domain.scoring.reading.proposal import Found, RuleData, Subject, lower_first, make_keys
from parindex.domain.scoring.reading.words import RuleWords, lower

_EARNS = (
    r"{each}\s+(?P<what>[^:]+?)\s*(?::|=)?\s*(?:thì\s+)?(?:{gives}\s+)*[+]?(?P<n>{n})\s*(?:{points})?(?P<rest>(?:\s*[,.(;/]|\s+(?:nhưng|và|{caps})).*)?",
    r"(?:{gives}\s+)*[+]?(?P<n>{n})\s*{points}\s*(?:/|cho\s+{each}|trên\s+{each}|{each})\s*(?:0?1\s+)?(?P<what>[^,;(]+?)(?P<rest>\s*[,;(].*)?",
)
_COSTS = (
    r"{each}\s+(?P<what>.+?)\s*[:=]\s*-\s?(?P<n>{n})\s*(?:{points})?(?P<rest>\s*[,;(.].*)?",
    r"(?:{deducts})\s+(?P<n>{n})\s*(?:{points})?\s*(?:/|cho\s+{each}|đối\s+với\s+{each}|với\s+{each}|{each}|trên\s+{each})\s*(?:0?1\s+)?(?P<what>[^,;(]+?)(?P<rest>\s*[,;(].*)?",
    r"{each}\s+(?P<what>.+?)\s*(?:,|:)?\s*(?:thì\s+)?(?:{deducts})\s*(?:đi\s+)?(?P<n>{n})\s*(?:{points})?(?P<rest>\s*[,;(.].*)?",
    r"(?P<what>.+?)\s*(?:,|:)?\s*(?:thì\s+)?(?:{deducts})\s*(?:đi\s+)?(?P<n>{n})\s*(?:{points})?\s*/\s*(?:0?1\s+)?(?P<per>[^,;(]+?)(?P<rest>\s*[,;(.].*)?",
)
_CAP = r"(?:nhưng\s+)?{caps}\s+(?:là\s+)?(?P<n>{n})"
_STEP = re.compile(r"(?<!\d)(?!1%)\d+(?:,\d+)?\s*%")
_START = r"^(?:từ\s+{n}\s*{points}\s*,|(?:trừ\s+vào\s+tổng|cộng\s+vào\s+tổng)\s*:)\s*"
_ENOUGH = r"(?:{caps}|không\s+thấp\s+hơn|không\s+dưới)\s+(?:là\s+)?(?:{n}|{full})"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing: points for each, its own limit."""

    label: str
    each: Fraction
    at_most: Fraction | None
    costs: bool
    clause: Clause


def read_counts(subject: Subject) -> Found | None:
    """Read points for each thing done, or lost for each fault; earning and losing together is no single rule."""
    kinds = [kind for kind in (_kind(clause, subject) for clause in subject.clauses) if kind is not None]
    if not kinds:
        return None
    costs = kinds[0].costs
    if any(kind.costs is not costs for kind in kinds):
        return None
    used = [kind.clause for kind in kinds]
    doubts: list[str] = []
    for clause in subject.clauses:
        if clause not in used and (_limits(clause, subject) or _agrees(clause, subject, costs=costs)):
            used.append(clause)
    if any(clause.points is not None for clause in subject.clauses if clause not in used):
        return None
    is_penalty = costs and subject.effect is not Effect.NORMAL
    shape = "deduct_per" if costs and not is_penalty else "count_points"
    return Found({"shape": shape, "counted": _counted(kinds, subject)}, used, tuple(doubts))


def _kind(clause: Clause, subject: Subject) -> _Kind | None:
    text = clause.text.strip()
    start = subject.words.compile(_START).match(lower(text))
    if start:
        text = text[start.end() :]
    lowered = lower(text).rstrip(" .;")
    for costs, patterns in ((True, _COSTS), (False, _EARNS)):
        for pattern in patterns:
            match = subject.words.compile(pattern).fullmatch(lowered)
            each = read_number(match["n"]) if match else None
            if match is None or not each:
                continue
            what = _what(text[match.start("what") : match.end("what")], subject.words)
            if "per" in match.groupdict():
                what = f"{trim(text[match.start('per') : match.end('per')])} {what}"
            cap = subject.words.compile(_CAP).search(match["rest"] or "")
            at_most = read_number(cap["n"]) if cap else None
            if _STEP.search(what):
                return None
            if what:
                return _Kind(what, each, at_most, costs, clause)
    return None


def _what(text: str, words: RuleWords) -> str:
    """Name what is counted: "Có 01 sáng kiến" and "mỗi một sáng kiến" are "sáng kiến"."""
    found = words.compile(r"^(?:(?:{each}|có|0?1|một|thêm)\s+)+").match(lower(text))
    return lower_first(trim(text[found.end() :] if found else text))


def _limits(clause: Clause, subject: Subject) -> bool:
    """Tell whether a clause only says the limit of the whole: "tối đa 2 điểm", "không thấp hơn 0"."""
    return (
        subject.words.compile(rf"^(?:nhưng\s+|tổng\s+|điểm\s+)*{_ENOUGH}").match(lower(clause.text.strip())) is not None
    )


def _agrees(clause: Clause, subject: Subject, *, costs: bool) -> bool:
    """Tell whether a clause says what follows anyway: no fault gives all, nothing done gives nothing."""
    if costs:
        return clause.points == subject.maximum
    return clause.points == 0 and re.match(subject.words.any_of("negations"), lower(clause.label)) is not None


def _counted(kinds: Sequence[_Kind], subject: Subject) -> list[RuleData]:
    keys = make_keys([kind.label for kind in kinds])
    counted: list[RuleData] = []
    for kind, key in zip(kinds, keys, strict=True):
        entry: dict[str, object] = {"name": key, "label": kind.label, "each": data_text(kind.each)}
        if kind.at_most is not None and kind.at_most < subject.maximum:
            entry["at_most"] = data_text(kind.at_most)
        counted.append(entry)
    return counted
