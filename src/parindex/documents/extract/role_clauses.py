"""Roles told by the predicate of each clause: "Sở A là cơ quan đầu mối; Sở B phối hợp; UBND cấp xã thực hiện"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_extent import find_deed, is_whole_name
from parindex.documents.extract.agency_words import begins_agency
from parindex.documents.extract.duties import PERFORMS, Duty, read_duties
from parindex.documents.extract.duty_clauses import GIVEN, is_named, may_tell_duties, split_clauses, start_of_time, trim
from parindex.domain.text import folding
from parindex.domain.text.memory import remember


class _Role(Enum):
    LEADS = auto()
    HELPS = auto()
    DOES = auto()
    WATCHES = auto()
    DIRECTS = auto()


_LEADING = r"chu tri|dau moi|phu trach|tham muu|trach nhiem|dam nhan|dam nhiem|thuong truc"
_DOING = r"thuc hien|trien khai"
_WATCHING = r"theo doi|don doc|giam sat|kiem tra|tong hop"
# By its accents, so that "Sở Lao động phụ trách" is not read as "đồng phụ trách".
_VERB = re.compile(
    r"\b(?:(?:giữ|đóng) vai trò )?(?:(?:là|làm) (?:(?:cơ quan|đơn vị|bộ phận|người) )?)?"
    r"(?:(?:có|chịu|cùng|(?<!cộng )(?<!ội )đồng|(?<!, )(?<!các )(?<!và )tổ chức|trực tiếp|chủ động) )*"
    r"(?:(?P<LEADS>chủ trì|đầu mối|phụ trách|tham mưu|trách nhiệm|đảm nhận|đảm nhiệm|thường trực)"
    r"|(?P<HELPS>phối hợp|hỗ trợ|tham gia)|(?P<DOES>thực hiện|triển khai)"
    r"|(?P<WATCHES>theo dõi|đôn đốc|giám sát|kiểm tra|tổng hợp)|(?P<DIRECTS>chỉ đạo))\b"
)
# "theo dõi, đôn đốc", "chịu trách nhiệm chính tham mưu tổ chức thực hiện", "phối hợp thực hiện": still one predicate.
_GOES_ON = re.compile(
    r"(?: chinh| chung| chat che| toan dien| truc tiep| chu dong| dau moi)*"
    rf"(?:(?:,| va)? (?:to chuc )?(?:{_LEADING}|{_DOING}|{_WATCHING}|huong dan|bao cao|khac phuc|chi dao)\b)*"
)
_STOP = re.compile(r"[;.,]|\bva\b|$")
_CLAUSE_ENDS = re.compile("[;.]")
_OPENS_LEAD = re.compile(
    r"(?:(?:co quan |don vi |bo phan )?dau moi|trach nhiem(?: chinh)?)(?: chinh)?(?: thuc hien)? (?:la|thuoc ve|cua)\s+"
)
_OPENS_HELP = re.compile(
    r"(?:(?:co |voi |cung )?su (?:phoi hop|tham gia|ho tro)(?: chat che)?(?: cua)?|"
    r"(?:cung )?phoi hop(?: chat che)?(?: thuc hien)? (?:co|gom(?: co)?|voi|la|cung(?: voi)?)|"
    r"cung(?: voi)?(?! (?:phoi hop|thuc hien|trien khai|tham gia)))\s+"
)
# "Giám đốc Sở quyết định trên cơ sở tham mưu của Phòng B": the one who proposes sees to it.
_ON_ADVICE = re.compile(
    r"[^;.,]{3,160}?\s(?:tren co so|theo)\s(?:su )?(?:tham muu|de xuat|de nghi|to trinh)(?: cua)?\s+"
)
_WITH_HELP = re.compile(r",?\s(?:co|voi|cung) su (?:phoi hop|tham gia|ho tro)\b")
_TOGETHER = re.compile(r"\s+cung(?: voi)?\s+")
_JOINT = re.compile(r"(?<!cộng)(?<!ội) đồng$")
_GROUP = re.compile(r"(?:cac|nhung|moi|tat ca|toan the|ubnd (?:cap|cac)|uy ban nhan dan (?:cap|cac))\b")
# "Công chức đầu mối kiểm soát thủ tục", "Bộ phận theo dõi thi đua": what they look after is part of the name.
_POST = re.compile(r"(?:cong chuc|can bo|chuyen vien|can su|nguoi|bo phan|don vi|co quan|lanh dao)\b")
_COMRADE = re.compile(r"(?:đồng chí|đ/c|ông|bà)\s+", re.IGNORECASE)
_BETWEEN = " ,;.\n"
_HINTS = (
    *("trách nhiệm", "đầu mối", "phụ trách", "tham mưu", "thực hiện", "triển khai", "phối hợp", "giao ", "đảm n"),
    *("chủ trì", "theo dõi", "thường trực"),
)
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class _Clause:
    role: _Role
    start: int
    end: int
    is_group: bool
    is_loose: bool = False


def may_tell_roles(text: str) -> bool:
    """Tell whether a value may say roles by its predicates: a cheap look before a dear one."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def read_roles(text: str) -> tuple[Duty, ...] | None:
    """Read a value that says who does what, clause by clause; None where a word of it is not understood.

    Who "chịu trách nhiệm", "phụ trách", "tham mưu" or is "đầu mối" leads, who "thực hiện" beside them implements.
    Without a leader those who do it lead, but groups that someone watches over implement and the watcher leads.
    """
    if not may_tell_roles(text):
        return None
    told = split_clauses(text) if may_tell_duties(text) else None
    if told is not None and all(_is_clean(text, folding.fold_aligned(text), duty) for duty in told):
        return told
    return _read_predicates(text, is_whole=False) or told


