"""Duties said in a sentence: "(Sở Nội vụ chủ trì, phối hợp với …; hoàn thành trước 30/6/2024)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_extent import find_action, find_deed, find_verb
from parindex.documents.extract.agency_words import agency_starts, begins_agency, names_agency
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.lexicon import compile_words
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_PROPOSES = re.compile(r"tham muu|trinh|thuc hien|trien khai|chiu trach nhiem|hoan thanh|bao cao")
_LEADING_DEED = re.compile(r"chu tri,?\s+(?!phoi hop)")
_SHORTEST_NAME = 12
# "Số hóa: Phòng Tư pháp chủ trì": what stands before a colon or a stop may be short.
_FEWEST_LETTERS = 6
_LONGEST_TIME = 80
_LONGEST_LEAD = 160
_TIMELY = re.compile(
    r"\s*(?:thuc hien (?=tu |trong |truoc |hang |quy |thang |xong |thuong xuyen)|hoan thanh|xong|truoc|cham nhat|trong"
    r"|tu |den |quy |thang |ngay |thuong xuyen|hang |dinh ky|thoi |sau |theo |khi |\d)"
)
_DONE = re.compile(
    r"\b(?:(?:hoan thanh|xong) (?=truoc|trong|cham nhat|quy|thang|ngay)|thuc hien (?=(?:trong )?(?:quy|thang)|truoc))"
)
_GIVES = re.compile(r"\s*(?:giao|phan cong|de nghi|yeu cau)\s+(?:cho\s+)?")
# "UBND xã đã niêm yết …" tells what is done, "UBND xã còn gửi chậm" what is wrong.
_OVER = re.compile(r"\b(?:đã|còn|chưa)\s*$")
_OPENS_GIVING = ("Giao ", "Phân công ")
_GROUP = re.compile(r"(?:cac|nhung|moi|tung|thu truong|nguoi dung dau|lanh dao)\b")
_DUTY_OF = re.compile(
    r"(?:co|chiu) trach nhiem\s+(?:truoc [^,;.]{3,80}? (?:ve|trong|doi voi)\s+(?:viec\s+)?)?|chu dong,?\s+"
    r"|khan truong\s+"
)
_NOTE = re.compile(r"\(([^()]{8,400}(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")
_STOP = (
    r"(?=\s*(?:[;.)]|,?\s*(?:hoan thanh|xong truoc|thoi gian|thoi han|truoc ngay|cham nhat|thuc hien|trien khai"
    r"|tham muu|(?<!dau tu )xay dung|de |bao dam|dam bao|ra soat|kiem tra|huong dan)|$))"
)
_STOPPED = re.compile(_STOP)
_LONGEST_LIST = 300
_LEAD = re.compile(
    r"(?:^|[(;.:]\s*|\b(?:giao|phan cong|de nghi|yeu cau|do)\s+)((?:cac |[^;.:()]){3,160}?)\s+"
    r"(?:la (?:co quan |don vi )?)?(?:chu tri|lam dau moi|chiu trach nhiem chinh|la dau moi)(?!\s*/)"
)
_COORDINATE = re.compile(
    r"(?:phoi hop(?: chat che)?(?: voi| cung)?|(?<=chu tri )cung(?: voi)?):?\s+"
    r"(?!thuc hien|trien khai)([^;.()]{3,300}?)" + _STOP
)
_TAGGED = re.compile(
    r"([^;()]{3,160}?)\s*\((?:co quan |don vi |bo phan )?"
    r"(chu tri|dau moi|phoi hop|cung lam|thuc hien|phu trach|tham muu)(?: chinh| thuc hien)?\)"
)
_WHEN = re.compile(
    r"(?:(?:hoan thanh|xong|thoi gian(?: hoan thanh| thuc hien)?|thoi han(?: hoan thanh)?)\s*:?\s*)?"
    r"((?:dinh ky )?(?:truoc|cham nhat|muon nhat|trong|tu)\s+(?:la\s+|vao\s+)?(?:(?:ngay|thang|quy|nam)\s+)?"
    r"(?!\d+(?:,\d+)?\s*%)(?:\d|[ivx]+\b)[^;.(),]{0,60}"
    r"(?:,\s*(?:quy |thang |ngay )?(?:[ivx]{1,4}|\d{1,2})\b(?!\s*%)[^;.(),]{0,20})*"
    r"|(?:quy|thang)\s+(?:\d|[ivx]+\b)[^;.()]{0,30}|ngay\s+\d[^;.()]{0,30}"
    r"|(?:dinh ky )?(?:(?<!\bchi )thuong xuyen|hang (?:nam|quy|thang|tuan|ngay))[^;.()]{0,20}"
    r"|(?:ngay )?sau (?:khi|hoi nghi)[^;.()]{3,60}|theo (?:tien do|lo trinh|ke hoach)[^;.(),]{0,40})(?!\w)"
)
# "Đơn vị chủ trì: …" is a label and names nobody.
_LABELLED = re.compile(r"\b(?:don vi|co quan|bo phan|phong|ban|nguoi|to chuc|ca nhan) chu tri\s*:")
# "Mỗi việc có một người chịu trách nhiệm chính" is a principle, not work for someone.
_EVERYONE = re.compile(r"(?:moi|tung)\b.*\bco(?: mot| it nhat|$)")
_HELPED = re.compile(r"(?:^[ ,;]*|;\s*)(?:va\s+)?([^;.:()]{3,160}?)\s+(?:cung )?phoi hop(?: thuc hien)?\s*(?:[;.,]|$)")
_REST = re.compile(
    r"\s*;\s*bao cao"
    r"|\s*[,;.]\s*(?:hoan thanh|xong truoc|thoi gian|thoi han|truoc |cham nhat|bao cao (?:ket qua|truoc|dinh ky))"
    r"|\s*[;,]\s*(?:thuc hien )?(?:thuong xuyen|hang (?:nam|quy|thang|tuan|ngay)|trong (?:thang|quy|nam) [\divx]"
    r"|quy (?:[ivx]+|\d)\b|thang \d|theo (?:ke hoach|lo trinh|tien do)|ngay sau khi|khi co )"
    r"|\s+trong (?:thang|quy) [\divx]+(?:\s?/\s?\d{4}| nam \d{4})?[\s.;]*$"
    r"|\s*\b(?:hoan thanh|xong)\s+(?:truoc|trong|cham nhat|vao)\b|\s*\b(?:truoc|cham nhat)\s+(?:ngay\s+|thang\s+)?\d"
)
_GIVEN = re.compile(r"\b(?:giao|phan cong|de nghi|yeu cau|do)\s+(?:cho\s+)?")
_TAGGED_LEAD = re.compile(r"[:.]\s+(?=[^:.()]{3,160}\(chu tri\))")
_GIVING = frozenset({"giao", "phân", "đề", "yêu", "do"})
_GIVEN_TO = re.compile(r"[.;:]\s+(?:giao|phan cong)\s+(?:cho\s+)?")
# "… phân công cơ quan chủ trì, phối hợp … tại Phụ lục" speaks of agencies and names none.
_NAMELESS = re.compile(r"(?:co quan|don vi)(?:, don vi)?")
_POINTING = re.compile(r"(?:nhiem vu|noi dung|viec|cong viec) nay\b")
_FILLER = re.compile(r"[ ,;:.]*(?:(?:trong |ve )?viec )?")
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


_TOKEN = re.compile(r"[\w/.]*\w")
_OPENS_TIME = re.compile(
    r"\s(?=(?:hằng|hàng|định kỳ|thường xuyên|trước|trong|chậm nhất|muộn nhất|đến|từ|vào|quý|tháng)\s)"
)
_OFTEN = re.compile(r"(?:dinh ky )?(?:thuong xuyen|hang (?:nam|quy|thang|tuan|ngay))\b")
_EVENT = re.compile(r"(?:ngay )?sau\b|theo\b")
# These go on with a time that comes again: "hằng năm theo hướng dẫn", "thường xuyên khi phát sinh".
_TIME_GOES_ON = re.compile(
    r"(?:theo|khi|sau|liên tục|đột xuất|thứ|của|cùng|từng|mỗi|bắt đầu|kể|trở|đối|tại|làm việc)\b"
)
# What a time is kept for is no part of it: "trước ngày 20/11 để tổng hợp".
_AIM = re.compile(
    r"\s(?:để|nhằm|gửi|tổng hợp|báo cáo|công khai|công bố|rà soát|đăng tải|cập nhật|kiểm tra|phải|tiến hành)\s"
)
_TIME_POINT = re.compile(r"[\d/.]+|[IVX]+(?:/\d+)?")
_TIME_WORDS = frozenset(
    {
        *("định", "kỳ", "thường", "xuyên", "trước", "đến", "hết", "chậm", "muộn", "nhất", "trong"),
        *("từ", "hằng", "hàng", "vào", "ngày", "tháng", "quý", "năm", "tuần", "đầu", "cuối", "giữa", "lần"),
        *("và", "hoặc", "là"),
    }
)


class Duty(NamedTuple):
    """A duty as the half-open range [start, end) of the sentence it was read from."""

    kind: FieldKind
    start: int
    end: int


@remember
def note_range(text: str) -> tuple[int, int] | None:
    """Return the range inside the closing parentheses of a duty note, or None."""
    end = len(text.rstrip(" \t\n.;"))
    closing = text.rfind(")", max(end - _LONGEST_TIME, 0), end) + 1
    if 0 < closing < end and not is_time(text[closing:end].lstrip(" ,;")):
        return None
    note = _NOTE.search(text[:closing]) if closing else None
    if note is None:
        return None
    return note.span(1) if _DUTY_HINT.search(folding.fold_aligned(note[1])) else None


def read_duties(text: str) -> tuple[Duty, ...]:
    """Read who leads, who coordinates and when from a sentence; empty when it says nothing of the kind."""
    folded = folding.fold_aligned(text)
    tagged = tuple(_tagged(folded))
    if not tagged:
        return tuple(_said(text, folded))
    return (*tagged, *_when(text, folded, max(duty.end for duty in tagged)))


def _lead_start(text: str, lead: re.Match[str]) -> int:
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
    for found in _TAGGED.finditer(folded):
        start = found.start(1) + (len(found[1]) - len(found[1].lstrip(" ,;")))
        start = given.end() if (given := _GIVES.match(folded, start)) is not None else start
        yield Duty(_TAGS[found[2]], start, found.end(1))


def split_tagged(text: str, kind: FieldKind) -> Iterator[Duty]:
    """Yield the parts of a list of agencies of which some say their duty: "Sở A (chủ trì), Sở B (phối hợp)".

    What bears no tag has the kind of the whole list.
    """
    end = 0
    for found in _TAGGED.finditer(folding.fold_aligned(text)):
        start = found.start(1) + len(found[1]) - len(found[1].lstrip(" ,;"))
        if text[end : found.start(1)].strip(" ,;"):
            yield Duty(kind, end, end + len(text[end : found.start(1)].rstrip(" ,;")))
        yield Duty(_TAGS[found[2]], start, found.end(1))
        end = found.end()
    rest = end + len(text[end:]) - len(text[end:].lstrip(" ,;"))
    if rest < len(text.rstrip(" .,;")):
        yield Duty(kind, rest if end else 0, len(text))


def _end_of_capitals(text: str, folded: str, start: int, end: int) -> int:
    """Return where a list of agencies stops that seemed to stop before a word of a name ("Sở | Xây dựng")."""
    while text[end : end + 2].lstrip()[:1].isupper():
        stop = _STOPPED.search(folded, end + 2)
        if stop is None or stop.start() - start > _LONGEST_LIST:
            break
        end = stop.start()
    return end


def _end_of_agencies(text: str, folded: str, coordinate: re.Match[str]) -> int:
    """Return where a list of agencies ends: before the first verb of what they do."""
    start, end = coordinate.span(1)
    end = _end_of_capitals(text, folded, start, end)
    while (more := re.compile(r"\s*;\s*").match(folded, end)) and agency_starts().match(folded, more.end()):
        end = min((at for at in (folded.find(mark, more.end()) for mark in ";.(") if at > 0), default=len(folded))
    deed = find_deed(text, folded, start, end)
    if deed is None:
        return end if end > coordinate.end(1) else coordinate.end(1)
    return start + len(folded[start:deed].rstrip(" ,;"))


def heading_time(text: str) -> tuple[int, int] | None:
    """Return the range of the time by which all below a heading is done ("Nhóm việc hoàn thành trong quý I"), or None.

    "Nhiệm vụ thực hiện trong năm 2023" only tells what the whole plan is about.
    """
    end = len(text.rstrip(" .:;)"))
    if is_time(text[:end]):
        return 0, end
    done = [found.end() for found in _DONE.finditer(folding.fold_aligned(text)[:end])]
    return (done[-1], end) if done and is_time(text[done[-1] : end]) else None


def time_note(text: str) -> tuple[int, int] | None:
    """Return the range inside closing parentheses that say only when ("(quý III/2024)"), or None."""
    note = _NOTE.search(text) if ")" in text[-3:] else None
    if note is None or note.start() < _SHORTEST_NAME:
        return None
    return note.span(1) if is_time(note[1]) else None


def is_time(text: str) -> bool:
    """Tell whether a short text only says when."""
    if len(text) > _LONGEST_TIME or _TIMELY.match(folding.fold_aligned(text)) is None:
        return False
    return bool(deadlines.parse_deadlines(text, plan_year=None, lexicon=load_lexicon()))


def trailing_time(text: str, start: int, end: int) -> int | None:
    """Return where the last part of a range begins when it only says when ("Sở A; theo quy định"), else None."""
    cut = max(text.rfind(mark, start, end) for mark in ";,")
    while cut >= start:
        value = cut + 1 + len(text[cut + 1 : end]) - len(text[cut + 1 : end].lstrip())
        if end - value > _LONGEST_TIME:
            return None
        if is_time(text[value:end]):
            before = max(text.rfind(mark, start, cut) for mark in ";,")
            earlier = text[before + 1 : end].strip() if before > start else ""
            if text[cut] == ";" or not is_time(earlier):
                return value
        elif text[cut] == ";":
            return None
        cut = max(text.rfind(mark, start, cut) for mark in ";,")
    return None


def _said(text: str, folded: str) -> Iterator[Duty]:
    lead = _LEAD.search(folded)
    helping = _COORDINATE.search(folded) if lead is None and folded.startswith(("chu tri", "phoi hop")) else None
    if helping is not None and helping.start() <= len("chu tri, "):
        yield Duty(FieldKind.COORDINATE, helping.start(1), _end_of_agencies(text, folded, helping))
    if lead is not None:
        start, end = _lead_start(text, lead), lead.end(1)
        time = _time_before(text, start, end)
        yield Duty(FieldKind.LEAD, start, end if time is None else len(text[: time[0]].rstrip(" ,")))
        coordinate = _COORDINATE.search(folded, lead.end())
        if coordinate is None:
            helped = _HELPED.search(folded[lead.end() :])
            if helped is not None:
                yield Duty(FieldKind.COORDINATE, lead.end() + helped.start(1), lead.end() + helped.end(1))
        else:
            yield Duty(FieldKind.COORDINATE, coordinate.start(1), _end_of_agencies(text, folded, coordinate))
    yield from _when(text, folded, lead.end() if lead else None)


def _when(text: str, folded: str, start: int | None) -> Iterator[Duty]:
    """Yield the time of a sentence of which the leader ends at `start`, None when it names none."""
    when = _WHEN.search(folded, start or 0)
    if when is not None:
        yield Duty(FieldKind.DEADLINE, when.start(1), _end_of_when(text, folded, *when.span(1)))
    elif start is not None:
        yield from _said_time(text, folded, start)


def _end_of_when(text: str, folded: str, start: int, end: int) -> int:
    """Return where a time ends that seems to go on with what is done then ("hằng quý | đo và công bố …")."""
    stop = _end_of_time(text, start) if _OFTEN.match(folded, start) else start
    if stop <= start or _TIME_GOES_ON.match(text, stop):
        aim = _AIM.search(text, max(stop, start), end)
        stop = end if aim is None or _EVENT.match(folded, start) else aim.start()
    return start + len(text[start : min(stop, end)].rstrip(" ,"))


def _said_time(text: str, folded: str, start: int) -> Iterator[Duty]:
    """Yield the time that closes a sentence, else the one that opens it."""
    end = len(text.rstrip(" .;"))
    last = trailing_time(text, start, end)
    opening = opening_time(text, folded)
    if last is not None:
        yield Duty(FieldKind.DEADLINE, last, end)
    elif (lead := _LEAD.search(folded)) is not None and (time := _time_before(text, *lead.span(1))) is not None:
        yield Duty(FieldKind.DEADLINE, *time)
    elif opening:
        yield Duty(FieldKind.DEADLINE, 0, len(text[:opening].rstrip(" ,")))


@dataclass(frozen=True, slots=True)
class AssignedSentence:
    """A line that gives a duty in prose: the range that names the work, and where the duty begins.

    `time` stands between who leads and what is done ("Sở A hằng quý khảo sát …").
    """

    name_start: int
    name_end: int
    duty_start: int
    lead: tuple[int, int] | None = None
    time: tuple[int, int] | None = None


def read_assigned(text: str, *, loose: bool = False) -> AssignedSentence | None:
    """Read "Việc A. Giao Sở B chủ trì …" or "Sở B chủ trì, phối hợp với C làm việc A"; None for other lines.

    `loose` also takes "Sở B có trách nhiệm làm việc A" and "Yêu cầu Sở B làm việc A".
    """
    folded = folding.fold_aligned(text)
    if loose:
        return _read_loose(text, folded) or _read_second(text, folded)
    if "chu tri" not in folded and "chiu trach nhiem chinh" not in folded and "lam dau moi" not in folded:
        return _read_given(text, folded)
    return _read_tagged(text, folded) or _read_leading(text, folded) or _read_given(text, folded)


def read_given(text: str) -> AssignedSentence | None:
    """Read "Giao Sở A làm việc B", which says who is to do what in no other words; None for other lines."""
    return read_assigned(text, loose=True) if text.startswith(_OPENS_GIVING) else None


@remember
def _read_leading(text: str, folded: str) -> AssignedSentence | None:
    lead = _LEAD.search(folded)
    if lead is None or not agency_starts().match(folded[_lead_start(text, lead) :]) or _EVERYONE.match(lead[1]):
        return None
    if _NAMELESS.fullmatch(folded[_lead_start(text, lead) : lead.end(1)]):
        return None
    before = text[: lead.start()].rstrip(" .:;-–")
    if len(before) >= _FEWEST_LETTERS and not _POINTING.match(folded):
        return AssignedSentence(0, len(before), lead.start())
    coordinate = _COORDINATE.search(folded, lead.end())
    near = coordinate is not None and coordinate.start() - lead.end() < 12
    start = _end_of_agencies(text, folded, coordinate) if coordinate is not None and near else lead.end()
    helped = _HELPED.match(folded[start:])
    start += helped.end() if helped is not None else 0
    end = _end_of_deed(text, folded, max(start - 1, lead.end()))
    filler = _FILLER.match(folded, start)
    start = filler.end() if filler is not None else start
    if end <= start < (after := _end_of_time(text, start)) and is_time(text[start:after].rstrip(" ,")):
        start, end = after, _end_of_deed(text, folded, after)
    if end - start < _SHORTEST_NAME:
        return AssignedSentence(0, len(text), lead.start())
    return AssignedSentence(start, end, lead.start())


def opening_time(text: str, folded: str | None = None) -> int:
    """Return where the words after an opening time begin ("Trước ngày 30/6, Sở A …"), 0 without one."""
    folded = folding.fold_aligned(text) if folded is None else folded
    if _TIMELY.match(folded) is None or folded.startswith("ngay "):
        return 0  # "Ngày 18/8, Chủ tịch chủ trì hội nghị" tells what was
    if (end := _end_of_time(text, 0)) and begins_agency(text, folded, end) and is_time(text[:end].rstrip(" ,")):
        return end
    comma = folded.find(", ", 0, _LONGEST_TIME)
    return comma + 2 if comma > 0 and is_time(text[:comma]) else 0


def _end_of_time(text: str, start: int) -> int:
    """Return where the first word stands that is no part of a time ("Định kỳ hằng quý | Sở A gửi …")."""
    for token in _TOKEN.finditer(text, start, start + _LONGEST_TIME):
        if token[0].lower() not in _TIME_WORDS and _TIME_POINT.fullmatch(token[0]) is None:
            return token.start()
    return start


def _time_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of the time that ends a range of names ("Sở A hằng quý | khảo sát …"), None without one."""
    for opening in _OPENS_TIME.finditer(text, start, end):
        stop = len(text[:end].rstrip(" ,"))
        if _end_of_time(text, opening.end()) >= end and is_time(text[opening.end() : stop]):
            return opening.end(), stop
    return None


