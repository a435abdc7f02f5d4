"""Run the importer over the known and the unseen plans and print how well it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.accuracy import scoring
from tests.accuracy.known import expected_items, gold_folder
from tests.accuracy.plans import list_plans
from tests.accuracy.rendering import RenderedFile, render
from tests.patience import PATIENCE

FORMATS = ("docx", "pdf", "txt", "ocr")
FIELDS = (
    *("item", "names", "target_text", "targets", "baseline", "lead", "coordinate", "implement", "support"),
    *("deadline_text", "deadline", "code", "section", *scoring.EXTRA_FIELDS),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the importer made of one file: `parindex.plan/1` values, the text it saw, or why it failed."""

    document: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]
    text: str
    seconds: float
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The score of one file."""

    name: str
    group: str
    format: str
    score: scoring.Score
    seconds: float
    failure: str | None


def read_file(path: Path) -> Reading:
    """Import one file; a failure of the importer is a reading of nothing, with the reason."""
    started = time.monotonic()
    try:
        from parindex.documents.extract import extract_plan
        from parindex.documents.extract.schema import to_json
        from parindex.documents.read import read_document
        from parindex.documents.read.limits import Limits

        patient = Limits(converter_seconds=PATIENCE, ocr_page_seconds=PATIENCE)
        document = read_document(path.read_bytes(), name=path.name, limits=patient)
        made = to_json([extract_plan(document)])
        value = json.loads(made) if isinstance(made, str) else json.loads(json.dumps(made, default=str))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in the importer is a result of the measurement
        return Reading({}, (), "", time.monotonic() - started, f"{type(error).__name__}: {error}")
    facts = (value.get("documents") or [{}])[0]
    return Reading(facts, value.get("items") or (), document.text(), time.monotonic() - started)


def score_file(file: RenderedFile) -> DocumentScore:
    """Import one rendered plan and score it."""
    reading = read_file(file.path)
    score = scoring.score_items(file.plan.items(), reading.items, tolerated=file.plan.document.get("tolerated", ()))
    scoring.score_document(score, file.plan.document, reading.document)
    score.invented = scoring.find_invented(reading.items, reading.text)
    return DocumentScore(file.plan.name, file.plan.group, file.format, score, reading.seconds, reading.failure)


def score_unseen(formats: Iterable[str], *, only: str | None = None) -> list[DocumentScore]:
    """Score the unseen plans in the formats asked for."""
    plans = [plan for plan in list_plans() if only is None or only in plan.name]
    return [score_file(file) for file in render(plans, formats)]


def score_known(*, only: str | None = None) -> list[DocumentScore]:
    """Score the shared gold's sample by this scorer; empty where the gold is not beside the project."""
    folder = gold_folder()
    if folder is None:
        return []
    scores = []
    for name, items in expected_items(folder).items():
        if only is not None and only not in name:
            continue
        reading = read_file(folder.parent / "corpus" / name)
        score = scoring.score_items(items, reading.items)
        # The gold is a sample of each document: an item outside it is no error.
        score.tally("item").extra = 0
        score.errors = [error for error in score.errors if "item extra" not in error]
        score.invented = scoring.find_invented(reading.items, reading.text)
        scores.append(DocumentScore(name, "known", "txt", score, reading.seconds, reading.failure))
    return scores


def run_shared_scorer(out: Path, *, errors: int = 0) -> str | None:
    """Run the shared gold's own scorer over a fresh import of its corpus; None where it is not there."""
    folder = gold_folder()
    if folder is None:
        return None
    documents, items = [], []
    for path in sorted((folder.parent / "corpus").glob("*.txt")):
        reading = read_file(path)
        documents.append(reading.document)
        items.extend(reading.items)
    out.parent.mkdir(parents=True, exist_ok=True)
    value = {"schema": "parindex.plan/1", "documents": documents, "items": items}
    out.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(folder / "score.py"), str(folder / "gold.json"), str(out)]
    done = subprocess.run(
        [*command, "--errors", str(errors)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"},
    )
    return done.stdout + done.stderr


def total(scores: Iterable[DocumentScore]) -> scoring.Score:
    """Add up the scores of documents."""
    summed = scoring.Score()
    for document in scores:
        summed.add(document.score)
    return summed


def print_group(title: str, scores: Sequence[DocumentScore]) -> None:
    """Print one group: the fields, then a line for each document."""
    if not scores:
        print(f"\n== {title}: nothing to measure")
        return
    summed = total(scores)
    print(f"\n== {title}: {len(scores)} documents")
    print(f"{'field':16s} {'P':>6s} {'R':>6s} {'F1':>6s} {'right':>6s} {'extra':>6s} {'missed':>6s}")
    for name in FIELDS:
        if name in summed.fields:
            _print_tally(name, summed.fields[name])
    _print_tally("micro", summed.micro())
    _print_tally("micro, all", summed.micro(extra=True))
    print(f"invented values: {len(summed.invented)}")
    print(f"{'document':42s} {'micro':>6s} {'all':>6s} {'items':>9s} {'invented':>8s} {'s':>6s}")
    for document in scores:
        _print_document(document)


def print_errors(scores: Sequence[DocumentScore], count: int) -> None:
    """Print the first errors and inventions of each document."""
    for document in scores:
        if document.score.errors or document.score.invented:
            print(f"\n-- {document.name} ({document.format})")
        for error in document.score.errors[:count]:
            print("  " + error[:400])
        for value in document.score.invented[:count]:
            print("  invented: " + value)


def _print_tally(name: str, tally: scoring.Tally) -> None:
    print(
        f"{name:16s} {tally.precision:6.3f} {tally.recall:6.3f} {tally.f1:6.3f}"
        f" {tally.right:6d} {tally.extra:6d} {tally.missed:6d}"
    )


def _print_document(document: DocumentScore) -> None:
    score = document.score
    counts = f"{score.predicted_items}/{score.expected_items}"
    print(
        f"{document.name[:36]:36s} {document.format:5s} {score.micro().f1:6.3f} {score.micro(extra=True).f1:6.3f}"
        f" {counts:>9s} {len(score.invented):8d} {document.seconds:6.2f}"
        + (f"  FAILED {document.failure[:120]}" if document.failure else "")
    )
