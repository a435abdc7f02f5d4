"""What surveys tell criteria: the index of a unit's last wave with its parts, and how many chose each answer."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Final

from django.db.models import Max, Q

from parindex.apps.base.indicators import Behind, Offer, Rows, Tallies, Tally
from parindex.apps.surveys import results, selectors
from parindex.apps.surveys.models import SurveyWave
from parindex.definitions.questionnaires import loader
from parindex.domain.calendar.periods import Period
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.surveys.questionnaire import QuestionKind, Questionnaire, Status

INDEX: Final = "chi-so"
CHOSEN: Final = "so-phieu"
_HUNDREDTHS: Final = Rounding(decimals=4)
_WHOLE: Final = 100 * _HUNDREDTHS.scale
_CERTAINTY: Final = {Status.VERIFIED: "verified"}
_COUNTED: Final = frozenset({QuestionKind.SINGLE, QuestionKind.MATRIX})


class Surveys:
    """The last wave of a unit that took answers in the period, by questionnaire.

    Names: `<questionnaire>/chi-so`, `<questionnaire>/chi-so/<part or element>` (percent as a share of the whole,
    to four decimals) and `<questionnaire>/so-phieu/<column>/<answer>` (forms of all forms that came).
    """

    label = "Khảo sát"

    def offers(self) -> Sequence[Offer]:
        """Return the figures of every shipped questionnaire."""
        return [offer for one in loader.list_questionnaires() for offer in _offers(one)]

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Estimate from the forms of each wave; queries grow with the waves that there are, not with the units."""
        by_id: dict[str, list[str]] = {}
        for name in names:
            by_id.setdefault(name.partition("/")[0], []).append(name)
        before = min(period.end, today + timedelta(days=1))
        return {
            (wave.unit_id, name): tally
            for wave, known in _waves(by_id, unit_ids, start=period.start, before=before)
            for name, tally in _tallies(wave, by_id[wave.questionnaire_id], known).items()
        }

    def rows(self, behind: Behind) -> Rows | None:
        """Lead to the wave that was counted: forms have no names, so nobody can list them one by one."""
        wave = wave_behind(behind)
        return None if wave is None else Rows("survey-detail", (str(wave.public_id),))


def wave_behind(behind: Behind) -> SurveyWave | None:
    """Return the wave whose forms stand in a figure; None without one. One query."""
    before = min(behind.period.end, behind.today + timedelta(days=1))
    ids = [behind.name.partition("/")[0]]
    found = _waves(ids, [behind.unit_id], start=behind.period.start, before=before)
    return next((wave for wave, _ in found), None)


def _offers(questionnaire: Questionnaire) -> Iterator[Offer]:
    title, certainty = questionnaire.title.vi, _CERTAINTY.get(questionnaire.status, "unverified")
    source = "; ".join(questionnaire.sources)
    groups = [("", "")]
    for part in questionnaire.parts:
        groups += [(f"/{part.code}", f", {part.name.vi}")]
        groups += [(f"/{one.code}", f", {one.name.vi}") for one in part.elements]
    if not questionnaire.aggregation.counts_points:
        for code, name in groups:
            label = f"{title}: chỉ số của đợt gần nhất{name}"
            yield Offer(
                f"{questionnaire.id}/{INDEX}{code}", label, "chỉ số", "100%", certainty=certainty, citation=source
            )
    for column in questionnaire.columns.values():
        if column.question.kind not in _COUNTED:
            continue
        for option in column.question.options:
            words = f"phiếu chọn “{option.text.vi}”"
            yield Offer(
                f"{questionnaire.id}/{CHOSEN}/{column.code}/{option.value}",
                f"{title}: {column.text.vi}, {words}",
                words,
                "phiếu có trả lời câu này",
                certainty=certainty,
                citation=source,
            )


@dataclass(frozen=True, slots=True)
class _Known:
    """What of a wave counts: its forms before a day, and the day of the last of them."""

    before: date
    last_on: date


def _waves(
    questionnaire_ids: Collection[str], unit_ids: Collection[int], *, start: date, before: date
) -> Iterator[tuple[SurveyWave, _Known]]:
    """Yield the latest wave of each unit and questionnaire that took forms in those days. One query."""
    came = Q(answers__received_on__lt=before, answers__is_held=False)
    lately = came & Q(answers__received_on__gte=start)
    rows = SurveyWave.objects.filter(unit__in=unit_ids, questionnaire_id__in=questionnaire_ids)
    rows = rows.annotate(last_on=Max("answers__received_on", filter=lately)).exclude(last_on=None)
    seen: set[tuple[int, str]] = set()
    for wave in rows.order_by("-created_at", "-pk"):
        key = (wave.unit_id, wave.questionnaire_id)
        if key not in seen:
            seen.add(key)
            yield wave, _Known(before, wave.last_on)


def _tallies(wave: SurveyWave, names: Collection[str], known: _Known) -> dict[str, Tally]:
    """Return the figures of one wave that are known; one that nobody answered for is left out."""
    indices = [name for name in names if name.split("/")[1] == INDEX]
    chosen = [name for name in names if name.split("/")[1] == CHOSEN]
    found = _indices(wave, indices, known) if indices else {}
    return found | (_chosen(wave, chosen, known) if chosen else {})


def _indices(wave: SurveyWave, names: Collection[str], known: _Known) -> dict[str, Tally]:
    values = _values(wave, known.before)
    codes = {name: name.partition(f"/{INDEX}")[2].removeprefix("/") for name in names}
    return {
        name: Tally(_HUNDREDTHS.units(Fraction(value)), _WHOLE, known.last_on)
        for name, code in codes.items()
        if (value := values.get(code)) is not None
    }


def _values(wave: SurveyWave, before: date) -> Mapping[str, float | None]:
    """Return the index of a wave by code of the part, "" for the whole: as kept once it is closed, or estimated."""
    kept = results.kept_before(wave, before)
    if kept is None:
        return _estimated(_Asked(wave.public_id, before, selectors.digest_of(wave, before=before), wave))
    values = kept.values
    return values | {"": values.get("whole")}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wave as it is known: the same forms and the same sample give the same estimate."""

    public_id: uuid.UUID
    before: date
    digest: str
    wave: SurveyWave = field(compare=False)


@lru_cache(maxsize=512)
def _estimated(asked: _Asked) -> Mapping[str, float | None]:
    estimate = selectors.estimate_of(asked.wave, before=asked.before)
    if estimate is None:
        return {}
    values = {figure.label.code: figure.value for figure in estimate.figures[1:]}
    return values | {"": estimate.figures[0].value}


def _chosen(wave: SurveyWave, names: Collection[str], known: _Known) -> dict[str, Tally]:
    table = selectors.answer_rows(wave, before=known.before)
    places = {heading: at for at, heading in enumerate(table.headings)}
    counts: dict[str, Counter[str]] = {}
    found: dict[str, Tally] = {}
    for name in names:
        _, _, column, value = name.split("/")
        if column not in places:
            continue
        if column not in counts:
            counts[column] = Counter(row[places[column]] for row in table.rows)
        answered = counts[column].total() - counts[column][""]
        found[name] = Tally(counts[column][value], answered, known.last_on)
    return found
