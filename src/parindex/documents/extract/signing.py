"""The foot of a document: who signs it, as what, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from parindex.documents.extract.issuer import starts_place
from parindex.documents.repair.letters import CAPITAL, SMALL

_SIGNING = re.compile(
    r"^\s*(?:TM\.|KT\.|TL\.|TUQ\.|Q\.)?\s*(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|(?:PHÓ )?CHỦ TỊCH|(?:PHÓ )?GIÁM ĐỐC"
    r"|CHÁNH VĂN PHÒNG|(?:PHÓ )?TRƯỞNG (?:PHÒNG|BAN)|CHÁNH THANH TRA|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG)\b"
)
# What a line that matches it begins with.
_SIGNING_LETTERS = frozenset("TKQUỦPCGB")
# Names of the Central Highlands join their parts: "Rơ Châm H'Ví Dụ".
_NAME_PART = rf"[{CAPITAL}][{SMALL}]*(?:['’][{CAPITAL}]?[{SMALL}]*)?"
_PERSON = re.compile(rf"^{_NAME_PART}(?:\s+{_NAME_PART}){{1,5}}$")
_RECIPIENTS = re.compile(r"^\s*N[ơo]i nhận\s*:?", re.IGNORECASE)
# Where two columns are one line: "- UBND tỉnh (b/c);   PHÓ CHỦ TỊCH", "- Lưu: VT. Nguyễn Văn Ví Dụ".
_GAP = re.compile(r"(?<=[;.:,)])\s+|\s{3,}")
_WIDE = 3
_MOST_RECIPIENTS = 30
_KEPT = re.compile(r"\s*[-–+•]\s*Lưu\b")
_DASHES = ("-", "–", "+", "•")
_SIGNATURE_LINES = 12


def part_columns(lines: Sequence[str]) -> list[str]:
    """Part the recipients from who signs beside them, where a copy gives both columns out as one line."""
    parted: list[str] = []
    near = 0
    for line in lines:
        is_first = line[0] in "Nn" and _RECIPIENTS.match(line) is not None
        near = _MOST_RECIPIENTS if is_first else max(near - 1, 0)
        gap = _find_gap(line) if near and (is_first or line.startswith(_DASHES)) else None
        parted.extend([line] if gap is None else [line[: gap.start()], line[gap.end() :]])
    return parted


def _find_gap(line: str) -> re.Match[str] | None:
    """Return the blanks before the office or the name that ends a line of recipients, None without one."""
    for gap in _GAP.finditer(line.rstrip()):
        right = line[gap.end() :].strip()
        if right.isupper() and _SIGNING.match(right) is not None:
            return gap
        is_apart = len(gap[0]) >= _WIDE or _KEPT.match(line) is not None
        if is_apart and _PERSON.match(right) is not None and not starts_place(right):
            return gap
    return None


def read_recipients(lines: Sequence[str]) -> tuple[str, ...]:
    """Return who the last list behind "Nơi nhận:" names, without dashes."""
    found: list[str] = []
    for index in [i for i, line in enumerate(lines) if line[0] in "Nn" and _RECIPIENTS.match(line)]:
        found = []
        for line in lines[index + 1 : index + _MOST_RECIPIENTS]:
            if _SIGNING.match(line) or _PERSON.match(line):
                continue
            if not line.startswith(_DASHES):
                break
            found.append(line.strip(" -–+•;.,"))
    return tuple(found)


def read_signer(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the name that stands below the last signing formula, and the formula: both None without such a name."""
    title: str | None = None
    for line in reversed(_signing_zone(lines)):
        if _PERSON.match(line) and title is None and not starts_place(line):
            title = line
            continue
        signing = _SIGNING.match(line)
        if title is not None and signing is not None:
            return title, signing[0].strip()
    return None, None


def _signing_zone(lines: Sequence[str]) -> list[str]:
    """Return the lines from a signing formula to the next appendix."""
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index]
        if text[0] in _SIGNING_LETTERS and _SIGNING.match(text):
            below = islice(_without_recipients(lines[index:]), _SIGNATURE_LINES)
            return [line for line in (*lines[max(index - 2, 0) : index], *below) if len(line) < 60]
    return []


def _without_recipients(lines: Sequence[str]) -> Iterator[str]:
    """Leave out a list of recipients: where two columns are one it stands between the office and the name."""
    is_list = False
    for line in lines:
        is_list = _RECIPIENTS.match(line) is not None or (is_list and (line.startswith(_DASHES) or line[0].islower()))
        if not is_list:
            yield line
