"""Where an item of a drafted plan comes from, what was changed on the way and what a person must still decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ItemSource:
    """The provenance of one item, in sentences for people.

    `label` names the place ("Kế hoạch 12/KH-UBND, mục 1.2"), `words` quotes it, `notes` tell what was changed and why,
    `questions` what waits for a decision; with a question the item stays undecided. `plan_item_id` is the item of the
    plan that it was taken from, None when it was not taken from one.
    """

    label: str
    words: str = ""
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    plan_item_id: int | None = None


def source_to_json(source: ItemSource) -> dict[str, Any]:
    """Return a source as plain values."""
    return asdict(source)


def source_from_json(value: Mapping[str, Any]) -> ItemSource | None:
    """Return the source written by `source_to_json`; None for an item that was read from a file or added by hand."""
    if not value:
        return None
    lists = {name: tuple(value[name]) for name in ("notes", "questions")}
    return ItemSource(label=value["label"], words=value["words"], plan_item_id=value["plan_item_id"], **lists)
