"""The whole estimate of a survey: figures of the questionnaire with their margins, of all forms and by domain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.surveys.bootstrap import replicate
from parindex.analytics.surveys.cells import Cells, count_cells
from parindex.analytics.surveys.design import Design, Floats, Ints, within_clusters
from parindex.analytics.surveys.indices import Label, figures_of, worth_of
from parindex.analytics.surveys.items import Figures, Item
from parindex.analytics.surveys.preparing import Domain, Prepared
from parindex.analytics.surveys.ratios import Estimates, estimate
from parindex.analytics.surveys.students import quantile
from parindex.domain.surveys.questionnaire import Aggregation, Questionnaire


@dataclass(frozen=True, slots=True)
class Interval:
    """A margin: standard error and the interval at the confidence of the plan."""

    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is None where nobody answered; `margin` also where too few clusters were met.

    `answers` are those that count, `blanks` those asked for and left out.
    """

    label: Label
    value: float | None
    degrees: int
    margin: Interval | None
    bootstrap: Interval | None
    answers: int
    blanks: int


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """Figures of one group; None when it has too few forms to be shown.

    `is_within` says that the group lies in one cluster of the first stage and its margins are those inside it.
    """

    variable: str
    name: str
    forms: int
    figures: tuple[Figure, ...] | None
    is_within: bool = False


@dataclass(frozen=True, slots=True)
class SurveyEstimate:
    """What a table of answers says, with how it was computed."""

    questionnaire: Questionnaire
    prepared: Prepared
    aggregation: Aggregation
    figures: tuple[Figure, ...]
    domains: tuple[DomainFigures, ...]
    shares: Mapping[str, Mapping[str, float]]
    blank_forms: int
    partial_forms: int

    def figure(self, code: str) -> Figure | None:
        """Return the figure of a code, None when the questionnaire has none."""
        return next((figure for figure in self.figures if figure.label.code == code), None)


def estimate_survey(questionnaire: Questionnaire, prepared: Prepared) -> SurveyEstimate:
    """Estimate every figure of a questionnaire; shares in percent, means in points."""
    aggregation = prepared.plan.aggregation or questionnaire.aggregation
    labels, figures = figures_of(questionnaire, aggregation)
    items = [Item(prepared.answers[column.code], *worth_of(column, aggregation)) for column in questionnaire.items]
    domains = {name: domain.codes for name, domain in prepared.domains.items()}
    cells = count_cells(prepared.design, items, figures, domains)
    work = _Work(prepared, labels, figures, cells, _resampled(prepared, items, figures, domains))
    blanks = _blanks(questionnaire, prepared)
    answered = np.zeros(prepared.size, dtype=np.int64)
    for item in items:
        answered += item.codes >= 0
    return SurveyEstimate(
        questionnaire=questionnaire,
        prepared=prepared,
        aggregation=aggregation,
        figures=work.whole(blanks),
        domains=tuple(told for name, domain in prepared.domains.items() for told in work.by(name, domain)),
        shares=_shares(questionnaire, cells),
        blank_forms=int(np.count_nonzero(answered == 0)),
        partial_forms=int(np.count_nonzero((answered > 0) & (answered < _asked(questionnaire, prepared)))),
    )


def _resampled(
    prepared: Prepared,
    items: list[Item],
    figures: Figures,
    domains: Mapping[str, Ints],
) -> Cells | None:
    """Return the cells for the bootstrap; forms drawn at the first stage are told apart for it."""
    if prepared.plan.bootstrap is None:
        return None
    by_form = prepared.design.stages[0].cluster_count == prepared.size
    return count_cells(prepared.design, items, figures, domains, by_form=by_form)


def _asked(questionnaire: Questionnaire, prepared: Prepared) -> Ints:
    asked = np.zeros(prepared.size, dtype=np.int64)
    for item in questionnaire.items:
        asked += prepared.asked[item.code]
    return asked


def _blanks(questionnaire: Questionnaire, prepared: Prepared) -> list[int]:
    """Count by item the forms that were asked and did not answer."""
    return [
        int(np.count_nonzero(prepared.asked[item.code] & (prepared.answers[item.code] < 0)))
        for item in questionnaire.items
    ]


def _shares(questionnaire: Questionnaire, cells: Cells) -> dict[str, dict[str, float]]:
    """Return in percent how often each option was chosen, by item; nothing for an item nobody answered."""
    shares = {}
    for item, told in zip(questionnaire.items, cells.options, strict=True):
        totals = told.sum(axis=0)
        if totals.sum() > 0:
            percent = 100 * totals / totals.sum()
            values = [option.value for option in item.question.options]
            shares[item.code] = dict(zip(values, percent.tolist(), strict=True))
    return shares


