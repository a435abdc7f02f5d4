"""Facts about the document itself: kind, number, date, issuer, year, signer, what it carries out and cites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest

from parindex.documents.blocks import Block, Document, block_text
from parindex.documents.extract.issuer import NATION, may_be_same, read_issuer, starts_place
from parindex.documents.extract.letterhead import (
    KINDS,
    Line,
    kind_named,
    kind_of,
    mend_head,
    property_date,
    property_number,
    property_signer,
    restore_names,
)
from parindex.documents.repair.letters import CAPITAL, SMALL
from parindex.documents.repair.markers import MarkerStyle, read_marker
from parindex.domain.planning.citations import find_citations
from parindex.domain.planning.model import Citation, Confidence, PlanDocument, SourceSpan
from parindex.domain.text import folding

# "(PAR INDEX) năm 2025" goes on with a title, "(Kèm theo Quyết định …)" does not.
_IN_TITLE = r"[^()]{2,40}\)\s+[^\s(]|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*\)\s*$"
_PREAMBLE = re.compile(
    r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Theo|Tiếp tục thực hiện|Xét|Để|Nhằm"
    r"|Trên cơ sở|Năm \d{4}|I\.|A\.|1\.|Phần|PHẦN|_{3,}|-{3,}"
    rf"|\((?!{_IN_TITLE})|Kính gửi|Ủy ban|UBND|ỦY BAN|Ngày)"
)
# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" above a preamble; behind "CỦA" it goes on with the title.
_DECIDING = re.compile(r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG)\s+(?:ỦY BAN|UỶ BAN|SỞ|BỘ)\b")
_DECIDER = re.compile(r"(?<! CỦA)(?<! DO)(?<! VÀ)(?<!,) CHỦ TỊCH (?:ỦY|UỶ) BAN NHÂN DÂN(?: [^\s,;]+){1,6}$")
_OPEN_END = re.compile(r"\b(?:CỦA|DO|VÀ|CHO|VỚI)$|,$")
# "Triển khai nhiệm vụ …" may be the name of a plan; a preamble cites a document or ends like a sentence.
_DOING = re.compile(r"\s*(?:Triển khai|Thực hiện|Tiếp tục)\b")
_OF_PREAMBLE = re.compile(r"\d\s*/|[,:;.]\s*$|\bsố\s*:?\s*\d")
_CARRIED = re.compile(
    r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Theo(?! đề nghị)|Tiếp tục thực hiện|Tiếp tục triển khai)\b"
)
_NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,5})\s*/\s*((?:\d{4}/)?[A-ZĐ]+[rg]?[A-ZĐƯ0-9&\-]*(?:-[A-ZĐƯ&.]+)*)")
_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành k|K|k)èm theo\s+(?:Kế hoạch|Quyết định|Công văn|Văn bản|Báo cáo)[^()]{0,260}", re.IGNORECASE
)
_ATTACHED_NUMBER = re.compile(r"(?:số)\s*:?\s*(\d{1,5})\s*/\s*([A-ZĐ][A-ZĐƯ&\-]*)")
_DATE = re.compile(
    r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|ngày\s+(\d{1,2})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{4})"
)
# A narrow column breaks "ngày 28 tháng 01 năm" and the year apart.
_OPEN_DATE = re.compile(r"ngày(?:\s+\d{1,2}(?:\s+tháng(?:\s+\d{1,2}(?:\s+năm)?)?)?)?$")
_LONGEST_OPEN_DATE = 30
_YEAR = re.compile(r"\bnăm\s+(20\d\d)")
# "… năm 2023, định hướng đến năm 2025" is the plan of 2023.
_OUTLOOK = re.compile(r"(?<=\d)[\s,;]*(?:và\s+)?(?:định hướng|tầm nhìn)\s.*", re.IGNORECASE | re.DOTALL)
# "đến năm 2028" is the end of a plan: a year that nothing else tells is to be checked.
_UNTIL = re.compile(r"đến (?:hết |cuối )?năm 20\d\d", re.IGNORECASE)
_PERIOD = re.compile(r"giai đoạn\s+(20\d\d)\s*[-–—]\s*(20\d\d)", re.IGNORECASE)
# A proposal is carried out by nobody.
_PROPOSED = frozenset({"Tờ trình"})
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
# The slash of a number stands before its symbol, that of a date before a number; laws are cited by name.
_DIGIT = re.compile(r"\d")
_CITED = re.compile(r"/\s?(?:\d{4}\s?/\s?)?[^\W\d_]")
# What an official letter is about, above whom it is sent to.
_SUBJECT = re.compile(r"\s*(?:V/v|v/v|Về việc)\s*:?\s+(?=\S)")
_ADDRESSED = re.compile(r"\s*K[íi]nh gửi\b", re.IGNORECASE)
_ENDS_SUBJECT = re.compile(
    rf"{NATION.pattern}|^\s*(?:K[íi]nh gửi|Số\s*:|Độc lập|Căn cứ|Thực hiện)\b|,\s*ngày\b|^\W*$", re.IGNORECASE
)
# "CÔNG VĂN / V/v …", as a letter is printed that was written here: what it is about is its title.
_KIND_OF_SUBJECT = re.compile(r"^Công văn (?=V/v )")
_SUBJECT_LINES = 5
_SHORTEST_TITLE = 4
_LONGEST_TITLE_LINE = 120
_SIGNATURE_LINES = 12
_HEAD_BLOCKS = 40
# A table of the head or the foot has no more.
_MOST_ROWS = 12
_TITLE_LINES = 3 * _HEAD_BLOCKS
# With the lines of a title that begins on the last of them.
_TOP_LINES = _TITLE_LINES + 7


def read_document(document: Document) -> PlanDocument:
    """Read the facts of the document; what is not in it is absent with its reason."""
    printed, texts = _lines(document.blocks)
    lines, properties = mend_head(printed, document.blocks)
    body = _body_start(document.blocks)
    kind, title, title_line = _title(lines)
    title = _KIND_OF_SUBJECT.sub("", title) if title else _subject(lines)
    head = lines[: title_line + 1] if kind else lines[:_HEAD_BLOCKS]
    caption = _captions(document.blocks)
    number, number_span = _number(head, caption)
    issued = _issued(head, caption)
    issuer = read_issuer(head, document.blocks, title, caption, number=number, issued=issued, properties=properties)
    signer, signer_title = _signer(texts)
    told: dict[str, object] = {"kind": kind, "number": number, "date": issued, "signer": signer}
    told_year = _plan_year(_UNTIL.sub("", title or ""), _period(title), issued)
    title = restore_names(title, (issuer.name, issuer.parent))
    number, issued = number or property_number(properties), issued or property_date(properties)
    kind = kind or kind_of(number)
    signer = signer or property_signer(properties)
    period = _period(title)
    plan_year = _plan_year(title, period, issued)
    told |= dict.fromkeys(("issuer", "unit_level"), issuer.is_told or None)
    told["plan_year"] = told_year if told_year == plan_year else None
    values: dict[str, object] = {
        "kind": kind,
        "title": title,
        "number": number,
        "date": issued,
        "issuer": issuer.name,
        "unit_level": issuer.level,
        "plan_year": plan_year,
        "signer": signer,
    }
    return PlanDocument(
        doc=document.name,
        sha256=document.sha256,
        kind=kind,
        title=title,
        number=number,
        date_=issued,
        issuer=issuer.name,
        parent=issuer.parent,
        unit_level=issuer.level,
        plan_year=plan_year,
        plan_period=period,
        signer=signer,
        signer_title=signer_title,
        recipients=_recipients(texts),
        citations=_citations(document.blocks, body, own=(number, issued, issuer.name)),
        sources={"number": (number_span,)} if number_span else {},
        confidence={name: _confidence(name, told) for name, value in values.items() if value is not None},
        absent={name: _ABSENT.format(name=_NAMES[name]) for name, value in values.items() if value is None},
    )


def _confidence(name: str, told: Mapping[str, object]) -> Confidence:
    """What was put together or stands only in a portal's table is to be checked, and what follows from it."""
    return Confidence.CHECK if name in told and told[name] is None else Confidence.SURE


