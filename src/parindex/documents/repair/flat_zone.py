"""Find tables that a conversion flattened into one cell word per line, so that their lines are not joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parindex.definitions.labels.plan_labels import FieldKind, load_plan_labels
from parindex.domain.text import folding

_OPENING = re.compile(r"\s*(?:S?TT|Số TT|Số thứ tự)\.?(?:\s+\S.{0,60})?\s*$")
_OPENING_LETTERS = frozenset("ST \t\n\u00a0")
_END = re.compile(r"\s*(?:N[ơo]i nhận\s*:|TM\. |KT\. |(?:KẾ HOẠCH|BÁO CÁO|QUYẾT ĐỊNH|PHỤ LỤC|Phụ lục)\b.{0,6}$)")
_CHAPTER = re.compile(r"\s*(?:[IVX]+|[A-H])[.)]\s+\S")
# What begins an ending line or the number of a chapter.
_ENDING_LETTERS = frozenset("NTKBQPIVXABCDEFGH")
_FIRST_ROW = re.compile(r"(?:1|I|A)[.)]?$")
_LONGEST_NAME = 40
_PROSE = 62
_LONGEST_HEADER = 24
_MOST_LINES = 5
_FEWEST_UNCOUNTED = 3
_LEADING = frozenset({FieldKind.LEAD, FieldKind.IMPLEMENT, FieldKind.LEAD_COORDINATE})
_NAMING = frozenset({FieldKind.NAME, FieldKind.ACTIONS, FieldKind.LIMITATION, FieldKind.TARGET, FieldKind.CODE})
# What stands beside the leader where a table gives work away.
_BESIDE = frozenset({FieldKind.DEADLINE, FieldKind.COORDINATE, FieldKind.PRODUCT, FieldKind.ACTIONS})
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+\S")
_LISTED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[a-zđ]\)|[-–+*•])\s+\S")
_DOING = frozenset(
    {
        FieldKind.LEAD,
        FieldKind.COORDINATE,
        FieldKind.IMPLEMENT,
        FieldKind.COORDINATE_IMPLEMENT,
        FieldKind.DEADLINE,
        FieldKind.PRODUCT,
        FieldKind.ASSIGNMENT_GROUP,
    }
)


def find_flat_zones(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return half-open ranges of lines that are flattened tables: from a header of short lines to the end of rows."""
    zones: list[tuple[int, int]] = []
    end = 0
    for index, text in enumerate(texts):
        if index < end or (len(text) > _LONGEST_NAME and text[0] not in _OPENING_LETTERS):
            continue
        if _opens(texts, index) and _is_header(texts, index):
            end = _end_of_zone(texts, index)
            zones.append((index, end))
    return zones


def _opens(texts: Sequence[str], index: int) -> bool:
    """Tell whether a line may begin a header: "TT", or a bare name of a column above a row numbered 1."""
    text = texts[index]
    letter = text[:1]
    if letter in _OPENING_LETTERS and _OPENING.match(text):
        return True
    if not letter.isupper() or len(text) > _LONGEST_NAME or text.rstrip()[-1] in ":.;":
        return False
    if not load_plan_labels().kinds_of(text):
        return False
    following = [line.strip() for line in texts[index + 1 : index + _LONGEST_HEADER] if line.strip()]
    first = next((at for at, line in enumerate(following) if _FIRST_ROW.match(line)), None)
    if first is None or first < 2:
        return _count_uncounted([text, *following]) > 0
    return not any(line.endswith(":") or len(line) > 60 or _OPENING.match(line) for line in following[:first])


def _count_uncounted(lines: Sequence[str]) -> int:
    """Return how many columns the header of a table without numbers names: what, who, and when or with whom.

    0 when the lines begin with none. A cell begins with a capital; what stands in the small letter goes on with it.
    """
    kinds: list[FieldKind] = []
    labels = load_plan_labels()
    words = ""
    for line in (*lines, "."):
        if words and line[:1].islower():
            words = f"{words} {line}"
            continue
        kind = labels.kind_of(words) if words else None
        if words and kind is None:
            break
        kinds += [kind] if kind is not None else []
        words = line
    told = set(kinds)
    is_header = len(told) >= _FEWEST_UNCOUNTED and kinds[0] in _NAMING and _LEADING & told and told & _BESIDE
    return len(kinds) if is_header else 0


def _is_header(texts: Sequence[str], start: int) -> bool:
    """Tell whether short lines from `start` name three columns or more, one of them of duties, time or product."""
    lines = _short_lines(texts, start)
    labels = load_plan_labels()
    found: set[FieldKind] = set()
    for first in range(len(lines)):
        for last in range(first + 1, min(first + _MOST_LINES, len(lines)) + 1):
            kind = labels.kind_of(" ".join(lines[first:last]))
            if kind is not None:
                found.add(kind)
                if len(found) >= 3 and found & _DOING:
                    return True
    return False


def _short_lines(texts: Sequence[str], start: int) -> list[str]:
    opening = re.sub(r"^\s*(?:S?TT|Số TT|Số thứ tự)\.?", "", texts[start]).strip()
    lines = [opening] if opening else []
    for text in texts[start + 1 : start + 2 * _LONGEST_HEADER]:
        if not text.strip():
            continue
        if "\t" in text.strip() or "|" in text or len(text.strip()) > 60 or len(lines) >= _LONGEST_HEADER:
            break
        lines.append(text.strip())
    return lines


def _frames(text: str) -> bool:
    return load_plan_labels().frames.search(" ".join(re.findall(r"\w+", folding.fold(text)))) is not None


def _is_prose(texts: Sequence[str]) -> bool:
    """Tell whether the next written line is a sentence or a line of a list: what stands above it is a heading."""
    text = next((text.strip() for text in texts if text.strip()), "")
    return len(text) > _PROSE or _LISTED.match(text) is not None


def _end_of_zone(texts: Sequence[str], start: int) -> int:
    """A zone ends at the signature or where long prose lines begin again."""
    long_run: list[int] = []
    uncounted = 0
    if not _OPENING.match(texts[start]):
        uncounted = _count_uncounted([text.strip() for text in texts[start : start + _LONGEST_HEADER] if text.strip()])
    for index in range(start, len(texts)):
        text = texts[index]
        words = text.strip()
        if uncounted and _NUMBERED.match(text) and _frames(text):
            return index
        if uncounted and _CHAPTER.match(text) and _is_prose(texts[index + 1 : index + _LONGEST_HEADER]):
            return index
        if words[:1] in _ENDING_LETTERS and (_END.match(text) or (_CHAPTER.match(text) and _frames(text))):
            return index
        if len(words) > _PROSE:
            long_run.append(index)
            if len(long_run) == max(3, uncounted + 1):
                return long_run[0]
        elif words:
            long_run.clear()
    return len(texts)
