"""Which procedure, desk or unit cost the points: a loss shared out by late dossiers, adding up exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

KeyT = TypeVar("KeyT")


def share_loss(late: Mapping[KeyT, int], *, loss: int) -> dict[KeyT, int]:
    """Share `loss` (whole small units, such as 1/10,000 point) by counts of late dossiers.

    The parts add up to `loss`; what rounding leaves goes to the largest remainders, first come first. Without a late
    dossier nobody bears anything.
    """
    total = sum(late.values())
    if total == 0:
        return dict.fromkeys(late, 0)
    exact = {key: Fraction(loss * count, total) for key, count in late.items()}
    shares = {key: int(value) for key, value in exact.items()}
    left = loss - sum(shares.values())
    for key in sorted(exact, key=lambda key: shares[key] - exact[key])[:left]:
        shares[key] += 1
    return shares
