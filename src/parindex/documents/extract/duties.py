"""Who leads, who helps and when, as a sentence or a note says it: "Sở A chủ trì, phối hợp với Sở B; quý II/2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_extent import find_deed, is_open_field
from parindex.documents.extract.agency_words import agency_starts, begins_agency
from parindex.documents.extract.times import (
    LONGEST_TIME,
    find_time,
    is_time,
    opening_time,
    time_behind_names,
    trailing_time,
)
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_SHORTEST_NAME = 12
GIVES = re.compile(r"\s*(?:giao|phan cong|de nghi|yeu cau)\s+(?:cho\s+)?")
_NOTE = re.compile(r"\(([^()]{8,400}(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")
_STOP = (
    r"(?=\s*(?:[;.)]|,?\s*(?:hoan thanh|xong truoc|thoi gian|thoi han|truoc ngay|cham nhat|thuc hien|trien khai"
    r"|tham muu|(?<!dau tu )xay dung|de |bao dam|dam bao|ra soat|kiem tra|huong dan)|$))"
)
_STOPPED = re.compile(_STOP)
_LONGEST_LIST = 300
LEADS = re.compile(
    r"(?:^|[(;.:]\s*|\b(?:giao|phan cong|de nghi|yeu cau|do)\s+)((?:cac |[^;.:()]){3,160}?)\s+"
    r"(?:la (?:co quan |don vi )?)?(?:chu tri|lam dau moi|chiu trach nhiem chinh|la dau moi)(?!\s*/)"
)
COORDINATES = re.compile(
    r"(?:phoi hop(?: chat che)?(?: voi| cung)?|(?:(?<=chu tri )|(?<=chu tri, ))cung(?: voi)?):?\s+"
    r"(?!thuc hien|trien khai)([^;.()]{3,300}?)" + _STOP
)
TAGGED = re.compile(
    r"([^;()]{3,160}?)\s*\((?:co quan |don vi |bo phan )?"
    r"(chu tri|dau moi|phoi hop|cung lam|thuc hien|phu trach|tham muu)(?: chinh| thuc hien)?\)"
)
# "Đơn vị chủ trì: …" is a label and names nobody.
_LABELLED = re.compile(r"\b(?:don vi|co quan|bo phan|phong|ban|nguoi|to chuc|ca nhan) chu tri\s*:")
HELPS = re.compile(r"(?:^[ ,;]*|;\s*)(?:va\s+)?([^;.:()]{3,160}?)\s+(?:cung )?phoi hop(?: thuc hien)?\s*(?:[;.,]|$)")
# A clause of its own behind who leads: "…; các phòng chuyên môn thực hiện; …".
PERFORMS = re.compile(
    r"[;,]((?:(?!phoi hop|chu tri)[^;.])+?)(?<!,)\s(?:to chuc )?(?:thuc hien|trien khai)(?: thuc hien)?\s*(?=[;,.]|$)"
)
_GIVEN = re.compile(r"\b(?:giao|phan cong|de nghi|yeu cau|do)\s+(?:cho\s+)?")
_GIVING = frozenset({"giao", "phân", "đề", "yêu", "do"})
_DUTY_HINT = re.compile(
    r"chu tri|hoan thanh (?:truoc|trong|xong)|dau moi"
    r"|\b(?:thoi gian|thoi han|phoi hop|hoan thanh|thuc hien)[^:;]{0,20}:"
)
_TAGS = {
    "chu tri": FieldKind.LEAD,
    "dau moi": FieldKind.LEAD,
    "cung lam": FieldKind.COORDINATE,
    "phu trach": FieldKind.LEAD,
    "tham muu": FieldKind.LEAD,
    "phoi hop": FieldKind.COORDINATE,
    "thuc hien": FieldKind.IMPLEMENT,
}


class Duty(NamedTuple):
    """A duty as the half-open range [start, end) of the sentence it was read from."""

    kind: FieldKind
    start: int
    end: int


@remember
def note_range(text: str) -> tuple[int, int] | None:
    """Return the range inside the closing parentheses of a duty note, or None."""
    end = len(text.rstrip(" \t\n.;"))
    closing = text.rfind(")", max(end - LONGEST_TIME, 0), end) + 1
    if 0 < closing < end and not is_time(text[closing:end].lstrip(" ,;")):
        return None
    note = _NOTE.search(text[:closing]) if closing else None
    if note is None:
        return None
    return note.span(1) if _DUTY_HINT.search(folding.fold_aligned(note[1])) else None


def time_note(text: str) -> tuple[int, int] | None:
    """Return the range inside closing parentheses that say only when ("(quý III/2024)"), or None."""
    note = _NOTE.search(text) if ")" in text[-3:] else None
    if note is None or note.start() < _SHORTEST_NAME:
        return None
    return note.span(1) if is_time(note[1]) else None


def read_duties(text: str) -> tuple[Duty, ...]:
    """Read who leads, who coordinates and when from a sentence; empty when it says nothing of the kind."""
    folded = folding.fold_aligned(text)
    tagged = tuple(_tagged(folded))
    if not tagged:
        return tuple(_said(text, folded))
    return (*tagged, *_when(text, folded, max(duty.end for duty in tagged)))


def lead_start(text: str, lead: re.Match[str]) -> int:
    """Return where the leader's name begins: after the last "giao", "do" or "phân công" before the duty."""
    start = lead.start(1)
    given = [found for found in _GIVEN.finditer(lead[1]) if _gives(text, start + found.start(), found[0])]
    start += given[-1].end() if given else 0
    return start if lead.start() else max(start, opening_time(text, lead.string))


