"""Duties told inside the value of a label: "Cơ quan chủ trì: Sở A chủ trì, phối hợp với Sở B thực hiện"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_extent import find_verb
from parindex.documents.extract.agency_words import begins_agency, names_agency
from parindex.documents.extract.duties import PERFORMS, Duty
from parindex.documents.extract.times import is_time, trailing_time
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_LEADS = "chu tri"
_VERB = re.compile(r"\b(?:la (?:co quan |don vi ))?(?:chu tri|(?:cung )?phoi hop)\b")
_WITH = re.compile(r"(?: chat che)?(?: voi| cung(?: voi)?)?\s+")
# What ends a clause of which the names stand before the verb: "Sở A chủ trì, …", "Sở B phối hợp thực hiện; …".
_CLOSES = re.compile(
    r"(?: chinh)?(?:,? (?:to chuc )?(?:thuc hien|trien khai))?(?=\s*(?:[,;.]|va\b|(?:cung )?phoi hop|$))"
)
_DEED = re.compile(r",?\s(?:de )?(?:to chuc )?(?:thuc hien|trien khai)\b[^,;:.]*")
_TIME = re.compile(
    r"\s(?=(?:[Tt]rong|[Tt]rước|[Cc]hậm nhất|[Hh]oàn thành|[Xx]ong|đến|từ|[Qq]uý|tháng|năm|ngày|hằng|hàng|định kỳ"
    r"|thường xuyên)\b)"
)
_DONE_TOGETHER = ("thuc hien", "trien khai")
_GROUP = re.compile(r"(?:cac|nhung|moi|toan the)\b")
GIVEN = re.compile(r"[\s,;.]*(?:[Gg]iao|[Dd]o|[Pp]hân công|[Đđ]ề nghị|[Yy]êu cầu)\s+")
# "UBND các huyện, thành phố": what goes on small names more places of the same agency.
_KIND_OF_PLACE = r"(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|thôn|tổ dân phố|khu phố)"
_PLACES = re.compile(rf"{_KIND_OF_PLACE}(?: và {_KIND_OF_PLACE})?(?: trên địa bàn(?: tỉnh)?)?")
_HEADS_PLACES = re.compile(rf"(?:\bcác |^){_KIND_OF_PLACE}$")
_ALSO_GROUPS = ("tổ chức", "cá nhân")  # "các cơ quan, tổ chức"
_COMMA = re.compile(r",\s+")
# "Sở A thực hiện": who is named first and does not help leads.
_DOES = re.compile(r"\s+(?:(?:to chuc )?(?:thuc hien|trien khai)(?: thuc hien)?|chiu trach nhiem(?: chinh)?)[\s.;,]*$")
_BETWEEN = " ,;.\n"


def may_tell_duties(text: str) -> bool:
    """Tell whether a value may say duties of its own: a cheap look before a dear one."""
    lower = text.lower()
    return "phối hợp" in lower or "chủ trì" in lower


@remember
def split_clauses(text: str) -> tuple[Duty, ...] | None:
    """Read the value of a label of who leads by its verbs; None where it has none or is not wholly understood.

    Names stand before "chủ trì" and before a closing "phối hợp", or behind "phối hợp với"; who is named first and
    does not help leads. A time may close the value.
    """
    when = start_of_time(text)
    said = text if when is None else text[:when]
    names = _read_clauses(said, folding.fold_aligned(said))
    if names is None or when is None:
        return names
    return (*names, Duty(FieldKind.DEADLINE, when, len(text)))


def start_of_time(text: str) -> int | None:
    """Return where the time that closes a value begins, behind a comma or straight behind the names."""
    end = len(text.rstrip(" .;"))
    when = trailing_time(text, 0, end)
    if when is not None:
        return when
    times = (found.end() for found in _TIME.finditer(text, 0, end))
    return next((at for at in times if is_time(text[at:end])), None)


def _read_clauses(text: str, folded: str) -> tuple[Duty, ...] | None:
    duties: list[Duty] = []
    end = 0
    for verb in _VERB.finditer(folded):
        if verb.start() < end or not text[verb.start()].islower():
            continue
        performing = PERFORMS.match(folded, end) if duties else None
        if performing is not None and performing.end() <= verb.start():
            duties.append(Duty(FieldKind.IMPLEMENT, *trim(text, *performing.span(1))))
            end = performing.end()
        clause = _read_clause(text, folded, (end, verb), has_lead=bool(duties))
        if clause is None:
            return None
        found, end = clause
        duties.extend(found)
    if duties and (performing := PERFORMS.match(folded, end)) is not None:
        duties.append(Duty(FieldKind.IMPLEMENT, *trim(text, *performing.span(1))))
        end = performing.end()
    if not duties or text[end:].strip(_BETWEEN):
        return None
    return tuple(duties) if all(is_named(text, folded, duty) for duty in duties) else None


def _read_clause(
    text: str, folded: str, place: tuple[int, re.Match[str]], *, has_lead: bool
) -> tuple[tuple[Duty, ...], int] | None:
    """Read one clause from where the last one ended; its duties and where it ends."""
    start, verb = place
    first, last = trim(text, start, verb.start())
    closes = _CLOSES.match(folded, verb.end())
    if verb[0].endswith(_LEADS):
        named = first < last and not has_lead and closes is not None
        return ((Duty(FieldKind.LEAD, first, last),), closes.end()) if named and closes is not None else None
    if closes is not None and first < last:
        helped = tuple(_helped(text, folded, (first, last), None if has_lead else closes[0]))
        return (helped, closes.end()) if helped else None
    helping = _WITH.match(folded, verb.end())
    if helping is None or has_lead == (first < last) or not begins_agency(text, folded, helping.end()):
        return None
    lead = () if has_lead else (Duty(FieldKind.LEAD, first, last),)
    end, after = _end_of_helpers(text, folded, helping.end())
    return (*lead, Duty(FieldKind.COORDINATE, helping.end(), end)), after


def _helped(text: str, folded: str, names: tuple[int, int], closing: str | None) -> Iterator[Duty]:
    """Yield the names before a closing "phối hợp": all help, without a leader so far all but the first.

    `closing` is what follows the verb, None where a leader was told before. "Sở A, Sở B phối hợp thực hiện" tells no
    leader, nor does a group: "Các sở, ban, ngành phối hợp".
    """
    start, end = names
    if closing is not None:
        cuts = [at.start() for at in re.finditer(";", text[:end])] or [at.start() for at in _COMMA.finditer(text[:end])]
        cut = next((at for at in cuts if at > start and begins_agency(text, folded, trim(text, at, end)[0])), None)
        if cut is None or (text[cut] == "," and _is_joint(folded, start, cut, closing)):
            return
        yield Duty(FieldKind.LEAD, start, end_of_doers(folded, start, cut))
        start, _ = trim(text, cut + 1, end)
    yield Duty(FieldKind.COORDINATE, start, end)


def end_of_doers(folded: str, start: int, end: int) -> int:
    """Return where names end that a closing "thực hiện" may follow: what they do is no part of them."""
    does = _DOES.search(folded, start, end)
    return end if does is None else does.start()


def _is_joint(folded: str, start: int, cut: int, closing: str) -> bool:
    """Tell whether names parted by a comma do something together, so that the first need not lead."""
    if _GROUP.match(folded, start):
        return True
    return closing.endswith(_DONE_TOGETHER) and _GROUP.match(folded, cut + 2) is None


def _end_of_helpers(text: str, folded: str, start: int) -> tuple[int, int]:
    """Return where the names behind "phối hợp với" end, and where the words of what they do end."""
    stop = min((at for at in (folded.find(mark, start) for mark in ";.") if at > 0), default=len(folded))
    deed = _DEED.search(folded, start, stop)
    if deed is not None:
        return deed.start(), deed.end()
    more = PERFORMS.match(folded, stop)
    if more is not None:
        return trim(text, start, more.end(1))[1], more.end()  # "phối hợp với Sở B; UBND các xã thực hiện"
    verb = find_verb(text, folded, start, stop)
    if verb is None or _VERB.match(folded, verb) is not None:
        return trim(text, start, stop)[1], stop
    others = any(begins_agency(text, folded, comma.end()) for comma in _COMMA.finditer(text, verb, stop))
    return trim(text, start, verb)[1], verb if others else stop


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a range to the names in it, without what stands between clauses and without "giao" before them."""
    given = GIVEN.match(text, start, end)
    start = given.end() if given is not None else start
    while start < end and text[start] in _BETWEEN:
        start += 1
    while end > start and text[end - 1] in _BETWEEN:
        end -= 1
    if text.startswith("và ", start, end):
        start += len("và ")
    if text.endswith((" và", " là"), start, end):
        end -= len(" và")
    return start, end


def is_named(text: str, folded: str, duty: Duty) -> bool:
    """Tell whether a range lists agencies and nothing else, each by its name or going on with one ("…, Hạ tầng")."""
    if not begins_agency(text, folded, duty.start) or _VERB.search(folded, duty.start, duty.end):
        return False
    parts = re.split(r"[;,]\s*", text[duty.start : duty.end])
    return all(
        part[:1].isupper() or part in _ALSO_GROUPS or names_agency(part) is not None or _is_place_more(before, part)
        for before, part in zip(("", *parts), parts, strict=False)
    )


def _is_place_more(before: str, part: str) -> bool:
    """Tell whether a part only names more kinds of places: "thành phố" behind "UBND các huyện"."""
    return _PLACES.fullmatch(part) is not None and _HEADS_PLACES.search(before) is not None
