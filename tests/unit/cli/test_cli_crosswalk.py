"""`parindex catalogue crosswalk` as people and programs call it."""

from __future__ import annotations

import json
from fractions import Fraction

from typer.testing import CliRunner

from parindex.cli import app

PAIR = ("province-2021-1149-qd-bnv", "province-2022-876-qd-bnv")


def test_json_balances_make_a_hundred_and_say_their_unit():
    result = CliRunner().invoke(app, ["catalogue", "crosswalk", *PAIR, "--json", "-"])

    value = json.loads(result.stdout)

    assert result.exit_code == 0
    assert value["unit"] == "items"
    for balance in value["balance"].values():
        assert Fraction(balance["mapped"]) + Fraction(balance["unmapped"]) == 100
    assert {"before": ["1.6"], "after": ["1.7"], "relation": "same"}.items() <= value["links"][6].items()


def test_text_says_that_items_are_counted():
    result = CliRunner().invoke(app, ["catalogue", "crosswalk", *PAIR])

    assert result.exit_code == 0
    assert "theo số mục chấm điểm, vì còn mục chưa rõ điểm" in result.stdout


def test_unknown_catalogue_is_named():
    result = CliRunner().invoke(app, ["catalogue", "crosswalk", PAIR[0], "khong-co"])

    assert result.exit_code == 2
    assert "khong-co" in result.stderr
