"""Catalogues by id: shipped ones without being taken into use, confirmed ones for ever."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from parindex.apps.audit.models import Event
from parindex.apps.catalogues import selectors, services
from parindex.apps.catalogues.errors import CatalogueNotFound
from parindex.apps.catalogues.models import Revision
from parindex.definitions.catalogues import loader
from parindex.domain.access import ANONYMOUS, PermissionDenied
from tests.factories import bundles
from tests.factories.assessment import make_revision_of
from tests.integration.conftest import NOW, Province

COMMUNE = "commune-2026-demonstration"


def test_shipped_catalogue_is_shown_before_anybody_takes_it_into_use(province: Province) -> None:
    found = selectors.access_catalogue(province.officer, COMMUNE)

    assert found.revision is None
    assert found.is_adoptable
    assert found.catalogue == loader.load_catalogue(COMMUNE)


def test_adopting_twice_is_one_revision(province: Province) -> None:
    first = services.adopt(catalogue_id=COMMUNE, actor=province.focal, now=NOW)
    second = services.adopt(catalogue_id=COMMUNE, actor=province.second_focal, now=NOW)

    assert first == second
    assert (first.number, first.confirmed_by_id) == (1, None)
    assert selectors.catalogue_of(first) == loader.load_catalogue(COMMUNE)
    assert Event.objects.filter(action="catalogue.adopted").count() == 1
    assert not selectors.access_catalogue(province.officer, COMMUNE).is_adoptable


def test_adopted_text_holds_by_itself_when_the_shipped_one_borrows_its_items(province: Province) -> None:
    revision = services.adopt(catalogue_id="province-2023-876-qd-bnv", actor=province.focal, now=NOW)

    assert "items_from" not in revision.text
    assert selectors.catalogue_of(revision) == loader.load_catalogue("province-2023-876-qd-bnv")


def test_adopting_asks_for_the_right_and_for_a_known_id(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        services.adopt(catalogue_id=COMMUNE, actor=province.leader, now=NOW)
    with pytest.raises(CatalogueNotFound):
        services.adopt(catalogue_id="khong-co", actor=province.focal, now=NOW)
    assert not Revision.objects.exists()


def test_latest_revision_is_shown_and_earlier_ones_by_number(province: Province) -> None:
    first = make_revision_of(bundles.CATALOGUE, now=NOW)
    second = make_revision_of(bundles.CATALOGUE + "\n# lần hai\n", now=NOW)

    found = selectors.access_catalogue(province.officer, first.catalogue_id)
    assert (found.revision, found.is_adoptable) == (second, False)
    assert selectors.access_catalogue(province.officer, first.catalogue_id, number=1).revision == first
    with pytest.raises(CatalogueNotFound):
        selectors.access_catalogue(province.officer, first.catalogue_id, number=9)
    with pytest.raises(CatalogueNotFound):
        selectors.access_catalogue(province.officer, "khong-co")


def test_guest_sees_no_catalogue(province: Province) -> None:
    del province
    for read in (
        lambda: selectors.list_catalogues(ANONYMOUS),
        lambda: selectors.access_catalogue(ANONYMOUS, COMMUNE),
    ):
        with pytest.raises(PermissionDenied):
            read()


def test_list_is_one_entry_an_id_in_one_query(
    province: Province, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services.adopt(catalogue_id=COMMUNE, actor=province.focal, now=NOW)
    own = make_revision_of(bundles.CATALOGUE, now=NOW)
    make_revision_of(bundles.CATALOGUE + "\n# lần hai\n", now=NOW)

    with django_assert_num_queries(1):
        entries = selectors.list_catalogues(province.officer)

    ids = [entry.catalogue_id for entry in entries]
    assert len(ids) == len(set(ids))
    assert {COMMUNE, own.catalogue_id} <= set(ids)
    assert [row.number for entry in entries if entry.catalogue_id == own.catalogue_id for row in entry.revisions] == [
        2,
        1,
    ]


def test_kin_are_the_other_catalogues_of_the_level_in_few_queries(
    province: Province, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services.adopt(catalogue_id="province-2021-1149-qd-bnv", actor=province.focal, now=NOW)
    found = selectors.access_catalogue(province.officer, "province-2022-876-qd-bnv")

    with django_assert_num_queries(2):
        others = selectors.list_kin(province.officer, found)

    assert [other.catalogue.year for other in others] == [2023, 2021]
    walk = selectors.crosswalk_of(others[1], found)
    assert walk.before.mapped + walk.before.unmapped == 100
