"""What is wrong with a definition is said in Vietnamese, with its file, line and place."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parindex.definitions.faults import explain
from parindex.definitions.yaml import load_yaml


class Colour(StrEnum):
    RED = "red"


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    colour: Colour = Colour.RED
    count: int = 0
    since: date | None = None
    parts: tuple[str, ...] = ("một",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour: red\n", "a.yaml:1: name: thiếu khóa này."),
        ("name: x\nother: y\n", "a.yaml:2: other: khóa lạ."),
        ("name: x\ncolour: blue\n", "a.yaml:2: colour: chỉ nhận 'red'."),
        ("name: ''\n", "a.yaml:1: name: phải là chuỗi đúng dạng, đặt trong dấu nháy."),
        ("name: x\ncount: nhiều\n", "a.yaml:2: count: phải là số nguyên."),
        ("name: x\nparts: một\n", "a.yaml:2: parts: phải là một danh sách."),
        ("- name: x\n", "a.yaml:1: tệp: phải gồm các khóa và giá trị."),
    ],
)
def test_first_fault_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Shape.model_validate(load_yaml(text, source="a.yaml"))

    assert explain(caught.value, text=text, source="a.yaml") == told


def test_parts_that_no_file_has_are_hidden() -> None:
    with pytest.raises(ValidationError) as caught:
        Shape.model_validate({"name": "x", "count": "y"})

    assert (
        explain(caught.value, text="name: x\ncount: y\n", source="a", hidden=("count",))
        == "a:1: tệp: phải là số nguyên."
    )
