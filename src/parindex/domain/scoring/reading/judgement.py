"""`manual`: a person gives the points, or a survey does that no formula is told for."""

from __future__ import annotations

from parindex.domain.scoring.catalogue import Channel
from parindex.domain.scoring.reading.clauses import trim
from parindex.domain.scoring.reading.numbers import data_text, read_number
from parindex.domain.scoring.reading.proposal import Found, Subject, lower_first
from parindex.domain.scoring.reading.words import lower

_STEP = r"(?:,\s*)?mỗi\s+bậc\s+(?:là\s+)?(?P<n>{n})(?:\s*{points})?"
_GUIDED = r"(?:hướng dẫn|căn cứ|dựa trên)\s*:?\s+"


def read_manual(subject: Subject) -> Found | None:
    """Read that a person judges; the guidance is what the text says they judge by."""
    text = " ; ".join(clause.text for clause in subject.clauses)
    if not text or not subject.words.holds("judges", text):
        return None
    lowered = lower(text)
    step = subject.words.compile(_STEP).search(lowered)
    guided = subject.words.compile(_GUIDED).search(lowered)
    guidance = trim(text[guided.end() :]) if guided else trim(text)
    rule: dict[str, object] = {"shape": "manual", "guidance": lower_first(guidance) or lower_first(subject.name)}
    value = read_number(step["n"]) if step else None
    if value:
        rule["step"] = data_text(value)
    return Found(rule, list(subject.clauses))


def read_judged_scale(subject: Subject) -> Found | None:
    """Read that a person gives "từ 0 đến 2 điểm" by judgement, where no result has points of its own."""
    scale = subject.words.compile(r"từ\s+0\s+đến\s+{n}\s*{points}")
    if sum(clause.points is not None for clause in subject.clauses) > 1:
        return None
    return read_manual(subject) if any(scale.search(lower(clause.text)) for clause in subject.clauses) else None


def read_survey(subject: Subject, channel: Channel | None) -> Found | None:
    """Read that a survey gives the points without saying how: a person enters them."""
    if channel not in {Channel.LEADERSHIP_SURVEY, Channel.SIPAS} or not subject.clauses:
        return None
    if any(clause.points is not None and clause.points != subject.maximum for clause in subject.clauses):
        return None
    guidance = trim("; ".join(clause.text for clause in subject.clauses))
    doubt = "văn bản không nói từ kết quả khảo sát ra điểm thế nào, người chấm nhập điểm"
    return Found({"shape": "manual", "guidance": lower_first(guidance)}, list(subject.clauses), (doubt,))
