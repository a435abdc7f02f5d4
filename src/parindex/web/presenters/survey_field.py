"""What the pages of field work show, and how the file of a sample becomes households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from parindex.apps.surveys.errors import FieldRefused
from parindex.apps.surveys.field import SampleRow, SyncOutcome
from parindex.apps.surveys.field_selectors import Response
from parindex.documents.read.rows import Row
from parindex.domain.surveys.weighing import ORDER, STAGE_MARK

_SIZES = ("_tang", "_tong", "_chon")
_OWN = ("weight", "thu_tu", "vai_tro")
_SPARE = "dự phòng"
_OUTCOMES = {
    "answered": "Đã trả lời",
    "refused": "Từ chối",
    "absent": "Không gặp",
    "unable": "Không trả lời được",
    "waiting": "Chưa hỏi",
    "outside": "Không thuộc đối tượng",
}
_SYNC = {
    SyncOutcome.KEPT: "nhận mới",
    SyncOutcome.KNOWN: "đã có từ trước",
    SyncOutcome.CHANGED: "đã gửi với câu trả lời khác, giữ bản trước",
    SyncOutcome.DOUBLED: "nhận và ghi dấu trùng số tờ hoặc trùng hộ",
    SyncOutcome.REFUSED: "không nhận",
}


def response_rows(response: Response | None) -> list[tuple[str, str]]:
    """Return how calling at the sample went, line by line; empty without a sample."""
    if response is None:
        return []
    rows = [(name, str(response.counts[key])) for key, name in _OUTCOMES.items() if key in response.counts]
    if response.by_place:
        at = 1 + [name for name, _ in rows].index(_OUTCOMES["answered"])
        rows.insert(at, ("trong đó phiếu không ghi hộ, tính cho nơi phát phiếu", str(response.by_place)))
    if response.unknown:
        rows.append(("Không rõ: hộ khác ở nơi có phiếu không ghi hộ", str(response.unknown)))
    if response.loose:
        rows.append(("Phiếu không rõ của hộ nào, không tính", str(response.loose)))
    if response.rate is not None:
        rows.append(("Tỷ lệ trả lời", _rate(response.rate, is_least=bool(response.loose))))
    return rows


def _rate(rate: Fraction, *, is_least: bool) -> str:
    if is_least and not rate:
        return "không rõ"
    tenths = round(rate * 1000)
    return f"{'ít nhất ' if is_least else ''}{tenths // 10},{tenths % 10}%"


def sync_words(forms: Mapping[SyncOutcome, int], visits: Mapping[SyncOutcome, int]) -> str:
    """Say in one sentence what became of the forms of a file, and of the visits without an interview."""
    told = [_of_kind(forms, "phiếu"), _of_kind(visits, "lần tới không hỏi được")]
    return f"Tệp có {'; '.join(filter(None, told))}." if any(told) else "Tệp không có phiếu nào."


def _of_kind(counts: Mapping[SyncOutcome, int], noun: str) -> str:
    told = [f"{counts[outcome]} {words}" for outcome, words in _SYNC.items() if counts.get(outcome)]
    return f"{sum(counts.values())} {noun}: {', '.join(told)}" if told else ""


def sample_rows(rows: Sequence[Row]) -> list[SampleRow]:
    """Return the households of a file that `parindex survey draw` wrote; raises `FieldRefused`."""
    headings = list(rows[0].cells)
    units = [name.removesuffix("_tong") for name in headings if name.endswith("_tong")]
    if not units or any(name not in headings for name in (*units, *_OWN)):
        raise FieldRefused("Tệp không phải mẫu do “parindex survey draw” ghi ra: thiếu cột _tong, thu_tu, vai_tro.")
    quota = headings[headings.index("vai_tro") + 1 :]
    kept = [name for name in headings if name.endswith(_SIZES) or name == "weight" or name in units[:-1]]
    return [
        SampleRow(
            label=", ".join(cells[unit] for unit in reversed(units)),
            place=", ".join(cells[unit] for unit in units[:-1]),
            is_spare=cells["vai_tro"] == _SPARE,
            quota=cells[quota[0]] if quota else "",
            design={ORDER: STAGE_MARK.join(units), **{name: cells[name] for name in kept}},
            row=number,
        )
        for number, cells in ((row.number, row.cells) for row in rows)
    ]