def _end_of_deed(text: str, folded: str, start: int) -> int:
    """Return where the words of a deed end: before the time that closes the line."""
    rest = _REST.search(folded, start)
    if rest is not None:
        return rest.start()
    end = len(text.rstrip(" .;"))
    when = trailing_time(text, start, end)
    return end if when is None else len(text[:when].rstrip(" ;,"))


def _read_tagged(text: str, folded: str) -> AssignedSentence | None:
    """Read "Việc A: Sở B (chủ trì), Sở C (phối hợp); quý II"."""
    found = _TAGGED_LEAD.search(folded) if "(chu tri)" in folded else None
    if found is None or found.start() < _SHORTEST_NAME or not begins_agency(text, folded, found.end()):
        return None
    return AssignedSentence(0, found.start(), found.end())


def _read_given(text: str, folded: str) -> AssignedSentence | None:
    """Read "Việc A. Giao Sở B thực hiện …": the words before name the work."""
    if "giao" not in folded and "phan cong" not in folded:
        return None
    given = _GIVEN_TO.search(folded)
    if given is None or not begins_agency(text, folded, given.end()) or given.start() < _SHORTEST_NAME:
        return None
    start, end = given.end(), given.end() + _LONGEST_LEAD
    deed = find_deed(text, folded, start, min(end, len(text)))
    if deed is None:
        return None
    name = len(text[: given.start()].rstrip(" .:;-–"))
    if text[deed - 1] == "(":
        return AssignedSentence(0, name, start)  # "Giao Sở B (chủ trì), Sở C (phối hợp)"
    return AssignedSentence(0, name, deed, (start, len(text[:deed].rstrip(" ,:"))))


