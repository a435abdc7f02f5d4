"""`survey_scale` and where points come from: "theo kết quả điều tra xã hội học", SIPAS, weights of answers."""

from __future__ import annotations

import re

from parindex.domain.scoring.catalogue import Channel
from parindex.domain.scoring.reading.clauses import Clause, trim, unquote
from parindex.domain.scoring.reading.numbers import data_text, read_number
from parindex.domain.scoring.reading.proposal import Found, Subject, lower_first, make_keys
from parindex.domain.scoring.reading.words import RuleWords, lower

_WEIGHT = r"(?P<label>.+?)\s*(?::|=|được tính|tính|-|\(|\s)\s*(?P<n>{n})\s*%\s*\)?(?:\s*\([^()]*\))?"
_FRAME = re.compile(r"[:,]?\s*(?:trung bình|bình quân)\s+(?:các\s+|điểm\s+)*phiếu[^,:;]*[,:]?")


def find_channel(*texts: str, words: RuleWords) -> Channel | None:
    """Find where the points of an item come from, when its words say so."""
    for name, channel in (
        ("sipas", Channel.SIPAS),
        ("surveys", Channel.LEADERSHIP_SURVEY),
        ("impact", Channel.SOCIOECONOMIC),
    ):
        if any(words.holds(name, text) for text in texts):
            return channel
    return None


def read_survey_scale(subject: Subject) -> Found | None:
    """Read answers with their weights in percent of the maximum; at least two, and nothing with points beside them."""
    heading = subject.heading
    pieces = [piece for clause in subject.clauses for piece in _pieces(clause)]
    answers = []
    for text in pieces:
        match = subject.words.compile(_WEIGHT).fullmatch(lower(text).rstrip(" .;"))
        if match is None:
            continue
        weight = read_number(match["n"])
        if weight is not None:
            answers.append((unquote(trim(text[match.start("label") : match.end("label")])), weight))
    about = (subject.name, heading, *(clause.text for clause in subject.clauses))
    is_survey = any(subject.words.holds(name, text) for name in ("surveys", "sipas") for text in about)
    if len(answers) < 2 or not (is_survey or any(_FRAME.search(lower(text)) for text in about)):
        return None
    keys = make_keys([label for label, _ in answers])
    rule = {
        "shape": "survey_scale",
        "question": _question(subject),
        "answers": [
            {"key": key, "label": lower_first(label), "weight": data_text(weight)}
            for key, (label, weight) in zip(keys, answers, strict=True)
        ],
        "when_zero": subject.zero.value,
    }
    doubts = () if subject.is_zero_told else ("văn bản không nói không có phiếu thì tính sao, tạm để chưa chấm",)
    return Found(rule, list(subject.clauses), doubts)


def _pieces(clause: Clause) -> list[str]:
    """Cut at commas: "Rất hài lòng: 100%, hài lòng: 80%"; the frame before the first answer is left out."""
    text = clause.text
    frame = _FRAME.search(lower(text))
    if frame:
        text = text[frame.end() :]
    parts = re.split(r"(?<=%)\s*[,;]\s*|(?<=%\))\s*[,;]\s*", text)
    return [re.sub(r"^.*?:\s*(?=[“\"])", "", part).strip() for part in parts if part.strip()]


def _question(subject: Subject) -> str:
    text = subject.text
    frame = _FRAME.search(lower(text))
    return lower_first(trim(text[: frame.start()]) if frame and frame.start() else text)
