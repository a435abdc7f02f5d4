"""What is estimated from answers: items, and the figures that their ratios add up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.surveys.design import Floats, Ints

Codes = NDArray[np.int8] | NDArray[np.int16] | Ints
NOT_ANSWERED = -1


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the chosen option of each form (-1: not answered), and what an option adds above and below the line.

    An option with nothing below is no answer to the question.
    """

    codes: Codes
    above: Floats
    below: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """What is estimated: sets of items that make a ratio each, and how ratios add up to figures.

    `members` is items x ratios, 1 where an item belongs to the ratio. `mix` is ratios x figures, or None when every
    ratio is a figure.
    """

    members: Floats
    mix: Floats | None = None

    @property
    def count(self) -> int:
        """Return the number of figures."""
        return int((self.members if self.mix is None else self.mix).shape[1])
