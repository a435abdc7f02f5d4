"""What became of one child process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """Its result or the code of its error, and how many moments it had in which it could have been killed."""

    is_killed: bool
    result: Any = None
    error: str | None = None
    points: int = 0
    seconds: float = 0.0

    def check(self) -> Any:
        """Return the result of a child that must have ended well."""
        assert not self.is_killed
        assert self.error is None, self.error
        return self.result
