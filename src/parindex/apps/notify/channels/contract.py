"""What a channel must do, so that another one (Zalo, SMS) needs one class and one line in the settings.

How to write one: docs/how-to/don-doc.md, "Thêm một kênh".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message is for, as far as a channel may know the person."""

    user_id: int
    full_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a channel hands over. `key` is the same for every attempt at the same message."""

    key: str
    address: str
    subject: str
    text: str
    html: str


class Outcome(StrEnum):
    """How an attempt ended.

    ACCEPTED: the other side has it. KEPT: only written down on this machine. RETRY: certainly not accepted, may be
    later. REFUSED: certainly not accepted and never will be. UNCERTAIN: it may have been accepted; never tried again
    by itself.
    """

    ACCEPTED = "accepted"
    KEPT = "kept"
    RETRY = "retry"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of an attempt and what the other side said, for people to read."""

    outcome: Outcome
    words: str


class Channel(Protocol):
    """One way to reach people. It holds no state and writes no table: the outbox does."""

    label: str
    """The name that people read."""

    leaves_house: bool
    """Whether what is delivered leaves this machine; such messages wait for the quiet hours to end."""

    def address_of(self, addressee: Addressee) -> str:
        """Return where this channel reaches the person; "" when it cannot."""

    def deliver(self, parcel: Parcel) -> Answer:
        """Hand one parcel over, within half a minute, and tell how it ended; never raise for what a server does."""
