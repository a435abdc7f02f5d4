"""What can go wrong between a file and an approved plan; each message says what to do next."""

from __future__ import annotations


class DraftError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "draft_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NoFiles(DraftError):
    """Nothing was chosen."""

    code = "no_files"


class NotReviewable(DraftError):
    """The draft is not in review: still being read, failed, approved or discarded."""

    code = "not_reviewable"


class DraftChanged(DraftError):
    """Somebody took a step after the person looked at the draft."""

    code = "draft_changed"


class FieldConflict(DraftError):
    """Another person changed the same field meanwhile; both values are kept for the person to choose."""

    code = "field_conflict"

    def __init__(self, *, field: str, label: str, theirs: str, mine: str, who: str) -> None:
        self.field = field
        self.theirs = theirs
        self.mine = mine
        self.who = who
        super().__init__(
            f"“{label}” vừa được {who} sửa. Xem hai giá trị bên dưới rồi chọn giữ giá trị nào; chưa có gì bị ghi đè."
        )


class ItemGone(DraftError):
    """The item was deleted or taken back by another person meanwhile."""

    code = "item_gone"

    def __init__(self) -> None:
        super().__init__("Mục này không còn trong bản nhập: có người vừa xóa hoặc gộp nó. Chọn một mục khác.")


class UnknownField(DraftError):
    """A form named a field that cannot be edited."""

    code = "unknown_field"


class CannotSplit(DraftError):
    """Splitting needs at least two names."""

    code = "cannot_split"


class CannotMerge(DraftError):
    """There is no next item to merge with."""

    code = "cannot_merge"


class NothingToUndo(DraftError):
    """No step is left to undo."""

    code = "nothing_to_undo"


class CannotMove(DraftError):
    """The item is the first or the last already."""

    code = "cannot_move"


class VersionUnnamed(DraftError):
    """A version has no name."""

    code = "version_unnamed"


class VersionGone(DraftError):
    """There is no version of that number."""

    code = "version_gone"


class CommentEmpty(DraftError):
    """A comment says nothing."""

    code = "comment_empty"


class CommentGone(DraftError):
    """There is no comment of that number."""

    code = "comment_gone"


class ChangeGone(DraftError):
    """The difference was decided meanwhile, or is no more."""

    code = "change_gone"


class CannotGive(DraftError):
    """What was written on the page, or is an edited copy, keeps its unit."""

    code = "cannot_give"


class SameFileThere(DraftError):
    """The other unit has a draft of the same file."""

    code = "same_file_there"


class NoUnit(DraftError):
    """No unit was chosen for the plan, or one that has no plans."""

    code = "no_unit"
