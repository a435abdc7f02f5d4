"""What can stop work on dossiers; each message says what to do next."""

from __future__ import annotations


class DossierUseError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "dossier_use"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class ImportNotFound(DossierUseError):
    """No import has this address, or the actor may not see it."""

    code = "dossier_import_not_found"

    def __init__(self) -> None:
        super().__init__("Không có lần nhập hồ sơ này.")


class DossierNotFound(DossierUseError):
    """The store has no dossier of this code in the area of the actor."""

    code = "dossier_not_found"

    def __init__(self) -> None:
        super().__init__("Không có hồ sơ mang mã này trong phạm vi của bạn. Kiểm tra lại mã.")


class NoDossiers(DossierUseError):
    """Nothing was imported yet, or the rules have changed since."""

    code = "dossiers_absent"


class BadUpload(DossierUseError):
    """The uploaded thing is no file of dossiers."""

    code = "dossier_upload"
