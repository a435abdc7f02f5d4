"""The bulk engine gives what the readable evaluator gives, in every figure."""

from __future__ import annotations

from random import Random

import pytest

from parindex.definitions.catalogues import loader
from tests.spec.scoring import random_sheets

CATALOGUES = 60
UNITS = 40


@pytest.mark.parametrize("seed", range(CATALOGUES))
def test_engines_agree_on_random_catalogues(seed: int) -> None:
    random = Random(seed)
    catalogue = random_sheets.random_catalogue(random)

    assert random_sheets.differences(catalogue, random_sheets.random_units(random, catalogue, count=UNITS)) == []


@pytest.mark.parametrize("catalogue_id", [catalogue.id for catalogue in loader.list_catalogues()])
def test_engines_agree_on_shipped_catalogues(catalogue_id: str) -> None:
    catalogue = loader.load_catalogue(catalogue_id)

    assert random_sheets.differences(catalogue, random_sheets.random_units(Random(1), catalogue, count=UNITS)) == []
