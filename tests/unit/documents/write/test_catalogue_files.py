"""Catalogues as files: what they are stands on every page, and reading them gives the catalogue back."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest

from parindex.definitions.catalogues import loader, proposals
from parindex.documents.extract.catalogue import extract_catalogue
from parindex.documents.read import read_document
from parindex.documents.write.catalogue_document import write_catalogue_document
from parindex.documents.write.catalogue_workbook import write_catalogue_workbook
from parindex.domain.scoring.catalogue import Catalogue

WRITERS = {"docx": write_catalogue_document, "xlsx": write_catalogue_workbook}
DEMONSTRATIONS = ("commune-2026-demonstration", "department-2026-demonstration")
# What no sentence says: the registered function behind a text.
NOT_SAID = frozenset({"function"})


def read_back(catalogue: Catalogue, format_: str) -> Catalogue:
    data = WRITERS[format_](catalogue)
    document = read_document(data, name=f"bo.{format_}")
    return proposals.to_catalogue(extract_catalogue(document, level=catalogue.level, year=catalogue.year))


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("catalogue_id", DEMONSTRATIONS)
def test_export_read_again_is_the_same_tree_points_and_rules(catalogue_id, format_):
    catalogue = loader.load_catalogue(catalogue_id)

    again = read_back(catalogue, format_)

    unsaid = {item.code for _, item in catalogue.walk() if _shape(item) in NOT_SAID}
    facts = [
        [
            (
                item.code,
                item.name,
                item.max_points,
                item.channel,
                item.effect,
                item.evidence,
                item.sentence,
                _shape(item),
            )
            for _, item in tree.walk()
            if item.code not in unsaid
        ]
        for tree in (catalogue, again)
    ]
    assert facts[0] == facts[1]
    assert again.total_points == catalogue.total_points
    assert [item.code for _, item in again.walk()] == [item.code for _, item in catalogue.walk()]


def _shape(item):
    return item.rule.shape if item.rule else None


@pytest.mark.parametrize("format_", WRITERS)
def test_unknown_points_stay_unknown(format_):
    catalogue = loader.load_catalogue("province-2022-876-qd-bnv")

    again = read_back(catalogue, format_)

    assert [(item.code, item.max_points) for _, item in again.walk()] == [
        (item.code, item.max_points) for _, item in catalogue.walk()
    ]
    assert (again.decision.number, again.decision.date_) == ("876/QĐ-BNV", "2022-11-10")


@pytest.mark.parametrize("write", WRITERS.values())
def test_same_catalogue_gives_the_same_bytes(write):
    catalogue = loader.load_catalogue(DEMONSTRATIONS[0])

    assert write(catalogue) == write(catalogue)


@pytest.mark.parametrize(
    ("catalogue_id", "words"),
    [
        ("province-2022-876-qd-bnv", "DỰNG LẠI, không phải bản chính thức"),
        (DEMONSTRATIONS[0], "MINH HỌA, không phải văn bản của cơ quan nào"),
    ],
)
def test_what_it_is_stands_at_the_head_of_every_page(catalogue_id, words):
    catalogue = loader.load_catalogue(catalogue_id)

    document = docx.Document(io.BytesIO(write_catalogue_document(catalogue)))
    sheet = zipfile.ZipFile(io.BytesIO(write_catalogue_workbook(catalogue))).read("xl/worksheets/sheet1.xml").decode()

    assert words in document.sections[0].header.paragraphs[0].text
    assert words in re.search(r"<oddHeader>(.*?)</oddHeader>", sheet)[1]
    assert (
        "_xlnm.Print_Titles"
        in zipfile.ZipFile(io.BytesIO(write_catalogue_workbook(catalogue))).read("xl/workbook.xml").decode()
    )
    repeated = document.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")
    assert len(repeated) == 1


@pytest.mark.parametrize("format_", WRITERS)
def test_text_that_looks_like_a_formula_or_markup_stays_text(format_):
    catalogue = loader.load_catalogue(DEMONSTRATIONS[1])
    first = catalogue.items[0]
    evil = '=HYPERLINK("http://x")<w:b/>&\x0b'
    named = replace(first, name=evil, note="@SUM(A1)")
    data = WRITERS[format_](replace(catalogue, items=(named, *catalogue.items[1:])))

    text = read_document(data, name=f"x.{format_}").text()

    assert '=HYPERLINK("http://x")<w:b/>&' in text
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read(
        "word/document.xml" if format_ == "docx" else "xl/worksheets/sheet1.xml"
    )