_ABSENT = "Không thấy {name} trong văn bản."
_NAMES = {
    "kind": "loại văn bản",
    "title": "tên văn bản",
    "number": "số, ký hiệu",
    "date": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "unit_level": "cấp của cơ quan ban hành",
    "plan_year": "năm áp dụng",
    "signer": "người ký",
}


def _lines(blocks: Sequence[Block]) -> tuple[list[Line], list[str]]:
    """Return the first lines with their blocks, and the words of all; a table of the head or foot gives its cells."""
    texts = [block.text if block.table is None else _cells_at_edge(block, len(blocks)) for block in blocks]
    lines: list[Line] = []
    for block, text in zip(blocks, texts, strict=True):
        if len(lines) >= _TOP_LINES:
            break
        lines.extend([Line(words, block) for words in _cut(text)])
    return lines, _cut("\n".join(texts))


def _cells_at_edge(block: Block, count: int) -> str:
    is_edge = block.index < _HEAD_BLOCKS or block.index >= count - _HEAD_BLOCKS
    if block.table is None or block.table.row_count > _MOST_ROWS or not is_edge:
        return ""
    return "\n".join(cell.text for cell in block.table.cells)


def _cut(text: str) -> list[str]:
    """Cut a text into lines; a tab or a bar holds the two columns of a heading or a signature apart."""
    return list(filter(None, map(str.strip, text.replace("\t", "\n").replace("|", "\n").split("\n"))))


