"""The table of who can be asked for figures: the settings list the classes, definitions name them, rows find names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from parindex.apps.reports.errors import UnknownSource
from parindex.domain.access import Actor
from parindex.domain.reporting.asking import Ask, FigureSource, NamedRow
from parindex.domain.reporting.figures import FigureRule, Given, Source


def source(name: str) -> FigureSource:
    """Return the source of a name. Raises `UnknownSource`."""
    listed: Mapping[str, str] = settings.PARINDEX_FIGURE_SOURCES
    if name not in listed:
        raise UnknownSource(f"Không có nguồn số liệu “{name}” trong PARINDEX_FIGURE_SOURCES.")
    return _made(listed[name])


@cache
def _made(path: str) -> FigureSource:
    made: FigureSource = import_string(path)()
    return made


def label_of(name: str) -> str:
    """Return the name that people read; the bare name of a source that this machine has no longer."""
    return source(name).label if name in settings.PARINDEX_FIGURE_SOURCES else name


def read(rules: Sequence[FigureRule], ask: Ask) -> dict[str, Given]:
    """Ask each source once for all of its figures; return the answers by code. Raises `UnknownSource`, `BadOptions`."""
    asked: dict[str, list[FigureRule]] = {}
    for rule in rules:
        if rule.source is Source.GIVEN:
            asked.setdefault(rule.asks, []).append(rule)
    return {
        rule.code: given
        for name, mine in asked.items()
        for rule, given in zip(mine, source(name).read(ask, [dict(rule.options) for rule in mine]), strict=True)
    }


def name_rows(actor: Actor, refs: Sequence[str]) -> dict[str, NamedRow]:
    """Return the rows of given figures that the actor may see, by reference; constant queries for each source."""
    by_prefix: dict[str, list[str]] = {}
    for ref in refs:
        by_prefix.setdefault(ref.partition(":")[0], []).append(ref)
    readers = {one.prefix: one for one in map(source, settings.PARINDEX_FIGURE_SOURCES)}
    return {
        ref: named
        for prefix, mine in by_prefix.items()
        if prefix in readers
        for ref, named in readers[prefix].name_rows(actor, mine).items()
    }
