"""What can be refused in the life of an assignment; each message says what to do next."""

from __future__ import annotations


class AssignmentError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "assignment_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class ChangedMeanwhile(AssignmentError):
    """Somebody else changed the assignment since the page was opened."""

    code = "changed_meanwhile"


class ProofMissing(AssignmentError):
    """Completion was reported without a file or the number of a document."""

    code = "proof_missing"


class ReasonMissing(AssignmentError):
    """A step that others must understand came without its reason."""

    code = "reason_missing"


class OwnReport(AssignmentError):
    """The person who reported completion tried to confirm it."""

    code = "own_report"


class ProgressOutOfRange(AssignmentError):
    """Progress is not a whole number from 0 to 100."""

    code = "progress_out_of_range"


class NoGroup(AssignmentError):
    """The lead is not a group of agencies that the document closes, so it cannot be split."""

    code = "no_group"


class NoEvent(AssignmentError):
    """The deadline hangs on no event whose date could be entered."""

    code = "no_event"


class EventOutsideCalendar(AssignmentError):
    """The date of the event lies in years without data on working days."""

    code = "event_outside_calendar"


class NothingToUndo(AssignmentError):
    """The last step is not one's own or was taken back already."""

    code = "nothing_to_undo"


class LetterIncomplete(AssignmentError):
    """A letter of urging lacks what it needs: words, number, day, or an entry of its list."""

    code = "letter_incomplete"


class LetterSettled(AssignmentError):
    """A letter that was issued or discarded is not changed any more."""

    code = "letter_settled"


class LetterNotFound(Exception):
    """Raised when a letter does not exist or is not visible to the actor."""

    code = "letter_not_found"
    message = "Không có công văn này, hoặc bạn không được xem. Mở trang “Chờ gửi” để chọn lại."


class ExtensionRefused(AssignmentError):
    """A request for more time cannot be made, or was answered already."""

    code = "extension_refused"


class BlockRefused(AssignmentError):
    """What is said to hold an assignment up cannot be recorded, or was cleared already."""

    code = "block_refused"
