"""What can stop work on catalogues."""

from __future__ import annotations


class CatalogueError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "catalogue_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class RevisionNotFound(CatalogueError):
    """No confirmed catalogue has this number."""

    code = "revision_not_found"
