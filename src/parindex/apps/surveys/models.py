"""Waves of surveys and their answers; nothing of an answer tells who gave it."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q


def new_token() -> str:
    """Return the secret part of a public link."""
    return secrets.token_urlsafe(12)


class WaveState(models.TextChoices):
    """Whether a wave takes answers."""

    OPEN = "open", "Đang nhận trả lời"
    CLOSED = "closed", "Đã đóng đợt"


class AnswerChannel(models.TextChoices):
    """How an answer was given."""

    LINK = "link", "Đường dẫn, mã QR"
    KIOSK = "kiosk", "Máy tại quầy"
    PAPER = "paper", "Phiếu giấy quét"
    OFFLINE = "offline", "Gói ngoại tuyến"
    INTERVIEW = "interview", "Phỏng vấn"
    TABLE = "table", "Bảng Excel"


class SurveyWave(models.Model):
    """One round of a survey: a questionnaire as it stood, a public link, the days on which answers are taken."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị khảo sát.")
    title = models.CharField(max_length=200, help_text="Tên đợt khảo sát.")
    questionnaire_id = models.CharField(max_length=80, help_text="Mã phiếu.")
    questionnaire_text = models.TextField(help_text="Nguyên văn YAML của phiếu lúc mở đợt; không đổi nữa.")
    token = models.CharField(max_length=32, unique=True, default=new_token, help_text="Phần kín của đường dẫn.")
    state = models.CharField(max_length=6, choices=WaveState, default=WaveState.OPEN, help_text="Trạng thái.")
    closes_on = models.DateField(null=True, help_text="Ngày cuối nhận trả lời; trống là đến khi đóng.")
    device_key = models.CharField(max_length=64, blank=True, help_text="Khóa nhận ra thiết bị; hủy khi đóng đợt.")
    repeated_count = models.PositiveIntegerField(default=0, help_text="Số phiếu cùng thiết bị, đếm lúc đóng đợt.")
    most_of_place = models.PositiveIntegerField(
        default=300,
        help_text="Mỗi ngày mỗi nơi nhận nhiều nhất bấy nhiêu phiếu qua đường dẫn; quá thì giữ lại chờ xem.",
    )
    most_of_wave = models.PositiveIntegerField(
        default=3000,
        help_text="Mỗi ngày cả đợt nhận nhiều nhất bấy nhiêu phiếu qua đường dẫn; quá thì giữ lại chờ xem.",
    )
    most_of_device = models.PositiveIntegerField(
        default=30,
        help_text="Mỗi ngày mỗi máy gửi nhiều nhất bấy nhiêu phiếu qua đường dẫn; quá thì giữ lại chờ xem.",
    )
    most_held = models.PositiveIntegerField(
        default=20_000, help_text="Giữ lại chờ xem nhiều nhất bấy nhiêu phiếu; quá thì không nhận, chỉ đếm."
    )
    held_count = models.PositiveIntegerField(default=0, help_text="Số phiếu đang giữ lại chờ xem.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người mở đợt.")
    created_at = models.DateTimeField(help_text="Lúc mở đợt.")
    closed_at = models.DateTimeField(null=True, help_text="Lúc đóng đợt.")
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text="Đợt năm trước để so."
    )

    class Meta:
        db_table = "survey_wave"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="survey_wave_state_known"),
            models.CheckConstraint(
                condition=Q(state=WaveState.OPEN) | (Q(device_key="") & Q(closed_at__isnull=False)),
                name="survey_wave_closed_keeps_no_key",
            ),
        ]


class HeldFor(models.TextChoices):
    """Which limit of a day a form was held back for."""

    DEVICE = "device", "Quá giới hạn của một máy"
    PLACE = "place", "Quá giới hạn của nơi"
    WAVE = "wave", "Quá giới hạn của đợt"


class TallyKind(models.TextChoices):
    """What is counted on a day of a wave."""

    PLACE = "place", "Phiếu qua đường dẫn của một nơi"
    WAVE = "wave", "Phiếu qua đường dẫn của cả đợt"
    REFUSED = "refused", "Phiếu không nhận vì hết chỗ giữ"


