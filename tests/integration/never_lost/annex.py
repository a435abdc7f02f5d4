"""Stages of an annex that becomes a catalogue, each going on from where the database stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parindex.apps.base import jobs
from parindex.apps.catalogues import review, selectors, services
from parindex.apps.catalogues.models import Proposal, ProposalState
from parindex.apps.catalogues.rows import ItemInput
from parindex.apps.orgs.models import Unit
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.domain.access import Actor
from parindex.jobs import worker
from tests.factories.catalogues import start_annex

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SILENCE = jobs.STALE_AFTER + timedelta(seconds=1)
TYPED = ItemInput("2.1", "Sáng kiến", "2", 1, rule="shape: all_or_nothing\ncondition: có sáng kiến")


def _person(username: str) -> Actor:
    return access.actor_of(User.objects.get(username=username), today=date(2026, 3, 16))


def annex_start(*, who: str = "focal") -> bool:
    """Import the annex; tell whether it was there before."""
    unit = Unit.objects.get(name="Tỉnh Sông Mây")
    return start_annex(unit=unit, actor=_person(who), now=NOW).is_duplicate


def annex_read(*, attempt: int = 0) -> int:
    """Work as the worker does until nothing is due; each attempt begins when the one before is known to be dead."""
    now = NOW + attempt * SILENCE
    jobs.reap(now=now)
    return worker.run_until_empty(clock=lambda: now)


def annex_review(*, who: str = "focal") -> None:
    """Confirm what is sure, then write the rule that nobody could read, going on from what is kept."""
    proposal, actor = Proposal.objects.get(), _person(who)
    if not proposal.items.filter(is_confirmed=True).exists():
        review.confirm_sure(proposal=proposal, actor=actor, now=NOW)
    if not proposal.items.get(code="2.1").is_confirmed:
        annex_edit(who=who)


def annex_edit(*, who: str, name: str = "Sáng kiến", version: int = 1) -> str:
    """Correct the last item from a page that shows this version."""
    proposal = Proposal.objects.get()
    item = proposal.items.get(code="2.1")
    typed = ItemInput(TYPED.code, name, TYPED.max_points, TYPED.depth, rule=TYPED.rule)
    actor = _person(who)
    review.edit_item(proposal=proposal, item_id=item.pk, version=version, typed=typed, actor=actor, now=NOW)
    return name


def annex_confirm(*, who: str = "focal") -> int:
    """Confirm the whole unless that is done; return the number of the revision."""
    proposal = Proposal.objects.select_related("revision").get()
    if proposal.state == ProposalState.CONFIRMED and proposal.revision is not None:
        return proposal.revision.number
    return annex_confirm_now(who=who)


def annex_confirm_now(*, who: str) -> int:
    """Press the button, whatever the state."""
    proposal = Proposal.objects.get()
    revision = services.confirm(proposal=proposal, version=proposal.version, actor=_person(who), now=NOW)
    assert selectors.catalogue_of(revision).id == revision.catalogue_id
    return revision.number


STAGES = (annex_start, annex_read, annex_review, annex_edit, annex_confirm, annex_confirm_now)
