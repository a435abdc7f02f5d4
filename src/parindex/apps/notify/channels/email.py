"""E-mail by the mail server of the office."""

from __future__ import annotations

from django.conf import settings

from parindex.apps.base import mail
from parindex.apps.notify.channels.contract import Addressee, Answer, Outcome, Parcel


class EmailChannel:
    """Sends a message as text and HTML to the address of the account."""

    label = "Thư điện tử"
    leaves_house = True

    def address_of(self, addressee: Addressee) -> str:
        """Return the e-mail of the account."""
        return addressee.email

    def deliver(self, parcel: Parcel) -> Answer:
        """Send one letter; a broken line is never taken for a refusal."""
        letter = mail.Letter(
            to=parcel.address,
            subject=parcel.subject,
            text=parcel.text,
            html=parcel.html,
            message_id=f"<{parcel.key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>')}>",
        )
        try:
            words = mail.send(letter)
        except mail.MailDeferred as error:
            return Answer(Outcome.RETRY, error.message)
        except mail.MailUncertain as error:
            return Answer(Outcome.UNCERTAIN, error.message)
        except mail.MailError as error:
            return Answer(Outcome.REFUSED, error.message)
        return Answer(Outcome.ACCEPTED if mail.has_server() else Outcome.KEPT, words)
