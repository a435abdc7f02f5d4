"""Defects planted one at a time in clean fictional plans: what must be found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from parindex.definitions.lint.context import build_context
from parindex.documents.extract import extract_plan
from parindex.documents.plan_source import read_source
from parindex.documents.read import read_document
from parindex.domain.planning.lint.model import Finding
from parindex.domain.planning.lint.report import lint_plan
from tests.accuracy.plans import FOLDER, load_plan
from tests.accuracy.write_txt import write_txt

PLANS = {"commune": "21-xa-suoi-vang-2026", "province": "20-tinh-song-may-2026"}


@dataclass(frozen=True, slots=True)
class Planting:
    """One change of a clean plan and the findings that it must bring: code, item or "-", part of the words."""

    name: str
    plan: str
    find: str
    put: str
    expect: tuple[tuple[str, str, str], ...]
    catalogue: str | None = None
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a planting brought: expected findings that came, those that did not, and findings nobody asked for."""

    right: tuple[Finding, ...]
    missed: tuple[tuple[str, str, str], ...]
    wrong: tuple[Finding, ...]


def load_plantings() -> list[Planting]:
    """Return the plantings of planted.yaml."""
    told = yaml.safe_load(Path(__file__).with_name("planted.yaml").read_text(encoding="utf-8"))
    return [_planting(entry) for entry in told]


def _planting(entry: dict[str, Any]) -> Planting:
    expect = tuple((code, item, str(words)) for code, item, words in entry.pop("expect"))
    return Planting(expect=expect, losses=tuple(str(code) for code in entry.pop("losses", ())), **entry)


@cache
def clean_text(plan: str) -> str:
    """Return the text of a clean plan."""
    return write_txt(load_plan(FOLDER / f"{PLANS[plan]}.yaml")).decode("utf-8")


@cache
def findings_of(text: str, catalogue: str | None = None, losses: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Import and lint a text."""
    document = read_document(text.encode("utf-8"), name="ke-hoach.txt")
    plan = extract_plan(document)
    context = build_context(plan, source=read_source(document), catalogue=catalogue, losses=losses)
    return lint_plan(plan, context)


def try_planting(planting: Planting) -> Outcome:
    """Plant one defect and sort what is new; raises ValueError when the words to change do not stand once."""
    text = clean_text(planting.plan)
    if text.count(planting.find) != 1:
        raise ValueError(f"{planting.name}: {text.count(planting.find)} chỗ khớp với {planting.find!r}")
    before = {(finding.code, finding.text) for finding in findings_of(text, planting.catalogue)}
    after = findings_of(text.replace(planting.find, planting.put), planting.catalogue, planting.losses)
    new = [finding for finding in after if (finding.code, finding.text) not in before]
    right = [finding for finding in new if any(_fits(finding, wanted) for wanted in planting.expect)]
    missed = tuple(wanted for wanted in planting.expect if not any(_fits(finding, wanted) for finding in new))
    return Outcome(tuple(right), missed, tuple(finding for finding in new if finding not in right))


def _fits(finding: Finding, wanted: tuple[str, str, str]) -> bool:
    code, item, words = wanted
    return finding.code == code and (finding.item or "-") == item and words in finding.text


def outcomes() -> Iterator[tuple[Planting, Outcome]]:
    """Try every planting."""
    for planting in load_plantings():
        yield planting, try_planting(planting)
