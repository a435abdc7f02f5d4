"""The styles part of a Word document: written unusually, damaged on purpose, or made to be slow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from parindex.documents.errors import DamagedFile
from parindex.documents.read.docx_styles import Style, Styles, W

_BOLD = "<w:rPr><w:b/></w:rPr>"
_CENTERED = '<w:pPr><w:jc w:val="center"/></w:pPr>'
_DEFAULT = 'w:default="1"'


def style(style_id: str, inner: str = "", attributes: str = "") -> str:
    return f'<w:style w:type="paragraph" {attributes} w:styleId="{style_id}"><w:name w:val="x"/>{inner}</w:style>'


def part_of(*styles: str) -> bytes:
    return f'<w:styles xmlns:w="{W[1:-1]}">{"".join(styles)}</w:styles>'.encode()


def styles_of(*styles: str) -> Styles:
    return Styles(part_of(*styles), path="word/styles.xml")


class Watched(bytes):
    """A part that counts how often it is searched."""

    looks = 0

    def find(self, *wanted: Any) -> int:
        self.looks += 1
        return super().find(*wanted)

    def rfind(self, *wanted: Any) -> int:
        self.looks += 1
        return super().rfind(*wanted)


@pytest.mark.parametrize("hidden", ["<!-- {} -->", "<w:x><![CDATA[{}]]></w:x>", "<?note {} ?>"])
def test_a_style_that_only_seems_to_be_written_is_none(hidden: str) -> None:
    fake = style("a", _BOLD, _DEFAULT)

    found = styles_of(hidden.format(fake), style("a", _CENTERED))

    assert found.get("a") == Style(centered=True)
    assert found.default_paragraph == Style()


@pytest.mark.parametrize("unusual", ["w:default='1'", 'w:default = "1"', 'w:customStyle="0" w:default="1"'])
def test_a_default_written_unusually_counts_as_any_other(unusual: str) -> None:
    found = styles_of(style("a", _BOLD, _DEFAULT), style("b", _CENTERED, unusual))

    assert found.default_paragraph == Style(centered=True)


@pytest.mark.parametrize("default", [_DEFAULT, "w:default='1'", 'w:default="true"'])
def test_of_two_default_styles_the_last_is_meant(default: str) -> None:
    found = styles_of(style("a", _BOLD, default), style("b", _CENTERED, default), style("c", "", 'w:default="0"'))

    assert found.default_paragraph == Style(centered=True)


def test_of_two_styles_with_one_id_the_first_is_meant() -> None:
    found = styles_of(style("d", "", _DEFAULT), style("a", _BOLD), style("a", _CENTERED))

    assert found.get("a") == Style(bold=True)
    assert found.get("Không có") == Style()
    assert styles_of(style("a", _BOLD), style("a", _CENTERED)).get("a") == Style(bold=True)


@pytest.mark.parametrize(
    "before",
    [
        '<w:x> w:styleId="a"</w:x>',
        "<w:style w:aliases=' w:styleId=\"a\"'/>",
        '<w:style w:type="table" w:styleId="t"><w:style w:styleId="a"/></w:style>',
    ],
)
def test_an_id_written_where_it_names_no_style_is_passed_over(before: str) -> None:
    assert styles_of(style("d", "", _DEFAULT), before, style("a", _BOLD)).get("a") == Style(bold=True)


def test_a_damaged_style_is_told_when_it_is_asked_for() -> None:
    found = styles_of(style("d", "", _DEFAULT), style("a", "<w:rPr><w:b></w:rPr>"))

    with pytest.raises(DamagedFile):
        found.get("a")


def _line(count: int, last: str) -> list[str]:
    parents = [f'<w:basedOn w:val="s{number + 1}"/>' for number in range(count)]
    return [style(f"s{number}", parent) for number, parent in enumerate(parents)] + [style(f"s{count}", last)]


def test_a_style_inherits_through_thousands_of_parents() -> None:
    assert styles_of(*_line(3000, _BOLD)).get("s0") == Style(bold=True)


@pytest.mark.parametrize("count", [0, 2, 3000])
def test_parents_that_close_in_a_circle_end(count: int) -> None:
    found = styles_of(*_line(count, '<w:basedOn w:val="s0"/>' + _CENTERED))

    assert {found.get("s0"), found.get(f"s{count}")} == {Style(centered=True)}


@pytest.mark.parametrize(
    ("write", "ask"),
    [
        (lambda number: style(f"s{number}"), "u{}"),
        (lambda number: style(f"s{number}"), "s{}"),
        (lambda number: '<w:x w:styleId="u0"/>', "u{}"),
    ],
    ids=["unknown", "known", "no styles"],
)
def test_the_part_is_not_searched_for_every_style(write: Callable[[int], str], ask: str) -> None:
    def looks(count: int) -> int:
        part = Watched(part_of(style("d", "", _DEFAULT), *map(write, range(count))))
        found = Styles(part, path="word/styles.xml")
        for number in range(count):
            found.get(ask.format(number))
        return part.looks

    assert looks(400) == looks(100)
