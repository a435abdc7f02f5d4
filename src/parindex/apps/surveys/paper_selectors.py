"""What is known of the paper of a wave: batches, scans, forms that wait, marks to be looked at."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from parindex.apps.evidence import services as evidence
from parindex.apps.surveys.errors import PaperNotFound
from parindex.apps.surveys.models import (
    AnswerChannel,
    PageOutcome,
    PaperBatch,
    PaperDoubt,
    PaperPage,
    PaperScan,
    ScanState,
    SurveyAnswer,
    SurveyWave,
)
from parindex.documents.survey_page import PageCode, PageLayout, from_data


@dataclass(frozen=True, slots=True)
class WaitingScan:
    """A file to be read: its bytes, and how each page was printed or why it is not to be read."""

    data: bytes
    layout_for: Callable[[PageCode], PageLayout | str]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form of which something was scanned: its pages out of how many, its doubtful marks."""

    serial: int
    place: str
    pages: tuple[int, ...]
    page_count: int
    doubts: int

    @property
    def missing(self) -> tuple[int, ...]:
        """Return the pages that never came."""
        return tuple(page for page in range(1, self.page_count + 1) if page not in self.pages)


def wave_code(wave: SurveyWave) -> str:
    """Return the eight letters by which paper names its wave."""
    return wave.public_id.hex[:8].upper()


def nonce_of(wave: SurveyWave, serial: int) -> uuid.UUID:
    """Return the number under which a paper form is kept once."""
    return uuid.uuid5(wave.public_id, f"paper/{serial}")


def batch_of(wave: SurveyWave, serial: int) -> PaperBatch | None:
    """Return the batch that a form was printed in; None for a number that was never given out."""
    return PaperBatch.objects.filter(wave=wave, first__lte=serial, first__gt=serial - F("count")).first()


def list_batches(wave: SurveyWave) -> list[PaperBatch]:
    """Return the batches without their layouts, the latest first."""
    return list(PaperBatch.objects.filter(wave=wave).defer("layout").order_by("-first"))


def access_batch(wave: SurveyWave, public_id: uuid.UUID) -> PaperBatch:
    """Return a batch of the wave; raises `PaperNotFound`."""
    batch = PaperBatch.objects.filter(wave=wave, public_id=public_id).first()
    if batch is None:
        raise PaperNotFound
    return batch


def list_scans(wave: SurveyWave) -> list[PaperScan]:
    """Return the scans with how many pages became what, the latest first."""
    counted = {f"{outcome}_count": Count("pages", filter=Q(pages__outcome=outcome)) for outcome in PageOutcome.values}
    return list(PaperScan.objects.filter(wave=wave).annotate(**counted).order_by("-created_at", "-pk"))


def access_scan(wave: SurveyWave, public_id: uuid.UUID) -> PaperScan:
    """Return a scan of the wave; raises `PaperNotFound`."""
    scan = PaperScan.objects.select_related("job").filter(wave=wave, public_id=public_id).first()
    if scan is None:
        raise PaperNotFound
    return scan


def list_pages(scan: PaperScan) -> list[PaperPage]:
    """Return the pages of a scan with `doubt_count`, in the order of the file."""
    return list(PaperPage.objects.filter(scan=scan).annotate(doubt_count=Count("doubts")).order_by("number"))


def list_doubts(wave: SurveyWave, *, most: int) -> list[PaperDoubt]:
    """Return the first marks to be looked at, form by form."""
    doubts = PaperDoubt.objects.filter(page__wave=wave).select_related("page")
    return list(doubts.order_by("page__serial", "page__page", "pk")[:most])


def count_doubts(wave: SurveyWave) -> int:
    """Return how many marks wait."""
    return PaperDoubt.objects.filter(page__wave=wave).count()


def list_waiting_forms(wave: SurveyWave) -> list[PaperForm]:
    """Return the forms that were scanned but not taken, by number. Four queries."""
    pages: dict[int, list[int]] = defaultdict(list)
    doubts: dict[int, int] = defaultdict(int)
    read = PaperPage.objects.filter(wave=wave, outcome=PageOutcome.READ).annotate(doubt_count=Count("doubts"))
    for one in read.only("serial", "page").order_by("serial", "page"):
        assert one.serial is not None
        assert one.page is not None
        pages[one.serial].append(one.page)
        doubts[one.serial] += one.doubt_count
    taken = set(SurveyAnswer.objects.filter(wave=wave, channel=AnswerChannel.PAPER).values_list("serial", flat=True))
    batches = list(PaperBatch.objects.filter(wave=wave))
    forms = (_form(serial, found, doubts[serial], batches) for serial, found in pages.items() if serial not in taken)
    return list(forms)


def _form(serial: int, pages: list[int], doubts: int, batches: Iterable[PaperBatch]) -> PaperForm:
    batch = next(one for one in batches if one.first <= serial < one.first + one.count)
    return PaperForm(serial, batch.place, tuple(pages), len(batch.layout), doubts)


def waiting_scan(scan_id: int) -> WaitingScan | None:
    """Return the file of a scan that is still to be read."""
    scan = PaperScan.objects.select_related("file", "wave").filter(pk=scan_id, state=ScanState.READING).first()
    if scan is None or scan.file is None:
        return None
    return WaitingScan(evidence.read_file(scan.file), _layouts_of(scan.wave))


def _layouts_of(wave: SurveyWave) -> Callable[[PageCode], PageLayout | str]:
    batches = [(one.first, one.count, from_data(one.layout)) for one in PaperBatch.objects.filter(wave=wave)]
    own = wave_code(wave)

    def layout_for(code: PageCode) -> PageLayout | str:
        if code.wave != own:
            return "Phiếu của đợt khác. Tải tệp này lên ở trang của đợt ấy."
        for first, count, layout in batches:
            if first <= code.serial < first + count and code.pages == len(layout) and 1 <= code.page <= len(layout):
                return layout[code.page - 1]
        return f"Đợt này không in tờ {code.serial:05d}, trang {code.page}/{code.pages}."

    return layout_for
