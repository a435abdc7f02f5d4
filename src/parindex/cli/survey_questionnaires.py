"""`parindex survey questionnaires`: list, show and check questionnaires, those built in and those of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import write_json
from parindex.definitions.questionnaires import loader
from parindex.definitions.questionnaires.writer import head_of, parts_of, words_of
from parindex.domain.surveys.questionnaire import (
    AGGREGATION_NAMES,
    Column,
    Kind,
    Question,
    Questionnaire,
    Status,
)

app = typer.Typer(help="Phiếu khảo sát viết bằng dữ liệu.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="MÃ|TỆP.yaml", help="Mã phiếu có sẵn, hoặc tệp YAML.")]
JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="TỆP", help="Ghi JSON vào tệp, hoặc “-” cho đầu ra chuẩn.")
]

_DETAILS: Final = ("notice", "sources")
_KIND_NAMES: Final = {
    Kind.SIPAS: "SIPAS",
    Kind.LEADERS: "lãnh đạo, quản lý",
    Kind.COUNTER: "đánh giá tại quầy",
    Kind.LOCAL: "của địa phương",
}
_STATUS_NAMES: Final = {
    Status.VERIFIED: "đã đối chiếu nguyên văn",
    Status.UNVERIFIED: "chưa đối chiếu nguyên văn",
    Status.MISSING: "chưa có nguyên văn",
}


def find_questionnaire(name: str) -> Questionnaire:
    """Return the questionnaire of an id or of a YAML file; raises UsageError and the loader's errors."""
    if not name.endswith((".yaml", ".yml")):
        return loader.load_questionnaire(name)
    try:
        text = Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"Tệp “{name}” không phải UTF-8.") from error
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{name}”: {reason_of(error)}.") from error
    return loader.read_questionnaire(text, source=Path(name).name)


@app.command(name="list")
def list_(*, json_target: JsonOption = None) -> None:
    """Liệt kê các phiếu có sẵn, số mục tính chỉ số và mức chắc chắn của lời văn."""
    with reported():
        found = loader.list_questionnaires()
        if json_target:
            write_json({"questionnaires": [_summary(questionnaire) for questionnaire in found]}, target=json_target)
            return
    for questionnaire in found:
        typer.echo(
            f"{questionnaire.id}: {questionnaire.title.vi} ({questionnaire.years}); {_KIND_NAMES[questionnaire.kind]}; "
            f"{len(questionnaire.items)} mục; {_STATUS_NAMES[questionnaire.status]}"
        )


@app.command()
def show(*, name: NameArgument, json_target: JsonOption = None) -> None:
    """In phiếu: từng câu, phương án, điều kiện và nhóm chỉ số mà mục thuộc về."""
    with reported():
        questionnaire = find_questionnaire(name)
        if json_target:
            write_json(_whole(questionnaire), target=json_target)
            return
    typer.echo(f"{questionnaire.title.vi} ({questionnaire.id}, bản {questionnaire.version}, {questionnaire.years})")
    if questionnaire.notice:
        typer.echo(f"Lưu ý: {questionnaire.notice}")
    for question in questionnaire.questions:
        typer.echo("")
        for line in _question_lines(question, questionnaire):
            typer.echo(line)


@app.command()
def check(*, name: NameArgument) -> None:
    """Kiểm tra một phiếu: đúng dạng, không mâu thuẫn; đếm mục chưa có nguyên văn."""
    with reported():
        questionnaire = find_questionnaire(name)
    columns = questionnaire.columns.values()
    counts = {status: sum(column.status is status for column in columns) for status in Status}
    typer.echo(
        f"Phiếu “{questionnaire.id}” dùng được: {len(columns)} cột trả lời, "
        f"{len(questionnaire.items)} mục tính chỉ số, mặc định {AGGREGATION_NAMES[questionnaire.aggregation]}."
    )
    typer.echo("Lời văn: " + "; ".join(f"{counts[status]} {_STATUS_NAMES[status]}" for status in Status) + ".")


def _question_lines(question: Question, questionnaire: Questionnaire) -> list[str]:
    asked = f" (hỏi khi {question.when.column} là {', '.join(question.when.values)})" if question.when else ""
    lines = [f"{question.code}. {question.text.vi}{asked}{_mark(question.status)}"]
    lines += [f"    {option.value} = {option.text.vi}" for option in question.options]
    columns = [column for column in questionnaire.columns.values() if column.question is question]
    if question.rows:
        lines += [f"  {column.code}: {column.text.vi}{_element(column)}{_mark(column.status)}" for column in columns]
    return lines


def _element(column: Column) -> str:
    return f" → {column.element}" if column.element else ""


def _mark(status: Status) -> str:
    return "" if status is Status.VERIFIED else f" [{_STATUS_NAMES[status]}]"


def _summary(questionnaire: Questionnaire) -> dict[str, object]:
    head = head_of(questionnaire)
    return {**{key: head[key] for key in head if key not in _DETAILS}, "items": len(questionnaire.items)}


def _whole(questionnaire: Questionnaire) -> dict[str, object]:
    return {
        **head_of(questionnaire),
        "items": len(questionnaire.items),
        "parts": parts_of(questionnaire),
        "columns": [_column_json(column) for column in questionnaire.columns.values()],
    }


def _column_json(column: Column) -> dict[str, object]:
    when = column.question.when
    return {
        "code": column.code,
        "question": column.question.code,
        "kind": column.question.kind.value,
        "text": words_of(column.text),
        "status": column.status.value,
        "element": column.element or None,
        "options": [{"value": option.value, "text": words_of(option.text)} for option in column.question.options],
        "when": None if when is None else {"column": when.column, "is": list(when.values)},
    }
