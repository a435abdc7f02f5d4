"""What feedback is about: nothing of it outlives its erasure, and no code is cut or refused by the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.base import subjects
from parindex.apps.base.subjects import CRITERION, DOSSIER, PROCEDURE, Subject
from parindex.apps.feedback import erasing, links
from parindex.apps.feedback.errors import StepIncomplete
from parindex.apps.feedback.models import Feedback
from parindex.domain.access import Actor
from tests.integration.conftest import Province
from tests.integration.feedback.test_keeping import months
from tests.integration.feedback.test_steps import answered, hand, received

pytestmark = pytest.mark.django_db
CODE = "H99.HU.CAU-26-000001"


class AnyDossier:
    """A room that has every dossier that is asked for."""

    kind = DOSSIER

    def find(self, actor: Actor, words: str, *, limit: int) -> Sequence[Subject]:
        return ()

    def get(self, actor: Actor, code: str) -> Subject | None:
        return Subject(self.kind, code, "hư cấu")


class AnyProcedure(AnyDossier):
    """A room that has every procedure."""

    kind = PROCEDURE


class AnyCriterion(AnyDossier):
    """A room that has every criterion."""

    kind = CRITERION


@pytest.fixture(autouse=True)
def rooms(settings: Any) -> None:
    settings.PARINDEX_SUBJECTS = tuple(
        f"{__name__}.{room.__name__}" for room in (AnyDossier, AnyProcedure, AnyCriterion)
    )


def test_register_says_which_kind_was_linked_and_never_the_code(province: Province) -> None:
    row = received(province, dossier_code="H99.NGUOI.GUI-26-000007")
    row = links.link(feedback=row, kind=DOSSIER, code=CODE, hand=hand(province.focal, row))
    links.unlink(feedback=row, kind=DOSSIER, hand=hand(province.focal, row))

    events = list(Event.objects.filter(action="feedback.linked").order_by("seq"))

    assert [(one.before, one.after) for one in events] == [
        (None, {"link": DOSSIER, "is_linked": True}),
        (None, {"link": DOSSIER, "is_linked": False}),
    ]
    assert not Event.objects.filter(object_id=str(row.public_id), after__icontains="H99").exists()


def test_no_dossier_is_linked_once_the_words_are_erased(province: Province) -> None:
    row = answered(province)
    row = links.link(feedback=row, kind=DOSSIER, code=CODE, hand=hand(province.focal, row))
    erasing.erase(now=months(60))
    row = Feedback.objects.get(pk=row.pk)

    with pytest.raises(StepIncomplete, match="đã được xóa"):
        links.link(feedback=row, kind=DOSSIER, code=CODE, hand=hand(province.focal, row))
    links.link(feedback=row, kind=CRITERION, code="3.5.1", hand=hand(province.focal, row))

    kept = Feedback.objects.get(pk=row.pk)
    assert (kept.dossier_code, kept.criterion_code) == ("", "3.5.1")


@pytest.mark.parametrize("kind", subjects.KIND_NAMES)
def test_long_codes_are_kept_whole_and_longer_ones_refused(province: Province, kind: str) -> None:
    row = received(province)
    row = links.link(feedback=row, kind=kind, code="9" * 300, hand=hand(province.focal, row))

    with pytest.raises(StepIncomplete, match="300 ký tự"):
        links.link(feedback=row, kind=kind, code="9" * 301, hand=hand(province.focal, row))

    row = Feedback.objects.get(pk=row.pk)
    assert getattr(row, links.COLUMNS[kind]) == "9" * 300
