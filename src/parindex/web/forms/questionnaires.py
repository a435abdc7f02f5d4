"""What people type about a question or the groups of a questionnaire, as texts; and what it makes when it is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from django.http import QueryDict

from parindex.domain.surveys.questionnaire import (
    RESERVED_CODES,
    Aggregation,
    Condition,
    Element,
    Option,
    Part,
    Question,
    QuestionKind,
    Questionnaire,
    Row,
    Status,
    Words,
)

MOST_OPTIONS, MOST_ROWS = 100, 100
"""As many lines as one form may send with the fields of each; what has more is edited as YAML."""

_CODE = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
_VALUE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"[0-9]{1,9}")
_POINTS = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_MOST_WORDS = 1000
_TOO_LONG = f"Lời dài hơn {_MOST_WORDS} ký tự. Viết ngắn lại."
_YES = "yes"
_CHOSEN = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX)


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option as it was typed."""

    value: str = ""
    vi: str = ""
    en: str = ""
    points: str = ""
    satisfied: str = ""


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a matrix as it was typed."""

    code: str = ""
    vi: str = ""
    en: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """A question as it was typed."""

    code: str
    kind: str
    vi: str
    en: str
    element: str
    required: str
    least: str
    most: str
    when: str
    values: str
    options: tuple[OptionLine, ...]
    rows: tuple[RowLine, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group with the part that it belongs to, as it was typed."""

    part: str = ""
    part_vi: str = ""
    part_en: str = ""
    code: str = ""
    vi: str = ""
    en: str = ""


class Mistyped(ValueError):
    """What was typed makes no question; `mistakes` are by the id of the field."""

    def __init__(self, mistakes: Sequence[tuple[str, str]]) -> None:
        """Keep the mistakes in the order of the form."""
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(words for _, words in mistakes))


def sheet_of(question: Question) -> QuestionSheet:
    """Return a question as texts."""
    return QuestionSheet(
        code=question.code,
        kind=question.kind.value,
        vi=question.text.vi,
        en=question.text.en,
        element=question.element,
        required=_YES if question.is_required else "",
        least="" if question.least is None else str(question.least),
        most="" if question.most is None else str(question.most),
        when="" if question.when is None else question.when.column,
        values="" if question.when is None else ", ".join(question.when.values),
        options=tuple(_option_line(option) for option in question.options),
        rows=tuple(RowLine(row.code, row.text.vi, row.text.en, row.element) for row in question.rows),
    )


def _option_line(option: Option) -> OptionLine:
    points = "" if option.points is None else _decimal(option.points)
    return OptionLine(option.value, option.text.vi, option.text.en, points, _YES if option.is_satisfied else "")


def _decimal(points: Fraction) -> str:
    return format(Decimal(points.numerator) / Decimal(points.denominator), "f").replace(".", ",")


def sheet_from(told: QueryDict) -> QuestionSheet:
    """Return what was typed; lines of options and rows without any text are left out."""
    names = ("code", "kind", "vi", "en", "element", "required", "least", "most", "when", "values")
    texts = {name: _clean(told.get(name, "")) for name in names}
    options = _lines(told, "o", ("value", "vi", "en", "points", "satisfied"))
    rows = _lines(told, "r", ("code", "vi", "en", "element"))
    return QuestionSheet(
        **texts,
        options=tuple(OptionLine(*line) for line in options if any(line[:2])),
        rows=tuple(RowLine(*line) for line in rows if any(line[:2])),
    )


