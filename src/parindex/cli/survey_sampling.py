"""`parindex survey sample-size` and `parindex survey draw`: how many people to ask, and whom."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

import typer

from parindex.cli.errors import UsageError, print_error, reason_of, reported
from parindex.cli.output import write_bytes, write_json
from parindex.cli.survey_questionnaires import JsonOption
from parindex.definitions.questionnaires.drawing import read_draw
from parindex.domain.surveys import sampling
from parindex.domain.surveys.drawing import BadFrame, DrawPlan, FrameRow, Selected, draw
from parindex.domain.surveys.weighing import check_names
from parindex.domain.text import folding

_MISTAKES_SHOWN: Final = 50
_DELIMITERS: Final = ",;\t"


def register(app: typer.Typer) -> None:
    """Add the commands of this module to `parindex survey`."""
    app.command(name="sample-size")(sample_size)
    app.command(name="draw")(draw_sample)


def sample_size(
    *,
    population: Annotated[int | None, typer.Option("--population", help="Số người hoặc hộ của tổng thể.")] = None,
    error: Annotated[
        str | None, typer.Option("--error", help="Sai số e của n = N/(1+Ne²), tính bằng %, ví dụ 5.")
    ] = None,
    margin: Annotated[str | None, typer.Option("--margin", help="Sai số mong muốn, điểm phần trăm, ví dụ 3.")] = None,
    forms: Annotated[int | None, typer.Option("--forms", help="Số phiếu đã có: cho biết sai số của nó.")] = None,
    previous_forms: Annotated[
        int | None, typer.Option("--previous-forms", help="Số phiếu năm trước: mức thay đổi nhỏ nhất thấy được.")
    ] = None,
    share: Annotated[str, typer.Option("--share", help="Tỷ lệ hài lòng dự kiến, %; 50 là an toàn nhất.")] = "50",
    confidence: Annotated[str, typer.Option("--confidence", help="Độ tin cậy: 90, 95 hoặc 99 %.")] = "95",
    design_effect: Annotated[str, typer.Option("--design-effect", help="Hệ số thiết kế do chọn theo cụm.")] = "1",
    json_target: JsonOption = None,
) -> None:
    """Tính cỡ mẫu, sai số của một cỡ mẫu, và thay đổi nhỏ nhất mà hai năm khảo sát phân biệt được."""
    with reported():
        assumptions = sampling.Assumptions(
            share=_percent(share),
            confidence=_percent(confidence),
            design_effect=_exact(design_effect),
            population=population,
        )
        told = _sizes(assumptions, error=error, margin=margin, forms=forms, previous_forms=previous_forms)
        if json_target:
            write_json({key: value for key, value, _ in told}, target=json_target)
            return
    for _, _, line in told:
        typer.echo(line)


def _sizes(
    assumptions: sampling.Assumptions,
    *,
    error: str | None,
    margin: str | None,
    forms: int | None,
    previous_forms: int | None,
) -> list[tuple[str, object, str]]:
    """Return what was asked for: key, value, line."""
    told: list[tuple[str, object, str]] = []
    if error is not None:
        if assumptions.population is None:
            raise UsageError("--error cần --population.")
        size = sampling.usual_size(assumptions.population, error=_percent(error))
        told.append(("usual_size", size, f"n = N/(1+Ne²), làm tròn lên: {size} phiếu"))
    if margin is not None:
        size = sampling.size_for_margin(_percent(margin), assumptions)
        told.append(("size_for_margin", size, f"Để sai số không quá {margin} điểm: {size} phiếu"))
    if forms is not None:
        points = _points(sampling.margin_of(forms, assumptions))
        told.append(("margin", float(points), f"{forms} phiếu: sai số ± {_shown(points)} điểm"))
    if previous_forms is not None:
        if forms is None:
            raise UsageError("--previous-forms cần --forms.")
        points = _points(sampling.detectable_change(previous_forms, forms, assumptions))
        line = f"Thay đổi nhỏ nhất thấy được (lực 80%): {_shown(points)} điểm"
        told.append(("detectable_change", float(points), line))
    if not told:
        raise UsageError("Cho biết ít nhất một trong --error, --margin, --forms.")
    return told


def _exact(text: str) -> Fraction:
    try:
        return Fraction(text.strip().removesuffix("%").replace(",", "."))
    except (ValueError, ZeroDivisionError) as error:
        raise UsageError(f"“{text}” không phải số.") from error


def _percent(text: str) -> Fraction:
    return _exact(text) / 100


def _points(share: Decimal) -> Decimal:
    return round(share * 100, 4)


def _shown(points: Decimal) -> str:
    return f"{points:.2f}".replace(".", ",")


def draw_sample(
    *,
    frame: Annotated[Path, typer.Argument(metavar="KHUNG.csv", help="Khung mẫu: mỗi hộ hoặc người một dòng.")],
    design: Annotated[Path, typer.Option("--design", metavar="TỆP.yaml", help="Cách chọn: các bậc, tầng, số chọn.")],
    seed: Annotated[str, typer.Option("--seed", help="Hạt giống; cùng khung và hạt giống thì cùng mẫu.")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="TỆP.csv", help="Nơi ghi mẫu; không có thì in ra.")
    ] = None,
) -> None:
    """Chọn mẫu nhiều bậc có phân tầng từ khung mẫu, lặp lại được, kèm trọng số, dự phòng và chỉ tiêu nhóm."""
    with reported():
        plan = read_draw(_text(design), source=design.name)
        headings, rows = _frame(frame)
        plan = _resolved(plan, headings)
        try:
            check_names(plan)
            drawn = draw(rows, plan, seed=seed)
        except BadFrame as error:
            for mistake in error.mistakes[:_MISTAKES_SHOWN]:
                print_error(f"Dòng {mistake.row}, cột {mistake.column}: {mistake.message}")
            print_error(f"{len(error.mistakes)} chỗ sai; không chọn mẫu.")
            raise typer.Exit(error.exit_code) from error
        data = _table(headings, drawn, plan)
        if output is None:
            typer.echo(data, nl=False)
            return
        write_bytes(data.encode("utf-8-sig"), target=output)
    spares = sum(selected.is_spare for selected in drawn)
    typer.echo(f"Đã chọn {len(drawn) - spares} và {spares} dự phòng trong {len(rows)} dòng của khung mẫu.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"Tệp “{path.name}” không phải UTF-8.") from error
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{path.name}”: {reason_of(error)}.") from error


def _frame(path: Path) -> tuple[list[str], list[FrameRow]]:
    text = _text(path)
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    headings = [heading.strip() for heading in next(reader, [])]
    rows = []
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(headings):
            raise UsageError(f"Dòng {reader.line_num} của “{path.name}” không có đúng {len(headings)} cột.")
        told = dict(zip(headings, (cell.strip() for cell in cells), strict=True))
        rows.append(FrameRow(reader.line_num, told))
    return headings, rows


def _resolved(plan: DrawPlan, headings: Sequence[str]) -> DrawPlan:
    """Call columns as the frame does: a page keeps a design with its names folded, and the frame may write “Xã”."""
    known = {folding.fold(heading): heading for heading in headings}

    def own(name: str) -> str:
        return name if name in headings else known.get(folding.fold(name), name)

    stages = [replace(one, unit=own(one.unit), strata=tuple(map(own, one.strata))) for one in plan.stages]
    return replace(plan, stages=tuple(stages))


def _table(headings: Sequence[str], drawn: Sequence[Selected], plan: DrawPlan) -> str:
    """Write the sample with what `survey estimate` needs: strata and populations by stage, and weights."""
    quota = [] if plan.quotas is None else [plan.quotas.name]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    design = list(drawn[0].design(plan)) if drawn else []
    writer.writerow([*headings, *design, "thu_tu", "vai_tro", *quota])
    for selected in drawn:
        role = "dự phòng" if selected.is_spare else "chính"
        told = [selected.row.cells[heading] for heading in headings]
        writer.writerow(
            [*told, *selected.design(plan).values(), selected.rank, role, *([selected.quota] if quota else [])]
        )
    return text.getvalue()
