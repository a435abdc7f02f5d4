"""The shared gold (a sample read by hand of five real plans) as expectations of this scorer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.accuracy.expectation import (
    ExpectedDeadline,
    ExpectedTarget,
    number_text,
    predicted_deadline_key,
    predicted_target_key,
)
from tests.accuracy.plans import ExpectedItem


def gold_folder() -> Path | None:
    """Return the folder of the shared gold beside the repository, or None where it is not there."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "gold"
    return folder if (folder / "gold.json").exists() else None


def expected_items(folder: Path) -> dict[str, tuple[ExpectedItem, ...]]:
    """Return the gold's items by file name, in the order of the gold."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    documents: dict[str, list[ExpectedItem]] = {document["doc"]: [] for document in gold["documents"]}
    for item in gold["items"]:
        documents[item["doc"]].append(_item(item))
    return {name: tuple(items) for name, items in documents.items()}


def _item(item: Mapping[str, Any]) -> ExpectedItem:
    return ExpectedItem(
        part=item["part"],
        section=item["section"],
        number=item["number"],
        domain=item["domain"],
        code=item["code"],
        names=tuple(item["names"]),
        also=tuple(item.get("names_canonical", ())),
        target_text=item["target_text"],
        targets=tuple(_target(target) for target in item["targets"]),
        lead=tuple(item["lead"]),
        coordinate=tuple(item["coordinate"]),
        implement=tuple(item["implement"]),
        support=tuple(item["support"]),
        deadline_text=item["deadline_text"],
        deadlines=tuple(ExpectedDeadline((predicted_deadline_key(d),)) for d in item["deadlines"]),
        product=item.get("product"),
        actors=(),
    )


def _target(target: Mapping[str, Any]) -> ExpectedTarget:
    baseline = None
    if target.get("baseline") is not None:
        baseline = (str(number_text(target["baseline"])), number_text(target.get("baseline_year")))
    return ExpectedTarget(predicted_target_key(target), bool(target.get("optional")), baseline)
