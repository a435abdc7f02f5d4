"""The files of cascading: what ships is sound, and what is not understood is refused with its place."""

from __future__ import annotations

from importlib import resources

import pytest

from parindex.definitions.cascade.loader import CascadeDefinitionError, build_cascade_book, load_cascade_book
from parindex.definitions.yaml import YamlError
from parindex.domain.planning.cascade.model import Certainty
from parindex.domain.text import folding

FOLDER = resources.files("parindex.definitions.cascade")
NAMES = ("agencies", "words", "levels")
TEXTS = {name: FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES}


def test_no_rule_of_offices_claims_to_be_verified() -> None:
    book = load_cascade_book()

    assert {work.certainty for work in book.works} == {Certainty.UNVERIFIED}
    assert all(work.source for work in book.works)


def test_no_agency_has_two_rules() -> None:
    book = load_cascade_book()
    names = [folding.fold(name) for rule in (*book.works, *book.groups) for name in rule.names]
    spelt = {folding.fold("Sở Văn hoá, Thể thao và Du lịch")}

    assert {name for name in names if names.count(name) > 1} <= spelt


def test_every_group_has_a_fate_under_every_regime() -> None:
    book = load_cascade_book()

    # A department takes over no group: it keeps those lines of work that name it, and only one group holds it.
    for group in book.groups:
        assert set(group.fates) - {"department"} == {regime.key for regime in book.regimes} - {"department"}
    assert sum("department" in group.fates for group in book.groups) == 1


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("agencies", "works:", "wroks:"),
        ("agencies", "commune_two_tier: [Phòng Văn hóa - Xã hội]", "commune_of_2030: [Phòng Văn hóa - Xã hội]"),
        ("words", "become:", "becomes:"),
        ("levels", "working_days: 10", "working_days: 0"),
        ("levels", 'commune: "15"', "commune: nhiều"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(name: str, before: str, after: str) -> None:
    texts = {**TEXTS, name: TEXTS[name].replace(before, after, 1)}
    assert texts[name] != TEXTS[name]

    with pytest.raises(CascadeDefinitionError, match=rf"^{name}\.yaml:\d+: "):
        build_cascade_book(**texts)


def test_broken_yaml_is_refused() -> None:
    with pytest.raises(YamlError):
        build_cascade_book(**{**TEXTS, "words": "phrases: ["})
