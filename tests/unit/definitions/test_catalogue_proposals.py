"""Rules as people write them, and the text of a catalogue that an agency has confirmed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from parindex.definitions.catalogues import loader, proposals
from parindex.definitions.catalogues.crosswalks.loader import load_crosswalk
from parindex.domain.scoring.catalogue import CatalogueStatus, ItemStatus, Level
from parindex.domain.scoring.crosswalk import Origin
from parindex.domain.scoring.proposal import CatalogueProposal, ProposedHead, ProposedItem

CONFIRMED = proposals.Confirmation("UBND xã Suối Vàng", "05/01/2026")


def proposal(*, number: str | None = "12/QĐ-UBND") -> CatalogueProposal:
    head = ProposedHead(Level.COMMUNE, 2026, "Bộ hư cấu", number, "2026-01-05", None, Fraction(2))
    field = ProposedItem("1", "", 0, "I", "Lĩnh vực", Fraction(2))
    rule = {"shape": "all_or_nothing", "condition": "đạt"}
    leaf = ProposedItem("1.1", "1", 1, "1", "Mục", Fraction(2), rule=rule)
    return CatalogueProposal("phụ lục\n2.docx", "", head, (field, leaf))


@pytest.mark.parametrize("shape", sorted(proposals.rule_examples()))
def test_worked_example_of_a_shape_is_read_back_and_builds(shape: str) -> None:
    data = proposals.read_rule(proposals.rule_examples()[shape])

    rule = proposals.build_rule(data, maximum=Fraction(1))

    assert rule.shape == shape
    assert rule.describe(maximum=Fraction(1))
    assert proposals.read_rule(proposals.rule_text(data)) == data


@pytest.mark.parametrize("text", ["", "Đạt: 1", "- a", "shape: [", "a: 1\na: 2", "!!float 1"])
def test_what_is_no_rule_is_refused_in_words(text: str) -> None:
    with pytest.raises(proposals.BadRule) as refused:
        proposals.read_rule(text)

    assert refused.value.message.startswith(("Không đọc được quy tắc", "Quy tắc phải có"))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"shape": "khac"}, "Quy tắc sai ở shape: không có dạng quy tắc này; dùng một trong: "),
        ({"shape": "all_or_nothing"}, "Quy tắc sai ở condition: thiếu dòng này."),
        ({"shape": "all_or_nothing", "condition": ""}, "Quy tắc sai ở condition: không được để trống."),
        ({"shape": "all_or_nothing", "condition": ["a"]}, "Quy tắc sai ở condition: phải là một dòng chữ."),
        (
            {"shape": "all_or_nothing", "condition": "a", "b": "c"},
            "Quy tắc sai ở b: dạng quy tắc này không có dòng ấy.",
        ),
        ({"shape": "levels", "subject": "a", "levels": "b"}, "Quy tắc sai ở levels: phải là danh sách"),
        ({"shape": "levels", "subject": "a", "levels": ["b"]}, "Quy tắc sai ở levels.0: phải gồm các dòng"),
        ({"shape": "levels", "subject": "a", "levels": []}, "Quy tắc sai ở levels: phải có ít nhất"),
        ({"shape": "manual", "guidance": "a", "step": "một"}, "Quy tắc sai ở step: 'một' phải là số thập phân"),
    ],
)
def test_fault_of_a_rule_is_told_in_vietnamese_with_its_place(rule: dict[str, object], said: str) -> None:
    with pytest.raises(proposals.BadRule) as refused:
        proposals.build_rule(rule, maximum=Fraction(1))

    assert refused.value.message.startswith(said)


def test_confirmed_text_is_verified_and_names_the_agency_on_one_line() -> None:
    text = proposals.confirmed_yaml(proposal(), id_="commune-2026-thu", confirmation=CONFIRMED)

    catalogue = loader.read_catalogue(text, source="thử")
    assert catalogue.status is CatalogueStatus.VERIFIED
    assert {item.status for _, item in catalogue.walk()} == {ItemStatus.VERIFIED}
    assert text.splitlines()[0] == "# UBND xã Suối Vàng đối chiếu từng mục với tệp phụ lục 2.docx ngày 05/01/2026."
    assert catalogue.notice in text.splitlines()[0]


def test_confirmed_text_without_a_decision_never_looks_official() -> None:
    text = proposals.confirmed_yaml(proposal(number=None), id_="commune-2026-thu", confirmation=CONFIRMED)

    catalogue = loader.read_catalogue(text, source="thử")
    assert catalogue.status is CatalogueStatus.DEMONSTRATION
    assert {item.status for _, item in catalogue.walk()} == {ItemStatus.DEMONSTRATION}
    assert "không nêu đủ số và ngày" in catalogue.notice


@pytest.mark.parametrize("catalogue_id", [catalogue.id for catalogue in loader.list_catalogues()])
def test_text_of_a_catalogue_holds_by_itself(catalogue_id: str) -> None:
    text = loader.text_of(catalogue_id)

    assert "items_from" not in text
    assert loader.read_catalogue(text, source="thử") == loader.load_catalogue(catalogue_id)


def test_text_of_an_unknown_catalogue_is_refused() -> None:
    with pytest.raises(loader.UnknownCatalogue):
        loader.text_of("khong-co")


def test_what_was_settled_holds_for_a_year_with_the_same_items() -> None:
    before = loader.load_catalogue("province-2021-1149-qd-bnv")
    first, second = (
        load_crosswalk(before, loader.load_catalogue(f"province-{year}-876-qd-bnv")) for year in (2022, 2023)
    )

    assert first.links == second.links
    assert any(link.origin is Origin.STATED for link in second.links)
