"""`parindex catalogue feeds`: which criteria read which indicators, and which indicators there are."""

from __future__ import annotations

from typing import Annotated

import typer

from parindex.cli.catalogue import JsonOption
from parindex.cli.errors import reported
from parindex.cli.output import write_json
from parindex.cli.site import start_django


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("feeds")(show_feeds)


def show_feeds(
    name: Annotated[str, typer.Argument(metavar="MÃ", help="Mã của bộ tiêu chí, có sẵn hoặc đã xác nhận.")],
    *,
    all_offers: Annotated[
        bool, typer.Option("--all", help="Kể mọi chỉ số có thể nối, không chỉ các chỉ số đã nối.")
    ] = False,
    json_target: JsonOption = None,
) -> None:
    """Kiểm tra và kể nguồn số liệu của một bộ: mục nào đọc chỉ số nào."""
    with reported():
        start_django()
        from parindex.apps.assessment import live
        from parindex.apps.base import indicators
        from parindex.apps.catalogues import selectors
        from parindex.definitions.feeds import loader
        from parindex.domain.access import SYSTEM

        catalogue = selectors.access_catalogue(SYSTEM, name).catalogue
        own = loader.read_own(live.folder(), catalogue)
        feeds = loader.load_feeds(catalogue.id) if own is None else own
        offers = indicators.list_offers()
        rows = [
            {
                "item": code,
                "input": input_name,
                "feed": str(feed),
                "label": offers[feed.address].label if feed.address in offers else None,
            }
            for code, inputs in feeds.items()
            for input_name, feed in inputs.items()
        ]
        told = {address: offer.label for address, offer in offers.items()} if all_offers else {}
        if json_target:
            write_json(
                {"catalogue": catalogue.id, "is_own": own is not None, "feeds": rows, "offers": told},
                target=json_target,
            )
            return
    typer.echo(
        f"{catalogue.title}: {len(feeds)} mục có nguồn ({'tệp của địa phương' if own is not None else 'có sẵn'})."
    )
    for row in rows:
        typer.echo(f"{row['item']}\t{row['input']}\t{row['feed']}\t{row['label'] or 'KHÔNG CÓ NGUỒN NÀY'}")
    for address, label in told.items():
        typer.echo(f"chỉ số\t{address}\t{label}")