class SurveyTally(models.Model):
    """How many forms of a kind came over the open link on a day: counted and compared in one statement."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="+", help_text="Đợt khảo sát.")
    kind = models.CharField(max_length=7, choices=TallyKind, help_text="Đếm gì.")
    place = models.CharField(max_length=60, blank=True, help_text="Nơi, khi đếm theo nơi.")
    day = models.DateField(help_text="Ngày nhận.")
    count = models.PositiveIntegerField(default=0, help_text="Số phiếu.")

    class Meta:
        db_table = "survey_tally"
        constraints = [
            models.UniqueConstraint(fields=["wave", "kind", "place", "day"], name="survey_tally_once"),
            models.CheckConstraint(condition=Q(kind__in=TallyKind.values), name="survey_tally_kind_known"),
        ]


class FieldPack(models.Model):
    """What an interviewer carries: a secret link that works on a phone, and a file that works without a network."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="packs", help_text="Đợt khảo sát.")
    label = models.CharField(max_length=60, help_text="Tên bộ, ví dụ “Tổ điều tra 1”; không ghi tên người.")
    place = models.CharField(max_length=60, blank=True, help_text="Nơi hỏi.")
    token = models.CharField(max_length=32, unique=True, default=new_token, help_text="Phần kín của bộ.")
    is_stopped = models.BooleanField(default=False, help_text="Bộ đã thu lại: không nhận phiếu nữa.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người giao bộ.")
    created_at = models.DateTimeField(help_text="Lúc giao.")

    class Meta:
        db_table = "survey_pack"


class SurveyAnswer(models.Model):
    """One filled form; the day, not the hour, so that nobody can be seen walking to the counter."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="answers", help_text="Đợt khảo sát.")
    nonce = models.UUIDField(help_text="Mã của tờ phiếu đã mở; gửi lại không thành hai phiếu.")
    channel = models.CharField(max_length=9, choices=AnswerChannel, help_text="Trả lời bằng cách nào.")
    place = models.CharField(max_length=60, blank=True, help_text="Nơi đặt mã QR hoặc máy.")
    answers = models.JSONField(help_text="Phương án theo mã câu.")
    received_on = models.DateField(help_text="Ngày nhận.")
    device_mark = models.CharField(max_length=64, blank=True, help_text="Dấu có khóa của thiết bị; xóa khi đóng đợt.")
    pack = models.ForeignKey(
        FieldPack, null=True, on_delete=models.PROTECT, related_name="answers", help_text="Bộ phiếu đã mang đi hỏi."
    )
    serial = models.PositiveIntegerField(null=True, help_text="Số tờ trong bộ hoặc trong lô giấy.")
    design = models.JSONField(default=dict, help_text="Trọng số, tầng, cụm của hộ được chọn; không chỉ ra hộ nào.")
    is_held = models.BooleanField(default=False, help_text="Giữ lại chờ xem, chưa vào kết quả.")
    held_for = models.CharField(max_length=6, blank=True, choices=HeldFor, help_text="Giữ lại vì giới hạn nào.")
    discarded_for = models.CharField(
        max_length=200, blank=True, help_text="Vì sao loại phiếu đã giữ lại; trống là chưa loại."
    )
    is_doubled = models.BooleanField(default=False, help_text="Cùng số tờ với một phiếu khác của bộ.")

    class Meta:
        db_table = "survey_answer"
        constraints = [
            models.UniqueConstraint(fields=["wave", "nonce"], name="survey_answer_once"),
            models.CheckConstraint(condition=Q(channel__in=AnswerChannel.values), name="survey_answer_channel_known"),
            models.CheckConstraint(
                condition=Q(discarded_for="") | Q(is_held=True), name="survey_answer_discarded_is_held"
            ),
        ]
        indexes = [
            models.Index(fields=["wave", "device_mark"], name="survey_answer_device"),
            models.Index(fields=["wave", "received_on", "place"], name="survey_answer_day"),
        ]


class PaperBatch(models.Model):
    """Numbered paper forms printed at once for a place, with the layout that they were printed in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="batches", help_text="Đợt khảo sát.")
    place = models.CharField(max_length=60, blank=True, help_text="Nơi phát phiếu.")
    first = models.PositiveIntegerField(help_text="Số của tờ đầu tiên.")
    count = models.PositiveIntegerField(help_text="Số tờ.")
    language = models.CharField(max_length=2, default="vi", help_text="Tiếng in trên tờ.")
    layout = models.JSONField(help_text="Vị trí các ô trên trang lúc in; không đổi nữa.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người lập lô.")
    created_at = models.DateTimeField(help_text="Lúc lập lô.")

    class Meta:
        db_table = "survey_paper_batch"
        constraints = [
            models.UniqueConstraint(fields=["wave", "first"], name="survey_paper_batch_numbers_once"),
            models.CheckConstraint(condition=Q(count__gte=1) & Q(first__gte=1), name="survey_paper_batch_counts"),
        ]


