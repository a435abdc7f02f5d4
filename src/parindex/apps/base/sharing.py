"""Locks that many hold at once until one needs the row alone, which Django does not offer."""

from __future__ import annotations

from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

_M = TypeVar("_M", bound=Model)


def hold(model: type[_M], pk: int) -> _M:
    """Return a row, held to the end of the transaction beside others who hold it. Raises the model's `DoesNotExist`."""
    share(_name(model, pk))
    return model._default_manager.get(pk=pk)


def hold_alone(model: type[_M], pk: int) -> _M:
    """Return a row, locked for update once all who hold it are done; who comes later waits until this one is.

    Raises the model's `DoesNotExist`.
    """
    take(_name(model, pk))
    return model._default_manager.select_for_update().get(pk=pk)


def share(name: str) -> None:
    """Hold what has no row of its own to the end of the transaction, beside others who do."""
    _lock("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", name)


def take(name: str) -> None:
    """Hold what has no row of its own to the end of the transaction, alone, once all who share it are done."""
    _lock("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", name)


def _name(model: type[Model], pk: int) -> str:
    return f"{model._meta.db_table} {pk}"


def _lock(words: str, name: str) -> None:
    """Take a lock that queues, so that many small holders never keep one out who needs the thing alone.

    A lock of the row itself would not do: who shares it passes by those who wait for it. SQLite needs none: a
    transaction that writes is alone from its first statement.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(words, [name])
