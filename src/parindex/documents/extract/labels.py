"""Labels in running text: "Chủ trì: Sở A; phối hợp: Sở B", on a line of their own or in front of a value."""

from __future__ import annotations

import re
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.measures import is_aim
from parindex.documents.repair.letters import CAPITAL
from parindex.domain.text.memory import remember

_DASHED = re.compile(rf"\s[-–]\s[{CAPITAL}]")
_BEING = re.compile(r"\slà\s")
_NO_HEAD = re.compile(r"[:;“”\n]")
_LONGEST_HEAD = 110
# More than the longest label and what may stand around it.
_MARGIN = 120
# Signs that a writer sets between parts of one line, beside the usual stops: "Người chủ trì: A | Hạn: 30/6".
_BARS = "|→•"
_INLINE = re.compile(rf"(?:^|(?<=[;.,){_BARS}])|(?<=\s[-–+]))\s*\(?([^:;.“”(){_BARS}]{{3,70}}?)(?:\s*:|\s+là\s)")
_INNER_DASH = re.compile(r".*\s[-–]\s+", re.DOTALL)
# "Phân công: Chủ trì - Sở A; phối hợp - Sở B": behind such a label a dash may stand for the colon.
_DASHED_INLINE = re.compile(r"(?:^|(?<=[;.,]))\s*([^:;.,“”()–-]{3,40}?)\s+[-–]\s+(?=\S)")
_BODY_KINDS = frozenset(
    {
        FieldKind.LIMITATION,
        FieldKind.TARGET,
        FieldKind.ACTIONS,
        FieldKind.ASSIGNMENT_GROUP,
        FieldKind.LEAD,
        FieldKind.COORDINATE,
        FieldKind.IMPLEMENT,
        FieldKind.COORDINATE_IMPLEMENT,
        FieldKind.DEADLINE,
        FieldKind.PRODUCT,
        FieldKind.BUDGET,
        FieldKind.LEADER,
        FieldKind.POINTS,
    }
)
ASSIGNMENT_KINDS = frozenset(
    {FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT, FieldKind.COORDINATE_IMPLEMENT, FieldKind.DEADLINE}
)
# What may follow the name of an item in its own line: "Việc A. Chủ trì: Sở B; hoàn thành: tháng 6."
HEADING_KINDS = ASSIGNMENT_KINDS | {FieldKind.PRODUCT, FieldKind.TARGET}
# These do so only as sentences of their own: "Việc A. Nguyên nhân: … Giải pháp: … Chủ trì: Sở B."
_RUN_IN = frozenset({FieldKind.LIMITATION, FieldKind.ACTIONS})


class Label(NamedTuple):
    """A label at the start of a text; the value begins at `value_start`, the end of the text when there is none."""

    kind: FieldKind
    value_start: int
    other: FieldKind | None = None


class LabelledValue(NamedTuple):
    """A value inside a text, as the half-open range [start, end), with the kind its label announces."""

    kind: FieldKind
    label_start: int
    start: int
    end: int


def read_label(text: str, *, labels: PlanLabels) -> Label | None:
    """Read the label that opens a text (after its marker), or None."""
    end = _end_of_head(text)
    if end is not None:
        kinds = body_kinds(text[:end].rstrip(" "), labels=labels)
        if kinds:
            start = _skip(text, end + (4 if text.startswith(" là ", end) else 0))
            if kinds[0] is FieldKind.DEADLINE and is_aim(text[start:]):
                return None  # "Báo cáo gửi đúng hạn: đạt 100%"
            return Label(kinds[0], start, kinds[1] if len(kinds) > 1 else None)
        if text[end] == ":":
            return None
    if len(text) > _LONGEST_HEAD:
        return None
    kind = body_kind(text.strip(" .:;,-–"), labels=labels)
    return Label(kind, len(text)) if kind is not None else None


def _end_of_head(text: str) -> int | None:
    """Return where the words before the first colon, dash or "là" near the beginning end, None without them."""
    head = text[: _LONGEST_HEAD + 6]
    end = head.find(":", 1)
    if "-" in head or "–" in head:
        end = _nearer(_DASHED, head, end)
    if "là" in head:
        end = _nearer(_BEING, head, end)
    return end if 1 <= end <= _LONGEST_HEAD and _NO_HEAD.search(text, 0, end) is None else None


def _nearer(pattern: re.Pattern[str], head: str, end: int) -> int:
    """Return where a pattern begins when that is before `end`, else `end`."""
    found = pattern.search(head, 1, end + 6 if end > 0 else len(head))
    return found.start() if found is not None and not 0 < end < found.start() else end


def body_kind(phrase: str, *, labels: PlanLabels) -> FieldKind | None:
    """Return the field a phrase is the label of in running text; words that only head columns give None."""
    kinds = body_kinds(phrase, labels=labels)
    return kinds[0] if kinds else None


