"""`make bench`: every measurement against its peer in the same run, as one table.

A row passes when its ratio is within the limit in the first run; else its run is made four times more and the
median of the five ratios decides, so that one moment of a busy machine fails nothing. Exit code 1 when a limit is
exceeded. A module has one `run`, or several `RUNS`. Names of modules as arguments (`documents pages`) narrow the run.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command

import tests.environment  # noqa: F401 - first: the settings look for the data of the tests, not of a person
from tests.perf.rows import Row

RUNS = 5
WIDTH = 64
HEADINGS = ("Phép đo", "của ta", "đối chứng", "tỷ lệ", "giới hạn", "kết quả")


def main(names: list[str]) -> int:
    """Run the benchmarks, print the table and return the exit code."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    print(f"{HEADINGS[0]:<{WIDTH}}  " + "  ".join(f"{heading:>10}" for heading in HEADINGS[1:]))
    exceeded = False
    for run in _modules(names):
        for name, ours, peer, ratio, limit in _measure(run):
            exceeded |= ratio > limit
            verdict = "VƯỢT" if ratio > limit else "đạt"
            figures = f"{ours:>10.4g}  {peer:>10.4g}  {ratio:>10.2f}  {limit:>10.2f}"
            print(f"{name:<{WIDTH}}  {figures}  {verdict:>10}", flush=True)
    return int(exceeded)


def _modules(names: list[str]) -> list[Callable[[], list[Row]]]:
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = [name for name in found if not names or name.removeprefix("bench_") in names]
    modules = [importlib.import_module(f"tests.perf.{name}") for name in wanted]
    return [run for module in modules for run in getattr(module, "RUNS", None) or (module.run,)]


def _measure(run: Callable[[], list[Row]]) -> list[tuple[str, float, float, float, float]]:
    runs = [run()]
    if any(ours / peer > limit for _, ours, peer, limit in runs[0]):
        runs += [run() for _ in range(RUNS - 1)]
    outcomes = []
    for same in zip(*runs, strict=True):
        name, limit = same[0][0], same[0][3]
        ours, peer = (statistics.median(row[column] for row in same) for column in (1, 2))
        outcomes.append((name, ours, peer, statistics.median(row[1] / row[2] for row in same), limit))
    return outcomes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
