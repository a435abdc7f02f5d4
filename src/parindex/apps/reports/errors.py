"""What can be refused about reports; each message says what to do next."""

from __future__ import annotations


class ReportError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "report_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class PeriodNotFound(ReportError):
    """The period does not exist or is not visible to the actor."""

    code = "report_period_not_found"

    def __init__(self) -> None:
        super().__init__("Không có kỳ báo cáo này, hoặc bạn không được xem. Mở danh sách kỳ báo cáo để chọn lại.")


class ReportNotFound(ReportError):
    """The report or sending does not exist or is not visible to the actor."""

    code = "report_not_found"

    def __init__(self) -> None:
        super().__init__("Không có báo cáo này, hoặc bạn không được xem. Mở danh sách kỳ báo cáo để chọn lại.")


class NoteNotFound(ReportError):
    """The note does not exist or is not visible to the actor."""

    code = "supervision_note_not_found"

    def __init__(self) -> None:
        super().__init__("Không có ý kiến giám sát này, hoặc bạn không được xem. Mở danh sách ý kiến để chọn lại.")


class PeriodRefused(ReportError):
    """A period cannot be opened so: it is there already, or its days do not fit."""

    code = "report_period_refused"


class UnitNotAsked(ReportError):
    """The regime asks no report of this unit in this period."""

    code = "report_unit_not_asked"


class ChangedMeanwhile(ReportError):
    """Somebody else changed it since the page was shown."""

    code = "report_changed_meanwhile"


class UnknownFigure(ReportError):
    """A text has a place for a figure that does not exist."""

    code = "unknown_figure"


class UnknownSource(ReportError):
    """A figure is asked of a source that the settings do not list."""

    code = "unknown_figure_source"


class ReasonMissing(ReportError):
    """A step that needs its reason came without."""

    code = "report_reason_missing"


class Contradicted(ReportError):
    """Contradictions stand in the report and no reason was given for sending it anyway."""

    code = "report_contradicted"


class NoteRefused(ReportError):
    """A note or an answer cannot be kept so."""

    code = "supervision_note_refused"


class MeritRefused(ReportError):
    """A proposal cannot be decided so: it is not proposed (any more), or a refusal has no words."""

    code = "merit_refused"