def names_leader_by_label(text: str) -> bool:
    """Tell whether a text says "Đơn vị chủ trì: …", whose agency stands behind the colon."""
    return ":" in text and _LABELLED.search(folding.fold_aligned(text)) is not None


def read_deed(text: str) -> AssignedSentence:
    """Read a line of work below its agency: "Chủ trì, phối hợp với Sở B làm việc A, hoàn thành trước …"."""
    folded = folding.fold_aligned(text)
    coordinate = _COORDINATE.search(folded)
    start = 0
    if coordinate is not None and coordinate.start() <= len("chu tri, "):
        filler = _FILLER.match(folded, _end_of_agencies(text, folded, coordinate))
        start = filler.end() if filler is not None else 0
    elif leading := _LEADING_DEED.match(folded):
        start = leading.end()
    end = _end_of_deed(text, folded, start)
    return AssignedSentence(start, end, 0) if end - start >= _SHORTEST_NAME else AssignedSentence(0, len(text), 0)


def _read_second(text: str, folded: str) -> AssignedSentence | None:
    """Read "Việc A. Sở B tham mưu … trước ngày …": a second sentence that only says who and when."""
    stop = folded.rfind(". ", _SHORTEST_NAME, len(folded.rstrip(" .")))
    if stop < 0 or ":" in text[stop:] or not begins_agency(text, folded, stop + 2):
        return None
    deed = find_verb(text, folded, stop + 2, len(folded))
    if deed is None or _PROPOSES.match(folded, deed) is None:
        return None
    if not any(duty.kind is FieldKind.DEADLINE for duty in read_duties(text[deed:])):
        return None
    return AssignedSentence(0, stop, deed, (stop + 2, stop + 2 + len(folded[stop + 2 : deed].rstrip(" ,:"))))


