"""A cell's lines: which wrap, which are the name of an item and which say how it is scored."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parindex.documents.repair.letters import CAPITAL
from parindex.domain.scoring.reading.clauses import ScoringLine, split_clauses
from parindex.domain.scoring.reading.words import RuleWords, lower

BULLET = re.compile(r"^\s*(?:[-–—−+•*·●▪♦○✓►→]\s*(?=\D)|[-–—+•]\s+)")
_ENDED = (".", ";", ":", "!", "?")
_OPENS = re.compile(
    rf"^\s*(?:[-–—+•*·●▪]|[{CAPITAL}]|\(?[a-zđ]\)|\d+[.)]\s|≥|>|<|≤|\d+(?:[.,]\d+)?\s*%|[Tt]ừ\s+\d|[Dd]ưới\s|[Tt]rên\s+\d)"
)
_CAPITAL = re.compile(rf"(?<=[^\W\d_] )(?=[{CAPITAL}])")
_NAME_POINTS = re.compile(
    r"\s*(?:[:–-]\s*|\(\s*)(?:tối đa\s+)?(\d+(?:[.,]\d+)?)\s*(?:điểm|đ)\s*\)?\s*\.?\s*$", re.IGNORECASE
)


def join_wrapped(text: str) -> list[str]:
    """Join lines that only wrapped: the one before did not end and the next does not open something."""
    lines: list[str] = []
    for line in text.split("\n"):
        plain = " ".join(line.split())
        if not plain:
            continue
        if lines and not lines[-1].endswith(_ENDED) and not _OPENS.match(plain):
            lines[-1] += f" {plain}"
        else:
            lines.append(plain)
    return lines


def split_name(text: str, *, words: RuleWords) -> tuple[str, list[str]]:
    """Split a name from the scoring lines below it in the same cell."""
    lines = join_wrapped(text)
    if len(lines) == 1 and gives_points(lines[0], words=words):
        return _split_line(lines[0])
    name: list[str] = []
    for at, line in enumerate(lines):
        if at and (BULLET.match(line) or gives_points(line, words=words)):
            return " ".join(name), lines[at:]
        name.append(line)
    return " ".join(name), []


def _split_line(line: str) -> tuple[str, list[str]]:
    """Split where a capital begins the first condition, in a cell whose line breaks are lost."""
    until = line.find(":")
    capitals = [match.start() for match in _CAPITAL.finditer(line[:until])] if until > 0 else []
    return (line[: capitals[-1]].strip(), [line[capitals[-1] :]]) if capitals else (line, [])


def split_name_points(name: str) -> tuple[str, str]:
    """Split points from the end of a name: "Cải cách thể chế (10 điểm)"."""
    match = _NAME_POINTS.search(name)
    return (name[: match.start()].strip(), match[1]) if match else (name, "")


def gives_points(line: str, *, words: RuleWords) -> bool:
    """Tell whether a line is a condition with its points, or how points are computed."""
    if words.compile(r"{n}\s*{points}|{points}[^.;]{0,30}=|công thức").search(lower(line)):
        return True
    return any(clause.points is not None for clause in split_clauses([ScoringLine(line)], words=words, maximum=None))


def make_lines(texts: Sequence[str]) -> list[ScoringLine]:
    """Make scoring lines of plain texts."""
    return [ScoringLine(text) for text in texts]
