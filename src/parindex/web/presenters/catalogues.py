"""Catalogues as pages show them: the list, the head of one, how far each thing can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils import timezone

from parindex.apps.catalogues.selectors import Entry, Found
from parindex.domain.scoring import checks
from parindex.domain.scoring.catalogue import (
    CHANNEL_TEXTS,
    STATUS_TEXTS,
    Catalogue,
    CatalogueStatus,
    Channel,
    Effect,
    Item,
    ItemStatus,
)
from parindex.domain.scoring.wording import number_text
from parindex.domain.text.dates import format_date

LEVEL_NAMES = {"province": "Cấp tỉnh", "department": "Sở, ban, ngành", "commune": "Cấp xã"}
UNKNOWN = "không rõ"
_STATUS_MARKS = {
    CatalogueStatus.VERIFIED: ("Đã đối chiếu nguyên văn", "ok"),
    CatalogueStatus.RECONSTRUCTION: ("DỰNG LẠI", "warn"),
    CatalogueStatus.DEMONSTRATION: ("MINH HỌA", "idle"),
}
ITEM_MARKS = {
    ItemStatus.VERIFIED: ("đã đối chiếu", "ok"),
    ItemStatus.UNVERIFIED: ("chưa đối chiếu", "warn"),
    ItemStatus.MISSING: ("thiếu trong nguồn", "bad"),
    ItemStatus.DEMONSTRATION: ("minh họa", "idle"),
}
EFFECT_NAMES = {Effect.BONUS: "điểm thưởng", Effect.PENALTY: "điểm trừ"}


@dataclass(frozen=True, slots=True)
class Mark:
    """How far something can be trusted, as a word with a colour of `chip`."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One catalogue of the list."""

    catalogue_id: str
    title: str
    year: int
    decision: str
    mark: Mark
    use: str
    source: str


@dataclass(frozen=True, slots=True)
class ListGroup:
    """The catalogues of one level."""

    name: str
    rows: tuple[ListRow, ...]


def groups(entries: Sequence[Entry]) -> list[ListGroup]:
    """Return the catalogues by level, levels without one left out."""
    found = [(name, [entry for entry in entries if entry.level == level]) for level, name in LEVEL_NAMES.items()]
    return [ListGroup(name, tuple(_list_row(entry) for entry in own)) for name, own in found if own]


def _list_row(entry: Entry) -> ListRow:
    latest = entry.revisions[0] if entry.revisions else None
    use = "chưa dùng cho đợt chấm nào"
    if latest is not None:
        times = f"lần {latest.number}, " if latest.number > 1 else ""
        use = f"{times}xác nhận {format_date(timezone.localdate(latest.confirmed_at))}"
    return ListRow(
        catalogue_id=entry.catalogue_id,
        title=entry.title,
        year=entry.year,
        decision=entry.decision_number,
        mark=mark_of(CatalogueStatus(entry.status)),
        use=use,
        source=entry.source,
    )


def mark_of(status: CatalogueStatus) -> Mark:
    """Return the mark of a whole catalogue."""
    return Mark(*_STATUS_MARKS[status])


def item_mark(item: Item) -> Mark | None:
    """Return the mark of an item; none for a verified one."""
    return None if item.status is ItemStatus.VERIFIED else Mark(*ITEM_MARKS[item.status])


def points(value: Fraction | None) -> str:
    """Return points as 9,5; words where no source tells them."""
    return UNKNOWN if value is None else number_text(value)


@dataclass(frozen=True, slots=True)
class Tile:
    """One part of the total."""

    name: str
    points: str
    note: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the arithmetic says: `sentence` as a whole, `problems` each with its place, `skipped` what has no answer."""

    sentence: str
    kind: str
    problems: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The head of the page of one catalogue."""

    title: str
    level: str
    decision: str
    around: tuple[str, ...]
    mark: Mark
    trust: str
    notice: str
    lead: str
    tiles: tuple[Tile, ...]
    check: CheckView
    ranking: str
    grades: str
    rounding: str