def _read_headed(text: str, folded: str, start: int, *, is_given: bool) -> AssignedSentence | None:
    """Read "Sở A: làm việc B, hoàn thành trước …": who stands before a colon does what stands behind it.

    Behind "Đề nghị" names may hold words of deeds: "các tổ chức chính trị - xã hội".
    """
    colon = text.find(": ", start, start + _LONGEST_LEAD)
    named = names_agency(text[start:colon]) if colon > start else None
    if named is None and is_given and begins_agency(text, folded, start) and colon > start:
        named = None if find_verb(text, folded, start, colon) else (0, colon - start)
    if named is None:
        return None
    name, end = colon + 2, _end_of_deed(text, folded, colon)
    if end - name < _SHORTEST_NAME or not text[name].isupper() or ":" in text[name:end]:
        return None
    if _lists_agencies(text, folded, name, end):
        return None
    return AssignedSentence(name, end, end, (start + named[0], start + named[1]))


def _start_of_list(text: str, folded: str, start: int) -> int:
    """Return where the names begin behind "Các cơ quan: ", else the start."""
    colon = text.find(": ", start, start + _LONGEST_LEAD)
    if colon < 0 or _GROUP.match(folded, start) is None or names_agency(text[start:colon]) is None:
        return start
    return colon + 2 if _lists_agencies(text, folded, colon + 2, len(text)) else start