def _body_start(blocks: Sequence[Block]) -> int:
    for position, block in enumerate(blocks):
        marker = read_marker(block.text) if block.table is None else None
        if marker is not None and marker.style in {MarkerStyle.ROMAN, MarkerStyle.UPPER} and marker.value in {"I", "A"}:
            return position
    return min(len(blocks), _HEAD_BLOCKS)


def _title(lines: Sequence[Line]) -> tuple[str | None, str | None, int]:
    found: tuple[str | None, str | None, int] = (None, None, 0)
    for index, line in enumerate(lines[:_TITLE_LINES]):
        kind = kind_named(line.text) if line.text.isupper() else None
        if kind is None or line.text.endswith(":"):
            continue
        title = _title_after(lines, index)
        if title and (found[0] is None or kind == "Kế hoạch"):
            found = (kind, f"{kind} {title}", index if found[0] is None else found[2])
    return found if found[0] is not None else _title_of_one_line(lines)


def _title_of_one_line(lines: Sequence[Line]) -> tuple[str | None, str | None, int]:
    """Read "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2025", the kind and the name in one line; in a letter it is a heading."""
    for index, line in enumerate(lines[:_HEAD_BLOCKS]):
        if _ADDRESSED.match(line.text):
            break
        words = line.text.split()
        kind = kind_named(" ".join(words[:2])) if len(words) > _SHORTEST_TITLE and line.text.isupper() else None
        if kind is not None and kind_of(_number(lines[:index], ())[0]) != KINDS["cong van"]:
            rest = _lower_case(" ".join(words[2:]))
            return kind, f"{kind} {' '.join([rest, _title_after(lines, index)]).strip()}", index
    return None, None, 0


def _subject(lines: Sequence[Line]) -> str | None:
    """Return "V/v …" of an official letter, which has no other title, with the lines that it goes on over."""
    for index, line in enumerate(lines[:_HEAD_BLOCKS]):
        if _ADDRESSED.match(line.text):
            return None
        if not _SUBJECT.match(line.text):
            continue
        parts = [line.text]
        for following in lines[index + 1 : index + 1 + _SUBJECT_LINES]:
            if _ENDS_SUBJECT.search(following.text) or following.text.isupper():
                break
            parts.append(following.text)
        words = _SUBJECT.sub("V/v ", " ".join(" ".join(parts).split()))
        return _ADDRESSED.split(words, maxsplit=1)[0].strip(" .")
    return None


def _title_after(lines: Sequence[Line], index: int) -> str:
    parts: list[str] = []
    for line in lines[index + 1 : index + 7]:
        if parts and _ends_title(parts[-1], line.text):
            break
        opens_title = not parts and _DOING.match(line.text) and not _OF_PREAMBLE.search(line.text)
        if (_PREAMBLE.match(line.text) and not opens_title) or NATION.search(line.text) or len(" ".join(parts)) > 400:
            break
        parts.append(line.text)
    text = _DECIDER.sub("", " ".join(" ".join(parts).split())).strip(" .")
    return _lower_case(text) if text.isupper() else text


def _ends_title(last: str, following: str) -> bool:
    """Tell whether a line is no more of a title in capitals: who decides, or a sentence in small letters."""
    if _DECIDING.match(following):
        return _OPEN_END.search(last) is None
    return len(following) > _LONGEST_TITLE_LINE and last.isupper() and not following.isupper()


def _lower_case(text: str) -> str:
    """Lower a title of capitals; the symbols of cited documents keep theirs."""
    words = [word if _is_symbol(word) else word.lower() for word in text.split(" ")]
    return text[:1] + " ".join(words)[1:]


def _is_symbol(word: str) -> bool:
    """Tell the symbol of a document ("12/KH-UBND", "…/QĐ-TTg") from words between strokes ("SỞ/NGÀNH") and dates."""
    before, stroke, _ = word.partition("/")
    is_number = not any(map(str.isalpha, before)) or any(map(str.isdigit, before))
    return bool(stroke) and is_number and not word[-1].isdigit()


def _captions(blocks: Sequence[Block]) -> list[Line]:
    found: list[Line] = []
    for block in [block for block in blocks if "è" in block.text or "È" in block.text]:
        text = block.text
        if block.table is None and len(text) < 600 and "èm theo" in text.lower():
            match = _ATTACHED.search(text)
            if match is not None:
                found.append(Line(match[0], block))
    return found


