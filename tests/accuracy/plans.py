"""The unseen plans: written as data, with what a careful reader takes from each, independent of any parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.accuracy.expectation import ExpectedDeadline, ExpectedTarget, parse_deadline, parse_target

FOLDER = Path(__file__).parent / "plans"
_AGENCY_FIELDS = ("lead", "coordinate", "implement", "support")


@dataclass(frozen=True, slots=True)
class ExpectedItem:
    """One item as a person reads it."""

    part: str
    section: str
    number: str | None
    domain: str | None
    code: str | None
    names: tuple[str, ...]
    also: tuple[str, ...]
    target_text: str | None
    targets: tuple[ExpectedTarget, ...]
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    implement: tuple[str, ...]
    support: tuple[str, ...]
    deadline_text: str | None
    deadlines: tuple[ExpectedDeadline, ...]
    product: str | None
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the data: the words to print by field, and the expectation."""

    words: Mapping[str, str]
    item: ExpectedItem


@dataclass(frozen=True, slots=True)
class Group:
    """A heading or merged row between the rows of a table: its cells."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Items and how they are laid out: `template` lines of prose, or `header` and `cells` of a table."""

    entries: tuple[Row | Group, ...]
    layout: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnseenPlan:
    """A plan of the unseen set. `group` is "tuning", "held_out" or "example"."""

    name: str
    group: str
    document: Mapping[str, Any]
    body: tuple[str | Listing, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def items(self) -> tuple[ExpectedItem, ...]:
        """Return every expected item in reading order."""
        return tuple(
            entry.item
            for part in self.body
            if isinstance(part, Listing)
            for entry in part.entries
            if isinstance(entry, Row)
        )


def list_plans(folder: Path = FOLDER) -> tuple[UnseenPlan, ...]:
    """Load every plan of the folder in order of name."""
    return tuple(load_plan(path) for path in sorted(folder.glob("*.yaml")))


def load_plan(path: Path) -> UnseenPlan:
    """Load one plan; raises ValueError where a wording has no hand-written meaning."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    meanings = {key: tuple(value) for key, value in data.get("deadlines", {}).items()}
    body = tuple(_part(entry, meanings) for entry in data["body"])
    return UnseenPlan(
        name=path.stem,
        group=data["group"],
        document=data["document"],
        body=body,
        options=data.get("options", {}),
    )


def printed(words: str) -> str:
    """Return words as printed: without the marks "¦" of the hand-made division between agencies."""
    return words.replace("¦", "")


def _part(entry: Mapping[str, Any], meanings: Mapping[str, tuple[str, ...]]) -> str | Listing:
    if "text" in entry:
        return str(entry["text"])
    layout = dict(entry["items"])
    columns = [column.strip() for column in layout["columns"].split("|")]
    return Listing(entries=tuple(_entries(layout, columns, meanings)), layout=layout)


def _entries(
    layout: Mapping[str, Any], columns: list[str], meanings: Mapping[str, tuple[str, ...]]
) -> Iterator[Row | Group]:
    domain = layout.get("domain")
    for line in layout["rows"].splitlines():
        if not line.strip():
            continue
        cells = [cell.strip() for cell in re.split(r"(?:^|\s)\|(?=\s|$)", line.strip())]
        if line.lstrip().startswith("#"):
            cells[0] = cells[0].lstrip("# ")
            domain = cells[0].rstrip(".") or domain
            yield Group(cells=tuple(cells))
            continue
        if len(cells) != len(columns):
            raise ValueError(f"{len(cells)} cells for {len(columns)} columns: {line}")
        words = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
        yield Row(words=words, item=_expect({**layout.get("constant", {}), **words}, layout, domain, meanings))


def _expect(
    words: Mapping[str, str], layout: Mapping[str, Any], domain: str | None, meanings: Mapping[str, tuple[str, ...]]
) -> ExpectedItem:
    agencies = {name: _agencies(words.get(name)) for name in _AGENCY_FIELDS}
    shared = words.get("shared")
    if shared and "/" in shared:
        before, after = shared.split("/", 1)
        agencies["coordinate"], agencies["implement"] = _agencies(before), _agencies(after)
    elif shared:
        agencies["support"] = _agencies(shared)
    deadline = words.get("deadline")
    due = words["due"].split(";") if "due" in words else _meaning(deadline, meanings)
    name = words["name"]
    goal = layout["section"] == "goal"
    return ExpectedItem(
        part=layout.get("part", "body"),
        section=layout["section"],
        number=words["number"].rstrip(".") if "number" in words else None,
        domain=domain,
        code=words.get("code"),
        names=tuple(part.strip() for part in name.split("&&")),
        also=tuple(part.strip() for part in words.get("also", "").split("&&") if part.strip()),
        target_text=words.get("target") or (name if goal else None),
        targets=tuple(parse_target(part) for part in words.get("is", "").split(";") if part.strip()),
        deadline_text=deadline,
        deadlines=tuple(parse_deadline(part.strip()) for part in due),
        product=words.get("product"),
        actors=tuple(part.strip() for part in words.get("actors", "").split(";") if part.strip()),
        **agencies,
    )


def _agencies(words: str | None) -> tuple[str, ...]:
    """Divide words at ";" and at the hand-made marks "¦" only; the connecting words fall away."""
    if not words:
        return ()
    parts = re.split(r"[;¦]", words)
    clean = (re.sub(r"^(?:và|cùng)\s+", "", part.strip(" ,.")) for part in parts)
    return tuple(re.sub(r"[\s,]+(?:và|cùng)$", "", part) for part in clean if part)


def _meaning(deadline: str | None, meanings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if deadline is None:
        return ()
    if deadline not in meanings:
        raise ValueError(f"a deadline without a hand-written meaning: {deadline!r}")
    return meanings[deadline]
