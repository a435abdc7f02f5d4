"""Figures that other rooms know: surveys, scores, plans, and any source that the settings list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from parindex.apps.assessment.models import SheetItem
from parindex.apps.assignments.models import Assignment
from parindex.apps.base import indicators
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import importing
from parindex.apps.reports import fed_claims, figure_sources, selectors, sending
from parindex.apps.reports.errors import UnknownSource
from parindex.apps.reports.models import PeriodicReport
from parindex.apps.surveys import services as surveys
from parindex.apps.surveys.models import SurveyWave
from parindex.definitions.report_regimes.loader import regime
from parindex.documents.read.rows import Row
from parindex.domain.access import SYSTEM, Actor, Role
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting import contradictions as against
from parindex.domain.reporting.asking import Ask, BadOptions, NamedRow, Options
from parindex.domain.reporting.content import figures_of
from parindex.domain.reporting.figures import Figure, FigureRule, Given, Source
from tests.factories.assessment import SEASON_AT, make_season, sign_sheet
from tests.integration.conftest import actor_in
from tests.integration.reports.conftest import OPENED, SENT, Reporting, at
from tests.integration.reports.test_supervision import rank
from tests.integration.surveys.test_waves import LOCAL

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CUT_OFF = SENT.date()


def ask_people(unit: Unit, *, opened: datetime = OPENED) -> SurveyWave:
    """Open a wave of a unit."""
    return surveys.open_wave(unit=unit, title="Đợt thử", questionnaire=LOCAL, closes_on=None, actor=SYSTEM, now=opened)


def answer(wave: SurveyWave, hl: str, *, on: datetime) -> None:
    """Let one form come in."""
    sheet = surveys.Sheet({"den": "1", "hl": hl}, nonce=uuid.uuid4(), place="Quầy 1", device="")
    assert surveys.take_answer(wave=wave, sheet=sheet, now=on)


def figure(report: PeriodicReport, key: str) -> Figure:
    """Return one figure of a draft."""
    return next(one for one in figures_of(report.figures) if one.key == key)


def words_of(report: PeriodicReport, code: str) -> str:
    """Return the words of a section."""
    return next(section.text for section in selectors.list_sections(report) if section.code == code)


def ask(unit: Unit, *, cut_off: date = CUT_OFF) -> Ask:
    """Return the question of quarter III."""
    return Ask(unit.path, 2026, Period("Quý III", date(2026, 6, 15), date(2026, 9, 15)), cut_off)


def test_every_shipped_figure_is_answered_by_a_listed_source(reporting: Reporting) -> None:
    rules = regime("cchc").figures

    answers = figure_sources.read(rules, ask(reporting.province.office))

    assert set(answers) == {rule.code for rule in rules if rule.source is Source.GIVEN}
    assert {code for code, given in answers.items() if given.value is not None} == {"muc-ke-hoach", "muc-hoan-thanh"}


def test_survey_figure_is_frozen_and_differs_when_a_form_of_those_days_comes_late(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    wave = ask_people(unit)
    for number in range(4):
        answer(wave, "2" if number else "1", on=OPENED + number * DAY)
    answer(wave, "1", on=SENT + 3 * DAY)
    report = reporting.send(unit)
    sent = selectors.access_sending(report, 1)
    before = evidence.read_file(sent.snapshot)
    found = figure(report, "hai-long")

    assert (found.value, found.source, found.as_of) == (Decimal(75), "survey.last", date(2026, 9, 4))
    assert found.rows == (f"ks:{wave.public_id}",)
    assert figure(report, "phieu-khao-sat").value == 4
    assert figure(report, "diem-khao-sat").value is None
    assert "{phieu-khao-sat} phiếu, chỉ số chung {hai-long}%" in words_of(report, "tthc")
    assert "{diem-khao-sat}" not in words_of(report, "tthc")
    assert sending.list_changes(sent, sending.frozen(sent), now=SENT + 99 * DAY) == ()

    answer(wave, "2", on=SENT - 3 * DAY)
    changed = {one.key: one for one in sending.list_changes(sent, sending.frozen(sent), now=SENT + 99 * DAY)}

    assert set(changed) == {"hai-long", "phieu-khao-sat"}
    assert changed["hai-long"].after is not None
    assert changed["hai-long"].after.value == 80
    assert evidence.read_file(sent.snapshot) == before


def test_wave_of_other_days_or_another_unit_is_not_told(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    answer(ask_people(unit, opened=at(date(2026, 3, 1))), "2", on=at(date(2026, 3, 2)))
    answer(ask_people(reporting.province.office), "2", on=OPENED)

    report = reporting.start(unit)

    assert figure(report, "hai-long").value is None
    assert "Khảo sát" not in words_of(report, "tthc")


def test_published_result_counts_from_the_day_of_its_decision(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    rank(reporting, 2)
    rules = regime("cchc").figures

    before = figure_sources.read(rules, ask(unit, cut_off=OPENED.date()))
    after = figure_sources.read(rules, ask(unit, cut_off=OPENED.date() + DAY))

    assert before["hang"].value is None
    assert (after["hang"].value, after["chi-so"].value, after["hang"].as_of) == (1, 90, OPENED.date())
    told = figure_sources.name_rows(reporting.clerk, after["hang"].rows)
    assert [row.title for row in told.values()] == ["Kết quả đã công bố năm 2026, Sở Nội vụ"]


def test_sheet_is_told_once_signed_and_named_to_who_may_see_it() -> None:
    season = make_season()
    sheet = season.sheet()
    question = Ask(sheet.unit.path, 2026, Period("Năm", date(2025, 12, 15), date(2026, 12, 15)), date(2026, 12, 1))
    rules = [rule for rule in regime("cchc").figures if rule.asks == "score.sheet"]

    unsigned = figure_sources.read(rules, question)
    sign_sheet(sheet)
    told = figure_sources.read(rules, question)

    assert [given.value for given in unsigned.values()] == [None, None]
    points, maximum = told["tu-cham"].value, told["tu-cham-toi-da"].value
    assert points is not None
    assert maximum is not None
    assert 0 < points <= maximum
    assert told["tu-cham"].as_of == SEASON_AT.date()
    refs = told["tu-cham"].rows
    assert list(figure_sources.name_rows(season.holder, refs)) == [f"phieu:{sheet.public_id}"]
    assert figure_sources.name_rows(actor_in(season.communes[1], Role.OFFICER), refs) == {}


def test_items_of_the_plan_are_rows_of_their_figure(reporting: Reporting) -> None:
    province = reporting.province
    reporting.give(province.office, "Việc của văn phòng", date(2026, 7, 1))

    found = figure(reporting.start(province.root), "muc-ke-hoach")

    assert found.value == len(found.rows) == 1
    assert found.rows[0].startswith(f"kh:{reporting.plan.pk}/")
    assert list(figure_sources.name_rows(province.leader, found.rows)) == list(found.rows)
    assert figure_sources.name_rows(province.stranger, found.rows) == {}


def indicator(code: str, what: str, name: str = "assignments:due_on_time") -> FigureRule:
    """Return a figure that a room counts."""
    return FigureRule(
        code, "Số", "", "1", Source.GIVEN, asks="indicator", options=(("indicator", name), ("what", what))
    )


def test_room_that_counts_for_criteria_counts_for_reports(reporting: Reporting) -> None:
    root, office = reporting.province.root, reporting.province.office
    reporting.give(office, "Xong đúng hạn", date(2026, 7, 1), done=date(2026, 6, 30))
    reporting.give(office, "Chưa xong", date(2026, 7, 2))
    reporting.give(office, "Sau kỳ", date(2026, 12, 1))
    rules = [indicator(what, what) for what in ("numerator", "denominator", "percent")]
    rules.append(indicator("gone", "numerator", "nowhere:nothing"))

    answers = figure_sources.read(rules, ask(root))

    assert [given.value for given in answers.values()] == [1, 2, 50, None]
    assert answers["percent"].as_of == date(2026, 9, 14)
    (ref,) = answers["percent"].rows
    title = figure_sources.name_rows(reporting.clerk, [ref])[ref].title
    assert "đúng hạn" in title
    assert "cách đếm chưa có văn bản" in title
    empty = figure_sources.read(rules, ask(office))
    assert [given.value for given in empty.values()] == [None] * 4


def test_every_shipped_indicator_is_counted_by_a_room() -> None:
    asked = {dict(rule.options)["indicator"] for rule in regime("cchc").figures if rule.asks == "indicator"}

    assert asked <= set(indicators.list_offers())


class Fair:
    """A source of a test: how many people came to a fair."""

    label = "Hội chợ hư cấu"
    prefix = "hc"

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Count."""
        return [Given(Decimal(7), ("hc:1",), "7", ask.cut_off) for _ in wanted]

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Name."""
        return {ref: NamedRow("Hội chợ") for ref in refs}


def test_another_source_is_one_class_and_one_setting(reporting: Reporting, settings: Settings) -> None:
    rule = FigureRule("hoi-cho", "Lượt khách", "lượt", "1", Source.GIVEN, asks="fair")

    with pytest.raises(UnknownSource):
        figure_sources.read([rule], ask(reporting.province.office))
    settings.PARINDEX_FIGURE_SOURCES = {**settings.PARINDEX_FIGURE_SOURCES, "fair": f"{__name__}.Fair"}

    assert figure_sources.read([rule], ask(reporting.province.office))["hoi-cho"].value == 7
    assert figure_sources.name_rows(reporting.clerk, ["hc:1"])["hc:1"].title == "Hội chợ"
    assert figure_sources.label_of("fair") == "Hội chợ hư cấu"
    assert figure_sources.label_of("gone") == "gone"


@pytest.mark.parametrize("asks", ["indicator", "plan.items", "score.published", "score.sheet", "survey.last"])
def test_source_refuses_what_it_does_not_know(reporting: Reporting, asks: str) -> None:
    rule = FigureRule("sai", "Sai", "", "1", Source.GIVEN, asks=asks, options=(("what", "?"),))

    with pytest.raises(BadOptions) as refused:
        figure_sources.read([rule], ask(reporting.province.office))
    assert "what: ?" in refused.value.message


def test_sources_are_read_and_named_in_constant_queries(reporting: Reporting) -> None:
    rules = regime("cchc").figures
    unit = reporting.province.home_affairs

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            answers = figure_sources.read(rules, ask(unit))
            figure_sources.name_rows(SYSTEM, [ref for given in answers.values() for ref in given.rows])
        return len(counted)

    for number in range(2):
        answer(ask_people(unit), "2", on=OPENED + number * DAY)
    few = queries()
    for number in range(20):
        answer(ask_people(unit), "2", on=OPENED + DAY)
        reporting.give(unit, f"Việc {number}", date(2026, 7, 1))

    assert queries() == few


def test_sheet_is_compared_with_what_the_rooms_count(reporting: Reporting) -> None:
    season = make_season(province=reporting.province.root)
    commune = season.communes[0]
    made = [reporting.give(commune, f"Việc {done}", date(2026, 7, 1), done=done) for done in (None, date(2026, 6, 30))]
    Assignment.objects.filter(pk__in=[row.pk for row in made]).update(unit=commune)
    cut_off = date(2026, 12, 1)

    assert fed_claims.read_fed(commune, year=2026, cut_off=cut_off) == []
    item = season.item("1.2")
    SheetItem.objects.filter(pk=item.pk).update(inputs={"numerator": "2", "denominator": "2"})
    claims = fed_claims.read_fed(commune, year=2026, cut_off=cut_off)

    assert [(claim.value, claim.counted) for claim in claims] == [(2, 1), (2, 2)]
    (found,) = against.fed_claims(claims)
    assert found.here.ref == f"phieu:{season.sheet().public_id}#1.2"
    assert fed_claims.read_fed(commune, year=2026, cut_off=date(2026, 1, 1)) == []
    assert fed_claims.read_fed(season.communes[1], year=2026, cut_off=cut_off) == []


def test_money_is_compared_in_the_unit_of_the_sheet(reporting: Reporting) -> None:
    season = make_season(province=reporting.province.root)
    commune = season.communes[0]
    cells = {
        "ma du an": "SV-01",
        "ten du an": "Đường thôn (hư cấu)",
        "ngay chot so lieu": "31/10/2026",
        "ke hoach von nam": "6 tỷ",
        "giai ngan luy ke": "5,1 tỷ",
    }
    importing.import_table(
        register_id="giai-ngan",
        unit=commune,
        rows=[Row(2, cells)],
        name="bang.csv",
        sha256="0" * 64,
        actor=SYSTEM,
        now=OPENED,
    )
    item = season.item("6.1")
    SheetItem.objects.filter(pk=item.pk).update(inputs={"numerator": "5100", "denominator": "6000"})

    claims = fed_claims.read_fed(commune, year=2026, cut_off=date(2026, 12, 1))

    assert [(claim.value, claim.counted) for claim in claims] == [(5100, 5100), (6000, 6000)]
