"""A catalogue as plain values for other programs: its head, then every item in order with its depth."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue, Item
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.values import ChoiceInput, Input
from parindex.domain.scoring.wording import plain_text


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else plain_text(value)


def head_to_json(catalogue: Catalogue) -> dict[str, object]:
    """Return what a list of catalogues tells of one."""
    return {
        "id": catalogue.id,
        "level": catalogue.level.value,
        "year": catalogue.year,
        "title": catalogue.title,
        "status": catalogue.status.value,
        "notice": catalogue.notice,
        "decision": catalogue.decision.number or None,
        "group": catalogue.group,
        "total_points": _decimal(catalogue.total_points),
        "item_count": len(list(catalogue.walk())),
    }


def to_json(catalogue: Catalogue) -> dict[str, object]:
    """Return a catalogue as plain values: its head, then every item in order with its depth."""
    ranking = catalogue.ranking
    return {
        **head_to_json(catalogue),
        "parts": [
            {
                "channel": part.channel.value,
                "name": part.name,
                "max_points": plain_text(part.max_points),
                "sources": list(part.sources),
            }
            for part in catalogue.parts
        ],
        "item_rounding": _rounding(catalogue.item_rounding),
        "index_rounding": _rounding(catalogue.index_rounding),
        "ranking": {
            "by": ranking.by.value,
            "tie_breakers": list(ranking.tie_breakers),
            "sentence": ranking.describe(),
            "grades": [{"name": grade.name, "from": _decimal(grade.from_index)} for grade in ranking.grades],
        },
        "items": [_item(item, depth=depth) for depth, item in catalogue.walk()],
    }


def _rounding(rounding: Rounding) -> dict[str, object]:
    return {"decimals": rounding.decimals, "mode": rounding.mode.value}


def _item(item: Item, *, depth: int) -> dict[str, object]:
    return {
        "code": item.code,
        "name": item.name,
        "depth": depth,
        "max_points": _decimal(item.max_points),
        "status": item.status.value,
        "channel": item.channel.value if item.channel else None,
        "effect": item.effect.value,
        "always_applies": item.always_applies,
        "rule": "sum_of_children" if item.children else item.rule.shape if item.rule else None,
        "sentence": item.sentence,
        "inputs": [_input(entry) for entry in item.rule.inputs] if item.rule else [],
        "citation": item.citation,
        "note": item.note,
        "evidence": list(item.evidence),
    }


def _input(entry: Input) -> dict[str, object]:
    if isinstance(entry, ChoiceInput):
        choices = [{"key": choice.key, "label": choice.label} for choice in entry.choices]
        return {"name": entry.name, "label": entry.label, "kind": "choice", "choices": choices}
    return {"name": entry.name, "label": entry.label, "kind": "whole" if entry.is_whole else "number"}
