"""The published examples of R's `survey` package as designs and cells, and the figures that it gives for them.

The samples belong to that package and stay in it: R writes them out for the tests. Only figures are kept here.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from parindex.analytics.surveys.design import Design, Floats, Ints, LonelyCluster, StageColumns, compile_design
from parindex.analytics.surveys.items import Item

FOLDER = Path(__file__).parents[3] / "golden" / "surveys"
SCRIPT = Path(__file__).with_name("golden.R")
VARIABLES = ("api00", "api99", "wide", "core", "emer")
SCHOOLS = {"E": 4421.0, "H": 755.0, "M": 1018.0}
TYPES = tuple(SCHOOLS)


@dataclass(frozen=True, slots=True)
class Expected:
    """One figure of R."""

    case: str
    variable: str
    domain: str
    value: float
    error: float
    degrees: int
    low: float
    high: float


def expected(path: Path = FOLDER / "expected.csv") -> list[Expected]:
    """Return what R gave."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Expected(
                row["case"], row["variable"], row["domain"], float(row["value"]), float(row["se"]), int(row["df"]),
                float(row["low"]), float(row["high"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


@cache
def told_by_r() -> Path:
    """Return the folder in which R wrote its samples and figures; skips without R, except where CI demands it."""
    if shutil.which("Rscript") is None and not os.environ.get("CI"):
        pytest.skip("R with its package survey is not installed")
    folder = Path(tempfile.mkdtemp(prefix="survey-"))
    subprocess.run(["Rscript", "--vanilla", SCRIPT, folder], check=True, capture_output=True)
    return folder


@cache
def table(name: str) -> dict[str, list[str]]:
    """Return the columns of a sample as text."""
    with (told_by_r() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


def numbers(name: str, column: str) -> Floats:
    """Return a column of numbers, NaN where nothing stands."""
    return np.array([float(text) if text else np.nan for text in table(name)[column]])


def codes(name: str, column: str) -> Ints:
    """Return a column as codes in the order of its values."""
    return np.unique(table(name)[column], return_inverse=True)[1].astype(np.int64)


def design_of(case: str) -> tuple[str, Design]:
    """Return the sample of a case and its design."""
    name, _, change = case.partition("_")
    size = len(table(name)["stype"])
    one, each = np.zeros(size, dtype=np.int64), np.arange(size)
    has_populations = change != "replaced"
    if name == "apiclus2" and has_populations:
        stages = [
            StageColumns(one, codes(name, "dnum"), numbers(name, "fpc1")),
            StageColumns(one, codes(name, "snum"), numbers(name, "fpc2")),
        ]
    else:
        strata = codes(name, "stype") if name in ("apistrat", "lonely") else one
        clusters = codes(name, "dnum") if name in ("apiclus1", "apiclus2") else each
        stages = [StageColumns(strata, clusters, numbers(name, "fpc") if has_populations else None)]
    # R finds the weights of two stages from the populations.
    weights = None if len(stages) == 2 else numbers(name, "pw")
    post = codes(name, "stype") if change == "post" else None
    lonely = LonelyCluster(change) if name == "lonely" else LonelyCluster.FAIL
    return name, compile_design(
        stages, weights=weights, lonely=lonely, post=post, post_totals=np.array([*SCHOOLS.values()])
    )


def item_of(above: Floats, below: Floats | None = None) -> Item:
    """Return any numbers as an item: each pair that occurs is an option, nothing is no answer."""
    base = np.ones_like(above) if below is None else below
    pairs, found = np.unique(np.column_stack([above, base]), axis=0, return_inverse=True)
    known = ~np.isnan(pairs[:, 0])
    codes = np.where(known, np.arange(len(pairs)), -1)[found]
    return Item(codes.astype(np.int16), np.nan_to_num(pairs[:, 0]), np.where(known, pairs[:, 1], 0))
