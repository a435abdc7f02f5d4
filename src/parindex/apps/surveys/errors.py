"""What can stop work on surveys; each message says what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.domain.surveys.forms import Mistake
from parindex.domain.surveys.languages import ENGLISH


class SurveyError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "survey_error"

    def __init__(self, message: str, *, english: str = "") -> None:
        self.message, self.english = message, english
        super().__init__(message)

    def said(self, language: str) -> str:
        """Return the message in a language, in Vietnamese where it has no other words."""
        return self.english if language == ENGLISH and self.english else self.message


class WaveNotFound(SurveyError):
    """No wave has this address, or the actor may not see it."""

    code = "survey_wave_not_found"

    def __init__(self) -> None:
        super().__init__("Không có đợt khảo sát này. Kiểm tra lại đường dẫn hoặc quét lại mã QR.")


class WaveClosed(SurveyError):
    """The wave takes no more answers."""

    code = "survey_wave_closed"

    def __init__(self) -> None:
        super().__init__(
            "Đợt khảo sát đã kết thúc nên phiếu của bạn không được nhận. Cảm ơn bạn đã quan tâm.",
            english="The survey is over, so your form was not taken. Thank you for your interest.",
        )


class ResultKept(SurveyError):
    """The wave is closed and its result is kept, so that nothing more can count."""

    code = "survey_result_kept"

    def __init__(self) -> None:
        super().__init__("Đợt đã đóng và kết quả đã được giữ: phiếu giữ lại không vào kết quả nữa.")


class HoldingRefused(SurveyError):
    """A decision about forms held back that cannot be made as asked."""

    code = "survey_holding"


class BadAim(SurveyError):
    """A target or a wave before that cannot be set."""

    code = "survey_aim"


class BadQuestionnaire(SurveyError):
    """The questionnaire cannot be used."""

    code = "survey_questionnaire"


class FormRefused(SurveyError):
    """A form with answers that it does not offer, or with none."""

    code = "survey_form"

    def __init__(self, message: str, mistakes: Sequence[Mistake] = (), *, english: str = "") -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(message, english=english)


class DayFull(FormRefused):
    """So many forms came over the link that even those held back have no more room; the form is only counted."""

    code = "survey_day_full"

    def __init__(self) -> None:
        super().__init__(
            "Đợt khảo sát đang nhận quá nhiều phiếu qua đường dẫn nên phiếu này chưa được nhận. Câu trả lời của bạn "
            "còn nguyên bên dưới: gửi lại vào ngày mai, hoặc trả lời tại quầy.",
            english="The survey is getting too many forms over its link, so this one was not taken yet. Your answers "
            "are still below: send them again tomorrow, or answer at the counter.",
        )


class PaperRefused(SurveyError):
    """Work on paper forms that cannot be done as asked."""

    code = "survey_paper"


class PaperNotFound(SurveyError):
    """No batch, scan or picture of the wave has this address."""

    code = "survey_paper_not_found"

    def __init__(self) -> None:
        super().__init__("Không có lô phiếu hay tệp quét này trong đợt. Mở lại trang Phiếu giấy của đợt.")


class PackNotFound(SurveyError):
    """No pack has this secret link."""

    code = "survey_pack_not_found"

    def __init__(self) -> None:
        super().__init__("Không có bộ phiếu này. Kiểm tra lại đường dẫn hoặc hỏi người giao bộ.")


class PackStopped(SurveyError):
    """The pack was taken back."""

    code = "survey_pack_stopped"

    def __init__(self) -> None:
        super().__init__("Bộ phiếu này đã được thu lại. Xuất tệp các phiếu chưa gửi và đưa cho người phụ trách đợt.")


class FieldRefused(SurveyError):
    """Work in the field that cannot be done as asked."""

    code = "survey_field"


class QuestionnaireNotFound(SurveyError):
    """No questionnaire has this address, or the actor may not see it."""

    code = "survey_questionnaire_not_found"

    def __init__(self) -> None:
        super().__init__("Không có bộ câu hỏi này. Mở lại trang Bộ câu hỏi.")


class QuestionnaireRefused(SurveyError):
    """A change of a questionnaire that cannot be made as asked."""

    code = "survey_questionnaire_refused"
