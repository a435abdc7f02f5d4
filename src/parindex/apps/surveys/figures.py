"""What reports may ask of surveys: the index of the last wave of the unit and how many forms it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from parindex.apps.surveys import results, selectors
from parindex.apps.surveys.models import SurveyAnswer, SurveyWave
from parindex.domain.access import Actor
from parindex.domain.reporting.asking import Ask, BadOptions, NamedRow, Options
from parindex.domain.reporting.figures import Given
from parindex.domain.scoring.rounding import Rounding

_ROUNDING = Rounding(decimals=2)
_WHAT = ("percent", "points", "forms")


@dataclass(frozen=True, slots=True)
class _Told:
    """What the forms of a wave before a day say."""

    wave: SurveyWave
    index: Decimal
    counts_points: bool
    forms: int
    last_on: date | None


class LastWave:
    """The last wave of the unit that took answers in the days of the report.

    `what: percent` is its index where the questionnaire counts shares, `what: points` where it counts points, `what:
    forms` how many forms came; only forms that came before the cut-off count.
    """

    label = "Khảo sát"
    prefix = "ks"

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Answer each of the wanted figures. Three queries."""
        told = self._told(ask)
        return [self._answer(told, options) for options in wanted]

    def _told(self, ask: Ask) -> _Told | None:
        came = SurveyAnswer.objects.filter(received_on__gte=ask.window.start, received_on__lt=ask.cut_off)
        rows = SurveyWave.objects.filter(unit__path=ask.unit_path, pk__in=came.values("wave_id"))
        wave = rows.order_by("-created_at", "-pk").first()
        if wave is None:
            return None
        whole, counts_points, forms = self._whole(wave, ask)
        if whole is None:
            return None
        return _Told(
            wave=wave,
            index=Decimal(_ROUNDING.units(Fraction(whole))) / _ROUNDING.scale,
            counts_points=counts_points,
            forms=forms,
            last_on=came.filter(wave=wave).aggregate(last=Max("received_on"))["last"],
        )

    def _whole(self, wave: SurveyWave, ask: Ask) -> tuple[float | None, bool, int]:
        """Return the index, whether it is in points, and its forms: as kept when the wave closed, or estimated."""
        kept = results.kept_before(wave, ask.cut_off)
        if kept is not None and kept.content is not None:
            return kept.values["whole"], kept.content["unit"] == "points", int(kept.content["forms"]["count"])
        estimate = selectors.estimate_of(wave, before=ask.cut_off)
        if estimate is None:
            return None, False, 0
        return estimate.figures[0].value, estimate.aggregation.counts_points, estimate.prepared.size

    def _answer(self, told: _Told | None, options: Options) -> Given:
        what = options.get("what")
        if what not in _WHAT or len(options) != 1:
            raise BadOptions(self.label, options)
        if told is None:
            return Given(None)
        value = Decimal(told.forms) if what == "forms" else told.index
        if what != "forms" and told.counts_points != (what == "points"):
            return Given(None)
        return Given(value, (f"ks:{told.wave.public_id}",), f"{what}|{told.index}|{told.forms}", told.last_on)

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Return the waves that the actor may see. One query."""
        return {
            f"ks:{wave.public_id}": NamedRow(wave.title, wave.get_state_display())
            for wave in selectors.list_named(actor, [ref.removeprefix("ks:") for ref in refs])
        }