def _lists_agencies(text: str, folded: str, start: int, end: int) -> bool:
    """Tell whether words behind a colon say who acts ("Các cơ quan: Sở A, Sở B thực hiện …") and not what is done."""
    if not begins_agency(text, folded, start):
        return False
    deed = find_verb(text, folded, start, end) or end
    return names_agency(re.split("[,;]", text[start:deed], maxsplit=1)[0]) is not None


def _find_loose_deed(text: str, folded: str, start: int, *, is_given: bool) -> int | None:
    """Return where what the agency at `start` does begins; a verb that the lexicon lacks needs a time in the line.

    "Công chức vắng mặt trong giờ trực" has no time: it tells what is wrong.
    """
    if is_given:
        return find_deed(text, folded, start, len(folded))
    deed = find_action(text, folded, start, len(folded))
    if deed is None or opening_time(text, folded) or _end_of_deed(text, folded, deed) < len(text.rstrip(" .;")):
        return deed
    return find_verb(text, folded, start, len(folded))


def _read_loose_tagged(text: str, folded: str, start: int) -> AssignedSentence | None:
    """Read "Giao Sở A (chủ trì), Sở B (phối hợp) làm việc C": the words behind the last tag name the work."""
    name = max((found.end() for found in _TAGGED.finditer(folded, start)), default=len(text))
    name += len(text[name:]) - len(text[name:].lstrip(" ,;:"))
    end = _end_of_deed(text, folded, name)
    return AssignedSentence(name, end, start) if end - name >= _SHORTEST_NAME else None