def read_sentence(text: str) -> tuple[Duty, ...]:
    """Read the duties of a sentence, by its predicates where they tell more and nothing else is said."""
    duties = read_duties(text)
    if not may_tell_roles(text):
        return duties
    told = _read_predicates(text, is_whole=True)
    kinds = {duty.kind for duty in duties}
    if told is None or not kinds <= {duty.kind for duty in told}:
        return duties
    is_clean = all(_is_clean(text, folding.fold_aligned(text), duty) for duty in duties)
    return duties if is_clean and len(told) <= len(duties) else told


def _read_predicates(text: str, *, is_whole: bool) -> tuple[Duty, ...] | None:
    clauses = _read_value(text)
    if clauses is None or (is_whole and any(clause.is_loose for clause in clauses)):
        return None
    duties = tuple(_as_duties(clauses))
    if not any(duty.kind is FieldKind.LEAD for duty in duties):
        return None
    when = start_of_time(text)
    return duties if when is None else (*duties, Duty(FieldKind.DEADLINE, when, len(text.rstrip(" .;"))))


@remember
def _read_value(text: str) -> tuple[_Clause, ...] | None:
    if "(" in text or ":" in text:
        return None
    folded = folding.fold_aligned(text)
    when = start_of_time(text)
    if when is not None and _next_verb(text, when, len(text)) is not None:
        return None  # "Phòng Tư pháp hằng quý chủ trì tập huấn"
    clauses = _read_clauses(text[:when], folded[:when])
    return None if clauses is None else tuple(clauses)


def _read_clauses(text: str, folded: str) -> list[_Clause] | None:
    clauses: list[_Clause] = []
    at = _skip(text, 0)
    while at < len(text):
        read = _read_opened(text, folded, at) or _read_closed(text, folded, at, is_first=not clauses)
        if read is None or read[1] <= at:
            return None
        found, at = read
        clauses.extend(found)
        at = _skip(text, at)
    return clauses if clauses and all(_is_understood(text, folded, clause) for clause in clauses) else None


def _skip(text: str, at: int) -> int:
    at += len(text[at:]) - len(text[at:].lstrip(_BETWEEN))
    return _skip(text, at + len("và ")) if text.startswith("và ", at) else at


def _read_opened(text: str, folded: str, at: int) -> tuple[list[_Clause], int] | None:
    """Read a clause of which the role stands first: "đầu mối là Sở A", "với sự phối hợp của Sở B"."""
    for role, pattern in ((_Role.LEADS, _OPENS_LEAD), (_Role.HELPS, _OPENS_HELP), (_Role.LEADS, _ON_ADVICE)):
        opening = pattern.match(folded, at)
        if opening is None or (pattern is _ON_ADVICE and not begins_agency(text, folded, at)):
            continue
        start = opening.end()
        stop = min((at for at in (folded.find(mark, start) for mark in ";.") if at > 0), default=len(text))
        verb = _next_verb(text, start, stop)
        end = stop if verb is None else verb.start()
        if (helped := _WITH_HELP.search(folded, start, end)) is not None:
            end = stop = helped.start()
        elif verb is not None:
            said = _end_of_predicate(text, folded, verb)
            if verb.lastgroup != _Role.DOES.name or said is None:
                return None
            return _clauses_of(text, folded, role, (start, end), is_loose=said[1]), said[0]
        elif role is _Role.HELPS and (more := PERFORMS.match(folded, stop)) is not None:
            end, stop = more.end(1), more.end()  # "phối hợp với Sở B; UBND các xã thực hiện"
        return _clauses_of(text, folded, role, (start, end)), stop
    return None


def _read_closed(text: str, folded: str, at: int, *, is_first: bool) -> tuple[list[_Clause], int] | None:
    """Read a clause that begins with names, and with them alone when it is the first ("Giao Sở A; …")."""
    verb = _next_verb(text, at, len(text))
    if not is_first and (found := _read_deed(text, folded, at, verb)) is not None:
        return found
    semicolon = folded.find(";", at)
    helped = _WITH_HELP.search(folded, at)
    ends = [len(text.rstrip(_BETWEEN)), *(found.start() for found in (verb, helped) if found is not None)]
    end = min(ends)
    opened = _OPENS_HELP.match(folded, end) is not None
    if is_first and 0 < semicolon < end and _opens_anew(folded, _skip(text, semicolon)):
        end, opened = semicolon, True  # "Sở A; phối hợp có Sở B"
    if opened or verb is None or end < verb.start():
        return (_clauses_of(text, folded, _Role.LEADS, (at, end)), end) if is_first else None
    said = _end_of_predicate(text, folded, verb)
    if verb.lastgroup is None or said is None:
        return None
    return _clauses_of(text, folded, _Role[verb.lastgroup], (at, end), is_loose=said[1]), said[0]