class ScanState(models.TextChoices):
    """How far the reading of a scanned file has come."""

    READING = "reading", "Đang đọc bản quét"
    READ = "read", "Đã đọc bản quét"
    FAILED = "failed", "Không đọc được bản quét"


class PaperScan(models.Model):
    """A scanned file of paper forms; the same bytes for the same wave are one scan."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="scans", help_text="Đợt khảo sát.")
    file = models.ForeignKey(
        "evidence.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", help_text="Tệp quét."
    )
    file_name = models.CharField(max_length=255, help_text="Tên tệp.")
    state = models.CharField(max_length=7, choices=ScanState, default=ScanState.READING, help_text="Trạng thái.")
    error_message = models.CharField(max_length=500, blank=True, help_text="Vì sao không đọc được.")
    erased_at = models.DateTimeField(null=True, help_text="Lúc xóa tệp quét; các trang đã đọc vẫn còn.")
    job = models.ForeignKey("base.Job", null=True, on_delete=models.SET_NULL, related_name="+", help_text="Việc nền.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người tải lên.")
    created_at = models.DateTimeField(help_text="Lúc tải lên.")

    class Meta:
        db_table = "survey_paper_scan"
        constraints = [
            models.UniqueConstraint(fields=["wave", "file"], name="survey_paper_scan_once"),
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="survey_paper_scan_state_known"),
        ]


class PageOutcome(models.TextChoices):
    """What became of a scanned page."""

    READ = "read", "Đã đọc trang"
    REPEATED = "repeated", "Trang đã có"
    DIFFERENT = "different", "Trùng số tờ, khác dấu"
    REFUSED = "refused", "Không nhận trang"


class PaperPage(models.Model):
    """One page of a scanned file and what stands on it."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="+", help_text="Đợt khảo sát.")
    scan = models.ForeignKey(PaperScan, on_delete=models.CASCADE, related_name="pages", help_text="Tệp quét.")
    number = models.PositiveIntegerField(help_text="Trang thứ mấy của tệp.")
    outcome = models.CharField(max_length=9, choices=PageOutcome, help_text="Kết quả.")
    reason = models.CharField(max_length=300, blank=True, help_text="Vì sao không nhận.")
    serial = models.PositiveIntegerField(null=True, help_text="Số tờ phiếu.")
    page = models.PositiveSmallIntegerField(null=True, help_text="Trang thứ mấy của tờ phiếu.")
    answers = models.JSONField(default=dict, help_text="Phương án đọc được theo mã câu.")
    confidence = models.PositiveSmallIntegerField(null=True, help_text="Độ chắc của ô kém chắc nhất, phần trăm.")

    class Meta:
        db_table = "survey_paper_page"
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="survey_paper_page_number_once"),
            models.UniqueConstraint(
                fields=["wave", "serial", "page"], condition=Q(outcome="read"), name="survey_paper_page_read_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=PageOutcome.values), name="survey_paper_page_outcome_known"),
        ]


