"""Why dossiers could not be read or counted: one class per cause, a stable code and a Vietnamese way out."""

from __future__ import annotations

from typing import ClassVar


class DossierError(Exception):
    """Base of the errors of dossiers; exit codes follow docs/reference/import-errors.md."""

    code: ClassVar[str] = "dossiers"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who imports."""
        self.message = message
        super().__init__(message)


class UnreadableFile(DossierError):
    """The bytes are not what the name of the file promises."""

    code = "dossiers_unreadable"


class UnknownKind(DossierError):
    """The file is of no kind that holds dossiers."""

    code = "dossiers_kind"


class WrongColumns(DossierError):
    """Columns that every dossier needs are missing, or one column comes twice."""

    code = "dossiers_columns"
    exit_code = 5


class NoStore(DossierError):
    """The folder holds no dossiers yet."""

    code = "dossiers_store"
    exit_code = 2


class StoreBusy(DossierError):
    """Another process imports into the same folder."""

    code = "dossiers_busy"
    exit_code = 2


class UnknownDossier(DossierError):
    """No dossier has that code."""

    code = "dossiers_code"
    exit_code = 2
