"""Propose one rule for the scoring lines of an item: every family of phrases is asked in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from parindex.domain.scoring.catalogue import Channel, Effect
from parindex.domain.scoring.reading.bands import build_ladder, find_steps, read_ratio_bands
from parindex.domain.scoring.reading.clauses import Clause, ScoringLine, split_clauses, trim
from parindex.domain.scoring.reading.counts import read_counts
from parindex.domain.scoring.reading.formulas import read_proportional
from parindex.domain.scoring.reading.growth import read_growth
from parindex.domain.scoring.reading.judgement import read_judged_scale, read_manual, read_survey
from parindex.domain.scoring.reading.levels import read_all_or_nothing, read_levels
from parindex.domain.scoring.reading.proposal import Certainty, Found, Reading, Subject
from parindex.domain.scoring.reading.ranges import find_range
from parindex.domain.scoring.reading.ranks import read_rank_band
from parindex.domain.scoring.reading.surveys import find_channel, read_survey_scale
from parindex.domain.scoring.reading.words import RuleWords, lower
from parindex.domain.scoring.rule import ZeroPolicy

SUM: Reading = Reading({"shape": "sum_of_children"}, Certainty.SURE, "", "mục có mục con thì cộng các mục con")
_FAMILIES: tuple[Callable[[Subject], Found | None], ...] = (
    read_survey_scale,
    read_proportional,
    read_counts,
    read_rank_band,
    read_growth,
    read_ratio_bands,
    read_judged_scale,
    read_all_or_nothing,
)
_POLICIES = (
    ("zero_full", ZeroPolicy.FULL),
    ("zero_none", ZeroPolicy.NONE),
    ("zero_not_applicable", ZeroPolicy.NOT_APPLICABLE),
    ("zero_unknown", ZeroPolicy.UNKNOWN),
)


def read_rule(
    lines: Sequence[ScoringLine],
    *,
    name: str,
    maximum: Fraction | None,
    words: RuleWords,
    effect: Effect = Effect.NORMAL,
) -> Reading:
    """Propose a rule for an item without children from its scoring lines; nothing is proposed that they do not say.

    `maximum` is in points; without it no rule can be held against the item, so none is proposed.
    """
    text = "\n".join(line.text.strip() for line in lines if line.text.strip())
    channel = find_channel(name, text, words=words)
    if not text:
        return Reading(None, Certainty.NONE, "", "không có dòng cách chấm", channel)
    if maximum is None or maximum <= 0:
        return Reading(None, Certainty.NONE, text, "chưa rõ điểm tối đa nên chưa đọc cách chấm", channel)
    subject = _subject(split_clauses(lines, words=words, maximum=maximum), name, maximum, (effect, words))
    if not subject.clauses and words.holds("sums", text):
        return Reading(None, Certainty.NONE, text, "ghi là cộng các mục con nhưng không có mục con", channel)
    for family in _FAMILIES:
        found = family(subject)
        if found is not None and not _leaves_points(found, subject):
            return _reading(found, subject, text, channel)
    fault = _fault(subject)
    found = None if fault else read_levels(subject) or read_manual(subject) or read_survey(subject, channel)
    if found is not None and not _leaves_points(found, subject):
        return _reading(found, subject, text, channel)
    return Reading(None, Certainty.NONE, text, fault or "không nhận ra dạng quy tắc nào trong lời này", channel)


def _reading(found: Found, subject: Subject, text: str, channel: Channel | None) -> Reading:
    """Clauses that the rule does not explain are told, and a person must look."""
    unused = [clause.text.strip() for clause in subject.clauses if clause not in found.used]
    doubts = [*found.doubts, *(f"chưa dùng đến: “{text}”" for text in unused)]
    certainty = Certainty.CHECK if doubts else Certainty.SURE
    return Reading(found.rule, certainty, text, "; ".join(doubts), channel)


def _leaves_points(found: Found, subject: Subject) -> bool:
    """Tell whether a clause that the rule does not explain gives, takes or computes points."""
    points = subject.words.compile(r"{n}\s*{points}|{deducts}\s+{n}|=")
    return any(points.search(lower(clause.text)) for clause in subject.clauses if clause not in found.used)


def _fault(subject: Subject) -> str:
    """Say why ranges that were all read make no bands."""
    steps, others = find_steps(subject)
    if steps and not any(clause.points is not None for clause in others) and not all(s.range.is_rest for s in steps):
        return build_ladder(steps).fault
    return ""


def _subject(clauses: Sequence[Clause], name: str, maximum: Fraction, context: tuple[Effect, RuleWords]) -> Subject:
    """Take apart what the lines are about, what nothing to divide by means, and the clauses that give points."""
    effect, words = context
    zero, kept = None, []
    for clause in clauses:
        policy = _zero(clause, words)
        if policy is None:
            kept.append(clause)
        zero = policy or zero
    heading, kept = _heading(kept, words)
    return Subject(
        name=trim(name), maximum=maximum, effect=effect, heading=heading, clauses=tuple(kept),
        zero=zero or ZeroPolicy.UNKNOWN, is_zero_told=zero is not None, words=words,
    )  # fmt: skip


def _zero(clause: Clause, words: RuleWords) -> ZeroPolicy | None:
    """Read "không phát sinh thì không áp dụng"; None for any other clause."""
    lowered = lower(clause.text)
    if words.compile(r"{zero}").search(lowered) is None:
        return None
    return next((policy for name, policy in _POLICIES if words.holds(name, lowered)), None)


def _heading(clauses: Sequence[Clause], words: RuleWords) -> tuple[str, list[Clause]]:
    """Split "tỷ lệ A trên B: đạt 100%" and a first line without points into what the lines are about and the rest."""
    if not clauses:
        return "", []
    first, rest = clauses[0], list(clauses[1:])
    if first.points is not None:
        head, colon, label = first.label.rpartition(":")
        if colon and trim(head) and trim(label) and words.compile(r"^{each}").match(lower(head)) is None:
            return trim(head), [Clause(trim(label), first.points, first.text[len(head) + 1 :].strip()), *rest]
        return "", list(clauses)
    head, colon, formula = first.text.partition(": ")
    if colon and trim(head) and _computes(formula) and find_range(head, words=words) is None:
        return trim(head), [Clause(trim(formula), None, formula.strip()), *rest]
    is_heading = first.text.rstrip().endswith(":") or words.compile(r"^(?:tính\s+)?{ratios}").match(lower(first.text))
    if rest and is_heading and find_range(first.text, words=words) is None and not _computes(first.text):
        return trim(first.text), rest
    return "", list(clauses)


def _computes(text: str) -> bool:
    return any(sign in text for sign in ("=", "/ ", " x "))