def _gives(text: str, start: int, found: str) -> bool:
    """Tell whether a word gives a duty: no half of a name ("Giao thông", "Giáo dục", "Tuyên giáo") does."""
    word = text[start : start + len(found)].split(maxsplit=1)[0]
    opens = not text[:start].strip() or text[:start].rstrip()[-1] in ".:;(,"
    return word in _GIVING or (opens and word.lower() in _GIVING)


def _tagged(folded: str) -> Iterator[Duty]:
    for found in TAGGED.finditer(folded):
        start = found.start(1) + (len(found[1]) - len(found[1].lstrip(" ,;")))
        start = given.end() if (given := GIVES.match(folded, start)) is not None else start
        yield Duty(_TAGS[found[2]], start, found.end(1))


def split_tagged(text: str, kind: FieldKind) -> Iterator[Duty]:
    """Yield the parts of a list of agencies of which some say their duty: "Sở A (chủ trì), Sở B (phối hợp)".

    What bears no tag has the kind of the whole list.
    """
    end = 0
    for found in TAGGED.finditer(folding.fold_aligned(text)):
        start = found.start(1) + len(found[1]) - len(found[1].lstrip(" ,;"))
        if text[end : found.start(1)].strip(" ,;"):
            yield Duty(kind, end, end + len(text[end : found.start(1)].rstrip(" ,;")))
        yield Duty(_TAGS[found[2]], start, found.end(1))
        end = found.end()
    rest = end + len(text[end:]) - len(text[end:].lstrip(" ,;"))
    if rest < len(text.rstrip(" .,;")):
        yield Duty(kind, rest if end else 0, len(text))


def _end_of_capitals(text: str, folded: str, start: int, end: int) -> int:
    """Return where a list of agencies stops that seemed to stop before a word of a name.

    "Sở | Xây dựng", "Phòng Quản lý | xây dựng, Phòng Tư pháp".
    """
    while text[end : end + 2].lstrip()[:1].isupper() or is_open_field(text, end):
        stop = _STOPPED.search(folded, end + 2)
        if stop is None or stop.start() - start > _LONGEST_LIST:
            break
        end = stop.start()
    return end


