"""An empty spreadsheet for the forms of a wave: one row each, the options offered, every code explained."""

from __future__ import annotations

import io

import xlsxwriter

from parindex.domain.surveys.questionnaire import Column, QuestionKind, Questionnaire

FORM, PLACE = "ma_phieu", "noi"
_ROWS = 1000
_LONGEST_LIST = 255
_KINDS = {
    QuestionKind.MULTIPLE: "chọn nhiều, ngăn bằng |",
    QuestionKind.NUMBER: "số nguyên",
    QuestionKind.TEXT: "chữ",
}


def write_survey_table(questionnaire: Questionnaire) -> bytes:
    """Return an XLSX file: the sheet to fill in has the codes as headings, the other says what they mean."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Phiếu")
        for at, heading in enumerate((FORM, PLACE, *questionnaire.columns)):
            sheet.write_string(0, at, heading, bold)
        for at, column in enumerate(questionnaire.columns.values(), start=2):
            _offer(sheet, at, column)
        sheet.freeze_panes(1, 2)
        legend = book.add_worksheet("Giải thích")
        for at, (heading, width) in enumerate((("Mã", 12), ("Câu hỏi", 70), ("Ghi gì", 60))):
            legend.write_string(0, at, heading, bold)
            legend.set_column(at, at, width)
        lines = [
            (FORM, "Mã của tờ phiếu, mỗi tờ một mã; nhập lại cùng mã không tạo thêm phiếu", "chữ hoặc số"),
            (PLACE, "Nơi trả lời", "chữ, để trống cũng được"),
            *((column.code, _words(column), _options(column)) for column in questionnaire.columns.values()),
        ]
        for row, line in enumerate(lines, start=1):
            for at, text in enumerate(line):
                legend.write_string(row, at, text, wrapped)
    return buffer.getvalue()


def _offer(sheet: xlsxwriter.worksheet.Worksheet, at: int, column: Column) -> None:
    values = [option.value for option in column.question.options]
    if values and column.question.kind is not QuestionKind.MULTIPLE and len(",".join(values)) <= _LONGEST_LIST:
        sheet.data_validation(1, at, _ROWS, at, {"validate": "list", "source": values})


def _words(column: Column) -> str:
    title = column.question.text.vi
    return f"{title}: {column.text.vi}" if column.question.rows else title


def _options(column: Column) -> str:
    kind = _KINDS.get(column.question.kind, "")
    options = "; ".join(f"{option.value} = {option.text.vi}" for option in column.question.options)
    return " – ".join(part for part in (options, kind) if part)
