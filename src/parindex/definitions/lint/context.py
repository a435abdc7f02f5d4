"""Gather what lint knows beside a plan: rules, catalogue, tree of agencies and calendar that ship with the product."""

from __future__ import annotations

from datetime import date
from functools import cache

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.catalogues.loader import list_catalogues, load_catalogue
from parindex.definitions.lint.loader import load_rule_book
from parindex.definitions.units.loader import Dataset, list_datasets, load_dataset, load_vocabulary
from parindex.domain.naming.directory import Directory
from parindex.domain.planning.lint.criteria import choose_catalogue
from parindex.domain.planning.lint.model import LintContext, Source, UnitTree
from parindex.domain.planning.model import Plan, UnitLevel
from parindex.domain.scoring.catalogue import CatalogueStatus
from parindex.domain.text import folding


def build_context(
    plan: Plan,
    *,
    source: Source,
    level: UnitLevel | None = None,
    year: int | None = None,
    catalogue: str | None = None,
    losses: tuple[str, ...] = (),
    today: date | None = None,
    tree: UnitTree | None = None,
) -> LintContext:
    """Gather the context of a plan; raises UnknownCatalogue.

    Without `catalogue` the one whose codes and names the plan uses is taken, if any does; without `tree` the shipped
    one that knows the plan's issuer.
    """
    official = tuple(c for c in list_catalogues() if c.status is not CatalogueStatus.DEMONSTRATION)
    chosen = load_catalogue(catalogue) if catalogue else choose_catalogue(plan, catalogues=official)
    return LintContext(
        book=load_rule_book(),
        source=source,
        level=level or plan.document.unit_level,
        year=year or plan.document.plan_year,
        catalogue=chosen,
        catalogues=official,
        tree=tree or find_tree(plan, year=year),
        calendar=load_calendar(),
        today=today,
        losses=losses,
    )


def find_tree(plan: Plan, *, year: int | None = None) -> UnitTree | None:
    """Return the shipped tree that holds exactly one unit of the issuer's name on the day of the plan, or None."""
    facts = plan.document
    on = day_of(plan, year=year)
    if on is None or not facts.issuer:
        return None
    for name in list_datasets():
        if not _may_hold(load_dataset(name), facts.parent or facts.issuer):
            continue
        directory = _directory(name)
        match = directory.resolve(_full_name(facts.issuer, facts.parent), on=on)
        match = match if match.unit else directory.resolve(facts.issuer, on=on)
        if match.unit is not None:
            facts_ = load_dataset(name).facts
            ended = frozenset(fact.key for fact in facts_ if fact.valid_to is not None and fact.valid_to <= on)
            return UnitTree(directory, match.unit, on, ended)
    return None


def day_of(plan: Plan, *, year: int | None = None) -> date | None:
    """Return the day whose agencies a plan means: that of signing, else the middle of its year."""
    year = year or plan.document.plan_year
    return plan.document.date_ or (date(year, 7, 1) if year else None)


def _full_name(issuer: str, parent: str | None) -> str:
    return f"{issuer}, {parent}" if parent else issuer


def _may_hold(dataset: Dataset, place: str) -> bool:
    """Tell whether a place names the province of a tree, or no province at all."""
    folded = folding.fold(place)
    roots = [folding.fold(fact.name) for fact in dataset.facts if fact.parent is None]
    return any(root in folded for root in roots) or ("tinh " not in folded and "thanh pho " not in folded)


@cache
def _directory(name: str) -> Directory:
    dataset = load_dataset(name)
    pairs = [(succession.predecessor, succession.successor) for succession in dataset.successions]
    return Directory(dataset.facts, vocabulary=load_vocabulary(), successors=pairs)