def _read_loose(text: str, folded: str) -> AssignedSentence | None:
    opening = opening_time(text, folded)
    given = _GIVES.match(folded, opening)
    start = given.end() if given is not None else opening
    if (headed := _read_headed(text, folded, start, is_given=given is not None)) is not None:
        return headed
    start = _start_of_list(text, folded, start) if given is None else start
    if not begins_agency(text, folded, start) or compile_words(load_lexicon().duty_verbs).match(folded, start):
        return None
    if given is not None and not (text[start].isupper() or _GROUP.match(folded, start)):
        return None  # "Giao ban hằng tuần …"
    deed = _find_loose_deed(text, folded, start, is_given=given is not None)
    if deed is None or deed - start > _LONGEST_LEAD or _OVER.search(text, start, deed) is not None:
        return None
    if text[deed - 1] == "(":
        return _read_loose_tagged(text, folded, start)
    time = _time_before(text, start, deed)
    lead = (start, len(text[: deed if time is None else time[0]].rstrip(" ,:")))
    if time is None and (after := _end_of_time(text, deed)) > deed and is_time(text[deed:after].rstrip(" ,")):
        time, deed = (deed, len(text[:after].rstrip(" ,"))), after
    duty = _DUTY_OF.match(folded, deed)
    name = duty.end() if duty is not None else deed
    end = _end_of_deed(text, folded, name)
    return AssignedSentence(name, end, end, lead, time) if end - name >= _SHORTEST_NAME else None
