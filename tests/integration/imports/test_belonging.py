"""A plan belongs to the unit that its document names: what tells another one, and the move of a draft."""

from __future__ import annotations

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.imports import belonging, review, services
from parindex.apps.imports.errors import CannotGive, NoUnit, SameFileThere
from parindex.apps.imports.models import Draft, Origin
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.access import PermissionDenied, Role
from tests.factories import UnitFactory
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, TODAY, Province, actor_in


@pytest.fixture
def commune(province: Province) -> Unit:
    return UnitFactory(name="Xã Suối Vàng", kind=UnitKind.COMMUNE, parent=province.root)


@pytest.fixture
def draft(province: Province) -> Draft:
    return import_text(unit=province.home_affairs, actor=province.focal, now=NOW)


def issuer_told(draft: Draft, unit: Unit | None, **facts: object) -> Unit | None:
    draft.facts |= {name: {"value": value, "confidence": "sure", "sources": []} for name, value in facts.items()}
    if unit is not None:
        draft.unit = unit
    return belonging.other_issuer(draft, today=TODAY)


def test_the_issuer_of_another_unit_is_told(province: Province, draft: Draft) -> None:
    assert belonging.other_issuer(draft, today=TODAY) == province.root
    assert issuer_told(draft, province.root) is None


def test_an_issuer_is_sought_within_the_agency_above_it(province: Province, draft: Draft, commune: Unit) -> None:
    own = UnitFactory(name="Phòng Kinh tế", kind=UnitKind.OFFICE, parent=commune)
    other = UnitFactory(name="Xã Đồi Thông", kind=UnitKind.COMMUNE, parent=province.root)
    theirs = UnitFactory(name="Phòng Kinh tế", kind=UnitKind.OFFICE, parent=other)
    named = {"issuer": "Phòng Kinh tế", "parent": "Ủy ban nhân dân xã Suối Vàng"}

    assert issuer_told(draft, theirs, **named) == own
    assert issuer_told(draft, own, **named) is None
    assert issuer_told(draft, own, **named | {"parent": "Ủy ban nhân dân xã Không Có"}) is None


def test_what_nobody_can_tell_is_no_other_unit(province: Province, draft: Draft) -> None:
    assert issuer_told(draft, None, issuer="Ủy ban nhân dân xã Không Có") is None
    assert issuer_told(draft, None, issuer=None) is None
    draft.facts["issuer"] = {"value": "Ủy ban nhân dân tỉnh Sông Mây", "confidence": "check", "sources": []}
    assert belonging.other_issuer(draft, today=TODAY) is None


def test_a_draft_is_given_to_another_unit_and_back(province: Province, draft: Draft) -> None:
    belonging.give(draft=draft, unit=province.root, actor=province.focal, now=NOW)

    draft = Draft.objects.get(pk=draft.pk)
    assert draft.unit == province.root
    entry = Event.objects.get(action="draft.given")
    assert (entry.unit_path, entry.after["value"]) == (province.home_affairs.path, "Tỉnh Sông Mây")
    assert review.undo(draft=draft, actor=province.focal, now=NOW) == "Đổi đơn vị"
    assert Draft.objects.get(pk=draft.pk).unit == province.home_affairs


def test_the_same_unit_again_changes_nothing(province: Province, draft: Draft) -> None:
    belonging.give(draft=draft, unit=province.home_affairs, actor=province.focal, now=NOW)

    assert not draft.edits.exists()


def test_a_draft_moves_only_between_units_that_the_person_reviews(
    province: Province, draft: Draft, commune: Unit
) -> None:
    own = actor_in(province.home_affairs, Role.FOCAL)

    with pytest.raises(PermissionDenied):
        belonging.give(draft=draft, unit=commune, actor=own, now=NOW)
    with pytest.raises(PermissionDenied):
        belonging.give(draft=draft, unit=commune, actor=actor_in(commune, Role.FOCAL), now=NOW)
    assert belonging.list_receivers(own, draft=draft, today=TODAY) == []
    assert commune in belonging.list_receivers(province.focal, draft=draft, today=TODAY)


def test_a_move_is_taken_back_only_by_who_reviews_both(province: Province, draft: Draft, commune: Unit) -> None:
    belonging.give(draft=draft, unit=commune, actor=province.focal, now=NOW)

    with pytest.raises(CannotGive, match="Sở Nội vụ"):
        review.undo(draft=draft, actor=actor_in(commune, Role.FOCAL), now=NOW)
    assert Draft.objects.get(pk=draft.pk).unit == commune


def test_a_unit_that_has_the_file_takes_no_second_draft_of_it(province: Province, draft: Draft) -> None:
    import_text(unit=province.root, actor=province.focal, now=NOW)

    with pytest.raises(SameFileThere):
        belonging.give(draft=draft, unit=province.root, actor=province.focal, now=NOW)
    assert not draft.edits.exists()
    assert not Event.objects.filter(action="draft.given").exists()


@pytest.mark.parametrize("kind", [UnitKind.POST, UnitKind.GROUP])
def test_what_is_never_offered_is_given_no_plan(province: Province, draft: Draft, kind: UnitKind) -> None:
    other = UnitFactory(name="Thanh tra Chính phủ", kind=kind, parent=province.root)

    assert not belonging.may_give(province.focal, draft=draft, unit=other)
    with pytest.raises(NoUnit):
        belonging.give(draft=draft, unit=other, actor=province.focal, now=NOW)
    with pytest.raises(NoUnit):
        services.start(unit=other, uploads=(), actor=province.focal, now=NOW)
    assert Draft.objects.get(pk=draft.pk).unit == province.home_affairs


def test_what_was_written_on_the_page_keeps_its_unit(province: Province, draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(origin=Origin.BLANK, file=None)

    with pytest.raises(CannotGive):
        belonging.give(draft=draft, unit=province.root, actor=province.focal, now=NOW)


def test_after_a_move_the_plan_is_the_new_units(province: Province, commune: Unit) -> None:
    text = PLAN_TEXT.replace("TỈNH SÔNG MÂY", "XÃ SUỐI VÀNG").replace("tỉnh Sông Mây năm", "xã Suối Vàng năm")
    draft = import_text(unit=province.home_affairs, actor=province.focal, now=NOW, text=text)
    found = belonging.other_issuer(draft, today=TODAY)
    assert found == commune

    belonging.give(draft=draft, unit=commune, actor=province.focal, now=NOW)

    assert belonging.other_issuer(Draft.objects.get(pk=draft.pk), today=TODAY) is None