def overview(found: Found) -> Overview:
    """Return what stands above the tree."""
    catalogue = found.catalogue
    decision = catalogue.decision
    around = (
        f"Hướng dẫn: {decision.guidance}" if decision.guidance else "",
        f"Thay {decision.replaces}" if decision.replaces else "",
        f"Đã bị thay bởi {decision.replaced_by}" if decision.replaced_by else "",
    )
    return Overview(
        title=catalogue.title,
        level=LEVEL_NAMES[catalogue.level.value],
        decision=decision_text(catalogue),
        around=tuple(text for text in around if text),
        mark=mark_of(catalogue.status),
        trust=STATUS_TEXTS[catalogue.status],
        notice=catalogue.notice,
        lead=_lead(catalogue),
        tiles=tuple(_tiles(catalogue)),
        check=check_view(catalogue),
        ranking=catalogue.ranking.describe(),
        grades=_grades(catalogue),
        rounding=f"Mỗi mục làm tròn một lần: {catalogue.item_rounding.describe()}.",
    )


def decision_text(catalogue: Catalogue) -> str:
    """Name the decision that issued a catalogue; nothing for a demonstration."""
    decision = catalogue.decision
    dated = f" ngày {format_date(date.fromisoformat(decision.date_))}" if decision.date_ else ""
    return f"Quyết định {decision.number}{dated}" if decision.number else ""


def _lead(catalogue: Catalogue) -> str:
    items = [item for _, item in catalogue.walk()]
    leaves = [item for item in items if not item.children]
    known = sum(item.max_points is not None for item in leaves)
    ruled = sum(item.rule is not None for item in leaves)
    total = "chưa rõ tổng điểm" if catalogue.total_points is None else f"{number_text(catalogue.total_points)} điểm"
    first = f"{len(catalogue.items)} lĩnh vực, {len(leaves)} mục chấm điểm, {total}."
    if known == ruled == len(leaves):
        return f"{first} Mọi mục có điểm và quy tắc."
    fields_known = sum(root.max_points is not None for root in catalogue.items)
    return f"{first} Chỉ biết điểm của {fields_known} lĩnh vực, {known} mục và cách chấm của {ruled} mục."


def _tiles(catalogue: Catalogue) -> Iterator[Tile]:
    """Yield the parts that sources state; without them the sums of the items by channel."""
    for part in catalogue.parts:
        yield Tile(part.name, number_text(part.max_points), f"theo {len(part.sources)} nguồn")
    if catalogue.parts:
        return
    leaves = [
        item
        for root in catalogue.items
        for _, item in root.walk()
        if root.effect is Effect.NORMAL and not item.children
    ]
    for channel in Channel:
        own = [item.max_points for item in leaves if (item.channel or Channel.SELF_APPRAISAL) is channel]
        if own:
            known = [value for value in own if value is not None]
            total = UNKNOWN if len(known) < len(own) else number_text(sum(known, Fraction(0)))
            name = CHANNEL_TEXTS[channel]
            yield Tile(name[:1].upper() + name[1:], total, f"cộng từ {len(own)} mục")


def check_view(catalogue: Catalogue) -> CheckView:
    """Return what the checks of a catalogue found, in words."""
    report = checks.check_catalogue(catalogue)
    problems = tuple(f"{place_name(problem.item_code)}: {problem.message}" for problem in report.problems)
    right = "Không có điều sai" if not problems else f"{len(problems)} điều sai"
    cases = f", {report.cases_checked} ca mẫu" if report.cases_checked else ""
    skipped = f"; {len(report.sums_skipped)} chỗ chưa cộng được vì còn điểm {UNKNOWN}" if report.sums_skipped else ""
    sentence = f"{right} trong {report.sums_checked} phép cộng{cases} đã kiểm{skipped}."
    kind = "bad" if problems else "idle" if skipped else "ok"
    return CheckView(sentence, kind, problems, tuple(place_name(code) for code in report.sums_skipped))


def place_name(code: str) -> str:
    """Name what a check speaks of."""
    return {"": "Tổng điểm", "parts": "Bốn phần của tổng điểm"}.get(code, f"Mục {code}")


def _grades(catalogue: Catalogue) -> str:
    texts = [
        grade.name if grade.from_index is None else f"{grade.name} từ {number_text(grade.from_index)}%"
        for grade in catalogue.ranking.grades
    ]
    return "; ".join(texts)
