"""Surveys: five million answers estimated with linearised intervals against a plain group-by; how often intervals hold.

Figures are seconds of the processor; those of coverage are points away from the promised 95 %.
"""

from __future__ import annotations

import numpy as np

from parindex.analytics.surveys.bootstrap import replicate
from parindex.analytics.surveys.cells import Cells, count_cells
from parindex.analytics.surveys.design import Design, Ints, StageColumns, compile_design
from parindex.analytics.surveys.indices import figures_of, worth_of
from parindex.analytics.surveys.items import Figures, Item
from parindex.analytics.surveys.ratios import Estimates, estimate
from parindex.analytics.surveys.students import quantile
from parindex.definitions.questionnaires.loader import load_questionnaire
from parindex.domain.surveys.questionnaire import Aggregation
from tests.perf.rows import Row, best

ANSWERS = 5_000_000
CLUSTERS, STRATA, UNITS = 1170, 63, 390
MOST_TIMES_PLAIN = 5.0
REPLICATES = 1000
SAMPLES = 1500
PROMISED, LEEWAY = 95.0, 2.0


def run() -> list[Row]:
    """Measure everything and return the rows."""
    survey, twice = _Survey(ANSWERS), _Survey(2 * ANSWERS)
    plain = best(survey.group, rounds=5)
    forms = best(survey.estimate_forms, rounds=5)
    seconds, seconds_twice = best(survey.estimate, rounds=5), best(twice.estimate)
    design, cells = survey.counted()
    again = best(lambda: replicate(design, cells, survey.figures, seed=1, replicates=REPLICATES))
    linear, resampled = coverage()
    return [
        ("5 triệu câu trả lời, khoảng tin cậy, so với gộp nhóm trơn", seconds, plain, MOST_TIMES_PLAIN),
        ("10 triệu so với hai lần 5 triệu", seconds_twice, 2 * seconds, 1.5),
        ("Chọn thẳng từng phiếu, không cụm, so với gộp nhóm trơn", forms, plain, MOST_TIMES_PLAIN),
        (f"Bootstrap {REPLICATES} lần trên tổng của {CLUSTERS} cụm, so với ước lượng", again, seconds, 5.0),
        (f"Khoảng tuyến tính hóa phủ {linear:.1f}%, lệch (điểm)", abs(linear - PROMISED), LEEWAY, 1.0),
        (f"Khoảng bootstrap phủ {resampled:.1f}%, lệch (điểm)", abs(resampled - PROMISED), LEEWAY, 1.0),
    ]


class _Survey:
    """A national SIPAS of 39 items, answers as they stand after reading."""

    def __init__(self, answers: int) -> None:
        questionnaire = load_questionnaire("sipas-2024")
        forms = answers // len(questionnaire.items)
        generator = np.random.default_rng(2026)
        self.cluster = np.sort(generator.integers(CLUSTERS, size=forms))
        self.stratum = self.cluster * STRATA // CLUSTERS
        self.unit = self.cluster * UNITS // CLUSTERS
        self.weights = (generator.random(CLUSTERS) + 1)[self.cluster]
        self.figures = figures_of(questionnaire, Aggregation.POOLED_ANSWERS)[1]
        self.items = [
            Item(
                generator.integers(-1, 5, size=forms).astype(np.int8),
                *worth_of(column, Aggregation.POOLED_ANSWERS),
            )
            for column in questionnaire.items
        ]

    def group(self) -> list[Ints]:
        """Count answers by unit and option, as a plain group-by does."""
        return [np.bincount(self.unit * 6 + 1 + item.codes, minlength=6 * UNITS) for item in self.items]

    def counted(self) -> tuple[Design, Cells]:
        """Count into cells of clusters and units."""
        design = compile_design([StageColumns(self.stratum, self.cluster)], weights=self.weights)
        return design, count_cells(design, self.items, self.figures, {"unit": self.unit})

    def estimate(self) -> tuple[Estimates, Estimates]:
        """Estimate every figure with its variance, of the whole and by unit."""
        design, cells = self.counted()
        return self._both(design, cells)

    def estimate_forms(self) -> tuple[Estimates, Estimates]:
        """Do the same where forms were drawn, not clusters."""
        design = compile_design([StageColumns(self.stratum, np.arange(len(self.stratum)))], weights=self.weights)
        return self._both(design, count_cells(design, self.items, self.figures, {"unit": self.unit}))

    def _both(self, design: Design, cells: Cells) -> tuple[Estimates, Estimates]:
        whole = estimate(design, cells, self.figures)
        return whole, estimate(design, cells, self.figures, domain=cells.domains["unit"], domains=UNITS)


def coverage() -> tuple[float, float]:
    """Return in percent how often 95 % intervals of samples hold the truth of a made-up province."""
    generator = np.random.default_rng(7)
    province = _Province(generator)
    held = np.zeros(2)
    for number in range(SAMPLES):
        held += province.intervals(generator, seed=number)
    linear, resampled = 100 * held / SAMPLES
    return float(linear), float(resampled)


class _Province:
    """Four strata of sixty hamlets of fifty homes; people of one hamlet think alike; five items of the index."""

    def __init__(self, generator: np.random.Generator) -> None:
        lean = generator.normal(0, 0.6, size=(4, 60, 1, 1)) + np.array([1.0, 1.4, 1.8, 2.2])[:, None, None, None]
        person = generator.normal(0, 0.8, size=(4, 60, 50, 1))
        self.satisfied = generator.random((4, 60, 50, 5)) < 1 / (1 + np.exp(-lean - person))
        self.truth = float(self.satisfied.mean())

    def intervals(self, generator: np.random.Generator, *, seed: int) -> np.ndarray:
        """Draw twelve hamlets of each stratum and ten homes of each hamlet; say which intervals hold the truth."""
        hamlets = np.argsort(generator.random((4, 60)), axis=1)[:, :12, None]
        homes = np.argsort(generator.random((4, 12, 50)), axis=2)[:, :, :10]
        codes = self.satisfied[np.arange(4)[:, None, None], hamlets, homes].reshape(480, 5).astype(np.int8)
        stratum, hamlet = np.repeat(np.arange(4), 120), np.repeat(np.arange(48), 10)
        design = compile_design(
            [
                StageColumns(stratum, hamlet, np.full(480, 60.0)),
                StageColumns(np.zeros(480, dtype=np.int64), np.arange(480), np.full(480, 50.0)),
            ]
        )
        items = [Item(codes[:, item], np.array([0.0, 1.0]), np.ones(2)) for item in range(5)]
        figures = Figures(np.ones((5, 1)))
        cells = count_cells(design, items, figures, {})
        told = estimate(design, cells, figures)
        half = quantile(0.975, int(told.degrees[0])) * np.sqrt(told.variances[0, 0])
        low, high = replicate(design, cells, figures, seed=seed, replicates=400).interval(0.95)
        return np.array([abs(told.values[0, 0] - self.truth) <= half, low[0, 0] <= self.truth <= high[0, 0]])
