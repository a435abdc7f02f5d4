"""A season of the whole country: opening it, one answer, a table of answers.

Figures are seconds of the processor. The peers: the same rows inserted by the bare driver, ten times the time of a
tenth of the units, and as many single edits as the table has items.
"""

from __future__ import annotations

from django.db import connection, transaction

from parindex.apps.assessment import bulk, campaigns, sheets
from parindex.apps.assessment.models import SheetItem
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.scoring.entries import Entry
from tests.factories import assessment as make
from tests.perf.communes import COMMUNES
from tests.perf.rows import Row, best

ITEMS = 150
FIELDS = 10
TABLE_UNITS = 20
EDITS = 40


def run() -> list[Row]:
    """Measure everything and return the rows; nothing stays in the database."""
    whole, tenth = opening(COMMUNES), opening(COMMUNES // 10)
    bare = bare_insert(COMMUNES * ITEMS)
    single, table = answering()
    name = f"{COMMUNES} xã × {ITEMS} mục"
    return [
        (f"Mở đợt {name} so với chèn thẳng từng dòng", whole, bare, 1.0),
        (f"Mở đợt {name} so với 10 lần một phần mười", whole, 10 * tenth, 1.5),
        ("Lưu một mục trong phiếu 150 mục, không quá 0,1 giây", single, 0.1, 1.0),
        (f"Nhập bảng {TABLE_UNITS * ITEMS} mục so với nhập từng mục", table, TABLE_UNITS * ITEMS * single, 0.3),
    ]


def opening(units: int) -> float:
    """Return the seconds of opening a campaign over some units."""

    def once() -> float:
        with transaction.atomic():
            season = prepared(units)
            seconds = best(lambda: opened(season), rounds=1)
            transaction.set_rollback(True)
        return seconds

    return min(once() for _ in range(2))


def opened(season: make.Season) -> None:
    """Open a prepared season."""
    version = season.group.campaign.version
    campaigns.open_campaign(campaign=season.campaign, version=version, actor=season.holder, now=make.PREPARED_AT)


def prepared(units: int, *, items: int = ITEMS) -> make.Season:
    """Return a season over some units that is ready to be opened."""
    season = make.make_season(0, revision=make.make_revision_of(catalogue(items)), is_open=False)
    root = season.province
    first = 1 + max(Unit.objects.values_list("pk", flat=True))
    communes = [
        Unit(
            pk=pk,
            slug=f"xa-do-{pk}",
            name=f"Xã Đo {pk}",
            kind=UnitKind.COMMUNE,
            parent=root,
            path=f"{root.path}{pk}/",
            name_fold=f"xa do {pk}",
            name_sort=f"xa do {pk}",
            is_fictional=True,
        )
        for pk in range(first, first + units)
    ]
    Unit.objects.bulk_create(communes)
    version = season.group.campaign.version
    campaigns.set_units(group=season.group, version=version, units=communes, actor=season.holder, now=make.PREPARED_AT)
    return make.Season(
        root, season.agency, tuple(communes), season.campaign, season.group, season.holder, season.appraiser
    )


def catalogue(items: int) -> str:
    """Return a catalogue of so many items with two inputs each, in ten fields."""
    rule = (
        "{shape: ratio_bands, measure: {numerator: đúng hạn, denominator: tổng số, when_zero: none}, "
        'bands: [{from: "90", points: "1"}, {from: "50", points: "0.5"}, {points: "0"}]}'
    )
    lines = [
        "schema: parindex.catalogue/1",
        "id: bench-season",
        "level: commune",
        "year: 2026",
        "title: Bộ để đo",
        "status: demonstration",
        "notice: Bộ để đo.",
        "group: xã",
        f'total_points: "{items}"',
        "items:",
    ]
    each = items // FIELDS
    for field in range(1, FIELDS + 1):
        lines += [f'  - code: "{field}"', f"    name: Lĩnh vực {field}", f'    max_points: "{each}"', "    children:"]
        lines += [
            f'      - {{code: "{field}.{nth}", name: Mục {field}.{nth}, max_points: "1", rule: {rule}}}'
            for nth in range(1, each + 1)
        ]
    return "\n".join(lines) + "\n"


def bare_insert(rows: int) -> float:
    """Return the seconds of the driver for as many rows of the same table, one statement for many rows."""
    with transaction.atomic():
        season = prepared(1)
        sheet = season.sheet()
        names = "sheet_id, code, field_code, position, inputs, is_not_applicable, justification, source, version, "
        statement = (
            f"INSERT INTO {SheetItem._meta.db_table} ({names}updated_by_name) "
            "VALUES (%s, %s, '1', %s, '{}', FALSE, '', '', 1, '')"
        )
        values = [(sheet.pk, str(nth), nth % 30_000) for nth in range(rows)]

        def insert() -> None:
            with connection.cursor() as cursor:
                cursor.executemany(statement, values)

        seconds = best(insert, rounds=1)
        transaction.set_rollback(True)
    return seconds


def answering() -> tuple[float, float]:
    """Return the seconds of one edit and of a table of answers."""
    with transaction.atomic():
        season = prepared(TABLE_UNITS + 1)
        opened(season)
        items = list(SheetItem.objects.filter(sheet=season.sheet(TABLE_UNITS)).order_by("position")[:EDITS])
        seconds = best(lambda: [edit(item, season) for item in items], rounds=1)
        codes = list(SheetItem.objects.filter(sheet=season.sheet()).order_by("position").values_list("code", flat=True))
        cells = [
            (unit.slug, code, name, value)
            for unit in season.communes[:TABLE_UNITS]
            for code in codes
            for name, value in (("numerator", "7"), ("denominator", "9"))
        ]
        entries = [Entry(row, *cell) for row, cell in enumerate(cells, start=2)]
        values = {"campaign": season.campaign, "actor": season.holder, "now": make.SEASON_AT}
        table = best(lambda: bulk.import_answers(entries=entries, **values), rounds=1)
        transaction.set_rollback(True)
    return seconds / len(items), table


def edit(item: SheetItem, season: make.Season) -> None:
    """Answer one item as a person on the form does."""
    sheets.save_answer(
        item=item,
        version=1,
        inputs={"numerator": "7", "denominator": "9"},
        is_not_applicable=False,
        justification="",
        actor=season.holder,
        now=make.SEASON_AT,
    )
