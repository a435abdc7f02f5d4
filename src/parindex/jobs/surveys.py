"""Reading scanned paper forms and erasing their files when their time is over; keeping what closed waves say."""

from __future__ import annotations

from django.conf import settings

from parindex.apps.surveys import erasing, paper_selectors, papers, results
from parindex.apps.surveys.papers import SeenMark, SeenPage
from parindex.documents.errors import DocumentError
from parindex.documents.read.survey_scan import ScannedPage, count_pages
from parindex.documents.read.survey_scan import read_scan as read_pages
from parindex.jobs.registry import JobContext


def read_scan(context: JobContext) -> dict[str, object]:
    """Read a scanned file and keep each page as it comes, or why the file could not be read.

    Killed at any moment, it keeps the pages it has; the next attempt finds them and goes on.
    """
    scan_id = int(str(context.payload["scan_id"]))
    waiting = paper_selectors.waiting_scan(scan_id)
    if waiting is None:
        return {"skipped": True}
    pages = 0
    try:
        total = count_pages(waiting.data)
        for page in read_pages(waiting.data, layout_for=waiting.layout_for):
            papers.save_page(scan_id=scan_id, seen=_seen(page), now=context.now())
            pages = page.number
            context.progress(done=pages, total=total, note="Đang đọc phiếu quét")
    except DocumentError as error:
        papers.finish_scan(scan_id=scan_id, error=error.message)
        return {"error": error.code, "pages": pages}
    papers.finish_scan(scan_id=scan_id)
    return {"pages": pages}


def erase(context: JobContext) -> dict[str, object]:
    """Erase the scanned files of waves that were closed long enough ago; a second run finds nothing."""
    return {"scans": erasing.erase_scans(days=settings.SURVEY_SCAN_DAYS, now=context.now())}


def keep_result(context: JobContext) -> dict[str, object]:
    """Compute and keep the result of a closed wave; a second run finds it kept."""
    kept = results.freeze(wave_id=int(str(context.payload["wave_id"])), now=context.now())
    return {"skipped": True} if kept is None else {"forms": kept.content["forms"]["count"]}


def keep_waiting(context: JobContext) -> dict[str, object]:
    """Queue the keeping of results that failed, was stopped, or was never asked for; a second run finds them queued."""
    return {"queued": results.queue_waiting(now=context.now())}


def _seen(page: ScannedPage) -> SeenPage:
    return SeenPage(
        number=page.number,
        serial=page.code.serial if page.code else None,
        page=page.code.page if page.code else None,
        marks=tuple(SeenMark(one.column, one.value, one.confidence, one.doubt, one.picture) for one in page.readings),
        refusal=page.refusal,
    )
