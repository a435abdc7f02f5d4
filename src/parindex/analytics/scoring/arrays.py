"""Types and codes of the columns; every number is an integer."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from parindex.domain.scoring.sheet import ScoreStatus

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]

SAFE: Final = 2**62
"""No intermediate result may exceed this: half of what 64 bits hold, so one more addition stays within."""

NOT_KNOWN: Final = int(np.iinfo(np.int64).min)
"""Stands in `high` and `maximum` for None: the maximum of the item is not known."""


class State(IntEnum):
    """What a unit has told about an item."""

    KNOWN = 0
    UNKNOWN = 1
    NOT_APPLICABLE = 2


class Status(IntEnum):
    """The status of an item; that of items added up is the greatest among them."""

    NOT_APPLICABLE = 0
    SCORED = 1
    NO_RULE = 2
    UNKNOWN = 3


STATUS_CODES: Final = {status: Status[status.name] for status in ScoreStatus}
STATUS_NAMES: Final = {code: status for status, code in STATUS_CODES.items()}
