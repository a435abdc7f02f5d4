"""The `parindex` command.

`app` holds the commands; a module of this package registers its own Typer app in `_SUB_APPS` below. Modules that need
Django import it inside their commands, so that `parindex calendar` and `parindex plan` start at once.
"""

from __future__ import annotations

import io
import sys

import typer

from parindex.cli import (
    audit,
    calendar,
    catalogue,
    catalogue_crosswalk,
    catalogue_export,
    catalogue_feeds,
    catalogue_import,
    demo,
    dossier_apology,
    dossier_figures,
    dossiers,
    feedback,
    notify,
    ops,
    people,
    plan,
    registers,
    reports,
    score,
    serve,
    survey,
    units,
)
from parindex.cli.usage import OneLineGroup

app = typer.Typer(
    name="parindex",
    cls=OneLineGroup,
    help="Nền tảng cải cách hành chính: từ kế hoạch đã ký đến nhiệm vụ có người, có hạn.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_SUB_APPS = {
    "audit": audit.app,
    "calendar": calendar.app,
    "catalogue": catalogue.app,
    "demo": demo.app,
    "dossiers": dossiers.app,
    "feedback": feedback.app,
    "notify": notify.app,
    "plan": plan.app,
    "register": registers.app,
    "report": reports.app,
    "survey": survey.app,
    "units": units.app,
    "user": people.app,
}

for _name, _sub_app in _SUB_APPS.items():
    app.add_typer(_sub_app, name=_name)
for _module in (catalogue_crosswalk, catalogue_import, catalogue_export, catalogue_feeds):
    _module.register(catalogue.app)
dossier_figures.register(dossiers.app)
dossier_apology.register(dossiers.app)
score.register(app)
ops.register(app)
serve.register(app)


def main() -> None:
    """Run the command line; what it prints is UTF-8 whatever the locale, as Vietnamese needs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    app()
