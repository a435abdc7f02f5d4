"""`parindex survey estimate`: indices with their margins from a table of answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parindex.cli.errors import UsageError, print_error, reason_of, reported
from parindex.cli.output import write_json
from parindex.cli.survey_questionnaires import JsonOption, find_questionnaire
from parindex.definitions.questionnaires.design import read_design
from parindex.domain.surveys.plan import SurveyPlan
from parindex.domain.surveys.questionnaire import AGGREGATION_NAMES, Aggregation, Questionnaire

if TYPE_CHECKING:
    from parindex.analytics.surveys.comparison import Comparison
    from parindex.analytics.surveys.estimation import DomainFigures, Figure, SurveyEstimate

_MISTAKES_SHOWN: Final = 50


def register(app: typer.Typer) -> None:
    """Add the command of this module to `parindex survey`."""
    app.command()(estimate)


def estimate(
    *,
    answers: Annotated[Path, typer.Argument(metavar="TRẢ LỜI.csv|.parquet", help="Bảng trả lời, dạng rộng hoặc dài.")],
    questionnaire_name: Annotated[
        str, typer.Option("--questionnaire", metavar="MÃ|TỆP.yaml", help="Phiếu: mã có sẵn hoặc tệp YAML.")
    ],
    design: Annotated[
        Path | None, typer.Option("--design", metavar="TỆP.yaml", help="Thiết kế mẫu: trọng số, tầng, cụm, mục tiêu.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="TỆP.json", help="Kết quả năm trước do lệnh này ghi ra.")
    ] = None,
    json_target: JsonOption = None,
) -> None:
    """Ước lượng chỉ số theo mục, nhóm, phần, chung và theo đơn vị, kèm khoảng tin cậy; so với mục tiêu."""
    with reported():
        questionnaire = find_questionnaire(questionnaire_name)
        plan = None if design is None else read_design(_text(design), source=design.name)
        result = _estimate(answers, questionnaire, plan)
        comparisons = _compare(result, previous)
        if json_target:
            from parindex.analytics.surveys.report import as_json

            write_json(as_json(result, comparisons), target=json_target)
            return
    for line in _lines(result, comparisons):
        typer.echo(line)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"Tệp “{path.name}” không phải UTF-8.") from error
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{path.name}”: {reason_of(error)}.") from error


def _estimate(answers: Path, questionnaire: Questionnaire, plan: SurveyPlan | None) -> SurveyEstimate:
    """Estimate, or tell every mistake with its row and column; NumPy is loaded only here."""
    from parindex.analytics.bulk.answers import read_table
    from parindex.analytics.surveys.estimation import estimate_survey
    from parindex.analytics.surveys.mistakes import BadAnswers
    from parindex.analytics.surveys.preparing import prepare

    try:
        return estimate_survey(questionnaire, prepare(read_table(answers), questionnaire, plan))
    except BadAnswers as error:
        for mistake in error.mistakes[:_MISTAKES_SHOWN]:
            place = f"Dòng {mistake.row}" + (f", cột {mistake.column}" if mistake.column else "")
            print_error(f"{place}: {mistake.message}")
        print_error(f"{error.count} chỗ sai; không ước lượng gì.")
        raise typer.Exit(error.exit_code) from error


def _compare(result: SurveyEstimate, previous: Path | None) -> Sequence[Comparison]:
    from parindex.analytics.surveys.comparison import compare
    from parindex.analytics.surveys.report import EarlierError, earlier_from_json

    if previous is None:
        return compare(result, {})
    try:
        content = json.loads(_text(previous))
    except ValueError as error:
        raise EarlierError(f"Tệp “{previous.name}” không phải JSON đọc được.") from error
    return compare(result, earlier_from_json(content, aggregation=result.aggregation.value))


def _lines(result: SurveyEstimate, comparisons: Sequence[Comparison]) -> list[str]:
    from parindex.analytics.surveys.comparison import VERDICT_NAMES
    from parindex.analytics.surveys.report import notices

    lines = [
        f"{result.questionnaire.title.vi}: {result.prepared.size} phiếu, {AGGREGATION_NAMES[result.aggregation]}, "
        f"tin cậy {_number(100 * float(result.prepared.plan.confidence), 0)}%"
    ]
    lines += [f"  {_figure_line(figure, result.aggregation)}" for figure in result.figures]
    for domain in result.domains:
        lines.append(_domain_line(domain, result.aggregation))
    for comparison in comparisons:
        verdict = VERDICT_NAMES[comparison.verdict]
        reason = f" ({comparison.reason})" if comparison.reason else ""
        between = "" if comparison.low is None else f", khoảng {_number(comparison.low)} đến {_number(comparison.high)}"
        wanted = (
            "" if comparison.wanted is None else f": cần {_number(comparison.wanted)}, có {_number(comparison.found)}"
        )
        lines.append(f"Mục tiêu {comparison.target.code}{wanted}{between}: {verdict}{reason}")
    return lines + [f"Lưu ý: {notice}" for notice in notices(result)]


def _figure_line(figure: Figure, aggregation: Aggregation) -> str:
    sign = "" if aggregation.counts_points else "%"
    if figure.value is None:
        return f"{figure.label.code} {figure.label.name}: không có câu trả lời"
    margin = "không tính được sai số"
    if figure.margin is not None:
        half = (figure.margin.high - figure.margin.low) / 2
        margin = f"± {_number(half)} ({_number(figure.margin.low)} đến {_number(figure.margin.high)})"
    blanks = f"; {figure.blanks} bỏ trống" if figure.blanks else ""
    return (
        f"{figure.label.code} {figure.label.name}: {_number(figure.value)}{sign} {margin}; {figure.answers} câu{blanks}"
    )


def _domain_line(domain: DomainFigures, aggregation: Aggregation) -> str:
    name = f"{domain.variable} “{domain.name or 'không ghi'}”, {domain.forms} phiếu"
    if domain.figures is None:
        return f"{name}: ít phiếu, không công bố"
    return f"{name}: {_figure_line(domain.figures[0], aggregation).partition(': ')[2]}"


def _number(value: float | None, decimals: int = 2) -> str:
    """Write a number as people do; figures that are not there have no digits."""
    return "không rõ" if value is None else f"{value:.{decimals}f}".replace(".", ",")
