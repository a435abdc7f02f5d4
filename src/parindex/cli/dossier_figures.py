"""`parindex dossiers indicators|form|costs|compare`: figures out of the store."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.analytics.engine import Key, PeriodOf, Query
from parindex.cli.dossiers import CERTAINTIES, AsOfOption, JsonOption, StoreOption, opened, parse_as_of, parse_day
from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import write_json

if TYPE_CHECKING:
    from parindex.analytics.engine import Group
    from parindex.domain.dossiers.measures import IndicatorSet

FromOption = Annotated[str, typer.Option("--from", metavar="NGÀY", help="Từ ngày.")]
ToOption = Annotated[str, typer.Option("--to", metavar="NGÀY", help="Đến trước ngày.")]
ByOption = Annotated[str, typer.Option("--by", metavar="KHÓA,...", help="Nhóm theo, ví dụ unit,month,procedure.")]
_SCALE = 10_000
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands to `parindex dossiers`."""
    for command in (indicators, form, costs, compare):
        app.command()(command)


def indicators(
    *,
    store_folder: StoreOption,
    by: ByOption = "",
    period_of: Annotated[PeriodOf, typer.Option(help="Kỳ theo ngày tiếp nhận hay ngày kết thúc.")] = PeriodOf.RECEIVED,
    start: FromOption = "",
    end: ToOption = "",
    as_of: AsOfOption = "",
    json_target: JsonOption = None,
    parquet: Annotated[Path | None, typer.Option(help="Ghi số đếm và tỷ lệ ra tệp Parquet.")] = None,
) -> None:
    """Đếm và tính mọi chỉ số hồ sơ theo nhóm và kỳ; chưa biết thì để trống, không coi là 0 hay 100."""
    with reported():
        from parindex.analytics.bulk.counting import BulkEngine
        from parindex.definitions.dossiers.loader import load_indicators

        store, manifest = opened(store_folder)
        query = Query(
            by=_parse_keys(by),
            as_of=parse_as_of(as_of, manifest),
            period_of=period_of,
            start=parse_day(start) if start else None,
            end=parse_day(end) if end else None,
        )
        definitions = load_indicators()
        engine = BulkEngine(store.counted_paths(manifest), measures=definitions.measures)
        if parquet is not None:
            try:
                parquet.touch()
            except OSError as error:
                raise UsageError(f"Không ghi được tệp “{parquet}”: {reason_of(error)}.") from error
            engine.write_parquet(query, definitions.indicators, parquet)
        if json_target:
            write_json(_indicators_json(list(engine.count(query)), query, definitions), target=json_target)
        if parquet is None and not json_target:
            _print_indicators(list(engine.count(query)), query, definitions)


def _indicators_json(groups: list[Group], query: Query, definitions: IndicatorSet) -> dict[str, object]:
    from parindex.analytics.indicators import describe

    return {
        "schema": "parindex.dossier-indicators/1",
        "as_of": query.as_of.isoformat(),
        "period_of": query.period_of.value,
        "from": query.start.isoformat() if query.start else None,
        "to": query.end.isoformat() if query.end else None,
        "by": [key.value for key in query.by],
        "version": definitions.version,
        "indicators": [
            {
                "code": one.code,
                "name": one.name,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "criteria": list(one.criteria),
                "source": one.source,
                "certainty": one.certainty.value,
                "valid_to": one.valid_to.isoformat() if one.valid_to else None,
            }
            for one in definitions.indicators
        ],
        "rows": [describe(group, query=query, definitions=definitions) for group in groups],
    }


def _print_indicators(groups: list[Group], query: Query, definitions: IndicatorSet) -> None:
    from parindex.analytics.indicators import counts_of, keys_of, rates_of

    for group in groups[:_SHOWN]:
        counts = counts_of(group, definitions)
        keys = ", ".join("chưa rõ" if key is None else str(key) for key in keys_of(group, query).values())
        typer.echo(f"{keys or 'Toàn bộ'}: {counts['received']} hồ sơ")
        for one in definitions.indicators:
            rate = rates_of(counts, definitions)[one.code]
            percent = "chưa có số liệu" if rate["percent"] is None else f"{rate['percent']}%".replace(".", ",")
            typer.echo(
                f"  {one.name}: {percent} ({rate['numerator']}/{rate['denominator']}; {CERTAINTIES[one.certainty]})"
            )
    if len(groups) > _SHOWN:
        typer.echo(f"… còn {len(groups) - _SHOWN} nhóm; xem đủ với --json hoặc --parquet.")