def body_kinds(phrase: str, *, labels: PlanLabels) -> tuple[FieldKind, ...]:
    """Return every field that a phrase can be the label of in running text, best first."""
    return _body_kinds(phrase, labels)


@remember
def _body_kinds(phrase: str, labels: PlanLabels) -> tuple[FieldKind, ...]:
    if not labels.may_be(phrase):
        return ()
    return tuple(kind for kind in labels.kinds_of(phrase) if kind in _BODY_KINDS)


def is_alone(text: str, label: Label) -> bool:
    """Tell whether nothing behind the label that opens a text can be a label too: a cheap look before a dear one."""
    start = label.value_start
    return ":" not in text[start:] and " là " not in text[start - 1 :] and "." not in text[:start]


def find_inline(text: str, *, labels: PlanLabels) -> tuple[LabelledValue, ...]:
    """Find "Label: value" pairs inside one text, in reading order; each value ends where the next label begins."""
    return _find_inline(text, labels) if ":" in text or " là " in text else ()


@remember
def _find_inline(text: str, labels: PlanLabels) -> tuple[LabelledValue, ...]:
    colon, being = text.find(":"), text.find(" là ")
    opening = max(colon, being) if colon < 0 or being < 0 else min(colon, being)
    closing = max(text.rfind(":"), text.rfind(" là ") + 3) + 1
    found: list[tuple[FieldKind, int, int]] = []
    for match in _INLINE.finditer(text, max(opening - _MARGIN, 0), closing):
        start = match.start(1)
        kind = body_kind(match[1].strip(" ,-–+"), labels=labels)
        if (
            kind is None
            and ("- " in match[1] or "– " in match[1])
            and (dash := _INNER_DASH.match(match[1])) is not None
        ):
            start += dash.end()  # "Phòng Văn hóa - Xã hội - Phối hợp: …"
            kind = body_kind(text[start : match.end(1)], labels=labels)
        if kind is not None and not (kind is FieldKind.DEADLINE and is_aim(text[match.end() :])):
            found.append((kind, _before_bars(text, start), _skip(text, match.end())))
    if not found:
        return ()
    ends = [*(start for _, start, _ in found[1:]), len(text)]
    return tuple(
        LabelledValue(kind, label, start, _trim(text, start, end))
        for (kind, label, start), end in zip(found, ends, strict=True)
    )


def find_in_heading(text: str, *, labels: PlanLabels) -> tuple[LabelledValue, ...]:
    """Find the labels that may follow the name of an item in its own line, in reading order.

    Causes and remedies count where they are sentences of their own before a label of who or when.
    """
    found = find_inline(text, labels=labels)
    last = max((value.label_start for value in found if value.kind in ASSIGNMENT_KINDS), default=-1)
    return tuple(
        value
        for value in found
        if value.kind in HEADING_KINDS
        or (value.kind in _RUN_IN and value.label_start < last and _opens_sentence(text, value.label_start))
    )


def _opens_sentence(text: str, start: int) -> bool:
    return text[start].isupper() and text[:start].rstrip().endswith((".", ")", ";"))


def find_opening(text: str, *, labels: PlanLabels) -> tuple[LabelledValue, ...]:
    """Find the labelled duties of a text that begins with such a label: "Chủ trì: Sở A" behind "Phân công:"."""
    found = find_inline(text, labels=labels)
    if not found or text[: found[0].label_start].strip() or found[0].kind not in ASSIGNMENT_KINDS:
        return ()
    return tuple(value for value in found if value.kind in ASSIGNMENT_KINDS)


def find_dashed(text: str, *, labels: PlanLabels) -> tuple[LabelledValue, ...]:
    """Find "Label - value" pairs of duties, when the text begins with one; each value ends where the next begins."""
    found = [
        (kind, match.start(1), match.end())
        for match in _DASHED_INLINE.finditer(text)
        if (kind := body_kind(match[1], labels=labels)) in ASSIGNMENT_KINDS
    ]
    if not found or text[: found[0][1]].strip():
        return ()
    ends = [*(start for _, start, _ in found[1:]), len(text)]
    return tuple(
        LabelledValue(kind, label, start, _trim(text, start, end))
        for (kind, label, start), end in zip(found, ends, strict=True)
    )


def _before_bars(text: str, position: int) -> int:
    """Return where a label begins, with the signs before it that set it apart."""
    before = text[:position].rstrip(" ")
    return len(before.rstrip(f" {_BARS}")) if before and before[-1] in _BARS else position


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " :-–":
        position += 1
    return position


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in f" ;,-–+({_BARS}":
        end -= 1
    if text.startswith("(") and text.count(")", start, end) > text.count("(", start, end):
        closed = len(text[:end].rstrip(" .;,"))
        end = closed - 1 if text.endswith(")", start, closed) else end  # the whole line stands in brackets
    return end
