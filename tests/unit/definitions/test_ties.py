"""The ties of surveys name only what exists: elements, criteria, themes; and no element is tied twice."""

from __future__ import annotations

from collections import Counter

from parindex.definitions.catalogues.loader import load_catalogue
from parindex.definitions.feedback.loader import theme_names
from parindex.definitions.questionnaires.loader import list_questionnaires
from parindex.definitions.ties.loader import load_ties

TIES = load_ties()


def test_every_element_of_services_is_tied_once() -> None:
    known = {
        f"{one.id}/{element.code}" for one in list_questionnaires() for part in one.parts for element in part.elements
    }
    tied = Counter(element for subject in TIES.subjects for element in subject.elements)

    assert set(tied) <= known
    assert set(tied.values()) == {1}
    assert {len(subject.elements) for subject in TIES.subjects} == {3}


def test_criteria_are_those_of_their_catalogues() -> None:
    for subject in TIES.subjects:
        for catalogue_id, codes in subject.criteria.items():
            known = {item.code for _, item in load_catalogue(catalogue_id).walk() if not item.children}
            assert set(codes) <= known, (subject.name, catalogue_id)


def test_themes_are_those_of_feedback() -> None:
    assert {theme for subject in TIES.subjects for theme in subject.themes} <= set(theme_names())
    assert TIES.subject_of("sipas-2024/II.E") == TIES.subjects[-1]
    assert TIES.subject_of("sipas-2024/I.A") is None
