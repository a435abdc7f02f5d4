"""`parindex catalogue`: list, show, check and compare catalogues of criteria."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import write_json
from parindex.definitions.catalogues import loader
from parindex.documents.write.catalogue_json import head_to_json, to_json
from parindex.domain.scoring import checks, difference
from parindex.domain.scoring.catalogue import ITEM_STATUS_TEXTS, STATUS_TEXTS, Catalogue, Item
from parindex.domain.scoring.wording import number_text

app = typer.Typer(help="Bộ tiêu chí: cây mục, điểm, quy tắc chấm.", no_args_is_help=True)

JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi kết quả JSON ra tệp; '-' là đầu ra chuẩn.")
]
CatalogueArgument = Annotated[str, typer.Argument(metavar="MÃ|TỆP.yaml", help="Mã của bộ có sẵn, hoặc tệp YAML.")]

CHANGE_NAMES = {
    difference.Change.ADDED: "thêm",
    difference.Change.REMOVED: "bỏ",
    difference.Change.CHANGED: "đổi",
}


@app.command("list")
def list_all(*, json_target: JsonOption = None) -> None:
    """Liệt kê các bộ tiêu chí có sẵn."""
    with reported():
        catalogues = loader.list_catalogues()
        if json_target:
            write_json({"catalogues": [head_to_json(catalogue) for catalogue in catalogues]}, target=json_target)
            return
    for catalogue in catalogues:
        count = len(list(catalogue.walk()))
        typer.echo(
            f"{catalogue.id}\t{catalogue.year}\t{count} mục\t{catalogue.title} [{STATUS_TEXTS[catalogue.status]}]"
        )


@app.command()
def show(name: CatalogueArgument, *, json_target: JsonOption = None) -> None:
    """In cây mục của một bộ: điểm, quy tắc bằng một câu, căn cứ, mức tin cậy."""
    with reported():
        catalogue = find_catalogue(name)
        if json_target:
            write_json(to_json(catalogue), target=json_target)
            return
    typer.echo(banner(catalogue))
    typer.echo(f"Tổng điểm: {_points(catalogue.total_points)}")
    for part in catalogue.parts:
        typer.echo(f"  {part.name}: {number_text(part.max_points)} (theo {len(part.sources)} nguồn)")
    for depth, item in catalogue.walk():
        for line in _item_lines(item):
            typer.echo("  " * depth + line)


@app.command()
def check(name: CatalogueArgument, *, json_target: JsonOption = None) -> None:
    """Kiểm tra một bộ: cộng điểm, quy tắc, ca kiểm thử; mã thoát 1 khi có điều sai."""
    with reported():
        catalogue = find_catalogue(name)
        report = checks.check_catalogue(catalogue)
        if json_target:
            write_json(_report(catalogue, report), target=json_target)
    if not json_target:
        for problem in report.problems:
            typer.echo(f"{problem.item_code or 'cả bộ'}: {problem.message} [{problem.code}]")
        skipped = ", ".join(code or "tổng" for code in report.sums_skipped) or "không"
        typer.echo(f"{catalogue.id}: {len(report.problems)} điều sai.")
        typer.echo(f"Đã so {report.sums_checked} phép cộng và {report.cases_checked} ca kiểm thử.")
        typer.echo(f"Không cộng được vì có điểm chưa rõ: {skipped}.")
    if report.problems:
        raise typer.Exit(1)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="Mã hoặc tệp YAML của bộ trước.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Mã hoặc tệp YAML của bộ sau.")],
    *,
    json_target: JsonOption = None,
) -> None:
    """So hai bộ theo mã: mục thêm, bỏ, đổi tên, điểm, quy tắc."""
    with reported():
        first, second = find_catalogue(before), find_catalogue(after)
        found = difference.compare(first, second)
        if json_target:
            write_json(_difference(first, second, found), target=json_target)
            return
    for change in found.head:
        typer.echo(f"{change.field}: {change.before or '(trống)'} → {change.after or '(trống)'}")
    for item in found.items:
        typer.echo(f"{CHANGE_NAMES[item.change]}\t{item.item_code}\t{item.name or '(chưa rõ tên)'}")
        for change in item.fields:
            typer.echo(f"\t{change.field}: {change.before or '(trống)'} → {change.after or '(trống)'}")
    typer.echo(f"{found.same_count} mục giống nhau, {len(found.items)} mục khác.")


def find_catalogue(name: str) -> Catalogue:
    """Return a catalogue by id, or of a YAML file when the name looks like one; raises coded errors."""
    if not name.endswith((".yaml", ".yml")):
        return loader.load_catalogue(name)
    try:
        text = Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{name}”: {reason_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"Tệp “{name}” không phải văn bản UTF-8.") from error
    return loader.read_catalogue(text, source=name)


def banner(catalogue: Catalogue) -> str:
    """Say what the catalogue is and how far it can be trusted: stands above everything made of it."""
    decision = f" – {catalogue.decision.number}" if catalogue.decision.number else ""
    notice = f"\n{catalogue.notice}" if catalogue.notice else ""
    return f"{catalogue.title}{decision}\n[{STATUS_TEXTS[catalogue.status]}]{notice}"


def _item_lines(item: Item) -> list[str]:
    lines = [f"{item.label} — {_points(item.max_points)} [{ITEM_STATUS_TEXTS[item.status]}]"]
    if not item.children:
        lines.append(f"    Cách chấm: {item.sentence}")
    if item.note:
        lines.append(f"    Ghi chú: {item.note}")
    if item.citation:
        lines.append(f"    Căn cứ: {item.citation}")
    return lines


def _points(value: Fraction | None) -> str:
    return "không rõ" if value is None else f"{number_text(value)} điểm"


def _report(catalogue: Catalogue, report: checks.Report) -> dict[str, object]:
    return {
        "id": catalogue.id,
        "problems": [
            {"code": problem.code, "item": problem.item_code, "message": problem.message} for problem in report.problems
        ],
        "sums_checked": report.sums_checked,
        "sums_skipped": list(report.sums_skipped),
        "cases_checked": report.cases_checked,
    }


def _difference(before: Catalogue, after: Catalogue, found: difference.Difference) -> dict[str, object]:
    return {
        "before": before.id,
        "after": after.id,
        "head": [_change(change) for change in found.head],
        "items": [
            {
                "code": item.item_code,
                "change": item.change.value,
                "name": item.name,
                "fields": [_change(change) for change in item.fields],
            }
            for item in found.items
        ],
        "same_count": found.same_count,
    }


def _change(change: difference.FieldChange) -> dict[str, str]:
    return {"field": change.field, "before": change.before, "after": change.after}