def _lines(told: QueryDict, prefix: str, names: Sequence[str]) -> list[tuple[str, ...]]:
    columns = [map(_clean, told.getlist(f"{prefix}-{name}")) for name in names]
    return list(zip_longest(*columns, fillvalue=""))


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def question_of(sheet: QuestionSheet, *, before: Question) -> Question:
    """Return the question that was typed; words that did not change keep how well they are known. Raises `Mistyped`."""
    mistakes = [*_mistakes_of_texts(sheet), *_mistakes_of_lines(sheet)]
    if mistakes:
        raise Mistyped(mistakes)
    kind = QuestionKind(sheet.kind)
    statuses = {(row.code, row.text): row.status for row in before.rows}
    words = Words(sheet.vi, sheet.en)
    rows = (Row(line.code, Words(line.vi, line.en), Status.VERIFIED, line.element) for line in sheet.rows)
    return Question(
        code=sheet.code,
        kind=kind,
        text=words,
        status=before.status if words == before.text else Status.VERIFIED,
        options=tuple(map(_option, sheet.options)) if kind in _CHOSEN else (),
        rows=tuple(replace(row, status=statuses.get((row.code, row.text), row.status)) for row in rows)
        if kind is QuestionKind.MATRIX
        else (),
        element=sheet.element if kind is QuestionKind.SINGLE else "",
        when=Condition(sheet.when, _values(sheet.values)) if sheet.when else None,
        is_required=sheet.required == _YES,
        least=int(sheet.least) if sheet.least and kind is QuestionKind.NUMBER else None,
        most=int(sheet.most) if sheet.most and kind is QuestionKind.NUMBER else None,
    )


def _option(line: OptionLine) -> Option:
    points = Fraction(line.points.replace(",", ".")) if line.points else None
    return Option(line.value, Words(line.vi, line.en), line.satisfied == _YES, points)


def _values(text: str) -> tuple[str, ...]:
    return tuple(value for part in text.split(",") if (value := part.strip()))


def _mistakes_of_texts(sheet: QuestionSheet) -> list[tuple[str, str]]:
    told = []
    if not _CODE.fullmatch(sheet.code):
        told.append(("code", "Mã câu gồm chữ không dấu, số, gạch dưới, ví dụ “c7”."))
    if sheet.kind not in tuple(QuestionKind):
        told.append(("kind", "Chọn loại câu."))
    if not sheet.vi:
        told.append(("vi", "Ghi câu hỏi."))
    told += [(name, _TOO_LONG) for name in ("vi", "en", "values") if len(getattr(sheet, name)) > _MOST_WORDS]
    if sheet.code in RESERVED_CODES:
        told.append(("code", f"Mã câu “{sheet.code}” dành cho cột có sẵn của bảng trả lời. Chọn mã khác."))
    for name, text in (("least", sheet.least), ("most", sheet.most)):
        if text and not _NUMBER.fullmatch(text):
            told.append((name, "Giới hạn là số nguyên không âm."))
    if sheet.when and not _values(sheet.values):
        told.append(("values", "Ghi giá trị mà câu trước phải có, ví dụ “1, 2”."))
    return told


def _mistakes_of_lines(sheet: QuestionSheet) -> list[tuple[str, str]]:
    told = [*_too_many("o-value", "phương án", sheet.options, MOST_OPTIONS)]
    told += _too_many("r-code", "dòng", sheet.rows, MOST_ROWS)
    for nth, line in enumerate(sheet.options, start=1):
        if not _VALUE.fullmatch(line.value) or not line.vi:
            told.append((f"o-value-{nth}", f"Phương án {nth}: cần giá trị (chữ không dấu, số) và lời tiếng Việt."))
        elif line.points and not _POINTS.fullmatch(line.points):
            told.append((f"o-points-{nth}", f"Phương án {nth}: điểm là số, ví dụ 4 hoặc 0,5."))
        elif max(len(line.vi), len(line.en)) > _MOST_WORDS:
            told.append((f"o-value-{nth}", f"Phương án {nth}: {_TOO_LONG}"))
    for nth, row in enumerate(sheet.rows, start=1):
        if not _CODE.fullmatch(row.code) or not row.vi:
            told.append((f"r-code-{nth}", f"Dòng {nth}: cần mã (chữ không dấu, số) và lời tiếng Việt."))
        elif max(len(row.vi), len(row.en)) > _MOST_WORDS:
            told.append((f"r-code-{nth}", f"Dòng {nth}: {_TOO_LONG}"))
    return told