def end_of_agencies(text: str, folded: str, coordinate: re.Match[str]) -> int:
    """Return where a list of agencies ends: before the first verb of what they do."""
    start, end = coordinate.span(1)
    end = _end_of_capitals(text, folded, start, end)
    while (more := re.compile(r"\s*;\s*").match(folded, end)) and agency_starts().match(folded, more.end()):
        end = min((at for at in (folded.find(mark, more.end()) for mark in ";.(") if at > 0), default=len(folded))
    deed = find_deed(text, folded, start, end)
    if deed is None:
        return end if end > coordinate.end(1) else coordinate.end(1)
    return start + len(folded[start:deed].rstrip(" ,;"))


def _said(text: str, folded: str) -> Iterator[Duty]:
    lead = LEADS.search(folded)
    helping = COORDINATES.search(folded) if lead is None and folded.startswith(("chu tri", "phoi hop")) else None
    if helping is not None and helping.start() <= len("chu tri, "):
        yield Duty(FieldKind.COORDINATE, helping.start(1), end_of_agencies(text, folded, helping))
    if lead is not None:
        start, end = lead_start(text, lead), lead.end(1)
        time = time_behind_names(text, start, end)
        yield Duty(FieldKind.LEAD, start, end if time is None else len(text[: time[0]].rstrip(" ,")))
        after = lead.end()
        if (performing := _performing(text, folded, after)) is not None:
            duty, after = performing
            yield duty
        yield from _helping(text, folded, after)
    yield from _when(text, folded, lead.end() if lead else None)


def _performing(text: str, folded: str, start: int) -> tuple[Duty, int] | None:
    """Return who performs in a clause straight behind who leads, and where it ends: "…; các phòng thực hiện"."""
    found = PERFORMS.match(folded, start)
    if found is None:
        return None
    first, last = found.span(1)
    first += len(text[first:last]) - len(text[first:last].lstrip())
    if not begins_agency(text, folded, first) or find_deed(text, folded, first, last) is not None:
        return None
    return Duty(FieldKind.IMPLEMENT, first, last), found.end()


def _helping(text: str, folded: str, start: int) -> Iterator[Duty]:
    """Yield who helps behind `start`, where the one who leads or performs is named."""
    coordinate = COORDINATES.search(folded, start)
    if coordinate is not None:
        yield Duty(FieldKind.COORDINATE, coordinate.start(1), end_of_agencies(text, folded, coordinate))
        return
    helped = HELPS.search(folded[start:])
    if helped is not None:
        first, last = start + helped.start(1), start + helped.end(1)
        given = GIVES.match(folded, first)
        yield Duty(FieldKind.COORDINATE, first if given is None else given.end(), last)


def _when(text: str, folded: str, start: int | None) -> Iterator[Duty]:
    """Yield the time of a sentence of which the leader ends at `start`, None when it names none."""
    when = find_time(text, folded, start or 0)
    if when is not None:
        yield Duty(FieldKind.DEADLINE, *when)
    elif start is not None:
        yield from _said_time(text, folded, start)


def _said_time(text: str, folded: str, start: int) -> Iterator[Duty]:
    """Yield the time that closes a sentence, else the one that opens it."""
    end = len(text.rstrip(" .;"))
    last = trailing_time(text, start, end)
    opening = opening_time(text, folded)
    if last is not None:
        yield Duty(FieldKind.DEADLINE, last, end)
    elif (lead := LEADS.search(folded)) is not None and (time := time_behind_names(text, *lead.span(1))) is not None:
        yield Duty(FieldKind.DEADLINE, *time)
    elif opening:
        yield Duty(FieldKind.DEADLINE, 0, len(text[:opening].rstrip(" ,")))


def names_leader_by_label(text: str) -> bool:
    """Tell whether a text says "Đơn vị chủ trì: …", whose agency stands behind the colon."""
    return ":" in text and _LABELLED.search(folding.fold_aligned(text)) is not None