def form(
    *,
    store_folder: StoreOption,
    start: Annotated[str, typer.Option("--from", metavar="NGÀY", help="Ngày đầu kỳ.")],
    end: Annotated[str, typer.Option("--to", metavar="NGÀY", help="Ngày sau ngày cuối kỳ.")],
    by: Annotated[Key, typer.Option(help="Mỗi dòng là một lĩnh vực, đơn vị ...")] = Key.FIELD,
    json_target: JsonOption = None,
) -> None:
    """Lập biểu II.06a/VPCP/KSTT của một kỳ và kiểm các đẳng thức giữa các cột."""
    with reported():
        from parindex.analytics.bulk.forms import count_form
        from parindex.domain.calendar.periods import Period
        from parindex.domain.dossiers.form import COLUMNS, TITLES, broken_identities, total_of

        if by in (Key.WEEK, Key.MONTH, Key.YEAR):
            raise UsageError("Biểu II.06a là của một kỳ: --by không nhận tuần, tháng, năm.")
        period = Period("", parse_day(start), parse_day(end))
        if period.start >= period.end:
            raise UsageError("--from phải trước --to.")
        store, manifest = opened(store_folder)
        groups = count_form(store.part_paths(manifest), by=by, period=period)
        total = total_of(group.counts for group in groups)
        broken = broken_identities(total)
        if json_target:
            rows = [{by.value: g.keys[0], **dict(zip(COLUMNS, g.counts, strict=True))} for g in groups]
            content = {"from": start, "to": end, "titles": TITLES, "rows": rows, "total": total, "broken": list(broken)}
            write_json(content, target=json_target)
            return
    for column in COLUMNS:
        typer.echo(f"{column.removeprefix('c'):>4}  {TITLES[column]}: {total[column]}")
    typer.echo(f"Đẳng thức không khớp: {', '.join(broken)}." if broken else "Bốn đẳng thức của biểu đều khớp.")


def costs(
    *,
    store_folder: StoreOption,
    loss: Annotated[str, typer.Option(metavar="ĐIỂM", help="Số điểm tiêu chí bị mất, ví dụ 0,25.")],
    by: ByOption = "procedure",
    level: Annotated[int | None, typer.Option(help="Chỉ cấp này: 1 tỉnh, 2 huyện, 3 xã.")] = None,
    start: FromOption = "",
    end: ToOption = "",
    as_of: AsOfOption = "",
    json_target: JsonOption = None,
) -> None:
    """Chia số điểm bị mất cho thủ tục, bộ phận hay đơn vị theo số hồ sơ quá hạn; cộng lại đúng bằng số đã mất."""
    with reported():
        from parindex.analytics.bulk.counting import BulkEngine
        from parindex.definitions.dossiers.loader import load_indicators
        from parindex.domain.dossiers.costs import share_loss

        store, manifest = opened(store_folder)
        keys = _parse_keys(by)
        query = Query(
            by=(*keys, Key.LEVEL),
            as_of=parse_as_of(as_of, manifest),
            start=parse_day(start) if start else None,
            end=parse_day(end) if end else None,
        )
        measures = tuple(one for one in load_indicators().measures if one.code in ("late", "judged"))
        late: dict[tuple[object, ...], int] = {}
        for group in BulkEngine(store.counted_paths(manifest), measures=measures).count(query):
            if level is None or group.keys[-1] == level:
                late[group.keys[:-1]] = late.get(group.keys[:-1], 0) + group.counts[0]
        shares = share_loss(late, loss=_parse_points(loss))
        worst = sorted((key for key in late if late[key]), key=lambda key: -shares[key])
        rows = [{"keys": list(key), "late": late[key], "points": _points(shares[key])} for key in worst]
        if json_target:
            write_json(
                {"by": [key.value for key in keys], "loss": _points(_parse_points(loss)), "rows": rows},
                target=json_target,
            )
            return
    for key in worst[:_SHOWN]:
        names = ", ".join("chưa rõ" if part is None else str(part) for part in key)
        typer.echo(f"{_points(shares[key]).replace('.', ',')} điểm  {late[key]} hồ sơ quá hạn  {names}")


def compare(
    *,
    store_folder: StoreOption,
    other: Annotated[Path, typer.Option("--with", metavar="THƯ_MỤC", help="Kho thứ hai, nhập từ nguồn khác.")],
    json_target: JsonOption = None,
) -> None:
    """Đối chiếu hai nguồn hồ sơ theo mã: hồ sơ chỉ một bên có và chỗ hai bên khác nhau."""
    with reported():
        from collections import Counter
        from dataclasses import asdict

        from parindex.analytics.bulk.comparing import ONLY_LEFT, ONLY_RIGHT, differences

        (left, mine), (right, theirs) = opened(store_folder), opened(other)
        found = list(differences(left.part_paths(mine), right.part_paths(theirs)))
        if json_target:
            write_json({"differences": [asdict(one) for one in found]}, target=json_target)
            return
    words = {ONLY_LEFT: "chỉ kho thứ nhất có", ONLY_RIGHT: "chỉ kho thứ hai có"}
    for column, count in Counter(one.column for one in found).most_common():
        typer.echo(f"{words.get(column, f'khác nhau ở {column}')}: {count}")
    for one in found[:_SHOWN]:
        typer.echo(f"  {one.code}  {words.get(one.column, one.column)}  {one.left or '-'} | {one.right or '-'}")


def _parse_keys(given: str) -> tuple[Key, ...]:
    words = [word.strip() for word in given.split(",") if word.strip()]
    try:
        keys = tuple(Key(word) for word in words)
    except ValueError as error:
        raise UsageError(f"--by nhận: {', '.join(Key)}.") from error
    if len(set(keys)) != len(keys):
        raise UsageError("--by: mỗi khóa chỉ nêu một lần.")
    return keys


def _parse_points(given: str) -> int:
    try:
        return int(Decimal(given.replace(",", ".")) * _SCALE)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise UsageError(f"Không hiểu số điểm '{given}'; viết dạng 0,25.") from error


def _points(value: int) -> str:
    return str(Decimal(value).scaleb(-4).normalize() if value else Decimal(0))