def _too_many(field: str, name: str, lines: Sequence[object], most: int) -> list[tuple[str, str]]:
    """Tell that there are more lines than the page takes, so that none is left out without a word."""
    if len(lines) <= most:
        return []
    return [(f"{field}-{most + 1}", f"Trang này nhận tối đa {most} {name}, đang có {len(lines)}. Sửa ở dạng YAML.")]


def groups_of(parts: Sequence[Part]) -> list[GroupLine]:
    """Return the parts and groups of a questionnaire as texts."""
    return [
        GroupLine(part.code, part.name.vi, part.name.en, one.code, one.name.vi, one.name.en)
        for part in parts
        for one in part.elements
    ]


def groups_from(told: QueryDict) -> list[GroupLine]:
    """Return the groups that were typed; lines without any text are left out."""
    lines = _lines(told, "g", ("part", "part_vi", "part_en", "code", "vi", "en"))
    return [GroupLine(*line) for line in lines if any(line)]


def parts_of(lines: Sequence[GroupLine]) -> tuple[Part, ...]:
    """Return the parts that were typed; lines of one part stand together or apart. Raises `Mistyped`."""
    mistakes = _too_many("g-part", "nhóm", lines, MOST_ROWS)
    mistakes += [
        (f"g-part-{nth}", f"Nhóm {nth}: cần mã phần, tên phần, mã nhóm, tên nhóm.")
        for nth, line in enumerate(lines, start=1)
        if not (_CODE.fullmatch(line.part) and _CODE.fullmatch(line.code) and line.part_vi and line.vi)
    ]
    mistakes += [
        (f"g-part-{nth}", f"Nhóm {nth}: {_TOO_LONG}")
        for nth, line in enumerate(lines, start=1)
        if max(map(len, (line.part_vi, line.part_en, line.vi, line.en))) > _MOST_WORDS
    ]
    if mistakes or not lines:
        raise Mistyped(mistakes or [("g-part-1", "Phiếu cần ít nhất một nhóm.")])
    names = {line.part: Words(line.part_vi, line.part_en) for line in reversed(lines)}
    return tuple(
        Part(
            code,
            names[code],
            tuple(Element(line.code, Words(line.vi, line.en)) for line in lines if line.part == code),
        )
        for code in dict.fromkeys(line.part for line in lines)
    )


_HEAD = {"vi": ("Tên (tiếng Việt)", 200), "en": ("Tên (tiếng Anh)", 200), "years": ("Những năm dùng", 40)}
_MOST_NOTICE = 2000


def head_of(
    told: QueryDict, lines: Sequence[GroupLine], *, before: Questionnaire
) -> tuple[Questionnaire, list[tuple[str, str]]]:
    """Return the questionnaire with the head and the groups that were typed, and what is wrong with them.

    Nothing is cut: a text that is too long stays as it was typed and is told.
    """
    texts = {name: " ".join(told.get(name, "").replace("\x00", "").split()) for name in (*_HEAD, "notice")}
    limits = {**_HEAD, "notice": ("Lưu ý", _MOST_NOTICE)}
    mistakes = [
        (name, f"{title}: dài {len(texts[name])} ký tự, nhiều nhất {most}. Rút ngắn.")
        for name, (title, most) in limits.items()
        if len(texts[name]) > most
    ]
    if not texts["vi"] or not texts["years"]:
        mistakes.append(("vi", "Ghi tên bộ câu hỏi và những năm dùng."))
    how = told.get("aggregation", "")
    if how not in tuple(Aggregation):
        mistakes.append(("aggregation", "Chọn cách gộp."))
        how = before.aggregation
    title = Words(texts["vi"], texts["en"])
    typed = replace(before, title=title, years=texts["years"], notice=texts["notice"], aggregation=Aggregation(how))
    try:
        return replace(typed, parts=parts_of(lines)), mistakes
    except Mistyped as error:
        return typed, [*mistakes, *error.mistakes]