def _read_deed(text: str, folded: str, at: int, verb: re.Match[str] | None) -> tuple[list[_Clause], int] | None:
    """Read a further clause that says in other words what someone does: "…; các cơ quan cung cấp số liệu"."""
    stop = _CLAUSE_ENDS.search(text, at)
    end = len(text) if stop is None else stop.start()
    deed = find_deed(text, folded, at, end) if verb is None or verb.start() > end else None
    return None if deed is None else (_clauses_of(text, folded, _Role.DOES, (at, deed), is_loose=True), end)


def _opens_anew(folded: str, at: int) -> bool:
    return _OPENS_HELP.match(folded, at) is not None or _OPENS_LEAD.match(folded, at) is not None


def _next_verb(text: str, start: int, end: int) -> re.Match[str] | None:
    return _VERB.search(text, start + 1, end)


def _end_of_predicate(text: str, folded: str, verb: re.Match[str]) -> tuple[int, bool] | None:
    """Return where what is said of the names ends and whether it says what they do; None where it says when.

    It ends at the next stop, or where the next clause opens.
    """
    goes_on = _GOES_ON.match(folded, verb.end())
    first = verb.end() if goes_on is None else goes_on.end()
    if _WITH_HELP.match(folded, first) is not None or _OPENS_HELP.match(folded, _skip(text, first)) is not None:
        return first, False
    end = first
    for stop in _STOP.finditer(folded, first):
        after = _skip_giving(text, stop.end())
        if stop[0] in {";", ".", ""} or begins_agency(text, folded, after) or _opens_anew(folded, after):
            end = stop.start()
            break
    said = text[first:end].strip()
    if (verb[0].endswith("chủ trì") and said) or any(map(str.isdigit, said)):
        return None
    return end, bool(said) and not said.startswith("trước ")


def _skip_giving(text: str, at: int) -> int:
    """Skip what stands between clauses and "giao" or "đề nghị" before the names."""
    at = _skip(text, at)
    given = GIVEN.match(text, at)
    return at if given is None else given.end()


def _clauses_of(
    text: str, folded: str, role: _Role, names: tuple[int, int], *, is_loose: bool = False
) -> list[_Clause]:
    """Return the clause of some names, two where one "cùng với" the other does the same."""
    start, end = trim(text, *names)
    comrade = _COMRADE.match(text, start, end)
    start = start if comrade is None else comrade.end()
    starts = [start]
    ends = [end]
    for joint in _TOGETHER.finditer(folded, start, end):
        if begins_agency(text, folded, joint.end()):
            ends.insert(-1, joint.start())
            starts.append(joint.end())
    return [
        _Clause(role, first, last, _GROUP.match(folded, first) is not None, is_loose)
        for first, last in zip(starts, ends, strict=True)
    ]


def _is_understood(text: str, folded: str, clause: _Clause) -> bool:
    """Tell whether a clause names agencies and nothing else, and not only the post whose duty is a part of its name."""
    post = _POST.match(folded, clause.start)
    if post is not None and (clause.is_loose or post.end() == clause.end):
        return False
    if not is_whole_name(text[clause.start : clause.end]):
        return False  # "Một số xã chưa thực hiện"
    return _is_clean(text, folded, Duty(FieldKind.LEAD, clause.start, clause.end))


def _is_clean(text: str, folded: str, duty: Duty) -> bool:
    """Tell whether a range names agencies and nothing else, or is a time."""
    start, end = duty.start, duty.end
    if duty.kind is FieldKind.DEADLINE:
        return True
    if end <= start or len(text[start:end].split()) < _FEWEST_WORDS or _next_verb(text, start, end) is not None:
        return False
    if _JOINT.search(text, start, end) is not None:
        return False  # "Sở A, Sở B đồng | chủ trì"
    if any(begins_agency(text, folded, joint.end()) for joint in _TOGETHER.finditer(folded, start, end)):
        return False
    return is_named(text, folded, duty) and find_deed(text, folded, start, end) is None


def _as_duties(clauses: Sequence[_Clause]) -> Iterator[Duty]:
    roles = {clause.role for clause in clauses}
    doers = [clause for clause in clauses if clause.role is _Role.DOES]
    is_led = _Role.LEADS in roles
    watched = _Role.WATCHES in roles and all(clause.is_group for clause in doers)
    kinds = {
        _Role.LEADS: FieldKind.LEAD,
        _Role.HELPS: FieldKind.COORDINATE,
        _Role.DOES: FieldKind.IMPLEMENT if is_led or watched else FieldKind.LEAD,
        _Role.WATCHES: FieldKind.LEAD if watched and not is_led else FieldKind.LEADER,
        _Role.DIRECTS: FieldKind.LEADER,
    }
    return (Duty(kinds[clause.role], clause.start, clause.end) for clause in clauses)
