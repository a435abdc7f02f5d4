"""What a wave tells criteria: its index to four decimals, how many chose an answer, nothing where nobody answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from parindex.apps.base import indicators
from parindex.apps.base.indicators import Tally
from parindex.apps.surveys import results, services
from parindex.apps.surveys.models import SurveyAnswer
from parindex.domain.calendar.periods import Period
from tests.integration.conftest import NOW, Province
from tests.integration.surveys.test_results import load_sample, take_paper
from tests.integration.surveys.test_waves import answer, opened

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YEAR = Period("Năm", date(NOW.year, 1, 1), date(NOW.year + 1, 1, 1))
WHOLE, SATISFIED = "surveys:cua-tinh/chi-so", "surveys:cua-tinh/so-phieu/hl/2"


def tell(province: Province, *, today: date = TODAY, period: Period = YEAR) -> dict[tuple[int, str], Tally]:
    return indicators.tally(
        addresses=[WHOLE, SATISFIED, f"{WHOLE}/A"], unit_ids=[province.root.pk], period=period, today=today
    )


def test_wave_gives_its_index_and_its_counts(province: Province) -> None:
    wave = opened(province)
    for hl in ("2", "2", "1", "2", "2", "2"):
        answer(wave, hl)

    found = tell(province)

    assert found[province.root.pk, WHOLE] == Tally(833_333, 1_000_000, NOW.date())
    assert found[province.root.pk, f"{WHOLE}/A"].numerator == 833_333
    assert found[province.root.pk, SATISFIED] == Tally(5, 6, NOW.date())


def test_sample_loaded_after_the_forms_counts_at_once(province: Province) -> None:
    wave = opened(province)
    take_paper(wave)
    assert tell(province)[province.root.pk, WHOLE].numerator == 500_000

    load_sample(wave, province)

    page = results.result_of(wave).values["whole"]
    assert page == pytest.approx(100 * 102 / 444)
    assert tell(province)[province.root.pk, WHOLE].numerator == 229_730


def test_form_that_changed_counts_as_it_is_now(province: Province) -> None:
    wave = opened(province)
    answer(wave, "1")
    assert tell(province)[province.root.pk, WHOLE].numerator == 0

    SurveyAnswer.objects.update(answers={"den": "1", "hl": "2"})  # as the second page of a paper form does

    assert tell(province)[province.root.pk, WHOLE].numerator == 1_000_000


def test_kept_result_is_what_criteria_read(province: Province) -> None:
    wave = opened(province)
    answer(wave, "1")
    services.close_wave(wave=wave, actor=province.focal, now=NOW)
    kept = results.freeze(wave_id=wave.pk, now=NOW)
    assert kept is not None
    kept.content["estimates"][0]["value"] = 12.5
    kept.save()

    assert tell(province, today=NOW.date())[province.root.pk, WHOLE].numerator == 125_000


def test_later_wave_counts_and_forms_after_the_day_do_not(province: Province) -> None:
    first = opened(province)
    answer(first, "1")
    later = opened(province)
    answer(later, "2")
    answer(later, "1", now=NOW + timedelta(days=2))

    assert tell(province)[province.root.pk, SATISFIED] == Tally(1, 1, NOW.date())
    found = tell(province, today=NOW.date() + timedelta(days=2))
    assert found[province.root.pk, SATISFIED].denominator == 2


def test_without_forms_in_the_period_nothing_is_told(province: Province) -> None:
    wave = opened(province)
    assert tell(province) == {}
    answer(wave, "2")

    before = Period("Năm trước", date(NOW.year - 1, 1, 1), date(NOW.year, 1, 1))

    assert tell(province, period=before) == {}


def test_offers_name_the_parts_of_the_index_and_the_answers() -> None:
    offers = indicators.list_offers()

    assert "surveys:sipas-2024/chi-so/II.A" in offers
    assert "surveys:lanh-dao-2022/so-phieu/ld.chi_dao/A" in offers
    assert offers["surveys:sipas-2024/chi-so"].certainty == "unverified"
