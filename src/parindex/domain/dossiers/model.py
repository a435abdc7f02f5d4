"""One dossier as statistics need it: no name, no identity number, no telephone, no address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


class Status(IntEnum):
    """Statuses of the national portal (`TrangThaiHoSo`)."""

    REGISTERED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


class State(IntEnum):
    """What a status means for counting."""

    OUTSIDE = 0
    OPEN = 1
    WAITING = 2
    SETTLED = 3
    STOPPED = 4


class Outcome(IntEnum):
    """How a closed dossier kept its day; official statistics compare dates."""

    EARLY = 1
    ON_TIME = 2
    LATE = 3


class LimitUnit(IntEnum):
    """Unit of the time limit of a procedure; "ngày" and "ngày làm việc" are never interchangeable."""

    WORKING_DAY = 1
    DAY = 2
    HOUR = 3


STATES = {
    Status.REGISTERED: State.OUTSIDE,
    Status.NOT_RECEIVED: State.OUTSIDE,
    Status.RECEIVED: State.OPEN,
    Status.PROCESSING: State.OPEN,
    Status.PAYMENT: State.OPEN,
    Status.SUPPLEMENT: State.WAITING,
    Status.DONE: State.SETTLED,
    Status.RETURNED: State.SETTLED,
    Status.WITHDRAWN: State.STOPPED,
    Status.STOPPED: State.STOPPED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dossier; None is unknown. Codes of choices are those of `definitions/dossiers/codes.yaml`."""

    code: str
    procedure: str
    unit: str
    status: Status
    received_at: datetime | None = None
    field: str | None = None
    office: str | None = None
    level: int | None = None
    channel: int | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    refused_at: datetime | None = None
    supplement_from: datetime | None = None
    supplement_to: datetime | None = None
    supplement_count: int | None = None
    rescheduled_due: date | None = None
    reschedule_count: int | None = None
    apology_on: date | None = None
    limit_amount: int | None = None
    limit_unit: LimitUnit | None = None
    service_level: int | None = None
    digitised: int | None = None
    paid_online: int | None = None
    has_fee: bool | None = None
    result_file: bool | None = None
    result_by_post: bool | None = None
    vneid: bool | None = None
    contacts: int | None = None
    agencies: int | None = None
    complaint: bool | None = None
    updated_at: datetime | None = None

    @property
    def state(self) -> State:
        """What the status means for counting."""
        return STATES[self.status]
