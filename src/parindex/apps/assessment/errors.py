"""What can be refused in a season; each message says where and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.apps.assessment.models import Sheet, SheetItem


class AssessmentError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "assessment_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class CampaignNotFound(AssessmentError):
    """The campaign does not exist or is not visible to the actor."""

    code = "campaign_not_found"

    def __init__(self) -> None:
        super().__init__("Không có đợt chấm điểm này, hoặc bạn không được xem. Mở danh sách đợt để chọn lại.")


class SheetNotFound(AssessmentError):
    """The sheet or item does not exist or is not visible to the actor."""

    code = "sheet_not_found"

    def __init__(self) -> None:
        super().__init__("Không có phiếu chấm điểm này, hoặc bạn không được xem. Mở danh sách phiếu để chọn lại.")


class CampaignNotReady(AssessmentError):
    """The campaign lacks what it needs for this step, or has been opened already."""

    code = "campaign_not_ready"


class UnitRefused(AssessmentError):
    """A unit cannot be in the campaign: outside of the holder's area, there already, or ended."""

    code = "unit_refused"


class DutyRefused(AssessmentError):
    """A field or an agency that cannot appraise in the group."""

    code = "duty_refused"


class BadRounds(AssessmentError):
    """The calendar of rounds contradicts itself, or a lock lies in the past."""

    code = "bad_rounds"


class RoundNotOpen(AssessmentError):
    """The round has not begun, or has no time at all."""

    code = "round_not_open"


class RoundClosed(AssessmentError):
    """The round is locked."""

    code = "round_closed"


class ReasonMissing(AssessmentError):
    """A step that others must understand came without its reason."""

    code = "reason_missing"


class ChangedMeanwhile(AssessmentError):
    """Somebody else changed the item or sheet since the page was opened; `item` is the row as it stands now."""

    code = "changed_meanwhile"

    def __init__(self, message: str, *, item: SheetItem | None = None) -> None:
        self.item = item
        super().__init__(message)


class BadAnswer(AssessmentError):
    """An answer that the rule does not accept; `input_name` is empty when the whole item is meant."""

    code = "bad_answer"

    def __init__(self, message: str, *, item_code: str, input_name: str = "") -> None:
        self.item_code = item_code
        self.input_name = input_name
        super().__init__(message)


class NothingCounted(AssessmentError):
    """No register can tell the answer of an item now."""

    code = "nothing_counted"


class AlreadyAppraised(AssessmentError):
    """The item has a ruling, so its answers can no longer change below it."""

    code = "already_appraised"


class BelowMissing(AssessmentError):
    """Sheets of units below are not in yet; `sheets` lists them."""

    code = "below_missing"

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = tuple(sheets)
        names = "; ".join(sheet.unit.name for sheet in self.sheets[:5])
        more = f" và {len(self.sheets) - 5} đơn vị khác" if len(self.sheets) > 5 else ""
        super().__init__(
            f"Còn {len(self.sheets)} đơn vị cấp dưới chưa gửi phiếu: {names}{more}. "
            "Phiếu cấp trên chỉ chốt được khi cấp dưới đã gửi đủ."
        )


class ProofMissing(AssessmentError):
    """Items claim points without a document or a justification; `item_codes` lists them."""

    code = "evidence_missing"

    def __init__(self, item_codes: Sequence[str]) -> None:
        self.item_codes = tuple(item_codes)
        super().__init__(
            f"{len(self.item_codes)} mục nhận điểm mà chưa có tài liệu kiểm chứng, cũng chưa có giải trình: "
            f"{', '.join(self.item_codes)}. Dẫn tài liệu hoặc viết giải trình cho từng mục rồi gửi lại."
        )


class OwnSubmission(AssessmentError):
    """The person who submitted a sheet tried to sign it."""

    code = "own_submission"


class NotYetSigned(AssessmentError):
    """The sheet is not signed by its unit (any more), so nobody appraises it."""

    code = "not_yet_signed"


class OwnUnit(AssessmentError):
    """Somebody tried to appraise the unit that they work in."""

    code = "own_unit"


class BadRuling(AssessmentError):
    """A decision that makes no sense for the item in this step."""

    code = "bad_ruling"


class BlindRefused(AssessmentError):
    """A blind appraisal by who has seen or made the first one, or of an item outside of the sample."""

    code = "blind_refused"


class NothingToUndo(AssessmentError):
    """The person has decided nothing that may still be taken back."""

    code = "nothing_to_undo"


class NotExplainable(AssessmentError):
    """Nobody asked about this item and nobody changed it, or its explanation has been judged."""

    code = "not_explainable"


class ForeignDocument(AssessmentError):
    """A document cannot be cited, or no longer taken away, for this item."""

    code = "document_refused"


class LinkNotFound(AssessmentError):
    """The citation is not there any more, or not visible to the actor."""

    code = "link_not_found"

    def __init__(self) -> None:
        super().__init__("Tài liệu này không còn được dẫn ở mục này. Tải lại trang để xem danh sách hiện tại.")
