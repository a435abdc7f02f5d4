"""What can stop work on catalogues; each message says what to do next."""

from __future__ import annotations


class CatalogueError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "catalogue_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class CatalogueNotFound(CatalogueError):
    """No catalogue has this id, or not this revision of it."""

    code = "catalogue_not_found"


class ProposalNotFound(Exception):
    """The proposal does not exist or is not visible to the actor."""

    code = "proposal_not_found"
    message = "Không có bản nhập này, hoặc bạn không được xem. Kiểm tra lại địa chỉ hoặc mở danh sách bộ tiêu chí."


class NoFiles(CatalogueError):
    """Nothing was chosen."""

    code = "no_files"


class NotReviewable(CatalogueError):
    """The proposal is not in review: still being read, failed, confirmed or put aside."""

    code = "not_reviewable"


class ItemGone(CatalogueError):
    """The row was deleted or taken back by another person meanwhile."""

    code = "item_gone"

    def __init__(self) -> None:
        super().__init__("Mục này không còn trong bản nhập: có người vừa xóa nó. Chọn một mục khác.")


class ChangedMeanwhile(CatalogueError):
    """Another person changed the same row or head since the form was opened; nothing was overwritten."""

    code = "changed_meanwhile"


class BadField(CatalogueError):
    """A value that a row or the head does not accept; `field` is the one to correct."""

    code = "bad_field"

    def __init__(self, message: str, *, field: str) -> None:
        self.field = field
        super().__init__(message)


class NothingToUndo(CatalogueError):
    """No change is left to take back."""

    code = "nothing_to_undo"


class NotReady(CatalogueError):
    """The proposal cannot be confirmed yet; `problems` say each what is wrong and where."""

    code = "not_ready"

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("Chưa xác nhận được bộ tiêu chí: " + "; ".join(problems[:3]))
