"""`parindex catalogue crosswalk`: what became of each item from one catalogue to the next."""

from __future__ import annotations

from typing import Annotated

import typer

from parindex.cli.catalogue import JsonOption, find_catalogue
from parindex.cli.errors import reported
from parindex.cli.output import write_json
from parindex.definitions.catalogues.crosswalks import loader
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.crosswalk import Balance, Crosswalk, Link, Origin, Relation, Unit
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.wording import decimal_text, exact_text, number_text

RELATION_NAMES = {
    Relation.SAME: "giữ nguyên",
    Relation.RENAMED: "đổi tên",
    Relation.SPLIT: "tách",
    Relation.MERGED: "gộp",
    Relation.NEW: "mới",
    Relation.DROPPED: "bỏ",
    Relation.UNKNOWN: "chưa rõ",
}
ORIGIN_NAMES = {Origin.STATED: "người đối chiếu", Origin.PROPOSED: "máy đề xuất"}
UNIT_NAMES = {
    Unit.POINTS: "theo điểm tối đa",
    Unit.ITEMS: "theo số mục chấm điểm, vì còn mục chưa rõ điểm",
}
_SHOWN = Rounding(decimals=2)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("crosswalk")(show_crosswalk)


def show_crosswalk(
    before: Annotated[str, typer.Argument(metavar="A", help="Mã hoặc tệp YAML của bộ trước.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Mã hoặc tệp YAML của bộ sau.")],
    *,
    json_target: JsonOption = None,
) -> None:
    """Đối chiếu mục của hai bộ: giữ nguyên, đổi tên, tách, gộp, mới, bỏ; phần nối được và chưa nối cộng lại 100."""
    with reported():
        first, second = find_catalogue(before), find_catalogue(after)
        found = loader.load_crosswalk(first, second)
        if json_target:
            write_json(_whole(first, second, found), target=json_target)
            return
    names = [{item.code: item.label for _, item in catalogue.walk()} for catalogue in (first, second)]
    for link in found.links:
        left = "; ".join(names[0][code] for code in link.before) or "(không có)"
        right = "; ".join(names[1][code] for code in link.after) or "(không có)"
        typer.echo(f"{RELATION_NAMES[link.relation]}\t{left}\t→ {right}\t[{ORIGIN_NAMES[link.origin]}: {link.reason}]")
    typer.echo(f"Tính {UNIT_NAMES[found.unit]}:")
    for catalogue, balance in ((first, found.before), (second, found.after)):
        mapped, unmapped = _percents(balance)
        typer.echo(f"{catalogue.id}: nối được {mapped}%, chưa nối {unmapped}% của {number_text(balance.total)}")


def _percents(balance: Balance) -> tuple[str, str]:
    """Round once, so that what is shown still adds up to 100."""
    units = _SHOWN.units(balance.mapped)
    rest = 100 * _SHOWN.scale - units
    mapped, unmapped = (decimal_text(value, scale=_SHOWN.scale).replace(".", ",") for value in (units, rest))
    return mapped, unmapped


def _whole(before: Catalogue, after: Catalogue, found: Crosswalk) -> dict[str, object]:
    return {
        "before": before.id,
        "after": after.id,
        "unit": found.unit.value,
        "balance": {"before": _balance(found.before), "after": _balance(found.after)},
        "links": [_link(link) for link in found.links],
    }


def _balance(balance: Balance) -> dict[str, str]:
    return {
        "mapped": exact_text(balance.mapped),
        "unmapped": exact_text(balance.unmapped),
        "total": exact_text(balance.total),
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "before": list(link.before),
        "after": list(link.after),
        "relation": link.relation.value,
        "origin": link.origin.value,
        "likeness": None if link.likeness is None else exact_text(link.likeness),
        "reason": link.reason,
        "source": link.source,
    }
