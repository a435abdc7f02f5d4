"""From an annex to a proposal under review: read once, whole or not at all, by the same rights as everything."""

from __future__ import annotations

import io

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job
from parindex.apps.catalogues import selectors, services
from parindex.apps.catalogues.errors import NoFiles, NotReviewable, ProposalNotFound
from parindex.apps.catalogues.models import Proposal, ProposalState
from parindex.domain.access import PermissionDenied
from parindex.domain.scoring.catalogue import Level
from parindex.jobs import worker
from tests.factories.catalogues import annex, import_annex, start_annex
from tests.integration.conftest import NOW, Province


def test_annex_becomes_a_tree_with_rules(province: Province) -> None:
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW)

    items = selectors.list_items(proposal)
    assert proposal.state == ProposalState.REVIEW
    assert proposal.head["number"] == "12/QĐ-UBND"
    assert [(item.code, item.depth, item.max_points, item.confidence) for item in items] == [
        ("1", 0, "3", "sure"),
        ("1.1", 1, "1", "sure"),
        ("1.2", 1, "2", "sure"),
        ("2", 0, "2", "sure"),
        ("2.1", 1, "2", "none"),
    ]
    assert items[1].rule["shape"] == "levels"
    assert "kịp thời" in items[1].words


def test_same_file_twice_is_one_proposal(province: Province) -> None:
    first = start_annex(unit=province.root, actor=province.focal, now=NOW)
    second = start_annex(unit=province.root, actor=province.second_focal, now=NOW, name="ban-sao.html")

    assert second.is_duplicate
    assert second.public_id == first.public_id
    assert Job.objects.filter(kind=services.READ_JOB).count() == 1


def test_file_of_another_year_is_another_proposal(province: Province) -> None:
    first = start_annex(unit=province.root, actor=province.focal, now=NOW)
    upload = services.Upload("phu-luc.html", io.BytesIO(annex()))
    target = services.Target(province.root, Level.COMMUNE, 2027)
    (second,) = services.start(target=target, uploads=[upload], actor=province.focal, now=NOW)

    assert not second.is_duplicate
    assert second.public_id != first.public_id


@pytest.mark.parametrize("who", ["leader", "officer", "stranger"])
def test_only_who_manages_catalogues_of_the_unit_may_import(province: Province, who: str) -> None:
    with pytest.raises(PermissionDenied):
        start_annex(unit=province.root, actor=getattr(province, who), now=NOW)

    assert not Proposal.objects.exists()


def test_no_file_is_refused(province: Province) -> None:
    target = services.Target(province.root, Level.COMMUNE, 2026)
    with pytest.raises(NoFiles):
        services.start(target=target, uploads=[], actor=province.focal, now=NOW)


def test_unreadable_file_is_refused_and_leaves_nothing(province: Province) -> None:
    started = start_annex(unit=province.root, actor=province.focal, now=NOW, data=b"")

    assert started.public_id is None
    assert started.error_code
    assert not Proposal.objects.exists()


def test_text_without_a_table_fails_with_a_reason_and_may_be_tried_again(province: Province) -> None:
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW, data=b"<p>Xin ch\xc3\xa0o</p>" * 40)
    assert proposal.state == ProposalState.FAILED
    assert proposal.error_message

    services.retry(proposal=proposal, actor=province.focal, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READING
    worker.run_until_empty()
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.FAILED

    with pytest.raises(PermissionDenied):
        services.retry(proposal=proposal, actor=province.leader, now=NOW)


def test_read_annex_is_not_read_again(province: Province) -> None:
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW)

    with pytest.raises(NotReviewable):
        services.retry(proposal=proposal, actor=province.focal, now=NOW)
    assert selectors.waiting_file(proposal.pk) is None


def test_job_that_comes_too_late_changes_nothing(province: Province) -> None:
    started = start_annex(unit=province.root, actor=province.focal, now=NOW)
    proposal = selectors.access_proposal(province.focal, started.public_id)
    services.discard(proposal=proposal, actor=province.focal, now=NOW)

    worker.run_until_empty()

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DISCARDED
    assert not proposal.items.exists()
    services.fail_reading(proposal_id=proposal.pk, code="x", message="y", actor=province.focal, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DISCARDED


def test_discarded_file_may_be_imported_again(province: Province) -> None:
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW)
    services.discard(proposal=proposal, actor=province.focal, now=NOW)
    with pytest.raises(NotReviewable):
        services.discard(proposal=proposal, actor=province.focal, now=NOW)

    again = start_annex(unit=province.root, actor=province.focal, now=NOW)

    assert not again.is_duplicate
    assert again.public_id != proposal.public_id


def test_proposal_of_another_province_is_not_there(province: Province) -> None:
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW)

    for who in (province.stranger, province.officer):
        assert selectors.list_proposals(who) == []
        with pytest.raises(ProposalNotFound):
            selectors.access_proposal(who, proposal.public_id)
    (listed,) = selectors.list_proposals(province.leader)
    assert (listed.item_count, listed.confirmed_count) == (5, 0)


def test_every_step_is_in_the_register(province: Province) -> None:
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW)
    services.discard(proposal=proposal, actor=province.focal, now=NOW)

    rows = Event.objects.filter(object_id=str(proposal.public_id)).order_by("seq")
    assert [row.action for row in rows] == ["catalogue.imported", "catalogue.read", "catalogue.discarded"]
    assert {row.unit_path for row in rows} == {province.root.path}
