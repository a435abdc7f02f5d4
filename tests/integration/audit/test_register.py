"""The register: chained, append-only, in the caller's transaction, and checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from parindex.apps.audit import context, services, triggers
from parindex.apps.audit.actions import UnknownAction
from parindex.apps.audit.models import ChainHead, EntryIsFinal, Event
from parindex.domain.access import SYSTEM, Actor

NOW = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=UTC)
ACTOR = Actor(user_id=7, name="Nguyễn Văn Hư Cấu")


def write(label: str = "Kế hoạch A", **values: object) -> Event:
    return services.record(
        actor=ACTOR,
        action="plan.approved",
        object_type="plan",
        object_id="1",
        object_label=label,
        unit_path="/1/",
        now=NOW,
        **values,
    )


def change_behind_the_back(statement: str) -> None:
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.install(connection)


@pytest.mark.django_db
def test_record_chains_each_entry_to_the_one_before() -> None:
    first = write()
    second = write(
        before={"a": 1}, after={"năm": 2026, "hạn": date(2026, 6, 20), "điểm": Decimal("1.50"), "n": [1, None]}
    )

    assert (first.seq, second.seq) == (1, 2)
    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert services.verify() == services.VerifyOutcome(count=2)


@pytest.mark.django_db
def test_record_keeps_values_that_databases_would_change() -> None:
    write(label="có\0không", after={"số": 1.5, "lớn": 10**20, "Ệ": {"b": 1, "a": (1, 2)}})

    assert services.verify().is_whole
    assert Event.objects.get().object_label == "cókhông"


@pytest.mark.django_db
def test_record_refuses_unregistered_actions_and_values_without_json() -> None:
    with pytest.raises(UnknownAction):
        services.record(actor=SYSTEM, action="no.such", object_type="x", object_id="1", now=NOW)
    with pytest.raises(TypeError):
        write(after={"x": object()})

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_write_outside_a_transaction() -> None:
    with pytest.raises(services.NotInTransaction):
        write()


@pytest.mark.django_db(transaction=True)
def test_record_disappears_with_the_failed_transaction() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    with transaction.atomic():
        assert write().seq == 1


@pytest.mark.django_db
def test_record_notes_the_request() -> None:
    with context.within_request("abc123"):
        event = write()

    assert event.request_id == "abc123"
    assert context.request_id() == ""


@pytest.mark.django_db
def test_models_refuse_changes() -> None:
    event = write()

    with pytest.raises(EntryIsFinal):
        event.save()
    with pytest.raises(EntryIsFinal):
        event.delete()
    with pytest.raises(EntryIsFinal):
        Event.objects.update(actor_name="Ai đó")
    with pytest.raises(EntryIsFinal):
        Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(EntryIsFinal):
        Event.objects.bulk_update([event], ["actor_name"])


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor_name = 'x'", "DELETE FROM audit_event"])
def test_database_refuses_changes(statement: str) -> None:
    write()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert services.verify() == services.VerifyOutcome(count=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "broken_seq"),
    [
        ("UPDATE audit_event SET actor_name = 'x' WHERE seq = 2", 2),
        ("DELETE FROM audit_event WHERE seq = 2", 2),
        ("DELETE FROM audit_event WHERE seq = 3", 3),
        ("UPDATE audit_event SET previous_hash = hash WHERE seq = 1", 1),
    ],
)
def test_verify_names_the_first_broken_entry(statement: str, broken_seq: int) -> None:
    for number in range(3):
        write(label=f"Kế hoạch {number}")
    change_behind_the_back(statement)

    outcome = services.verify()

    assert not outcome.is_whole
    assert outcome.broken_seq == broken_seq
    assert outcome.reason


@pytest.mark.django_db
def test_verify_accepts_an_empty_register() -> None:
    ChainHead.objects.all().delete()

    assert services.verify() == services.VerifyOutcome(count=0)


@pytest.mark.django_db
@pytest.mark.parametrize("before", [0, 1])
def test_entry_written_while_the_register_is_checked_is_no_fault(before: int) -> None:
    """Its line comes after the lines were read, the head that counts it before the head is."""
    for _ in range(before):
        write()
    written: list[Event] = []

    def meanwhile(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if ChainHead._meta.db_table in sql and not written:
            written.append(Event())
            written[:] = [write()]
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        outcome = services.verify()

    assert written
    assert outcome == services.VerifyOutcome(count=before + 1)