class PaperDoubt(models.Model):
    """A mark that a person has to look at; it is gone, with its picture, once it is decided or the wave closes."""

    page = models.ForeignKey(PaperPage, on_delete=models.CASCADE, related_name="doubts", help_text="Trang quét.")
    column = models.CharField(max_length=120, help_text="Mã câu.")
    value = models.CharField(max_length=300, blank=True, help_text="Máy đọc thành gì.")
    reason = models.CharField(max_length=200, help_text="Vì sao phải xem.")
    picture = models.TextField(help_text="Ảnh cắt ra từ bản quét, PNG dạng base64.")

    class Meta:
        db_table = "survey_paper_doubt"
        constraints = [models.UniqueConstraint(fields=["page", "column"], name="survey_paper_doubt_once")]


class VisitOutcome(models.TextChoices):
    """What came of calling at a household that was drawn."""

    WAITING = "waiting", "Chưa hỏi"
    ANSWERED = "answered", "Đã trả lời"
    REFUSED = "refused", "Từ chối"
    ABSENT = "absent", "Không gặp"
    UNABLE = "unable", "Không trả lời được"
    OUTSIDE = "outside", "Không thuộc đối tượng"


class SampleUnit(models.Model):
    """A household or person drawn from the frame; never tied to the form that it filled in."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="sample", help_text="Đợt khảo sát.")
    number = models.PositiveIntegerField(help_text="Thứ tự trong mẫu.")
    label = models.CharField(max_length=200, help_text="Đường đi tới hộ trong khung mẫu.")
    place = models.CharField(max_length=60, blank=True, help_text="Nơi hỏi: bậc trên hộ.")
    is_spare = models.BooleanField(default=False, help_text="Hộ dự phòng, chỉ dùng khi có hộ vắng hoặc từ chối.")
    quota = models.CharField(max_length=60, blank=True, help_text="Nhóm người cần hỏi.")
    design = models.JSONField(default=dict, help_text="Các cột của thiết kế mẫu.")
    outcome = models.CharField(
        max_length=8, choices=VisitOutcome, default=VisitOutcome.WAITING, help_text="Kết quả tới hỏi."
    )
    visits = models.PositiveSmallIntegerField(default=0, help_text="Số lần tới.")

    class Meta:
        db_table = "survey_sample"
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="survey_sample_once"),
            models.CheckConstraint(condition=Q(outcome__in=VisitOutcome.values), name="survey_sample_outcome_known"),
        ]
        indexes = [models.Index(fields=["wave", "place", "outcome"], name="survey_sample_next")]


class FieldVisit(models.Model):
    """A visit without an interview that came back with a pack: sent again it counts once."""

    pack = models.ForeignKey(FieldPack, on_delete=models.PROTECT, related_name="+", help_text="Bộ phiếu.")
    nonce = models.UUIDField(help_text="Mã của lần tới, do máy của điều tra viên đặt.")

    class Meta:
        db_table = "survey_visit"
        constraints = [models.UniqueConstraint(fields=["pack", "nonce"], name="survey_visit_once")]


class SampleDraw(models.Model):
    """How the sample of a wave was drawn: with the frame, the design and the seed anybody draws the same again."""

    wave = models.OneToOneField(SurveyWave, on_delete=models.PROTECT, related_name="draw", help_text="Đợt khảo sát.")
    plan = models.TextField(help_text="Cách chọn, dạng parindex.survey-draw/1.")
    seed = models.CharField(max_length=80, help_text="Hạt giống.")
    frame_name = models.CharField(max_length=255, help_text="Tên tệp khung mẫu; tệp không được giữ.")
    frame_hash = models.CharField(max_length=64, help_text="SHA-256 của tệp khung mẫu.")
    frame_rows = models.PositiveIntegerField(help_text="Số dòng của khung mẫu.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người chọn mẫu.")
    created_at = models.DateTimeField(help_text="Lúc chọn mẫu.")

    class Meta:
        db_table = "survey_draw"


class SurveyAim(models.Model):
    """What a wave is measured by: a target of one of its figures; the wave before it is on the wave."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="aims", help_text="Đợt khảo sát.")
    code = models.CharField(max_length=80, help_text="Mã chỉ số: whole, phần, nhóm hoặc mục.")
    kind = models.CharField(max_length=16, help_text="Cách đặt: at_least, increase, increase_percent.")
    amount = models.CharField(max_length=20, help_text="Mức, số thập phân viết bằng chữ số.")
    set_by_id = models.BigIntegerField(null=True, help_text="Người đặt.")
    set_at = models.DateTimeField(help_text="Lúc đặt.")

    class Meta:
        db_table = "survey_aim"
        constraints = [
            models.UniqueConstraint(fields=["wave", "code", "kind"], name="survey_aim_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("at_least", "increase", "increase_percent")), name="survey_aim_kind_known"
            ),
        ]


