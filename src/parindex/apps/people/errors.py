"""What can be refused about people; each message says what to do next and none reveals whether an account exists."""

from __future__ import annotations


class PeopleError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "people_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NameTaken(PeopleError):
    """The login name or the e-mail address belongs to another account."""

    code = "name_taken"


class InvalidPerson(PeopleError):
    """A needed field of an account is missing or malformed."""

    code = "invalid_person"


class WeakPassword(PeopleError):
    """The password does not follow the policy."""

    code = "weak_password"


class InvitationInvalid(PeopleError):
    """The link of an invitation is unknown, used or out of date."""

    code = "invitation_invalid"


class NoEmail(PeopleError):
    """The person has no e-mail address to write to."""

    code = "no_email"


class NotYourself(PeopleError):
    """An administrator tried to shut out their own account."""

    code = "not_yourself"


class InvalidPeriod(PeopleError):
    """A role would end before it begins, or hold over another period of itself."""

    code = "invalid_period"


class PersonNotFound(PeopleError):
    """A person, a membership or a token does not exist or is not visible to the actor."""

    code = "person_not_found"
