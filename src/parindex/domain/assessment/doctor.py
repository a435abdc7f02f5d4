"""What a document lacks as proof of an item: out of the period, another's, a draft, unsigned, not yet confirmed.

Only what is known is judged: an empty fact gives "chưa rõ …", never "sai". What a machine read and nobody confirmed is
told as such and is never more than a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from parindex.domain.text.dates import format_date
from parindex.domain.text.folding import fold


class Severity(StrEnum):
    """How much a finding weighs: wrong, to be looked at, or simply not known; the gravest first."""

    BAD = "bad"
    WARN = "warn"
    UNKNOWN = "unknown"


class FindingCode(StrEnum):
    """What is found, the gravest first."""

    BROKEN_SIGNATURE = "broken_signature"
    DRAFT = "draft"
    OUT_OF_PERIOD = "out_of_period"
    WRONG_ISSUER = "wrong_issuer"
    UNSIGNED = "unsigned"
    BEFORE_PERIOD = "before_period"
    NUMBER_YEAR = "number_year"
    USED_BEFORE = "used_before"
    OTHER_SUBJECT = "other_subject"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    NO_ISSUER = "no_issuer"
    STRANGE_ISSUER = "strange_issuer"
    NO_SIGNER = "no_signer"
    UNCONFIRMED = "unconfirmed"


FINDING_NAMES: Final = {
    FindingCode.BROKEN_SIGNATURE: "Chữ ký số hỏng",
    FindingCode.DRAFT: "Dự thảo",
    FindingCode.OUT_OF_PERIOD: "Ngoài kỳ",
    FindingCode.WRONG_ISSUER: "Của cơ quan khác",
    FindingCode.UNSIGNED: "Chưa ký",
    FindingCode.BEFORE_PERIOD: "Trước kỳ",
    FindingCode.NUMBER_YEAR: "Số không khớp năm",
    FindingCode.USED_BEFORE: "Đã dùng năm khác",
    FindingCode.OTHER_SUBJECT: "Xem lại nội dung",
    FindingCode.NO_NUMBER: "Chưa rõ số",
    FindingCode.NO_DATE: "Chưa rõ ngày",
    FindingCode.NO_ISSUER: "Chưa rõ cơ quan",
    FindingCode.STRANGE_ISSUER: "Cơ quan chưa nhận ra",
    FindingCode.NO_SIGNER: "Chưa rõ người ký",
    FindingCode.UNCONFIRMED: "Chưa xác nhận",
}
"""The words of a chip."""


class Signature(StrEnum):
    """What is known of the digital signature of the file; the trust in its certificate is not judged."""

    UNCHECKED = "unchecked"
    NONE = "none"
    WHOLE = "whole"
    BROKEN = "broken"


class Standing(StrEnum):
    """Where the issuer stands to the unit: itself, above it, another one, or not recognised."""

    OWN = "own"
    ABOVE = "above"
    OTHER = "other"
    UNRECOGNISED = "unrecognised"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document; empty and None are not known. `has_file` is false where only a number is kept."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    subject: str = ""
    signer: str = ""
    is_draft: bool | None = None
    signature: Signature = Signature.UNCHECKED
    has_file: bool = True
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a proof of one item must meet: the year judged, whose it is, what the catalogue expects.

    `expected` are the catalogue's words for the documents of the item, `years_used` the other years in which the
    same document already proved the same item. Without a year no period is judged.
    """

    year: int | None
    unit_name: str
    standing: Standing = Standing.UNRECOGNISED
    expected: tuple[str, ...] = ()
    years_used: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the sentence and what to do about it, in Vietnamese."""

    code: FindingCode
    severity: Severity
    message: str
    remedy: str

    @property
    def name(self) -> str:
        """Return the words of the chip."""
        return FINDING_NAMES[self.code]


_CODES = tuple(FindingCode)
_SEVERITIES = tuple(Severity)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CENTRAL = re.compile(r"(?:bo (?!phan)|chinh phu|thu tuong|quoc hoi|van phong chinh phu)")
_LOWER_PLACE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa)\b")
_WORD = re.compile(r"\w+")
_BREAK = re.compile(r"[,;.:()/]")
_KIND_OF_SYMBOL: Final = {
    "bc": "báo cáo",
    "ct": "chỉ thị",
    "kh": "kế hoạch",
    "kl": "kết luận",
    "nq": "nghị quyết",
    "qd": "quyết định",
    "tb": "thông báo",
}
_YEAR_IN_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PLACE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|tinh|thanh pho|so|phong)\b")
# Words that every document has say nothing of what it is about.
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "cac cua va ve viec theo trong nam cho den da duoc thuc hien ket qua van so do ubnd uy ban nhan dan xa phuong "
        "tinh huyen cap co quan don vi ky dinh tren dia cong tac tai lieu minh chung kem hoac",
    )
)


def diagnose(facts: DocumentFacts, requirement: Requirement) -> tuple[Finding, ...]:
    """Return everything to look at in a document as proof of an item, the gravest first; nothing when it is sound."""
    found = [
        *_of_file(facts),
        *_of_date(facts, requirement),
        *_of_issuer(facts, requirement),
        *_of_number(facts),
        *_of_use(facts, requirement),
    ]
    if not facts.is_confirmed:
        found = [*map(_weakened, found), _UNCONFIRMED]
    return tuple(sorted(found, key=_gravity))


def worst(findings: Iterable[Finding]) -> Finding | None:
    """Return the gravest finding; None when there is none."""
    return min(findings, key=_gravity, default=None)


def standing_by_name(issuer: str, *, own: Sequence[str], above: Sequence[str]) -> Standing:
    """Tell by words alone whether an issuer is the unit or above it; `own` and `above` are names of units.

    "Ủy ban nhân dân xã Hư Cấu" is issued by "Xã Hư Cấu", "Sở Nội vụ" by "Sở Nội vụ Sông Mây"; an agency that names the
    province is above a commune of it, another commune that names it is not. Central agencies are above everybody.
    """
    said = _plain(issuer)
    if any(_holds(said, _plain(name)) or _holds(_plain(name), said) for name in own if name):
        return Standing.OWN
    if _CENTRAL.match(said):
        return Standing.ABOVE
    for name in map(_plain, above):
        if name and _holds(said, name) and not _LOWER_PLACE.search(said.replace(name, "")):
            return Standing.ABOVE
    return Standing.UNRECOGNISED


def _holds(words: str, part: str) -> bool:
    """Tell whether words hold a name of two words or more; a number behind it makes another name of it."""
    return len(part.split()) > 1 and re.search(rf"(?<!\S){re.escape(part)}(?!\S)(?! \d)", words) is not None


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _gravity(finding: Finding) -> tuple[int, int]:
    return _SEVERITIES.index(finding.severity), _CODES.index(finding.code)


_UNCONFIRMED = Finding(
    FindingCode.UNCONFIRMED,
    Severity.UNKNOWN,
    "Thông tin do máy đọc, chưa ai xác nhận.",
    "Mở tài liệu, đối chiếu số, ngày, cơ quan ban hành rồi xác nhận.",
)
# What the file itself shows does not wait for a person.
_SEEN_IN_FILE = frozenset({FindingCode.BROKEN_SIGNATURE, FindingCode.USED_BEFORE})


def _weakened(finding: Finding) -> Finding:
    if finding.severity is not Severity.BAD or finding.code in _SEEN_IN_FILE:
        return finding
    return Finding(finding.code, Severity.WARN, f"Theo máy đọc: {finding.message}", finding.remedy)


def _of_file(facts: DocumentFacts) -> Iterable[Finding]:
    if facts.is_draft:
        yield Finding(
            FindingCode.DRAFT,
            Severity.BAD,
            "Đây là bản dự thảo, chưa ban hành.",
            "Thay bằng văn bản đã ký ban hành.",
        )
    if facts.signature is Signature.BROKEN:
        yield Finding(
            FindingCode.BROKEN_SIGNATURE,
            Severity.BAD,
            "Tệp có chữ ký số nhưng nội dung đã thay đổi sau khi ký.",
            "Tải lại bản gốc từ hệ thống quản lý văn bản.",
        )
    elif facts.has_file and not facts.signer and facts.signature is not Signature.WHOLE:
        yield _unsigned(facts)


def _unsigned(facts: DocumentFacts) -> Finding:
    if facts.is_confirmed:
        return Finding(
            FindingCode.UNSIGNED,
            Severity.BAD,
            "Văn bản không có người ký, cũng không có chữ ký số.",
            "Thay bằng bản đã ký, hoặc ghi người ký nếu bản quét có chữ ký tay.",
        )
    return Finding(
        FindingCode.NO_SIGNER,
        Severity.UNKNOWN,
        "Chưa rõ người ký.",
        "Xem chữ ký ở cuối văn bản rồi ghi người ký.",
    )


def _of_date(facts: DocumentFacts, requirement: Requirement) -> Iterable[Finding]:
    issued, year = facts.issued_on, requirement.year
    if issued is None:
        yield Finding(
            FindingCode.NO_DATE,
            Severity.UNKNOWN,
            "Chưa rõ ngày ban hành.",
            "Ghi ngày như trên văn bản, ví dụ 21/07/2026.",
        )
    elif year is None:
        return
    elif issued.year > year:
        yield Finding(
            FindingCode.OUT_OF_PERIOD,
            Severity.BAD,
            f"Văn bản ngày {format_date(issued)}: ngoài kỳ {year}.",
            f"Dẫn văn bản ban hành trong năm {year}, hoặc giải trình vì sao dùng văn bản này.",
        )
    elif issued.year < year and not _names_year(facts.subject, year):
        yield Finding(
            FindingCode.BEFORE_PERIOD,
            Severity.WARN,
            f"Văn bản ngày {format_date(issued)}: trước kỳ {year}.",
            f"Chỉ dùng khi văn bản còn hiệu lực hoặc áp dụng cho năm {year}; nói rõ điều đó ở chỗ dẫn.",
        )


def _names_year(subject: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", subject) is not None


def _of_issuer(facts: DocumentFacts, requirement: Requirement) -> Iterable[Finding]:
    if not facts.issuer:
        yield Finding(
            FindingCode.NO_ISSUER,
            Severity.UNKNOWN,
            "Chưa rõ cơ quan ban hành.",
            "Ghi cơ quan ban hành như ở góc trái văn bản.",
        )
    elif requirement.standing is Standing.OTHER:
        yield Finding(
            FindingCode.WRONG_ISSUER,
            Severity.BAD,
            f"Do {facts.issuer} ban hành, không phải {requirement.unit_name} hay cơ quan cấp trên.",
            "Dẫn văn bản của đơn vị mình, hoặc nói rõ văn bản này chứng minh điều gì cho đơn vị.",
        )
    elif requirement.standing is Standing.UNRECOGNISED and _PLACE.search(fold(facts.issuer)):
        yield Finding(
            FindingCode.STRANGE_ISSUER,
            Severity.UNKNOWN,
            f"Chưa nhận ra {facts.issuer} trong các cơ quan, đơn vị.",
            "Xem lại tên cơ quan ban hành; đúng thì giữ nguyên.",
        )


def _of_number(facts: DocumentFacts) -> Iterable[Finding]:
    if not facts.number:
        yield Finding(
            FindingCode.NO_NUMBER,
            Severity.UNKNOWN,
            "Chưa rõ số, ký hiệu.",
            "Ghi số, ký hiệu; tài liệu không có số (ảnh, danh sách) thì để trống.",
        )
        return
    years = [int(found) for found in _YEAR_IN_NUMBER.findall(facts.number)]
    # "2026/QĐ-UBND" may be the two thousand and twenty-sixth decision; a year stands after the number.
    told = [year for year in years[-1:] if _FIRST_YEAR <= year <= _LAST_YEAR and not facts.number.startswith(str(year))]
    if told and facts.issued_on is not None and facts.issued_on.year != told[0]:
        yield Finding(
            FindingCode.NUMBER_YEAR,
            Severity.WARN,
            f"Số {facts.number} ghi năm {told[0]} mà văn bản ngày {format_date(facts.issued_on)}.",
            "Xem lại số và ngày trên văn bản.",
        )


def _of_use(facts: DocumentFacts, requirement: Requirement) -> Iterable[Finding]:
    if requirement.years_used:
        years = ", ".join(str(year) for year in requirement.years_used)
        yield Finding(
            FindingCode.USED_BEFORE,
            Severity.WARN,
            f"Tài liệu này đã chứng minh chính mục này năm {years}.",
            "Kiểm tra có văn bản mới của năm đang chấm không.",
        )
    if facts.subject and not matches(facts.subject, requirement.expected, number=facts.number):
        yield Finding(
            FindingCode.OTHER_SUBJECT,
            Severity.WARN,
            f"Trích yếu không nhắc tới tài liệu mà bộ tiêu chí yêu cầu: {'; '.join(requirement.expected)}.",
            "Xem có dẫn nhầm không; đúng thì ghi rõ mục, trang.",
        )


def matches(subject: str, expected: Iterable[str], *, number: str = "") -> bool:
    """Tell whether a subject shares telling words with what the catalogue expects; nothing telling matches all.

    The symbol of a number ("15/KH-UBND") tells the kind of document that a subject often leaves out.
    """
    wanted: set[str] = set().union(*(telling_words(words) for words in expected))
    kinds = "; ".join(_KIND_OF_SYMBOL.get(part, "") for part in _WORD.findall(fold(number)))
    return not wanted or bool(wanted & telling_words(f"{subject}; {kinds}"))


def telling_words(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring syllables of a text, without accents, that say what it is about.

    A syllable alone says too little in Vietnamese: "báo" is in "báo cáo" and in "thông báo".
    """
    parts = [_WORD.findall(part) for part in _BREAK.split(fold(text))]
    pairs = [pair for words in parts for pair in pairwise(words)]
    return frozenset(" ".join(pair) for pair in pairs if not _EMPTY_WORDS.issuperset(pair))
