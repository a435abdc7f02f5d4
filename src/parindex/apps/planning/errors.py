"""What can stop a draft from becoming a plan."""

from __future__ import annotations


class PlanError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "plan_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NothingAccepted(PlanError):
    """No item was accepted in the review."""

    code = "nothing_accepted"


class ItemsUndecided(PlanError):
    """Items are still waiting for a decision."""

    code = "items_undecided"


class YearUnknown(PlanError):
    """The year of the plan is not known, so no date can be given."""

    code = "plan_year_unknown"


class AlreadyApproved(PlanError):
    """The draft is not in review any more."""

    code = "already_approved"


class UnitChanged(PlanError):
    """The draft was given to another unit after the person looked at it."""

    code = "draft_unit_changed"


class PlanSuperseded(PlanError):
    """The plan was replaced by another one."""

    code = "plan_superseded"


class NothingChosen(PlanError):
    """No lower unit was chosen."""

    code = "no_unit_chosen"


class NotBelow(PlanError):
    """A unit is not directly below the unit of the plan."""

    code = "unit_not_below"


class OutOfTurn(PlanError):
    """The draft is not at the point where this step may be taken."""

    code = "out_of_turn"


class ReasonMissing(PlanError):
    """A draft is returned without saying why."""

    code = "reason_missing"


class NumberMissing(PlanError):
    """A plan is issued without a number."""

    code = "plan_number_missing"


class NumberTaken(PlanError):
    """Another plan in force of the unit and year has the number."""

    code = "plan_number_taken"


class DateAhead(PlanError):
    """The day of issue lies in the future."""

    code = "plan_date_ahead"


class BadMeasure(PlanError):
    """A figure of a programme's goal cannot be kept as it is."""

    code = "bad_programme_measure"


class BadLink(PlanError):
    """An item of a yearly plan cannot carry out an item of a programme."""

    code = "bad_programme_link"


class NotHandedDown(PlanError):
    """An imported plan cannot be handed down to a unit on a day."""

    code = "plan_not_handed_down"


class BadReceipt(PlanError):
    """A unit cannot have received an upper plan on that day."""

    code = "bad_plan_receipt"