def _number(head: Sequence[Line], caption: Sequence[Line]) -> tuple[str | None, SourceSpan | None]:
    for lines, pattern in ((head, _NUMBER), (caption, _ATTACHED_NUMBER)):
        for line in lines:
            found = pattern.search(line.text)
            if found is not None:
                # "Số:" may stand alone above its number.
                words = found[0] if found[0] in line.block.text else found[0][found.start(1) - found.start() :]
                start = max(line.block.text.find(words), 0)
                span = SourceSpan(line.block.index, start, start + len(words), line=line.block.place.line)
                return f"{found[1]}/{found[2].rstrip('-')}", span
    return None, None


def _issued(head: Sequence[Line], caption: Sequence[Line]) -> date | None:
    printed = (*head, *caption)
    for line, following in zip_longest(printed, printed[1:]):
        if line in head and _PREAMBLE.match(line.text):
            continue
        found = _DATE.search(line.text)
        if found is None and following is not None and _OPEN_DATE.search(line.text[-_LONGEST_OPEN_DATE:]):
            found = _DATE.search(f"{line.text} {following.text}")
        if found is not None:
            day, month, year = (int(part) for part in found.groups() if part)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _period(title: str | None) -> tuple[int, int] | None:
    found = _PERIOD.search(title or "")
    return (int(found[1]), int(found[2])) if found else None


def _plan_year(title: str | None, period: tuple[int, int] | None, issued: date | None) -> int | None:
    if period is not None:
        return period[0]
    years = [int(year) for year in _YEAR.findall(_OUTLOOK.sub("", title or ""))]
    if issued is not None:
        # A plan that names only years gone by mends what they left behind: it is carried out when it is issued.
        years.append(issued.year if not years or max(years) < issued.year else 0)
    return max(years, default=None)


def _may_cite(text: str) -> bool:
    """Tell whether a document may be cited by its number or as a law of some day or year."""
    if "/" in text and _CITED.search(text) is not None:
        return True
    return "uật" in text and _DIGIT.search(text) is not None


def _citations(
    blocks: Sequence[Block], body: int, *, own: tuple[str | None, date | None, str | None]
) -> tuple[Citation, ...]:
    """Find every cited document once; those of a preamble clause are what the plan carries out.

    A document does not cite itself (`own` number, date and issuer), and a number without a date is the dated one of its
    kind; a number says nothing where another unit gave it.
    """
    found: list[Citation] = []
    issuers: dict[tuple[object, ...], list[str | None]] = {}
    if own[0] is not None:
        issuers = {(own[0], issued): [own[2]] for issued in (None, own[1])}
    seen: set[str] = set()
    texts = [block.text if block.table is None else block_text(block) for block in blocks]
    for position in [at for at, text in enumerate(texts) if "/" in text or "uật" in text]:
        block, text = blocks[position], texts[position]
        if text in seen or not _may_cite(text):
            continue
        seen.add(text)
        carried = position < body and _CARRIED.match(text) is not None
        for hit in find_citations(text):
            cited = hit.citation
            key = (cited.number, cited.date_) if cited.number else (cited.kind, folding.fold(cited.text))
            known = issuers.setdefault(key, [])
            if not any(may_be_same(cited.issuer, issuer) for issuer in known):
                known.append(cited.issuer)
                span = SourceSpan(block.index, hit.start, hit.end, page=block.place.page, line=block.place.line)
                carries = carried and bool(cited.number) and cited.kind not in _PROPOSED
                found.append(Citation(cited.kind, cited.number, cited.date_, cited.issuer, cited.text, carries, span))
    return _merge_undated(found)


def _merge_undated(cited: Sequence[Citation]) -> tuple[Citation, ...]:
    """Leave out a number without a date where the same number of the same kind and unit has one."""
    dated: dict[str | None, list[Citation]] = {}
    for citation in cited:
        if citation.date_:
            dated.setdefault(citation.number, []).append(citation)
    return tuple(
        citation
        for citation in cited
        if citation.date_
        or citation.number is None
        or not any(
            citation.kind in {None, other.kind} and may_be_same(citation.issuer, other.issuer)
            for other in dated.get(citation.number, ())
        )
    )


def _recipients(lines: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for index in [i for i, line in enumerate(lines) if line[0] in "Nn" and _RECIPIENTS.match(line)]:
        found = []
        for line in lines[index + 1 : index + 30]:
            if _SIGNING.match(line) or _PERSON.match(line):
                continue
            if not line.startswith(("-", "–", "+", "•")):
                break
            found.append(line.strip(" -–+•;.,"))
    return tuple(found)


def _signer(lines: Sequence[str]) -> tuple[str | None, str | None]:
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
            start = max(index - 2, 0)
            return [line for line in lines[start : index + _SIGNATURE_LINES] if len(line) < 60]
    return []
