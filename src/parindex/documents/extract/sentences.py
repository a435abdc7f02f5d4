"""Work given in prose: "Việc A. Giao Sở B thực hiện", "Trước ngày 30/6, Sở A chủ trì, phối hợp với Sở B làm việc C"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_extent import find_action, find_deed, find_verb, is_whole_name
from parindex.documents.extract.agency_words import agency_starts, begins_agency, names_agency
from parindex.documents.extract.duties import (
    COORDINATES,
    GIVES,
    HELPS,
    LEADS,
    TAGGED,
    end_of_agencies,
    lead_start,
    read_duties,
)
from parindex.documents.extract.times import (
    UNTIL,
    end_of_time,
    is_time,
    opening_time,
    time_behind_names,
    trailing_time,
)
from parindex.domain.planning.lexicon import compile_words
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_PROPOSES = re.compile(r"tham muu|trinh|thuc hien|trien khai|chiu trach nhiem|hoan thanh|bao cao")
_LEADING_DEED = re.compile(r"chu tri,?\s+(?!phoi hop)")
_SHORTEST_NAME = 12
# "Số hóa: Phòng Tư pháp chủ trì": what stands before a colon or a stop may be short.
_FEWEST_LETTERS = 6
_LONGEST_LEAD = 160
# "UBND xã đã niêm yết …" tells what is done, "UBND xã còn gửi chậm" what is wrong.
_OVER = re.compile(r"\b(?:đã|còn|chưa)\s*$")
_OPENS_GIVING = ("Giao ", "Phân công ")
_GROUP = re.compile(r"(?:cac|nhung|moi|tung|thu truong|nguoi dung dau|lanh dao)\b")
_DUTY_OF = re.compile(
    r"(?:co|chiu) trach nhiem\s+(?:truoc [^,;.]{3,80}? (?:ve|trong|doi voi)\s+(?:viec\s+)?)?|chu dong,?\s+"
    r"|khan truong\s+"
)
# "Mỗi việc có một người chịu trách nhiệm chính" is a principle, not work for someone.
_EVERYONE = re.compile(r"(?:moi|tung)\b.*\bco(?: mot| it nhat|$)")
_REST = re.compile(
    r"\s*;\s*bao cao"
    r"|\s*[,;.]\s*(?:hoan thanh|xong truoc|thoi gian|thoi han|truoc |cham nhat|bao cao (?:ket qua|truoc|dinh ky))"
    r"|\s*[;,]\s*(?:thuc hien )?(?:thuong xuyen|hang (?:nam|quy|thang|tuan|ngay)|trong (?:thang|quy|nam) [\divx]"
    r"|quy (?:[ivx]+|\d)\b|thang \d|theo (?:ke hoach|lo trinh|tien do)|ngay sau khi|khi co )"
    r"|\s+trong (?:thang|quy) [\divx]+(?:\s?/\s?\d{4}| nam \d{4})?[\s.;]*$"
    r"|\s*\b(?:hoan thanh|xong)\s+(?:truoc|trong|cham nhat|vao|den (?:het|cuoi))\b"
    rf"|\s*\b(?:truoc|cham nhat|{UNTIL})\s+(?:ngay\s+|thang\s+)?\d"
)
_TAGGED_LEAD = re.compile(r"[:.]\s+(?=[^:.()]{3,160}\(chu tri\))")
_ADVICE = re.compile(r"(?:tren co so|theo)\s(?:tham muu|de xuat|de nghi)(?: cua)?\s+([^,;.]{3,120}),\s+")
_HELPING = re.compile(r"\s*;\s*([^;]{3,160}?)\s(?:cung )?phoi hop(?: (?:to chuc )?(?:thuc hien|trien khai))?[\s.;,]*$")
_AMID = re.compile(r"\s*,\s*(?:(?:va|dong thoi|chu dong)\s+)*(?=phoi hop(?: chat che)?(?: voi| cung)\s)")
_GIVEN_TO = re.compile(r"[.;:]\s+(?:giao|phan cong)\s+(?:cho\s+)?")
# "… phân công cơ quan chủ trì, phối hợp … tại Phụ lục" speaks of agencies and names none.
_NAMELESS = re.compile(r"(?:co quan|don vi)(?:, don vi)?")
# "Thanh tra huyện đầu mối kiểm tra …"
_IN_CHARGE = re.compile(r" (?:(?:là|làm) )?đầu mối$")
_POINTING = re.compile(r"(?:nhiem vu|noi dung|viec|cong viec) nay\b")
_FILLER = re.compile(r"[ ,;:.]*(?:(?:trong |ve )?viec )?")


@dataclass(frozen=True, slots=True)
class AssignedSentence:
    """A line that gives a duty in prose: the range that names the work, and where the duty begins.

    `time` stands between who leads and what is done ("Sở A hằng quý khảo sát …"), `helpers` are named besides,
    `left_out` is the range inside the name that only says so: "rà soát …| , phối hợp với Sở B |xử lý …".
    """

    name_start: int
    name_end: int
    duty_start: int
    lead: tuple[int, int] | None = None
    time: tuple[int, int] | None = None
    helpers: tuple[tuple[int, int], ...] = ()
    left_out: tuple[int, int] | None = None

    def name(self, text: str) -> str:
        """Return the words that name the work, without those of the line that only say who helps amid it."""
        start, end = self.name_start, self.name_end
        words = text[start:end]
        if self.left_out is not None:
            words = ", ".join(filter(None, (text[start : self.left_out[0]], text[self.left_out[1] : end])))
        return " ".join(words.split())


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
    lead = LEADS.search(folded)
    if lead is None or not agency_starts().match(folded[lead_start(text, lead) :]) or _EVERYONE.match(lead[1]):
        return None
    if _NAMELESS.fullmatch(folded[lead_start(text, lead) : lead.end(1)]):
        return None
    before = text[: lead.start()].rstrip(" .:;-–")
    if len(before) >= _FEWEST_LETTERS and not _POINTING.match(folded):
        return AssignedSentence(0, len(before), lead.start())
    coordinate = COORDINATES.search(folded, lead.end())
    near = coordinate is not None and coordinate.start() - lead.end() < 12
    start = end_of_agencies(text, folded, coordinate) if coordinate is not None and near else lead.end()
    helped = HELPS.match(folded[start:])
    start += helped.end() if helped is not None else 0
    end = _end_of_deed(text, folded, max(start - 1, lead.end()))
    filler = _FILLER.match(folded, start)
    start = filler.end() if filler is not None else start
    if end <= start < (after := end_of_time(text, start)) and is_time(text[start:after].rstrip(" ,")):
        start, end = after, _end_of_deed(text, folded, after)
    if end - start < _SHORTEST_NAME:
        return AssignedSentence(0, len(text), lead.start())
    amid = _read_amid(text, folded, start, end)
    return AssignedSentence(start, end, lead.start(), left_out=None if amid is None else amid[1])


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


def read_deed(text: str) -> AssignedSentence:
    """Read a line of work below its agency: "Chủ trì, phối hợp với Sở B làm việc A, hoàn thành trước …"."""
    folded = folding.fold_aligned(text)
    coordinate = COORDINATES.search(folded)
    start = 0
    if coordinate is not None and coordinate.start() <= len("chu tri, "):
        filler = _FILLER.match(folded, end_of_agencies(text, folded, coordinate))
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
    name = max((found.end() for found in TAGGED.finditer(folded, start)), default=len(text))
    name += len(text[name:]) - len(text[name:].lstrip(" ,;:"))
    end = _end_of_deed(text, folded, name)
    return AssignedSentence(name, end, start) if end - name >= _SHORTEST_NAME else None


def _read_loose(text: str, folded: str) -> AssignedSentence | None:
    opening = opening_time(text, folded)
    given = GIVES.match(folded, opening)
    start = given.end() if given is not None else opening
    adviser = _read_adviser(text, folded, start)
    start = start if adviser is None else adviser.end()
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
    time = time_behind_names(text, start, deed)
    lead = (start, len(_IN_CHARGE.sub("", text[: deed if time is None else time[0]].rstrip(" ,:"))))
    if time is None and (after := end_of_time(text, deed)) > deed and is_time(text[deed:after].rstrip(" ,")):
        time, deed = (deed, len(text[:after].rstrip(" ,"))), after
    duty = _DUTY_OF.match(folded, deed)
    name = duty.end() if duty is not None else deed
    end = _end_of_deed(text, folded, name)
    name, end, helpers = _read_helpers(text, folded, name, end)
    if adviser is not None:
        helpers = (adviser.span(1), *helpers)
    left_out = None
    if (amid := _read_amid(text, folded, name, end)) is not None:
        helpers, left_out = (*helpers, amid[0]), amid[1]
    return AssignedSentence(name, end, end, lead, time, helpers, left_out) if end - name >= _SHORTEST_NAME else None


def _read_adviser(text: str, folded: str, start: int) -> re.Match[str] | None:
    """Read "Trên cơ sở tham mưu của Sở A, Sở B trình …": Sở B is to do it."""
    advice = _ADVICE.match(folded, start)
    if advice is None or not begins_agency(text, folded, advice.start(1)):
        return None
    return advice if begins_agency(text, folded, advice.end()) else None


def _read_helpers(text: str, folded: str, start: int, end: int) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    """Return the range of a deed without those who help, and who they are.

    "phối hợp với Sở B | rà soát …", "bố trí kinh phí | ; UBND các xã phối hợp thực hiện".
    """
    helpers: list[tuple[int, int]] = []
    with_others = COORDINATES.match(folded, start)
    if with_others is not None and begins_agency(text, folded, with_others.start(1)):
        named = with_others.start(1), end_of_agencies(text, folded, with_others)
        filler = _FILLER.match(folded, named[1])
        after = filler.end() if filler is not None else named[1]
        if end - after >= _SHORTEST_NAME:
            start = after
            helpers.append(named)
    helping = _HELPING.search(folded, start, end)
    if helping is not None and _names_helpers(text, folded, helping):
        end = helping.start()
        helpers.append(helping.span(1))
    return start, end, tuple(helpers)


def _read_amid(text: str, folded: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return who helps amid a deed and the range that says so: "rà soát …|, phối hợp với Sở B |xử lý …"."""
    amid = _AMID.search(folded, start + _SHORTEST_NAME, end)
    helping = COORDINATES.match(folded, amid.end()) if amid is not None else None
    if amid is None or helping is None or not begins_agency(text, folded, helping.start(1)):
        return None
    last = min(end_of_agencies(text, folded, helping), end)
    if not is_whole_name(text[helping.start(1) : last]):
        return None
    filler = _FILLER.match(folded, last, end)
    return (helping.start(1), last), (amid.start(), last if filler is None else filler.end())


def _names_helpers(text: str, folded: str, helping: re.Match[str]) -> bool:
    first, last = helping.span(1)
    return begins_agency(text, folded, first) and is_whole_name(text[first:last])
