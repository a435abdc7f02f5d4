"""`parindex catalogue feeds`: which criteria read which indicators, why the others read none, how many of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.catalogue import JsonOption
from parindex.cli.errors import reported
from parindex.cli.output import write_json
from parindex.cli.site import start_django
from parindex.definitions.feeds import loader
from parindex.definitions.feeds.loader import WHY_LABELS, FeedBook, Why
from parindex.domain.assessment.feeding import addresses_of

if TYPE_CHECKING:
    from parindex.apps.base.indicators import Offer
    from parindex.domain.scoring.catalogue import Catalogue


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("feeds")(show_feeds)


def show_feeds(
    name: Annotated[
        str,
        typer.Argument(metavar="[MÃ]", help="Mã của bộ tiêu chí, có sẵn hoặc đã xác nhận; bỏ trống: mọi bộ có sẵn."),
    ] = "",
    *,
    all_offers: Annotated[
        bool, typer.Option("--all", help="Kể mọi chỉ số có thể nối, không chỉ các chỉ số đã nối.")
    ] = False,
    json_target: JsonOption = None,
) -> None:
    """Kiểm tra và kể nguồn số liệu của một bộ: mục nào đọc chỉ số nào, mục nào không và vì sao."""
    with reported():
        start_django()
        from parindex.apps.assessment import live
        from parindex.apps.base import indicators
        from parindex.apps.catalogues import selectors
        from parindex.definitions.catalogues.loader import list_catalogues
        from parindex.domain.access import SYSTEM

        if not name:
            books = [(one, loader.load_book(one.id)) for one in list_catalogues()]
            _tell_all([_coverage(catalogue, book) for catalogue, book in books], json_target)
            return
        catalogue = selectors.access_catalogue(SYSTEM, name).catalogue
        own = loader.read_own(live.folder(), catalogue)
        book = loader.load_book(catalogue.id) if own is None else own
        offers = indicators.list_offers()
        rows = _rows(book, indicators.offers_of({at for one in book.feeds.values() for at in addresses_of(one)}))
        told = {address: offer.label for address, offer in offers.items()} if all_offers else {}
        unfed = [{"item": code, "why": one.why.value, "reason": one.reason} for code, one in book.unfed.items()]
        if json_target:
            coverage = _coverage(catalogue, book)
            write_json(
                {**coverage, "is_own": own is not None, "feeds": rows, "unfed_items": unfed, "offers": told},
                target=json_target,
            )
            return
    whose = "tệp của địa phương" if own is not None else "có sẵn"
    typer.echo(f"{catalogue.title}: {len(book.feeds)} mục có nguồn ({whose}).")
    for row in rows:
        typer.echo(f"{row['item']}\t{row['input']}\t{row['feed']}\t{row['label'] or 'KHÔNG CÓ NGUỒN NÀY'}")
    for code, why in book.unfed.items():
        typer.echo(f"{code}\t{WHY_LABELS[why.why]}\t{why.reason}")
    for code in book.unexplained(catalogue):
        typer.echo(f"{code}\tchưa nối\tTệp nguồn chưa nói gì về mục này.")
    for address, label in told.items():
        typer.echo(f"chỉ số\t{address}\t{label}")


def _rows(book: FeedBook, offers: Mapping[str, Offer]) -> list[dict[str, str | None]]:
    """Return one row for each input that is fed; its label is None while an indicator is not counted here."""
    return [
        {
            "item": code,
            "input": input_name,
            "feed": str(feed),
            "label": "; ".join(offers[at].label for at in feed.addresses)
            if all(at in offers for at in feed.addresses)
            else None,
        }
        for code, inputs in book.feeds.items()
        for input_name, feed in inputs.items()
    ]


def _coverage(catalogue: Catalogue, book: FeedBook) -> dict[str, object]:
    """Count the items without children that are fed, entered by hand, unknown, and not spoken of."""
    leaves = [item.code for _, item in catalogue.walk() if not item.children]
    whys = [book.unfed[code].why for code in leaves if code in book.unfed]
    return {
        "catalogue": catalogue.id,
        "items": len(leaves),
        "fed": sum(code in book.feeds for code in leaves),
        "by_hand": whys.count(Why.BY_HAND),
        "unknown": whys.count(Why.UNKNOWN),
        "unexplained": list(book.unexplained(catalogue)),
    }


def _tell_all(found: list[dict[str, object]], json_target: str | None) -> None:
    if json_target:
        write_json({"catalogues": found}, target=json_target)
        return
    typer.echo("bộ tiêu chí\tmục\tcó nguồn\tnhập tay\tchưa rõ\tchưa nối")
    for one in found:
        silent = one["unexplained"]
        count = len(silent) if isinstance(silent, list) else 0
        typer.echo(f"{one['catalogue']}\t{one['items']}\t{one['fed']}\t{one['by_hand']}\t{one['unknown']}\t{count}")
