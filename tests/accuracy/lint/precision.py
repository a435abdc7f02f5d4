"""How many findings of lint are right, by code: on labelled plans and on planted defects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from parindex.domain.planning.lint.model import Finding
from tests.accuracy.known import gold_folder
from tests.accuracy.lint.planting import findings_of, outcomes
from tests.accuracy.plans import FOLDER, load_plan
from tests.accuracy.write_txt import write_txt

_BY_WORDS = frozenset({"glyph", "few_dates"})
_LONGEST_KEY = 30
Labels = Mapping[str, Mapping[str, Mapping[str, list[str]]]]


@dataclass(slots=True)
class Tally:
    """Right and wrong findings by code, and what should have been found and was not."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    unlabelled: list[str] = field(default_factory=list)

    def precision(self, code: str | None = None) -> float:
        """Return the share of right findings, of one code or of all; 1 where nothing was found."""
        right = self.right[code] if code else self.right.total()
        wrong = self.wrong[code] if code else self.wrong.total()
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, code: str | None = None) -> float:
        """Return the share of the expected findings that came."""
        right = self.right[code] if code else self.right.total()
        missed = self.missed[code] if code else self.missed.total()
        return right / (right + missed) if right + missed else 1.0


@cache
def load_labels() -> Labels:
    """Return the labels by document, code and judgement."""
    labels: Labels = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text(encoding="utf-8"))
    return labels


def key_of(finding: Finding) -> str:
    """Return the key by which a label names a finding."""
    if finding.code in _BY_WORDS:
        return finding.text[:_LONGEST_KEY]
    return finding.item or f"L{finding.line}"


def documents() -> Iterator[tuple[str, str]]:
    """Yield name and text of every labelled plan that is at hand."""
    gold = gold_folder()
    corpus = sorted((gold.parent / "corpus").glob("*.txt")) if gold else []
    for path in corpus:
        yield path.name[:3], path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem not in load_labels():
            continue
        yield path.stem, write_txt(load_plan(path)).decode("utf-8")


@cache
def tally_labels() -> Tally:
    """Compare the findings of every labelled plan with its labels."""
    tally = Tally()
    for name, text in documents():
        labels = load_labels().get(name, {})
        found: dict[str, set[str]] = {}
        for finding in findings_of(text):
            label, key = labels.get(finding.code, {}), key_of(finding)
            found.setdefault(finding.code, set()).add(key)
            if key in label.get("right", ()):
                tally.right[finding.code] += 1
                continue
            tally.wrong[finding.code] += 1
            if key not in label.get("wrong", ()):
                tally.unlabelled.append(f"{name} {finding.code} {key}")
        for code, label in labels.items():
            tally.missed[code] += len(set(label.get("right", ())) - found.get(code, set()))
    return tally


@cache
def tally_plantings() -> Tally:
    """Try every planted defect."""
    tally = Tally()
    for planting, outcome in outcomes():
        tally.right.update(finding.code for finding in outcome.right)
        tally.wrong.update(finding.code for finding in outcome.wrong)
        tally.missed.update(code for code, _, _ in outcome.missed)
        tally.unlabelled += [f"{planting.name}: {finding.code} {key_of(finding)}" for finding in outcome.wrong]
    return tally


def count_by_plan() -> dict[str, int]:
    """Return how many errors and warnings each fictional plan gets, the noise a clean plan would make."""
    return {
        name: sum(finding.severity.value != "info" for finding in findings_of(text))
        for name, text in documents()
        if not name.isdigit()
    }


def print_report() -> None:
    """Print precision and recall by code."""
    labelled, planted = tally_labels(), tally_plantings()
    print("\n== lint: precision by code (labelled plans | planted defects: precision, recall)")
    for code in sorted({*labelled.right, *labelled.wrong, *planted.right, *planted.missed}):
        shown = f"{labelled.right[code]:4d} right {labelled.wrong[code]:3d} wrong  {labelled.precision(code):6.3f}"
        also = f"{planted.right[code]:3d} right {planted.wrong[code]:2d} wrong {planted.missed[code]:2d} missed"
        print(f"{code:24s} {shown}  |  {also}")
    print(
        f"{'all':24s} precision {labelled.precision():.3f}  |  {planted.precision():.3f}, recall {planted.recall():.3f}"
    )
    noise = sorted(count_by_plan().values())
    print(f"fictional plans: median {noise[len(noise) // 2]} errors and warnings a plan, most {noise[-1]}")