class SurveyResult(models.Model):
    """What a closed wave says, computed once after it closed: every page and every score reads this."""

    wave = models.OneToOneField(SurveyWave, on_delete=models.PROTECT, related_name="result", help_text="Đợt khảo sát.")
    content = models.JSONField(help_text="Kết quả dạng parindex.survey-estimate/1.")
    signs = models.JSONField(help_text="Dấu hiệu cần xem lúc đóng đợt.")
    unweighed = models.PositiveIntegerField(default=0, help_text="Phiếu ngoài mẫu, không vào phép tính có trọng số.")
    software = models.CharField(max_length=40, help_text="Bản phần mềm đã tính.")
    computed_at = models.DateTimeField(help_text="Lúc tính.")

    class Meta:
        db_table = "survey_result"


class OwnQuestionnaire(models.Model):
    """A questionnaire written here: the text as it stands now, and which version it is going to be."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị lập.")
    slug = models.CharField(max_length=80, unique=True, help_text="Mã phiếu.")
    title = models.CharField(max_length=200, help_text="Tên bộ câu hỏi.")
    text = models.TextField(help_text="Nguyên văn YAML, dạng parindex.questionnaire/1.")
    version = models.PositiveIntegerField(default=1, help_text="Bản đang soạn.")
    revision = models.PositiveIntegerField(default=0, help_text="Số lần đã sửa; sửa trên bản cũ bị từ chối.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người lập.")
    created_at = models.DateTimeField(help_text="Lúc lập.")

    class Meta:
        db_table = "survey_questionnaire"


class QuestionnaireVersion(models.Model):
    """A version that a wave was opened with; it never changes again."""

    questionnaire = models.ForeignKey(
        OwnQuestionnaire, on_delete=models.PROTECT, related_name="versions", help_text="Bộ câu hỏi."
    )
    number = models.PositiveIntegerField(help_text="Bản thứ mấy.")
    text = models.TextField(help_text="Nguyên văn YAML.")
    used_at = models.DateTimeField(help_text="Lúc mở đợt đầu tiên dùng bản này.")

    class Meta:
        db_table = "survey_questionnaire_version"
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="survey_questionnaire_once")]


class QuestionnaireStep(models.Model):
    """A change that can be undone: the text as it was before."""

    questionnaire = models.ForeignKey(
        OwnQuestionnaire, on_delete=models.CASCADE, related_name="steps", help_text="Bộ câu hỏi."
    )
    revision = models.PositiveIntegerField(help_text="Lần sửa thứ mấy.")
    words = models.CharField(max_length=200, help_text="Đã làm gì.")
    text = models.TextField(help_text="Nguyên văn trước khi sửa.")
    made_by_id = models.BigIntegerField(null=True, help_text="Người sửa.")
    made_at = models.DateTimeField(help_text="Lúc sửa.")

    class Meta:
        db_table = "survey_questionnaire_step"
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "revision"], name="survey_questionnaire_step_once")
        ]