@dataclass(frozen=True, slots=True)
class _Work:
    """What every domain needs to be estimated."""

    prepared: Prepared
    labels: tuple[Label, ...]
    figures: Figures
    cells: Cells
    resampled: Cells | None

    def whole(self, blanks: list[int]) -> tuple[Figure, ...]:
        """Estimate from all forms."""
        found = estimate(self._design, self.cells, self.figures)
        spread = self._bootstrap(found, "", 1)
        answers = self.cells.answers.sum(axis=0)
        return self._figures(found, 0, answers.tolist(), blanks, spread)

    def by(self, name: str, domain: Domain) -> list[DomainFigures]:
        """Estimate every group of a variable."""
        count = len(domain.names)
        at = self.cells.domains[name]
        found = estimate(self._design, self.cells, self.figures, domain=at, domains=count)
        spread = self._bootstrap(found, name, count)
        found, is_within = self._within(found, at, count)
        forms = np.bincount(domain.codes, minlength=count)
        answers = np.zeros((count, self.cells.answers.shape[1]), dtype=np.int64)
        np.add.at(answers, at, self.cells.answers)
        asked = self._asked(domain, forms)
        told = []
        for one, group in enumerate(domain.names):
            figures = None
            if forms[one] >= self.prepared.plan.least_forms:
                counted = answers[one].tolist()
                blanks = [wanted - answered for wanted, answered in zip(asked[one], counted, strict=True)]
                figures = self._figures(found, one, counted, blanks, spread)
            told.append(DomainFigures(name, group, int(forms[one]), figures, bool(is_within[one])))
        return told

    def _asked(self, domain: Domain, forms: Ints) -> list[list[int]]:
        """Count by group and item the forms that were asked."""
        columns = [
            forms if bool(asked.all()) else np.bincount(domain.codes[asked], minlength=len(domain.names))
            for asked in self.prepared.asked.values()
        ]
        return [[int(column[one]) for column in columns] for one in range(len(domain.names))]

    def _within(self, found: Estimates, at: Ints, domains: int) -> tuple[Estimates, NDArray[np.bool_]]:
        """Give groups that lie in one cluster the margins of the stages below it."""
        inner = within_clusters(self._design)
        alone = found.degrees < 1
        if inner is None or not alone.any():
            return found, np.zeros(domains, dtype=np.bool_)
        below = estimate(inner, self.cells, self.figures, domain=at, domains=domains)
        better = alone & (below.degrees >= 1)
        return (
            Estimates(
                found.values,
                np.where(better[:, None], below.variances, found.variances),
                np.where(better, below.degrees, found.degrees),
            ),
            better,
        )

    @property
    def _design(self) -> Design:
        return self.prepared.design

    def _bootstrap(self, found: Estimates, name: str, domains: int) -> tuple[Floats, Floats, Floats] | None:
        plan = self.prepared.plan
        if self.resampled is None or plan.bootstrap is None:
            return None
        told = replicate(
            self._design,
            self.resampled,
            self.figures,
            seed=plan.bootstrap.seed,
            replicates=plan.bootstrap.replicates,
            domain=self.resampled.domains[name] if name else None,
            domains=domains,
        )
        return told.spread(found.values), *told.interval(float(plan.confidence))

    def _figures(
        self,
        found: Estimates,
        domain: int,
        answers: list[int],
        blanks: list[int],
        spread: tuple[Floats, Floats, Floats] | None,
    ) -> tuple[Figure, ...]:
        degrees = int(found.degrees[domain])
        return tuple(
            Figure(
                label=label,
                value=_known(found.values[domain, at]),
                degrees=degrees,
                margin=self._margin(found.values[domain, at], found.variances[domain, at], degrees),
                bootstrap=_interval(spread, domain, at),
                answers=sum(answers[item] for item in label.items),
                blanks=sum(blanks[item] for item in label.items),
            )
            for at, label in enumerate(self.labels)
        )

    def _margin(self, value: float, variance: float, degrees: int) -> Interval | None:
        if degrees < 1 or math.isnan(value) or math.isnan(variance):
            return None
        error = math.sqrt(variance)
        half = quantile((1 + float(self.prepared.plan.confidence)) / 2, degrees) * error
        return Interval(error, float(value) - half, float(value) + half)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _interval(spread: tuple[Floats, Floats, Floats] | None, domain: int, at: int) -> Interval | None:
    if spread is None:
        return None
    error, low, high = (float(told[domain, at]) for told in spread)
    return None if math.isnan(error) else Interval(error, low, high)
