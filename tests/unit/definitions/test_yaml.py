"""The strict YAML loader."""

import pytest

from parindex.definitions import yaml


def test_load_yaml_keeps_plain_scalars_as_written() -> None:
    text = "code: 010\nanswer: no\npoints: 1.10\nday: 2023-07-21\ntyped: !!int 5\nyes: !!bool true\nempty:\nnone: ~\n"

    assert yaml.load_yaml(text, source="a.yaml") == {
        "code": "010",
        "answer": "no",
        "points": "1.10",
        "day": "2023-07-21",
        "typed": 5,
        "yes": True,
        "empty": None,
        "none": None,
    }


def test_load_yaml_reads_lists() -> None:
    assert yaml.load_yaml("a: [1, '2']\nb: a * b & c\n", source="a.yaml") == {"a": ["1", "2"], "b": "a * b & c"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", r"f\.yaml:3: key 'a' is repeated"),
        ("x:\n  a: 1\n  a: 2\n", r"f\.yaml:3: key 'a' is repeated"),
        ("a: !!float 1.5\n", r"f\.yaml:1: .*float"),
        ("a: !!int 1.5\n", r"f\.yaml:1: '1\.5' is not a whole number"),
        ("a: !!bool maybe\n", r"f\.yaml:1: 'maybe' is neither"),
        ("a: !!python/object:os.system x\n", r"f\.yaml:1: .*python"),
        ("? [a]\n: 1\n", r"f\.yaml:1: a key must be a string"),
        ("a: [\n", r"f\.yaml:2: "),
        ("a: 1\n---\nb: 2\n", r"f\.yaml:2: "),
        ("a: *nowhere\n", r"f\.yaml:1: không nhận bí danh \*nowhere"),
        ("a: &x [1, '2']\nb: *x\n", r"f\.yaml:2: không nhận bí danh \*x"),
        ("a:\n  " + "[" * 50_000, r"f\.yaml:2: lồng quá 60 bậc"),
        ("\x00", r"f\.yaml: "),
    ],
)
def test_load_yaml_names_file_and_line_of_an_error(text: str, message: str) -> None:
    with pytest.raises(yaml.YamlError, match=message):
        yaml.load_yaml(text, source="f.yaml")
