"""Facts about the document itself: kind, number, date, issuer, year, signer, what it carries out and cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from parindex.documents.blocks import Block, Document, block_text
from parindex.documents.repair.letters import CAPITAL, SMALL
from parindex.documents.repair.markers import MarkerStyle, read_marker
from parindex.domain.planning.citations import find_citations
from parindex.domain.planning.model import Citation, Confidence, PlanDocument, SourceSpan, UnitLevel
from parindex.domain.text import folding
from parindex.domain.text.signs import has_any

_KINDS = {
    "ke hoach": "Kế hoạch",
    "quyet dinh": "Quyết định",
    "bao cao": "Báo cáo",
    "chuong trinh": "Chương trình",
    "chuong trinh hanh dong": "Chương trình hành động",
    "chi thi": "Chỉ thị",
    "de an": "Đề án",
    "phuong an": "Phương án",
    "thong bao": "Thông báo",
    "nghi quyet": "Nghị quyết",
    "to trinh": "Tờ trình",
    "cong van": "Công văn",
}
_PREAMBLE = re.compile(
    r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Theo|Tiếp tục thực hiện|Xét|Để|Nhằm"
    r"|Trên cơ sở|Năm \d{4}|I\.|A\.|1\.|Phần|_{3,}|-{3,}|\(|Kính gửi|Ủy ban|UBND|ỦY BAN|Ngày)"
)
# "Triển khai nhiệm vụ …" may be the name of a plan; a preamble cites a document or ends like a sentence.
_DOING = re.compile(r"\s*(?:Triển khai|Thực hiện|Tiếp tục)\b")
_OF_PREAMBLE = re.compile(r"\d\s*/|[,:;.]\s*$|\bsố\s*:?\s*\d")
_CARRIED = re.compile(r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Theo|Tiếp tục thực hiện|Tiếp tục triển khai)\b")
_NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,5})\s*/\s*((?:\d{4}/)?[A-ZĐ]+[rg]?[A-ZĐƯ0-9&\-]*(?:-[A-ZĐƯ&.]+)*)")
_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành k|K|k)èm theo\s+(?:Kế hoạch|Quyết định|Công văn|Văn bản|Báo cáo)[^()]{0,260}", re.IGNORECASE
)
_ATTACHED_NUMBER = re.compile(r"(?:số)\s*:?\s*(\d{1,5})\s*/\s*([A-ZĐ][A-ZĐƯ&\-]*)")
_DATE = re.compile(
    r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|ngày\s+(\d{1,2})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{4})"
)
_YEAR = re.compile(r"\bnăm\s+(20\d\d)")
# "… năm 2023, định hướng đến năm 2025" is the plan of 2023.
_OUTLOOK = re.compile(r"(?<=\d)[\s,;]*(?:và\s+)?(?:định hướng|tầm nhìn)\s.*", re.IGNORECASE | re.DOTALL)
_PERIOD = re.compile(r"giai đoạn\s+(20\d\d)\s*[-–—]\s*(20\d\d)", re.IGNORECASE)
_NATION = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
_COMMITTEE = r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)"
_PLACE = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|TP\.?)"
_NAME = rf"(?:[{CAPITAL}][\w'’]*)(?:[ -][{CAPITAL}][\w'’]*){{0,4}}"
_UNIT = re.compile(rf"{_COMMITTEE}\s+({_PLACE})\s+({_NAME})")
_BARE_UNIT = re.compile(rf"\b({_PLACE})\s+({_NAME})")
_DEPARTMENT = re.compile(
    r"^(SỞ|BAN QUẢN LÝ|BAN DÂN TỘC|THANH TRA|VĂN PHÒNG|CỤC|CHI CỤC|BẢO HIỂM|TRUNG TÂM|PHÒNG|ĐÀI)"
    rf"\s+[{CAPITAL} ,–-]{{3,}}$"
)
_NO_DISTRICTS = date(2025, 7, 1)
# A proposal is carried out by nobody.
_PROPOSED = frozenset({"Tờ trình"})
_BIG_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})
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
_SIGNATURE_LINES = 12
_HEAD_BLOCKS = 40
_TITLE_LINES = 3 * _HEAD_BLOCKS
# With the lines of a title that begins on the last of them.
_TOP_LINES = _TITLE_LINES + 7


class _Line(NamedTuple):
    """One line of the head or the foot with the block it stands in."""

    text: str
    block: Block


def read_document(document: Document) -> PlanDocument:
    """Read the facts of the document; what is not in it is absent with its reason."""
    lines, texts = _lines(document.blocks)
    body = _body_start(document.blocks)
    kind, title, title_line = _title(lines)
    head = lines[: title_line + 1] if kind else lines[:_HEAD_BLOCKS]
    caption = _captions(document.blocks)
    number, number_span = _number(head, caption)
    issued = _issued(head, caption)
    issuer, parent, level = _issuer(head, document.blocks, title, caption, issued=issued)
    signer, signer_title = _signer(texts)
    period = _period(title)
    citations = _citations(document.blocks, body)
    values: dict[str, object] = {
        "kind": kind,
        "title": title,
        "number": number,
        "date": issued,
        "issuer": issuer,
        "unit_level": level,
        "plan_year": _plan_year(title, period, issued),
        "signer": signer,
    }
    return PlanDocument(
        doc=document.name,
        sha256=document.sha256,
        kind=kind,
        title=title,
        number=number,
        date_=issued,
        issuer=issuer,
        parent=parent,
        unit_level=level,
        plan_year=_plan_year(title, period, issued),
        plan_period=period,
        signer=signer,
        signer_title=signer_title,
        recipients=_recipients(texts),
        citations=citations,
        sources={"number": (number_span,)} if number_span else {},
        confidence={name: Confidence.SURE for name, value in values.items() if value is not None},
        absent={name: _ABSENT.format(name=_NAMES[name]) for name, value in values.items() if value is None},
    )


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


def _lines(blocks: Sequence[Block]) -> tuple[list[_Line], list[str]]:
    """Return the first lines with their blocks, and the words of all; a table of the head or foot gives its cells."""
    lines: list[_Line] = []
    printed: list[str] = []
    for position, block in enumerate(blocks):
        if block.table is None:
            texts = [block.text]
        elif _HEAD_BLOCKS <= position < len(blocks) - _HEAD_BLOCKS or block.table.row_count > 12:
            continue
        else:
            texts = [cell.text for cell in block.table.cells]
        for text in texts:
            # A tab holds the two columns of a heading or a signature apart.
            if "\t" in text or "\n" in text:
                parts = text.replace("\t", "\n").split("\n")
                printed.extend([words for part in parts if (words := part.strip())])
            elif words := text.strip():
                printed.append(words)
        if len(lines) < _TOP_LINES:
            lines.extend([_Line(words, block) for words in printed[len(lines) :]])
    return lines, printed


def _body_start(blocks: Sequence[Block]) -> int:
    for position, block in enumerate(blocks):
        marker = read_marker(block.text) if block.table is None else None
        if marker is not None and marker.style in {MarkerStyle.ROMAN, MarkerStyle.UPPER} and marker.value in {"I", "A"}:
            return position
    return min(len(blocks), _HEAD_BLOCKS)


def _title(lines: Sequence[_Line]) -> tuple[str | None, str | None, int]:
    found: tuple[str | None, str | None, int] = (None, None, 0)
    for index, line in enumerate(lines[:_TITLE_LINES]):
        kind = _KINDS.get(folding.fold(line.text).strip(" :.")) if line.text.isupper() else None
        if kind is None or line.text.endswith(":"):
            continue
        title = _title_after(lines, index)
        if title and (found[0] is None or kind == "Kế hoạch"):
            found = (kind, f"{kind} {title}", index if found[0] is None else found[2])
    return found


def _title_after(lines: Sequence[_Line], index: int) -> str:
    parts: list[str] = []
    for line in lines[index + 1 : index + 7]:
        opens_title = not parts and _DOING.match(line.text) and not _OF_PREAMBLE.search(line.text)
        if (_PREAMBLE.match(line.text) and not opens_title) or _NATION.search(line.text) or len(" ".join(parts)) > 400:
            break
        parts.append(line.text)
    text = " ".join(" ".join(parts).split()).strip(" .")
    return _lower_case(text) if text.isupper() else text


def _lower_case(text: str) -> str:
    return text[:1] + text[1:].lower()


def _captions(blocks: Sequence[Block]) -> list[_Line]:
    found: list[_Line] = []
    for block in blocks:
        text = block.text
        if ("è" in text or "È" in text) and block.table is None and len(text) < 600 and "èm theo" in text.lower():
            match = _ATTACHED.search(text)
            if match is not None:
                found.append(_Line(match[0], block))
    return found


def _number(head: Sequence[_Line], caption: Sequence[_Line]) -> tuple[str | None, SourceSpan | None]:
    for lines, pattern in ((head, _NUMBER), (caption, _ATTACHED_NUMBER)):
        for line in lines:
            found = pattern.search(line.text)
            if found is not None:
                start = max(line.block.text.find(found[0]), 0)
                span = SourceSpan(line.block.index, start, start + len(found[0]), line=line.block.place.line)
                return f"{found[1]}/{found[2].rstrip('-')}", span
    return None, None


def _issued(head: Sequence[_Line], caption: Sequence[_Line]) -> date | None:
    printed = (*head, *caption)
    for line, following in zip_longest(printed, printed[1:]):
        if line in head and _PREAMBLE.match(line.text):
            continue
        # A narrow column breaks "ngày 28 tháng 01 năm" and the year apart.
        cut = following is not None and line.text.endswith("năm") and following.text[:4].isdigit()
        found = _DATE.search(f"{line.text} {following.text}" if cut and following is not None else line.text)
        if found is not None:
            day, month, year = (int(part) for part in found.groups() if part)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _issuer(
    head: Sequence[_Line], blocks: Sequence[Block], title: str | None, caption: Sequence[_Line], *, issued: date | None
) -> tuple[str | None, str | None, UnitLevel | None]:
    texts = [" ".join(_NATION.sub(" ", line.text).split()) for line in head[:12]]
    issuer = _department(texts) or _committee(texts)
    running = [block.text for block in blocks[:_HEAD_BLOCKS] if block.table is None]
    if issuer is None:
        issuer = _acting(running) or _named([line.text for line in caption]) or _from_title(title)
    if issuer is None:
        return None, None, None
    everything = [block.text for block in blocks if block.table is None]
    level = _level(issuer, issued)
    return issuer, _parent(issuer, level, [*texts, title or ""], everything), level


def _department(texts: Sequence[str]) -> str | None:
    for text in texts[:6]:
        if _DEPARTMENT.match(text):
            return _proper(text)
    return None


def _committee(texts: Sequence[str]) -> str | None:
    for index, text in enumerate(texts[:6]):
        folded = folding.fold(text)
        if not folded.startswith(("uy ban nhan dan", "ubnd")):
            continue
        rest = re.sub(rf"^{_COMMITTEE}\s*", "", text, flags=re.IGNORECASE).strip(" :")
        if not rest:
            rest = next((after for after in texts[index + 1 : index + 4] if _starts_place(after)), "")
        if _starts_place(rest):
            return f"Ủy ban nhân dân {_proper_place(rest)}"
    return None


def _starts_place(text: str) -> bool:
    return re.match(rf"{_PLACE}\s+\S", text, re.IGNORECASE) is not None


def _proper_place(text: str) -> str:
    place = re.match(rf"({_PLACE})\s+(.+)", " ".join(text.split()), re.IGNORECASE)
    if place is None:
        return text
    name = re.split(r"\s*(?:Số\s*:|[-_–]{3,}|,)", place[2])[0].strip()
    return f"{place[1].lower()} {name.title() if name.isupper() else name}"


def _proper(text: str) -> str:
    words = text.strip().lower().split()
    return " ".join(
        [words[0].capitalize(), *(word.capitalize() if i == 0 else word for i, word in enumerate(words[1:]))]
    )


_ACTING = re.compile(rf"{_COMMITTEE}\s+({_PLACE})(?:\s+({_NAME}))?\s+(?:xây dựng|ban hành|yêu cầu|đề ra|triển khai)")


def _acting(texts: Sequence[str]) -> str | None:
    """Read the issuer from "Ủy ban nhân dân huyện X ban hành Kế hoạch …"."""
    for text in texts:
        for found in _ACTING.finditer(text):
            if found[2]:
                return f"Ủy ban nhân dân {found[1]} {found[2]}"
    return None


def _named(texts: Sequence[str]) -> str | None:
    for text in texts:
        found = _UNIT.search(text)
        if found is not None:
            return f"Ủy ban nhân dân {found[1]} {found[2]}"
    return None


def _from_title(title: str | None) -> str | None:
    found = list(_BARE_UNIT.finditer(title or ""))
    return f"Ủy ban nhân dân {found[-1][1]} {found[-1][2]}" if found else None


_ABOVE = {UnitLevel.COMMUNE: ("huyện", "thị xã", "quận", "tỉnh"), UnitLevel.DISTRICT: ("tỉnh",)}
_ORDER = ("xã phường thị trấn đặc khu", "huyện thị xã quận thành phố", "tỉnh thành phố")


def _parent(issuer: str, level: UnitLevel | None, head: Sequence[str], running: Sequence[str]) -> str | None:
    """Collect the units above the issuer that the document names, from near to far; `head` ends in the title."""
    wanted = _ABOVE.get(level) if level is not None else None
    if wanted is None:
        return None
    named = (*(_proper_place(line) for line in head[:-1] if _starts_place(line)), head[-1], *running)
    found: list[str] = []
    for group in (("huyện", "thị xã", "quận"), ("tỉnh",)):
        places = [place for place in group if place in wanted]
        pattern = re.compile(rf"\b({'|'.join(places) or 'x^'})\s+({_NAME})")
        held = (text for text in named if has_any(text, places))
        match = next((m for text in held for m in pattern.finditer(text) if f"{m[1]} {m[2]}" not in issuer), None)
        if match is not None:
            found.append(f"{match[1]} {match[2]}")
    return ", ".join(found) or None


def _level(issuer: str, issued: date | None = None) -> UnitLevel | None:
    """Return the level of an issuer; a city is a province since no districts are (Law 72/2025/QH15, 01/07/2025)."""
    folded = folding.fold(issuer)
    place = re.match(
        r"uy ban nhan dan (tinh|thanh pho|tp|huyen|thi xa|quan|xa|phuong|thi tran|dac khu)\.? ?(.*)", folded
    )
    if place is None:
        return UnitLevel.DEPARTMENT
    if place[1] == "tinh":
        return UnitLevel.PROVINCE
    if place[1] in {"thanh pho", "tp"}:
        is_big = any(city in place[2] for city in _BIG_CITIES) or (issued is not None and issued >= _NO_DISTRICTS)
        return UnitLevel.PROVINCE if is_big else UnitLevel.DISTRICT
    return UnitLevel.DISTRICT if place[1] in {"huyen", "thi xa", "quan"} else UnitLevel.COMMUNE


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


def _citations(blocks: Sequence[Block], body: int) -> tuple[Citation, ...]:
    """Find every cited document once; those of a preamble clause are what the plan carries out."""
    found: dict[tuple[object, ...], Citation] = {}
    for position, block in enumerate(blocks):
        text = block.text if block.table is None else block_text(block)
        if not ("/" in text or "uật" in text) or not _may_cite(text):
            continue
        carried = position < body and _CARRIED.match(text) is not None
        for hit in find_citations(text):
            cited = hit.citation
            key = (cited.number, cited.date_) if cited.number else (cited.kind, folding.fold(cited.text))
            if key not in found:
                span = SourceSpan(block.index, hit.start, hit.end, page=block.place.page, line=block.place.line)
                found[key] = Citation(
                    cited.kind,
                    cited.number,
                    cited.date_,
                    cited.issuer,
                    cited.text,
                    carried and bool(cited.number) and cited.kind not in _PROPOSED,
                    span,
                )
    return tuple(found.values())


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
        if _PERSON.match(line) and title is None and not _starts_place(line):
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
